package ingest

import (
	"context"
	"strings"
	"time"

	"example.com/pickwick/internal/ingest/stories"
)

// remembered is how far back the items lie that a new one may tell the story
// of in other words. Older ones are bound by their address alone.
const remembered = 14 * 24 * time.Hour

// grouping finds for each new item an earlier one that tells the same story.
// It remembers what came in of late; the first poll that brings something new
// reads that from the store, and later ones what other processes saved since.
type grouping struct {
	store   Store
	stories *stories.Grouper
	until   time.Time // what was saved before is known
}

func newGrouping(store Store) *grouping {
	return &grouping{store: store, stories: stories.New(stories.Options{})}
}

// near notes in each new item of the polls which one tells the same story.
func (g *grouping) near(polls []poll, catchUp func() error) error {
	for n := range polls {
		for i, fresh := range polls[n].fresh {
			if !fresh {
				continue
			}
			if err := catchUp(); err != nil {
				return err
			}
			e := &polls[n].polled.Items[i]
			e.Near = g.stories.Near(e.Item)
		}
	}
	return nil
}

// catchUp reads what came in since the last poll of this process.
func (g *grouping) catchUp(ctx context.Context, now time.Time) error {
	since := g.until
	if oldest := now.Add(-remembered); since.Before(oldest) {
		since = oldest
	}
	for it, err := range g.store.RecentItems(ctx, since) {
		if err != nil {
			return err
		}
		it.ID = strings.Clone(it.ID) // which is kept, and shares the memory of the whole item
		g.stories.Near(it)
	}
	return nil
}

// saved notes that everything up to an instant is known, after a poll that had
// caught up before it saved.
func (g *grouping) saved(now time.Time) { g.until = now }
