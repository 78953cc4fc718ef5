package app

import (
	"context"

	"example.com/pickwick/internal/curation"
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
	return a.planner.Explain(ctx, name, persona)
}
