package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"example.com/pickwick/internal/app"
)

func (c *cli) feedsHealth() *cobra.Command {
	var all bool
	cmd := c.jsonFlag(&cobra.Command{
		Use:   "health [FEED…]",
		Short: "Say how each feed is, what is wrong since when, and what to do",
		Long: `Says of every feed on the lists, or of those named by address or title, how it
was at its last poll: what is wrong, since when, and what to do about it. Feeds
that are well are counted only, unless --all is given or they are named.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.with(cmd.Context(), func(a *app.App) error {
				feeds, err := a.Health(cmd.Context(), args)
				if err != nil {
					return err
				}
				if c.json {
					for _, f := range feeds {
						if err := printJSON(c.out, f); err != nil {
							return err
						}
					}
					return nil
				}
				c.printHealth(feeds, all || len(args) > 0)
				return nil
			})
		},
	})
	cmd.Flags().BoolVar(&all, "all", false, "also list the feeds that are well")
	return cmd
}

// printHealth prints the feeds that need a look at length, and the others as a
// table, or only how many there are.
func (c *cli) printHealth(feeds []app.FeedHealth, all bool) {
	var rows [][]string
	bad := 0
	for _, f := range feeds {
		if f.Trouble != "" {
			bad++
			c.prose("", "    ", fmt.Sprintf("%s (%s)", nameOf(f.Health), originsOf(f.Lists, f.Origin)))
			c.printTrouble(f.Health)
			c.printf("\n")
			continue
		}
		name := f.Title
		if name == "" {
			name = f.Feed
		}
		rows = append(rows, []string{name, strings.Join(slices.Concat(f.Lists, ownerOf(f)), ", "), string(f.Condition), perWeek(f.PerWeek), day(f.LastNew), hour(f.NextPoll)})
	}
	if all && len(rows) > 0 {
		c.printTable([]string{"feed", "list", "state", "a week", "last new seen", "next poll"}, rows, 0, 1)
		c.printf("\n")
	}
	c.printf("%s: %s a look, %s well or new.\n", count(len(feeds), "feed"), verb(bad, "needs", "need"), verb(len(feeds)-bad, "is", "are"))
}

// verb writes a number with its verb: "1 needs", "2 need".
func verb(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// ownerOf names the list of a feed that is on no persona's.
func ownerOf(f app.FeedHealth) []string {
	switch {
	case f.Rep != "":
		return []string{"rep " + f.Rep}
	case len(f.Lists) == 0:
		return []string{"company"}
	}
	return nil
}

func perWeek(n float64) string {
	switch {
	case n <= 0:
		return "unknown"
	case n < 1:
		return "under 1"
	case n > 999:
		return "over 999"
	}
	return strconv.Itoa(int(n + 0.5))
}

func day(t *time.Time) string {
	if t == nil {
		return "never"
	}
	return t.Format("2 Jan 2006")
}

func hour(t *time.Time) string {
	if t == nil {
		return "never"
	}
	return t.Format("2 Jan 15:04 MST")
}

func (c *cli) feedsAccept() *cobra.Command {
	return c.jsonFlag(&cobra.Command{
		Use:   "accept FEED",
		Short: "Offer what a suspicious feed brought, from now on",
		Long: `A feed whose site seems to have changed hands, or that brings far more at once
than it ever did, is held back: its new items are saved, and offered to nobody.
Once somebody has looked at it, this takes it, named by address or title, out
of quarantine.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.with(cmd.Context(), func(a *app.App) error {
				n, err := a.Accept(cmd.Context(), args[0])
				if err != nil {
					return err
				}
				if c.json {
					return printJSON(c.out, map[string]any{"feed": args[0], "released": n})
				}
				c.printf("%s is accepted: %s can be offered from the next plan on.\n", args[0], count(n, "item"))
				return nil
			})
		},
	})
}
