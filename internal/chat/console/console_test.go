package console_test

import (
	"context"
	"errors"
	"io"
	"regexp"
	"strings"
	"sync"
	"testing"

	"example.com/pickwick/internal/chat/console"
	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/delivery"
	"example.com/pickwick/internal/delivery/deliverytest"
)

// paper is a writer that can be made to fail or to block.
type paper struct {
	mu     sync.Mutex
	writes []string
	fail   func(p []byte) (int, error)
}

func (p *paper) Write(b []byte) (int, error) {
	p.mu.Lock()
	fail := p.fail
	p.mu.Unlock()
	if fail != nil {
		return fail(b)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.writes = append(p.writes, string(b))
	return len(b), nil
}

// cards takes each write for one card, which TestACardIsOneWrite shows it to be.
func (p *paper) cards() (out []deliverytest.Arrived) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, text := range p.writes {
		a := deliverytest.Arrived{Text: text}
		for _, word := range strings.Fields(text) {
			if address.MatchString(word) {
				a.Links = append(a.Links, word)
			}
		}
		out = append(out, a)
	}
	return out
}

var address = regexp.MustCompile(`^(https?://|mailto:)`)

func TestConformance(t *testing.T) {
	deliverytest.Run(t, func(t *testing.T) deliverytest.Rig {
		p := &paper{}
		failing := func(f func([]byte) (int, error)) func() {
			return func() { p.fail = f }
		}
		return deliverytest.Rig{
			Chat:    console.New(p, console.Options{}),
			To:      curation.Address{Chat: "console"},
			Arrived: p.cards,
			Faults: []deliverytest.Fault{
				{Name: "closed", Want: delivery.Later, Arrange: failing(func([]byte) (int, error) { return 0, io.ErrClosedPipe })},
				{Name: "disk full half way", Want: delivery.Unsure, Arrange: failing(func(b []byte) (int, error) { return len(b) / 2, io.ErrShortWrite })},
			},
			Stall: func() <-chan struct{} {
				reached, never := make(chan struct{}), make(chan struct{})
				t.Cleanup(func() { close(never) })
				p.fail = func([]byte) (int, error) {
					close(reached)
					<-never
					return 0, io.ErrClosedPipe
				}
				return reached
			},
		}
	})
}

func TestItCannotTellAfterACrash(t *testing.T) {
	c := console.New(io.Discard, console.Options{})
	if w := c.RepeatSafe(); w != 0 {
		t.Errorf("RepeatSafe is %s", w)
	}
	if _, found, err := c.Find(t.Context(), curation.Address{}, deliverytest.Sample("1"), deliverytest.Now); found || !errors.Is(err, delivery.ErrCannotTell) {
		t.Errorf("found=%v, %v", found, err)
	}
}

func TestACardIsOneWrite(t *testing.T) {
	p := &paper{}
	c := console.New(p, console.Options{})
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if _, err := c.Send(context.Background(), curation.Address{}, deliverytest.Sample("1")); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	want := printed(t, console.Options{}, deliverytest.Sample("1"))
	if len(p.writes) != 20 {
		t.Errorf("%d writes for 20 cards", len(p.writes))
	}
	for _, got := range p.writes {
		if got != want {
			t.Errorf("a write that is not one whole card: %q", got)
		}
	}
}

// A card that waits behind a blocked one goes when it is cancelled, and surely
// was not printed.
func TestWaitingForABlockedOutputEndsWhenCancelled(t *testing.T) {
	reached, free := make(chan struct{}), make(chan struct{})
	p := &paper{fail: func(b []byte) (int, error) {
		close(reached)
		<-free
		return len(b), nil
	}}
	c := console.New(p, console.Options{})
	first := make(chan error)
	go func() {
		_, err := c.Send(context.Background(), curation.Address{}, deliverytest.Sample("1"))
		first <- err
	}()
	<-reached
	ctx, cancel := context.WithCancel(t.Context())
	second := make(chan error)
	go func() {
		_, err := c.Send(ctx, curation.Address{}, deliverytest.Sample("2"))
		second <- err
	}()
	cancel()
	var se *delivery.SendError
	if err := <-second; !errors.As(err, &se) || se.Outcome != delivery.Later {
		t.Errorf("the second: %v", err)
	}
	close(free)
	if err := <-first; err != nil {
		t.Errorf("the first: %v", err)
	}
}
