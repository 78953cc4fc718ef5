package app

import (
	"context"

	"example.com/pickwick/internal/planning"
)

// Explanation is how one story does for one persona.
type Explanation = planning.Explanation

// Explain scores a story, or the story of an item, for a persona as a plan
// made now would.
func (a *App) Explain(ctx context.Context, id, persona string) (Explanation, error) {
	return a.planner.Explain(ctx, id, persona)
}
