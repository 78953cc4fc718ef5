package main

import (
	"errors"

	"github.com/spf13/cobra"

	"example.com/pickwick/internal/app"
)

func (c *cli) deliver() *cobra.Command {
	return c.jsonFlag(&cobra.Command{
		Use:   "deliver",
		Short: "Deliver what is due now, then exit",
		Long: `Delivers today's undelivered picks of every rep whose hour has come, at any time
after it. With --json the summary is one JSON object on standard output, and picks
for the console chat go to standard error.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.with(cmd.Context(), func(a *app.App) error {
				// A run that failed half-way has delivered the other half.
				sum, err := a.Deliver(cmd.Context())
				switch {
				case err != nil && sum.Due == 0:
				case c.json:
					err = errors.Join(err, printJSON(c.out, sum))
				default:
					c.printDelivered(sum)
				}
				return err
			})
		},
	})
}

func (c *cli) printDelivered(sum app.DeliverySummary) {
	if sum.Due == 0 {
		c.printf("Nothing is due now.\n")
		return
	}
	c.printf("%s delivered of %d due.\n", count(sum.Delivered, "pick"), sum.Due)
	for _, n := range sum.Notes {
		c.printf("  %s  %s  %s: %s\n", n.Date, n.Rep, n.Fate, n.Reason)
	}
}
