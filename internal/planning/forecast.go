package planning

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"example.com/pickwick/internal/curation"
)

// Forecast says whether enough comes in. docs/feeds.md explains each figure
// and its formula.
type Forecast struct {
	Weeks    int               `json:"weeks"`   // that it looks back on
	Fetched  bool              `json:"fetched"` // a feed was polled at least once
	Reps     int               `json:"reps"`    // active ones
	MinScore float64           `json:"min_score"`
	Personas []PersonaForecast `json:"personas"`
}

// PersonaForecast is the supply of one persona.
type PersonaForecast struct {
	Persona   string         `json:"persona"`
	Name      string         `json:"name"`
	Reps      int            `json:"reps"`      // active ones
	Supply    []Supply       `json:"supply"`    // one for each origin, in the order of a mix
	Interests []InterestFlow `json:"interests"` // in the order of the list
}

// Supply is what comes in for a persona of one origin, and what is needed. Own
// content is that of the persona's reps, summed.
type Supply struct {
	Origin  curation.Origin `json:"origin"`
	PerWeek float64         `json:"good_per_week"`   // stories that could be offered when they came in
	InStock int             `json:"in_stock"`        // that can be offered today to the rep who had most of them
	Need    float64         `json:"needed_per_week"` // stories that the queues use up
	State   SupplyState     `json:"state"`
	RunsDry string          `json:"runs_dry,omitempty"`      // the date, YYYY-MM-DD; empty unless State is RunsDry
	Verdict string          `json:"verdict"`                 // "enough", "short by 2 a week"
	Advice  string          `json:"advice,omitempty"`        // what to do; empty when there is nothing to do
	Feeds   []FeedFlow      `json:"feeds"`                   // that bring them, most first; they add up to PerWeek
	Silent  []FeedFlow      `json:"silent"`                  // on the list for this origin, without a good story in that time
	Stopped []FeedFlow      `json:"stopped"`                 // that bring nothing from now on, and say why
	Own     []OwnFlow       `json:"reps,omitempty"`          // of own content, by rep ID
	Back    float64         `json:"back_per_week,omitempty"` // of own content, pieces that may come back besides
}

// SupplyState is how a queue does at the rate of supply.
type SupplyState string

// The states of a supply.
const (
	Lasts     SupplyState = "lasts"
	RunsDry   SupplyState = "runs dry"
	NoSupply  SupplyState = "nothing comes in"
	NotNeeded SupplyState = "not needed" // no rep, or a share of 0
)

// FeedFlow is what one feed brings for a persona.
type FeedFlow struct {
	Feed    string  `json:"feed"`
	Title   string  `json:"title,omitempty"`
	PerWeek float64 `json:"good_per_week"`
	Good    int     `json:"good"`              // in the time looked back on
	Items   int     `json:"items"`             // whatever they are about
	New     bool    `json:"too_new,omitempty"` // known for less than a week: what it brought counts as that of one

	Stop  Stop       `json:"stop,omitempty"`  // why it brings nothing from now on; PerWeek is 0 then
	Since *time.Time `json:"since,omitempty"` // it fails, if Stop is Failing
}

// OwnFlow is the own content of one rep.
type OwnFlow struct {
	Rep     string      `json:"rep"`
	PerWeek float64     `json:"good_per_week"`
	InStock int         `json:"in_stock"`
	Need    float64     `json:"needed_per_week"`
	State   SupplyState `json:"state"`
	RunsDry string      `json:"runs_dry,omitempty"`
	Back    float64     `json:"back_per_week"` // pieces that may come back; supply as what is new is
}

// Short reports whether a rep's own content doesn't last.
func (o OwnFlow) Short() bool { return o.State == RunsDry || o.State == NoSupply }

// InterestFlow is how many of the good stories of the lists speak of an
// interest: it earned a quarter of the points of all interests or more.
type InterestFlow struct {
	Topic   string  `json:"topic"`
	PerWeek float64 `json:"good_per_week"`
}

// What a forecast looks at.
const (
	week          = 7 * 24 * time.Hour
	lookBack      = 4         // weeks, in which good stories are counted
	lookForAge    = 8         // weeks, to tell a feed that is new from one that is slow
	speaksOf      = 0.25      // the share from which on a story speaks of an interest
	lastsForSure  = 52 * week // what isn't dry by then lasts
	mostShortages = 2         // interests named in advice
)

// Forecast looks back on the items of four weeks and says for each persona, or
// for the one named, how many good stories of each origin come in, from which
// feeds, how many the reps use up, and when their queues run dry. An unknown
// persona is a curation.Invalid error.
func (p *Planner) Forecast(ctx context.Context, persona string) (Forecast, error) {
	personas := p.lists.Personas
	if persona != "" {
		personas = slices.DeleteFunc(slices.Clone(personas), func(l curation.Persona) bool { return l.ID != persona })
		if len(personas) == 0 {
			return Forecast{}, curation.Errorf(curation.Invalid, "there is no persona %q: the lists have %s", persona, idsOf(p.lists.Personas))
		}
	}
	now := p.now()
	team, err := p.loadTeam(ctx, Request{}, now)
	if err != nil {
		return Forecast{}, err
	}
	in, err := p.takeIn(ctx, team, now)
	if err != nil {
		return Forecast{}, err
	}
	f := Forecast{Weeks: lookBack, Fetched: in.fetched(), Reps: len(team), MinScore: p.set.MinScore, Personas: []PersonaForecast{}}
	for _, l := range personas {
		f.Personas = append(f.Personas, p.foresee(l, team, in, now))
	}
	return f, nil
}

func idsOf(personas []curation.Persona) string {
	ids := make([]string, len(personas))
	for i, p := range personas {
		ids[i] = p.ID
	}
	return strings.Join(ids, ", ")
}

// foresee is the forecast of one persona.
func (p *Planner) foresee(l curation.Persona, team []*member, in *intake, now time.Time) PersonaForecast {
	var members []*member
	for _, m := range team {
		if slices.ContainsFunc(m.personas, func(o curation.Persona) bool { return o.ID == l.ID }) {
			members = append(members, m)
		}
	}
	pf := PersonaForecast{Persona: l.ID, Name: l.Name, Reps: len(members), Interests: []InterestFlow{}}
	for i, interest := range l.Interests {
		pf.Interests = append(pf.Interests, InterestFlow{interest.Topic, hundredths(in.interests[l.ID][i])})
	}
	for _, origin := range curation.Origins() {
		var s Supply
		var why string
		if origin == curation.Own {
			s = p.ownSupply(members, in, now)
			why = in.unread("their", ownFeedsOfShort(members, s))
		} else {
			urls := listFor(l, origin, p.lists.Company)
			s = p.sharedSupply(l, origin, urls, members, in, now)
			why = in.unread("its", urls)
		}
		s.Verdict = verdictOn(s)
		s.Advice = adviceOn(s, pf, why)
		pf.Supply = append(pf.Supply, s)
	}
	return pf
}

// ownFeedsOfShort is the feeds of those whose own content doesn't last.
func ownFeedsOfShort(members []*member, s Supply) (urls []string) {
	for i, m := range members {
		if s.Own[i].Short() {
			urls = append(urls, m.rep.OwnFeeds...)
		}
	}
	return urls
}

// sharedSupply is what the lists bring a persona of one origin.
func (p *Planner) sharedSupply(l curation.Persona, origin curation.Origin, urls []string, members []*member, in *intake, now time.Time) Supply {
	fl := in.flow(label{origin: origin, persona: l.ID})
	s := Supply{Origin: origin, Need: hundredths(p.need(origin, members)), InStock: len(fl.stock)}
	for _, m := range members {
		s.InStock = min(s.InStock, countFresh(fl.stock, m, nil))
	}
	s.Feeds, s.PerWeek = in.bring(fl)
	s.Silent = in.silent(urls,
		in.flow(label{origin: curation.Others, persona: l.ID}), in.flow(label{origin: curation.Company, persona: l.ID}))
	s.Stopped = in.stopped(urls, fl)
	s.State, s.RunsDry = p.outlook(s.PerWeek, s.Need, s.InStock, p.set.MaxAge, now)
	return s
}

// listFor is the feeds that are there for an origin, in the order of the list.
func listFor(l curation.Persona, origin curation.Origin, company curation.CompanyProfile) (urls []string) {
	if origin == curation.Others {
		for _, f := range l.Feeds {
			urls = append(urls, f.URL)
		}
		return urls
	}
	for _, f := range company.Feeds {
		if len(f.Personas) == 0 || slices.Contains(f.Personas, l.ID) {
			urls = append(urls, f.URL)
		}
	}
	return urls
}

// ownSupply is what the reps of a persona write, summed. A piece that may come
// back after a while is supply again by then.
func (p *Planner) ownSupply(members []*member, in *intake, now time.Time) Supply {
	s := Supply{Origin: curation.Own, State: NotNeeded, Feeds: []FeedFlow{}, Silent: []FeedFlow{}, Stopped: []FeedFlow{}}
	for _, m := range members {
		fl := in.flow(label{origin: curation.Own, rep: m.rep.ID})
		feeds, perWeek := in.bring(fl)
		o := OwnFlow{Rep: m.rep.ID, PerWeek: perWeek, Need: hundredths(picksPerWeek(m) * float64(m.mix.Share(curation.Own)) / 100)}
		back := func(last time.Time) bool { return p.set.RepeatAfter > 0 && !now.Before(last.Add(p.set.RepeatAfter)) }
		o.InStock = countFresh(fl.stock, m, back)
		if p.set.RepeatAfter > 0 {
			o.Back = hundredths(float64(len(fl.stock)) / weeksOf(p.set.RepeatAfter))
		}
		o.State, o.RunsDry = p.outlook(o.PerWeek+o.Back, o.Need, o.InStock, 0, now)
		s.PerWeek, s.Back, s.Need, s.InStock = s.PerWeek+o.PerWeek, s.Back+o.Back, s.Need+o.Need, s.InStock+o.InStock
		s.State, s.RunsDry = worse(s.State, s.RunsDry, o)
		s.Own = append(s.Own, o)
		s.Feeds = append(s.Feeds, feeds...)
		s.Silent = append(s.Silent, in.silent(m.rep.OwnFeeds, fl)...)
		s.Stopped = append(s.Stopped, in.stopped(m.rep.OwnFeeds, fl)...)
	}
	s.PerWeek, s.Back, s.Need = hundredths(s.PerWeek), hundredths(s.Back), hundredths(s.Need)
	slices.SortStableFunc(s.Feeds, byFlow)
	return s
}

// worse is the state of a sum whose parts were in a state so far, with one
// part more: the first to run dry speaks for all.
func worse(state SupplyState, dry string, o OwnFlow) (SupplyState, string) {
	rank := func(s SupplyState) int {
		return slices.Index([]SupplyState{NotNeeded, Lasts, NoSupply, RunsDry}, s)
	}
	switch {
	case rank(o.State) > rank(state) || o.State == RunsDry && o.RunsDry < dry:
		return o.State, o.RunsDry
	default:
		return state, dry
	}
}

// countFresh is how many stories a rep has not had, or may have again.
func countFresh(stories []string, m *member, back func(last time.Time) bool) (n int) {
	for _, id := range stories {
		last, had := m.had[id]
		if !had || back != nil && back(last) {
			n++
		}
	}
	return n
}

// takeIn reads the items that a forecast speaks of.
func (p *Planner) takeIn(ctx context.Context, team []*member, now time.Time) (*intake, error) {
	reps := repsOf(team)
	since := now.Add(-lookForAge * week)
	if s := p.since(reps, now); s.Before(since) {
		since = s
	}
	states, err := p.store.FeedStates(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the state of the feeds: %w", err)
	}
	in := newIntake(p.lists, p.set, team, states, now)
	panel := p.scoring(p.lists.Personas, now)
	for st, err := range EachStory(p.store.StoredItems(ctx, since), p.lists, reps) {
		if err != nil {
			return nil, fmt.Errorf("read the items: %w", err)
		}
		if in.meet(st, p.oldest(now)) {
			panel.Add(st)
		}
	}
	for n, verdicts := range panel.Verdicts() {
		in.judge(n, verdicts)
	}
	return in, nil
}
