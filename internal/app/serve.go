package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/go-co-op/gocron/v2"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/ingest"
)

// How often serve looks at what there is to do. The database says what is due;
// the clock only asks.
const (
	pollTick    = time.Minute
	deliverTick = time.Minute
	planTick    = 15 * time.Minute
	pruneTick   = 24 * time.Hour

	// keepItems is how long items are kept that no pick names and no rep
	// wrote: far longer than they can be offered, unless max_age is 0.
	keepItems = 365 * 24 * time.Hour

	// longestPoll is how long one poll may take. What is still under way, such
	// as the many feeds of one slow host, is due again at the next tick.
	longestPoll = 5 * time.Minute

	queueDays = 10              // delivery days that serve keeps planned ahead
	drain     = 8 * time.Second // for what is under way when serve is told to stop
)

// Serve polls, plans and delivers on schedule and answers /healthz, /readyz
// and /metrics until ctx ends; then it lets what is under way finish, within
// ten seconds. A chat whose credentials are missing or refused is a
// curation.Invalid error: nothing starts half. A second Serve on the same database is refused with a
// curation.Conflict error. ready, if not nil, is called with the address that
// is listened on, once everything runs.
func (a *App) Serve(ctx context.Context, ready func(addr net.Addr)) (err error) {
	unlock, err := a.store.TryLock(ctx, lockServe)
	if err != nil {
		if curation.KindOf(err) == curation.Conflict {
			return curation.Errorf(curation.Conflict,
				"another pickwick serve is running on this database: stop it first, or give this one a database of its own")
		}
		return err
	}
	defer unlock()

	if err := a.checkChats(ctx); err != nil {
		return err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", a.cfg.Web.Listen)
	if err != nil {
		return curation.Errorf(curation.Unavailable, "can't listen on %s (web.listen): %w", a.cfg.Web.Listen, err)
	}
	server := &http.Server{Handler: a.operations(), ReadHeaderTimeout: 5 * time.Second}
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Go(func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			a.log.Error("the web server stopped", "error", err)
		}
	})
	defer func() {
		err = errors.Join(err, shutdown(server))
	}()

	a.work(ctx, "plan", a.planWhatIsHeld)
	clock, err := a.schedule(ctx)
	if err != nil {
		return err
	}
	clock.Start()
	a.log.Info("serving", "listen", listener.Addr().String(), "company", a.cfg.Company, "database", a.cfg.DatabaseInWords())
	if ready != nil {
		ready(listener.Addr())
	}
	<-ctx.Done()
	a.log.Info("stopping: finishing what is under way")
	if err := clock.Shutdown(); err != nil {
		a.log.Warn("some work was still under way at the end; it is taken up again at the next start", "error", err)
	}
	a.log.Info("stopped")
	return nil
}

func shutdown(server *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		return server.Close()
	}
	return nil
}

// schedule makes the clock with one entry for each kind of work. A kind never
// runs twice at once, and a panic in one ends that run only.
func (a *App) schedule(ctx context.Context) (gocron.Scheduler, error) {
	clock, err := gocron.NewScheduler(
		gocron.WithStopTimeout(drain),
		gocron.WithLogger(quietLogger{a.log}),
		gocron.WithGlobalJobOptions(
			gocron.WithSingletonMode(gocron.LimitModeReschedule),
			gocron.WithStartAt(gocron.WithStartImmediately()),
			gocron.WithContext(ctx),
		),
	)
	if err != nil {
		return nil, fmt.Errorf("make the schedule: %w", err)
	}
	first := make(chan struct{}) // closed after the first poll: before it a plan would find empty shelves
	var once sync.Once
	jobs := []struct {
		name  string
		every time.Duration
		run   func(context.Context) error
	}{
		{"poll", pollTick, func(ctx context.Context) error {
			defer once.Do(func() { close(first) })
			found, err := a.pollDue(ctx)
			if err != nil || found == 0 {
				return err
			}
			return a.fill(ctx)
		}},
		{"plan", planTick, func(ctx context.Context) error {
			if err := wait(ctx, first); err != nil {
				return err
			}
			return a.fill(ctx)
		}},
		{"deliver", deliverTick, a.deliverDue},
		{"prune", pruneTick, a.prune},
	}
	for _, j := range jobs {
		task := func(ctx context.Context) { a.work(ctx, j.name, j.run) }
		if _, err := clock.NewJob(gocron.DurationJob(j.every), gocron.NewTask(task), gocron.WithName(j.name)); err != nil {
			return nil, fmt.Errorf("schedule %s: %w", j.name, err)
		}
	}
	return clock, nil
}

func wait(ctx context.Context, done <-chan struct{}) error {
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// work runs one job, and logs and counts how it went.
func (a *App) work(ctx context.Context, name string, run func(context.Context) error) {
	begin := a.opts.Now()
	err := func() (err error) {
		defer func() {
			if r := recover(); r != nil {
				err = fmt.Errorf("%s panicked: %v", name, r)
			}
		}()
		return run(ctx)
	}()
	a.metrics.ran(name, a.opts.Now().Sub(begin), err)
	switch {
	case err == nil:
		a.log.Debug("done", "job", name)
	case ctx.Err() != nil:
		a.log.Info("interrupted by the stop", "job", name)
	default:
		a.log.Error("failed; it is tried again at the next tick", "job", name, "error", err)
	}
}

// pollDue polls the feeds whose time has come and returns how many new items came in.
func (a *App) pollDue(ctx context.Context) (int, error) {
	unlock, err := a.store.Lock(ctx, lockFetch)
	if err != nil {
		return 0, err
	}
	defer unlock()
	feeds, err := a.Feeds(ctx)
	if err != nil {
		return 0, err
	}
	states, err := a.store.FeedStates(ctx)
	if err != nil {
		return 0, err
	}
	due := ingest.Due(states, feeds, a.opts.Now())
	if len(due) == 0 {
		return 0, nil
	}
	bounded, cancel := context.WithTimeout(ctx, longestPoll)
	defer cancel()
	sum, err := a.poll(bounded, due, nil)
	if err != nil && (ctx.Err() != nil || !errors.Is(err, context.DeadlineExceeded)) {
		return 0, err
	}
	a.log.Info("polled", "feeds", sum.Feeds, "new_items", sum.NewItems, "failed", len(sum.Failures))
	for _, f := range sum.Failures {
		a.log.Debug("feed failed", "feed", f.Feed, "outcome", f.Outcome, "error", f.Error)
	}
	a.tell(ctx)
	return sum.NewItems, nil
}

// planWhatIsHeld plans before the first delivery, so that what marketing changed
// while serve was down counts. With no items yet it leaves the queues to the
// plan after the first poll: they would be empty days.
func (a *App) planWhatIsHeld(ctx context.Context) error {
	held, err := a.store.Counts(ctx)
	if err != nil || held.Items == 0 {
		return err
	}
	_, err = a.Plan(ctx, queueDays)
	return err
}

// fill plans, and delivers at once what is due by it.
func (a *App) fill(ctx context.Context) error {
	res, err := a.plan(ctx, queueDays, a.store.Lock)
	if err != nil || res.Added == 0 {
		return err
	}
	a.log.Info("planned", "queues", len(res.Queues), "added", res.Added)
	return a.deliverDue(ctx)
}

// prune deletes items that are too old to be of use.
func (a *App) prune(ctx context.Context) error {
	if a.cfg.Delivery.MaxAge <= 0 {
		return nil // whatever its age, it may be offered
	}
	keep := max(keepItems, 2*a.cfg.Delivery.MaxAge)
	n, err := a.store.Prune(ctx, a.opts.Now(), keep)
	if err == nil && n > 0 {
		a.log.Info("deleted old items", "items", n)
	}
	return err
}

func (a *App) deliverDue(ctx context.Context) error {
	_, err := a.deliver(ctx, a.onSchedule, a.store.Lock) // it logs each pick itself
	return err
}
