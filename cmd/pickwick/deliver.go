package main

import (
	"github.com/spf13/cobra"

	"example.com/pickwick/internal/app"
)

func (c *cli) deliver() *cobra.Command {
	return c.jsonFlag(&cobra.Command{
		Use:   "deliver",
		Short: "Deliver what is due now, then exit",
		Long: `Delivers today's undelivered picks of every rep whose hour has come, at any time
after it. With --json the summary is JSON; picks for the console chat are printed
above it.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.with(cmd.Context(), func(a *app.App) error {
				sum, err := a.Deliver(cmd.Context())
				if err != nil {
					return err
				}
				if c.json {
					return printJSON(c.out, sum)
				}
				c.printDelivered(sum)
				return nil
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
