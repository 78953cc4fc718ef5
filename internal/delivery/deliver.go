package delivery

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"example.com/pickwick/internal/curation"
)

// Options tune a Deliverer. The zero value of each field is a working default.
type Options struct {
	Now      func() time.Time  // time.Now
	Logger   *slog.Logger      // discards everything
	TimeZone *time.Location    // of reps who have set none; UTC
	AnyHour  bool              // send today's picks at any hour, as a person asked for it; see late.go
	Missing  map[string]string // why a chat that is configured is not among the chats, by name; in plain words
	Parallel int               // how many reps are served at the same time; 4
	Grace    time.Duration     // how long a send, and then a record, may go on once Run's context has ended; 4 s
	Jitter   func() float64    // in [0, 1), spreads the back-off; math/rand
}

// Deliverer brings due picks to reps. Only one may work on an outbox at a
// time: whoever calls Run holds a lock on the whole of it.
type Deliverer struct {
	Options
	out      Outbox
	chats    map[string]Chat
	personas func(id string) (curation.Persona, bool)

	mu    sync.Mutex
	holds map[string]hold // by rep
}

// New makes a Deliverer. chats are by the name that addresses use; personas
// looks one up by ID.
func New(out Outbox, chats map[string]Chat, personas func(id string) (curation.Persona, bool), opts Options) *Deliverer {
	if opts.Now == nil {
		opts.Now = time.Now
	}
	opts.Logger = cmp.Or(opts.Logger, slog.New(slog.DiscardHandler))
	opts.TimeZone = cmp.Or(opts.TimeZone, time.UTC)
	opts.Parallel = cmp.Or(opts.Parallel, 4)
	opts.Grace = cmp.Or(opts.Grace, 4*time.Second)
	if opts.Jitter == nil {
		opts.Jitter = rand.Float64
	}
	return &Deliverer{Options: opts, out: out, chats: chats, personas: personas, holds: map[string]hold{}}
}

// Run delivers all that is due now, then returns. What fails is left so that
// the next run takes it up, and stands in the summary with its reason.
//
// The error is a curation.Unavailable one when a chat refused our credentials,
// that of the database when it failed, or that of ctx when it ended: then no
// new pick is begun, and those begun are finished within Options.Grace.
func (d *Deliverer) Run(ctx context.Context) (Summary, error) {
	picks, err := d.out.Due(ctx, d.Now())
	if err != nil {
		return Summary{}, fmt.Errorf("ask what is due: %w", err)
	}
	r := &run{Deliverer: d, halted: map[string]bool{}}
	var g errgroup.Group
	g.SetLimit(max(d.Parallel, 1))
	for _, round := range byRep(picks) {
		g.Go(func() error {
			r.serve(ctx, round)
			return nil
		})
	}
	_ = g.Wait() // rounds report to the run instead
	return r.result(ctx)
}

// byRep groups picks by rep, each rep's in the order of their days and slots.
func byRep(picks []curation.Pick) [][]curation.Pick {
	var rounds [][]curation.Pick
	at := map[string]int{}
	for _, p := range picks {
		i, known := at[p.Rep]
		if !known {
			i = len(rounds)
			at[p.Rep] = i
			rounds = append(rounds, nil)
		}
		rounds[i] = append(rounds[i], p)
	}
	for _, round := range rounds {
		slices.SortStableFunc(round, func(a, b curation.Pick) int {
			return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.Slot, b.Slot))
		})
	}
	return rounds
}
