package ingest

import (
	"context"
	"iter"
	"time"

	"example.com/pickwick/internal/curation"
)

// Store is what ingest needs of the database.
type Store interface {
	// FeedStates returns what is known of every feed that was ever polled.
	FeedStates(ctx context.Context) ([]curation.FeedState, error)

	// FeedMemory returns the memory of a feed as it was saved last; nil when
	// it has none.
	FeedMemory(ctx context.Context, url string) ([]byte, error)

	// SavePolls saves several polls in one transaction: the state of each
	// feed, its memory and its items. An item whose ID is known is updated in
	// its text but keeps its story and its FirstSeen; a new one joins the
	// story that holds one of its keys, else that of the item it is Near to,
	// else it founds one. An item that was Seen but isn't there any more is
	// left out. It returns the number of new items of each poll, in
	// order, and notes LastNew in the states of the feeds that brought some.
	// Saving the same polls twice is harmless.
	SavePolls(ctx context.Context, polls []curation.Polled) ([]int, error)

	// SaveFeedState saves the state of one feed alone, for what people decide
	// about it. It is a curation.NotFound error if the feed was never polled.
	SaveFeedState(ctx context.Context, state curation.FeedState) error

	// Release lets the items of a feed be offered that were held back, and
	// returns how many there were.
	Release(ctx context.Context, url string) (int, error)

	// RecentItems gives the items first seen at or after since, oldest first,
	// one at a time and without their Text, held ones included.
	RecentItems(ctx context.Context, since time.Time) iter.Seq2[curation.Item, error]
}
