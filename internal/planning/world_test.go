package planning

import (
	"fmt"
	"iter"
	"testing"
	"time"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/relevance"
)

// monday is a Monday morning in Berlin, before the hour of delivery.
var monday = time.Date(2026, 11, 23, 6, 0, 0, 0, time.UTC)

const (
	othersFeed  = "https://press.example/feed"
	companyFeed = "https://acme.example/feed"
)

// world is a small company to plan for, with scores as the test sets them.
type world struct {
	store  memory
	lists  Lists
	set    Settings
	now    time.Time
	score  map[string]float64 // by item ID, or by persona and item ID: "cfo/item"; 50 if neither is there
	avoids map[string]bool    // likewise
	faded  map[string]float64 // by item ID, how many points its age has cost
	speaks map[string]int     // by item ID, the place of the interest that earned them; 0 if it is not there
}

func newWorld(personas ...string) *world {
	w := &world{
		now: monday,
		set: Settings{
			Mix: curation.DefaultMix(), At: "08:30", TimeZone: "Europe/Berlin", PicksPerDay: 1, MinScore: 30,
			Days:   []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday},
			MaxAge: 30 * 24 * time.Hour, RepeatAfter: 90 * 24 * time.Hour, Spread: 1,
		},
		score: map[string]float64{}, avoids: map[string]bool{}, faded: map[string]float64{}, speaks: map[string]int{},
	}
	w.lists.Company = curation.CompanyProfile{
		Name: "Acme", Names: []string{"Acme"}, Domains: []string{"acme.example"},
		Feeds: []curation.Feed{{URL: companyFeed, Origin: curation.Company}},
	}
	for _, id := range personas {
		w.persona(id, othersFeed)
	}
	return w
}

func (w *world) persona(id string, feeds ...string) {
	p := curation.Persona{ID: id, Name: "the " + id, Interests: []curation.Interest{{Topic: "cash", Ask: "How is your cash?"}}}
	for _, url := range feeds {
		p.Feeds = append(p.Feeds, curation.Feed{URL: url, Origin: curation.Others})
	}
	w.lists.Personas = append(w.lists.Personas, p)
}

func (w *world) rep(id string, personas ...string) *curation.Rep {
	w.store.reps = append(w.store.reps, curation.Rep{
		ID: id, Name: id, Personas: personas, State: curation.RepActive, OwnFeeds: []string{ownFeed(id)},
	})
	return &w.store.reps[len(w.store.reps)-1]
}

func ownFeed(rep string) string { return "https://" + rep + ".example/feed" }

// item adds a story of one item, published an hour ago.
func (w *world) item(id, feed string, score float64) *curation.Item {
	w.score[id] = score
	w.store.items = append(w.store.items, curation.Item{
		ID: id, StoryID: "story of " + id, FeedURL: feed, URL: "https://site.example/" + id,
		Title: id, Text: "All about " + id, Published: w.now.Add(-time.Hour),
	})
	return &w.store.items[len(w.store.items)-1]
}

// items adds so many stories of falling score from 90 on.
func (w *world) items(n int, feed string) {
	for i := range n {
		w.item(fmt.Sprintf("%s#%03d", feed, i), feed, 90-float64(i)/10)
	}
}

func (w *world) planner() *Planner {
	p := New(&w.store, w.lists, w.set, func() time.Time { return w.now })
	p.scoring = func(personas []curation.Persona, _ time.Time) panel {
		return &tablePanel{w: w, personas: personas}
	}
	return p
}

// tablePanel looks scores up in the world's table. Each is earned by one
// interest alone.
type tablePanel struct {
	w        *world
	personas []curation.Persona
	stories  []curation.Story
}

func (t *tablePanel) Add(st curation.Story) { t.stories = append(t.stories, st) }

func (t *tablePanel) Score(persona int, st curation.Story) curation.Score {
	return t.w.scoreOf(t.personas[persona].ID, st.Item.ID)
}

func (t *tablePanel) Verdicts() iter.Seq2[int, []relevance.Verdict] {
	return func(yield func(int, []relevance.Verdict) bool) {
		for n, st := range t.stories {
			verdicts := make([]relevance.Verdict, len(t.personas))
			for i, p := range t.personas {
				s := t.Score(i, st)
				verdicts[i] = relevance.Verdict{Total: s.Total - t.w.faded[st.Item.ID], New: s.Total, Avoided: s.Avoided}
				verdicts[i].Interests = make([]float64, len(p.Interests))
				verdicts[i].Interests[t.w.speaks[st.Item.ID]] = 1
			}
			if !yield(n, verdicts) {
				return
			}
		}
	}
}

func (w *world) scoreOf(persona, item string) curation.Score {
	total, ok := w.score[persona+"/"+item]
	if !ok {
		if total, ok = w.score[item]; !ok {
			total = 50
		}
	}
	s := curation.Score{
		Persona: persona, Total: total,
		Reasons: []curation.Reason{{Kind: curation.ReasonInterest, Topic: "cash", Points: total, Evidence: item, Where: "title"}},
	}
	if w.avoids[item] || w.avoids[persona+"/"+item] {
		s.Avoided = "gossip"
	}
	return s
}

// fataler is what both *testing.T and *rapid.T can do.
type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

func (w *world) plan(t fataler, days int) Result {
	t.Helper()
	res, err := w.planner().Plan(background, Request{Days: days})
	if err != nil {
		t.Fatalf("plan: %v", err)
	}
	return res
}

// only is the one queue of a result.
func only(tb testing.TB, res Result) Queue {
	tb.Helper()
	if len(res.Queues) != 1 {
		tb.Fatalf("%d queues, want one", len(res.Queues))
	}
	return res.Queues[0]
}
