package planning

import (
	"slices"
	"time"

	"example.com/pickwick/internal/calendar"
	"example.com/pickwick/internal/curation"
)

// sameFeed is how many points a story of another feed may score less and still
// come before one of the feed that the pick beside it is from.
const sameFeed = 5

// settled is how many points another story must be better by to take the place
// of one that is queued: scores move by tenths as stories age, and a queue
// that changes all the time is none.
const settled = 1

// choose is the best offer of an origin to a rep for a slot, ok false when
// there is none; or the one that is queued there, if it is about as good.
func (f *filling) choose(m *member, slot calendar.Slot, origin curation.Origin) (offer, bool) {
	best, ok := f.best(m, slot, origin)
	old, queued := m.before[pickID(m.rep.ID, slot)]
	if !ok || !queued || old.Origin != origin || old.StoryID == best.story.ID {
		return best, ok
	}
	beside := m.beside(slot)
	for o := range f.shelves.of(m, origin) {
		if o.score.Total < max(f.shelves.min, best.score.Total-settled) {
			break
		}
		if o.story.ID == old.StoryID && o.score.Persona == old.Persona &&
			f.hindrance(m, slot.At, o.story) == none && !f.spent(o.story, slot.Date) &&
			(!slices.Contains(beside, o.story.Item.FeedURL) || slices.Contains(beside, best.story.Item.FeedURL)) {
			return o, true
		}
	}
	return best, true
}

func (f *filling) best(m *member, slot calendar.Slot, origin curation.Origin) (best offer, ok bool) {
	beside := m.beside(slot)
	for o := range f.shelves.of(m, origin) {
		if o.score.Total < f.shelves.min || ok && o.score.Total < best.score.Total-sameFeed {
			break
		}
		if f.hindrance(m, slot.At, o.story) != none || f.spent(o.story, slot.Date) {
			continue
		}
		varied := !slices.Contains(beside, o.story.Item.FeedURL)
		if !ok {
			best, ok = o, true
		}
		if varied {
			return o, true
		}
	}
	return best, ok
}

// hindrance is why a story that scored enough is not for a rep after all.
type hindrance int

const (
	none    hindrance = iota
	had               // the rep had it
	old               // its freshness is over
	written           // the rep wrote it: it comes as their own
)

// hindrance says what keeps a story from a rep at an instant, leaving aside its
// score and what the others get.
func (f *filling) hindrance(m *member, at time.Time, st *curation.Story) hindrance {
	own := st.Origin == curation.Own
	if !own && f.wrote[m.rep.ID][st.ID] {
		return written
	}
	if last, ok := m.had[st.ID]; ok {
		back := own && f.set.RepeatAfter > 0 && !at.Before(last.Add(f.set.RepeatAfter))
		if !back {
			return had
		}
	}
	if !own && f.set.MaxAge > 0 && at.Sub(st.Item.Published) > f.set.MaxAge {
		return old
	}
	return none
}
