package delivery_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/delivery"
	"example.com/pickwick/internal/delivery/deliverytest"
)

var errKilled = errors.New("the process was killed")

// killed makes the world stop at a point of pick a1's way: from then on
// nothing takes effect, as after kill -9, until the function it returns is called.
func (w *world) killed(point string) (restart func()) {
	dead := false
	w.outbox.Fail = func(op, pick string, after bool) error {
		if pick == "a1" {
			switch {
			case point == "K1 before the claim is on disk" && op == "Begin" && !after,
				point == "K2 after the claim is on disk" && op == "Begin" && after,
				point == "K4 answered, not recorded" && op == "Delivered" && !after,
				point == "K5 recorded" && op == "Delivered" && after:
				dead = true
			}
		}
		if dead {
			return errKilled
		}
		return nil
	}
	w.chat.OnSend = func(_ context.Context, _ int, m delivery.Message) (bool, error) {
		arrives := !dead
		if m.PickID == "a1" {
			switch point {
			case "K3 written, lost on the way":
				arrives, dead = false, true
			case "K3 written and accepted, no answer":
				dead = true
			}
		}
		if dead {
			return arrives, errKilled
		}
		return true, nil
	}
	return func() { w.outbox.Fail, w.chat.OnSend = nil, nil }
}

func TestOnceKilledAtAnyPointNothingIsLostOrDoubled(t *testing.T) {
	points := []string{
		"K1 before the claim is on disk",
		"K2 after the claim is on disk",
		"K3 written, lost on the way",
		"K3 written and accepted, no answer",
		"K4 answered, not recorded",
		"K5 recorded",
	}
	chats := []struct {
		name   string
		window time.Duration
		mute   bool
	}{
		{"knows repeats and has a history", 2 * time.Minute, false},
		{"knows repeats", 2 * time.Minute, true},
		{"has a history", 0, false},
		{"knows nothing", 0, true},
	}
	for _, point := range points {
		for _, chat := range chats {
			for _, down := range []time.Duration{0, 10 * time.Second, 10 * time.Minute, 26 * time.Hour} {
				t.Run(fmt.Sprintf("%s/%s/back after %s", point, chat.name, down), func(t *testing.T) {
					w := newWorld(t, duePick("ana", "a1", 1), duePick("ana", "a2", 2), duePick("ben", "b1", 1))
					w.chat.Window, w.chat.Mute = chat.window, chat.mute
					restart := w.killed(point)
					if _, err := w.run(t.Context()); !errors.Is(err, errKilled) && point[:2] != "K3" {
						t.Fatalf("the run was not killed: %v", err)
					}
					left := w.outbox.Pick("a1").Status
					restart()
					w.now = w.now.Add(down)
					w.mustRun()
					w.now = w.now.Add(time.Minute)
					expect(t, w.mustRun(), "of 0")
					for id, n := range w.arrived() {
						if n > 1 {
							t.Errorf("pick %s arrived %d times", id, n)
						}
					}
					for _, p := range w.outbox.Picks() {
						checkSettled(t, w, p, chat.mute)
					}
					tellable := !chat.mute || down < chat.window || left != curation.Sending
					if p := w.outbox.Pick("a1"); tellable && p.Status == curation.Unknown {
						t.Error("a1 is unknown although the chat could have told")
					}
					if down < time.Hour && (left != curation.Sending || !chat.mute) {
						w.status("a1", curation.Delivered)
					}
				})
			}
		}
	}
}

// checkSettled holds for every pick once nothing is due any more: what is said
// of it is true.
func checkSettled(t rapid.TB, w *world, p curation.Pick, mute bool) {
	t.Helper()
	n := w.arrived()[p.ID]
	switch p.Status {
	case curation.Delivered:
		if n != 1 {
			t.Errorf("pick %s is delivered and arrived %d times", p.ID, n)
		}
	case curation.Missed:
		if n != 0 {
			t.Errorf("pick %s is missed and arrived %d times", p.ID, n)
		}
	case curation.Unknown:
		if !mute || n > 1 {
			t.Errorf("pick %s is unknown, arrived %d times, and the chat can tell: %v", p.ID, n, !mute)
		}
	default:
		t.Errorf("pick %s is still %s", p.ID, p.Status)
	}
}

func TestAnUnknownPickIsSaidAndNeverSentAgain(t *testing.T) {
	w := newWorld(t, duePick("ana", "a1", 1))
	w.chat.Window, w.chat.Mute = 0, true
	w.failWith(delivery.Unsure, 0, true)
	expect(t, w.mustRun(), "failed 1 of 1")
	w.chat.OnSend = nil
	s := w.mustRun()
	expect(t, s, "unknown 1 of 1")
	if s.Notes[0].Pick != "a1" || s.Notes[0].Reason == "" {
		t.Errorf("the summary says %+v", s.Notes)
	}
	w.now = w.now.Add(time.Hour)
	expect(t, w.mustRun(), "of 0")
	if w.chat.Sends() != 1 {
		t.Errorf("%d sends", w.chat.Sends())
	}
}

// A repeat may be turned away although the first message arrived. Taking that
// for "surely not sent" would send it a second time once the window is over.
func TestARepeatThatIsTurnedAwayLeavesTheFirstSendOpen(t *testing.T) {
	for _, o := range []delivery.Outcome{delivery.Later, delivery.Refused, delivery.Rejected, delivery.Halted, delivery.Unsure} {
		t.Run(fmt.Sprint(o), func(t *testing.T) {
			w := newWorld(t, duePick("ana", "a1", 1))
			w.failWith(delivery.Unsure, 0, true)
			w.mustRun()
			w.failWith(o, 0, false)
			w.now = w.now.Add(time.Minute)
			if _, err := w.run(t.Context()); err != nil && o != delivery.Halted {
				t.Fatal(err)
			}
			w.status("a1", curation.Sending)
			w.chat.OnSend = nil
			w.outbox.SetRep(repOf("ana"))
			w.now = w.now.Add(time.Hour)
			expect(t, w.mustRun(), "delivered 1 of 1")
			if n := w.arrived()["a1"]; n != 1 {
				t.Errorf("arrived %d times", n)
			}
		})
	}
}

func TestAChatThatCannotBeAskedIsAskedAgain(t *testing.T) {
	for _, c := range []struct {
		outcome delivery.Outcome
		want    string
		state   curation.RepState
	}{
		{delivery.Later, "failed 1 of 1", curation.RepActive},
		{delivery.Halted, "failed 1 of 1", curation.RepActive},
		{delivery.Refused, "paused 1 of 1", curation.RepPaused},
	} {
		t.Run(fmt.Sprint(c.outcome), func(t *testing.T) {
			w := newWorld(t, duePick("ana", "a1", 1))
			w.failWith(delivery.Unsure, 0, true)
			w.mustRun()
			w.now = w.now.Add(10 * time.Minute)
			w.chat.OnFind = func() error { return &delivery.SendError{Outcome: c.outcome, Reason: "no history today"} }
			s, err := w.run(t.Context())
			if halted := c.outcome == delivery.Halted; halted != (err != nil) {
				t.Fatalf("got %v", err)
			}
			expect(t, s, c.want)
			w.status("a1", curation.Sending)
			rep, err := w.outbox.Rep(t.Context(), "ana")
			if err != nil || rep.State != c.state {
				t.Errorf("the rep is %s, %v, want %s", rep.State, err, c.state)
			}
			w.chat.OnFind = nil
			w.outbox.SetRep(repOf("ana"))
			w.now = w.now.Add(48 * time.Hour)
			expect(t, w.mustRun(), "delivered 1 of 1")
		})
	}
}

func TestAPickThatSurelyDidNotArriveAndIsTooLateIsMissed(t *testing.T) {
	w := newWorld(t, duePick("ana", "a1", 1))
	w.failWith(delivery.Unsure, 0, false)
	w.mustRun()
	w.chat.OnSend = nil
	w.now = w.now.Add(24 * time.Hour)
	expect(t, w.mustRun(), "missed 1 of 1")
}

var _ delivery.Outbox = (*deliverytest.Outbox)(nil)
