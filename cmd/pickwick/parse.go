package main

import (
	"github.com/spf13/cobra"

	"example.com/pickwick/internal/app"
	"example.com/pickwick/internal/curation"
)

func (c *cli) parse() *cobra.Command {
	return c.jsonFlag(&cobra.Command{
		Use:   "parse FILE|URL…",
		Short: "Print feeds as JSON Feed 1.1, one JSON object a line",
		Long: `Reads each feed, from a file, from an address, or from standard input for -, and
prints it as one line of JSON Feed 1.1; what JSON Feed has no place for stands
under "_pickwick". A failure prints {"file","error"} in its place, and the exit
status is 1 if there was any.`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			failed, err := app.Parse(cmd.Context(), args, app.ParseOptions{In: c.in, Out: c.out, Now: c.now})
			if err != nil {
				return err
			}
			if failed > 0 {
				return curation.Errorf(curation.Unavailable, "%d of %s could not be read", failed, count(len(args), "feed"))
			}
			return nil
		},
	})
}
