package storetest

import (
	"cmp"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"example.com/pickwick/internal/curation"
)

// model is what the store should do, in a few lines of memory.
type model struct {
	rep   curation.RepState
	picks map[string]curation.Status
	tries map[string]int
	empty map[string]bool
}

const modelDays = 3

// randomChangesAgreeWithTheModel makes random calls about a rep and their
// picks, and compares what the store says with the model after each.
func randomChangesAgreeWithTheModel(t *testing.T, fresh Fresh) {
	s := opened(t, fresh)
	all := changes()
	run := 0
	rapid.Check(t, func(rt *rapid.T) {
		run++ // each run has a rep of its own, so that one database serves all
		id := fmt.Sprint("rep ", run)
		m := model{curation.RepActive, map[string]curation.Status{}, map[string]int{}, map[string]bool{}}
		r := rep(id)
		_, _, err := s.SaveReps(t.Context(), []curation.Rep{r})
		agree(rt, "save the rep", err, true)
		for range rapid.IntRange(1, 25).Draw(rt, "steps") {
			date := rapid.IntRange(1, modelDays).Draw(rt, "date")
			p := pick(id, date, 1)
			switch n := rapid.IntRange(0, len(all)+2).Draw(rt, "what"); {
			case n < len(all) && !all[n].zero:
				m.change(rt, t, s, all[n], p.ID)
			case n < len(all): // Expire speaks of all reps, those of other runs too
			case n == len(all):
				to := rapid.SampledFrom([]curation.RepState{curation.RepActive, curation.RepPaused, curation.RepLeft}).Draw(rt, "state")
				agree(rt, "state", s.SetRepState(t.Context(), id, to, "x"), true)
				m.state(to)
			case n == len(all)+1:
				agree(rt, "pause", s.PauseRep(t.Context(), id, "x"), m.rep != curation.RepLeft)
				if m.rep != curation.RepLeft {
					m.rep = curation.RepPaused
				}
			default:
				if rapid.Bool().Draw(rt, "empty") {
					p = empty(id, date)
				}
				written, err := s.SaveQueue(t.Context(), id, []curation.Pick{p}, nil)
				want, ok := m.save(p)
				agree(rt, "save the queue", err, ok)
				if written != want {
					rt.Fatalf("wrote %d of %s, want %d", written, p.ID, want)
				}
			}
			m.compare(rt, t, s, id)
		}
	})
}

// randomPollsAreSavedOnce saves random polls in random groups, each group
// twice: every item is new once, and has a story that nothing moves it from.
func randomPollsAreSavedOnce(t *testing.T, fresh Fresh) {
	s := opened(t, fresh)
	run := 0
	rapid.Check(t, func(rt *rapid.T) {
		run++
		known := map[string]string{} // the stories of items
		for range rapid.IntRange(1, 4).Draw(rt, "groups") {
			var polls []curation.Polled
			fresh := map[string]bool{}
			for range rapid.IntRange(1, 3).Draw(rt, "polls") {
				var entries []curation.Entry
				for range rapid.IntRange(0, 6).Draw(rt, "items") {
					id := fmt.Sprint(run, " ", rapid.IntRange(1, 12).Draw(rt, "item"))
					e := curation.Entry{Item: item(id, rapid.IntRange(1, 30).Draw(rt, "day"))}
					for range rapid.IntRange(0, 2).Draw(rt, "keys") {
						e.Keys = append(e.Keys, curation.StoryKey{
							Key:    fmt.Sprint(run, " ", rapid.IntRange(1, 4).Draw(rt, "key")),
							Within: time.Duration(rapid.IntRange(0, 5).Draw(rt, "days")) * 24 * time.Hour,
						})
					}
					entries = append(entries, e)
					if known[id] == "" {
						fresh[id] = true
					}
				}
				polls = append(polls, poll(fmt.Sprint("https://feed-", len(polls), ".example/"), day(30), entries...))
			}
			if got := sum(get(s.SavePolls(t.Context(), polls))(rt)); got != len(fresh) {
				rt.Fatalf("%d items were new, want %d", got, len(fresh))
			}
			if got := sum(get(s.SavePolls(t.Context(), polls))(rt)); got != 0 {
				rt.Fatalf("%d items were new the second time", got)
			}
			for id := range fresh {
				known[id] = get(s.Item(t.Context(), id))(rt).StoryID
			}
			for id, story := range known {
				if got := get(s.Item(t.Context(), id))(rt).StoryID; got != story || story == "" {
					rt.Fatalf("the item %s moved from the story %q to %q", id, story, got)
				}
			}
		}
	})
}

func sum(list []int) (n int) {
	for _, i := range list {
		n += i
	}
	return n
}

// agree fails unless an error came exactly when it should.
func agree(rt *rapid.T, what string, err error, ok bool) {
	if (err == nil) != ok {
		rt.Fatalf("%s: error %v, want success %v", what, err, ok)
	}
}

func (m *model) change(rt *rapid.T, t *testing.T, s Store, c change, id string) {
	from, there := m.picks[id]
	to, ok := c.to[from]
	switch {
	case !there:
		ok = false
	case c.name == "Begin":
		ok = ok && m.rep == curation.RepActive
	case from != curation.Queued && from != curation.Sending && m.empty[id]:
		ok = false // there is no answering an empty day
	}
	agree(rt, c.name+" from "+string(from), c.do(t.Context(), s, id), ok)
	if ok {
		m.picks[id] = to
		if c.name == "Begin" {
			m.tries[id]++
		}
	}
}

func (m *model) state(to curation.RepState) {
	back := to == curation.RepActive && m.rep != curation.RepActive
	m.rep = to
	for id, st := range m.picks {
		neverBegun := m.empty[id] || m.tries[id] == 0
		if st == curation.Queued && (to == curation.RepLeft || back && neverBegun) {
			delete(m.picks, id)
			delete(m.tries, id)
		}
	}
}

// save says how many are written, and whether they can be.
func (m *model) save(p curation.Pick) (written int, ok bool) {
	held, there := m.picks[p.ID]
	switch {
	case m.rep == curation.RepLeft, there && m.empty[p.ID] == p.Empty():
		return 0, true
	case there && (held != curation.Queued || !m.empty[p.ID] && m.tries[p.ID] > 0):
		return 0, false
	}
	m.picks[p.ID], m.tries[p.ID], m.empty[p.ID] = curation.Queued, 0, p.Empty()
	return 1, true
}

func (m *model) compare(rt *rapid.T, t *testing.T, s Store, rep string) {
	line := func(id string, st curation.Status, tries int, empty bool) string {
		return fmt.Sprintf("%s %s, %d tries, empty: %v", id, st, tries, empty)
	}
	var want, got []string
	for id, st := range m.picks {
		want = append(want, line(id, st, m.tries[id], m.empty[id]))
	}
	slices.SortFunc(want, cmp.Compare[string])
	for _, p := range get(s.Picks(t.Context(), rep))(rt) {
		got = append(got, line(p.ID, p.Status, p.Tries, p.Empty()))
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		rt.Fatalf("the store has\n%q\nthe model\n%q", got, want)
	}
	due := 0
	for _, p := range get(s.Due(t.Context(), day(modelDays+1).Add(30*24*time.Hour)))(rt) {
		if p.Rep == rep {
			due++
		}
	}
	open := 0
	for _, st := range m.picks {
		if m.rep == curation.RepActive && (st == curation.Queued || st == curation.Sending) {
			open++
		}
	}
	if due != open {
		rt.Fatalf("%d picks are due, want %d", due, open)
	}
	if r := get(s.Rep(t.Context(), rep))(rt); r.State != m.rep {
		rt.Fatalf("the rep is %s, want %s", r.State, m.rep)
	}
}
