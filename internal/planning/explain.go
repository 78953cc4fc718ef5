package planning

import (
	"context"
	"fmt"
	"slices"

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

// Explain scores one story, named by its own ID or that of one of its items,
// as a plan made now would. An unknown ID or persona is a curation.NotFound error.
func (p *Planner) Explain(ctx context.Context, id, persona string) (Explanation, error) {
	at := slices.IndexFunc(p.lists.Personas, func(l curation.Persona) bool { return l.ID == persona })
	if at < 0 {
		return Explanation{}, curation.Errorf(curation.NotFound, "there is no persona %q: the files in the feeds folder name them", persona)
	}
	e := Explanation{Persona: p.lists.Personas[at], MinScore: p.set.MinScore}
	now := p.now()
	reps, err := p.store.Reps(ctx)
	if err != nil {
		return Explanation{}, fmt.Errorf("read the reps: %w", err)
	}
	items, err := p.store.Items(ctx, p.since(reps, now))
	if err != nil {
		return Explanation{}, fmt.Errorf("read the items: %w", err)
	}
	stories := p.offerable(Stories(items, p.lists, reps), now)
	found := slices.IndexFunc(stories, func(st curation.Story) bool { return tells(st, id) })
	if found < 0 {
		return Explanation{}, curation.Errorf(curation.NotFound,
			"no story with the ID %q can be offered now: it is unknown, too old (delivery.max_age), has no address, or its feed is on no list", id)
	}
	e.Story = stories[found]
	score := p.scoring(represent(stories), now)(e.Persona)
	e.Score = score.Score(e.Story)
	switch {
	case e.Score.Avoided != "":
		e.Why = fmt.Sprintf("ruled out by the persona's list: %s", e.Score.Avoided)
	case !serves(e.Story, persona):
		e.Why = "its feeds are on the lists of other personas"
	case e.Score.Total < p.set.MinScore:
		e.Why = fmt.Sprintf("it scores less than the %.0f that delivery.min_score asks for", p.set.MinScore)
	}
	self := offer{&e.Story, e.Score}
	for i := range stories {
		if stories[i].Rep != e.Story.Rep || !serves(stories[i], persona) {
			continue // what a rep wrote has its own place in the mix
		}
		o := offer{&stories[i], score.Total(stories[i])}
		if o.score.Avoided != "" || o.score.Total < p.set.MinScore {
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
	return e, nil
}

// tells reports whether an ID is that of a story or of one of its items.
func tells(st curation.Story, id string) bool {
	return st.ID == id || st.Item.ID == id ||
		slices.ContainsFunc(st.AlsoIn, func(it curation.Item) bool { return it.ID == id })
}
