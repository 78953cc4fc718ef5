package ingest

import (
	"context"
	"time"

	"example.com/pickwick/internal/curation"
)

// grouping finds for each new item an earlier one that tells the same story.
// It remembers what came in of late; the first poll that brings something new
// has it read that from the store.
type grouping struct {
	store   Store
	stories nearer
}

func newGrouping(store Store) *grouping { return &grouping{store: store} }

// near notes in each new item of the polls which one tells the same story.
func (g *grouping) near(ctx context.Context, polls []poll) error {
	for n := range polls {
		for i, fresh := range polls[n].fresh {
			if !fresh {
				continue
			}
			if err := g.open(ctx); err != nil {
				return err
			}
			e := &polls[n].polled.Items[i]
			e.Near = g.stories.Near(e.Item)
		}
	}
	return nil
}

func (g *grouping) open(ctx context.Context) error {
	if g.stories != nil {
		return nil
	}
	var known none
	for it, err := range g.store.RecentItems(ctx, time.Time{}) {
		if err != nil {
			return err
		}
		known.Near(it)
	}
	g.stories = known
	return nil
}

type nearer interface{ Near(curation.Item) string }

type none struct{}

func (none) Near(curation.Item) string { return "" }
