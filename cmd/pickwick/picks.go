package main

import (
	"time"

	"github.com/spf13/cobra"

	"example.com/pickwick/internal/actions"
	"example.com/pickwick/internal/app"
	"example.com/pickwick/internal/curation"
)

func (c *cli) picks() *cobra.Command {
	var f curation.PickFilter
	cmd := c.emptyFlag(&cobra.Command{
		Use:   "picks",
		Short: "List picks, past and queued",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			for flag, date := range map[string]string{"--from": f.From, "--to": f.To} {
				if _, err := time.Parse(time.DateOnly, date); date != "" && err != nil {
					return curation.Errorf(curation.Invalid, "%s %s is not a date: write it like 2026-11-23", flag, date)
				}
			}
			if f.From != "" && f.To != "" && f.From > f.To {
				return curation.Errorf(curation.Invalid, "--from %s is after --to %s: turn them round", f.From, f.To)
			}
			return c.with(cmd.Context(), func(a *app.App) error {
				picks, err := a.Actions().Picks(cmd.Context(), f)
				if err != nil {
					return err
				}
				switch {
				case c.json:
					return c.printPicksJSON(picks)
				case len(picks) > 0:
					c.printPicks(picks)
				case f == curation.PickFilter{}:
					c.printf("There are no picks yet: pickwick plan fills the queues.\n")
				default:
					c.printf("No picks match.\n")
				}
				return nil
			})
		},
	})
	cmd.Flags().StringVar(&f.Rep, "rep", "", "only this rep's, by `ID`")
	cmd.Flags().StringVar(&f.From, "from", "", "from this `DATE` on, such as 2026-11-23")
	cmd.Flags().StringVar(&f.To, "to", "", "up to and including this `DATE`")
	return cmd
}

func (c *cli) answer() *cobra.Command {
	var why string
	cmd := c.jsonFlag(&cobra.Command{
		Use:       "answer PICK shared|skipped|conversation",
		Short:     "Record what the rep did with a pick",
		ValidArgs: []string{actions.AnswerShared, actions.AnswerSkipped, actions.AnswerConversation},
		Args:      cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.with(cmd.Context(), func(a *app.App) error {
				p, err := a.Actions().Answer(cmd.Context(), args[0], args[1], why)
				if err != nil {
					return err
				}
				if c.json {
					return printJSON(c.out, pickJSON(p))
				}
				c.printf("Noted for %s, %s: %s (%s).\n", p.Rep, p.Date, args[1], p.Item.Title)
				return nil
			})
		},
	})
	cmd.Flags().StringVar(&why, "why", "", "the reason, in the rep's words")
	return cmd
}

// printPicks prints one line a pick and, below it, why.
func (c *cli) printPicks(picks []curation.Pick) {
	for _, p := range picks {
		if p.Empty() {
			c.printf("%s  %-8s no pick: %s\n", p.Date, p.Rep, p.Cause)
			continue
		}
		c.printf("%s  %-8s %-8s %-9s %5.1f  %s\n", p.Date, p.Rep, p.Origin, p.Status, p.Score, p.Item.Title)
		c.printf("            %s %s\n", p.ID, p.Item.URL)
		if r, ok := curation.Evidence(p.Reasons); ok {
			c.printf("            %s, for %s: “%s”\n", r.Topic, p.Persona, r.Evidence)
		} else {
			c.printf("            matches no interest of %s\n", p.Persona)
		}
	}
}

// shownPick is a pick as programs read it (contract, section 3).
type shownPick struct {
	ID          string            `json:"id"`
	Rep         string            `json:"rep"`
	Persona     string            `json:"persona,omitempty"`
	Date        string            `json:"date"`
	Slot        int               `json:"slot"`
	Origin      curation.Origin   `json:"origin,omitempty"`
	Status      curation.Status   `json:"status"`
	Score       float64           `json:"score"`
	Reasons     []curation.Reason `json:"reasons"`
	Item        *shownItem        `json:"item,omitempty"`
	Cause       string            `json:"cause,omitempty"`
	Why         string            `json:"why,omitempty"`
	DueAt       string            `json:"due_at,omitempty"`
	DeliveredAt string            `json:"delivered_at,omitempty"`
	AnsweredAt  string            `json:"answered_at,omitempty"`
	TalkedAt    string            `json:"conversation_at,omitempty"`
}

type shownItem struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	URL       string `json:"url"`
	Feed      string `json:"feed"`
	Author    string `json:"author"`
	Published string `json:"published"`
}

func pickJSON(p curation.Pick) shownPick {
	out := shownPick{
		ID: p.ID, Rep: p.Rep, Persona: p.Persona, Date: p.Date, Slot: p.Slot, Origin: p.Origin,
		Status: p.Status, Score: p.Score, Reasons: p.Reasons, Cause: p.Cause, Why: p.Why,
		DueAt: instant(p.DueAt), DeliveredAt: instant(p.DeliveredAt),
		AnsweredAt: instant(p.AnsweredAt), TalkedAt: instant(p.TalkedAt),
	}
	if out.Reasons == nil {
		out.Reasons = []curation.Reason{}
	}
	if !p.Empty() {
		item := itemJSON(p.Item)
		out.Item = &item
	}
	return out
}

func itemJSON(it curation.Item) shownItem {
	return shownItem{
		ID: it.ID, Title: it.Title, URL: it.URL, Feed: it.FeedURL,
		Author: it.Author, Published: instant(it.Published),
	}
}

// instant is RFC 3339 in UTC, or nothing for the zero time.
func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// emptyFlag gives a command that prints picks the flags --json and --empty.
func (c *cli) emptyFlag(cmd *cobra.Command) *cobra.Command {
	cmd.Flags().BoolVar(&c.empty, "empty", false, "with --json, print days without a pick too: with a cause and without an item")
	return c.jsonFlag(cmd)
}

// printPicksJSON prints one object a line: every pick, and with --empty the
// days that have none.
func (c *cli) printPicksJSON(picks []curation.Pick) error {
	for _, p := range picks {
		if p.Empty() && !c.empty {
			continue
		}
		if err := printJSON(c.out, pickJSON(p)); err != nil {
			return err
		}
	}
	return nil
}
