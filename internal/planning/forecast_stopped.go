package planning

import (
	"slices"
	"strings"
	"time"

	"example.com/pickwick/internal/curation"
)

// Stop is why a feed brings nothing from now on.
type Stop string

// Why a feed brings nothing from now on. What it brought before stays in stock.
const (
	HeldBack Stop = "held back"    // until marketing accepts it
	Gone     Stop = "gone"         // for good, as its server says
	Failing  Stop = "failing"      // for three days or more; for less, it may well come back
	NotRead  Stop = "not read yet" // it was never polled, or no poll could read it
)

// failingFor is how long a feed must fail before nothing more is expected of it.
const failingFor = 3 * 24 * time.Hour

// stop is why a feed brings nothing from now on, and since when it fails; ""
// when it goes on.
func (in *intake) stop(url string) (why Stop, since *time.Time) {
	st := in.states[url]
	switch {
	case st.Quarantined != "":
		return HeldBack, nil
	case st.Retired:
		return Gone, nil
	case st.Failures > 0 && !st.FailingSince.IsZero() && in.now.Sub(st.FailingSince) >= failingFor:
		return Failing, &st.FailingSince
	case st.LastSuccess.IsZero() && in.feeds[url] == nil:
		return NotRead, nil
	}
	return "", nil
}

// goesOn reports whether a feed brings more from now on.
func (in *intake) goesOn(url string) bool {
	why, _ := in.stop(url)
	return why == ""
}

// stopped is the feeds that bring nothing from now on: those of a list, in its
// order, then others that brought what is good.
func (in *intake) stopped(urls []string, fl *flow) []FeedFlow {
	var besides []string
	for url := range fl.good {
		if !slices.Contains(urls, url) {
			besides = append(besides, url)
		}
	}
	slices.SortFunc(besides, strings.Compare)
	feeds := []FeedFlow{}
	for _, url := range slices.Concat(urls, besides) {
		if !in.goesOn(url) {
			f := in.feedFlow(url)
			f.Good = fl.good[url]
			feeds = append(feeds, f)
		}
	}
	return feeds
}

// unread is why nothing can come in from feeds of "its" or "their" owner, and
// what to do; "" when one of them goes on, or there is none.
func (in *intake) unread(whose string, urls []string) (advice string) {
	if len(urls) == 0 || slices.ContainsFunc(urls, in.goesOn) {
		return ""
	}
	if !slices.ContainsFunc(urls, in.polled) {
		return "fetch the feeds first: pickwick fetch"
	}
	held := !slices.ContainsFunc(urls, func(url string) bool { return in.states[url].Quarantined == "" })
	one := len(urls) == 1
	switch {
	case held && one:
		advice = whose + " only feed is held back"
	case held:
		advice = "all of " + whose + " feeds are held back"
	case one:
		advice = whose + " only feed can't be read"
	default:
		advice = "none of " + whose + " feeds can be read"
	}
	return advice + ": see pickwick feeds health"
}

// polled reports whether a feed was ever asked for, with or without success.
func (in *intake) polled(url string) bool {
	return !in.states[url].LastPoll.IsZero() || in.feeds[url] != nil
}

// fetched reports whether any feed was ever asked for.
func (in *intake) fetched() bool { return len(in.states) > 0 || len(in.feeds) > 0 }

func byAddress(states []curation.FeedState) map[string]curation.FeedState {
	known := make(map[string]curation.FeedState, len(states))
	for _, st := range states {
		known[st.URL] = st
	}
	return known
}
