package planning

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"example.com/pickwick/internal/curation"
)

// state is what is known of a feed that was read until some time ago, and has
// failed since.
func (w *world) state(url string, failing time.Duration) curation.FeedState {
	s := curation.FeedState{URL: url, LastPoll: w.now, LastSuccess: w.now.Add(-failing)}
	if failing > 0 {
		s.Failures, s.FailingSince = 3, w.now.Add(-failing)
	}
	return s
}

func TestForecastExpectsNothingOfAFeedThatStopped(t *testing.T) {
	for _, c := range []struct {
		name    string
		state   func(*curation.FeedState)
		failing time.Duration
		want    Stop
	}{
		{"well", nil, 0, ""},
		{"failing for less than three days", nil, 3*day - time.Second, ""},
		{"failing for three days", nil, 3 * day, Failing},
		{"gone", func(s *curation.FeedState) { s.Retired = true }, day, Gone},
		{"held back", func(s *curation.FeedState) { s.Quarantined = "it changed hands" }, 0, HeldBack},
		{"held back and failing", func(s *curation.FeedState) { s.Quarantined = "it changed hands" }, 9 * day, HeldBack},
		{"its success forgotten, its items not", func(s *curation.FeedState) { s.LastSuccess = time.Time{} }, 0, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld()
			w.persona("cfo", "a", "b")
			w.rep("ana", "cfo")
			w.weekly(3, "a")
			w.weekly(1, "b")
			a := w.state("a", c.failing)
			if c.state != nil {
				c.state(&a)
			}
			w.store.feeds = []curation.FeedState{a, w.state("b", 0)}
			f := w.forecast(t, "cfo")
			s := f.of(curation.Others)
			if s.InStock != 16 {
				t.Errorf("%d in stock, want all 16 that came in", s.InStock)
			}
			if c.want == "" {
				if s.PerWeek != 4 || len(s.Stopped) > 0 || f.Personas[0].Interests[0].PerWeek != 4 {
					t.Errorf("it goes on: %+v", s)
				}
				return
			}
			if s.PerWeek != 1 || f.Personas[0].Interests[0].PerWeek != 1 || len(s.Feeds) != 1 || len(s.Silent) > 0 {
				t.Errorf("only b brings anything: %+v", s)
			}
			if len(s.Stopped) != 1 || s.Stopped[0].Feed != "a" || s.Stopped[0].Stop != c.want || s.Stopped[0].PerWeek != 0 || s.Stopped[0].Good != 12 {
				t.Fatalf("stopped: %+v", s.Stopped)
			}
			if since := s.Stopped[0].Since; (since != nil) != (c.want == Failing) || since != nil && !since.Equal(w.now.Add(-c.failing)) {
				t.Errorf("since %v", since)
			}
			if !strings.HasSuffix(s.Advice, "; some of its feeds bring nothing: see pickwick feeds health") {
				t.Errorf("advises to %s", s.Advice)
			}
		})
	}
}

// TestAStoryOfTwoFeedsComesByTheOneThatGoesOn: what a gone feed brought first
// will come by the other from now on.
func TestAStoryOfTwoFeedsComesByTheOneThatGoesOn(t *testing.T) {
	w := newWorld()
	w.persona("cfo", "a", "b")
	w.rep("ana", "cfo")
	w.weekly(2, "a")
	n := 0
	w.weekly(2, "b", func(it *curation.Item) {
		it.StoryID = fmt.Sprintf("story of a#%d", n)
		it.Published = it.Published.Add(time.Minute)
		n++
	})
	gone := w.state("a", day)
	gone.Retired = true
	w.store.feeds = []curation.FeedState{gone, w.state("b", 0)}
	s := w.forecast(t, "cfo").of(curation.Others)
	if s.PerWeek != 2 || shown(s.Feeds) != " 2 of 8" || s.Feeds[0].Feed != "b" || len(s.Stopped) != 1 || s.Stopped[0].Good != 0 {
		t.Errorf("%+v", s)
	}
}

func TestForecastSaysWhyNothingCanComeIn(t *testing.T) {
	const fetch = "fetch the feeds first: pickwick fetch"
	failed := func(w *world, url string) curation.FeedState { // at its first poll, an hour ago
		s := w.state(url, time.Hour)
		s.LastSuccess = time.Time{}
		return s
	}
	held := func(w *world, url string) curation.FeedState {
		s := w.state(url, 0)
		s.Quarantined = "far more than ever"
		return s
	}
	for _, c := range []struct {
		name    string
		feeds   string
		states  func(*world) []curation.FeedState
		want    string
		stopped string
	}{
		{"never polled", "a b", func(*world) []curation.FeedState { return nil }, fetch, "a not read yet, b not read yet"},
		{"only one failed so far", "a", func(w *world) []curation.FeedState { return []curation.FeedState{failed(w, "a")} }, "its only feed can't be read: see pickwick feeds health", "a not read yet"},
		{"all failed", "a b", func(w *world) []curation.FeedState { return []curation.FeedState{failed(w, "a"), w.state("b", 5*day)} }, "none of its feeds can be read: see pickwick feeds health", "a not read yet, b failing"},
		{"only one, held back", "a", func(w *world) []curation.FeedState { return []curation.FeedState{held(w, "a")} }, "its only feed is held back: see pickwick feeds health", "a held back"},
		{"all held back", "a b", func(w *world) []curation.FeedState { return []curation.FeedState{held(w, "a"), held(w, "b")} }, "all of its feeds are held back: see pickwick feeds health", "a held back, b held back"},
		{"one failed, one was never polled", "a b", func(w *world) []curation.FeedState { return []curation.FeedState{failed(w, "a")} }, "none of its feeds can be read: see pickwick feeds health", "a not read yet, b not read yet"},
		{"read, and empty", "a", func(w *world) []curation.FeedState { return []curation.FeedState{w.state("a", 0)} }, "add feeds to the persona's list", ""},
		{"one of two failed", "a b", func(w *world) []curation.FeedState { return []curation.FeedState{failed(w, "a"), w.state("b", 0)} }, "add feeds to the persona's list; some of its feeds bring nothing: see pickwick feeds health", "a not read yet"},
		{"none on the list", "", func(*world) []curation.FeedState { return nil }, "add feeds to the persona's list", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld()
			w.persona("cfo", strings.Fields(c.feeds)...)
			w.rep("ana", "cfo")
			w.store.feeds = c.states(w)
			f := w.forecast(t, "cfo")
			s := f.of(curation.Others)
			var stopped []string
			for _, feed := range s.Stopped {
				stopped = append(stopped, feed.Feed+" "+string(feed.Stop))
			}
			if s.Advice != c.want || strings.Join(stopped, ", ") != c.stopped || s.State != NoSupply {
				t.Errorf("advises to %s; %v; %+v", s.Advice, stopped, s)
			}
			if f.Fetched != (len(w.store.feeds) > 0) {
				t.Errorf("fetched: %v", f.Fetched)
			}
		})
	}
}

func TestARepIsToldThatTheirOnlyFeedFails(t *testing.T) {
	w := newWorld("cfo")
	w.rep("ana", "cfo").Mix = curation.Mix{Others: 50, Own: 50}
	w.rep("bob", "cfo").Mix = curation.Mix{Others: 50, Own: 50}
	w.weekly(5, ownFeed("bob"))
	w.store.feeds = []curation.FeedState{w.state(ownFeed("ana"), 9*day), w.state(ownFeed("bob"), 0)}
	s := w.forecast(t, "cfo").of(curation.Own)
	if s.Advice != "their only feed can't be read: see pickwick feeds health" || len(s.Stopped) != 1 || s.Stopped[0].Feed != ownFeed("ana") {
		t.Errorf("%+v", s)
	}
}

// TestEachFeedIsToldOnce: a feed of a list brings something, is silent or has
// stopped, one of them and no more; and every good story counts for one.
func TestEachFeedIsToldOnce(t *testing.T) {
	feeds := []string{"a", "b", "c"}
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld()
		w.persona("cfo", feeds...)
		w.rep("ana", "cfo")
		for i := range rapid.IntRange(0, 12).Draw(t, "items") {
			it := w.item(fmt.Sprint(i), rapid.SampledFrom(feeds).Draw(t, "feed"), rapid.SampledFrom([]float64{10, 60}).Draw(t, "score"))
			it.StoryID = fmt.Sprint("s", rapid.IntRange(0, 6).Draw(t, "story"))
			it.Published = w.now.Add(-time.Duration(rapid.IntRange(0, 40).Draw(t, "days")) * day)
		}
		before := w.forecast(t, "cfo").of(curation.Others)
		for _, url := range feeds {
			st := w.state(url, time.Duration(rapid.IntRange(0, 6).Draw(t, "failing"))*day)
			st.Retired = rapid.Bool().Draw(t, "gone")
			w.store.feeds = append(w.store.feeds, st)
		}
		s := w.forecast(t, "cfo").of(curation.Others)
		told := map[string]int{}
		for _, list := range [][]FeedFlow{s.Feeds, s.Silent, s.Stopped} {
			for _, f := range list {
				told[f.Feed]++
			}
		}
		carried := 0 // by a feed that goes on, a story that another was named for
		for _, url := range feeds {
			if told[url] > 1 {
				t.Fatalf("%s is told %d times: %+v", url, told[url], s)
			}
			if told[url] == 0 {
				carried++
			}
		}
		if carried == len(feeds) || s.InStock != before.InStock {
			t.Fatalf("%+v", s)
		}
		good := 0
		for _, f := range append(s.Feeds, s.Stopped...) {
			good += f.Good
		}
		was := 0
		for _, f := range before.Feeds {
			was += f.Good
		}
		if good != was {
			t.Fatalf("%d good stories, there were %d", good, was)
		}
	})
}
