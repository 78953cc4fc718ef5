package app

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/ingest"
	"example.com/pickwick/internal/store"
)

// Health is the state of a feed in words.
type Health = ingest.Health

// FeedHealth is how a feed on the lists is, in words.
type FeedHealth struct {
	ingest.Health
	Lists  []string        `json:"lists"` // the personas whose lists it is on; empty for the company's and a rep's own
	Origin curation.Origin `json:"origin"`
	Rep    string          `json:"rep,omitempty"` // whose own feed it is
}

// Health says of every feed, or of those named by address or title, how it is,
// those that need a look first. It asks the database alone.
func (a *App) Health(ctx context.Context, names []string) ([]FeedHealth, error) {
	feeds, err := a.Feeds(ctx)
	if err != nil {
		return nil, err
	}
	states, err := a.states(ctx)
	if err != nil {
		return nil, err
	}
	if feeds, err = choose(feeds, states, names); err != nil {
		return nil, err
	}
	known := a.health(feeds, states)
	all := make([]FeedHealth, len(known))
	for i, k := range known {
		all[i] = k.FeedHealth
	}
	return all, nil
}

// knownFeed is how a feed is, and what that was told from.
type knownFeed struct {
	FeedHealth
	state curation.FeedState
}

func (a *App) health(feeds []curation.Feed, states map[string]curation.FeedState) []knownFeed {
	lists := map[string][]string{}
	for _, f := range listed(a.cfg) {
		lists[f.feed.URL] = f.Lists
	}
	all := make([]knownFeed, len(feeds))
	for i, f := range feeds {
		all[i] = knownFeed{FeedHealth{
			Health: ingest.HealthOf(f, states[f.URL], a.opts.Now()),
			Lists:  append([]string{}, lists[f.URL]...), Origin: cmp.Or(f.Origin, curation.Others), Rep: f.Rep,
		}, states[f.URL]}
	}
	order := ingest.Conditions()
	slices.SortStableFunc(all, func(a, b knownFeed) int {
		return cmp.Or(
			cmp.Compare(slices.Index(order, a.Condition), slices.Index(order, b.Condition)),
			strings.Compare(a.Feed, b.Feed),
		)
	})
	return all
}

// states is what is known of each feed, by address.
func (a *App) states(ctx context.Context) (map[string]curation.FeedState, error) {
	return statesOf(ctx, a.store)
}

func statesOf(ctx context.Context, st *store.Store) (map[string]curation.FeedState, error) {
	list, err := st.FeedStates(ctx)
	if err != nil {
		return nil, err
	}
	states := make(map[string]curation.FeedState, len(list))
	for _, s := range list {
		states[s.URL] = s
	}
	return states, nil
}

// Accept takes a feed, named by address or title, out of quarantine, and
// returns how many items that were held back can be offered from now on. A
// feed that is not held back is a curation.Conflict error.
func (a *App) Accept(ctx context.Context, name string) (released int, err error) {
	unlock, err := a.lockOrSay(ctx, lockFetch) // a poll under way would save its own state over ours
	if err != nil {
		return 0, err
	}
	defer unlock()
	feeds, err := a.Feeds(ctx)
	if err != nil {
		return 0, err
	}
	states, err := a.states(ctx)
	if err != nil {
		return 0, err
	}
	chosen, err := choose(feeds, states, []string{name})
	if err != nil {
		return 0, err
	}
	state := states[chosen[0].URL]
	if state.Quarantined == "" {
		return 0, curation.Errorf(curation.Conflict, "%s is not held back: there is nothing to accept", name)
	}
	if released, err = a.store.Release(ctx, state.URL); err != nil {
		return 0, err
	}
	ingest.Accept(&state, a.opts.Now())
	return released, a.store.SaveFeedState(ctx, state)
}
