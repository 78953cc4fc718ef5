package app

import (
	"cmp"
	"context"
	"slices"
	"time"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/ingest/address"
	"example.com/pickwick/internal/planning"
)

// Explanation is how one story does for one persona.
type Explanation = planning.Explanation

// Explain scores a story for a persona as a plan made now would. It is named by
// its ID, the ID or address of an item, or the ID of a pick.
func (a *App) Explain(ctx context.Context, name, persona string) (Explanation, error) {
	pick, err := a.store.Pick(ctx, name)
	switch {
	case err == nil && !pick.Empty():
		name = pick.Item.ID
	case err != nil && curation.KindOf(err) != curation.NotFound:
		return Explanation{}, err
	}
	e, err := a.planner.Explain(ctx, name, persona)
	if curation.KindOf(err) == curation.NotFound {
		err = cmp.Or(a.whyHeld(ctx, name), err)
	}
	return e, err
}

// whyHeld says that an item, named by its ID, its address or that of its story,
// is held back, and what to do: a curation.Conflict error. It is nil if there is
// no such item.
func (a *App) whyHeld(ctx context.Context, name string) error {
	it, err := a.storedItem(ctx, name)
	if err != nil || it.ID == "" {
		return err
	}
	states, err := a.states(ctx)
	if err != nil {
		return err
	}
	feeds, err := a.Feeds(ctx)
	if err != nil {
		return err
	}
	state, feed := states[it.FeedURL], address.Shown(it.FeedURL)
	switch {
	case !slices.ContainsFunc(feeds, func(f curation.Feed) bool { return f.URL == it.FeedURL }):
		return curation.Errorf(curation.Conflict, "“%s” is held back, and its feed %s is on no list any more: it is offered to nobody", it.Title, feed)
	case state.Quarantined == "":
		return curation.Errorf(curation.Conflict, "“%s” was held back until just now: ask again", it.Title)
	}
	return curation.Errorf(curation.Conflict, "“%s” is held back, because of its feed: %s. Look at the site of the feed; if all is well: pickwick feeds accept %s",
		it.Title, state.Quarantined, feed)
}

// storedItem is the item of a name, held back or not; an empty one if there is
// none.
func (a *App) storedItem(ctx context.Context, name string) (curation.Item, error) {
	it, err := a.store.Item(ctx, name)
	if err == nil || curation.KindOf(err) != curation.NotFound {
		return it, err
	}
	story, err := a.store.StoryItems(ctx, name)
	if err != nil {
		return curation.Item{}, err
	}
	if len(story) > 0 {
		return story[0], nil
	}
	for it, err := range a.store.RecentItems(ctx, time.Time{}) {
		if err != nil || it.URL == name {
			return it, err
		}
	}
	return curation.Item{}, nil
}
