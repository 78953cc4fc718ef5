package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"example.com/pickwick/internal/app"
	"example.com/pickwick/internal/curation"
)

// shownExplanation is an explanation as programs read it.
type shownExplanation struct {
	Story    string            `json:"story"`
	Persona  string            `json:"persona"`
	Origin   curation.Origin   `json:"origin"`
	Score    float64           `json:"score"`
	Reasons  []curation.Reason `json:"reasons"`
	MinScore float64           `json:"min_score"`
	Place    int               `json:"place"` // 0 when it is not offered
	Of       int               `json:"of"`
	Why      string            `json:"not_offered_because,omitempty"`
	Item     shownItem         `json:"item"`
	AlsoIn   []shownItem       `json:"also_in,omitempty"`
}

func (c *cli) explain() *cobra.Command {
	var persona string
	cmd := c.jsonFlag(&cobra.Command{
		Use:   "explain ID --persona ID",
		Short: "Show the score of a story for a persona, part by part",
		Long: `Scores a story, named by its ID or that of one of its items, for a persona as a
plan made now would, and shows every part of the score with the words of the
article that earned it. picks --json shows the IDs of items.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if persona == "" {
				return curation.Errorf(curation.Invalid, "name the persona: pickwick explain ID --persona ID")
			}
			return c.with(cmd.Context(), func(a *app.App) error {
				e, err := a.Explain(cmd.Context(), args[0], persona)
				if err != nil {
					return err
				}
				if c.json {
					return printJSON(c.out, explanationJSON(e))
				}
				c.printExplanation(e)
				return nil
			})
		},
	})
	cmd.Flags().StringVar(&persona, "persona", "", "the persona's `ID`")
	return cmd
}

func explanationJSON(e app.Explanation) shownExplanation {
	out := shownExplanation{
		Story: e.Story.ID, Persona: e.Persona.ID, Origin: e.Story.Origin, Score: e.Score.Total,
		Reasons: e.Score.Reasons, MinScore: e.MinScore, Place: e.Place, Of: e.Of, Why: e.Why,
		Item: itemJSON(e.Story.Item),
	}
	if out.Reasons == nil {
		out.Reasons = []curation.Reason{}
	}
	for _, it := range e.Story.AlsoIn {
		out.AlsoIn = append(out.AlsoIn, itemJSON(it))
	}
	return out
}

func (c *cli) printExplanation(e app.Explanation) {
	it := e.Story.Item
	c.printf("%s\n%s, %s content, %s\n%s\n\n", c.bold(it.Title), it.FeedTitle, e.Story.Origin, it.Published.Format("2 January 2006"), it.URL)
	var rows [][]string
	for _, r := range e.Score.Reasons {
		said := r.Topic
		if r.Evidence != "" {
			said += fmt.Sprintf(", in the %s: “%s”", r.Where, r.Evidence)
		}
		rows = append(rows, []string{fmt.Sprintf("%+.1f", r.Points), string(r.Kind), strings.TrimPrefix(said, ", ")})
	}
	if len(rows) == 0 {
		c.printf("Nothing in it speaks to an interest of %s.\n", e.Persona.Name)
	}
	c.printTable([]string{"points", "part", "what for"}, rows)
	c.printf("\nScore %.1f of 100 for %s. ", e.Score.Total, e.Persona.Name)
	if e.Why != "" {
		c.printf("It is not offered: %s.\n", e.Why)
	} else {
		c.printf("Number %d of the %s they could be offered now.\n", e.Place, stories(e.Of))
	}
	for _, also := range e.Story.AlsoIn {
		c.printf("Also in %s: %s\n", also.FeedTitle, also.URL)
	}
}

func stories(n int) string {
	if n == 1 {
		return "1 story"
	}
	return fmt.Sprintf("%d stories", n)
}
