package store_test

import (
	"bytes"
	"fmt"
	"net"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"example.com/pickwick/internal/curation"
)

// wire passes bytes on to a PostgreSQL server until told to cut the
// connection at a COMMIT, before the server hears of it or after it answers.
type wire struct {
	address string
	mu      sync.Mutex
	cut     string // "", "before" or "after"
	cuts    int
}

// atCommit says where to cut, and cuts once.
func (w *wire) atCommit() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	where := w.cut
	if where != "" {
		w.cut = ""
		w.cuts++
	}
	return where
}

func newWire(t *testing.T, dsn string) *wire {
	t.Helper()
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		t.Fatal(err)
	}
	network, server := pgconn.NetworkAddress(config.Host, config.Port)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	w := &wire{address: fmt.Sprintf("postgres://%s:%s@%s/%s?sslmode=disable", config.User, config.Password, l.Addr(), config.Database)}
	go func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return
			}
			upstream, err := net.Dial(network, server)
			if err != nil {
				_ = client.Close()
				return
			}
			go w.pass(client, upstream)
		}
	}()
	return w
}

func (w *wire) pass(client, server net.Conn) {
	defer client.Close()
	defer server.Close()
	after := make(chan struct{}) // closed when the next answer is to be kept back
	go func() {
		defer client.Close()
		buf := make([]byte, 64<<10)
		for {
			n, err := server.Read(buf)
			select {
			case <-after:
				return // it committed, and the client never hears
			default:
			}
			if _, werr := client.Write(buf[:n]); err != nil || werr != nil {
				return
			}
		}
	}()
	buf := make([]byte, 64<<10)
	for {
		n, err := client.Read(buf)
		if bytes.Contains(buf[:n], []byte("commit\x00")) {
			switch w.atCommit() {
			case "before":
				return
			case "after":
				close(after)
			}
		}
		if _, werr := server.Write(buf[:n]); err != nil || werr != nil {
			return
		}
	}
}

// TestConnectionLostAtCommit loses the connection at the COMMIT of each kind
// of change. Each must come out as if nothing had happened: done, and once.
func TestConnectionLostAtCommit(t *testing.T) {
	for _, where := range []string{"before", "after"} {
		t.Run(where, func(t *testing.T) {
			w := newWire(t, postgres.Database(t))
			s := mustOpen(t, w.address)
			defer s.Close()
			cut := func() {
				w.mu.Lock()
				defer w.mu.Unlock()
				w.cut = where
			}
			polled := polls(20, 2)

			cut()
			added, err := s.SavePolls(t.Context(), polled)
			if err != nil || added[0]+added[1] != 20 {
				t.Errorf("SavePolls: %v new (%v)", added, err)
			}
			cut()
			n, _, err := s.SaveReps(t.Context(), []curation.Rep{{ID: "ana"}})
			if err != nil || n != 1 {
				t.Errorf("SaveReps: %d added (%v)", n, err)
			}
			p := curation.Pick{ID: "p", Rep: "ana", Date: "2026-11-22", Slot: 1, StoryID: "s"}
			cut()
			if n, err = s.SaveQueue(t.Context(), "ana", []curation.Pick{p}, nil); err != nil || n != 1 {
				t.Errorf("SaveQueue: %d written (%v)", n, err)
			}
			cut()
			if p, err = s.Begin(t.Context(), "p", noon); err != nil || p.Tries != 1 {
				t.Errorf("Begin: %d tries (%v)", p.Tries, err)
			}
			cut()
			if err := s.Delivered(t.Context(), "p", "ref", noon); err != nil {
				t.Errorf("Delivered: %v", err)
			}
			cut()
			if err := s.Answer(t.Context(), "p", curation.Shared, "why", noon); err != nil {
				t.Errorf("Answer: %v", err)
			}
			p, err = s.Pick(t.Context(), "p")
			if err != nil || p.Status != curation.Shared || p.Tries != 1 || p.MessageRef != "ref" {
				t.Errorf("in the end the pick is %+v (%v)", p, err)
			}
			if w.cuts != 6 {
				t.Errorf("the connection was cut %d times, want 6", w.cuts)
			}
		})
	}
}

func TestARestartedServerIsNotNoticed(t *testing.T) {
	dsn := postgres.Database(t)
	s := mustOpen(t, dsn)
	defer s.Close()
	cutAll := func() {
		sqlOn(t, "pgx", dsn, "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
	}
	for i := range 3 {
		var wg sync.WaitGroup // as many connections as there can be
		for range 20 {
			wg.Go(func() { _, _ = s.Counts(t.Context()) })
		}
		wg.Wait()
		cutAll()
		if n, _, err := s.SaveReps(t.Context(), []curation.Rep{{ID: fmt.Sprint("rep ", i)}}); err != nil || n != 1 {
			t.Errorf("%d added (%v)", n, err)
		}
		cutAll()
		if reps, err := s.Reps(t.Context()); err != nil || len(reps) != i+1 {
			t.Errorf("%d reps (%v)", len(reps), err)
		}
	}
}
