package ingest

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/cespare/xxhash/v2"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/ingest/document"
	"example.com/pickwick/internal/ingest/fetch"
)

const (
	// maxBatch is how many polls are saved in one transaction, and maxBatchText
	// after how many bytes of text no more are added, which bounds the memory
	// that they take. One transaction for each feed costs more than twice as much.
	maxBatch     = 64
	maxBatchText = 8 << 20

	// movedAfter is how often a feed must say, poll after poll, that it has
	// moved for good before it is asked at its new address.
	movedAfter = 3

	// largeDocument is the size, in bytes, from which documents are fetched
	// after all smaller ones, and read one after the other: they are few, and
	// take the time of many.
	largeDocument = 1 << 20
)

// Poller polls feeds and saves what they bring, one Poll at a time.
type Poller struct {
	Every time.Duration // between two polls of a busy feed; 30 minutes

	store   Store
	client  *fetch.Client
	now     func() time.Time
	stories *grouping
	reading chan struct{} // documents being read: as many as there are processors
	large   chan struct{} // of them, large ones
}

// New makes a Poller.
func New(store Store, client *fetch.Client, now func() time.Time) *Poller {
	return &Poller{
		Every: defaultEvery, store: store, client: client, now: now,
		stories: newGrouping(store),
		reading: make(chan struct{}, runtime.GOMAXPROCS(0)),
		large:   make(chan struct{}, 1),
	}
}

// Due are the feeds to poll at an instant: those never polled, and those whose
// next poll has come. Feeds that are gone for good are left in peace.
func Due(states []curation.FeedState, feeds []curation.Feed, now time.Time) []curation.Feed {
	known := make(map[string]*curation.FeedState, len(states))
	for i := range states {
		known[states[i].URL] = &states[i]
	}
	var due []curation.Feed
	for _, f := range feeds {
		if s := known[f.URL]; s == nil || !s.Retired && !s.NextPoll.After(now) {
			due = append(due, f)
		}
	}
	return due
}

// Poll polls each of the feeds once, whether due or not, and saves what they
// bring, a batch at a time. progress, which may be nil, is called after each
// feed is saved, never twice at once. A feed that fails is told in the
// Summary; the error is of the store, or of a cancelled ctx, before which
// everything that had come in was saved.
func (p *Poller) Poll(ctx context.Context, feeds []curation.Feed, progress func(done, total int, r Result)) (Summary, error) {
	known, err := p.store.FeedStates(ctx)
	if err != nil {
		return Summary{}, fmt.Errorf("read the state of the feeds: %w", err)
	}
	states := map[string]curation.FeedState{}
	for _, s := range known {
		states[s.URL] = s
	}
	feeds = unique(feeds)

	ctx, stop := context.WithCancel(ctx)
	defer stop()
	polls := make(chan poll)
	go func() {
		defer close(polls)
		large := p.round(ctx, feeds, states, largeDocument, polls)
		p.round(ctx, large, states, 0, polls)
	}()

	s := saver{store: p.store, stories: p.stories, begun: p.now(), summary: newSummary(len(feeds)), progress: progress}
	// What has come in is saved though the caller goes away.
	err = s.run(context.WithoutCancel(ctx), polls, stop)
	if err == nil && s.caughtUp {
		p.stories.saved(p.now())
	}
	if err == nil {
		err = ctx.Err()
	}
	return s.summary, err
}

// round polls feeds at the same time, and returns those whose documents are
// larger than most, in bytes; 0 means that they may have whatever size their
// feeds may have.
func (p *Poller) round(ctx context.Context, feeds []curation.Feed, states map[string]curation.FeedState, most int64, polls chan<- poll) []curation.Feed {
	var (
		polling sync.WaitGroup
		mu      sync.Mutex
		larger  []curation.Feed
	)
	for _, feed := range feeds {
		// One goroutine for each feed: the client lets in as many as is
		// polite and as memory has room for, and a slow host keeps nobody
		// waiting but its own feeds. One that waits costs a few kilobytes.
		polling.Go(func() {
			state := states[feed.URL]
			if most > 0 && sizeOf(state.Hash) > most || !p.poll(ctx, feed, state, most, polls) {
				mu.Lock()
				defer mu.Unlock()
				larger = append(larger, feed)
			}
		})
	}
	polling.Wait()
	return larger
}

// unique is each address once, with the first title that a list gives it and
// the largest size.
func unique(feeds []curation.Feed) []curation.Feed {
	var out []curation.Feed
	at := map[string]int{}
	for _, f := range feeds {
		i, seen := at[f.URL]
		if !seen {
			at[f.URL] = len(out)
			out = append(out, f)
			continue
		}
		if out[i].Title == "" {
			out[i].Title = f.Title
		}
		out[i].MaxBytes = max(out[i].MaxBytes, f.MaxBytes)
	}
	return out
}

// poll is one feed, polled but not yet saved.
type poll struct {
	feed   curation.Feed
	polled curation.Polled
	fresh  []bool // of each item: never seen before
	items  int    // that the document holds
	err    error  // of the store; nothing is to be saved then
}

// poll fetches and reads one feed and hands it to the saver, unless ctx ended
// it, or its document is larger than most, which is false. The document counts
// as being in memory until it is handed over.
func (p *Poller) poll(ctx context.Context, feed curation.Feed, state curation.FeedState, most int64, polls chan<- poll) bool {
	state.URL = feed.URL
	request := fetch.Request{URL: addressOf(state), ETag: state.ETag, LastModified: state.LastModified, MaxBytes: feed.MaxBytes}
	narrowed := most > 0 && (feed.MaxBytes == 0 || feed.MaxBytes > most)
	if narrowed {
		request.MaxBytes = most
	}
	err := p.client.Do(ctx, request, func(res fetch.Response) {
		if one := p.read(ctx, res, feed, state); ctx.Err() == nil || one.err == nil {
			polls <- one
		}
	})
	var fault *fetch.Error
	if narrowed && errors.As(err, &fault) && fault.Outcome == fetch.TooLarge {
		return false
	}
	if err != nil && ctx.Err() == nil {
		state.LastPoll = p.now().UTC()
		polls <- poll{feed: feed, polled: curation.Polled{State: p.failed(state, err)}}
	}
	return true
}

// addressOf is where a feed is asked for.
func addressOf(state curation.FeedState) string {
	if state.MovedTimes >= movedAfter {
		return state.Moved
	}
	return state.URL
}

// read makes a poll of a response.
func (p *Poller) read(ctx context.Context, res fetch.Response, feed curation.Feed, state curation.FeedState) poll {
	state.LastPoll = p.now().UTC()
	moving(&state, res)
	one, err := p.take(ctx, res, feed, &state)
	var refused *document.RefusalError
	switch {
	case errors.As(err, &refused):
		return poll{feed: feed, polled: curation.Polled{State: p.failed(state, err)}}
	case err != nil:
		return poll{feed: feed, err: err}
	}
	state.Failures, state.FailingSince, state.Error, state.Retired = 0, time.Time{}, "", false
	state.LastSuccess = state.LastPoll
	state.NextPoll = next(state, p.every(), one.asked)
	one.polled.State = state
	return one.poll
}

// moving counts how often in a row a feed said that it has moved for good.
func moving(state *curation.FeedState, res fetch.Response) {
	switch {
	case state.MovedTimes >= movedAfter && res.Moved == "":
	case res.Moved == "":
		state.Moved, state.MovedTimes = "", 0
	case res.Moved == state.Moved:
		state.MovedTimes++
	default:
		state.Moved, state.MovedTimes = res.Moved, 1
	}
}

// taken is a response that was read.
type taken struct {
	poll
	asked asked
}

// take reads a response into items, and notes in the state what the next
// request needs. A document that came incomplete is never the base of a
// conditional request.
func (p *Poller) take(ctx context.Context, res fetch.Response, feed curation.Feed, state *curation.FeedState) (taken, error) {
	one := taken{poll: poll{feed: feed}, asked: asked{cacheFor: res.CacheFor, hints: recalled(state.Asks)}}
	hash := state.Hash
	if !res.NotModified {
		hash = fingerprint(res.Body)
	}
	if res.NotModified || hash == state.Hash {
		state.Outcome = outcomeUnchanged
		if !res.NotModified {
			state.ETag, state.LastModified = res.ETag, res.LastModified
		}
		return one, nil
	}
	stored, err := p.store.FeedMemory(ctx, feed.URL)
	if err != nil {
		return one, err
	}
	m, err := openMemory(stored)
	if err != nil {
		m = newMemory() // then the store knows its items by their IDs, as it did before there were memories
	}
	done, err := p.turn(ctx, len(res.Body))
	if err != nil {
		return one, err
	}
	defer done()
	doc, err := document.Parse(res.Body, document.Meta{URL: feed.URL, ContentType: res.ContentType, Now: state.LastPoll, Known: m.knows})
	if err != nil {
		return one, err
	}
	one.asked.hints, state.Asks = doc.Hints, remember(doc.Hints)
	state.Outcome, state.Title = outcomeRead, doc.Title
	state.ETag, state.LastModified, state.Hash = res.ETag, res.LastModified, hash
	if res.Partial || doc.Truncated {
		state.ETag, state.LastModified, state.Hash = "", "", ""
		state.Outcome = outcomeCutOff
	}
	p.settle(&one, doc, m, res, state)
	return one, nil
}

// settle recognises the items of a document, and decides whether they are trusted.
func (p *Poller) settle(one *taken, doc document.Feed, m *memory, res fetch.Response, state *curation.FeedState) {
	before := memory{traces: slices.Clone(m.traces)}
	r := recognise(doc, m, state.LastPoll)
	one.fresh, one.items = r.fresh, r.known+r.new
	one.polled.Items = r.entries
	host := siteOf(res.URL)
	if why := suspect(*state, &before, r, host, state.LastPoll); why != "" && state.Quarantined == "" {
		state.Quarantined = why
	}
	if state.Quarantined == "" {
		state.Host = host
	}
	if state.Quarantined != "" {
		r.hold(m)
		one.polled.Items, one.fresh = r.entries, r.fresh
	}
	for i := range r.entries {
		if one.feed.Title != "" {
			r.entries[i].Item.FeedTitle = one.feed.Title
		}
	}
	if r.changed {
		one.polled.Memory = m.bytes(state.LastPoll)
		state.Usual = m.pace()
	}
}

// turn waits until a processor is free to read a document of a size.
func (p *Poller) turn(ctx context.Context, size int) (done func(), err error) {
	if size >= largeDocument {
		select {
		case p.large <- struct{}{}:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	release := func() {
		if size >= largeDocument {
			<-p.large
		}
	}
	select {
	case p.reading <- struct{}{}:
		return func() { <-p.reading; release() }, nil
	case <-ctx.Done():
		release()
		return nil, ctx.Err()
	}
}

// fingerprint tells whether a document has changed. Who wants two documents of
// one fingerprint can make them, and hides nothing but news of his own.
func fingerprint(body []byte) string {
	return strconv.FormatUint(xxhash.Sum64(body), 36) + "-" + strconv.Itoa(len(body))
}

// sizeOf is the size of the document that has a fingerprint; 0 when it doesn't say.
func sizeOf(fingerprint string) int64 {
	_, size, _ := strings.Cut(fingerprint, "-")
	n, _ := strconv.ParseInt(size, 10, 64) // 0 for what is none
	return n
}

func (p *Poller) every() time.Duration {
	if p.Every <= 0 {
		return defaultEvery
	}
	return p.Every
}

// failed notes a failure and when to try again. A feed that is gone for good is
// asked no more, and one that is not where it moved to is looked for where it was.
func (p *Poller) failed(state curation.FeedState, err error) curation.FeedState {
	if state.Failures == 0 || state.FailingSince.IsZero() {
		state.FailingSince = state.LastPoll
	}
	state.Failures++
	state.Outcome, state.Error = document.Unreadable, err.Error()
	var wanted time.Duration
	var fault *fetch.Error
	var refused *document.RefusalError
	switch {
	case errors.As(err, &fault):
		state.Outcome = string(fault.Outcome)
		wanted = fault.RetryAfter
	case errors.As(err, &refused):
		state.Outcome = refused.Outcome
	}
	switch fetch.Outcome(state.Outcome) {
	case fetch.Timeout, fetch.Refused, fetch.ServerFault, fetch.RateLimited: // which says nothing of the address
	default:
		if state.MovedTimes >= movedAfter {
			state.Moved, state.MovedTimes = "", 0
		} else {
			state.Retired = state.Outcome == string(fetch.Gone)
		}
	}
	state.NextPoll = retry(state, p.every(), wanted)
	return state
}
