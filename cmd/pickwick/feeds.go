package main

import "github.com/spf13/cobra"

func (c *cli) feeds() *cobra.Command {
	cmd := &cobra.Command{Use: "feeds", Short: "Find feeds, import and export lists of them, and see how each is"}
	cmd.AddCommand(
		c.feedsDiscover(), c.feedsImport(), c.feedsExport(),
		c.feedsHealth(),
		c.feedsAccept(),
		c.feedsForecast(),
	)
	return cmd
}
