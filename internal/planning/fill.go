package planning

import (
	"context"
	"slices"

	"example.com/pickwick/internal/calendar"
	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/mix"
)

// filling is one run over all open slots of the team.
type filling struct {
	set     Settings
	team    []*member
	shelves shelves

	wrote  map[string]map[string]bool   // the own stories of each rep
	given  map[handout]int              // to how many reps a story goes on a date
	gone   map[handout]int              // to how many of those who have no slot left on the date
	limits map[handout]int              // to how many it may go
	days   map[calendar.Date][]delivery // who receives something on a date
}

// delivery is the slots of one rep on one date.
type delivery struct {
	to    *member
	slots []calendar.Slot
}

// fill fills the open slots of each date in order. Who comes first, and so
// has the first choice of a story that not everyone can get, moves on by one
// rep each date.
func (f *filling) fill(ctx context.Context) error {
	f.prepare()
	for _, date := range sortedDates(f.days) {
		if err := ctx.Err(); err != nil {
			return err
		}
		today := f.days[date]
		first := int(date) % len(today)
		for i := range today {
			d := today[(first+i)%len(today)]
			for _, slot := range d.slots {
				if d.to.open(slot) {
					d.to.add(f.pick(d.to, slot))
				}
			}
		}
	}
	return nil
}

func (f *filling) prepare() {
	f.wrote = map[string]map[string]bool{}
	for l, s := range f.shelves.by {
		if l.origin == curation.Own {
			f.wrote[l.rep] = map[string]bool{}
			for _, o := range s {
				f.wrote[l.rep][o.story.ID] = true
			}
		}
	}
	f.given, f.gone, f.limits = map[handout]int{}, map[handout]int{}, map[handout]int{}
	first := ""
	for _, m := range f.team {
		if first == "" || m.from < first {
			first = m.from
		}
	}
	f.days = map[calendar.Date][]delivery{}
	for _, m := range f.team {
		for _, p := range m.picks {
			if !p.Counts() || p.Date < first {
				continue
			}
			f.give(p)
			if p.Date < m.from { // whose day is over while it goes on elsewhere
				f.gone[handout{p.StoryID, p.Date}]++
			}
		}
		for slots := m.slots; len(slots) > 0; {
			n := slices.IndexFunc(slots, func(s calendar.Slot) bool { return s.Date != slots[0].Date })
			if n < 0 {
				n = len(slots)
			}
			f.days[slots[0].Date] = append(f.days[slots[0].Date], delivery{m, slots[:n]})
			slots = slots[n:]
		}
	}
}

func sortedDates(days map[calendar.Date][]delivery) []calendar.Date {
	dates := make([]calendar.Date, 0, len(days))
	for d := range days {
		dates = append(dates, d)
	}
	slices.Sort(dates)
	return dates
}

// pick fills one slot: the origin by the mix, of it the best story. When there
// is nothing it is an empty day that says why.
func (f *filling) pick(m *member, slot calendar.Slot) curation.Pick {
	found := map[curation.Origin]offer{}
	for _, o := range curation.Origins() {
		if m.mix.Share(o) <= 0 {
			continue
		}
		if best, ok := f.choose(m, slot, o); ok {
			found[o] = best
		}
	}
	for _, o := range curation.Origins() {
		due, _ := mix.Next(m.mix, m.counts, func(c curation.Origin) bool { return c == o || found[c].story != nil })
		if due == o && found[o].story == nil {
			m.dry[o]++
		}
	}
	origin, ok := mix.Next(m.mix, m.counts, func(o curation.Origin) bool { return found[o].story != nil })
	if !ok {
		p := newPick(m, slot)
		p.Cause = f.cause(m, slot)
		return p
	}
	p := pickOf(m, slot, found[origin], f.shelves.reasons(found[origin]))
	f.give(p)
	return p
}
