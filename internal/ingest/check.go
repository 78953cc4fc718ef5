package ingest

import (
	"context"
	"time"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/ingest/document"
	"example.com/pickwick/internal/ingest/fetch"
)

// Checked is what one look at a feed showed.
type Checked struct {
	Health
	Items   int    // in its document
	Outcome string // such as "read", "not a feed", "dead host"
}

// Check fetches and reads a feed once and saves nothing. state is what is known
// of it, or empty: then its health is that of this one look.
func Check(ctx context.Context, client *fetch.Client, feed curation.Feed, state curation.FeedState, now time.Time) (Checked, error) {
	state.URL = feed.URL
	state.LastPoll = now
	p := Poller{now: func() time.Time { return now }}
	res, err := client.Get(ctx, fetch.Request{URL: addressOf(state), MaxBytes: feed.MaxBytes})
	if ctx.Err() != nil {
		return Checked{}, ctx.Err()
	}
	var doc document.Feed
	if err == nil {
		doc, err = document.Parse(res.Body, document.Meta{URL: feed.URL, ContentType: res.ContentType, Now: now})
	}
	if err != nil {
		state = p.failed(state, err)
		state.NextPoll = time.Time{} // this look is no poll
		return Checked{Health: HealthOf(feed, state, now), Outcome: state.Outcome}, nil
	}
	moving(&state, res)
	state.Failures, state.FailingSince, state.Error, state.Retired, state.Outcome = 0, time.Time{}, "", false, outcomeRead
	state.Title = doc.Title
	if len(doc.Items) > 0 && state.LastNew.IsZero() {
		state.LastNew = now
	}
	h := HealthOf(feed, state, now)
	switch {
	case doc.Truncated && h.Condition == Well:
		state.Outcome = outcomeCutOff
		h = HealthOf(feed, state, now)
	case len(doc.Items) == 0 && h.Condition == Well:
		h.Condition, h.Trouble = Silent, "the feed has no items"
		h.Advice = "look at its site; " + discovery(feed.URL) + " may find another feed there"
	case res.Moved != "" && h.Condition == Well:
		h.Condition, h.Trouble = Moved, "it says that it has moved for good to "+res.Moved
		h.Advice = "write that address into the list"
	}
	return Checked{Health: h, Items: len(doc.Items), Outcome: state.Outcome}, nil
}
