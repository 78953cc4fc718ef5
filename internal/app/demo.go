package app

import (
	"context"
	"errors"
	"fmt"
	"os"

	"example.com/pickwick/internal/config"
	"example.com/pickwick/internal/curation"
)

// Demo is Pickwick on the bundled sample: the feeds of a fictional company and
// its trade press on loopback, three reps, and a database in a temporary
// folder. Everything else is what serve runs.
type Demo struct {
	*App
	Reps   []curation.Rep
	sample *sample
	dir    string
}

// NewDemo lays the sample out and imports its reps. Close removes every trace.
func NewDemo(ctx context.Context, opts Options) (_ *Demo, err error) {
	opts.fill()
	dir, err := os.MkdirTemp("", "pickwick-demo-")
	if err != nil {
		return nil, fmt.Errorf("make a folder for the demo: %w", err)
	}
	d := &Demo{dir: dir}
	defer func() {
		if err != nil {
			err = errors.Join(err, d.Close())
		}
	}()
	if d.sample, err = newSample(ctx, dir, opts.Now()); err != nil {
		return nil, err
	}
	// Nothing from outside: the demo looks the same for everybody.
	cfg, report := config.Load(d.sample.config, nil)
	if err := report.Err(); err != nil {
		return nil, fmt.Errorf("the sample is wrong: %w", err)
	}
	d.Reps, report = config.LoadReps(d.sample.reps, cfg)
	if err := report.Err(); err != nil {
		return nil, fmt.Errorf("the sample is wrong: %w", err)
	}
	cfg.Web.Listen = "127.0.0.1:0" // whatever port is free: this is a visit
	if d.App, err = New(ctx, cfg, opts); err != nil {
		return nil, err
	}
	if _, _, err := d.Actions().ImportReps(ctx, d.Reps); err != nil {
		return nil, err
	}
	return d, nil
}

// Config is the path of the demo's configuration, for other commands to try
// while it serves.
func (d *Demo) Config() string { return d.sample.config }

// Close stops everything and removes the temporary folder.
func (d *Demo) Close() error {
	var errs []error
	if d.App != nil {
		errs = append(errs, d.App.Close())
	}
	if d.sample != nil {
		errs = append(errs, d.sample.Close())
	}
	if d.dir != "" {
		errs = append(errs, os.RemoveAll(d.dir))
	}
	return errors.Join(errs...)
}
