package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"example.com/pickwick/internal/app"
	"example.com/pickwick/internal/config"
	"example.com/pickwick/internal/curation"
)

// cli is what the commands share: their surroundings and the flags of all.
type cli struct {
	*surroundings
	configFile string
	json       bool
	empty      bool
	verbose    bool
}

func newRoot(c *cli) *cobra.Command {
	root := &cobra.Command{
		Use:   "pickwick",
		Short: "The one piece a day that is most worth sharing with your buyers",
		Long: `Pickwick reads the feeds that your buyers' world is made of, scores what comes
in against what each buyer persona cares about, and offers each sales rep, once
a day in chat, the one piece most worth sharing, and says why.

New here? Run "pickwick demo": it needs no configuration.`,
		Version:       version(),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetIn(c.in)
	root.SetOut(c.out)
	root.SetErr(c.err)
	root.PersistentFlags().StringVar(&c.configFile, "config", "", "the configuration `FILE` (default $PICKWICK_CONFIG, or configs/pickwick.yaml)")
	root.PersistentFlags().BoolVarP(&c.verbose, "verbose", "v", false, "log more, on standard error")
	root.AddCommand(
		c.demo(), c.serve(), c.fetch(), c.plan(), c.deliver(), c.picks(), c.answer(), c.preview(),
		c.explain(), c.check(), c.feeds(), c.reps(), c.parse(), c.rank(),
	)
	root.InitDefaultCompletionCmd()
	root.InitDefaultHelpCmd()
	if help, _, err := root.Find([]string{"help"}); err == nil {
		help.Args = isCommand
	}
	wrongUse(root)
	return root
}

// version is the module version, or the commit that was built.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return "development " + s.Value[:12]
		}
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	return "development"
}

func (c *cli) getenv(name string) string {
	for i := len(c.environ) - 1; i >= 0; i-- {
		if v, ok := strings.CutPrefix(c.environ[i], name+"="); ok {
			return v
		}
	}
	return ""
}

// file is the configuration file that the flag, the environment or habit names.
func (c *cli) file() string {
	switch {
	case c.configFile != "":
		return c.configFile
	case c.getenv("PICKWICK_CONFIG") != "":
		return c.getenv("PICKWICK_CONFIG")
	}
	return filepath.Join("configs", "pickwick.yaml")
}

// load reads the configuration; all its mistakes are one curation.Invalid error.
func (c *cli) load() (*config.Config, config.Report, error) {
	file := c.file()
	if _, err := os.Stat(file); errors.Is(err, os.ErrNotExist) {
		return nil, config.Report{}, curation.Errorf(curation.Invalid,
			"there is no configuration at %s: name one with --config FILE or PICKWICK_CONFIG, copy configs/pickwick.yaml from the repository, or try pickwick demo, which needs none", file)
	}
	cfg, report := config.Load(file, c.environ)
	return cfg, report, report.Err()
}

// with loads the configuration, opens the application, and closes it after use.
func (c *cli) with(ctx context.Context, use func(*app.App) error) error {
	cfg, _, err := c.load()
	if err != nil {
		return err
	}
	opts := app.Options{
		Now: c.now, Logger: c.logger(slog.LevelWarn), Out: c.out, Color: c.color(), Width: c.width(), InTurn: true,
	}
	if c.json { // standard output is for programs: what people are to read goes beside it
		opts.Out, opts.Color, opts.Width = c.err, false, plainWidth
	}
	a, err := app.New(ctx, cfg, opts)
	if err != nil {
		return err
	}
	return errors.Join(use(a), a.Close())
}

// logger writes to standard error, at least from the given level up.
func (c *cli) logger(level slog.Level) *slog.Logger {
	if c.verbose {
		level = slog.LevelDebug
	}
	return slog.New(slog.NewTextHandler(c.err, &slog.HandlerOptions{Level: level}))
}

// jsonFlag gives a command that has a result the --json flag.
func (c *cli) jsonFlag(cmd *cobra.Command) *cobra.Command {
	cmd.Flags().BoolVar(&c.json, "json", false, "print JSON for programs")
	return cmd
}

// printf writes to standard output. A reader that went away has nobody left to tell.
func (c *cli) printf(format string, args ...any) { _, _ = fmt.Fprintf(c.out, format, args...) }
