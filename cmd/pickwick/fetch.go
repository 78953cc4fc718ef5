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
	ended := make([]string, 0, len(sum.Outcomes))
	for o := range sum.Outcomes {
		ended = append(ended, o)
	}
	slices.SortFunc(ended, func(a, b string) int {
		if d := sum.Outcomes[b] - sum.Outcomes[a]; d != 0 {
			return d
		}
		if a < b {
			return -1
		}
		return 1
	})
	for _, o := range ended {
		c.printf("  %4d  %s\n", sum.Outcomes[o], inWords(o))
	}
	if len(sum.Failures)+len(sum.Held) == 0 {
		return
	}
	c.printf("\nThese need a look:\n")
	for _, f := range sum.Failures {
		c.printf("  %s\n", nameOfResult(f))
		c.prose("      ", "", f.Error)
	}
	for _, f := range sum.Held {
		c.printf("  %s\n", nameOfResult(f))
		c.prose("      ", "", "its new items are held back: "+f.Held)
		c.prose("      ", "    ", "To do: look at its site; if all is well: pickwick feeds accept "+f.Feed)
	}
}

func nameOfResult(f app.FetchResult) string {
	if f.Title == "" {
		return f.Feed
	}
	return f.Title + " (" + f.Feed + ")"
}

// outcomes are the outcomes of polls that say too little to people.
var outcomes = map[string]string{
	"unchanged":       "unchanged since last time",
	"nothing new":     "changed, but nothing new",
	"bad address":     "address that can't be fetched",
	"private address": "address on a private network",
	"dead host":       "host not found",
	"timeout":         "no answer in time",
	"bad certificate": "certificate that is not valid",
	"too large":       "document that is too large",
	"not found":       "nothing at the address",
	"gone":            "gone for good",
	"forbidden":       "reader not let in",
	"rate limited":    "server that asks to come back later",
	"server fault":    "fault of the server",
	"bad answer":      "answer that can't be understood",
	"proxy fault":     "proxy that can't be used",
	"unsafe document": "document that is not safe to read",
	"unreadable":      "document that can't be read",
}

// inWords is the outcome of a poll for people.
func inWords(outcome string) string {
	if words := outcomes[outcome]; words != "" {
		return words
	}
	return outcome
}

// count writes a number with its noun: "1 feed", "2 feeds".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
