// Package app is the composition root: it makes the parts from the
// configuration, ties them together, and offers each command of the program
// as one call. No other package knows all the parts.
package app

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"time"

	"example.com/pickwick/internal/actions"
	"example.com/pickwick/internal/config"
	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/delivery"
	"example.com/pickwick/internal/ingest"
	"example.com/pickwick/internal/ingest/fetch"
	"example.com/pickwick/internal/planning"
	"example.com/pickwick/internal/store"
)

// The store serves everyone who keeps an interface for it.
var (
	_ ingest.Store    = (*store.Store)(nil)
	_ planning.Store  = (*store.Store)(nil)
	_ delivery.Outbox = (*store.Store)(nil)
	_ actions.Store   = (*store.Store)(nil)
)

// Options are what the program's surroundings decide.
type Options struct {
	Now    func() time.Time // time.Now when nil
	Logger *slog.Logger     // discards when nil
	Out    io.Writer        // where the console chat prints; io.Discard when nil
	Color  bool             // whether Out takes colour
	Width  int              // columns of Out; 80 when 0
	InTurn bool             // deliver to one rep after the other, by ID, so that Out reads in order
}

func (o *Options) fill() {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Out == nil {
		o.Out = io.Discard
	}
	if o.Width == 0 {
		o.Width = 80
	}
}

// App is a running Pickwick: its parts, tied together.
type App struct {
	cfg     *config.Config
	opts    Options
	log     *slog.Logger
	store   *store.Store
	fetcher *fetch.Client
	poller  *ingest.Poller
	planner *planning.Planner
	actions *actions.Actions
	metrics *metrics

	chats        map[string]delivery.Chat
	missingChats map[string]string // why a chat that is configured can't be had

	quietUntil time.Time // marketing is told nothing before; only the poll of serve touches it

	onSchedule *delivery.Deliverer // for serve, which keeps to the hours of day
	onRequest  *delivery.Deliverer // for a person who asked, at whatever hour
}

// New opens the database and ties the parts together. Close it after use.
func New(ctx context.Context, cfg *config.Config, opts Options) (*App, error) {
	opts.fill()
	st, err := store.Open(ctx, cfg.Database)
	if err != nil {
		return nil, err
	}
	a := &App{cfg: cfg, opts: opts, log: opts.Logger, store: st}
	a.chats, a.missingChats, err = a.makeChats()
	if err != nil {
		return nil, errors.Join(err, st.Close())
	}
	a.fetcher = newFetcher(cfg)
	a.poller = ingest.New(st, a.fetcher, opts.Now)
	a.poller.Every = cfg.Poll.Every
	a.planner = planning.New(st, planning.Lists{Personas: cfg.Personas, Company: cfg.Profile}, planningSettings(cfg), opts.Now)
	deliveries := delivery.Options{Now: opts.Now, Logger: opts.Logger, TimeZone: zoneOf(cfg), Missing: a.missingChats}
	if opts.InTurn {
		deliveries.Parallel = 1
	}
	a.onSchedule = delivery.New(st, a.chats, a.persona, deliveries)
	deliveries.AnyHour = true
	a.onRequest = delivery.New(st, a.chats, a.persona, deliveries)
	a.actions = actions.New(st, opts.Now)
	a.metrics = newMetrics(st)
	return a, nil
}

// Close closes the database. Nothing may be used after.
func (a *App) Close() error { return a.store.Close() }

// Actions are what reps and marketers can ask for.
func (a *App) Actions() *actions.Actions { return a.actions }

func zoneOf(cfg *config.Config) *time.Location {
	zone, err := time.LoadLocation(cfg.Delivery.TimeZone)
	if err != nil {
		return time.UTC // can't be: the configuration was checked
	}
	return zone
}

func (a *App) persona(id string) (curation.Persona, bool) {
	for _, p := range a.cfg.Personas {
		if p.ID == id {
			return p, true
		}
	}
	return curation.Persona{}, false
}

func newFetcher(cfg *config.Config) *fetch.Client {
	return fetch.New(fetch.Options{
		Parallel:     cfg.Poll.PerHost.Parallel,
		Gap:          cfg.Poll.PerHost.Gap,
		AllowPrivate: cfg.Poll.AllowPrivateNetworks,
		Proxy:        cfg.Poll.Proxy.Reveal(),
	})
}

func planningSettings(cfg *config.Config) planning.Settings {
	d := cfg.Delivery
	return planning.Settings{
		Mix:         cfg.Mix,
		At:          d.At,
		TimeZone:    d.TimeZone,
		Days:        d.Days,
		PicksPerDay: d.PicksPerDay,
		MinScore:    d.MinScore,
		MaxAge:      d.MaxAge,
		RepeatAfter: d.RepeatAfter,
		Spread:      d.Spread,
	}
}
