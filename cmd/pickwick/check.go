package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"example.com/pickwick/internal/app"
	"example.com/pickwick/internal/config"
	"example.com/pickwick/internal/curation"
)

// shownCheck is what check says to programs.
type shownCheck struct {
	Mistakes []shownProblem    `json:"mistakes"`
	Warnings []shownProblem    `json:"warnings"`
	Feeds    []app.CheckedFeed `json:"feeds,omitempty"`
}

type shownProblem struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
	Text   string `json:"text"`
}

func (c *cli) check() *cobra.Command {
	var online bool
	cmd := c.jsonFlag(&cobra.Command{
		Use:   "check",
		Short: "Check the configuration and the feed lists",
		Long: `Reads every file that Pickwick would read and prints every mistake with its line
and column. Warnings leave the exit status 0. With --online each feed is fetched
once as well; nothing is saved.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, report, err := c.load()
			if err != nil && len(report.Mistakes) == 0 {
				return err
			}
			var feeds []app.CheckedFeed
			if online && err == nil {
				step, end := c.progress("fetching feeds")
				feeds, err = app.CheckOnline(cmd.Context(), cfg, c.now, step)
				end()
				if err != nil {
					return err
				}
			}
			if c.json {
				if err := printJSON(c.out, shownCheck{shown(report.Mistakes), shown(report.Warnings), feeds}); err != nil {
					return err
				}
			}
			if err != nil {
				return err
			}
			if !c.json {
				c.printChecked(cfg, report, feeds)
			}
			return nil
		},
	})
	cmd.Flags().BoolVar(&online, "online", false, "also fetch each feed once")
	return cmd
}

func shown(problems []config.Problem) []shownProblem {
	out := make([]shownProblem, 0, len(problems))
	for _, p := range problems {
		out = append(out, shownProblem{p.File, p.Line, p.Column, p.Text})
	}
	return out
}

func (c *cli) printChecked(cfg *config.Config, report config.Report, feeds []app.CheckedFeed) {
	for _, w := range report.Warnings {
		c.printf("warning: %s\n", w)
	}
	third := map[string]bool{}
	for _, p := range cfg.Personas {
		for _, f := range p.Feeds {
			third[f.URL] = true
		}
	}
	c.printf("%s is right: %s with %s of others and %s of %s.\n", c.file(),
		count(len(cfg.Personas), "persona"), count(len(third), "feed"), count(len(cfg.Profile.Feeds), "feed"), cfg.Company)
	if feeds == nil {
		return
	}
	bad := 0
	for _, f := range feeds {
		if f.Trouble == "" {
			continue
		}
		bad++
		c.printf("\n%s: %s (%s)\n", f.Place, nameOf(f.Health), originsOf(f.Lists, f.Origin))
		if len(f.Found) > 0 {
			f.Advice = "its site has " + strings.Join(f.Found, ", ") + ": write that into the list instead"
		}
		c.printTrouble(f.Health)
	}
	c.printf("\n%s fetched, %d of them with a problem.\n", count(len(feeds), "feed"), bad)
}

// nameOf is a feed's title and address.
func nameOf(h app.Health) string {
	if h.Title == "" {
		return h.Feed
	}
	return h.Title + ", " + h.Feed
}

// printTrouble says what is wrong with a feed, since when, and what to do.
func (c *cli) printTrouble(h app.Health) {
	since := ""
	if h.Since != nil {
		since = " since " + h.Since.Format("2 January 2006")
	}
	c.prose("    ", "    ", fmt.Sprintf("%s%s: %s", h.Condition, since, h.Trouble))
	if h.Advice != "" {
		c.prose("    ", "    ", "To do: "+h.Advice)
	}
}

func originsOf(lists []string, origin curation.Origin) string {
	switch origin {
	case curation.Company:
		return "company"
	case curation.Own:
		return "a rep's own"
	case curation.Others:
	}
	return "persona " + strings.Join(lists, ", ")
}
