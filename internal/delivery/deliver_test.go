package delivery_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/delivery"
	"example.com/pickwick/internal/delivery/deliverytest"
)

func TestDeliversEachRepsPicksInOrder(t *testing.T) {
	w := newWorld(t, duePick("ben", "b1", 1), duePick("ana", "a2", 2), duePick("ana", "a3", 3), duePick("ana", "a1", 1))
	w.opts.Parallel = 4
	expect(t, w.mustRun(), "delivered 4 of 4")
	var ana []string
	for _, r := range w.chat.Received() {
		if r.To.User == "ana" {
			ana = append(ana, r.Message.PickID)
		}
	}
	if !slices.Equal(ana, []string{"a1", "a2", "a3"}) {
		t.Errorf("ana got %v", ana)
	}
	p := w.outbox.Pick("a1")
	if p.Status != curation.Delivered || p.MessageRef == "" || !p.DeliveredAt.Equal(w.now) || p.Tries != 1 {
		t.Errorf("recorded as %+v", p)
	}
	expect(t, w.mustRun(), "of 0")
}

func TestAnEmptyDayIsSaidWithItsCause(t *testing.T) {
	p := duePick("ana", "a1", 1)
	p.StoryID, p.Item, p.Cause = "", curation.Item{}, "every story of today was offered before"
	w := newWorld(t, p)
	expect(t, w.mustRun(), "delivered 1 of 1")
	if m := w.chat.Received()[0].Message; m.Empty != p.Cause {
		t.Errorf("the rep was told %q", m.Empty)
	}
}

func TestWhatIsSentIsWhatWasClaimed(t *testing.T) {
	stale := duePick("ana", "a1", 1)
	stale.StoryID, stale.Cause = "", "nothing yet"
	w := newWorld(t, stale)
	w.outbox.Fail = func(op, _ string, _ bool) error {
		if op == "Rep" { // after Due, before Begin: the planner finds a story
			w.outbox.SetPick(duePick("ana", "a1", 1))
		}
		return nil
	}
	w.mustRun()
	if m := w.chat.Received()[0].Message; m.Empty != "" || m.Title == "" {
		t.Errorf("sent what was due before: %+v", m)
	}
}

// Each outcome of a failed send, and what it means for the pick.
func TestOutcomes(t *testing.T) {
	for _, c := range []struct {
		name    string
		outcome delivery.Outcome
		wait    time.Duration
		summary string
		status  curation.Status
		next    time.Duration // of a queued pick, from now
	}{
		{"later, with the back-off", delivery.Later, 0, "postponed 1 waiting 1 of 2", curation.Queued, 30 * time.Second},
		{"later, as the chat asks", delivery.Later, time.Hour, "postponed 1 waiting 1 of 2", curation.Queued, time.Hour},
		{"later, asking for less than the back-off", delivery.Later, time.Second, "postponed 1 waiting 1 of 2", curation.Queued, 30 * time.Second},
		{"unsure", delivery.Unsure, 0, "failed 1 waiting 1 of 2", curation.Sending, 0},
		{"refused", delivery.Refused, 0, "paused 1 waiting 1 of 2", curation.Queued, 30 * time.Second},
		{"rejected", delivery.Rejected, 0, "missed 2 of 2", curation.Missed, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, duePick("ana", "a1", 1), duePick("ana", "a2", 2))
			w.failWith(c.outcome, c.wait, false)
			s := w.mustRun()
			expect(t, s, c.summary)
			w.status("a1", c.status)
			if p := w.outbox.Pick("a1"); c.next > 0 && !p.NextTry.Equal(w.now.Add(c.next)) {
				t.Errorf("next try after %s, want %s", p.NextTry.Sub(w.now), c.next)
			}
			if !strings.Contains(s.Notes[0].Reason, "the server said no") {
				t.Errorf("the reason %q leaves out what the chat said", s.Notes[0].Reason)
			}
		})
	}
}

func TestAPostponedPickKeepsTheLaterOnesOfItsDayBehindIt(t *testing.T) {
	w := newWorld(t, duePick("ana", "a1", 1), duePick("ana", "a2", 2))
	d := delivery.New(w.outbox, w.chats, func(string) (curation.Persona, bool) { return curation.Persona{}, false }, w.opts)
	w.failWith(delivery.Later, 10*time.Minute, false)
	step := func(after time.Duration, want string) {
		t.Helper()
		w.now = w.now.Add(after)
		s, err := d.Run(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		expect(t, s, want)
	}
	step(0, "postponed 1 waiting 1 of 2")
	w.chat.OnSend = nil
	step(time.Minute, "waiting 1 of 1")
	step(10*time.Minute, "delivered 2 of 2")
	if r := w.chat.Received(); r[0].Message.PickID != "a1" {
		t.Error("the second pick overtook the first")
	}
}

func TestTheWaitGrowsWithEachTry(t *testing.T) {
	w := newWorld(t, duePick("ana", "a1", 1))
	w.failWith(delivery.Later, 0, false)
	var waits []time.Duration
	for range 4 {
		w.mustRun()
		next := w.outbox.Pick("a1").NextTry
		waits = append(waits, next.Sub(w.now))
		w.now = next
	}
	want := []time.Duration{30 * time.Second, time.Minute, 2 * time.Minute, 4 * time.Minute}
	if !slices.Equal(waits, want) {
		t.Errorf("waits %v, want %v", waits, want)
	}
}

func TestARepWhoCannotBeReachedIsPausedAndTheOthersGoOn(t *testing.T) {
	w := newWorld(t, duePick("ana", "a1", 1), duePick("ben", "b1", 1))
	w.chat.OnSend = func(_ context.Context, _ int, m delivery.Message) (bool, error) {
		if m.PickID == "a1" {
			return false, &delivery.SendError{Outcome: delivery.Refused, Reason: "ana takes no direct messages"}
		}
		return true, nil
	}
	expect(t, w.mustRun(), "delivered 1 paused 1 of 2")
	ana, err := w.outbox.Rep(t.Context(), "ana")
	if err != nil || ana.State != curation.RepPaused || ana.Reason != "ana takes no direct messages" {
		t.Errorf("ana: %+v, %v", ana, err)
	}
	w.now = w.now.Add(time.Hour)
	expect(t, w.mustRun(), "of 0")
	w.chat.OnSend = nil
	w.outbox.SetRep(repOf("ana"))
	expect(t, w.mustRun(), "delivered 1 of 1")
}

func TestBadCredentialsStopTheChatAtOnceAndLoseNothing(t *testing.T) {
	w := newWorld(t, duePick("ana", "a1", 1), duePick("ben", "b1", 1), duePick("cem", "c1", 1), duePick("dee", "d1", 1))
	dee := repOf("dee")
	dee.Chat.Chat = "other"
	w.outbox.SetRep(dee)
	other := &deliverytest.Chat{}
	w.chats["other"] = other
	w.failWith(delivery.Halted, 0, false)
	s, err := w.run(t.Context())
	if curation.KindOf(err) != curation.Unavailable {
		t.Fatalf("got %v, want an Unavailable error", err)
	}
	for _, want := range []string{"memory", "the server said no", "pickwick deliver"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q does not say %q", err, want)
		}
	}
	expect(t, s, "delivered 1 postponed 1 waiting 2 of 4")
	if w.chat.Sends() != 1 || len(other.Received()) != 1 {
		t.Errorf("%d sends by the chat that refused, %d by the other", w.chat.Sends(), len(other.Received()))
	}
	w.chat.OnSend = nil
	// Once the credentials are mended nothing has to wait.
	expect(t, w.mustRun(), "delivered 3 of 3")
}

func TestAPickWhoseChatIsGoneStaysAndSaysWhy(t *testing.T) {
	w := newWorld(t, duePick("ana", "a1", 1))
	delete(w.chats, "memory")
	s := w.mustRun()
	expect(t, s, "failed 1 of 1")
	if got := s.Notes[0].Reason; !strings.Contains(got, `no chat "memory"`) || !strings.Contains(got, "configuration") {
		t.Errorf("the reason is %q", got)
	}
	w.status("a1", curation.Queued)
	w.chats["memory"] = w.chat
	expect(t, w.mustRun(), "delivered 1 of 1")
}

func TestAChatThatIsConfiguredButCannotBeHadSaysWhy(t *testing.T) {
	w := newWorld(t, duePick("ana", "a1", 1), duePick("ben", "b1", 1))
	ben := repOf("ben")
	ben.Chat.Chat = "other"
	w.outbox.SetRep(ben)
	w.opts.Missing = map[string]string{"other": "other has no token: set OTHER_TOKEN"}
	s := w.mustRun()
	expect(t, s, "delivered 1 failed 1 of 2")
	if got, want := s.Notes[0].Reason, "other has no token: set OTHER_TOKEN"; got != want {
		t.Errorf("the reason is %q, want %q", got, want)
	}
	if p := w.outbox.Pick("b1"); p.Status != curation.Queued || p.Tries != 0 || !p.NextTry.IsZero() {
		t.Errorf("the pick was touched: %+v", p)
	}
}

func TestOnlyTheNewestDateIsSentAfterDowntime(t *testing.T) {
	w := newWorld(t, duePick("ana", "new", 1))
	var all []curation.Pick
	for i, id := range []string{"old", "older"} {
		p := duePick("ana", id, 1)
		p.DueAt = p.DueAt.AddDate(0, 0, -1-i)
		p.Date = p.DueAt.Format(time.DateOnly)
		all = append(all, p)
	}
	w.outbox = deliverytest.NewOutbox([]curation.Rep{repOf("ana")}, append(all, duePick("ana", "new", 1))...)
	w.now = w.now.Add(3 * time.Hour)
	expect(t, w.mustRun(), "delivered 1 missed 2 of 3")
	w.status("new", curation.Delivered)
	w.status("old", curation.Missed)
	w.status("older", curation.Missed)
}

func TestInTheEveningOnlyAPersonsRequestSends(t *testing.T) {
	w := newWorld(t, duePick("ana", "a1", 1))
	w.now = w.now.Add(10 * time.Hour)
	s := w.mustRun()
	expect(t, s, "waiting 1 of 1")
	if !strings.Contains(s.Notes[0].Reason, "pickwick deliver") {
		t.Errorf("the reason %q does not say how to send it", s.Notes[0].Reason)
	}
	w.opts.AnyHour = true
	expect(t, w.mustRun(), "delivered 1 of 1")
}

func TestTheRepsOwnZoneDecidesWithTheDefaultBehindIt(t *testing.T) {
	tokyo, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, rep string
		fallback  *time.Location
		want      string
	}{
		{"neither set: UTC", "", nil, "delivered 1 of 1"},
		{"the rep's", "Asia/Tokyo", nil, "waiting 1 of 1"},
		{"the default", "", tokyo, "waiting 1 of 1"},
		{"the rep's, before the default", "UTC", tokyo, "delivered 1 of 1"},
		{"an unknown one falls back", "Mars/Phobos", tokyo, "waiting 1 of 1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, duePick("ana", "a1", 1))
			rep := repOf("ana")
			rep.TimeZone = c.rep
			w.outbox.SetRep(rep)
			w.opts.TimeZone = c.fallback
			w.now = w.now.Add(4 * time.Hour) // 12:30 in UTC, 21:30 in Tokyo
			expect(t, w.mustRun(), c.want)
		})
	}
}

func TestARepWhoLeavesMeanwhileGetsNothing(t *testing.T) {
	w := newWorld(t, duePick("ana", "a1", 1))
	w.outbox.Fail = func(op, _ string, after bool) error {
		if op == "Begin" && !after {
			gone := repOf("ana")
			gone.State = curation.RepLeft
			w.outbox.SetRep(gone)
		}
		return nil
	}
	expect(t, w.mustRun(), "waiting 1 of 1")
	if n := len(w.chat.Received()); n != 0 {
		t.Errorf("%d messages after leaving", n)
	}
}

func TestADatabaseThatFailsIsReportedAndNothingIsSentTwice(t *testing.T) {
	broken := errors.New("disk full")
	for _, op := range []string{"Due", "Rep", "Begin", "Delivered"} {
		t.Run(op, func(t *testing.T) {
			w := newWorld(t, duePick("ana", "a1", 1), duePick("ana", "a2", 2))
			w.outbox.Fail = func(o, _ string, after bool) error {
				if o == op && !after {
					return broken
				}
				return nil
			}
			if _, err := w.run(t.Context()); !errors.Is(err, broken) {
				t.Errorf("got %v, want the database's own failure", err)
			}
			w.outbox.Fail = nil
			w.now = w.now.Add(10 * time.Minute)
			w.mustRun()
			for id, n := range w.arrived() {
				if n != 1 {
					t.Errorf("pick %s arrived %d times", id, n)
				}
			}
			w.status("a1", curation.Delivered)
			w.status("a2", curation.Delivered)
		})
	}
}

func TestAPanicOfAChatLeavesTheRunAlive(t *testing.T) {
	var log strings.Builder
	w := newWorld(t, duePick("ana", "a1", 1), duePick("ben", "b1", 1))
	w.opts.Logger = slog.New(slog.NewTextHandler(&log, nil))
	w.chat.OnSend = func(_ context.Context, _ int, m delivery.Message) (bool, error) {
		if m.PickID == "a1" {
			panic("nil map")
		}
		return true, nil
	}
	s := w.mustRun()
	expect(t, s, "delivered 1 failed 1 of 2")
	if strings.Contains(s.Notes[0].Reason, "nil map") || !strings.Contains(log.String(), "nil map") {
		t.Errorf("a panic belongs into the log, not before people: %q", s.Notes[0].Reason)
	}
	w.status("a1", curation.Sending)
}
