package ingest

import (
	"context"
	"slices"
	"testing"

	"example.com/pickwick/internal/curation"
)

// sizes is a store that notes how many polls come in each transaction.
type sizes []int

func (s *sizes) FeedStates(context.Context) ([]curation.FeedState, error) { return nil, nil }

func (s *sizes) SavePolls(_ context.Context, polls []curation.Polled) ([]int, error) {
	*s = append(*s, len(polls))
	return make([]int, len(polls)), nil
}

func TestWhateverIsReadyIsSavedInOneTransaction(t *testing.T) {
	polls := make(chan poll, 100)
	for range 100 {
		polls <- poll{}
	}
	close(polls)
	var store sizes
	s := saver{store: &store, summary: newSummary(100)}
	if err := s.run(t.Context(), polls, func() { t.Error("stopped") }); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(store, []int{64, 36}) || s.done != 100 {
		t.Errorf("batches of %v, %d done", store, s.done)
	}
}
