package planning

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"example.com/pickwick/internal/curation"
)

// memory is a Store that keeps everything in maps and does what the port says.
type memory struct {
	mu    sync.Mutex
	reps  []curation.Rep
	items []curation.Item
	picks map[string][]curation.Pick
	fail  map[string]error // by method
	since time.Time        // what Items was last asked for

	saving func() // called when a queue is about to be saved
}

func (s *memory) Reps(context.Context) ([]curation.Rep, error) {
	return slices.Clone(s.reps), s.fail["Reps"]
}

func (s *memory) Items(_ context.Context, since time.Time) ([]curation.Item, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.since = since
	items := slices.DeleteFunc(slices.Clone(s.items), func(it curation.Item) bool { return it.Published.Before(since) })
	slices.SortFunc(items, func(a, b curation.Item) int {
		return cmp.Or(cmp.Compare(a.StoryID, b.StoryID), a.Published.Compare(b.Published), cmp.Compare(a.ID, b.ID))
	})
	return items, s.fail["Items"]
}

func (s *memory) Picks(_ context.Context, rep string) ([]curation.Pick, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.picks[rep]), s.fail["Picks"]
}

func (s *memory) SaveQueue(_ context.Context, rep string, picks []curation.Pick, from, to string) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.fail["SaveQueue"]; err != nil {
		return 0, err
	}
	if s.saving != nil {
		s.saving()
	}
	if s.picks == nil {
		s.picks = map[string][]curation.Pick{}
	}
	queue := slices.Clone(s.picks[rep])
	held := map[string]curation.Pick{}
	queue = slices.DeleteFunc(queue, func(p curation.Pick) bool {
		gone := neverBegun(p) && (from <= p.Date && p.Date <= to ||
			slices.ContainsFunc(picks, func(n curation.Pick) bool { return byDate(n, p) == 0 }))
		if gone {
			held[p.ID] = p
		}
		return gone
	})
	written := 0
	for _, p := range picks {
		i, taken := slices.BinarySearchFunc(queue, p, byDate)
		if taken {
			return 0, curation.Errorf(curation.Conflict, "the pick of %s was begun meanwhile", p.Date)
		}
		if old, ok := held[p.ID]; !ok || !same(old, p) || old.Score != p.Score {
			written++
		}
		queue = slices.Insert(queue, i, p)
	}
	s.picks[rep] = queue
	return written, nil
}

// all is every pick of every rep, by rep, date and slot.
func (s *memory) all() (picks []curation.Pick) {
	for _, r := range s.reps {
		picks = append(picks, s.picks[r.ID]...)
	}
	return picks
}
