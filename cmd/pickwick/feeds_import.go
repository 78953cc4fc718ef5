package main

import (
	"errors"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"example.com/pickwick/internal/app"
	"example.com/pickwick/internal/curation"
)

func (c *cli) feedsImport() *cobra.Command {
	var o app.ImportOptions
	var company bool
	cmd := c.jsonFlag(&cobra.Command{
		Use:   "import FILE",
		Short: "Add the feeds of an OPML, CSV or JSON file to a list",
		Long: `Reads a list of feeds (OPML of any version, CSV with a column of addresses, JSON,
or plain addresses, one a line; - is standard input) and adds what is new to the
list of a persona or of the company. Every other line of that list stays as it
is. With --name, a new persona gets a list. If anything is wrong with the
configuration, nothing is written.`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if company == (o.Persona != "") {
				return curation.Errorf(curation.Invalid, "name one list: --persona ID or --company")
			}
			if company && o.Name != "" {
				return curation.Errorf(curation.Invalid, "--name is for a new persona: leave it out, or name the persona with --persona ID")
			}
			if _, err := os.Stat(c.file()); errors.Is(err, fs.ErrNotExist) {
				_, _, err := c.load() // which says so
				return err
			}
			in, err := c.open(args[0])
			if err != nil {
				return err
			}
			o.Config, o.Environ, o.Source = c.configFile, c.environ, args[0]
			if o.Source == "-" {
				o.Source = "standard input"
			}
			done, err := app.ImportFeeds(in, o)
			if err = errors.Join(err, in.Close()); err != nil {
				return err
			}
			if c.json {
				return printJSON(c.out, done)
			}
			c.printImported(o.Source, done)
			return nil
		},
	})
	cmd.Flags().StringVar(&o.Persona, "persona", "", "the `ID` of the persona whose list it is for")
	cmd.Flags().BoolVar(&company, "company", false, "it is for the list of the company")
	cmd.Flags().StringVar(&o.Name, "name", "", "who the persona is, in a few words (`TEXT`); makes the list of a new one")
	cmd.Flags().BoolVar(&o.DryRun, "dry-run", false, "say what would be done, and write nothing")
	return cmd
}

func (c *cli) printImported(source string, done app.Imported) {
	is, were := "is", ""
	if done.DryRun {
		is, were = "would be", " would be"
	}
	for _, f := range done.Refused {
		c.printf("%s:%d: %s\n", source, f.Line, f.Why)
	}
	for _, f := range done.Known {
		c.printf("%s:%d: %s %s left out: %s\n", source, f.Line, f.URL, is, f.Why)
	}
	for _, f := range done.Added {
		if f.Given != "" {
			c.printf("%s:%d: %s %s added as %s: %s\n", source, f.Line, f.Given, is, f.URL, f.Why)
		}
	}
	for _, f := range done.Private {
		c.printf("%s:%d: %s %s added, but not polled: %s\n", source, f.Line, f.URL, is, f.Why)
	}
	for _, w := range done.Warnings {
		c.printf("warning: %s\n", w)
	}
	what := ""
	switch {
	case done.DryRun:
		what = " in a dry run, nothing was written"
		var rows [][]string
		for _, f := range done.Added {
			rows = append(rows, []string{f.URL, f.Title})
		}
		c.printTable([]string{"would be added", "title"}, rows)
	case done.Created:
		what = ", which is new"
	}
	c.printf("%s%s: %s%s added, %d left out, %d refused.\n", done.List, what, count(len(done.Added), "feed"), were, len(done.Known), len(done.Refused))
}
