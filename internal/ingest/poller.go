package ingest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"sync"
	"time"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/ingest/document"
	"example.com/pickwick/internal/ingest/fetch"
)

const (
	defaultEvery = 30 * time.Minute
	maxBackoff   = 24 * time.Hour
	// maxBatch is how many polls are saved in one transaction, and maxBatchText
	// after how many bytes of text no more are added, which bounds the memory
	// that they take. One transaction for each feed costs more than twice as much.
	maxBatch     = 64
	maxBatchText = 8 << 20
)

// Poller polls feeds and saves what they bring.
type Poller struct {
	Every time.Duration // between two polls of a healthy feed; 30 minutes

	store  Store
	client *fetch.Client
	now    func() time.Time
}

// New makes a Poller.
func New(store Store, client *fetch.Client, now func() time.Time) *Poller {
	return &Poller{Every: defaultEvery, store: store, client: client, now: now}
}

// Due are the feeds to poll at an instant: those never polled, and those whose
// next poll has come.
func Due(states []curation.FeedState, feeds []curation.Feed, now time.Time) []curation.Feed {
	next := map[string]time.Time{}
	for _, s := range states {
		next[s.URL] = s.NextPoll
	}
	var due []curation.Feed
	for _, f := range feeds {
		if !next[f.URL].After(now) {
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
	var polling sync.WaitGroup
	for _, feed := range feeds {
		// One goroutine for each feed: the client lets in as many as is
		// polite and as memory has room for, and a slow host keeps nobody
		// waiting but its own feeds. One that waits costs a few kilobytes.
		polling.Go(func() { p.poll(ctx, feed, states[feed.URL], polls) })
	}
	go func() {
		polling.Wait()
		close(polls)
	}()

	s := saver{store: p.store, summary: newSummary(len(feeds)), progress: progress}
	// What has come in is saved though the caller goes away.
	err = s.run(context.WithoutCancel(ctx), polls, stop)
	if err == nil {
		err = ctx.Err()
	}
	return s.summary, err
}

// unique is each address once, with the first title that a list gives it.
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
	}
	return out
}

// poll is one feed, polled but not yet saved.
type poll struct {
	feed   curation.Feed
	polled curation.Polled
}

// poll fetches and reads one feed and hands it to the saver, unless ctx ended
// it. The document counts as being in memory until it is handed over.
func (p *Poller) poll(ctx context.Context, feed curation.Feed, state curation.FeedState, polls chan<- poll) {
	state.URL = feed.URL
	request := fetch.Request{URL: feed.URL, ETag: state.ETag, LastModified: state.LastModified}
	err := p.client.Do(ctx, request, func(res fetch.Response) {
		if ctx.Err() == nil {
			polls <- poll{feed, p.read(res, feed, state)}
		}
	})
	if err != nil && ctx.Err() == nil {
		state.LastPoll = p.now().UTC()
		polls <- poll{feed, curation.Polled{State: p.failed(state, err)}}
	}
}

// read makes a poll of a response.
func (p *Poller) read(res fetch.Response, feed curation.Feed, state curation.FeedState) curation.Polled {
	state.LastPoll = p.now().UTC()
	items, err := p.take(res, feed, &state)
	if err != nil {
		return curation.Polled{State: p.failed(state, err)}
	}
	state.Failures, state.Error = 0, ""
	state.LastSuccess = state.LastPoll
	state.NextPoll = state.LastPoll.Add(p.every())
	return curation.Polled{State: state, Items: items}
}

// take reads a response into items, and notes in the state what the next
// request needs. A document that came incomplete is never the base of a
// conditional request.
func (p *Poller) take(res fetch.Response, feed curation.Feed, state *curation.FeedState) ([]curation.Entry, error) {
	hash := ""
	if !res.NotModified {
		sum := sha256.Sum256(res.Body)
		hash = hex.EncodeToString(sum[:16])
	}
	if res.NotModified || hash == state.Hash {
		state.Outcome = outcomeUnchanged
		if !res.NotModified {
			state.ETag, state.LastModified = res.ETag, res.LastModified
		}
		return nil, nil
	}
	parsed, err := Parse(res.Body, document.Meta{URL: feed.URL, ContentType: res.ContentType, Now: state.LastPoll})
	if err != nil {
		return nil, err
	}
	state.Outcome = outcomeRead
	state.Title = parsed.Title
	state.ETag, state.LastModified, state.Hash = res.ETag, res.LastModified, hash
	if res.Partial || parsed.Truncated {
		state.ETag, state.LastModified, state.Hash = "", "", ""
	}
	if feed.Title != "" {
		for i := range parsed.Entries {
			parsed.Entries[i].Item.FeedTitle = feed.Title
		}
	}
	return parsed.Entries, nil
}

func (p *Poller) every() time.Duration {
	if p.Every <= 0 {
		return defaultEvery
	}
	return p.Every
}

// failed notes a failure and when to try again: after twice as long each time,
// at most a day, and not before the server wants it.
func (p *Poller) failed(state curation.FeedState, err error) curation.FeedState {
	wait := p.every()
	for range min(state.Failures, 16) {
		wait = min(2*wait, maxBackoff)
	}
	state.Failures++
	state.Outcome, state.Error = document.Unreadable, err.Error()
	var fault *fetch.Error
	var refused *document.RefusalError
	switch {
	case errors.As(err, &fault):
		state.Outcome = string(fault.Outcome)
		wait = max(wait, fault.RetryAfter)
	case errors.As(err, &refused):
		state.Outcome = refused.Outcome
	}
	state.NextPoll = state.LastPoll.Add(wait)
	return state
}
