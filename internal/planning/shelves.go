package planning

import (
	"cmp"
	"iter"
	"slices"
	"strings"
	"time"

	"example.com/pickwick/internal/curation"
)

// offer is a story with its score for one persona; the score has no reasons yet.
type offer struct {
	story *curation.Story
	score curation.Score
}

// ruledOut counts stories by what of a persona's list rules them out.
type ruledOut struct{ phrase, language, format int }

func ruledOutBy(avoided string) ruledOut {
	switch kind, _, _ := strings.Cut(avoided, ": "); kind {
	case "language":
		return ruledOut{language: 1}
	case "format":
		return ruledOut{format: 1}
	default:
		return ruledOut{phrase: 1}
	}
}

func (r ruledOut) plus(o ruledOut) ruledOut {
	return ruledOut{r.phrase + o.phrase, r.language + o.language, r.format + o.format}
}

// shelf is what can be offered of one origin to one persona, best first, or
// what one rep wrote.
type shelf []offer

// label tells shelves apart.
type label struct {
	origin  curation.Origin
	persona string // of others' and company stories
	rep     string // of own ones
}

// shelves holds every story that may be offered to anybody, scored once.
type shelves struct {
	min     float64
	by      map[label]shelf
	good    map[string][]string // the personas for which a story of the lists scored enough
	avoided map[string]ruledOut // how many stories each persona's list rules out
	panel   panel
	place   map[string]int // of each persona in the panel
}

// reasons are those of an offer's score.
func (s shelves) reasons(o offer) []curation.Reason {
	return s.panel.Score(s.place[o.score.Persona], *o.story).Reasons
}

// stock scores the stories and puts them on their shelves. What has no address
// can't be shared, what is too old or avoided is not offered: none of it gets
// onto a shelf. What scored too little does, to be spoken of.
func (p *Planner) stock(stories []curation.Story, team []*member, now time.Time) shelves {
	stories = p.offerable(stories, now)
	writes := map[string][]string{} // who has a persona, and own feeds
	for _, m := range team {
		for _, persona := range m.personas {
			writes[persona.ID] = append(writes[persona.ID], m.rep.ID)
		}
	}
	served := slices.DeleteFunc(slices.Clone(p.lists.Personas), func(persona curation.Persona) bool { return writes[persona.ID] == nil })
	sh := shelves{
		min: p.set.MinScore, by: map[label]shelf{}, good: map[string][]string{}, avoided: map[string]ruledOut{},
		panel: p.scoring(served, now), place: map[string]int{},
	}
	for _, st := range stories {
		sh.panel.Add(st)
	}
	for i, persona := range served {
		sh.place[persona.ID] = i
	}
	for n, verdicts := range sh.panel.Verdicts() {
		st := &stories[n]
		for i, v := range verdicts {
			persona := served[i].ID
			if st.Origin == curation.Own && !slices.Contains(writes[persona], st.Rep) || !serves(*st, persona) {
				continue
			}
			if v.Avoided != "" {
				sh.avoided[persona] = sh.avoided[persona].plus(ruledOutBy(v.Avoided))
				continue
			}
			l := label{origin: st.Origin, persona: persona}
			if st.Origin == curation.Own {
				l = label{origin: curation.Own, rep: st.Rep}
			} else if v.Total >= sh.min {
				sh.good[st.ID] = append(sh.good[st.ID], persona)
			}
			sh.by[l] = append(sh.by[l], offer{st, curation.Score{Persona: persona, Total: v.Total}})
		}
	}
	for _, s := range sh.by {
		slices.SortFunc(s, better)
	}
	return sh
}

// better orders offers: the higher score, then the newer story, then by ID.
func better(a, b offer) int {
	return cmp.Or(
		cmp.Compare(b.score.Total, a.score.Total),
		b.story.Item.Published.Compare(a.story.Item.Published),
		strings.Compare(a.story.ID, b.story.ID),
		strings.Compare(a.score.Persona, b.score.Persona),
	)
}

// of is every offer of an origin to a rep, best first over all the rep's
// personas, those that scored too little included.
func (s shelves) of(m *member, origin curation.Origin) iter.Seq[offer] {
	return func(yield func(offer) bool) {
		var heads []shelf
		if origin == curation.Own {
			heads = append(heads, s.by[label{origin: curation.Own, rep: m.rep.ID}])
		} else {
			for _, p := range m.personas {
				heads = append(heads, s.by[label{origin: origin, persona: p.ID}])
			}
		}
		for {
			first := -1
			for i, h := range heads {
				if len(h) > 0 && (first < 0 || better(h[0], heads[first][0]) < 0) {
					first = i
				}
			}
			if first < 0 || !yield(heads[first][0]) {
				return
			}
			heads[first] = heads[first][1:]
		}
	}
}
