package app

import (
	"bytes"
	"context"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"example.com/pickwick/internal/config"
	"example.com/pickwick/internal/curation"
)

func TestWhoeverWaitsForAnotherProcessIsToldSo(t *testing.T) {
	for name, job := range map[string]func(*Demo, context.Context) error{
		lockFetch:   func(d *Demo, ctx context.Context) error { _, err := d.Fetch(ctx, nil, nil); return err },
		lockPlan:    func(d *Demo, ctx context.Context) error { _, err := d.Plan(ctx, 1); return err },
		lockDeliver: func(d *Demo, ctx context.Context) error { _, err := d.Deliver(ctx); return err },
	} {
		t.Run(name, func(t *testing.T) {
			told := &counter{text: "waiting for another Pickwick to finish its " + name, want: 1, done: make(chan struct{})}
			d := newDemo(t, Options{Logger: slog.New(slog.NewTextHandler(told, nil))})
			unlock, err := d.store.Lock(t.Context(), name)
			if err != nil {
				t.Fatal(err)
			}
			ended := make(chan error, 1)
			go func() { ended <- job(d, t.Context()) }()
			select {
			case <-told.done:
			case err := <-ended:
				t.Fatalf("it did not wait (%v)", err)
			}
			unlock()
			if err := <-ended; err != nil {
				t.Error(err)
			}
			if n := strings.Count(told.seen.String(), "waiting for another"); n != 1 {
				t.Errorf("said %d times:\n%s", n, told.seen.String())
			}
		})
	}
}

// TestDiscordWithoutATokenIsSaidOnceAPick has a rep on a Discord that is
// configured and has no token.
func TestDiscordWithoutATokenIsSaidOnceAPick(t *testing.T) {
	var log bytes.Buffer
	demo := newDemo(t, Options{})
	cfg := *demo.cfg
	cfg.Database = filepath.Join(t.TempDir(), "pickwick.db")
	cfg.Chat.Discord = &config.Discord{ApplicationID: "123"}
	a, err := New(t.Context(), &cfg, Options{Now: demo.opts.Now, Logger: slog.New(slog.NewTextHandler(&log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	}()
	rep := demo.Reps[0]
	rep.Chat = curation.Address{Chat: "discord", User: "81384788765712384"}
	rep.TimeZone, rep.At, rep.Days = "UTC", "08:30", nil
	if log.Len() > 0 {
		t.Errorf("before anything is due it is already said: %s", log.String())
	}
	if _, _, err := a.Actions().ImportReps(t.Context(), []curation.Rep{rep}); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Fetch(t.Context(), nil, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Plan(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	if err := a.deliverDue(t.Context()); err != nil {
		t.Errorf("serve took it for trouble of its own: %v", err)
	}
	const why = "Discord has no token: set PICKWICK_DISCORD_TOKEN or PICKWICK_DISCORD_TOKEN_FILE"
	if n := strings.Count(log.String(), why); n != 1 {
		t.Errorf("the log says %d times why:\n%s", n, log.String())
	}
	if n := strings.Count(log.String(), "level=WARN"); n != 1 {
		t.Errorf("one pick gave %d warnings:\n%s", n, log.String())
	}
	sum, err := a.Deliver(t.Context())
	if err != nil || len(sum.Notes) != 1 || sum.Notes[0].Reason != why {
		t.Errorf("deliver: %+v, %v", sum, err)
	}
}
