package delivery_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"pgregory.net/rapid"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/delivery"
	"example.com/pickwick/internal/delivery/deliverytest"
)

// world is a team, an outbox, a chat and a clock, all in memory.
type world struct {
	t      rapid.TB
	now    time.Time
	outbox *deliverytest.Outbox
	chat   *deliverytest.Chat
	opts   delivery.Options
	chats  map[string]delivery.Chat
}

// newWorld holds one pick for each rep and ID given as "rep/id", due now.
func newWorld(t rapid.TB, picks ...curation.Pick) *world {
	w := &world{t: t, now: deliverytest.Now}
	w.chat = &deliverytest.Chat{Now: func() time.Time { return w.now }, Window: 2 * time.Minute}
	w.chats = map[string]delivery.Chat{"memory": w.chat}
	w.opts = delivery.Options{Now: func() time.Time { return w.now }, Jitter: func() float64 { return 0 }, Parallel: 1}
	known := map[string]bool{}
	var reps []curation.Rep
	for _, p := range picks {
		if !known[p.Rep] {
			known[p.Rep] = true
			reps = append(reps, repOf(p.Rep))
		}
	}
	w.outbox = deliverytest.NewOutbox(reps, picks...)
	return w
}

func repOf(id string) curation.Rep {
	return curation.Rep{ID: id, Name: id, Chat: curation.Address{Chat: "memory", User: id}, State: curation.RepActive}
}

func duePick(rep, id string, slot int) curation.Pick {
	p := deliverytest.SamplePick(id)
	p.Rep, p.Slot = rep, slot
	return p
}

// run is one start of the program: nothing is kept in memory from the last.
func (w *world) run(ctx context.Context) (delivery.Summary, error) {
	personas := func(id string) (curation.Persona, bool) {
		return deliverytest.SamplePersona(), id == "cfo"
	}
	return delivery.New(w.outbox, w.chats, personas, w.opts).Run(ctx)
}

func (w *world) mustRun() delivery.Summary {
	w.t.Helper()
	s, err := w.run(context.Background())
	if err != nil {
		w.t.Fatal(err)
	}
	return s
}

func (w *world) status(id string, want curation.Status) {
	w.t.Helper()
	if got := w.outbox.Pick(id).Status; got != want {
		w.t.Errorf("pick %s is %s, want %s", id, got, want)
	}
}

// arrived is how often each pick appeared before its rep.
func (w *world) arrived() map[string]int {
	n := map[string]int{}
	for _, r := range w.chat.Received() {
		n[r.Message.PickID]++
	}
	return n
}

// failWith makes every send fail.
func (w *world) failWith(o delivery.Outcome, wait time.Duration, arrives bool) {
	w.chat.OnSend = func(context.Context, int, delivery.Message) (bool, error) {
		return arrives, &delivery.SendError{Outcome: o, Wait: wait, Reason: "the server said no", Err: errors.New("503")}
	}
}

// counts writes a summary shortly, leaving out what is zero.
func counts(s delivery.Summary) string {
	var out []string
	for _, c := range []struct {
		name string
		n    int
	}{
		{"delivered", s.Delivered},
		{"postponed", s.Postponed},
		{"unknown", s.Unknown},
		{"missed", s.Missed},
		{"paused", s.Paused},
		{"failed", s.Failed},
		{"waiting", s.Waiting},
	} {
		if c.n > 0 {
			out = append(out, fmt.Sprintf("%s %d", c.name, c.n))
		}
	}
	return strings.Join(append(out, fmt.Sprintf("of %d", s.Due)), " ")
}

func expect(t rapid.TB, s delivery.Summary, want string) {
	t.Helper()
	if got := counts(s); got != want {
		t.Errorf("summary: %s, want %s (%v)", got, want, s.Notes)
	}
}
