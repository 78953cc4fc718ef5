package deliverytest

import (
	"context"
	"fmt"
	"sync"
	"time"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/delivery"
)

// Chat is a chat in memory that behaves as well as a chat can: it knows a
// repeat for as long as Window and its history can be read. The zero value is
// ready; set the fields before the first send.
type Chat struct {
	Now    func() time.Time // needed when Window is set
	Window time.Duration    // RepeatSafe, and how long a repeat is really recognised
	Mute   bool             // Find answers ErrCannotTell

	// OnSend, when set, decides about each send by its number, from 1:
	// whether the message arrives, and what the caller is told. Repeats that
	// are recognised count as sends too.
	OnSend func(ctx context.Context, n int, m delivery.Message) (arrives bool, err error)

	// OnFind, when set, makes looking fail.
	OnFind func() error

	mu    sync.Mutex
	sends int
	got   []Received
}

// Received is one message that appeared before the recipient.
type Received struct {
	Ref     string
	To      curation.Address
	Message delivery.Message
	At      time.Time
}

// Send implements delivery.Chat.
func (c *Chat) Send(ctx context.Context, to curation.Address, m delivery.Message) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", &delivery.SendError{Outcome: delivery.Later, Reason: "sending was cancelled before it began", Err: err}
	}
	c.mu.Lock()
	c.sends++
	n := c.sends
	c.mu.Unlock()
	arrives, err := true, error(nil)
	if c.OnSend != nil {
		arrives, err = c.OnSend(ctx, n, m)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	ref := ""
	if arrives {
		ref = c.put(to, m)
	}
	return ref, err
}

// put shows a message unless it is a repeat within the window.
func (c *Chat) put(to curation.Address, m delivery.Message) string {
	var now time.Time
	if c.Now != nil {
		now = c.Now()
	}
	for _, r := range c.got {
		if r.Message.PickID == m.PickID && c.Window > 0 && now.Sub(r.At) < c.Window {
			return r.Ref
		}
	}
	r := Received{Ref: fmt.Sprintf("ref-%d", len(c.got)+1), To: to, Message: m, At: now}
	c.got = append(c.got, r)
	return r.Ref
}

// RepeatSafe implements delivery.Chat.
func (c *Chat) RepeatSafe() time.Duration { return c.Window }

// Find implements delivery.Chat.
func (c *Chat) Find(_ context.Context, to curation.Address, m delivery.Message, _ time.Time) (string, bool, error) {
	if c.Mute {
		return "", false, delivery.ErrCannotTell
	}
	if c.OnFind != nil {
		if err := c.OnFind(); err != nil {
			return "", false, err
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, r := range c.got {
		if r.Message.PickID == m.PickID && r.To == to {
			return r.Ref, true, nil
		}
	}
	return "", false, nil
}

// Received is everything that appeared so far, oldest first.
func (c *Chat) Received() []Received {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]Received(nil), c.got...)
}

// Sends counts the calls of Send that were not cancelled beforehand.
func (c *Chat) Sends() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.sends
}
