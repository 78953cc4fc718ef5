package feedload

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"example.com/pickwick/internal/ingest/document"
)

func begin(t *testing.T, o Options, r Round) *Server {
	t.Helper()
	s := Start(o)
	t.Cleanup(s.Close)
	if err := s.Begin(r); err != nil {
		t.Fatal(err)
	}
	return s
}

// get asks for a feed, with headers given as name, value.
func get(t *testing.T, url string, header ...string) (*http.Response, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	return http.DefaultClient.Do(req)
}

func read(t *testing.T, url string) document.Feed {
	t.Helper()
	res, err := get(t, url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil || !res.Uncompressed {
		t.Fatal("not in gzip, or ", err)
	}
	feed, err := document.Parse(body, document.Meta{URL: url, ContentType: res.Header.Get("Content-Type"), Now: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	return feed
}

func titles(f document.Feed) (list []string) {
	for _, it := range f.Items {
		list = append(list, it.Title)
	}
	return list
}

func TestFeedsAreOfTheSizeAndShapeOfRealOnes(t *testing.T) {
	s := begin(t, Options{Feeds: 40}, Round{})
	size, copies, seen := 0, 0, map[string]int{}
	for i, url := range s.URLs() {
		size += len(s.document(i, 0))
		feed := read(t, url)
		if len(feed.Items) != 30 || feed.Truncated || feed.Dropped != 0 || feed.Type != "rss 2.0" || feed.Language != "en" || feed.Title == "" {
			t.Fatalf("%+v", feed)
		}
		for n, it := range feed.Items {
			title := strings.TrimSuffix(it.Title, " - "+feed.Title)
			if seen[title]++; seen[title] > 1 {
				copies++
			}
			age := s.options.Now.Sub(it.Published)
			if it.GUID == "" || it.URL == "" || it.Author == "" || len(it.Categories) == 0 || len(it.Text) < 500 || age < 0 || age > 7*24*time.Hour {
				t.Errorf("%s, number %d: %+v", url, n, it)
			}
			if n > 0 && it.Published.After(feed.Items[n-1].Published) {
				t.Error("the newest is not on top")
			}
		}
	}
	if size /= 40; size < 90_000 || size > 110_000 {
		t.Errorf("a document has %d bytes on average", size)
	}
	if copies < 40*30/20 || copies > 40*30/8 {
		t.Errorf("%d of %d articles tell what another tells", copies, 40*30)
	}
}

func TestTheSeedDecidesTheWords(t *testing.T) {
	one, same, other := Start(Options{Feeds: 3}), Start(Options{Feeds: 3}), Start(Options{Feeds: 3, Seed: 7})
	defer one.Close()
	defer same.Close()
	defer other.Close()
	for feed := range 3 {
		if !bytes.Equal(one.document(feed, 1), same.document(feed, 1)) {
			t.Error("the same seed, other words")
		}
		if bytes.Equal(one.document(feed, 1), other.document(feed, 1)) {
			t.Error("another seed, the same words")
		}
	}
	if bytes.Equal(one.document(0, 0), one.document(1, 0)) {
		t.Error("two feeds are the same")
	}
}

func TestEachVersionBringsOneArticleAndLosesOne(t *testing.T) {
	s := begin(t, Options{Feeds: 5, Items: 10, Size: 20_000}, Round{})
	for version := 1; version < versions; version++ {
		before := read(t, s.URLs()[3])
		if err := s.Begin(Round{Version: version}); err != nil {
			t.Fatal(err)
		}
		after := read(t, s.URLs()[3])
		if !slices.Equal(titles(before)[:9], titles(after)[1:]) || slices.Contains(titles(before), titles(after)[0]) {
			t.Errorf("%q, then %q", titles(before), titles(after))
		}
	}
	if s.Begin(Round{Version: versions}) == nil || s.Begin(Round{Version: -1}) == nil {
		t.Error("there is no such version")
	}
}

func TestValidatorsAreHonouredWhenAskedFor(t *testing.T) {
	s := begin(t, Options{Feeds: 1, Items: 2, Size: 4000}, Round{Validators: true})
	url := s.URLs()[0]
	status := func(header ...string) int {
		res, err := get(t, url, header...)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		if _, err := io.Copy(io.Discard, res.Body); err != nil {
			t.Fatal(err)
		}
		return res.StatusCode
	}
	res, err := get(t, url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	tag, modified := res.Header.Get("ETag"), res.Header.Get("Last-Modified")
	for _, c := range []struct {
		header []string
		want   int
	}{
		{[]string{"If-None-Match", tag}, 304},
		{[]string{"If-None-Match", tag, "If-Modified-Since", "Sat, 21 Nov 2026 00:00:00 GMT"}, 304},
		{[]string{"If-Modified-Since", modified}, 304},
		{[]string{"If-None-Match", `"other"`, "If-Modified-Since", modified}, 200},
		{nil, 200},
	} {
		if got := status(c.header...); got != c.want {
			t.Errorf("%q: %d", c.header, got)
		}
	}
	if c := s.Counts(); c.Full != 3 || c.Unchanged != 3 || c.Requests != 6 {
		t.Errorf("%+v", c)
	}
	if err := s.Begin(Round{}); err != nil {
		t.Fatal(err)
	}
	if got := status("If-None-Match", tag, "If-Modified-Since", modified); got != 200 {
		t.Errorf("without validators: %d", got)
	}
	if err := s.Begin(Round{Version: 1, Validators: true}); err != nil {
		t.Fatal(err)
	}
	if got := status("If-None-Match", tag, "If-Modified-Since", modified); got != 200 {
		t.Errorf("after news: %d", got)
	}
}

func TestAsManyFeedsFailAsAskedFor(t *testing.T) {
	s := begin(t, Options{Feeds: 200, Items: 1, Size: 1500}, Round{Failing: 5})
	refused, closed := 0, 0
	for _, url := range s.URLs() {
		res, err := get(t, url)
		switch {
		case err != nil:
			closed++
			continue
		case res.StatusCode == http.StatusInternalServerError:
			refused++
		}
		if err := res.Body.Close(); err != nil {
			t.Error(err)
		}
	}
	if refused+closed != 10 || refused == 0 || closed == 0 {
		t.Errorf("%d refused, %d closed", refused, closed)
	}
	// Who loses a connection may ask again at once.
	if c := s.Counts(); c.Failed < 10 || c.Full > 190 || c.Items != 190 {
		t.Errorf("%+v", c)
	}
}

func TestSlowFeedsAnswerAfterTheDelay(t *testing.T) {
	s := begin(t, Options{Feeds: 100, Items: 1, Size: 1500}, Round{Slow: 10})
	synctest.Test(t, func(t *testing.T) {
		slow := 0
		for feed := range 100 {
			began, w := time.Now(), httptest.NewRecorder()
			s.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, fmt.Sprintf("/%d", feed), nil))
			switch took := time.Since(began); {
			case w.Code != 200 || took != 0 && took != 3*time.Second:
				t.Errorf("feed %d: %d after %v", feed, w.Code, took)
			case took > 0:
				slow++
			}
		}
		if slow != 10 {
			t.Errorf("%d are slow", slow)
		}
		ctx, leave := context.WithCancel(t.Context())
		leave()
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequestWithContext(ctx, http.MethodGet, "/0", nil))
		if w.Body.Len() != 0 {
			t.Error("an answer for nobody")
		}
	})
	if c := s.Counts(); c.Full != 100 || c.Peak != 1 {
		t.Errorf("%+v", c)
	}
}

func TestOnlyDifferentArticlesInWholeDocumentsAreCounted(t *testing.T) {
	s := begin(t, Options{Feeds: 3, Items: 4, Size: 4000}, Round{})
	ask := func(version int, feeds ...int) {
		if err := s.Begin(Round{Version: version}); err != nil {
			t.Fatal(err)
		}
		for _, feed := range feeds {
			read(t, s.URLs()[feed])
		}
	}
	for _, c := range []struct {
		version int
		feeds   []int
		want    int
	}{
		{0, []int{0, 1}, 8},
		{0, []int{0}, 8},
		{1, []int{0, 2}, 13}, // one more of feed 0, four of feed 2
		{6, []int{0}, 17},    // none is left of those before
		{7, []int{1}, 21},
	} {
		ask(c.version, c.feeds...)
		if got := s.Counts().Items; got != c.want {
			t.Errorf("version %d: %d articles, not %d", c.version, got, c.want)
		}
	}
}

func TestRequestsAreAnsweredTogether(t *testing.T) {
	s := begin(t, Options{Feeds: 10, Items: 1, Size: 1500}, Round{})
	synctest.Test(t, func(t *testing.T) {
		if err := s.Begin(Round{Together: 4}); err != nil {
			t.Fatal(err)
		}
		var answered atomic.Int32
		ctx, leave := context.WithCancel(t.Context())
		for feed, want := range []int32{0, 0, 0, 4, 4, 4, 4, 8, 8, 10} { // the last two are not four
			go func() {
				w := httptest.NewRecorder()
				s.ServeHTTP(w, httptest.NewRequestWithContext(ctx, http.MethodGet, fmt.Sprintf("/%d", feed), nil))
				if w.Body.Len() > 0 {
					answered.Add(1)
				}
			}()
			synctest.Wait()
			if got := answered.Load(); got != want {
				t.Errorf("%d are answered when %d have come, not %d", got, feed+1, want)
			}
		}
		if c := s.Counts(); c.Peak != 4 || c.Full != 10 {
			t.Errorf("%+v", c)
		}
		if err := s.Begin(Round{Together: 4}); err != nil {
			t.Fatal(err)
		}
		leave() // who leaves is not kept waiting
		s.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, http.MethodGet, "/0", nil))
	})
}

func TestNothingIsServedBeforeTheFirstRoundNorBesideTheFeeds(t *testing.T) {
	s := Start(Options{Feeds: 1})
	defer s.Close()
	for path, want := range map[string]int{"/0": 500, "/1": 404, "/-1": 404, "/x": 404, "/": 404} {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
		if w.Code != want {
			t.Errorf("%s: %d, not %d", path, w.Code, want)
		}
	}
}

func BenchmarkDocument(b *testing.B) {
	s := Start(Options{Feeds: 1})
	defer s.Close()
	b.SetBytes(int64(len(s.document(0, 0))))
	for b.Loop() {
		if _, err := pack(s.document(0, 0)); err != nil {
			b.Fatal(err)
		}
	}
}
