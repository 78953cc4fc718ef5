package planning

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"time"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/mix"
	"example.com/pickwick/internal/relevance"
)

// Settings are the delivery settings of the application. A rep's own mix,
// hour, zone and days come before them.
type Settings struct {
	Mix         curation.Mix
	At          string         // HH:MM, the rep's local time
	TimeZone    string         // IANA name
	Days        []time.Weekday // delivery days
	PicksPerDay int            // at least 1
	MinScore    float64        // 0 to 100; 0 also offers what matches no interest
	MaxAge      time.Duration  // of others' and company stories at their slot; 0 means any age
	RepeatAfter time.Duration  // after which an own story may come back; 0 means never
	Spread      float64        // 0 to 1: the part of those who could be offered a story that get it on one date
}

// Lists are the personas and the company as the feed lists describe them.
type Lists struct {
	Personas []curation.Persona
	Company  curation.CompanyProfile
}

// Request says what to plan.
type Request struct {
	Days   int    // delivery days of each rep to fill, today's included; also when its hour has passed
	Rep    string // whose queue to save and return; empty means those of all active reps
	DryRun bool   // save nothing
}

// Result is what a plan came to.
type Result struct {
	Queues []Queue // one for each rep, by rep ID
	Added  int     // picks that are new or changed, empty days included; 0 for a dry run
}

// Queue is one rep's picks from today to the last day that was asked for.
type Queue struct {
	Rep    curation.Rep
	Mix    curation.Mix    // the target in force for the rep
	Counts mix.Counts      // every pick that counts, those of the past too
	Picks  []curation.Pick // those that stand and those planned, by date and slot
	Notes  []string        // for marketing, in plain words: an origin that is dry, a wrong setting
}

// Planner plans queues. It is safe for use by several goroutines; two plans at
// once do no harm that the unique slots of the store don't prevent, but only
// one after the other do they see each other's picks.
type Planner struct {
	store   Store
	lists   Lists
	set     Settings
	now     func() time.Time
	scoring scoring
}

// scoring prepares to score stories for personas.
type scoring func(personas []curation.Persona, now time.Time) panel

// panel scores stories: all that were added for all personas, by number, and
// the few that are picked for one persona with reasons and evidence.
type panel interface {
	Add(curation.Story)
	Verdicts() iter.Seq2[int, []relevance.Verdict]
	Score(persona int, st curation.Story) curation.Score
}

// New makes a planner.
func New(st Store, lists Lists, set Settings, now func() time.Time) *Planner {
	return &Planner{store: st, lists: lists, set: set, now: now, scoring: byRelevance}
}

func byRelevance(personas []curation.Persona, now time.Time) panel {
	return &fullPanel{Panel: relevance.NewPanel(personas, relevance.Settings{Now: now}), scorers: make([]*relevance.Scorer, len(personas))}
}

// fullPanel keeps the scorers that were made of a panel once all was added. It
// serves one goroutine at a time.
type fullPanel struct {
	*relevance.Panel
	scorers []*relevance.Scorer
}

func (p *fullPanel) Score(persona int, st curation.Story) curation.Score {
	if p.scorers[persona] == nil {
		p.scorers[persona] = p.Scorer(persona)
	}
	return p.scorers[persona].Score(st)
}

// maxTries is how often a plan is begun anew because a pick was sent meanwhile.
const maxTries = 5

// Plan fills the slots of the next delivery days of each rep. What was never
// begun to be sent is chosen anew, so that news, an edited list or a rep's new
// hours take effect at once; but a story stays in its slot unless it has
// become wrong there or another is better by more than a point. Planning again
// with nothing new changes nothing.
//
// A named rep who is unknown is a curation.NotFound error. One who is not
// active can only be planned for in a dry run: else a curation.Conflict error.
func (p *Planner) Plan(ctx context.Context, req Request) (Result, error) {
	added := 0
	for try := 1; ; try++ {
		res, stale, err := p.plan(ctx, req)
		added += res.Added
		if err != nil || !stale || try == maxTries {
			res.Added = added
			return res, err
		}
	}
}

// plan is one try. stale says that a pick was begun meanwhile, so that the
// queue of its rep was left as it is.
func (p *Planner) plan(ctx context.Context, req Request) (res Result, stale bool, err error) {
	now := p.now()
	team, err := p.loadTeam(ctx, req, now)
	if err != nil {
		return Result{}, false, err
	}
	reps := repsOf(team)
	items, err := p.store.Items(ctx, p.since(reps, now))
	if err != nil {
		return Result{}, false, fmt.Errorf("read the items: %w", err)
	}
	stories := Stories(items, p.lists, reps)
	f := filling{set: p.set, team: team, shelves: p.stock(stories, team, now)}
	if err := f.fill(ctx); err != nil {
		return Result{}, false, err
	}
	return p.conclude(ctx, req, team)
}

// conclude saves the new picks of the reps asked for and returns their queues.
func (p *Planner) conclude(ctx context.Context, req Request, team []*member) (res Result, stale bool, err error) {
	for _, m := range team {
		if req.Rep != "" && m.rep.ID != req.Rep {
			continue
		}
		if !req.DryRun && m.changed() {
			n, err := p.store.SaveQueue(ctx, m.rep.ID, m.fresh, slices.Collect(maps.Keys(m.before)))
			if curation.KindOf(err) == curation.NotFound {
				continue // forgotten while we planned
			}
			if curation.KindOf(err) == curation.Conflict {
				stale = true
				continue
			}
			if err != nil {
				return res, false, fmt.Errorf("save the queue of %s: %w", m.rep.ID, err)
			}
			res.Added += n
		}
		res.Queues = append(res.Queues, m.queue())
	}
	return res, stale, nil
}
