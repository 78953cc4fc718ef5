package planning

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/pickwick/internal/curation"
)

var background = context.Background()

func TestPlanFillsTheQueue(t *testing.T) {
	w := newWorld("cfo")
	w.rep("ana", "cfo")
	w.items(20, othersFeed)
	w.items(20, companyFeed)
	w.items(20, ownFeed("ana"))
	res := w.plan(t, 10)
	q := only(t, res)
	if res.Added != 10 || len(q.Picks) != 10 || len(q.Notes) != 0 {
		t.Fatalf("added %d, %d picks, notes %q", res.Added, len(q.Picks), q.Notes)
	}
	var order []string
	for _, p := range q.Picks {
		order = append(order, string(p.Origin))
	}
	want := "others others company others others own others others company others"
	if got := strings.Join(order, " "); got != want {
		t.Errorf("origins\n%s, want\n%s", got, want)
	}
	if q.Counts.Others != 7 || q.Counts.Company != 2 || q.Counts.Own != 1 {
		t.Errorf("counted %+v", q.Counts)
	}
	if first := q.Picks[0]; first.Item.ID != othersFeed+"#000" || first.Date != "2026-11-23" || first.Slot != 1 ||
		first.Status != curation.Queued || first.Persona != "cfo" || first.Score != 90 || first.Ask != "How is your cash?" ||
		len(first.Reasons) != 1 || first.Item.Text != "" || first.ID == q.Picks[1].ID || len(first.ID) != 12 {
		t.Errorf("the first pick is %+v", first)
	}
	if last := q.Picks[9]; last.Date != "2026-12-04" {
		t.Errorf("the last of ten working days is %s", last.Date)
	}
	if !reflect.DeepEqual(w.store.picks["ana"], q.Picks) {
		t.Error("what was saved differs from what was returned")
	}
}

func TestPlanAgainChangesNothing(t *testing.T) {
	w := newWorld("cfo", "cio")
	w.set.Spread = 0.5
	for _, id := range []string{"ana", "bob", "cas"} {
		w.rep(id, "cfo", "cio")
	}
	w.items(9, othersFeed) // too few, so some days stay empty
	w.items(4, companyFeed)
	first := w.plan(t, 15)
	before := w.store.all()
	if !slices.ContainsFunc(before, curation.Pick.Empty) {
		t.Fatal("this test needs empty days")
	}
	again := w.plan(t, 15)
	if again.Added != 0 || !reflect.DeepEqual(before, w.store.all()) {
		t.Errorf("the second plan added %d", again.Added)
	}
	for i, q := range again.Queues {
		if !reflect.DeepEqual(q.Picks, first.Queues[i].Picks) || q.Counts != first.Queues[i].Counts {
			t.Errorf("the queue of %s is reported differently", q.Rep.ID)
		}
	}
}

// queuedWorld is ana with a queue of three days, of stories that score 90, 89.9 and 89.8.
func queuedWorld(t *testing.T) *world {
	t.Helper()
	w := newWorld("cfo")
	w.rep("ana", "cfo")
	w.items(20, othersFeed)
	w.plan(t, 3)
	return w
}

func (w *world) queue() (items []string) {
	for _, p := range w.store.picks["ana"] {
		items = append(items, p.Item.ID)
	}
	return items
}

func TestPlanTakesInWhatIsNewsAndLeavesTheRest(t *testing.T) {
	w := queuedWorld(t)
	before := w.queue()
	w.item("better", othersFeed, 99)
	w.item("as good", othersFeed, 90.5)
	res := w.plan(t, 3)
	want := []string{"better", before[1], before[2]}
	if got := w.queue(); !slices.Equal(got, want) || res.Added != 1 {
		t.Errorf("the queue is %v with %d changed, want %v with one", got, res.Added, want)
	}
}

func TestNeverFillerAQueuedPickThatBecameWrongIsReplaced(t *testing.T) {
	for name, spoil := range map[string]func(w *world, item string){
		"avoided now":     func(w *world, item string) { w.avoids[item] = true },
		"below min_score": func(w *world, item string) { w.score[item] = 5 },
		"off every list":  func(w *world, _ string) { w.lists.Personas[0].Feeds = nil },
	} {
		t.Run(name, func(t *testing.T) {
			w := queuedWorld(t)
			first := w.queue()[0]
			spoil(w, first)
			w.plan(t, 3)
			if got := w.queue(); slices.Contains(got, first) {
				t.Errorf("%s is still queued: %v", first, got)
			}
		})
	}
}

func TestOnTimeTheQueueFollowsARepsNewHours(t *testing.T) {
	w := queuedWorld(t)
	r := &w.store.reps[0]
	r.At, r.TimeZone, r.Days = "15:00", "America/Sao_Paulo", []time.Weekday{time.Wednesday}
	w.plan(t, 2)
	picks := w.store.picks["ana"]
	if len(picks) != 2 {
		t.Fatalf("%d picks are queued, want those of two Wednesdays", len(picks))
	}
	for _, p := range picks {
		if d, err := time.Parse(time.DateOnly, p.Date); err != nil || d.Weekday() != time.Wednesday || p.DueAt.Hour() != 18 {
			t.Errorf("a pick is due on %s at %s", p.Date, p.DueAt)
		}
	}
}

func TestPlanLeavesAloneWhatWasBegun(t *testing.T) {
	for name, begin := range map[string]func(*curation.Pick){
		"being sent": func(p *curation.Pick) { p.Status, p.Tries = curation.Sending, 1 },
		"put off":    func(p *curation.Pick) { p.Tries = 1 },
		"delivered":  func(p *curation.Pick) { p.Status = curation.Delivered },
	} {
		t.Run(name, func(t *testing.T) {
			w := queuedWorld(t)
			p := &w.store.picks["ana"][0]
			begin(p)
			want := *p
			w.avoids[p.Item.ID] = true
			w.item("better", othersFeed, 99)
			w.plan(t, 3)
			if got := w.store.picks["ana"]; !reflect.DeepEqual(got[0], want) || got[1].Item.ID != "better" {
				t.Errorf("the queue is %v", w.queue())
			}
		})
	}
}

// TestOncePlanningBeginsAnewWhenAPickIsSentMeanwhile: otherwise a story that
// is being sent could be queued again for another day.
func TestOncePlanningBeginsAnewWhenAPickIsSentMeanwhile(t *testing.T) {
	w := queuedWorld(t)
	sent := w.queue()[0]
	w.item("better", othersFeed, 99)
	w.store.saving = func() {
		w.store.saving = nil
		w.store.picks["ana"][0].Status = curation.Sending
	}
	w.plan(t, 3)
	if got := w.queue(); got[0] != sent || slices.Contains(got[1:], sent) || got[1] != "better" {
		t.Errorf("the queue is %v, %s having been sent", got, sent)
	}
}

func TestDryRunChangesNothing(t *testing.T) {
	w := newWorld("cfo")
	w.rep("ana", "cfo")
	w.rep("bob", "cfo").State = curation.RepPaused
	w.items(20, othersFeed)
	for _, rep := range []string{"", "ana", "bob"} {
		res, err := w.planner().Plan(background, Request{Days: 5, Rep: rep, DryRun: true})
		if err != nil || len(res.Queues) != 1 || len(res.Queues[0].Picks) != 5 || res.Added != 0 {
			t.Errorf("preview for %q: %+v, %v", rep, res, err)
		}
		if len(w.store.picks) != 0 {
			t.Fatalf("preview for %q saved something", rep)
		}
	}
}

func TestPreviewIsWhatPlanQueues(t *testing.T) {
	w := newWorld("cfo")
	w.set.Spread = 0.34
	for _, id := range []string{"ana", "bob", "cas"} {
		w.rep(id, "cfo")
	}
	w.items(40, othersFeed)
	preview, err := w.planner().Plan(background, Request{Days: 8, Rep: "cas", DryRun: true})
	if err != nil {
		t.Fatal(err)
	}
	if plan := w.plan(t, 8); !reflect.DeepEqual(only(t, preview).Picks, plan.Queues[2].Picks) {
		t.Error("the preview of one rep is not what the plan of all then queues for them")
	}
}

func TestWhoIsPlannedFor(t *testing.T) {
	w := newWorld("cfo")
	w.rep("cas", "cfo")
	w.rep("ana", "cfo")
	w.rep("bob", "cfo").State = curation.RepPaused
	w.rep("dan", "cfo").State = curation.RepLeft
	w.items(20, othersFeed)
	var got []string
	for _, q := range w.plan(t, 1).Queues {
		got = append(got, q.Rep.ID)
	}
	if !slices.Equal(got, []string{"ana", "cas"}) {
		t.Errorf("planned for %v, want the active reps by ID", got)
	}
	for rep, kind := range map[string]curation.Kind{"bob": curation.Conflict, "dan": curation.Conflict, "eve": curation.NotFound} {
		_, err := w.planner().Plan(background, Request{Days: 1, Rep: rep})
		if curation.KindOf(err) != kind || !strings.Contains(err.Error(), rep) {
			t.Errorf("planning for %s: %v", rep, err)
		}
	}
	res, err := w.planner().Plan(background, Request{Days: 2, Rep: "ana"})
	if err != nil || only(t, res).Rep.ID != "ana" || res.Added != 1 || len(w.store.picks["cas"]) != 1 {
		t.Errorf("planning for ana alone: %+v, %v", res, err)
	}
}

func TestTwoPlansAtOnceDoubleNothing(t *testing.T) {
	w := newWorld("cfo")
	for _, id := range []string{"ana", "bob", "cas"} {
		w.rep(id, "cfo")
	}
	w.items(60, othersFeed)
	w.items(20, companyFeed)
	p := w.planner()
	var wait sync.WaitGroup
	added := make([]int, 8)
	for i := range added {
		wait.Go(func() {
			res, err := p.Plan(background, Request{Days: 10})
			if err != nil {
				t.Error(err)
			}
			added[i] = res.Added
		})
	}
	wait.Wait()
	total := 0
	for _, n := range added {
		total += n
	}
	if total != 30 || len(w.store.all()) != 30 {
		t.Errorf("%d written, %d held, want 30", total, len(w.store.all()))
	}
	for _, r := range w.store.reps {
		seen := map[string]bool{}
		for _, p := range w.store.picks[r.ID] {
			if seen[p.StoryID] {
				t.Errorf("%s gets %s twice", r.ID, p.StoryID)
			}
			seen[p.StoryID] = true
		}
	}
}

func TestWrongSettingsOfOneRepStopNobody(t *testing.T) {
	w := newWorld("cfo")
	ana := w.rep("ana", "cfo", "ceo")
	ana.TimeZone, ana.At, ana.Mix = "Mars/Olympus", "25:00", curation.Mix{Others: 70}
	w.items(20, othersFeed)
	q := only(t, w.plan(t, 1))
	if q.Picks[0].Empty() || q.Mix != curation.DefaultMix() {
		t.Errorf("ana gets %+v at %s", q.Picks[0], q.Mix)
	}
	notes := strings.Join(q.Notes, "\n")
	for _, part := range []string{`"ceo"`, "feeds/ceo.yaml", `"Mars/Olympus"`, "Europe/Berlin", `"25:00"`, "08:30"} {
		if !strings.Contains(notes, part) {
			t.Errorf("the notes don't speak of %s:\n%s", part, notes)
		}
	}
}

func TestWrongDefaultsAreAnError(t *testing.T) {
	for _, change := range []func(*Settings){
		func(s *Settings) { s.TimeZone = "Mars/Olympus" },
		func(s *Settings) { s.At = "noon" },
	} {
		w := newWorld("cfo")
		w.rep("ana", "cfo")
		change(&w.set)
		if _, err := w.planner().Plan(background, Request{Days: 1}); curation.KindOf(err) != curation.Invalid {
			t.Errorf("got %v", err)
		}
	}
}

func TestErrorsOfTheStoreAreTold(t *testing.T) {
	broken := errors.New("the disk is full")
	for method, part := range map[string]string{
		"Reps": "read the reps", "Items": "read the items", "Picks": "the picks of ana", "SaveQueue": "the queue of ana",
	} {
		w := newWorld("cfo")
		w.rep("ana", "cfo")
		w.items(3, othersFeed)
		w.store.fail = map[string]error{method: broken}
		_, err := w.planner().Plan(background, Request{Days: 1})
		if !errors.Is(err, broken) || !strings.Contains(err.Error(), part) {
			t.Errorf("%s: got %v", method, err)
		}
	}
	ctx, cancel := context.WithCancel(background)
	cancel()
	w := newWorld("cfo")
	w.rep("ana", "cfo")
	if _, err := w.planner().Plan(ctx, Request{Days: 1}); !errors.Is(err, context.Canceled) {
		t.Errorf("a plan that was called off ends with %v", err)
	}
}

func TestRepForgottenMeanwhile(t *testing.T) {
	w := newWorld("cfo")
	w.rep("ana", "cfo")
	w.items(3, othersFeed)
	w.store.fail = map[string]error{"SaveQueue": curation.Errorf(curation.NotFound, "there is no rep")}
	if res := w.plan(t, 1); len(res.Queues) != 0 || res.Added != 0 {
		t.Errorf("got %+v", res)
	}
}

func TestOnlyWhatCanStillBeOfferedIsRead(t *testing.T) {
	w := newWorld("cfo")
	w.rep("ana", "cfo").OwnFeeds = nil
	w.plan(t, 1)
	if want := w.now.Add(-31 * 24 * time.Hour); !w.store.since.Equal(want) {
		t.Errorf("items since %s, want %s", w.store.since, want)
	}
	w.rep("bob", "cfo") // writes: own pieces are of any age
	w.plan(t, 1)
	if !w.store.since.IsZero() {
		t.Errorf("items since %s, want all", w.store.since)
	}
}

// TestOncePlanningSeesADroppedPickThatIsBeingSent: the slot is gone from the
// rep's days, and its story has moved to another day.
func TestOncePlanningSeesADroppedPickThatIsBeingSent(t *testing.T) {
	w := newWorld("cfo")
	w.rep("ana", "cfo")
	w.set.PicksPerDay = 2
	w.items(20, othersFeed)
	w.plan(t, 2)
	sent := w.queue()[1]
	w.set.PicksPerDay = 1
	w.store.saving = func() {
		w.store.saving = nil
		w.store.picks["ana"][1].Status = curation.Sending
	}
	w.plan(t, 2)
	times := 0
	for _, item := range w.queue() {
		if item == sent {
			times++
		}
	}
	if times != 1 {
		t.Errorf("%s stands %d times in %v", sent, times, w.queue())
	}
}

// TestAPickThatTheChatRefusedIsNotOfferedAgain: one that only came too late is.
func TestAPickThatTheChatRefusedIsNotOfferedAgain(t *testing.T) {
	w := queuedWorld(t)
	refused := &w.store.picks["ana"][0]
	refused.Status, refused.Tries = curation.Missed, 1
	w.plan(t, 3)
	if got := w.queue(); slices.Contains(got[1:], got[0]) {
		t.Errorf("%s is queued again: %v", got[0], got)
	}
}

func TestACorrectedHeadlineReachesTheQueue(t *testing.T) {
	w := queuedWorld(t)
	for i := range w.store.items {
		if w.store.items[i].ID == w.queue()[0] {
			w.store.items[i].Title = "Corrected"
		}
	}
	if res := w.plan(t, 3); res.Added != 1 || w.store.picks["ana"][0].Item.Title != "Corrected" {
		t.Errorf("%d picks changed; the first is %q", res.Added, w.store.picks["ana"][0].Item.Title)
	}
}
