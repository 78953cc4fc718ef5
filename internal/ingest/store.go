package ingest

import (
	"context"

	"example.com/pickwick/internal/curation"
)

// Store is what ingest needs of the database.
type Store interface {
	// FeedStates returns what is known of every feed that was ever polled.
	FeedStates(ctx context.Context) ([]curation.FeedState, error)

	// SavePolls saves several polls in one transaction: the state of each
	// feed, and its items. An item whose ID is known is updated in its text
	// but keeps its story and its FirstSeen; a new one joins the story that
	// holds one of its keys, or founds one. It returns the number of new
	// items of each poll, in order, and notes LastNew in the states of the
	// feeds that brought some. Saving the same polls twice is harmless.
	SavePolls(ctx context.Context, polls []curation.Polled) ([]int, error)
}
