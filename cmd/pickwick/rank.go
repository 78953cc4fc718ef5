package main

import (
	"errors"
	"io"
	"os"

	"github.com/spf13/cobra"

	"example.com/pickwick/internal/app"
	"example.com/pickwick/internal/curation"
)

func (c *cli) rank() *cobra.Command {
	var personas, items string
	var depth int
	cmd := &cobra.Command{
		Use:   "rank --personas FILE --items FILE",
		Short: "Rank items for each persona; prints a TREC run",
		Long: `Reads one JSON object a line: personas {"id","name","interests":[{"phrase",
"weight"}],"description"} and items {"id","title","summary","url","published",
"author","source"}. Prints "persona Q0 item rank score pickwick", best first.
It ranks by relevance alone: freshness and the like play no part.`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) (err error) {
			p, err := c.open(personas)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, p.Close()) }()
			i, err := c.open(items)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, i.Close()) }()
			return app.Rank(p, i, depth, c.out)
		},
	}
	cmd.Flags().StringVar(&personas, "personas", "", "`FILE` with a persona a line, or - for standard input")
	cmd.Flags().StringVar(&items, "items", "", "`FILE` with an item a line, or - for standard input")
	cmd.Flags().IntVar(&depth, "depth", 1000, "the most items to print for each persona")
	return cmd
}

// open opens a file that was named on the command line, or standard input for "-".
func (c *cli) open(name string) (io.ReadCloser, error) {
	if name == "" {
		return nil, curation.Errorf(curation.Invalid, "name the files: --personas FILE --items FILE")
	}
	if name == "-" {
		return io.NopCloser(c.in), nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, curation.Errorf(curation.Invalid, "can't read it: %w", err)
	}
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return nil, errors.Join(curation.Errorf(curation.Invalid, "%s is a folder: name a file in it", name), f.Close())
	}
	return f, nil
}
