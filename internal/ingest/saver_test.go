package ingest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"example.com/pickwick/internal/curation"
)

// sizes is a store that notes how many polls come in each transaction.
type sizes struct {
	Store // what is not defined below is not called

	list []int
}

func (s *sizes) FeedStates(context.Context) ([]curation.FeedState, error) { return nil, nil }

func (s *sizes) SavePolls(_ context.Context, polls []curation.Polled) ([]int, error) {
	s.list = append(s.list, len(polls))
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
	if !slices.Equal(store.list, []int{64, 36}) || s.done != 100 {
		t.Errorf("batches of %v, %d done", store.list, s.done)
	}
}

func TestABatchEndsWhenItsTextHasTheSizeOfOne(t *testing.T) {
	long := strings.Repeat("x", maxBatchText/8)
	for name, c := range map[string]struct {
		item curation.Item
		want []int
	}{
		"title":      {curation.Item{Title: long}, []int{4, 4, 2}},
		"summary":    {curation.Item{Summary: long}, []int{4, 4, 2}},
		"whole text": {curation.Item{Text: long}, []int{4, 4, 2}},
		"all three":  {curation.Item{Title: long, Summary: long, Text: long[1:]}, []int{2, 2, 2, 2, 2}},
		"one fills":  {curation.Item{Text: strings.Repeat(long, 4)}, []int{1, 1, 1, 1, 1, 1, 1, 1, 1, 1}},
	} {
		polls := make(chan poll, 10)
		for range 10 { // of two items each
			polls <- poll{polled: curation.Polled{Items: []curation.Entry{{Item: c.item}, {Item: c.item}}}}
		}
		close(polls)
		var store sizes
		s := saver{store: &store, summary: newSummary(10)}
		if err := s.run(t.Context(), polls, func() {}); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(store.list, c.want) {
			t.Errorf("%s: batches of %v, not %v", name, store.list, c.want)
		}
	}
}

func TestABatchWithAFailureSavesTheOthers(t *testing.T) {
	polls := make(chan poll, 3)
	polls <- poll{}
	polls <- poll{err: errors.New("the disk is tired")}
	polls <- poll{}
	close(polls)
	var store sizes
	stopped := false
	s := saver{store: &store, stories: newGrouping(&store), summary: newSummary(3)}
	err := s.run(t.Context(), polls, func() { stopped = true })
	if err == nil || !stopped || !slices.Equal(store.list, []int{2}) {
		t.Errorf("%v, stopped %v, batches of %v", err, stopped, store.list)
	}
}
