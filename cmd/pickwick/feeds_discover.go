package main

import (
	"errors"
	"io/fs"
	"os"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"example.com/pickwick/internal/app"
	"example.com/pickwick/internal/config"
	"example.com/pickwick/internal/curation"
)

func (c *cli) feedsDiscover() *cobra.Command {
	return c.jsonFlag(&cobra.Command{
		Use:   "discover URL",
		Short: "Find the feeds of a site",
		Long: `Finds the feeds of a site, given the address of any of its pages: those that the
page names, else those that stand where sites of its kind keep them. Each is
fetched before it is listed, with at most twelve requests in all. It needs no
configuration. The exit status is 1 if there is none.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			cfg, err := c.loadIfThere()
			if err != nil {
				return err
			}
			found, err := app.DiscoverFeeds(cmd.Context(), cfg, args[0], c.now())
			if err != nil {
				return err
			}
			if len(found) == 0 {
				return curation.Errorf(curation.NotFound, `no feed was found at %s.
Try the address of the site's blog, newsroom or podcast itself. Or open it in a
browser and look for a link called RSS, Atom or Feed, often at the foot. Some
sites have none: ask its owner, or look for a newsletter that has one.`, args[0])
			}
			if c.json {
				for _, f := range found {
					if err := printJSON(c.out, f); err != nil {
						return err
					}
				}
				return nil
			}
			c.printFound(found)
			return nil
		},
	})
}

// loadIfThere reads the configuration, unless there is none and none was named.
func (c *cli) loadIfThere() (*config.Config, error) {
	named := c.configFile != "" || c.getenv("PICKWICK_CONFIG") != ""
	if _, err := os.Stat(c.file()); errors.Is(err, fs.ErrNotExist) && !named {
		return nil, nil
	}
	cfg, _, err := c.load()
	return cfg, err
}

func (c *cli) printFound(found []app.FoundFeed) {
	rows := make([][]string, len(found))
	for i, f := range found {
		title, newest := f.Title, "unknown"
		if f.Comments {
			title += " (readers' comments)"
		}
		if f.Newest != nil {
			newest = f.Newest.Format(time.DateOnly)
		}
		rows[i] = []string{f.URL, title, strconv.Itoa(f.Items), newest}
	}
	c.printTable([]string{"address", "title", "items", "newest"}, rows, 1)
}
