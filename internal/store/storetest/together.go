package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"example.com/pickwick/internal/curation"
)

// together runs fn n times at once, half of them on each of two openings of
// one database, as two processes would.
func together(t testing.TB, a, b Store, n int, fn func(i int, s Store) error) []error {
	t.Helper()
	errs := make([]error, n)
	start := make(chan struct{})
	var wg sync.WaitGroup
	for i := range n {
		s := a
		if i%2 == 1 {
			s = b
		}
		wg.Go(func() {
			<-start
			errs[i] = fn(i, s)
		})
	}
	close(start)
	wg.Wait()
	return errs
}

func exactlyOneDelivers(t *testing.T, fresh Fresh) {
	open := fresh(t)
	a, b := opens(t, open), opens(t, open)
	p := pick("ana", 1, 1)
	queued(t, a, p)

	const n = 16
	tries := make([]int, n)
	for _, err := range together(t, a, b, n, func(i int, s Store) error {
		got, err := s.Begin(t.Context(), p.ID, day(1))
		tries[i] = got.Tries
		return err
	}) {
		must(t, err)
	}
	// Sending can be begun again after a crash, so that none is refused. But
	// no two are told the same number: exactly one was the first.
	slices.Sort(tries)
	for i, got := range tries {
		same(t, "number of the try", got, i+1)
	}

	won := 0
	for _, err := range together(t, a, b, n, func(i int, s Store) error {
		return s.Delivered(t.Context(), p.ID, fmt.Sprint("message ", i), day(1))
	}) {
		if err == nil {
			won++
		} else {
			wantKind(t, "delivered by another", err, curation.Conflict)
		}
	}
	same(t, "how many delivered", won, 1)

	next := pick("ana", 2, 1)
	queued(t, a, next)
	won = 0
	for _, err := range together(t, a, b, n, func(i int, s Store) error {
		return s.ClosePick(t.Context(), next.ID, curation.Missed, fmt.Sprint("closed by ", i))
	}) {
		if err == nil {
			won++
		}
	}
	same(t, "how many closed", won, 1)
}

func oneSlotHoldsOnePick(t *testing.T, fresh Fresh) {
	open := fresh(t)
	a, b := opens(t, open), opens(t, open)
	onlyAna(t, a)
	const n, days = 8, 5
	written := make([]int, n)
	for _, err := range together(t, a, b, n, func(i int, s Store) (err error) {
		var queue []curation.Pick
		for d := range days {
			p := pick("ana", d+1, 1)
			p.ID = fmt.Sprintf("planner %d, day %d", i, d)
			queue = append(queue, p)
		}
		written[i], err = s.SaveQueue(t.Context(), "ana", queue, nil)
		return err
	}) {
		must(t, err)
	}
	sum := 0
	for _, w := range written {
		sum += w
	}
	same(t, "written by all", sum, days)
	same(t, "picks", len(get(a.Picks(t.Context(), "ana"))(t)), days)
}

func oneStoryThoughTwoSaveIt(t *testing.T, fresh Fresh) {
	open := fresh(t)
	a, b := opens(t, open), opens(t, open)
	const n = 8
	for _, err := range together(t, a, b, n, func(i int, s Store) error {
		entries := []curation.Entry{keyed(item(fmt.Sprint("x", i), 1), "url:x"), keyed(item(fmt.Sprint("y", i), 1), "url:y")}
		if i%4 > 1 { // in the other order, at which careless locking would stop
			slices.Reverse(entries)
		}
		_, err := s.SavePolls(t.Context(), []curation.Polled{poll(fmt.Sprint("https://", i, ".example/feed"), day(1), entries...)})
		return err
	}) {
		must(t, err)
	}
	same(t, "items", get(a.Counts(t.Context()))(t).Items, 2*n)
	same(t, "stories", get(a.Counts(t.Context()))(t).Stories, 2)
}

func leavingBeatsPlanning(t *testing.T, fresh Fresh) {
	open := fresh(t)
	a, b := opens(t, open), opens(t, open)
	onlyAna(t, a)
	for _, err := range together(t, a, b, 12, func(i int, s Store) error {
		if i == 5 {
			return s.SetRepState(t.Context(), "ana", curation.RepLeft, "")
		}
		_, err := s.SaveQueue(t.Context(), "ana", []curation.Pick{pick("ana", i+1, 1)}, nil)
		return err
	}) {
		must(t, err)
	}
	same(t, "picks of who left", get(a.Picks(t.Context(), "ana"))(t), nil)
}

func locksExclude(t *testing.T, fresh Fresh) {
	open := fresh(t)
	a, b := opens(t, open), opens(t, open)
	unlock := get(a.Lock(t.Context(), "serve"))(t)
	for _, s := range []Store{a, b} {
		_, err := s.TryLock(t.Context(), "serve")
		wantKind(t, "a lock that is held", err, curation.Conflict)
	}
	other := get(b.TryLock(t.Context(), "deliver"))(t)
	other()

	got := make(chan error, 1)
	go func() {
		again, err := b.Lock(t.Context(), "serve")
		if err == nil {
			again()
		}
		got <- err
	}()
	select {
	case err := <-got:
		t.Fatalf("a held lock was given away (error %v)", err)
	default:
	}
	unlock()
	must(t, <-got)
	get(a.TryLock(t.Context(), "serve"))(t)()

	inside, most := 0, 0
	var mu sync.Mutex
	for _, err := range together(t, a, b, 8, func(_ int, s Store) error {
		unlock, err := s.Lock(t.Context(), "serve")
		if err != nil {
			return err
		}
		defer unlock()
		mu.Lock()
		inside++
		most = max(most, inside)
		mu.Unlock()
		_ = s.Ping(t.Context()) // something to do while holding it
		mu.Lock()
		inside--
		mu.Unlock()
		return nil
	}) {
		must(t, err)
	}
	same(t, "how many held it at once", most, 1)
	for _, bad := range []string{"", "UPPER", "../up", "a b"} {
		_, err := a.Lock(t.Context(), bad)
		wantKind(t, "a lock named "+bad, err, curation.Invalid)
	}
}

func locksEndWithTheirContext(t *testing.T, fresh Fresh) {
	open := fresh(t)
	a, b := opens(t, open), opens(t, open)
	unlock := get(a.Lock(t.Context(), "serve"))(t)
	ctx, cancel := context.WithCancel(t.Context())
	got := make(chan error, 1)
	go func() {
		_, err := b.Lock(ctx, "serve")
		got <- err
	}()
	cancel()
	if err := <-got; !errors.Is(err, context.Canceled) {
		t.Errorf("waiting ended with %v, want context.Canceled", err)
	}
	unlock()
	get(b.TryLock(t.Context(), "serve"))(t)()
}
