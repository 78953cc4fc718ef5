package planning

import (
	"cmp"
	"context"
	"iter"
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
	feeds []curation.FeedState
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

func (s *memory) StoredItems(ctx context.Context, since time.Time) iter.Seq2[curation.Item, error] {
	return func(yield func(curation.Item, error) bool) {
		items, _ := s.Items(ctx, since)
		for _, it := range items {
			if !yield(it, nil) {
				return
			}
		}
		if err := s.fail["StoredItems"]; err != nil {
			yield(curation.Item{}, err)
		}
	}
}

func (s *memory) FeedStates(context.Context) ([]curation.FeedState, error) {
	return slices.Clone(s.feeds), s.fail["FeedStates"]
}

func (s *memory) Picks(_ context.Context, rep string) ([]curation.Pick, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.picks[rep]), s.fail["Picks"]
}

func (s *memory) SaveQueue(_ context.Context, rep string, picks []curation.Pick, before []string) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.fail["SaveQueue"]; err != nil {
		return 0, err
	}
	if s.saving != nil {
		s.saving()
	}
	queue := slices.Clone(s.picks[rep])
	written := 0
	begun := func(p curation.Pick) error {
		return curation.Errorf(curation.Conflict, "the pick of %s was begun meanwhile", p.Date)
	}
	for _, id := range before {
		i := slices.IndexFunc(queue, func(p curation.Pick) bool { return p.ID == id })
		switch {
		case i < 0 || slices.ContainsFunc(picks, func(p curation.Pick) bool { return p.ID == id }):
		case neverBegun(queue[i]):
			queue = slices.Delete(queue, i, i+1)
		default:
			return 0, begun(queue[i])
		}
	}
	for _, p := range picks {
		i, taken := slices.BinarySearchFunc(queue, p, byDate)
		switch {
		case !taken:
			queue = slices.Insert(queue, i, p)
		case same(queue[i], p) && queue[i].Score == p.Score:
			continue
		case neverBegun(queue[i]):
			queue[i] = p
		default:
			return 0, begun(p)
		}
		written++
	}
	if s.picks == nil {
		s.picks = map[string][]curation.Pick{}
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
