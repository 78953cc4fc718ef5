package app

import (
	"context"

	"example.com/pickwick/internal/planning"
)

// Forecast says whether enough comes in.
type Forecast = planning.Forecast

// PersonaForecast is the supply of one persona.
type PersonaForecast = planning.PersonaForecast

// Supply is what comes in for a persona of one origin, and what is needed.
type Supply = planning.Supply

// FeedFlow is what one feed brings for a persona.
type FeedFlow = planning.FeedFlow

// Failing is the Stop of a feed that has failed for days.
const Failing = planning.Failing

// Forecast says whether enough good stories come in for each persona, or for
// the one named. It asks the database alone.
func (a *App) Forecast(ctx context.Context, persona string) (Forecast, error) {
	return a.planner.Forecast(ctx, persona)
}

// Rate is a number of stories a week for people, to a tenth.
func Rate(perWeek float64) string { return planning.Rate(perWeek) }
