package ingest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"example.com/pickwick/internal/curation"
)

// saver takes polls as they come in and saves whatever is ready at once.
type saver struct {
	store    Store
	stories  *grouping
	begun    time.Time // of the poll
	caughtUp bool      // the grouping knows what came in before it
	summary  Summary
	progress func(done, total int, r Result)
	done     int
}

// run saves until the channel is closed. After an error it stops the polling,
// and lets what is under way go.
func (s *saver) run(ctx context.Context, polls <-chan poll, stop func()) error {
	for one := range polls {
		batch := append(make([]poll, 0, maxBatch), one)
		batch = ready(batch, polls)
		if err := s.save(ctx, batch); err != nil {
			stop()
			for range polls {
			}
			return fmt.Errorf("save what the feeds brought: %w", err)
		}
	}
	return nil
}

// ready adds what waits already, until the batch is full.
func ready(batch []poll, polls <-chan poll) []poll {
	for size := text(batch[0]); len(batch) < maxBatch && size < maxBatchText; size += text(batch[len(batch)-1]) {
		select {
		case one, ok := <-polls:
			if !ok {
				return batch
			}
			batch = append(batch, one)
		default:
			return batch
		}
	}
	return batch
}

// text is how many bytes the long parts of the items have.
func text(one poll) int {
	n := 0
	for _, e := range one.polled.Items {
		n += len(e.Item.Title) + len(e.Item.Summary) + len(e.Item.Text)
	}
	return n
}

// group finds the stories of what is new. Only then must it be known what came
// in before.
func (s *saver) group(ctx context.Context, batch []poll) error {
	return s.stories.near(batch, func() error {
		if s.caughtUp {
			return nil
		}
		if err := s.stories.catchUp(ctx, s.begun); err != nil {
			return err
		}
		s.caughtUp = true
		return nil
	})
}

// save saves what came in, and then fails if something could not be read of
// the store.
func (s *saver) save(ctx context.Context, batch []poll) error {
	failed := slices.IndexFunc(batch, func(one poll) bool { return one.err != nil })
	if failed >= 0 {
		err := batch[failed].err
		rest := slices.DeleteFunc(batch, func(one poll) bool { return one.err != nil })
		return errors.Join(s.save(ctx, rest), err)
	}
	if len(batch) == 0 {
		return nil
	}
	if err := s.group(ctx, batch); err != nil {
		return err
	}
	polled := make([]curation.Polled, len(batch))
	for i, one := range batch {
		polled[i] = one.polled
	}
	counts, err := s.store.SavePolls(ctx, polled)
	if err != nil {
		return err
	}
	for i, one := range batch {
		s.done++
		r := result(one, counts[i])
		s.summary.add(r)
		if s.progress != nil {
			s.progress(s.done, s.summary.Feeds, r)
		}
	}
	return nil
}
