package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"example.com/pickwick/internal/app"
	"example.com/pickwick/internal/config"
	"example.com/pickwick/internal/curation"
)

func (c *cli) reps() *cobra.Command {
	cmd := &cobra.Command{Use: "reps", Short: "Import, list, pause, resume reps, or let one leave"}
	cmd.AddCommand(
		c.repsImport(), c.repsList(),
		c.repsMove("pause", "Stop all messages to a rep", "is paused: no messages until pickwick reps resume",
			func(ctx context.Context, a *app.App, id string) (curation.Rep, error) {
				return a.Actions().Pause(ctx, id)
			}),
		c.repsMove("resume", "Bring a rep who paused or left back", "is active again: the next plan fills the queue",
			func(ctx context.Context, a *app.App, id string) (curation.Rep, error) {
				return a.Actions().Resume(ctx, id)
			}),
		c.repsMove("leave", "End all messages to a rep at once", "has left: no more messages, and the queue is dropped",
			func(ctx context.Context, a *app.App, id string) (curation.Rep, error) {
				return a.Actions().Leave(ctx, id)
			}),
	)
	return cmd
}

func (c *cli) repsImport() *cobra.Command {
	return c.jsonFlag(&cobra.Command{
		Use:   "import FILE",
		Short: "Add reps from a CSV file, or update them",
		Long: `Reads a CSV file with a header row; only id, name, chat and personas are needed.
All rows are taken or, if one is wrong, none. A rep who paused or left stays so.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			cfg, _, err := c.load()
			if err != nil {
				return err
			}
			reps, report := config.LoadReps(args[0], cfg)
			if err := report.Err(); err != nil {
				return err
			}
			for _, w := range report.Warnings {
				_, _ = fmt.Fprintf(c.err, "warning: %s\n", w)
			}
			return c.with(cmd.Context(), func(a *app.App) error {
				added, updated, err := a.Actions().ImportReps(cmd.Context(), reps)
				if err != nil {
					return err
				}
				if c.json {
					return printJSON(c.out, map[string]int{"added": added, "updated": updated})
				}
				c.printf("%s added, %d updated.\n", count(added, "rep"), updated)
				return nil
			})
		},
	})
}

// shownRep is a rep as programs read it.
type shownRep struct {
	ID       string             `json:"id"`
	Name     string             `json:"name"`
	Chat     string             `json:"chat"`
	Personas []string           `json:"personas"`
	TimeZone string             `json:"timezone,omitempty"`
	At       string             `json:"at,omitempty"`
	Mix      string             `json:"mix,omitempty"`
	Networks []curation.Network `json:"networks,omitempty"`
	OwnFeeds []string           `json:"own_feeds,omitempty"`
	State    curation.RepState  `json:"state"`
	Reason   string             `json:"reason,omitempty"`
}

func repJSON(r curation.Rep) shownRep {
	out := shownRep{
		ID: r.ID, Name: r.Name, Chat: r.Chat.String(), Personas: r.Personas, TimeZone: r.TimeZone, At: r.At,
		Networks: r.Networks, OwnFeeds: r.OwnFeeds, State: r.State, Reason: r.Reason,
	}
	if !r.Mix.IsZero() {
		out.Mix = r.Mix.String()
	}
	return out
}

func (c *cli) repsList() *cobra.Command {
	return c.jsonFlag(&cobra.Command{
		Use:   "list",
		Short: "List the reps",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.with(cmd.Context(), func(a *app.App) error {
				reps, err := a.Actions().Reps(cmd.Context())
				if err != nil {
					return err
				}
				if len(reps) == 0 && !c.json {
					c.printf("There are no reps yet: pickwick reps import FILE adds them.\n")
				}
				var rows [][]string
				for _, r := range reps {
					if c.json {
						if err := printJSON(c.out, repJSON(r)); err != nil {
							return err
						}
						continue
					}
					state := string(r.State)
					if r.Reason != "" {
						state += " (" + r.Reason + ")"
					}
					rows = append(rows, []string{r.ID, r.Name, r.Chat.String(), strings.Join(r.Personas, ", "), state})
				}
				c.printTable([]string{"id", "name", "chat", "personas", "state"}, rows, 1, 3)
				return nil
			})
		},
	})
}

func (c *cli) repsMove(use, short, done string, move func(context.Context, *app.App, string) (curation.Rep, error)) *cobra.Command {
	return c.jsonFlag(&cobra.Command{
		Use:   use + " ID",
		Short: short,
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.with(cmd.Context(), func(a *app.App) error {
				rep, err := move(cmd.Context(), a, args[0])
				if err != nil {
					return err
				}
				if c.json {
					return printJSON(c.out, repJSON(rep))
				}
				c.printf("%s %s.\n", rep.Name, done)
				return nil
			})
		},
	})
}
