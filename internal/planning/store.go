package planning

import (
	"context"
	"iter"
	"time"

	"example.com/pickwick/internal/curation"
)

// Store is what planning needs of the database.
type Store interface {
	// Reps returns every rep, by ID.
	Reps(ctx context.Context) ([]curation.Rep, error)

	// Items returns the items published at or after since, by story, then by
	// time, then by ID. A zero since returns all.
	Items(ctx context.Context, since time.Time) ([]curation.Item, error)

	// StoredItems is Items one at a time, so that the texts of all are never in
	// memory at once. An error is the last it gives.
	StoredItems(ctx context.Context, since time.Time) iter.Seq2[curation.Item, error]

	// FeedStates returns what is known of every feed that was ever polled.
	FeedStates(ctx context.Context) ([]curation.FeedState, error)

	// Picks returns every pick of a rep, empty days included, by date and slot.
	Picks(ctx context.Context, rep string) ([]curation.Pick, error)

	// SaveQueue makes picks the rep's queue in one transaction. before names
	// the queued picks that the plan has seen and set aside: those with nothing
	// for their slot in picks are dropped, the others replaced where they
	// differ. It returns how many were written. If one of them was begun
	// meanwhile and is not to stay as it is, that is a curation.Conflict
	// error, and nothing is changed.
	SaveQueue(ctx context.Context, rep string, picks []curation.Pick, before []string) (int, error)
}
