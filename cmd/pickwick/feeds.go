package main

import "github.com/spf13/cobra"

func (c *cli) feeds() *cobra.Command {
	cmd := &cobra.Command{Use: "feeds", Short: "Find feeds, import and export lists of them"}
	cmd.AddCommand(
		c.feedsDiscover(),
	)
	return cmd
}
