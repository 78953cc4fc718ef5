package main

import (
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"example.com/pickwick/internal/app"
	"example.com/pickwick/internal/curation"
)

func (c *cli) plan() *cobra.Command {
	var days int
	cmd := c.emptyFlag(&cobra.Command{
		Use:   "plan",
		Short: "Fill every rep's queue, today's slot included",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := checkDays(days); err != nil {
				return err
			}
			return c.with(cmd.Context(), func(a *app.App) error {
				res, err := a.Plan(cmd.Context(), days)
				if err != nil {
					return err
				}
				if c.json {
					return c.printPicksJSON(queued(res))
				}
				c.printPlanned(res)
				return nil
			})
		},
	})
	cmd.Flags().IntVar(&days, "days", 10, "how many of each rep's delivery days to fill")
	return cmd
}

func (c *cli) preview() *cobra.Command {
	var days int
	var rep string
	cmd := c.emptyFlag(&cobra.Command{
		Use:   "preview --rep ID",
		Short: "Show what would be queued for a rep, changing nothing",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if rep == "" {
				return curation.Errorf(curation.Invalid, "name the rep: pickwick preview --rep ID (pickwick reps list shows them)")
			}
			if err := checkDays(days); err != nil {
				return err
			}
			return c.with(cmd.Context(), func(a *app.App) error {
				res, err := a.Preview(cmd.Context(), rep, days)
				if err != nil {
					return err
				}
				if c.json {
					return c.printPicksJSON(queued(res))
				}
				for _, q := range res.Queues {
					c.printState(q.Rep)
					c.printPicks(q.Picks)
					c.printf("\nmix: %s\n", app.MixInWords(q))
					c.printNotes(q)
				}
				c.printf("\nThis is a preview: nothing was changed.\n")
				return nil
			})
		},
	})
	cmd.Flags().IntVar(&days, "days", 10, "how many of the rep's delivery days to show")
	cmd.Flags().StringVar(&rep, "rep", "", "the rep's `ID`")
	return cmd
}

// printState says that a rep receives nothing now, whatever their queue holds.
func (c *cli) printState(r curation.Rep) {
	switch r.State {
	case curation.RepActive:
	case curation.RepLeft:
		c.printf("%s has left and receives nothing. This is what they would get:\n\n", r.Name)
	default:
		c.printf("%s is %s and receives nothing now. This is what they would get:\n\n", r.Name, r.State)
	}
}

// maxDays bounds a plan: nothing is known of next year's stories.
const maxDays = 366

func checkDays(days int) error {
	if days < 1 || days > maxDays {
		return curation.Errorf(curation.Invalid, "--days is %d: it must be from 1 to %d", days, maxDays)
	}
	return nil
}

func queued(res app.PlanResult) []curation.Pick {
	var all []curation.Pick
	for _, q := range res.Queues {
		all = append(all, q.Picks...)
	}
	return all
}

func (c *cli) printPlanned(res app.PlanResult) {
	if len(res.Queues) == 0 {
		c.printf("There is nobody to plan for: no rep is active. See pickwick reps list, or add some with pickwick reps import FILE.\n")
		return
	}
	var rows [][]string
	allPicks, allEmpty := 0, 0
	for _, q := range res.Queues {
		picks, empty := 0, 0
		for _, p := range q.Picks {
			if p.Empty() {
				empty++
			} else {
				picks++
			}
		}
		allPicks, allEmpty = allPicks+picks, allEmpty+empty
		rows = append(rows, []string{q.Rep.ID, strconv.Itoa(picks), strconv.Itoa(empty), app.MixInWords(q)})
	}
	c.printf("%s for %s", count(allPicks, "pick"), count(len(res.Queues), "rep"))
	if allEmpty > 0 {
		c.printf(", and %s with none", count(allEmpty, "day"))
	}
	c.printf(". %d of these are new.\n\n", res.Added)
	c.printTable([]string{"rep", "picks", "empty days", "mix"}, rows)
	for _, q := range res.Queues {
		c.printNotes(q)
	}
}

func (c *cli) printNotes(q app.Queue) {
	for _, n := range q.Notes {
		c.printf("%s: %s\n", q.Rep.ID, strings.TrimSpace(n))
	}
}
