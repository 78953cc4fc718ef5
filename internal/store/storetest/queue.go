package storetest

import (
	"math"
	"testing"
	"time"

	"example.com/pickwick/internal/curation"
)

func picksComeBack(t *testing.T, fresh Fresh) {
	s := opened(t, fresh)
	p := pick("ana", 1, 1)
	p.NextTry = day(2)
	queued(t, s, p, empty("ana", 2))
	want := []curation.Pick{p, empty("ana", 2)}
	same(t, "picks", get(s.Picks(t.Context(), "ana"))(t), want)
	same(t, "list", get(s.ListPicks(t.Context(), curation.PickFilter{}))(t), want)
	same(t, "pick", get(s.Pick(t.Context(), p.ID))(t), p)
	same(t, "picks of nobody", get(s.Picks(t.Context(), "nobody"))(t), nil)
}

func savingAQueueTwiceIsHarmless(t *testing.T, fresh Fresh) {
	s := opened(t, fresh)
	onlyAna(t, s)
	queue := []curation.Pick{pick("ana", 1, 1), empty("ana", 2), pick("ana", 3, 1), pick("ana", 3, 2)}
	same(t, "written at first", get(s.SaveQueue(t.Context(), "ana", queue, nil))(t), 4)
	same(t, "written the second time", get(s.SaveQueue(t.Context(), "ana", queue, nil))(t), 0)
	same(t, "picks", get(s.Picks(t.Context(), "ana"))(t), queue)
	same(t, "written of nothing", get(s.SaveQueue(t.Context(), "ana", nil, nil))(t), 0)
}

// onlyAna saves one rep, ana.
func onlyAna(t testing.TB, s Store) {
	t.Helper()
	_, _, err := s.SaveReps(t.Context(), []curation.Rep{rep("ana")})
	must(t, err)
}

func onlyWhatWasNeverBegunIsReplaced(t *testing.T, fresh Fresh) {
	s := opened(t, fresh)
	onlyAna(t, s)
	story := pick("ana", 1, 1)
	story.Item.Title, story.StoryID = "Another story", "s-another"
	otherCause := empty("ana", 1)
	otherCause.Cause = "every story was seen"
	later := pick("ana", 1, 1)
	later.DueAt = later.DueAt.Add(time.Hour)
	putOff := func(id string) {
		begin(t, s, curation.Pick{ID: id})
		must(t, s.Postpone(t.Context(), id, day(2)))
	}
	sending := func(id string) { begin(t, s, curation.Pick{ID: id}) }

	for _, c := range []struct {
		name      string
		held, new curation.Pick
		prepare   func(id string)
		replaced  bool
	}{
		{"a queued story", pick("ana", 1, 1), story, nil, true},
		{"a queued story by another hour", pick("ana", 1, 1), later, nil, true},
		{"a queued story by an empty day", pick("ana", 1, 1), empty("ana", 1), nil, true},
		{"an empty day", empty("ana", 1), story, nil, true},
		{"an empty day by another cause", empty("ana", 1), otherCause, nil, true},
		{"an empty day put off", empty("ana", 1), story, putOff, true},
		{"a story put off", pick("ana", 1, 1), story, putOff, false},
		{"a story being sent", pick("ana", 1, 1), story, sending, false},
		{"an empty day being sent", empty("ana", 1), story, sending, false},
		{"an empty day sent", empty("ana", 1), story, func(id string) {
			sending(id)
			must(t, s.Delivered(t.Context(), id, "ref", day(1)))
		}, false},
		{"a story missed", pick("ana", 1, 1), story, func(id string) {
			must(t, s.ClosePick(t.Context(), id, curation.Missed, "the day went by"))
		}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.held.Rep, c.new.Rep = c.name, c.name
			c.held.ID, c.new.ID = "held by "+c.name, "new to "+c.name
			_, _, err := s.SaveReps(t.Context(), []curation.Rep{rep(c.name)})
			must(t, err)
			same(t, "written at first", get(s.SaveQueue(t.Context(), c.name, []curation.Pick{c.held}, nil))(t), 1)
			if c.prepare != nil {
				c.prepare(c.held.ID)
			}
			before := get(s.Picks(t.Context(), c.name))(t)
			beside := c.new
			beside.ID, beside.Date = "beside "+c.new.ID, "2026-11-30"
			n, err := s.SaveQueue(t.Context(), c.name, []curation.Pick{beside, c.new}, nil)
			if c.replaced {
				must(t, err)
				same(t, "written", n, 2)
				same(t, "picks", get(s.Picks(t.Context(), c.name))(t), []curation.Pick{c.new, beside})
				return
			}
			wantKind(t, "a plan that did not see it", err, curation.Conflict)
			same(t, "picks", get(s.Picks(t.Context(), c.name))(t), before)
		})
	}
}

func aQueueDropsWhatItNoLongerHolds(t *testing.T, fresh Fresh) {
	s := opened(t, fresh)
	onlyAna(t, s)
	queue := []curation.Pick{pick("ana", 1, 1), pick("ana", 2, 1), empty("ana", 3), pick("ana", 4, 1)}
	same(t, "written", get(s.SaveQueue(t.Context(), "ana", queue, nil))(t), 4)

	before := []string{queue[1].ID, queue[2].ID, queue[3].ID, "gone"}
	same(t, "written of what stays", get(s.SaveQueue(t.Context(), "ana", queue[3:], before))(t), 0)
	same(t, "picks", get(s.Picks(t.Context(), "ana"))(t), []curation.Pick{queue[0], queue[3]})
}

// aDroppedPickThatWasBegunIsAConflict: its story may have been given another
// day, and would go out twice.
func aDroppedPickThatWasBegunIsAConflict(t *testing.T, fresh Fresh) {
	s := opened(t, fresh)
	onlyAna(t, s)
	dropped, moved := pick("ana", 1, 2), pick("ana", 2, 1)
	same(t, "written", get(s.SaveQueue(t.Context(), "ana", []curation.Pick{dropped, moved}, nil))(t), 2)
	begin(t, s, dropped)
	held := get(s.Picks(t.Context(), "ana"))(t)
	moved.StoryID = dropped.StoryID
	_, err := s.SaveQueue(t.Context(), "ana", []curation.Pick{moved}, []string{dropped.ID, moved.ID})
	wantKind(t, "dropping what is being sent", err, curation.Conflict)
	same(t, "picks", get(s.Picks(t.Context(), "ana"))(t), held)
}

func aCorrectedItemReachesItsQueuedPick(t *testing.T, fresh Fresh) {
	s := opened(t, fresh)
	onlyAna(t, s)
	p := pick("ana", 1, 1)
	same(t, "written", get(s.SaveQueue(t.Context(), "ana", []curation.Pick{p}, nil))(t), 1)
	p.Item.Title = "Corrected"
	same(t, "written", get(s.SaveQueue(t.Context(), "ana", []curation.Pick{p}, nil))(t), 1)
	same(t, "picks", get(s.Picks(t.Context(), "ana"))(t), []curation.Pick{p})
}

func queuesAreChecked(t *testing.T, fresh Fresh) {
	s := opened(t, fresh)
	onlyAna(t, s)
	for name, spoil := range map[string]func(p *curation.Pick){
		"another's pick":        func(p *curation.Pick) { p.Rep = "eve" },
		"no ID":                 func(p *curation.Pick) { p.ID = "" },
		"no date":               func(p *curation.Pick) { p.Date = "" },
		"a date of no calendar": func(p *curation.Pick) { p.Date = "2026-02-30" },
		"no slot":               func(p *curation.Pick) { p.Slot = 0 },
		"delivered already":     func(p *curation.Pick) { p.Status = curation.Delivered },
		"a score of nothing":    func(p *curation.Pick) { p.Score = math.NaN() },
		"an endless score":      func(p *curation.Pick) { p.Score = math.Inf(1) },
	} {
		bad := pick("ana", 2, 1)
		spoil(&bad)
		_, err := s.SaveQueue(t.Context(), "ana", []curation.Pick{pick("ana", 1, 1), bad}, nil)
		wantKind(t, name, err, curation.Invalid)
	}
	sameID := pick("ana", 2, 1)
	sameID.ID = pick("ana", 1, 1).ID
	_, err := s.SaveQueue(t.Context(), "ana", []curation.Pick{pick("ana", 1, 1), sameID}, nil)
	wantKind(t, "an ID used twice", err, curation.Conflict)
	_, err = s.SaveQueue(t.Context(), "nobody", []curation.Pick{pick("nobody", 1, 1)}, nil)
	wantKind(t, "an unknown rep", err, curation.NotFound)
	same(t, "picks after all that", get(s.Picks(t.Context(), "ana"))(t), nil)
}

func picksKeepTheItemAsItWas(t *testing.T, fresh Fresh) {
	s := opened(t, fresh)
	p := pick("ana", 1, 1)
	save(t, s, poll(feed, day(1), keyed(p.Item)))
	queued(t, s, p)
	changed := p.Item
	changed.Title = "Changed since"
	save(t, s, poll(feed, day(2), keyed(changed)))
	same(t, "item", get(s.Item(t.Context(), p.Item.ID))(t).Title, "Changed since")
	same(t, "item of the pick", get(s.Pick(t.Context(), p.ID))(t).Item, p.Item)
}

func picksAreListedInOrder(t *testing.T, fresh Fresh) {
	s := opened(t, fresh)
	queued(t, s, pick("b", 2, 1), pick("b", 1, 2), pick("b", 1, 1), empty("a", 2), pick("a", 10, 1), pick("B", 1, 1))
	ids := func(f curation.PickFilter) (ids []string) {
		for _, p := range get(s.ListPicks(t.Context(), f))(t) {
			ids = append(ids, p.ID)
		}
		return ids
	}
	for _, c := range []struct {
		name string
		f    curation.PickFilter
		want []string
	}{
		{"all", curation.PickFilter{}, []string{"p-B-1-1", "p-b-1-1", "p-b-1-2", "p-a-2-1", "p-b-2-1", "p-a-10-1"}},
		{"of a rep", curation.PickFilter{Rep: "b"}, []string{"p-b-1-1", "p-b-1-2", "p-b-2-1"}},
		{"from", curation.PickFilter{From: "2026-11-02"}, []string{"p-a-2-1", "p-b-2-1", "p-a-10-1"}},
		{"to", curation.PickFilter{To: "2026-11-01"}, []string{"p-B-1-1", "p-b-1-1", "p-b-1-2"}},
		{"all three", curation.PickFilter{Rep: "a", From: "2026-11-02", To: "2026-11-02"}, []string{"p-a-2-1"}},
		{"none", curation.PickFilter{Rep: "nobody"}, nil},
	} {
		same(t, c.name, ids(c.f), c.want)
	}
	var dates []string
	for _, p := range get(s.Picks(t.Context(), "b"))(t) {
		dates = append(dates, p.ID)
	}
	same(t, "picks of a rep", dates, []string{"p-b-1-1", "p-b-1-2", "p-b-2-1"})
}

func dueIsOldestFirst(t *testing.T, fresh Fresh) {
	s := opened(t, fresh)
	queued(t, s, pick("b", 2, 1), pick("a", 2, 1), pick("a", 1, 1), pick("a", 4, 1), empty("b", 3),
		pick("paused", 1, 1), pick("left", 1, 1), pick("late", 1, 1), pick("held", 9, 1))
	begin(t, s, pick("held", 9, 1)) // sending, though its time is yet to come
	begin(t, s, pick("left", 1, 1))
	begin(t, s, pick("late", 1, 1))
	must(t, s.Postpone(t.Context(), "p-late-1-1", day(3).Add(time.Minute)))
	must(t, s.PauseRep(t.Context(), "paused", "on leave"))
	must(t, s.SetRepState(t.Context(), "left", curation.RepLeft, ""))

	due := func(now time.Time) (ids []string) {
		for _, p := range get(s.Due(t.Context(), now))(t) {
			ids = append(ids, p.ID)
		}
		return ids
	}
	same(t, "before all", due(day(1).Add(-time.Millisecond)), []string{"p-held-9-1"})
	same(t, "to the instant", due(day(1)), []string{"p-a-1-1", "p-held-9-1"})
	same(t, "two days on", due(day(3)), []string{"p-a-1-1", "p-a-2-1", "p-b-2-1", "p-b-3-1", "p-held-9-1"})
	same(t, "after the next try", due(day(3).Add(time.Minute)),
		[]string{"p-a-1-1", "p-late-1-1", "p-a-2-1", "p-b-2-1", "p-b-3-1", "p-held-9-1"})
}
