package actions

import (
	"context"
	"time"

	"example.com/pickwick/internal/curation"
)

// Store is what actions need of the database.
type Store interface {
	// Reps returns every rep, by ID.
	Reps(ctx context.Context) ([]curation.Rep, error)

	// Rep returns one rep, or a curation.NotFound error.
	Rep(ctx context.Context, id string) (curation.Rep, error)

	// SaveReps adds reps and updates those that exist, all in one
	// transaction. An existing rep keeps State and Reason.
	SaveReps(ctx context.Context, reps []curation.Rep) (added, updated int, err error)

	// SetRepState moves a rep to a state, with a reason in plain words.
	// Leaving also drops every pick that is still queued; coming back, those
	// that were never begun, for they were chosen for another time.
	SetRepState(ctx context.Context, id string, s curation.RepState, reason string) error

	// ListPicks returns the picks that match, by date, rep and slot, empty
	// days included.
	ListPicks(ctx context.Context, f curation.PickFilter) ([]curation.Pick, error)

	// Pick returns one pick, or a curation.NotFound error.
	Pick(ctx context.Context, id string) (curation.Pick, error)

	// Answer records what a rep did with a delivered pick. Shared or Skipped
	// become its status; a later answer replaces an earlier one.
	Answer(ctx context.Context, id string, s curation.Status, why string, at time.Time) error

	// Talked records that a pick started a conversation.
	Talked(ctx context.Context, id string, at time.Time) error
}
