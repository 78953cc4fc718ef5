package discord

import (
	"errors"
	"strconv"
	"testing"
	"time"

	"example.com/pickwick/internal/delivery"
	"example.com/pickwick/internal/delivery/deliverytest"
	fake "example.com/pickwick/internal/fake/discord"
)

func TestFindAfterEveryDoubt(t *testing.T) {
	for _, f := range faults {
		if f.want != delivery.Unsure {
			continue
		}
		t.Run(f.name, func(t *testing.T) {
			r := newRig(t, fake.Options{})
			first := r.now()
			r.server.Script(f.fault)
			_ = failure(t, r, deliverytest.Sample("1"))
			r.advance(time.Hour)
			ref, found, err := r.Find(t.Context(), to, deliverytest.Sample("1"), first)
			seen := r.server.Seen(rep)
			if err != nil || found != (len(seen) == 1) {
				t.Fatalf("found=%v, %d seen, error %v", found, len(seen), err)
			}
			if found && ref != seen[0].Channel+"/"+seen[0].ID {
				t.Errorf("found as %s", ref)
			}
		})
	}
}

func TestFindReadsPageByPage(t *testing.T) {
	r := newRig(t, fake.Options{})
	first := r.now()
	for i := range 250 {
		r.server.Say(rep, strconv.Itoa(i))
	}
	ref, err := r.Send(t.Context(), to, deliverytest.Sample("1"))
	if err != nil {
		t.Fatal(err)
	}
	for range 50 {
		r.server.Say(rep, "later")
	}
	got, found, err := r.Find(t.Context(), to, deliverytest.Sample("1"), first)
	if err != nil || !found || got != ref {
		t.Errorf("%q %v %v", got, found, err)
	}
	if n := r.server.Count(fake.ListMessages); n != 3 {
		t.Errorf("%d pages read, want 3", n)
	}
	if _, found, err := r.Find(t.Context(), to, deliverytest.Sample("2"), first); found || err != nil {
		t.Errorf("another pick: %v %v", found, err)
	}
}

func TestFindLooksFromTheFirstTryOn(t *testing.T) {
	r := newRig(t, fake.Options{})
	r.server.Say(rep, "before")
	r.advance(time.Second)
	if _, err := r.Send(t.Context(), to, deliverytest.Sample("1")); err != nil {
		t.Fatal(err)
	}
	r.advance(time.Hour)
	if _, found, err := r.Find(t.Context(), to, deliverytest.Sample("1"), r.now()); found || err != nil {
		t.Errorf("from an hour later: %v %v", found, err)
	}
	if _, found, err := r.Find(t.Context(), to, deliverytest.Sample("1"), r.now().Add(-time.Hour)); !found || err != nil {
		t.Errorf("from that very millisecond: %v %v", found, err)
	}
}

func TestFindIsNotFooledByTheRep(t *testing.T) {
	r := newRig(t, fake.Options{})
	first := r.now()
	m := deliverytest.Sample("1")
	r.server.Say(rep, "Score 71 of 100 · "+marker(m.PickID))
	if _, found, err := r.Find(t.Context(), to, m, first); found || err != nil {
		t.Errorf("%v %v", found, err)
	}
}

func TestAnEmptyDayIsFoundToo(t *testing.T) {
	r := newRig(t, fake.Options{})
	m := deliverytest.EmptySample("1")
	ref, err := r.Send(t.Context(), to, m)
	if err != nil {
		t.Fatal(err)
	}
	if got, found, err := r.Find(t.Context(), to, m, r.now()); !found || got != ref || err != nil {
		t.Errorf("%q %v %v", got, found, err)
	}
}

// What will not pass by itself can't be told; what will, is a SendError.
func TestFindWhereTheHistoryCannotBeRead(t *testing.T) {
	for name, c := range map[string]struct {
		fault      fake.Fault // twice: net/http repeats a GET by itself when a kept connection breaks
		cannotTell bool
		outcome    delivery.Outcome
	}{
		"no access":       {fake.Refuse(403, 50001, "Missing Access").For(fake.ListMessages), true, 0},
		"no channel":      {fake.Refuse(404, 10003, "Unknown Channel").For(fake.ListMessages), true, 0},
		"no form":         {fake.Refuse(400, 50035, "Invalid Form Body").For(fake.ListMessages), true, 0},
		"nonsense":        {fake.Fault{On: fake.ListMessages, Status: 200, Body: "{", Odd: true}, true, 0},
		"not opened":      {fake.Refuse(403, 50007, "Cannot send messages to this user").For(fake.OpenDM), true, 0},
		"limited":         {fake.RateLimited("user", time.Hour).For(fake.ListMessages), false, delivery.Later},
		"an outage":       {fake.ServerError(502).For(fake.ListMessages), false, delivery.Later},
		"reset":           {fake.Reset().For(fake.ListMessages), false, delivery.Later},
		"opening limited": {fake.RateLimited("global", time.Hour).For(fake.OpenDM), false, delivery.Later},
		"bad token":       {fake.BadToken().For(fake.ListMessages), false, delivery.Halted},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, fake.Options{})
			r.server.Script(c.fault, c.fault)
			_, found, err := r.Find(t.Context(), to, deliverytest.Sample("1"), r.now())
			var se *delivery.SendError
			switch {
			case found || err == nil:
				t.Errorf("found=%v, error %v", found, err)
			case c.cannotTell && !errors.Is(err, delivery.ErrCannotTell):
				t.Errorf("got %v, want ErrCannotTell", err)
			case !c.cannotTell && (!errors.As(err, &se) || se.Outcome != c.outcome):
				t.Errorf("got %T %v, want outcome %d", err, err, c.outcome)
			}
		})
	}
}

func TestFindGivesUpOnAnEndlessHistory(t *testing.T) {
	r := newRig(t, fake.Options{})
	for range maxPages * pageSize {
		r.server.Say(rep, "more")
	}
	r.gate.all.SetLimit(1e9) // fifty calls at full pace
	_, found, err := r.Find(t.Context(), to, deliverytest.Sample("1"), r.now())
	if found || !errors.Is(err, delivery.ErrCannotTell) {
		t.Errorf("%v %v", found, err)
	}
}
