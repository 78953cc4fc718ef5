package planning

import (
	"context"
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

	// Picks returns every pick of a rep, empty days included, by date and slot.
	Picks(ctx context.Context, rep string) ([]curation.Pick, error)

	// SaveQueue writes new picks of one rep in one transaction. A slot that
	// holds a pick already keeps it, unless it is an empty day that has not
	// been sent: that one is replaced. It returns how many were written.
	SaveQueue(ctx context.Context, rep string, picks []curation.Pick) (int, error)
}
