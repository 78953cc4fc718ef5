package main

import (
	"errors"
	"log/slog"
	"net"

	"github.com/spf13/cobra"

	"example.com/pickwick/internal/app"
)

func (c *cli) serve() *cobra.Command {
	return &cobra.Command{
		Use:   "serve",
		Short: "Run for good: poll, plan and deliver on schedule",
		Long: `Polls the feeds, fills the queues and delivers each rep's pick at their local
hour, until it is told to stop (Ctrl-C or SIGTERM); then it finishes what is
under way within ten seconds. web.listen answers /healthz, /readyz and /metrics.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, report, err := c.load()
			if err != nil {
				return err
			}
			log := c.logger(slog.LevelInfo)
			for _, w := range report.Warnings {
				log.Warn(w.String())
			}
			a, err := app.New(cmd.Context(), cfg, app.Options{
				Now: c.now, Logger: log, Out: c.out, Color: c.color(), Width: c.width(),
			})
			if err != nil {
				return err
			}
			return errors.Join(a.Serve(cmd.Context(), func(net.Addr) {}), a.Close())
		},
	}
}
