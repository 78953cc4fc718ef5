package store_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/store"
)

// noon is a day of November 2026.
var noon = time.Date(2026, time.November, 22, 12, 0, 0, 0, time.UTC)

// polledAgain is the n-th poll of a feed: a state, a memory and three items that
// all tell by n that they belong together.
func polledAgain(name string, n int) curation.Polled {
	url := "https://" + name + ".example/feed"
	p := curation.Polled{
		State:  curation.FeedState{URL: url, LastPoll: noon, Hash: strconv.Itoa(n)},
		Memory: []byte(strings.Repeat("\xff\x00"+strconv.Itoa(n), 500)),
	}
	for i := range 3 {
		id := fmt.Sprint("item-", name, "-", 3*n+i)
		p.Items = append(p.Items, curation.Entry{
			Item: curation.Item{ID: id, FeedURL: url, Title: id, Text: strings.Repeat(id+" ", 200), Published: noon},
			Keys: []curation.StoryKey{{Key: "url:" + id}},
		})
	}
	return p
}

// allOrNone checks that of each poll there is everything or nothing.
func allOrNone(t *testing.T, s *store.Store) {
	t.Helper()
	feeds, err := s.FeedStates(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	items, err := s.Items(t.Context(), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	brought := map[string]int{}
	for _, i := range items {
		brought[i.FeedURL]++
	}
	for _, f := range feeds {
		n, err := strconv.Atoi(f.Hash)
		if err != nil {
			t.Fatal(err)
		}
		memory, err := s.FeedMemory(t.Context(), f.URL)
		if err != nil || !bytes.Equal(memory, polledAgain("", n).Memory) || brought[f.URL] != 3*n {
			t.Errorf("%s was saved %d times, with %d items and the memory %.4q (%v)", f.URL, n, brought[f.URL], memory, err)
		}
		delete(brought, f.URL)
	}
	if len(brought) > 0 {
		t.Errorf("there are items of feeds that have no state: %v", brought)
	}
}

// work does a bit of everything and prints each thing once it is confirmed:
// what it is, its ID, and for a pick the status that it has reached.
func work(ctx context.Context, s *store.Store, name string) {
	check := func(err error) {
		if err != nil {
			panic(err)
		}
	}
	var items []curation.Item
	for n := 1; n <= 2; n++ {
		polled := polledAgain(name, n)
		_, err := s.SavePolls(ctx, []curation.Polled{polled})
		check(err)
		fmt.Println("feed", polled.State.URL, n)
		for _, e := range polled.Items {
			items = append(items, e.Item)
			fmt.Println("item", e.Item.ID)
		}
	}
	_, _, err := s.SaveReps(ctx, []curation.Rep{{ID: "rep-" + name}})
	check(err)
	fmt.Println("rep", "rep-"+name)
	id := "pick-" + name
	_, err = s.SaveQueue(ctx, "rep-"+name, []curation.Pick{{
		ID: id, Rep: "rep-" + name, Date: "2026-11-22", Slot: 1, DueAt: noon, StoryID: "s-" + items[0].ID, Item: items[0],
	}}, nil)
	check(err)
	fmt.Println("pick", id, curation.Queued)
	_, err = s.Begin(ctx, id, noon)
	check(err)
	fmt.Println("pick", id, curation.Sending)
	check(s.Delivered(ctx, id, "ref", noon))
	fmt.Println("pick", id, curation.Delivered)
	check(s.Answer(ctx, id, curation.Shared, "why", noon))
	fmt.Println("pick", id, curation.Shared)
}

// confirmed checks that what a child printed is in the database.
func confirmed(t *testing.T, s *store.Store, lines []string) {
	t.Helper()
	order := []curation.Status{curation.Queued, curation.Sending, curation.Delivered, curation.Shared}
	at := func(st curation.Status) int {
		for i, o := range order {
			if o == st {
				return i
			}
		}
		return -1
	}
	for _, line := range lines {
		f := strings.Fields(line)
		switch f[0] {
		case "feed":
			n, err := strconv.Atoi(f[2])
			memory, failed := s.FeedMemory(t.Context(), f[1])
			if err := errors.Join(err, failed); err != nil || string(memory) < string(polledAgain("", n).Memory) {
				t.Errorf("lost: %s (its memory is %.4q, %v)", line, memory, err)
			}
		case "item":
			i, err := s.Item(t.Context(), f[1])
			if err != nil || i.Title != f[1] {
				t.Errorf("lost: %s (%v)", line, err)
			}
		case "rep":
			if _, err := s.Rep(t.Context(), f[1]); err != nil {
				t.Errorf("lost: %s (%v)", line, err)
			}
		case "pick":
			p, err := s.Pick(t.Context(), f[1])
			if err != nil || at(p.Status) < at(curation.Status(f[2])) {
				t.Errorf("lost: %s (it is %q, %v)", line, p.Status, err)
			}
		default:
			t.Errorf("the child says %q", line)
		}
	}
}

// whole checks the database for damage.
func whole(t *testing.T, s *store.Store) {
	t.Helper()
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestNothingLostWhenKilled(t *testing.T) {
	const kills = 50
	path := filepath.Join(t.TempDir(), "pickwick.db")
	total := 0
	for n := range kills {
		cmd := child(t, "work", n, path)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		// The child works on while its lines are read, so that the kill comes
		// at any point of whatever it is at by then.
		var lines []string
		said := bufio.NewScanner(out)
		for last := 1 + rand.IntN(40); len(lines) < last && said.Scan(); {
			lines = append(lines, said.Text())
		}
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		for said.Scan() {
			lines = append(lines, said.Text())
		}
		_ = cmd.Wait() // it was killed
		total += len(lines)

		s := mustOpen(t, path)
		confirmed(t, s, lines)
		allOrNone(t, s)
		whole(t, s)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d kills, %d confirmed changes, all there", kills, total)
}

// TestKilledAtEachStatement kills a process that makes a database and works on
// it, at each of its statements and at both ends of each COMMIT.
func TestKilledAtEachStatement(t *testing.T) {
	for n := 1; ; n++ {
		path := filepath.Join(t.TempDir(), "pickwick.db")
		out, err := child(t, "step", n, path).Output()
		if killed := new(exec.ExitError); err != nil && !errors.As(err, &killed) {
			t.Fatal(err)
		}
		s := mustOpen(t, path) // the migration converges
		confirmed(t, s, strings.FieldsFunc(string(out), func(r rune) bool { return r == '\n' }))
		allOrNone(t, s)
		whole(t, s)
		complete(t, s)
		if e := s.Close(); e != nil {
			t.Fatal(e)
		}
		if err == nil {
			if n < 30 {
				t.Errorf("the child ended by itself at step %d already", n)
			}
			t.Logf("%d steps", n-1)
			return
		}
	}
}

// complete shows that the tables are all there.
func complete(t *testing.T, s *store.Store) {
	t.Helper()
	if _, err := s.Counts(t.Context()); err != nil {
		t.Error(err)
	}
	if _, err := s.SavePolls(t.Context(), []curation.Polled{{
		State: curation.FeedState{URL: "https://after.example/feed", LastPoll: noon},
		Items: []curation.Entry{{Item: curation.Item{ID: "after"}, Keys: []curation.StoryKey{{Key: "after"}}}},
	}}); err != nil {
		t.Error(err)
	}
}

func TestALockDiesWithItsProcess(t *testing.T) {
	for name, dsn := range map[string]string{"SQLite": filepath.Join(t.TempDir(), "pickwick.db"), "PostgreSQL": ""} {
		t.Run(name, func(t *testing.T) {
			if dsn == "" {
				dsn = postgres.Database(t)
			}
			s := mustOpen(t, dsn)
			defer s.Close()
			cmd := child(t, "hold", 0, dsn)
			in, err := cmd.StdinPipe()
			if err != nil {
				t.Fatal(err)
			}
			out, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			if said, err := bufio.NewReader(out).ReadString('\n'); said != "held\n" {
				t.Fatalf("the child says %q (%v)", said, err)
			}
			if _, err := s.TryLock(t.Context(), "serve"); curation.KindOf(err) != curation.Conflict {
				t.Errorf("the lock of a living process: %v", err)
			}
			if _, err := io.WriteString(in, "x"); err != nil {
				t.Fatal(err)
			}
			_ = cmd.Wait() // it kills itself
			unlock, err := s.Lock(t.Context(), "serve")
			if err != nil {
				t.Fatal(err)
			}
			unlock()
		})
	}
}
