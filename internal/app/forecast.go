package app

import (
	"context"

	"example.com/pickwick/internal/planning"
)

// What a forecast says of the supply of each persona.
type (
	Forecast        = planning.Forecast
	PersonaForecast = planning.PersonaForecast
	Supply          = planning.Supply
	FeedFlow        = planning.FeedFlow
)

// Forecast says whether enough good stories come in for each persona, or for
// the one named. It asks the database alone.
func (a *App) Forecast(ctx context.Context, persona string) (Forecast, error) {
	return a.planner.Forecast(ctx, persona)
}

// Rate is a number of stories a week for people, to a tenth.
func Rate(perWeek float64) string { return planning.Rate(perWeek) }
