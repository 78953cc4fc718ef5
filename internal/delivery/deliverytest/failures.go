package deliverytest

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"example.com/pickwick/internal/delivery"
)

func faultsAreSorted(t *testing.T, newRig func(*testing.T) Rig) {
	for i, f := range newRig(t).Faults {
		t.Run(f.Name, func(t *testing.T) {
			rig := newRig(t)
			rig.Faults[i].Arrange()
			m := Sample("1")
			_, err := rig.Chat.Send(t.Context(), rig.To, m)
			se := sendError(t, rig, err)
			if se.Outcome != f.Want {
				t.Errorf("outcome %d, want %d (%s: %v)", se.Outcome, f.Want, se.Reason, se.Err)
			}
			arrived := len(rig.Arrived()) > 0
			if arrived && se.Outcome != delivery.Unsure {
				t.Errorf("the message arrived although the outcome %d says that it surely did not", se.Outcome)
			}
			_, found, err := rig.Chat.Find(t.Context(), rig.To, m, Now)
			if err == nil && found != arrived {
				t.Errorf("Find says found=%v, arrived=%v", found, arrived)
			}
		})
	}
}

// patience is how long a send may take to notice that it was cancelled. It is
// a guard against hanging, not a measure.
const patience = 10 * time.Second

func cancelEnds(t *testing.T, newRig func(*testing.T) Rig) {
	rig := newRig(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	se := sendError(t, rig, ended(t, func() error {
		_, err := rig.Chat.Send(ctx, rig.To, Sample("1"))
		return err
	}))
	if se.Outcome != delivery.Later && se.Outcome != delivery.Unsure {
		t.Errorf("a cancelled send has outcome %d, want Later or Unsure", se.Outcome)
	}
	if se.Outcome == delivery.Later && len(rig.Arrived()) > 0 {
		t.Error("the message arrived although the send says that it surely did not")
	}
}

func stalledSendEnds(t *testing.T, newRig func(*testing.T) Rig) {
	rig := newRig(t)
	if rig.Stall == nil {
		t.Skip("this chat has no other side that could stall")
	}
	reached := rig.Stall()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go func() {
		select {
		case <-reached:
			cancel()
		case <-ctx.Done():
		}
	}()
	se := sendError(t, rig, ended(t, func() error {
		_, err := rig.Chat.Send(ctx, rig.To, Sample("1"))
		return err
	}))
	if se.Outcome != delivery.Unsure {
		t.Errorf("a send that was written but not answered has outcome %d, want Unsure", se.Outcome)
	}
}

// ended runs f and fails the test if it does not come back.
func ended(t *testing.T, f func() error) error {
	t.Helper()
	done := make(chan error, 1)
	go func() { done <- f() }()
	select {
	case err := <-done:
		return err
	case <-time.After(patience):
		t.Fatalf("still running %s after being cancelled", patience)
		return nil
	}
}

// sendError checks the form of a failure.
func sendError(t *testing.T, rig Rig, err error) *delivery.SendError {
	t.Helper()
	var se *delivery.SendError
	if !errors.As(err, &se) {
		t.Fatalf("got %T %v, want a *SendError", err, err)
	}
	if se.Reason == "" || strings.ContainsAny(se.Reason, "\r\n") || len(se.Reason) > 400 {
		t.Errorf("the reason %q is not one sentence", se.Reason)
	}
	said := err.Error() + " " + unwrapped(err)
	for _, secret := range rig.Secrets {
		if secret == "" {
			t.Error("a secret of the rig is empty")
		} else if strings.Contains(said, secret) {
			t.Errorf("the failure shows a secret: %s", strings.ReplaceAll(said, secret, "<secret>"))
		}
	}
	return se
}

// unwrapped is what the causes of an error say.
func unwrapped(err error) string {
	var said []string
	for err = errors.Unwrap(err); err != nil; err = errors.Unwrap(err) {
		said = append(said, err.Error())
	}
	return strings.Join(said, ": ")
}
