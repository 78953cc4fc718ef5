package planning

import (
	"slices"
	"strings"
	"testing"
	"time"

	"example.com/pickwick/internal/curation"
)

// past is a pick that a rep had so many days ago.
func (w *world) past(rep, item string, origin curation.Origin, days int, s curation.Status) {
	due := w.now.AddDate(0, 0, -days)
	p := curation.Pick{
		ID: "past " + item, Rep: rep, Date: due.Format(time.DateOnly), Slot: 1, DueAt: due, Status: s,
		Origin: origin, StoryID: "story of " + item, Item: curation.Item{ID: item, FeedURL: othersFeed},
	}
	if _, err := w.store.SaveQueue(background, rep, []curation.Pick{p}, nil); err != nil {
		panic(err)
	}
}

func TestNeverFillerNoStoryTwice(t *testing.T) {
	for status, again := range map[curation.Status]bool{
		curation.Delivered: false, curation.Shared: false, curation.Skipped: false, curation.Expired: false,
		curation.Unknown: false, curation.Missed: true,
	} {
		w := newWorld("cfo")
		w.rep("ana", "cfo")
		w.item("only", othersFeed, 80)
		w.past("ana", "only", curation.Others, 3, status)
		if got := !only(t, w.plan(t, 1)).Picks[0].Empty(); got != again {
			t.Errorf("after it was %s, the story comes again: %v, want %v", status, got, again)
		}
	}
}

func TestOwnContentComesBackAfterAWhile(t *testing.T) {
	for _, tc := range []struct {
		name   string
		repeat time.Duration
		days   int
		again  bool
	}{
		{"too soon", 90 * 24 * time.Hour, 80, false},
		{"after 90 days", 90 * 24 * time.Hour, 91, true},
		{"never, if so set", 0, 400, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := newWorld("cfo")
			w.rep("ana", "cfo").Mix = curation.Mix{Others: 50, Own: 50}
			w.set.RepeatAfter = tc.repeat
			w.item("essay", ownFeed("ana"), 80).Published = w.now.AddDate(-2, 0, 0) // own pieces don't age
			w.past("ana", "essay", curation.Own, tc.days, curation.Shared)
			picks := only(t, w.plan(t, 3)).Picks
			times := 0
			for _, p := range picks {
				if !p.Empty() {
					times++
				}
			}
			if got := times == 1; got != tc.again || times > 1 {
				t.Errorf("it comes %d times", times)
			}
		})
	}
}

func TestMixGoesOnFromHistory(t *testing.T) {
	w := newWorld("cfo")
	w.rep("ana", "cfo")
	w.items(20, othersFeed)
	w.items(20, companyFeed)
	w.items(20, ownFeed("ana"))
	for i := range 8 {
		w.past("ana", string(rune('a'+i)), curation.Others, 20-i, curation.Shared)
	}
	q := only(t, w.plan(t, 2))
	if q.Picks[0].Origin != curation.Company || q.Picks[1].Origin != curation.Own || q.Counts.Total() != 10 {
		t.Errorf("after eight picks of others come %s and %s", q.Picks[0].Origin, q.Picks[1].Origin)
	}
	if len(q.Picks) != 2 {
		t.Errorf("the queue shows %d picks, want those from today on", len(q.Picks))
	}
}

func TestDroughtIsSaidAndHurtsNobody(t *testing.T) {
	w := newWorld("cfo")
	w.rep("ana", "cfo")
	w.items(40, othersFeed)
	q := only(t, w.plan(t, 20))
	for _, p := range q.Picks {
		if p.Origin != curation.Others {
			t.Fatalf("%s has %q of %s", p.Date, p.Cause, p.Origin)
		}
	}
	want := []string{
		"company content was due for 18 of 20 picks and there was none to offer: add feeds to company.yaml",
		"own content was due for 18 of 20 picks and there was none to offer: add a feed that the rep writes (own_feeds in reps.csv)",
	}
	if !slices.Equal(q.Notes, want) {
		t.Errorf("the notes are\n%s", strings.Join(q.Notes, "\n"))
	}
}

func TestNeverFillerEmptyDaySaysWhy(t *testing.T) {
	for _, tc := range []struct {
		name  string
		world func(*world)
		want  string
	}{
		{"nothing at all", func(*world) {}, "There is no story for the cfo yet: fetch the feeds, or add some to the list."},
		{"scored too little", func(w *world) {
			w.item("weak", othersFeed, 22.9)
			w.item("weaker", companyFeed, 12)
		}, "Nothing new scored 30 or more for the cfo: the best was 22. Add feeds or interests to the list, or lower min_score."},
		{"had before", func(w *world) {
			w.item("known", othersFeed, 80)
			w.past("ana", "known", curation.Others, 3, curation.Shared)
		}, "Nothing new is left for the cfo. Ruled out: 1 offered before. Add feeds or interests to the list, or lower min_score."},
		{"too old", func(w *world) {
			w.item("stale", othersFeed, 80).Published = w.now.AddDate(0, 0, -30)
			w.item("weak", othersFeed, 5)
		}, "Nothing new scored 30 or more for the cfo: the best was 5. Ruled out: 1 older than 30 days. Add feeds or interests to the list, or lower min_score."},
		{"avoided", func(w *world) {
			w.item("gossip", othersFeed, 80)
			w.avoids["gossip"] = true
		}, "Nothing new is left for the cfo. Ruled out: 1 with a phrase of the avoid list. Add feeds or interests to the list, or lower min_score."},
		{"with others", func(w *world) {
			w.set.Spread, w.set.MinScore = 0, 0
			w.item("one", othersFeed, 80)
			w.rep("aaa", "cfo")
			w.past("aaa", "one", curation.Others, 0, curation.Delivered)
		}, "Nothing new is left for the cfo. Ruled out: 1 going to as many others that day as spread allows. Add feeds to the list, or raise spread."},
		{"any score, but had", func(w *world) {
			w.set.MinScore = 0
			w.item("one", othersFeed, 0)
			w.past("ana", "one", curation.Others, 1, curation.Skipped)
		}, "Nothing new is left for the cfo. Ruled out: 1 offered before. Add feeds to the list."},
		{
			"no such persona", func(w *world) { w.store.reps[0].Personas = []string{"ceo"} },
			"None of this rep's personas has a feed list: add one to the feeds folder, or give the rep another persona.",
		},
		{"two personas", func(w *world) {
			w.persona("cio", othersFeed)
			w.store.reps[0].Personas = []string{"cfo", "cio"}
			w.item("weak", othersFeed, 10)
			w.score["cio/weak"] = 20
		}, "Nothing new scored 30 or more for the cfo or the cio: the best was 20. Add feeds or interests to the list, or lower min_score."},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := newWorld("cfo")
			w.rep("ana", "cfo")
			tc.world(w)
			for _, q := range w.plan(t, 1).Queues {
				if q.Rep.ID != "ana" {
					continue
				}
				if p := q.Picks[0]; !p.Empty() || p.Cause != tc.want {
					t.Errorf("%s gets %q with the cause\n%s, want\n%s", q.Rep.ID, p.StoryID, p.Cause, tc.want)
				}
			}
		})
	}
}

func TestNeverFillerAnEmptyDayIsTriedAgain(t *testing.T) {
	w := newWorld("cfo")
	w.rep("ana", "cfo")
	empty := only(t, w.plan(t, 2)).Picks
	if !empty[0].Empty() || !empty[1].Empty() {
		t.Fatal("there was something to offer")
	}
	w.store.picks["ana"][0].Status = curation.Delivered // the rep was told
	w.item("fresh", othersFeed, 80)
	res := w.plan(t, 2)
	q := only(t, res)
	if res.Added != 1 || !q.Picks[0].Empty() || q.Picks[1].Item.ID != "fresh" || q.Picks[1].ID != empty[1].ID || q.Picks[1].Cause != "" {
		t.Errorf("added %d: %+v", res.Added, q.Picks)
	}
}

func TestNeverFillerOneFeedInARow(t *testing.T) {
	w := newWorld("cfo")
	const other = "https://other.example/feed"
	w.lists.Personas[0].Feeds = append(w.lists.Personas[0].Feeds, curation.Feed{URL: other})
	w.rep("ana", "cfo").Mix = curation.Mix{Others: 100}
	for id, score := range map[string]float64{"first": 90, "second": 85, "third": 60} {
		w.item(id, othersFeed, score)
	}
	w.item("near", other, 80)
	w.item("far", other, 40)
	var got []string
	for _, p := range only(t, w.plan(t, 5)).Picks {
		got = append(got, p.Item.ID)
	}
	// second and near are exactly five points apart; third and far are more.
	if want := "first near second third far"; strings.Join(got, " ") != want {
		t.Errorf("got %v, want %s", got, want)
	}
}

func TestAnOriginThatIsNotDueIsNotMissed(t *testing.T) {
	w := newWorld("cfo")
	w.rep("ana", "cfo")
	w.items(7, othersFeed)
	w.items(2, companyFeed)
	w.items(1, ownFeed("ana"))
	if q := only(t, w.plan(t, 10)); len(q.Notes) > 0 {
		t.Errorf("a queue of 7, 2 and 1 is noted for %q", q.Notes)
	}
}
