package deliverytest_test

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/delivery"
	"example.com/pickwick/internal/delivery/deliverytest"
)

// The chat in memory passes the suite with and without a memory of its own, so
// the suite asks nothing that a chat can't do.
func TestTheChatInMemoryPassesTheSuite(t *testing.T) {
	for name, mute := range map[string]bool{"can tell": false, "cannot tell": true} {
		t.Run(name, func(t *testing.T) {
			deliverytest.Run(t, func(*testing.T) deliverytest.Rig { return newRig(mute) })
		})
	}
}

func newRig(mute bool) deliverytest.Rig {
	now := deliverytest.Now
	chat := &deliverytest.Chat{Now: func() time.Time { return now }, Mute: mute}
	if !mute {
		chat.Window = 2 * time.Minute
	}
	fail := func(o delivery.Outcome, arrives bool) func() {
		return func() {
			chat.OnSend = func(context.Context, int, delivery.Message) (bool, error) {
				return arrives, &delivery.SendError{Outcome: o, Reason: "the server said no", Err: errors.New("503")}
			}
		}
	}
	return deliverytest.Rig{
		Chat:    chat,
		To:      curation.Address{Chat: "memory", User: "ana"},
		Advance: func(d time.Duration) { now = now.Add(d) },
		Secrets: []string{"token-of-the-bot"},
		Faults: []deliverytest.Fault{
			{Name: "busy", Arrange: fail(delivery.Later, false), Want: delivery.Later},
			{Name: "reset after accept", Arrange: fail(delivery.Unsure, true), Want: delivery.Unsure},
			{Name: "reset before accept", Arrange: fail(delivery.Unsure, false), Want: delivery.Unsure},
			{Name: "closed", Arrange: fail(delivery.Refused, false), Want: delivery.Refused},
			{Name: "malformed", Arrange: fail(delivery.Rejected, false), Want: delivery.Rejected},
			{Name: "bad token", Arrange: fail(delivery.Halted, false), Want: delivery.Halted},
		},
		Stall: func() <-chan struct{} {
			reached := make(chan struct{})
			chat.OnSend = func(ctx context.Context, _ int, _ delivery.Message) (bool, error) {
				close(reached)
				<-ctx.Done()
				return false, &delivery.SendError{Outcome: delivery.Unsure, Reason: "no answer came", Err: ctx.Err()}
			}
			return reached
		},
		Arrived: func() (out []deliverytest.Arrived) {
			for _, r := range chat.Received() {
				out = append(out, shown(r.Message))
			}
			return out
		},
	}
}

func shown(m delivery.Message) deliverytest.Arrived {
	a := deliverytest.Arrived{Text: strings.Join([]string{
		m.Empty, m.Title, m.Source, m.Author, m.Age, m.Origin.InWords(), m.Persona, m.Why, m.Quote, m.Ask, strconv.Itoa(m.AlsoIn),
	}, "\n")}
	if m.Notice != nil {
		a.Text = m.Notice.Heading
		for _, p := range m.Notice.Points {
			a.Text += "\n" + p.What + "\n" + p.Advice
		}
	}
	if m.URL != "" {
		a.Links = append(a.Links, m.URL)
	}
	for _, s := range m.Shares {
		a.Links = append(a.Links, s.URL)
	}
	return a
}
