package planning

import (
	"cmp"
	"context"
	"fmt"
	"math"
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
	schedule calendar.Schedule
	today    calendar.Date
	slots    []calendar.Slot // of the days to fill
	from, to string          // the dates of those, inclusive
	last     string          // the last date that was asked for

	picks  []curation.Pick          // past, begun and planned, by date and slot
	before map[string]curation.Pick // what was queued in the slots to fill, by pick ID
	counts mix.Counts               // of the picks that count
	had    map[string]time.Time     // when each story was last due
	fresh  []curation.Pick          // the queue anew
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
	m := &member{rep: r, mix: r.Mix, before: map[string]curation.Pick{}, had: map[string]time.Time{}, dry: map[curation.Origin]int{}}
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
	m.schedule = schedule
	m.today = calendar.Today(now, zone)
	m.slots = schedule.Slots(m.today, days)
	m.from, m.last = m.today.String(), m.today.String()
	if n := len(m.slots); n > 0 {
		m.last = m.slots[n-1].Date.String()
	}
	m.to = m.last
	return m, nil
}

// reach takes in the later dates on which something is queued, so that no part
// of the queue is left as it was.
func (m *member) reach(picks []curation.Pick) {
	held := map[string]bool{}
	for _, p := range picks {
		if p.Date > m.last && neverBegun(p) {
			held[p.Date] = true
			m.to = max(m.to, p.Date)
		}
	}
	if len(held) == 0 {
		return
	}
	for d := m.today; d.String() <= m.to; d = d.AddDays(1) {
		if held[d.String()] && m.schedule.On(d) {
			m.slots = append(m.slots, m.schedule.Slots(d, 1)...)
		}
	}
}

// remember takes in the picks that a rep has. Those that can still be changed
// are set aside: their slots are filled anew.
func (m *member) remember(picks []curation.Pick) {
	m.reach(picks)
	for _, p := range picks {
		if m.from <= p.Date && p.Date <= m.to && neverBegun(p) {
			m.before[p.ID] = p
		} else {
			m.picks = append(m.picks, p)
		}
	}
	slices.SortFunc(m.picks, byDate)
	for _, p := range m.picks {
		m.count(p)
	}
}

// count takes a pick into the mix and keeps its story from coming again.
func (m *member) count(p curation.Pick) {
	if p.Status == curation.Missed && p.Tries > 0 && !p.Empty() {
		m.had[p.StoryID] = p.DueAt // the chat would not take it: it won't tomorrow
	}
	if !p.Counts() {
		return
	}
	m.counts = m.counts.Plus(p.Origin)
	if last, ok := m.had[p.StoryID]; !ok || p.DueAt.After(last) {
		m.had[p.StoryID] = p.DueAt
	}
}

// neverBegun reports whether planning may still change a pick: no sending was
// begun, or it is an empty day that was surely not sent.
func neverBegun(p curation.Pick) bool {
	return p.Status == curation.Queued && (p.Empty() || p.Tries == 0)
}

// add puts a new pick into its slot, as it stood before if nothing about it
// changed that a person would notice.
func (m *member) add(p curation.Pick) {
	if old, ok := m.before[p.ID]; ok && same(old, p) {
		p = old
	}
	m.fresh = append(m.fresh, p)
	i, _ := slices.BinarySearchFunc(m.picks, p, byDate)
	m.picks = slices.Insert(m.picks, i, p)
	m.count(p)
}

// same reports whether two picks of a slot offer the same story at the same
// time for the same reason, by scores that differ by a point at most.
func same(a, b curation.Pick) bool {
	return a.StoryID == b.StoryID && a.Cause == b.Cause && a.Persona == b.Persona && a.Origin == b.Origin &&
		a.Ask == b.Ask && a.DueAt.Equal(b.DueAt) && math.Abs(a.Score-b.Score) <= settled &&
		a.Item.ID == b.Item.ID && a.Item.Title == b.Item.Title && a.Item.Summary == b.Item.Summary &&
		a.Item.URL == b.Item.URL && a.Item.FeedURL == b.Item.FeedURL
}

// changed reports whether the queue differs from what is saved.
func (m *member) changed() bool {
	return len(m.fresh) != len(m.before) || slices.ContainsFunc(m.fresh, func(p curation.Pick) bool {
		old, ok := m.before[p.ID]
		return !ok || !same(old, p)
	})
}

// open reports whether a slot is to be filled: nothing stands there.
func (m *member) open(s calendar.Slot) bool {
	_, taken := slices.BinarySearchFunc(m.picks, place(s), byDate)
	return !taken
}

// beside is the feeds of the picks that come right before and after a slot.
func (m *member) beside(s calendar.Slot) (feeds []string) {
	i, _ := slices.BinarySearchFunc(m.picks, place(s), byDate)
	for j := i - 1; j >= 0; j-- {
		if m.picks[j].Counts() {
			feeds = append(feeds, m.picks[j].Item.FeedURL)
			break
		}
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
		if m.from <= p.Date && p.Date <= m.last {
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
