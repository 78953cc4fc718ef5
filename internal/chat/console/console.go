// Package console prints picks as cards, to a terminal or into a pipe. It
// keeps no history: after a crash it can't tell what was printed.
package console

import (
	"context"
	"io"
	"time"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/delivery"
)

// Options say what the output can show.
type Options struct {
	Colour bool // colour and bold; off for pipes and files
	Width  int  // columns of the terminal; at most 80 are used, and 80 if 0
}

// Chat prints to one writer for all reps. It is safe for concurrent use.
type Chat struct {
	out  io.Writer
	opts Options
	turn chan struct{} // holds one token: whoever takes it may write
}

// New makes a console on out.
func New(out io.Writer, opts Options) *Chat {
	c := &Chat{out: out, opts: opts, turn: make(chan struct{}, 1)}
	c.turn <- struct{}{}
	return c
}

// Send prints the message as one card, in one write, so that cards never mix.
// It has no reference: a card that is printed can't be named.
func (c *Chat) Send(ctx context.Context, _ curation.Address, m delivery.Message) (string, error) {
	card := []byte(layOut(m, c.opts))
	if err := ctx.Err(); err != nil {
		return "", cancelled(err)
	}
	select {
	case <-c.turn:
	case <-ctx.Done():
		return "", cancelled(ctx.Err())
	}
	// A write to a full pipe blocks for as long as nobody reads: it gets a
	// goroutine, so that the caller can go. The next card waits for it.
	type result struct {
		n   int
		err error
	}
	done := make(chan result, 1)
	go func() {
		n, err := c.out.Write(card)
		c.turn <- struct{}{}
		done <- result{n, err}
	}()
	select {
	case r := <-done:
		if r.err == nil {
			return "", nil
		}
		outcome := delivery.Unsure // a part of the card is out
		if r.n == 0 {
			outcome = delivery.Later
		}
		return "", &delivery.SendError{Outcome: outcome, Reason: "the output can't be written to", Err: r.err}
	case <-ctx.Done():
		return "", &delivery.SendError{Outcome: delivery.Unsure, Reason: "the output took nothing until sending was cancelled", Err: ctx.Err()}
	}
}

// RepeatSafe is 0: a second card would be printed.
func (c *Chat) RepeatSafe() time.Duration { return 0 }

// Find can't tell: nothing reads a terminal back.
func (c *Chat) Find(context.Context, curation.Address, delivery.Message, time.Time) (string, bool, error) {
	return "", false, delivery.ErrCannotTell
}

func cancelled(err error) error {
	return &delivery.SendError{Outcome: delivery.Later, Reason: "sending was cancelled before anything was printed", Err: err}
}
