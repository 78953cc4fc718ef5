package main

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"example.com/pickwick/internal/app"
)

func (c *cli) fetch() *cobra.Command {
	return c.jsonFlag(&cobra.Command{
		Use:   "fetch [FEED…]",
		Short: "Poll all feeds, or the named ones, once",
		Long: `Polls every feed on the lists, or only those named by address or title, and
saves what is new. A feed that fails is reported in the summary; the exit status
is 0 all the same.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.with(cmd.Context(), func(a *app.App) error {
				step, end := c.progress("polling feeds")
				sum, err := a.Fetch(cmd.Context(), args, func(done, total int, _ app.FetchResult) { step(done, total) })
				end()
				if err != nil {
					return err
				}
				if c.json {
					return printJSON(c.out, sum)
				}
				c.printFetched(sum)
				return nil
			})
		},
	})
}

func (c *cli) printFetched(sum app.FetchSummary) {
	c.printf("%s polled, %s.\n", count(sum.Feeds, "feed"), count(sum.NewItems, "new item"))
	outcomes := make([]string, 0, len(sum.Outcomes))
	for o := range sum.Outcomes {
		outcomes = append(outcomes, o)
	}
	slices.SortFunc(outcomes, func(a, b string) int {
		if d := sum.Outcomes[b] - sum.Outcomes[a]; d != 0 {
			return d
		}
		if a < b {
			return -1
		}
		return 1
	})
	for _, o := range outcomes {
		c.printf("  %4d  %s\n", sum.Outcomes[o], o)
	}
	if len(sum.Failures) == 0 {
		return
	}
	c.printf("\nThese need a look:\n")
	for _, f := range sum.Failures {
		name := f.Feed
		if f.Title != "" {
			name = f.Title + " (" + f.Feed + ")"
		}
		c.printf("  %s\n      %s\n", name, f.Error)
	}
}

// count writes a number with its noun: "1 feed", "2 feeds".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
