package planning

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"example.com/pickwick/internal/curation"
)

// Explanation is how one story does for one persona.
type Explanation struct {
	Story    curation.Story
	Persona  curation.Persona
	Score    curation.Score
	MinScore float64 // what it takes to be offered
	Place    int     // among the stories on its lists that the persona could be offered, or the same rep's own ones, 1 for the best; 0 if it is none of them
	Of       int     // how many those are
	Why      string  // why it is none of them, in plain words; empty if it is
}

// Explain scores one story, named by its ID, or the ID or address of one of its
// items, as a plan made now would. An unknown name is a curation.NotFound error,
// an unknown persona a curation.Invalid one.
func (p *Planner) Explain(ctx context.Context, name, persona string) (Explanation, error) {
	at := slices.IndexFunc(p.lists.Personas, func(l curation.Persona) bool { return l.ID == persona })
	if at < 0 {
		return Explanation{}, curation.Errorf(curation.Invalid, "there is no persona %q: the lists have %s", persona, idsOf(p.lists.Personas))
	}
	e := Explanation{Persona: p.lists.Personas[at], MinScore: p.set.MinScore}
	now := p.now()
	reps, err := p.store.Reps(ctx)
	if err != nil {
		return Explanation{}, fmt.Errorf("read the reps: %w", err)
	}
	items, err := p.store.Items(ctx, time.Time{})
	if err != nil {
		return Explanation{}, fmt.Errorf("read the items: %w", err)
	}
	var found bool
	if e.Story, e.Why, found = p.find(items, reps, name, now); !found {
		return Explanation{}, curation.Errorf(curation.NotFound,
			"there is no story or item %q: name it by its ID or its address, as pickwick picks shows them", name)
	}
	pool := p.pool(items, reps, now)
	panel := p.scoring([]curation.Persona{e.Persona}, now)
	for _, st := range pool {
		panel.Add(st)
	}
	e.Score = panel.Score(0, e.Story)
	switch {
	case e.Why != "":
	case e.Score.Avoided != "":
		e.Why = avoidedInWords(e.Score.Avoided)
	case !serves(e.Story, persona):
		e.Why = "its feeds are on the lists of other personas"
	case e.Score.Total < p.set.MinScore:
		e.Why = fmt.Sprintf("it scores less than the %.0f that delivery.min_score asks for", p.set.MinScore)
	}
	e.place(pool, panel)
	return e, nil
}

// pool is the stories that a plan made now can offer.
func (p *Planner) pool(items []curation.Item, reps []curation.Rep, now time.Time) []curation.Story {
	since := p.since(reps, now)
	young := slices.DeleteFunc(slices.Clone(items), func(it curation.Item) bool { return it.Published.Before(since) })
	return p.offerable(Stories(young, p.lists, reps), now)
}

// find is the story of a name, and why it can be offered to nobody, if so.
func (p *Planner) find(items []curation.Item, reps []curation.Rep, name string, now time.Time) (st curation.Story, why string, found bool) {
	named := func(st curation.Story) bool { return tells(st, name) }
	if pool := p.pool(items, reps, now); slices.ContainsFunc(pool, named) {
		return pool[slices.IndexFunc(pool, named)], "", true
	}
	all := Stories(items, p.lists, reps)
	if i := slices.IndexFunc(all, named); i >= 0 {
		if all[i].Item.URL == "" {
			return all[i], "it has no address to share", true
		}
		return all[i], fmt.Sprintf("it is %s old, and delivery.max_age is %s", days(now.Sub(all[i].Item.Published)), days(p.set.MaxAge)), true
	}
	for _, it := range items {
		if st := (curation.Story{ID: it.StoryID, Item: it, Origin: curation.Others, Weight: 1}); named(st) {
			return st, "its feed is on no list any more", true
		}
	}
	return curation.Story{}, "", false
}

// days is a duration in whole days, for people.
func days(d time.Duration) string {
	if n := int(d.Hours() / 24); n != 1 {
		return fmt.Sprintf("%d days", n)
	}
	return "1 day"
}

// avoidedInWords says what of the persona's list rules a story out.
func avoidedInWords(avoided string) string {
	kind, what, _ := strings.Cut(avoided, ": ")
	switch kind {
	case "language":
		return fmt.Sprintf("it is written in another language (%s) than the persona's list names", what)
	case "format":
		return fmt.Sprintf("it is a %s, which the persona's list rules out", what)
	default:
		return fmt.Sprintf("the persona's avoid list has “%s”", avoided)
	}
}

// place finds where the story stands among those that the persona could be
// offered. What a rep wrote has its own place in the mix.
func (e *Explanation) place(pool []curation.Story, panel panel) {
	self := offer{&e.Story, e.Score}
	for i, verdicts := range panel.Verdicts() {
		if pool[i].Rep != e.Story.Rep || !serves(pool[i], e.Persona.ID) {
			continue
		}
		v := verdicts[0]
		o := offer{&pool[i], curation.Score{Persona: e.Persona.ID, Total: v.Total}}
		if v.Avoided != "" || v.Total < e.MinScore {
			continue
		}
		e.Of++
		if better(o, self) < 0 {
			e.Place++
		}
	}
	e.Place++
	if e.Why != "" {
		e.Place = 0
	}
}

// tells reports whether a name is that of a story or of one of its items.
func tells(st curation.Story, name string) bool {
	is := func(it curation.Item) bool { return it.ID == name || it.URL != "" && it.URL == name }
	return st.ID == name || is(st.Item) || slices.ContainsFunc(st.AlsoIn, is)
}
