package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"example.com/pickwick/internal/app"
	"example.com/pickwick/internal/curation"
)

func (c *cli) feedsExport() *cobra.Command {
	var o app.ExportOptions
	cmd := c.jsonFlag(&cobra.Command{
		Use:   "export [FILE]",
		Short: "Write the feed lists as OPML 2.0",
		Long: `Writes all feed lists, or one of them, as OPML 2.0, which every feed reader
takes: to a file, which is replaced if it is an export already, or to standard
output. Each list is a folder. With --json, one object a line instead.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if o.Company && o.Persona != "" {
				return curation.Errorf(curation.Invalid, "name one list: --persona ID or --company; without either, all are written")
			}
			cfg, _, err := c.load()
			if err != nil {
				return err
			}
			o.JSON = c.json
			if len(args) == 0 {
				_, err := app.ExportFeeds(c.out, cfg, o)
				return err
			}
			if err := app.CheckExport(args[0], cfg, o); err != nil {
				return err
			}
			n := 0
			err = replace(args[0], func(out io.Writer) (err error) {
				n, err = app.ExportFeeds(out, cfg, o)
				return err
			})
			if err != nil {
				return err
			}
			c.printf("%s written to %s.\n", count(n, "feed"), args[0])
			return nil
		},
	})
	cmd.Flags().StringVar(&o.Persona, "persona", "", "only the list of the persona `ID`")
	cmd.Flags().BoolVar(&o.Company, "company", false, "only the list of the company")
	return cmd
}

// replace writes a file that takes its place only when it is whole.
func replace(name string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".pickwick-*")
	if err != nil {
		return cantWrite(name, err)
	}
	err = errors.Join(write(f), f.Chmod(0o644), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		_ = os.Remove(f.Name()) // it is of no use any more
		return cantWrite(name, err)
	}
	return nil
}

// cantWrite says why a file can't be written, without the name of a file that
// nobody asked for.
func cantWrite(name string, err error) error {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		err = path.Err
	case errors.As(err, &link):
		err = link.Err
	}
	return fmt.Errorf("can't write %s: %w", name, err)
}
