package planning

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"example.com/pickwick/internal/calendar"
	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/mix"
)

// member is a rep while their queue is being filled.
type member struct {
	rep      curation.Rep
	mix      curation.Mix
	personas []curation.Persona // those of the rep that have a list
	slots    []calendar.Slot    // of the days to fill
	from, to string             // the dates of the queue, inclusive

	picks  []curation.Pick      // past and planned, by date and slot
	counts mix.Counts           // of those that count
	had    map[string]time.Time // when each story was last due
	fresh  []curation.Pick      // to be saved
	dry    map[curation.Origin]int
	notes  []string
}

// loadTeam is every active rep with their history, by ID, and the named one
// too if it is a dry run.
func (p *Planner) loadTeam(ctx context.Context, req Request, now time.Time) ([]*member, error) {
	reps, err := p.store.Reps(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the reps: %w", err)
	}
	if err := checkRep(reps, req); err != nil {
		return nil, err
	}
	var team []*member
	for _, r := range reps {
		if r.State != curation.RepActive && r.ID != req.Rep {
			continue
		}
		m, err := p.newMember(r, req.Days, now)
		if err != nil {
			return nil, err
		}
		picks, err := p.store.Picks(ctx, r.ID)
		if err != nil {
			return nil, fmt.Errorf("read the picks of %s: %w", r.ID, err)
		}
		m.remember(picks)
		team = append(team, m)
	}
	slices.SortFunc(team, func(a, b *member) int { return cmp.Compare(a.rep.ID, b.rep.ID) })
	return team, nil
}

func checkRep(reps []curation.Rep, req Request) error {
	if req.Rep == "" {
		return nil
	}
	i := slices.IndexFunc(reps, func(r curation.Rep) bool { return r.ID == req.Rep })
	switch {
	case i < 0:
		return curation.Errorf(curation.NotFound, "there is no rep %q: `pickwick reps list` shows them", req.Rep)
	case reps[i].State != curation.RepActive && !req.DryRun:
		return curation.Errorf(curation.Conflict, "%s is %s and receives nothing: `pickwick reps resume %s` brings them back", req.Rep, reps[i].State, req.Rep)
	}
	return nil
}

// newMember finds a rep's personas and slots. A wrong time zone or hour of one
// rep is noted and replaced by the default, so that it stops nobody's picks.
func (p *Planner) newMember(r curation.Rep, days int, now time.Time) (*member, error) {
	m := &member{rep: r, mix: r.Mix, had: map[string]time.Time{}, dry: map[curation.Origin]int{}}
	if m.mix.Validate() != nil {
		m.mix = p.set.Mix
	}
	for _, id := range r.Personas {
		i := slices.IndexFunc(p.lists.Personas, func(l curation.Persona) bool { return l.ID == id })
		if i < 0 {
			m.notes = append(m.notes, fmt.Sprintf("there is no feed list for the persona %q: add feeds/%s.yaml, or give the rep another persona", id, id))
			continue
		}
		m.personas = append(m.personas, p.lists.Personas[i])
	}
	zone, err := time.LoadLocation(cmp.Or(r.TimeZone, p.set.TimeZone))
	if err != nil && r.TimeZone != "" {
		m.notes = append(m.notes, fmt.Sprintf("the time zone %q is not known: using %s", r.TimeZone, p.set.TimeZone))
		zone, err = time.LoadLocation(p.set.TimeZone)
	}
	if err != nil {
		return nil, curation.Errorf(curation.Invalid, "the default time zone %q is not known: %w", p.set.TimeZone, err)
	}
	at, err := calendar.ParseClock(cmp.Or(r.At, p.set.At))
	if err != nil && r.At != "" {
		m.notes = append(m.notes, fmt.Sprintf("%v: using %s", err, p.set.At))
		at, err = calendar.ParseClock(p.set.At)
	}
	if err != nil {
		return nil, curation.Errorf(curation.Invalid, "the default delivery time: %w", err)
	}
	schedule := calendar.Schedule{At: at, Zone: zone, Days: p.set.Days, PerDay: p.set.PicksPerDay}
	if len(r.Days) > 0 {
		schedule.Days = r.Days
	}
	today := calendar.Today(now, zone)
	m.slots = schedule.Slots(today, days)
	m.from, m.to = today.String(), today.String()
	if n := len(m.slots); n > 0 {
		m.to = m.slots[n-1].Date.String()
	}
	return m, nil
}

// remember takes in the picks that a rep has.
func (m *member) remember(picks []curation.Pick) {
	m.picks = slices.Clone(picks)
	slices.SortFunc(m.picks, byDate)
	for _, p := range m.picks {
		m.count(p)
	}
}

// count takes a pick into the mix and keeps its story from coming again.
func (m *member) count(p curation.Pick) {
	if !p.Counts() {
		return
	}
	m.counts = m.counts.Plus(p.Origin)
	if last, ok := m.had[p.StoryID]; !ok || p.DueAt.After(last) {
		m.had[p.StoryID] = p.DueAt
	}
}

// add puts a new pick into its slot.
func (m *member) add(p curation.Pick) {
	m.fresh = append(m.fresh, p)
	i, taken := slices.BinarySearchFunc(m.picks, p, byDate)
	if taken {
		m.picks[i] = p
	} else {
		m.picks = slices.Insert(m.picks, i, p)
	}
	m.count(p)
}

// open reports whether a slot can be filled: nothing is there, or an empty day
// that was not sent yet.
func (m *member) open(s calendar.Slot) bool {
	i, taken := slices.BinarySearchFunc(m.picks, place(s), byDate)
	return !taken || m.picks[i].Empty() && m.picks[i].Status == curation.Queued
}

// beside is the feeds of the picks that come right before and after a slot.
func (m *member) beside(s calendar.Slot) (feeds []string) {
	i, taken := slices.BinarySearchFunc(m.picks, place(s), byDate)
	for j := i - 1; j >= 0; j-- {
		if m.picks[j].Counts() {
			feeds = append(feeds, m.picks[j].Item.FeedURL)
			break
		}
	}
	if taken {
		i++
	}
	for _, p := range m.picks[i:] {
		if p.Counts() {
			return append(feeds, p.Item.FeedURL)
		}
	}
	return feeds
}

// place is a pick that stands where a slot does.
func place(s calendar.Slot) curation.Pick {
	return curation.Pick{Date: s.Date.String(), Slot: s.N}
}

func byDate(a, b curation.Pick) int {
	return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.Slot, b.Slot))
}

// queue is what is reported of the rep.
func (m *member) queue() Queue {
	q := Queue{Rep: m.rep, Mix: m.mix, Counts: m.counts, Notes: append(m.notes, m.dryNotes()...)}
	for _, p := range m.picks {
		if m.from <= p.Date && p.Date <= m.to {
			q.Picks = append(q.Picks, p)
		}
	}
	return q
}

func repsOf(team []*member) []curation.Rep {
	reps := make([]curation.Rep, len(team))
	for i, m := range team {
		reps[i] = m.rep
	}
	return reps
}
