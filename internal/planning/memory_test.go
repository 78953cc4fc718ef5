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

func (s *memory) SaveQueue(_ context.Context, rep string, picks []curation.Pick) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.fail["SaveQueue"]; err != nil {
		return 0, err
	}
	if s.picks == nil {
		s.picks = map[string][]curation.Pick{}
	}
	written := 0
	for _, p := range picks {
		i, taken := slices.BinarySearchFunc(s.picks[rep], p, byDate)
		switch {
		case !taken:
			s.picks[rep] = slices.Insert(s.picks[rep], i, p)
			written++
		case s.picks[rep][i].Empty() && s.picks[rep][i].Status == curation.Queued:
			if old := s.picks[rep][i]; old.Cause != p.Cause || old.StoryID != p.StoryID || !old.DueAt.Equal(p.DueAt) {
				s.picks[rep][i] = p
				written++
			}
		}
	}
	return written, nil
}

// all is every pick of every rep, by rep, date and slot.
func (s *memory) all() (picks []curation.Pick) {
	for _, r := range s.reps {
		picks = append(picks, s.picks[r.ID]...)
	}
	return picks
}
