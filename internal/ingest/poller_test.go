package ingest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/fake/feedhost"
	"example.com/pickwick/internal/ingest"
	"example.com/pickwick/internal/ingest/document"
	"example.com/pickwick/internal/ingest/fetch"
)

var start = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

// memory is a store that forgets everything at the end of the test.
type memory struct {
	ingest.Store // what is not defined below is not called

	mu       sync.Mutex
	states   map[string]curation.FeedState
	items    map[string]curation.Item
	held     map[string]bool
	near     map[string]string
	memories map[string][]byte
	err      error // of the next save
}

func newMemory() *memory {
	return &memory{
		states: map[string]curation.FeedState{}, items: map[string]curation.Item{},
		held: map[string]bool{}, near: map[string]string{}, memories: map[string][]byte{},
	}
}

func (m *memory) FeedMemory(_ context.Context, url string) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.memories[url], nil
}

func (m *memory) RecentItems(_ context.Context, since time.Time) iter.Seq2[curation.Item, error] {
	m.mu.Lock()
	defer m.mu.Unlock()
	items := slices.Collect(maps.Values(m.items))
	slices.SortFunc(items, func(a, b curation.Item) int { return strings.Compare(a.ID, b.ID) })
	return func(yield func(curation.Item, error) bool) {
		for _, it := range items {
			if !it.FirstSeen.Before(since) && !yield(it, nil) {
				return
			}
		}
	}
}

func (m *memory) FeedStates(context.Context) ([]curation.FeedState, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Collect(maps.Values(m.states)), nil
}

func (m *memory) SavePolls(ctx context.Context, polls []curation.Polled) ([]int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.err != nil || ctx.Err() != nil {
		return nil, errors.Join(m.err, ctx.Err())
	}
	counts := make([]int, len(polls))
	for i, p := range polls {
		for _, e := range p.Items {
			if _, known := m.items[e.Item.ID]; !known {
				counts[i]++
				m.held[e.Item.ID], m.near[e.Item.ID] = e.Held, e.Near
			}
			m.items[e.Item.ID] = e.Item
		}
		if p.Memory != nil {
			m.memories[p.State.URL] = p.Memory
		}
		if counts[i] > 0 {
			p.State.LastNew = p.State.LastPoll
		}
		m.states[p.State.URL] = p.State
	}
	return counts, nil
}

// world is a host, a store and a poller at a clock that stands still.
type world struct {
	t      *testing.T
	host   *feedhost.Host
	store  *memory
	poller *ingest.Poller
	now    time.Time
}

func newWorld(t *testing.T) *world {
	w := &world{t: t, host: feedhost.Start(), store: newMemory(), now: start}
	t.Cleanup(w.host.Close)
	client := newClient(t, fetch.Options{AllowPrivate: true, MaxBytes: 1 << 20, Timeout: time.Minute})
	w.poller = ingest.New(w.store, client, func() time.Time { return w.now })
	return w
}

func newClient(t *testing.T, o fetch.Options) *fetch.Client {
	client := fetch.New(o)
	t.Cleanup(client.Close)
	return client
}

func (w *world) feeds(paths ...string) []curation.Feed {
	var list []curation.Feed
	for _, p := range paths {
		list = append(list, curation.Feed{URL: w.host.URL(p)})
	}
	return list
}

func (w *world) poll(feeds []curation.Feed) ingest.Summary {
	w.t.Helper()
	summary, err := w.poller.Poll(w.t.Context(), feeds, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	return summary
}

func (w *world) states() []curation.FeedState {
	return slices.Collect(maps.Values(w.store.states))
}

func (w *world) state(path string) curation.FeedState { return w.store.states[w.host.URL(path)] }

// about reports a wait that is as long as it must be, or up to a tenth longer.
func about(got, want time.Duration) bool { return got >= want && got <= want+want/10 }

func TestAPollTellsWhatBecameOfEachFeed(t *testing.T) {
	w := newWorld(t)
	w.host.Serve("/good", feedhost.Answer{Body: feedhost.RSS("good", 5)})
	w.host.Serve("/more", feedhost.Answer{Body: feedhost.RSS("more", 7)})
	w.host.Serve("/page", feedhost.Answer{Body: []byte("<!doctype html><html><title>Just a moment...</title></html>")})
	w.host.Serve("/empty", feedhost.Answer{})
	w.host.Serve("/gone", feedhost.Answer{Status: http.StatusGone})
	w.host.Serve("/huge", feedhost.Answer{Bomb: 1 << 30})
	w.host.Serve("/deep", feedhost.Answer{Body: []byte("<rss><channel>" + strings.Repeat("<a>", 1000))})
	feeds := append(w.feeds("/good", "/more", "/page", "/empty", "/gone", "/huge", "/deep", "/missing"), curation.Feed{URL: "no address", Title: "Typo"})
	var calls []int
	summary, err := w.poller.Poll(t.Context(), feeds, func(done, total int, r ingest.Result) {
		if total != len(feeds) || r.Feed == "" {
			t.Errorf("progress %d of %d: %+v", done, total, r)
		}
		calls = append(calls, done)
	})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(calls, []int{1, 2, 3, 4, 5, 6, 7, 8, 9}) {
		t.Errorf("progress was told %v", calls)
	}
	want := map[string]int{"new items": 2, "not a feed": 2, "gone": 1, "too large": 1, "unsafe document": 1, "not found": 1, "bad address": 1}
	if !maps.Equal(summary.Outcomes, want) || summary.Feeds != 9 || summary.NewItems != 12 || len(summary.Failures) != 7 {
		t.Errorf("%+v", summary)
	}
	for _, f := range summary.Failures {
		if f.Error == "" || f.New != 0 {
			t.Errorf("%+v", f)
		}
		if s := w.store.states[f.Feed]; s.Error != f.Error || s.Outcome != f.Outcome || s.Failures != 1 || !s.LastSuccess.IsZero() {
			t.Errorf("state %+v", s)
		}
	}
	if s := w.state("/good"); s.Failures != 0 || !s.LastSuccess.Equal(start) || !s.LastPoll.Equal(start) || !s.LastNew.Equal(start) || s.Title != "good" || s.Hash == "" || !about(s.NextPoll.Sub(start), 30*time.Minute) {
		t.Errorf("%+v", s)
	}
	line, err := json.Marshal(summary)
	if err != nil || !strings.HasPrefix(string(line), `{"feeds":9,"new_items":12,"outcomes":{"bad address":1,`) || !strings.Contains(string(line), `"failures":[{"feed":`) {
		t.Errorf("%s, %v", line, err)
	}
}

func TestAnUnchangedDocumentIsNotWorkedOn(t *testing.T) {
	w := newWorld(t)
	w.host.Serve("/etag", feedhost.Answer{Body: feedhost.RSS("etag", 3), ETag: `W/"v1"`, LastModified: "Sat, 21 Nov 2026 10:00:00 GMT"})
	w.host.Serve("/same", feedhost.Answer{Body: feedhost.RSS("same", 3)})
	feeds := w.feeds("/etag", "/same")
	if s := w.poll(feeds); s.NewItems != 6 {
		t.Fatalf("%+v", s)
	}
	w.store.items = map[string]curation.Item{} // whatever is parsed again would be new
	w.now = start.Add(time.Hour)
	if s := w.poll(feeds); s.NewItems != 0 || s.Outcomes["unchanged"] != 2 || len(s.Failures) != 0 {
		t.Errorf("%+v", s)
	}
	if sent := w.host.Requests("/etag")[1].Header; sent.Get("If-None-Match") != `W/"v1"` || sent.Get("If-Modified-Since") == "" {
		t.Errorf("sent %v", sent)
	}
	if s := w.state("/same"); !s.LastSuccess.Equal(w.now) || !s.LastNew.Equal(start) || s.Outcome != "unchanged" {
		t.Errorf("%+v", s)
	}
}

func TestAChangedDocumentBringsOnlyWhatIsNew(t *testing.T) {
	w := newWorld(t)
	w.host.Serve("/feed", feedhost.Answer{Body: feedhost.RSS("feed", 3), ETag: "1"}, feedhost.Answer{Body: feedhost.RSS("feed", 5), ETag: "2"},
		feedhost.Answer{Body: append(feedhost.RSS("feed", 5), "<!-- built again -->"...)})
	feeds := w.feeds("/feed")
	w.poll(feeds)
	if s := w.poll(feeds); s.NewItems != 2 || s.Outcomes["new items"] != 1 {
		t.Errorf("%+v", s)
	}
	if s := w.poll(feeds); s.NewItems != 0 || s.Outcomes["nothing new"] != 1 {
		t.Errorf("%+v", s)
	}
	if got := w.state("/feed").ETag; got != "" {
		t.Errorf("validator %q of a document that is no more", got)
	}
}

func TestAnIncompleteDocumentIsSavedButNeverTheBaseOfAConditionalRequest(t *testing.T) {
	w := newWorld(t)
	whole := feedhost.RSS("feed", 4)
	w.host.Serve("/short", feedhost.Answer{Body: whole[:len(whole)-200], Missing: 200, ETag: "1", LastModified: "x"}, feedhost.Answer{Body: whole, ETag: "1"})
	w.host.Serve("/cut", feedhost.Answer{Body: whole[:len(whole)-200], ETag: "1"}, feedhost.Answer{Body: whole, ETag: "1"})
	feeds := w.feeds("/short", "/cut")
	if s := w.poll(feeds); s.NewItems != 6 || len(s.Failures) != 0 {
		t.Fatalf("%+v", s)
	}
	if s := w.poll(feeds); s.NewItems != 2 {
		t.Errorf("%+v", s)
	}
	for _, path := range []string{"/short", "/cut"} {
		if sent := w.host.Requests(path)[1].Header; sent.Get("If-None-Match") != "" || sent.Get("If-Modified-Since") != "" {
			t.Errorf("%s: sent %v", path, sent)
		}
	}
}

func TestAFailingFeedIsAskedLessAndLessAndForgivenAtOnce(t *testing.T) {
	w := newWorld(t)
	broken := feedhost.Answer{Status: 500}
	w.host.Serve("/feed", broken, broken, broken, broken, broken, broken, broken, broken,
		feedhost.Answer{Status: 429, Header: http.Header{"Retry-After": {"1000000"}}}, feedhost.Answer{Body: feedhost.RSS("feed", 1)})
	feeds := w.feeds("/feed")
	w.poller.Every = 20 * time.Minute
	for i, want := range []time.Duration{20 * time.Minute, 40 * time.Minute, 80 * time.Minute, 160 * time.Minute, 320 * time.Minute, 640 * time.Minute, 1280 * time.Minute, 24 * time.Hour, 24 * time.Hour} {
		w.poll(feeds)
		s := w.state("/feed")
		if got := s.NextPoll.Sub(w.now); !about(got, want) || got > 24*time.Hour || s.Failures != i+1 {
			t.Errorf("after failure %d: next in %v, not %v; %d failures", i+1, got, want, s.Failures)
		}
		w.now = s.NextPoll
	}
	w.poll(feeds)
	if s := w.state("/feed"); s.Failures != 0 || s.Error != "" || !about(s.NextPoll.Sub(w.now), 20*time.Minute) {
		t.Errorf("%+v", s)
	}
}

func TestRetryAfterIsObeyed(t *testing.T) {
	w := newWorld(t)
	w.host.Serve("/feed", feedhost.Answer{Status: 503, Header: http.Header{"Retry-After": {"7200"}}})
	w.poll(w.feeds("/feed"))
	if s := w.state("/feed"); s.NextPoll.Sub(start) != 2*time.Hour || s.Outcome != "server fault" {
		t.Errorf("%+v", s)
	}
}

func TestAFailureTakesNothingAway(t *testing.T) {
	w := newWorld(t)
	w.host.Serve("/feed", feedhost.Answer{Body: feedhost.RSS("feed", 3), ETag: "1"}, feedhost.Answer{Body: []byte("<html>log in</html>")}, feedhost.Answer{Body: feedhost.RSS("feed", 3), ETag: "1"})
	feeds := w.feeds("/feed")
	w.poll(feeds)
	w.now = start.Add(time.Hour)
	w.poll(feeds)
	if s := w.state("/feed"); s.ETag != "1" || s.Hash == "" || s.Title != "feed" || !s.LastSuccess.Equal(start) || !s.LastNew.Equal(start) || len(w.store.items) != 3 {
		t.Errorf("%+v", s)
	}
	if s := w.poll(feeds); s.Outcomes["unchanged"] != 1 {
		t.Errorf("%+v", s)
	}
}

func TestWhatTheListCallsAFeedIsTheSource(t *testing.T) {
	w := newWorld(t)
	w.host.Serve("/feed", feedhost.Answer{Body: feedhost.RSS("its own name", 1)})
	feeds := append(w.feeds("/feed", "/feed"), curation.Feed{URL: w.host.URL("/feed"), Title: "CFO Weekly"})
	if s := w.poll(feeds); s.Feeds != 1 || len(w.host.Requests("/feed")) != 1 {
		t.Errorf("one feed on three lists: %+v", s)
	}
	for _, it := range w.store.items {
		if it.FeedTitle != "CFO Weekly" || it.FeedURL != w.host.URL("/feed") {
			t.Errorf("%+v", it)
		}
	}
	if s := w.state("/feed"); s.Title != "its own name" {
		t.Errorf("%+v", s)
	}
}

func TestNoPollIsLostAmongMany(t *testing.T) {
	w := newWorld(t)
	var paths []string
	for i := range 300 {
		path := fmt.Sprintf("/%d", i)
		w.host.Serve(path, feedhost.Answer{Body: feedhost.RSS(fmt.Sprintf("f%d", i), 4)})
		paths = append(paths, path)
	}
	if s := w.poll(w.feeds(paths...)); s.NewItems != 1200 || s.Outcomes["new items"] != 300 {
		t.Errorf("%+v", s)
	}
	if len(w.store.items) != 1200 || len(w.store.states) != 300 {
		t.Errorf("%d items and %d feeds are saved, not 1200 and 300", len(w.store.items), len(w.store.states))
	}
}

func TestASlowFeedHoldsUpNoOther(t *testing.T) {
	w := newWorld(t)
	release := make(chan struct{})
	w.host.Serve("/slow", feedhost.Answer{Midway: release, Body: feedhost.RSS("slow", 1)})
	var paths []string
	for i := range 20 {
		path := fmt.Sprintf("/%d", i)
		w.host.Serve(path, feedhost.Answer{Body: feedhost.RSS(fmt.Sprintf("f%d", i), 1)})
		paths = append(paths, path)
	}
	last := ""
	_, err := w.poller.Poll(t.Context(), w.feeds(append([]string{"/slow"}, paths...)...), func(done, _ int, r ingest.Result) {
		if done == 20 {
			close(release) // all others are done: else this never comes
		}
		last = r.Feed
	})
	if err != nil || last != w.host.URL("/slow") {
		t.Errorf("last was %s, %v", last, err)
	}
}

func TestACancelledPollKeepsWhatCameInAndBlamesNobody(t *testing.T) {
	w := newWorld(t)
	w.host.Serve("/fast", feedhost.Answer{Body: feedhost.RSS("fast", 2)})
	w.host.Serve("/slow", feedhost.Answer{Before: make(chan struct{})})
	ctx, cancel := context.WithCancel(t.Context())
	summary, err := w.poller.Poll(ctx, w.feeds("/fast", "/slow"), func(int, int, ingest.Result) { cancel() })
	if !errors.Is(err, context.Canceled) || summary.NewItems != 2 || len(summary.Failures) != 0 {
		t.Errorf("%+v, %v", summary, err)
	}
	if s, known := w.store.states[w.host.URL("/slow")]; known {
		t.Errorf("%+v", s)
	}
	if len(w.store.items) != 2 {
		t.Errorf("%d items are saved, not 2", len(w.store.items))
	}
}

func TestAStoreThatFailsEndsThePoll(t *testing.T) {
	w := newWorld(t)
	w.host.Serve("/feed", feedhost.Answer{Body: feedhost.RSS("feed", 1)})
	w.host.Serve("/slow", feedhost.Answer{Before: make(chan struct{})})
	w.store.err = errors.New("disk full")
	if _, err := w.poller.Poll(t.Context(), w.feeds("/feed", "/slow"), nil); err == nil || !strings.Contains(err.Error(), "disk full") {
		t.Errorf("%v", err)
	}
}

func TestDueIsWhatWasNeverPolledOrHasWaitedLongEnough(t *testing.T) {
	states := []curation.FeedState{{URL: "a", NextPoll: start.Add(-time.Second)}, {URL: "b", NextPoll: start.Add(time.Second)}, {URL: "c", NextPoll: start}, {URL: "gone"}}
	feeds := []curation.Feed{{URL: "a"}, {URL: "b"}, {URL: "c"}, {URL: "new"}}
	var got []string
	for _, f := range ingest.Due(states, feeds, start) {
		got = append(got, f.URL)
	}
	if !slices.Equal(got, []string{"a", "c", "new"}) {
		t.Errorf("%v", got)
	}
}

func TestAPasswordInAnAddressIsNeverTold(t *testing.T) {
	w := newWorld(t)
	w.host.Serve("/page", feedhost.Answer{Body: []byte("<html>")})
	with := func(address string) curation.Feed {
		return curation.Feed{URL: strings.Replace(address, "http://", "http://jane:s3cret@", 1)}
	}
	summary := w.poll([]curation.Feed{with(w.host.URL("/page")), with(w.host.URL("/missing")), with("http://ho st/"), {URL: "jane:s3cret@site.example"}})
	line, err := json.Marshal(summary)
	if err != nil || strings.Contains(string(line), "s3cret") || len(summary.Failures) != 4 {
		t.Errorf("%s, %v", line, err)
	}
	for _, s := range w.store.states {
		if strings.Contains(s.Error, "s3cret") {
			t.Errorf("%+v", s)
		}
	}
	feed, err := ingest.Parse(feedhost.RSS("x", 1), document.Meta{URL: "https://jane:s3cret@site.example/feed", Now: start})
	if err != nil {
		t.Fatal(err)
	}
	if out, err := ingest.JSONFeed(feed); err != nil || strings.Contains(string(out), "s3cret") {
		t.Errorf("%s, %v", out, err)
	}
}

func TestADamagedMemoryLosesNoPoll(t *testing.T) {
	w := newWorld(t)
	w.host.Serve("/feed", feedhost.Answer{Body: feedhost.RSS("feed", 3)}, feedhost.Answer{Body: feedhost.RSS("feed", 5)}, feedhost.Answer{Body: feedhost.RSS("feed", 6)})
	feeds := w.feeds("/feed")
	w.poll(feeds)
	w.store.memories[feeds[0].URL] = []byte("rubbish")
	if s := w.poll(feeds); s.NewItems != 2 || len(s.Failures) != 0 {
		t.Errorf("%+v", s)
	}
	if s := w.poll(feeds); s.NewItems != 1 {
		t.Errorf("%+v", s)
	}
}

// TestItemsOfDifferentFeedsTellOneStory polls two feeds that report the same
// event, in two processes.
func TestItemsOfDifferentFeedsTellOneStory(t *testing.T) {
	w := newWorld(t)
	item := func(title, link string) feedhost.Answer {
		return feedhost.Answer{Body: fmt.Appendf(nil, `<rss><channel><title>T</title><item><title>%s</title><link>%s</link><guid>%s</guid><pubDate>Sat, 21 Nov 2026 07:30:00 GMT</pubDate></item></channel></rss>`, title, link, link)}
	}
	w.host.Serve("/a", item("Northfell central bank raises rates to fight inflation", "https://a.example/1"))
	w.host.Serve("/b", item("Northfell central bank raises rates to fight inflation", "https://b.example/2"))
	w.host.Serve("/c", item("Ten recipes for the week before the holidays begin", "https://c.example/3"))
	w.host.Serve("/d", item("Northfell central bank raises rates to fight inflation", "https://d.example/4"))
	w.poll(w.feeds("/a"))
	w.poll(w.feeds("/b", "/c"))
	// A new process has to read what came in before.
	w.poller = ingest.New(w.store, newClient(t, fetch.Options{AllowPrivate: true}), func() time.Time { return w.now })
	w.poll(w.feeds("/d"))
	for _, it := range w.store.items {
		near := w.store.items[w.store.near[it.ID]].URL
		switch it.URL {
		case "https://a.example/1", "https://c.example/3":
			if near != "" {
				t.Errorf("%s is near to %s", it.URL, near)
			}
		default:
			if near == "" || near == "https://c.example/3" {
				t.Errorf("%s is near to %q", it.URL, near)
			}
		}
	}
}

// TestLargeFeedsComeAfterAllOthers polls a large feed that is known to be
// large, one that is not, and small ones.
func TestLargeFeedsComeAfterAllOthers(t *testing.T) {
	w := newWorld(t)
	w.poller = ingest.New(w.store, newClient(t, fetch.Options{AllowPrivate: true}), func() time.Time { return w.now })
	large := func(n int) feedhost.Answer {
		return feedhost.Answer{Body: append(feedhost.RSS("large", n), bytes.Repeat([]byte(" "), 2<<20)...)}
	}
	paths := []string{"/large"}
	w.host.Serve("/large", large(3))
	for i := range 20 {
		paths = append(paths, fmt.Sprintf("/small%d", i))
		w.host.Serve(paths[i+1], feedhost.Answer{Body: feedhost.RSS("small"+strconv.Itoa(i), 1)}, feedhost.Answer{Body: feedhost.RSS("small"+strconv.Itoa(i), 2)})
	}
	for n, asked := range []int{2, 3} { // not known to be large; known
		w.host.Serve("/large", large(3+n))
		last := ""
		if _, err := w.poller.Poll(t.Context(), w.feeds(paths...), func(_, _ int, r ingest.Result) { last = r.Feed }); err != nil {
			t.Fatal(err)
		}
		if last != w.host.URL("/large") || len(w.store.items) != 23+21*n {
			t.Errorf("poll %d: the last feed was %s; %d items", n+1, last, len(w.store.items))
		}
		if got := len(w.host.Requests("/large")); got != asked {
			t.Errorf("poll %d: the large feed was asked %d times in all, not %d", n+1, got, asked)
		}
	}
}

func TestAFeedHasTheSizeThatItsListAllows(t *testing.T) {
	w := newWorld(t) // whose client takes 1 MiB
	body := append(feedhost.RSS("feed", 2), bytes.Repeat([]byte(" "), 1<<20)...)
	for path, most := range map[string]int64{"/default": 0, "/less": 1 << 10, "/more": 3 << 20} {
		w.host.Serve(path, feedhost.Answer{Body: body})
		feeds := w.feeds(path)
		feeds[0].MaxBytes = most
		s := w.poll(feeds)
		if ok := most > 1<<20; (s.NewItems == 2) != ok || (len(s.Failures) == 0) != ok {
			t.Errorf("%s: %+v", path, s)
		}
	}
}

func TestWhatAFeedAsksHoldsWhileItDoesNotChange(t *testing.T) {
	w := newWorld(t)
	body := bytes.Replace(feedhost.RSS("feed", 1), []byte("<item>"), []byte("<ttl>1440</ttl><item>"), 1)
	w.host.Serve("/feed", feedhost.Answer{Body: body}, feedhost.Answer{Body: body}, feedhost.Answer{Body: body, ETag: "1"}, feedhost.Answer{Body: body, ETag: "1"})
	for range 4 {
		w.poll(w.feeds("/feed"))
		if wait := w.state("/feed").NextPoll.Sub(w.now); !about(wait, 24*time.Hour) {
			t.Errorf("after %q the next poll is in %v", w.state("/feed").Outcome, wait)
		}
		w.now = w.state("/feed").NextPoll
	}
}

func TestAQuietPollForgetsNoStory(t *testing.T) {
	item := func(link string) feedhost.Answer {
		return feedhost.Answer{Body: fmt.Appendf(nil, `<rss><channel><item><title>Northfell buys the logistics unit of Contoso for two billion</title><link>%s</link><pubDate>Sat, 21 Nov 2026 07:30:00 GMT</pubDate></item></channel></rss>`, link)}
	}
	w := newWorld(t)
	w.host.Serve("/a", item("https://a.example/1"))
	w.host.Serve("/b", item("https://b.example/2"))
	w.poll(w.feeds("/a"))
	w.poller = ingest.New(w.store, newClient(t, fetch.Options{AllowPrivate: true}), func() time.Time { return w.now })
	for range 2 { // of a new process, and both find nothing new
		w.now = w.now.Add(time.Hour)
		w.poll(w.feeds("/a"))
	}
	w.poll(w.feeds("/b"))
	near := 0
	for _, id := range w.store.near {
		near += min(1, len(id))
	}
	if near != 1 {
		t.Errorf("%d items are near to another, not 1", near)
	}
}

// lame is a store that can't read the memory of one feed.
type lame struct {
	*memory
	url string
}

func (l lame) FeedMemory(ctx context.Context, url string) ([]byte, error) {
	if url == l.url {
		return nil, errors.New("the disk is tired")
	}
	return l.memory.FeedMemory(ctx, url)
}

func TestWhatCameInIsSavedThoughTheStoreFailsOneFeed(t *testing.T) {
	w := newWorld(t)
	w.host.Serve("/lame", feedhost.Answer{Body: feedhost.RSS("lame", 1)})
	for i := range 10 {
		w.host.Serve(fmt.Sprintf("/%d", i), feedhost.Answer{Body: feedhost.RSS(fmt.Sprint(i), 2)})
	}
	w.poller = ingest.New(lame{w.store, w.host.URL("/lame")}, newClient(t, fetch.Options{AllowPrivate: true}), func() time.Time { return w.now })
	_, err := w.poller.Poll(t.Context(), w.feeds("/lame"), nil)
	if err == nil || !strings.Contains(err.Error(), "the disk is tired") || len(w.store.states) != 0 {
		t.Errorf("%v; %d states", err, len(w.store.states))
	}
}
