package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/spf13/cobra"

	"example.com/pickwick/internal/app"
	"example.com/pickwick/internal/curation"
)

// demoDays is how many days of each queue the demo shows.
const demoDays = 10

func (c *cli) demo() *cobra.Command {
	var serve bool
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Watch the whole job on bundled sample feeds; needs nothing",
		Long: `Serves the feeds of a fictional company and its trade press on this machine, and
does with them what "pickwick serve" does every day: polls, scores, plans and
delivers, for three sample reps, to this terminal. It needs no network, token or
configuration, and leaves nothing behind.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			ctx := cmd.Context()
			d, err := app.NewDemo(ctx, app.Options{
				Now: c.now, Logger: c.logger(slog.LevelWarn), Out: c.out, Color: c.color(), Width: c.width(), InTurn: true,
			})
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, d.Close()) }()
			if err := c.showJob(ctx, d); err != nil {
				return err
			}
			if !serve {
				c.whereNext()
				return nil
			}
			return d.Serve(ctx, func(addr net.Addr) {
				c.heading("Serving until Ctrl-C")
				c.printf("  http://%s/healthz, /readyz and /metrics answer. In another terminal, try:\n", addr)
				c.printf("  pickwick --config %s picks --rep %s\n", d.Config(), d.Reps[0].ID)
			})
		},
	}
	cmd.Flags().BoolVar(&serve, "serve", false, "keep serving when the show is over, until Ctrl-C")
	return cmd
}

// showJob does the job once, step by step, and shows each.
func (c *cli) showJob(ctx context.Context, d *app.Demo) error {
	c.heading("Feeds in")
	feeds, err := d.Feeds(ctx)
	if err != nil {
		return err
	}
	origins := map[string]curation.Origin{}
	for _, f := range feeds {
		origins[f.URL] = f.Origin
	}
	var rows [][]string
	step, end := c.progress("polling feeds")
	sum, err := d.Fetch(ctx, nil, func(done, total int, r app.FetchResult) {
		step(done, total)
		rows = append(rows, []string{r.Title, string(origins[r.Feed]), count(r.Items, "item"), r.Outcome})
	})
	end()
	if err != nil {
		return err
	}
	sortRows(rows)
	c.printTable([]string{"feed", "content of", "", "outcome"}, rows, 0)
	c.printf("%s polled over HTTP, %s saved.\n", count(sum.Feeds, "feed"), count(sum.NewItems, "item"))

	plan, err := d.Plan(ctx, demoDays)
	if err != nil {
		return err
	}
	c.heading("Today's pick for each rep")
	if _, err := d.Deliver(ctx); err != nil {
		return err
	}
	c.heading("The next ten days of each queue")
	for i, q := range plan.Queues {
		if i > 0 {
			c.printf("\n")
		}
		c.printf("%s, for %s\n", c.bold(q.Rep.Name), d.PersonasInWords(q.Rep))
		c.printQueue(q)
	}
	return nil
}

// printQueue prints one line a day with the origin, and below it the words of
// the article that earned it.
func (c *cli) printQueue(q app.Queue) {
	for _, p := range q.Picks {
		if p.Empty() {
			c.printf("  %s  no pick: %s\n", p.Date, p.Cause)
			continue
		}
		c.printf("  %s  %-7s %3.0f  %s\n", p.Date, p.Origin, p.Score, p.Item.Title)
		r, ok := curation.Evidence(p.Reasons)
		if !ok {
			c.printf("                           matches no interest\n")
			continue
		}
		c.printf("                           %s: “%s”\n", r.Topic, r.Evidence)
	}
	c.printf("  mix: %s\n", app.MixInWords(q))
	for _, n := range q.Notes {
		c.printf("  %s\n", n)
	}
}

func (c *cli) whereNext() {
	c.heading("Where to go next")
	c.printf(`  Marketing  Copy a list in feeds/, edit it, then: pickwick check
  Operators  Edit configs/pickwick.yaml, import reps, then: pickwick serve
  The README walks through both. Nothing of this demo was kept.
`)
}

func (c *cli) heading(text string) {
	c.printf("\n%s\n", c.bold(text))
	c.printf("%s\n", strings.Repeat("-", len(text)))
}

func (c *cli) bold(text string) string {
	if !c.color() {
		return text
	}
	return lipgloss.NewStyle().Bold(true).Render(text)
}
