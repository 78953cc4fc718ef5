package deliverytest

import (
	"errors"
	"testing"
	"time"

	"example.com/pickwick/internal/delivery"
)

func repeatIsSafe(t *testing.T, newRig func(*testing.T) Rig) {
	rig := newRig(t)
	window := rig.Chat.RepeatSafe()
	if window < 0 {
		t.Fatalf("RepeatSafe is %s, want 0 or more", window)
	}
	if window == 0 {
		t.Skip("this chat can't tell a repeat from a new message")
	}
	m := Sample("1")
	ref := send(t, rig, m)
	if again := send(t, rig, m); again != ref {
		t.Errorf("the repeat is called %q, the first %q", again, ref)
	}
	if rig.Advance != nil {
		rig.Advance(window - time.Second)
		if again := send(t, rig, m); again != ref {
			t.Errorf("a second before %s are over the repeat is called %q, the first %q", window, again, ref)
		}
	}
	one(t, rig)
	send(t, rig, Sample("2"))
	if n := len(rig.Arrived()); n != 2 {
		t.Errorf("%d messages after another pick was sent, want 2", n)
	}
}

func findIsTruthful(t *testing.T, newRig func(*testing.T) Rig) {
	rig := newRig(t)
	sent, never := Sample("1"), Sample("2")
	if _, found, err := rig.Chat.Find(t.Context(), rig.To, never, Now); found || (err != nil && !errors.Is(err, delivery.ErrCannotTell)) {
		t.Fatalf("in an empty history: found=%v, error %v", found, err)
	}
	ref := send(t, rig, sent)
	got, found, err := rig.Chat.Find(t.Context(), rig.To, sent, Now)
	switch {
	case errors.Is(err, delivery.ErrCannotTell):
		if found {
			t.Error("found, and yet it cannot tell")
		}
		return
	case err != nil:
		t.Fatal(err)
	case !found || got != ref:
		t.Errorf("found=%v as %q, sent as %q", found, got, ref)
	}
	if _, found, err := rig.Chat.Find(t.Context(), rig.To, never, Now); found || err != nil {
		t.Errorf("a message that was never sent: found=%v, error %v", found, err)
	}
	if n := len(rig.Arrived()); n != 1 {
		t.Errorf("%d messages after looking, want 1: looking sends nothing", n)
	}
}
