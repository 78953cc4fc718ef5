package ingest

import (
	"cmp"
	"slices"
	"strings"

	"example.com/pickwick/internal/ingest/address"
)

// Outcomes of a poll that neither fetch nor document knows.
const (
	outcomeRead       = "read" // in the state of a feed; a Result tells the next two apart
	outcomeNew        = "new items"
	outcomeNothingNew = "nothing new"
	outcomeUnchanged  = "unchanged"
	outcomeCutOff     = "cut off" // what was complete is read
)

// Result is what the poll of one feed brought.
type Result struct {
	Feed    string `json:"feed"`            // without credentials
	Title   string `json:"title,omitempty"` // of the list, else of the feed itself
	Outcome string `json:"outcome"`         // "new items", "unchanged", "not a feed", …
	Error   string `json:"error,omitempty"` // in plain words; empty after a success
	Items   int    `json:"items"`           // in the document, if it was read
	New     int    `json:"new"`             // of them, never seen before
	Held    string `json:"held,omitempty"`  // why its new items wait for marketing, in plain words
}

// Summary is what a whole poll brought.
type Summary struct {
	Feeds    int            `json:"feeds"`     // that were to be polled
	NewItems int            `json:"new_items"` // of all feeds
	Outcomes map[string]int `json:"outcomes"`  // how many feeds ended in which way
	Failures []Result       `json:"failures"`  // the feeds that failed, by address
	Held     []Result       `json:"held"`      // the feeds whose new items wait for marketing, by address
}

func newSummary(feeds int) Summary {
	return Summary{Feeds: feeds, Outcomes: map[string]int{}, Failures: []Result{}, Held: []Result{}}
}

func result(one poll, fresh int) Result {
	state := one.polled.State
	outcome := state.Outcome
	switch {
	case outcome == outcomeRead && fresh > 0:
		outcome = outcomeNew
	case outcome == outcomeRead:
		outcome = outcomeNothingNew
	}
	return Result{
		Feed:    address.Shown(state.URL),
		Title:   cmp.Or(one.feed.Title, state.Title),
		Outcome: outcome,
		Error:   state.Error,
		Items:   one.items,
		Held:    state.Quarantined,
		New:     fresh,
	}
}

func (s *Summary) add(r Result) {
	s.NewItems += r.New
	s.Outcomes[r.Outcome]++
	if r.Error != "" {
		s.Failures = insert(s.Failures, r)
	}
	if r.Held != "" {
		s.Held = insert(s.Held, r)
	}
}

func insert(list []Result, r Result) []Result {
	i, _ := slices.BinarySearchFunc(list, r, func(a, b Result) int { return strings.Compare(a.Feed, b.Feed) })
	return slices.Insert(list, i, r)
}
