package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"example.com/pickwick/internal/app"
	"example.com/pickwick/internal/curation"
)

func (c *cli) feedsForecast() *cobra.Command {
	var persona string
	cmd := c.jsonFlag(&cobra.Command{
		Use:   "forecast",
		Short: "Say how many good stories come in, from which feeds, and when the queues run dry",
		Long: `Looks back on what came in during the last four weeks and says for each persona
and origin how many good stories there are a week, which feeds bring them, how
many the reps use up, how many are in stock, and how long that lasts. Nothing is
fetched and nothing changed.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.with(cmd.Context(), func(a *app.App) error {
				f, err := a.Forecast(cmd.Context(), persona)
				if err != nil {
					return err
				}
				if !c.json {
					c.printForecast(f)
					return nil
				}
				for _, p := range f.Personas {
					if err := printJSON(c.out, p); err != nil {
						return err
					}
				}
				return nil
			})
		},
	})
	cmd.Flags().StringVar(&persona, "persona", "", "only the persona with this `ID`")
	return cmd
}

// mostShown is how many feeds a forecast names for people; --json has all.
const mostShown = 5

func (c *cli) printForecast(f app.Forecast) {
	if f.Reps == 0 {
		c.prose("", hanging, "No reps yet: pickwick reps import FILE adds them, and then you see what they need.")
	}
	if !f.Fetched {
		c.prose("", hanging, "Nothing was fetched yet: pickwick fetch reads the feeds, and then you see what they bring.")
		return
	}
	if f.Reps == 0 {
		c.printf("\n")
	}
	for _, p := range f.Personas {
		c.prose("", hanging, fmt.Sprintf("%s (%s, %s)", c.bold(p.Name), p.Persona, count(p.Reps, "rep")))
		c.printSupply(p)
		for _, s := range p.Supply {
			c.printFlows(s, f.Weeks)
		}
		c.printInterests(p)
		for _, s := range p.Supply {
			if s.Advice != "" {
				c.prose("", hanging, fmt.Sprintf("What to do for %s: %s.", s.Origin, s.Advice))
			}
		}
		c.printf("\n")
	}
	c.prose("", hanging, fmt.Sprintf("Good is what scored %g or more when it came in, in the last %d weeks.", f.MinScore, f.Weeks))
}

// hanging is the indent of what a sentence goes on with in its next line.
const hanging = "    "

// printSupply is a line for each origin. Where nobody is there to need
// anything, it says only what comes in from the lists.
func (c *cli) printSupply(p app.PersonaForecast) {
	headings := []string{"origin", "good/week", "in stock", "needed", "outlook"}
	if p.Reps == 0 {
		headings = headings[:3]
	}
	var rows [][]string
	for _, s := range p.Supply {
		if p.Reps > 0 || s.Origin != curation.Own {
			rows = append(rows, []string{string(s.Origin), app.Rate(s.PerWeek + s.Back), fmt.Sprint(s.InStock), app.Rate(s.Need), outlookOf(s)}[:len(headings)])
		}
	}
	c.printTable(headings, rows)
}

func outlookOf(s app.Supply) string {
	if s.RunsDry != "" {
		return s.Verdict + ", runs dry on " + s.RunsDry
	}
	return s.Verdict
}

// printFlows says which feeds bring what there is, and which nothing.
func (c *cli) printFlows(s app.Supply, weeks int) {
	var from, silent, stopped []string
	for _, f := range s.Feeds {
		soFar := ""
		if f.New {
			soFar = " so far"
		}
		from = append(from, fmt.Sprintf("%s (%s%s)", feedName(f), app.Rate(f.PerWeek), soFar))
	}
	for _, f := range s.Silent {
		silent = append(silent, fmt.Sprintf("%s (%s)", feedName(f), count(f.Items, "item")))
	}
	for _, f := range s.Stopped {
		stopped = append(stopped, fmt.Sprintf("%s (%s)", feedName(f), c.stopOf(f)))
	}
	var parts []string
	if len(from) > 0 {
		parts = append(parts, "from "+few(from))
	}
	if len(stopped) > 0 {
		parts = append(parts, "nothing from now on from "+few(stopped))
	}
	if s.Back > 0 {
		parts = append(parts, app.Rate(s.Back)+" that may come back")
	}
	if short := shortOf(s); len(short) > 0 {
		parts = append(parts, "short: "+few(short))
	}
	if len(silent) > 0 && s.Need > 0 {
		parts = append(parts, fmt.Sprintf("nothing good in %d weeks from %s", weeks, few(silent)))
	}
	if len(parts) > 0 {
		c.prose("", hanging, fmt.Sprintf("%s: %s.", s.Origin, strings.Join(parts, "; ")))
	}
}

// stopOf is why a feed brings nothing from now on: "failing since 18 November".
func (c *cli) stopOf(f app.FeedFlow) string {
	if f.Stop != app.Failing || f.Since == nil {
		return string(f.Stop)
	}
	layout := "2 January"
	if f.Since.Year() != c.now().Year() {
		layout = "2 January 2006"
	}
	return "failing since " + f.Since.Format(layout)
}

// shortOf is the reps whose own content doesn't last, where others' does.
func shortOf(s app.Supply) (reps []string) {
	for _, o := range s.Own {
		if o.Short() {
			reps = append(reps, fmt.Sprintf("%s (%s of %s)", o.Rep, app.Rate(o.PerWeek+o.Back), app.Rate(o.Need)))
		}
	}
	if len(reps) == len(s.Own) && len(reps) == 1 {
		return nil // the line in the table says it
	}
	return reps
}

func (c *cli) printInterests(p app.PersonaForecast) {
	var topics []string
	for _, i := range p.Interests {
		topics = append(topics, fmt.Sprintf("%s %s", i.Topic, app.Rate(i.PerWeek)))
	}
	if len(topics) > 0 {
		c.prose("", hanging, fmt.Sprintf("Good stories a week by interest: %s.", strings.Join(topics, ", ")))
	}
}

func feedName(f app.FeedFlow) string {
	if f.Title != "" {
		return f.Title
	}
	return f.Feed
}

// few is the first of a list, and how many more there are.
func few(names []string) string {
	if n := len(names) - mostShown; n > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:mostShown], ", "), n)
	}
	return strings.Join(names, ", ")
}
