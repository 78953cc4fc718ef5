package planning

import (
	"math"
	"slices"

	"example.com/pickwick/internal/calendar"
	"example.com/pickwick/internal/curation"
)

// handout is a story on a local date.
type handout struct{ story, date string }

// give takes a pick into account. A rep's own story goes to nobody else, so
// nothing is taken from those who get it from the lists.
func (f *filling) give(p curation.Pick) {
	if p.Origin != curation.Own {
		f.given[handout{p.StoryID, p.Date}]++
	}
}

// spent reports whether a story already goes to as many reps on a date as it may.
func (f *filling) spent(st *curation.Story, date calendar.Date) bool {
	if st.Origin == curation.Own {
		return false
	}
	h := handout{st.ID, date.String()}
	given := f.given[h]
	if given == 0 {
		return false // one rep may always get it
	}
	limit, ok := f.limits[h]
	if !ok {
		limit = limitOf(f.set.Spread, f.couldGet(st, date))
		f.limits[h] = limit
	}
	return given >= limit
}

// limitOf is how many of n reps may get a story on one date: the spread,
// rounded down, but at least one. The tiny addend keeps 29 % of 100 from
// being 28.
func limitOf(spread float64, n int) int {
	return max(1, int(math.Floor(spread*float64(n)+1e-9)))
}

// couldGet is how many of the reps who receive something on a date could be
// offered a story then, or are.
func (f *filling) couldGet(st *curation.Story, date calendar.Date) int {
	n := f.gone[handout{st.ID, date.String()}]
	good := f.shelves.good[st.ID]
	for _, d := range f.days[date] {
		m := d.to
		if m.mix.Share(st.Origin) <= 0 || !slices.ContainsFunc(m.personas, func(p curation.Persona) bool { return slices.Contains(good, p.ID) }) {
			continue
		}
		at := d.slots[0].At
		why := f.hindrance(m, at, st)
		if why == none || why == had && m.had[st.ID].Equal(at) { // the latter is today's pick
			n++
		}
	}
	return n
}
