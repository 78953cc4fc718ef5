package planning

import (
	"fmt"
	"math"
	"strings"
	"time"

	"example.com/pickwick/internal/calendar"
	"example.com/pickwick/internal/curation"
)

// cause says in plain words why a slot is empty, and what marketing can do.
func (f *filling) cause(m *member, slot calendar.Slot) string {
	if len(m.personas) == 0 {
		return "None of this rep's personas has a feed list: add one to the feeds folder, or give the rep another persona."
	}
	names := make([]string, len(m.personas))
	for i, p := range m.personas {
		names[i] = p.Name
	}
	who := strings.Join(names, " or ")
	l := f.look(m, slot)
	var b strings.Builder
	switch {
	case l.best >= 0:
		fmt.Fprintf(&b, "Nothing new scored %g or more for %s: the best was %g.", f.set.MinScore, who, math.Floor(l.best))
	case l.had+l.old+l.spent > 0 || l.avoided != ruledOut{}:
		fmt.Fprintf(&b, "Nothing new is left for %s.", who)
	default:
		return fmt.Sprintf("There is no story for %s yet: fetch the feeds, or add some to the list.", who)
	}
	if parts := l.inWords(f.set); parts != "" {
		fmt.Fprintf(&b, " Ruled out: %s.", parts)
	}
	switch {
	case l.spent > 0:
		b.WriteString(" Add feeds to the list, or raise spread.")
	case f.set.MinScore > 0:
		b.WriteString(" Add feeds or interests to the list, or lower min_score.")
	default:
		b.WriteString(" Add feeds to the list.")
	}
	return b.String()
}

// look is what was there for a slot, and why it was not offered.
type look struct {
	best            float64  // the highest score that was too low; −1 when there is none
	had, old, spent int      // stories that scored enough, but
	avoided         ruledOut // whatever they scored
}

// look goes through everything that the rep's mix asks for.
func (f *filling) look(m *member, slot calendar.Slot) look {
	l := look{best: -1}
	for _, p := range m.personas {
		l.avoided = l.avoided.plus(f.shelves.avoided[p.ID])
	}
	for _, origin := range curation.Origins() {
		if m.mix.Share(origin) <= 0 {
			continue
		}
		seen := map[string]bool{}
		for o := range f.shelves.of(m, origin) {
			why := f.hindrance(m, slot.At, o.story)
			if o.score.Total < f.shelves.min {
				if why == none {
					l.best = max(l.best, o.score.Total)
					break
				}
				continue
			}
			if seen[o.story.ID] {
				continue
			}
			seen[o.story.ID] = true
			switch why {
			case had:
				l.had++
			case old:
				l.old++
			case none:
				l.spent++
			case written: // spoken of as the rep's own
			}
		}
	}
	return l
}

func (l look) inWords(set Settings) string {
	var parts []string
	add := func(n int, why string) {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, why))
		}
	}
	add(l.had, "offered before")
	add(l.old, fmt.Sprintf("older than %g days", set.MaxAge.Hours()/(24*time.Hour).Hours()))
	add(l.spent, "going to as many others that day as spread allows")
	add(l.avoided.phrase, "with a phrase of the avoid list")
	add(l.avoided.language, "in a language that the buyer does not read")
	add(l.avoided.format, "in a format that the buyer does not take")
	return strings.Join(parts, ", ")
}

// dryNotes tells of the origins whose turn it was and that had nothing to offer.
func (m *member) dryNotes() (notes []string) {
	advice := map[curation.Origin]string{
		curation.Others:  "add feeds to the persona's list",
		curation.Company: "add feeds to company.yaml",
		curation.Own:     "add a feed that the rep writes (own_feeds in reps.csv)",
	}
	for _, o := range curation.Origins() {
		if n := m.dry[o]; n > 0 {
			notes = append(notes, fmt.Sprintf("%s content was due for %d of %d picks and there was none to offer: %s", o, n, len(m.fresh), advice[o]))
		}
	}
	return notes
}
