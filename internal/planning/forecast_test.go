package planning

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"example.com/pickwick/internal/curation"
)

const day = 24 * time.Hour

// weekly adds stories of a feed, so many a week, from now back for four weeks.
func (w *world) weekly(perWeek int, feed string, change ...func(*curation.Item)) {
	for i := range 4 * perWeek {
		it := w.item(fmt.Sprintf("%s#%d", feed, i), feed, 60)
		it.Published = w.now.Add(-time.Duration(i) * week / time.Duration(perWeek))
		it.FirstSeen = it.Published.Add(time.Hour)
		for _, c := range change {
			c(it)
		}
	}
	w.item(feed+"#old", feed, 0).Published = w.now.Add(-6 * week) // so that it is known for long
}

func (w *world) forecast(t fataler, persona string) Forecast {
	t.Helper()
	f, err := w.planner().Forecast(background, persona)
	if err != nil {
		t.Fatalf("forecast: %v", err)
	}
	return f
}

// of is the supply of one origin for the first persona.
func (f Forecast) of(o curation.Origin) Supply {
	return f.Personas[0].Supply[slices.Index(curation.Origins(), o)]
}

func TestForecastSaysHowLongAQueueLasts(t *testing.T) {
	press := func(perWeek int) func(*world) { return func(w *world) { w.weekly(perWeek, othersFeed) } }
	for _, c := range []struct {
		name                string
		set                 func(*world)
		perWeek, need       float64
		stock               int
		state               SupplyState
		dry, verdict, advis string
	}{
		{"more comes in than is needed", press(5), 5, 3.5, 20, Lasts, "", "enough", ""},
		{
			"less comes in: what is in stock is too old after max_age", press(2), 2, 3.5, 8, RunsDry, "2026-12-23",
			"short by 1.5 a week", "add feeds to the persona's list",
		},
		{
			"less comes in, and most was had", func(w *world) {
				w.weekly(2, othersFeed)
				for i := range 6 {
					w.offered("ana", fmt.Sprintf("story of %s#%d", othersFeed, i), i)
				}
			}, 2, 3.5, 2, RunsDry, "2026-12-02", "short by 1.5 a week", "add feeds to the persona's list",
		},
		{"nothing good comes in", func(w *world) { w.item("bad", othersFeed, 10) }, 0, 3.5, 0, NoSupply, "", "nothing comes in", "add feeds to the persona's list; some of its feeds are too new to tell"},
		{"nothing was fetched", func(*world) {}, 0, 3.5, 0, NoSupply, "", "nothing comes in", "fetch the feeds first: pickwick fetch"},
		{"no rep", func(w *world) { w.weekly(2, othersFeed); w.store.reps = nil }, 2, 0, 8, NotNeeded, "", "not needed", ""},
		{
			"a rep who left", func(w *world) { w.weekly(2, othersFeed); w.store.reps[0].State = curation.RepLeft },
			2, 0, 8, NotNeeded, "", "not needed", "",
		},
		{
			"a share of 0", func(w *world) { w.weekly(2, othersFeed); w.store.reps[0].Mix = curation.Mix{Company: 100} },
			2, 0, 8, NotNeeded, "", "not needed", "",
		},
		{
			"the rep's own days, twice", func(w *world) {
				w.weekly(2, othersFeed)
				w.store.reps[0].Days = []time.Weekday{time.Monday, time.Friday, time.Friday}
				w.set.PicksPerDay = 2
			}, 2, 2.8, 8, RunsDry, "2026-12-23", "short by 0.8 a week", "add feeds to the persona's list",
		},
		{
			"a persona besides, which takes half", func(w *world) {
				w.weekly(2, othersFeed)
				w.persona("cio", "https://it.example/feed")
				w.store.reps[0].Personas = []string{"cfo", "cio", "nobody"}
			}, 2, 1.75, 8, Lasts, "", "enough", "",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld("cfo")
			w.rep("ana", "cfo")
			c.set(w)
			got := w.forecast(t, "cfo").of(curation.Others)
			want := Supply{
				Origin: curation.Others, PerWeek: c.perWeek, Need: c.need, InStock: c.stock,
				State: c.state, RunsDry: c.dry, Verdict: c.verdict, Advice: c.advis,
			}
			got.Feeds, got.Silent, got.Stopped = nil, nil, nil
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// offered gives a rep a story some days ago.
func (w *world) offered(rep, story string, daysAgo int) {
	if w.store.picks == nil {
		w.store.picks = map[string][]curation.Pick{}
	}
	at := w.now.Add(-time.Duration(daysAgo+1) * day)
	w.store.picks[rep] = append(w.store.picks[rep], curation.Pick{
		ID: fmt.Sprint(rep, story), Rep: rep, Date: at.Format(time.DateOnly), Slot: 1, DueAt: at,
		Status: curation.Shared, Origin: curation.Others, StoryID: story,
	})
}

func TestForecastCountsWhatWasGoodWhenItCameIn(t *testing.T) {
	w := newWorld("cfo")
	w.rep("ana", "cfo")
	at := func(id string, age time.Duration) *curation.Item {
		it := w.item(id, othersFeed, 60)
		it.Published = w.now.Add(-age)
		return it
	}
	at("good", 2*day)
	at("good when it came in", 20*day)
	w.faded["good when it came in"] = 40
	at("too old to count, young enough to offer", 29*day)
	at("too old for both", 40*day)
	at("avoided", day)
	w.avoids["avoided"] = true
	at("without an address", day).URL = ""
	at("too low", day)
	w.score["too low"] = 29.9
	at("of a feed on no list", day).FeedURL = "https://nobody.example/"
	at("about us", day).Title = "Acme opens a plant"
	s := w.forecast(t, "").of(curation.Others)
	if s.PerWeek != 0.5 || s.InStock != 2 || s.Feeds[0].Good != 2 {
		t.Errorf("two were good in four weeks, two are in stock: %+v", s)
	}
	if s.Feeds[0].Items != 6 {
		t.Errorf("six came in, good or not: %+v", s.Feeds[0])
	}
	if c := w.forecast(t, "").of(curation.Company); c.PerWeek != 0.25 || c.Feeds[0].Feed != othersFeed {
		t.Errorf("press about us is company content: %+v", c)
	}
}

// shown is feeds in short.
func shown(feeds []FeedFlow) string {
	var out []string
	for _, f := range feeds {
		s := fmt.Sprintf("%s %g of %d", f.Title, f.PerWeek, f.Items)
		if f.New {
			s += " new"
		}
		out = append(out, s)
	}
	return strings.Join(out, ", ")
}

func TestForecastSaysWhichFeedsBringIt(t *testing.T) {
	w := newWorld()
	w.persona("cfo", "a", "b", "c", "d", "e")
	w.persona("cio", "a")
	w.rep("ana", "cfo")
	for i, title := range []string{"Alpha", "Beta", "Gamma", "Delta", ""} {
		w.lists.Personas[0].Feeds[i].Title = title
	}
	w.weekly(2, "a")
	twice := 0
	w.weekly(1, "b", func(it *curation.Item) { // every other story of Alpha's, at the same time
		it.StoryID = fmt.Sprintf("story of a#%d", twice)
		twice += 2
	})
	w.weekly(1, "c", func(it *curation.Item) { w.score[it.ID] = 5 })
	for i := range 3 {
		it := w.item(fmt.Sprint("e", i), "e", 60)
		it.FeedTitle, it.Published = "Epsilon", w.now.Add(-time.Duration(i)*day)
	}
	w.store.feeds = []curation.FeedState{{URL: "d", LastPoll: w.now, LastSuccess: w.now}} // read, and empty
	s := w.forecast(t, "cfo").of(curation.Others)
	if got, want := shown(s.Feeds), "Epsilon 3 of 3 new, Alpha 2 of 8"; got != want {
		t.Errorf("brought by %s, want %s", got, want)
	}
	if got, want := shown(s.Silent), "Gamma 0 of 4, Delta 0 of 0"; got != want {
		t.Errorf("silent are %s, want %s", got, want)
	}
	if s.PerWeek != 5 {
		t.Errorf("%g a week, want 5: one of a feed that is known for two days is not one every day", s.PerWeek)
	}
	if got := shown(w.forecast(t, "cio").of(curation.Others).Feeds); got != "Alpha 2 of 8" {
		t.Errorf("cio gets %s", got)
	}
}

func TestForecastSpeaksOfTheWeakestInterests(t *testing.T) {
	w := newWorld("cfo")
	w.rep("ana", "cfo")
	w.lists.Personas[0].Interests = []curation.Interest{{Topic: "cash"}, {Topic: "tax"}, {Topic: "audit"}, {Topic: "ERP"}}
	w.weekly(3, othersFeed, func(it *curation.Item) {
		if strings.HasSuffix(it.ID, "#0") || strings.HasSuffix(it.ID, "#1") {
			w.speaks[it.ID] = 3
		}
	})
	f := w.forecast(t, "cfo")
	want := []InterestFlow{{"cash", 2.5}, {"tax", 0}, {"audit", 0}, {"ERP", 0.5}}
	if diff := cmp.Diff(want, f.Personas[0].Interests); diff != "" {
		t.Error(diff)
	}
	if got := f.of(curation.Others).Advice; got != "add feeds about “tax” and “audit”: fewest stories speak of that" {
		t.Errorf("advises to %s", got)
	}
}

func TestForecastOfOwnContent(t *testing.T) {
	w := newWorld("cfo")
	for _, id := range []string{"ana", "bob", "cem", "dan"} {
		w.rep(id, "cfo").Mix = curation.Mix{Others: 80, Own: 20} // one a week
	}
	w.store.reps[3].Mix = curation.Mix{Others: 100}
	w.weekly(1, ownFeed("ana"))
	for i := range 13 { // more than RepeatAfter has weeks
		w.item(fmt.Sprint("evergreen ", i), ownFeed("bob"), 60).Published = w.now.Add(-300 * day)
	}
	w.item("one", ownFeed("cem"), 60).Published = w.now.Add(-300 * day)
	w.item("had", ownFeed("cem"), 60).Published = w.now.Add(-300 * day)
	w.offered("cem", "story of had", 5)
	s := w.forecast(t, "").of(curation.Own)
	want := []OwnFlow{
		{"ana", 1, 4, 1, Lasts, "", 0.31},
		{"bob", 0, 13, 1, Lasts, "", 1.01},
		{"cem", 0, 1, 1, RunsDry, "2026-12-01", 0.16}, // one in stock, two come back every 90 days
		{"dan", 0, 0, 0, NotNeeded, "", 0},
	}
	if diff := cmp.Diff(want, s.Own); diff != "" {
		t.Error(diff)
	}
	if s.PerWeek != 1 || s.Need != 3 || s.InStock != 18 || s.State != RunsDry || s.RunsDry != "2026-12-01" {
		t.Errorf("summed: %+v", s)
	}
	if s.Back != 1.48 || s.Verdict != "cem is short by 0.8 a week" || s.Advice != "add feeds that cem writes (own_feeds in reps.csv), or lower the share of their own content" {
		t.Errorf("%s: %s", s.Verdict, s.Advice)
	}
}

// TestTheShortfallIsThatOfTheFiguresShown: who subtracts the columns of the
// table gets what it says.
func TestTheShortfallIsThatOfTheFiguresShown(t *testing.T) {
	own := func(need, perWeek, back float64) OwnFlow {
		state := Lasts
		if perWeek+back < need {
			state = RunsDry
		}
		return OwnFlow{Rep: "ana", Need: need, PerWeek: perWeek, Back: back, State: state}
	}
	for _, c := range []struct {
		name string
		s    Supply
		want string
	}{
		{"3.5 and 2.3, as shown", Supply{State: RunsDry, Need: 3.46, PerWeek: 2.34}, "short by 1.2 a week"},
		{"2.5 both, as shown", Supply{State: RunsDry, Need: 2.54, PerWeek: 2.46}, "short by less than 0.1 a week"},
		{"one rep", Supply{Origin: curation.Own, State: RunsDry, Need: 1.46, PerWeek: 0.5, Back: 0.14, Own: []OwnFlow{own(1.46, 0.5, 0.14)}}, "short by 0.9 a week"},
		{"both reps", Supply{Origin: curation.Own, State: RunsDry, Need: 2, Own: []OwnFlow{own(1, 0.24, 0), own(1, 0.24, 0)}}, "short by 1.5 a week"},
		{"two of three", Supply{Origin: curation.Own, State: RunsDry, Need: 3, Own: []OwnFlow{own(1, 0.24, 0), own(1, 0.5, 0), own(1, 9, 0)}}, "2 of 3 reps are short by 1.3 a week"},
		{"one has none, one enough", Supply{Origin: curation.Own, State: NoSupply, PerWeek: 2, Own: []OwnFlow{{Rep: "ana", Need: 1, State: NoSupply}, own(1, 2, 0)}}, "ana is short by 1 a week"},
		{"nobody has any", Supply{Origin: curation.Own, State: NoSupply, Own: []OwnFlow{{Rep: "ana", Need: 1, State: NoSupply}}}, "nothing comes in"},
		{"pieces that come back are enough", Supply{Origin: curation.Own, State: Lasts, Need: 1, PerWeek: 0.5, Back: 0.5}, "enough"},
	} {
		if got := verdictOn(c.s); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestNeedGrowsWithTheTeamOnlyWhereSpreadAsksForIt(t *testing.T) {
	for _, c := range []struct {
		reps   int
		spread float64
		maxAge time.Duration
		want   float64
	}{
		{1, 0.25, 30 * day, 3.5},
		{4, 0.25, 30 * day, 3.5},              // one a day for 21 days is enough for four
		{100, 0.25, 30 * day, 3.5},            // 25 a day
		{100, 0.25, day, 3.5 * 100 / 25},      // it lives for one day, and goes to 25
		{100, 0.01, 30 * day, 3.5 * 100 / 21}, // one a day for 21 days
		{100, 0.01, 0, 3.5},                   // of any age: it reaches everybody
		{100, 1, day, 3.5},                    // nothing holds it back
		{0, 0.25, 30 * day, 0},
	} {
		w := newWorld("cfo")
		w.set.Spread, w.set.MaxAge = c.spread, c.maxAge
		for i := range c.reps {
			w.rep(fmt.Sprintf("rep%03d", i), "cfo")
		}
		if got := w.forecast(t, "").of(curation.Others).Need; math.Abs(got-c.want) > 0.005 {
			t.Errorf("%d reps, spread %g, max_age %v: %g, want %g", c.reps, c.spread, c.maxAge, got, c.want)
		}
	}
}

func TestForecastErrors(t *testing.T) {
	w := newWorld("cfo", "cio")
	_, err := w.planner().Forecast(background, "ceo")
	if curation.KindOf(err) != curation.Invalid || !strings.Contains(err.Error(), "cfo, cio") {
		t.Errorf("an unknown persona: %v", err)
	}
	broken := errors.New("disk gone")
	for _, method := range []string{"Reps", "StoredItems", "FeedStates"} {
		w.store.fail = map[string]error{method: broken}
		if _, err := w.planner().Forecast(background, ""); !errors.Is(err, broken) {
			t.Errorf("%s fails: %v", method, err)
		}
	}
}

func TestEachStoryTellsWhatStoriesDoes(t *testing.T) {
	feed := rapid.SampledFrom([]string{othersFeed, companyFeed, ownFeed("ana"), ownFeed("bob"), "https://nobody.example/"})
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld("cfo")
		w.rep("ana", "cfo")
		w.rep("bob", "cfo").OwnFeeds = []string{ownFeed("bob"), ownFeed("ana"), othersFeed}
		for i := range rapid.IntRange(0, 12).Draw(t, "items") {
			it := w.item(fmt.Sprint(i), feed.Draw(t, "feed"), 50)
			it.StoryID = rapid.SampledFrom([]string{"", "s1", "s2", "s3"}).Draw(t, "story")
			it.Published = w.now.Add(-time.Duration(rapid.IntRange(0, 3).Draw(t, "hours")) * time.Hour)
		}
		items, err := w.store.Items(background, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		var got []curation.Story
		for st, err := range EachStory(w.store.StoredItems(background, time.Time{}), w.lists, w.store.reps) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, st)
		}
		want := Stories(items, w.lists, w.store.reps)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
		for n := range want { // it may be left off at any
			left := n
			for _, err := range EachStory(w.store.StoredItems(background, time.Time{}), w.lists, w.store.reps) {
				if err != nil {
					t.Fatal(err)
				}
				if left--; left < 0 {
					break
				}
			}
		}
	})
}

// TestForecastAddsUp: whatever is on the lists and came in, sums are those of
// their parts, and nobody is told of feeds that are not theirs.
func TestForecastAddsUp(t *testing.T) {
	feeds := []string{"a", "b", "c", companyFeed, ownFeed("ana"), ownFeed("bob")}
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld()
		mine := map[string][]string{}
		for _, id := range []string{"cfo", "cio"} {
			mine[id] = rapid.SliceOfNDistinct(rapid.SampledFrom(feeds), 0, 4, rapid.ID).Draw(t, id)
			w.persona(id, mine[id]...)
		}
		w.lists.Company.Feeds[0].Personas = rapid.SampledFrom([][]string{nil, {"cfo"}}).Draw(t, "the company's for")
		for _, id := range []string{"ana", "bob"} {
			r := w.rep(id, rapid.SampledFrom([][]string{{"cfo"}, {"cio"}, {"cfo", "cio"}}).Draw(t, "personas")...)
			r.Mix = rapid.SampledFrom([]curation.Mix{{}, {Others: 100}, {Company: 50, Own: 50}}).Draw(t, "mix")
		}
		for i := range rapid.IntRange(0, 15).Draw(t, "items") {
			it := w.item(fmt.Sprint(i), rapid.SampledFrom(feeds).Draw(t, "feed"), rapid.Float64Range(0, 100).Draw(t, "score"))
			it.StoryID = fmt.Sprint("s", rapid.IntRange(0, 8).Draw(t, "story"))
			it.Published = w.now.Add(-time.Duration(rapid.IntRange(-5, 50).Draw(t, "days")) * day)
			it.FirstSeen = it.Published.Add(time.Duration(rapid.IntRange(-30, 30).Draw(t, "seen after")) * day)
			w.faded[it.ID] = rapid.Float64Range(0, 100).Draw(t, "faded")
		}
		for _, pf := range w.forecast(t, "").Personas {
			for _, s := range pf.Supply {
				sum := 0.0
				for _, f := range s.Feeds {
					sum += f.PerWeek
					if f.Good > f.Items || f.Good == 0 {
						t.Fatalf("%d good of %d: %+v", f.Good, f.Items, f)
					}
					theirs := slices.Contains(mine[pf.Persona], f.Feed) ||
						f.Feed == companyFeed && (pf.Persona == "cfo" || w.lists.Company.Feeds[0].Personas == nil)
					if s.Origin != curation.Own && !theirs {
						t.Fatalf("%s is told of %s: %+v", pf.Persona, f.Feed, s)
					}
					if slices.ContainsFunc(s.Silent, func(o FeedFlow) bool { return o.Feed == f.Feed }) && s.Origin != curation.Own {
						t.Fatalf("%s is silent and brings something", f.Feed)
					}
				}
				if math.Abs(sum-s.PerWeek) > 1e-6 {
					t.Fatalf("%s %s: the feeds bring %g, in all it is %g", pf.Persona, s.Origin, sum, s.PerWeek)
				}
				own, stock, need, back := 0.0, 0, 0.0, 0.0
				for _, o := range s.Own {
					own, stock, need, back = own+o.PerWeek, stock+o.InStock, need+o.Need, back+o.Back
				}
				if s.Origin == curation.Own && (math.Abs(own-s.PerWeek) > 1e-6 || stock != s.InStock || math.Abs(need-s.Need) > 1e-6 || math.Abs(back-s.Back) > 1e-6) {
					t.Fatalf("the reps don't add up: %+v", s)
				}
				if (s.RunsDry != "") != (s.State == RunsDry) || s.State == NotNeeded != (s.Need == 0) || s.Verdict == "" || s.Advice != "" && s.State == Lasts {
					t.Fatalf("%+v", s)
				}
				if s.RunsDry != "" && s.RunsDry < w.now.Format(time.DateOnly) {
					t.Fatalf("it ran dry on %s", s.RunsDry)
				}
			}
		}
	})
}
