package app

import (
	"context"
	"slices"
	"time"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/delivery"
	"example.com/pickwick/internal/ingest"
	"example.com/pickwick/internal/planning"
)

// FetchSummary is what a poll of several feeds brought.
type FetchSummary = ingest.Summary

// FetchResult is what the poll of one feed brought.
type FetchResult = ingest.Result

// PlanResult is the queues that a plan came to.
type PlanResult = planning.Result

// DeliverySummary is what became of the picks that were due.
type DeliverySummary = delivery.Summary

// The names of the locks that keep two processes from doing one job at once.
const (
	lockServe   = "serve"
	lockFetch   = "fetch"
	lockPlan    = "plan"
	lockDeliver = "deliver"
)

// locker takes a lock by name, as store.Lock does.
type locker func(ctx context.Context, name string) (unlock func(), err error)

// lockOrSay is store.Lock for a person, who is told what they wait for. The
// jobs of serve take turns without a word.
func (a *App) lockOrSay(ctx context.Context, name string) (unlock func(), err error) {
	unlock, err = a.store.TryLock(ctx, name)
	if curation.KindOf(err) != curation.Conflict {
		return unlock, err
	}
	a.log.Warn("waiting for another Pickwick to finish its " + name)
	return a.store.Lock(ctx, name)
}

// unanswered is how long a delivered pick waits for an answer before it
// expires (contract, section 1).
const unanswered = 7 * 24 * time.Hour

// Feeds lists every feed that is polled, once each: the personas', the
// company's, and those of reps who have not left.
func (a *App) Feeds(ctx context.Context) ([]curation.Feed, error) {
	var feeds []curation.Feed
	at := map[string]int{}
	add := func(fs ...curation.Feed) {
		for _, f := range fs {
			i, seen := at[f.URL]
			if !seen {
				at[f.URL] = len(feeds)
				feeds = append(feeds, f)
				continue
			}
			feeds[i].MaxBytes = max(feeds[i].MaxBytes, f.MaxBytes)
		}
	}
	for _, p := range a.cfg.Personas {
		add(p.Feeds...)
	}
	add(a.cfg.Profile.Feeds...)
	reps, err := a.store.Reps(ctx)
	if err != nil {
		return nil, err
	}
	for _, r := range reps {
		if r.State == curation.RepLeft {
			continue
		}
		for _, url := range r.OwnFeeds {
			add(curation.Feed{URL: url, Title: r.Name, Weight: 1, Origin: curation.Own, Rep: r.ID})
		}
	}
	return feeds, nil
}

// Fetch polls the named feeds, or all that are not gone for good, now. A feed that fails is part
// of the summary, not an error. progress may be nil.
func (a *App) Fetch(ctx context.Context, urls []string, progress func(done, total int, r FetchResult)) (FetchSummary, error) {
	unlock, err := a.lockOrSay(ctx, lockFetch)
	if err != nil {
		return FetchSummary{}, err
	}
	defer unlock()
	feeds, err := a.Feeds(ctx)
	if err != nil {
		return FetchSummary{}, err
	}
	states, err := a.states(ctx)
	if err != nil {
		return FetchSummary{}, err
	}
	if feeds, err = choose(feeds, states, urls); err != nil {
		return FetchSummary{}, err
	}
	if len(urls) == 0 { // a feed that is gone for good is asked when somebody wants it
		feeds = slices.DeleteFunc(feeds, func(f curation.Feed) bool { return states[f.URL].Retired })
	}
	return a.poll(ctx, feeds, progress)
}

func (a *App) poll(ctx context.Context, feeds []curation.Feed, progress func(done, total int, r FetchResult)) (FetchSummary, error) {
	sum, err := a.poller.Poll(ctx, feeds, func(done, total int, r FetchResult) {
		a.metrics.polled(r.Outcome)
		if progress != nil {
			progress(done, total, r)
		}
	})
	a.metrics.newItems.Add(float64(sum.NewItems))
	return sum, err
}

// Plan fills the queue of every rep for the given number of delivery days.
func (a *App) Plan(ctx context.Context, days int) (PlanResult, error) {
	return a.plan(ctx, days, a.lockOrSay)
}

func (a *App) plan(ctx context.Context, days int, lock locker) (PlanResult, error) {
	unlock, err := lock(ctx, lockPlan)
	if err != nil {
		return PlanResult{}, err
	}
	defer unlock()
	return a.planner.Plan(ctx, planning.Request{Days: days})
}

// Preview is what Plan would queue for one rep; it changes nothing.
func (a *App) Preview(ctx context.Context, rep string, days int) (PlanResult, error) {
	if _, err := a.store.Rep(ctx, rep); err != nil {
		return PlanResult{}, err
	}
	return a.planner.Plan(ctx, planning.Request{Days: days, Rep: rep, DryRun: true})
}

// Deliver sends everything that is due now, today's picks at any hour after
// theirs, and expires what nobody answered.
func (a *App) Deliver(ctx context.Context) (DeliverySummary, error) {
	return a.deliver(ctx, a.onRequest, a.lockOrSay)
}

func (a *App) deliver(ctx context.Context, d *delivery.Deliverer, lock locker) (DeliverySummary, error) {
	unlock, err := lock(ctx, lockDeliver)
	if err != nil {
		return DeliverySummary{}, err
	}
	defer unlock()
	if _, err := a.store.Expire(ctx, a.opts.Now().Add(-unanswered)); err != nil {
		return DeliverySummary{}, err
	}
	sum, err := d.Run(ctx)
	a.metrics.delivered(sum)
	return sum, err
}
