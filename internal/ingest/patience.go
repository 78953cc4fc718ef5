package ingest

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/cespare/xxhash/v2"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/ingest/document"
)

// Limits of the time between two polls of one feed.
const (
	defaultEvery = 30 * time.Minute
	maxBackoff   = 24 * time.Hour // after failures
	longest      = 6 * time.Hour  // of a feed that is alive: its news is to be had the same day
	longestQuiet = 24 * time.Hour // of one that has brought nothing for quietAfter
	quietAfter   = 60 * 24 * time.Hour
	maxCacheFor  = 6 * time.Hour // that a server may keep us from asking

	// perItem is how often a feed is asked, on average, between two items
	// that it brings: then an item waits a twelfth of that time, in the mean
	// a twenty-fourth, before it is seen.
	perItem = 12

	// recentItems is over how many of its last items a feed's pace is told.
	recentItems = 20
)

// pace is how long it is between two items of a feed, as a rule: the mean over
// its last ones, 0 when there are too few to tell.
func (m *memory) pace() time.Duration {
	times := make([]int64, 0, len(m.traces))
	for _, t := range m.traces {
		at := t.first
		if t.date != 0 {
			at = min(t.date, t.first)
		}
		times = append(times, at)
	}
	if len(times) < 3 {
		return 0
	}
	slices.SortFunc(times, func(a, b int64) int { return cmp.Compare(b, a) })
	times = times[:min(len(times), recentItems)]
	seconds := (times[0] - times[len(times)-1]) / int64(len(times)-1)
	return time.Duration(seconds) * time.Second
}

// asked is what a feed and its server ask of those who poll it.
type asked struct {
	cacheFor time.Duration
	hints    document.Hints
}

// remember writes hints down for the polls in which the document has not changed.
func remember(h document.Hints) string {
	if h == (document.Hints{}) {
		return ""
	}
	hours, days := 0, 0
	for i, skip := range h.SkipHours {
		if skip {
			hours |= 1 << i
		}
	}
	for i, skip := range h.SkipDays {
		if skip {
			days |= 1 << i
		}
	}
	return fmt.Sprintf("ttl=%d hours=%06x days=%02x", h.TTL/time.Minute, hours, days)
}

// recalled reads what remember wrote; nothing from anything else.
func recalled(s string) (h document.Hints) {
	var minutes, hours, days int
	if n, err := fmt.Sscanf(s, "ttl=%d hours=%x days=%x", &minutes, &hours, &days); err != nil || n != 3 {
		return h
	}
	h.TTL = time.Duration(minutes) * time.Minute
	for i := range h.SkipHours {
		h.SkipHours[i] = hours&(1<<i) != 0
	}
	for i := range h.SkipDays {
		h.SkipDays[i] = days&(1<<i) != 0
	}
	return h
}

// next is when to poll a healthy feed again: the sooner the more it brings,
// never sooner than every, nor than it asks, nor in hours that it excludes.
func next(state curation.FeedState, every time.Duration, a asked) time.Time {
	now := state.LastPoll
	wait := every
	if state.Usual > 0 {
		most := longest
		idle := now.Sub(state.LastNew)
		if state.LastNew.IsZero() {
			idle = 0
		}
		if idle > quietAfter {
			most = longestQuiet
		}
		wait = max(every, min(max(state.Usual, idle/4)/perItem, most))
	}
	wait = max(wait, min(a.cacheFor, maxCacheFor), min(a.hints.TTL, maxBackoff))
	return allowed(now.Add(spread(wait, state.URL, now)), a.hints)
}

// spread makes a time up to a tenth longer, so that feeds that were polled
// together don't stay together. Which tenth depends on the feed and the hour.
func spread(wait time.Duration, url string, now time.Time) time.Duration {
	part := xxhash.Sum64String(url+now.Format("2006010215")) % 1000
	return wait + wait/10*time.Duration(part)/1000
}

// allowed is the first instant at or after t in an hour that the feed doesn't
// exclude. A feed that excludes them all is not taken at its word.
func allowed(t time.Time, h document.Hints) time.Time {
	for at := t.UTC(); at.Before(t.Add(8 * 24 * time.Hour)); at = at.Truncate(time.Hour).Add(time.Hour) {
		if !h.SkipHours[at.Hour()] && !h.SkipDays[at.Weekday()] {
			return at
		}
	}
	return t
}

// retry is when to ask a feed again that failed: after twice as long each
// time, at most a day, and not before the server wants it.
func retry(state curation.FeedState, every, wanted time.Duration) time.Time {
	wait := every
	for range min(state.Failures-1, 16) {
		wait = min(2*wait, maxBackoff)
	}
	wait = min(spread(wait, state.URL, state.LastPoll), maxBackoff)
	return state.LastPoll.Add(max(wait, wanted))
}
