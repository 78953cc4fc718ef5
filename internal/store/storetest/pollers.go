package storetest

import (
	"context"
	"fmt"
	"strconv"
	"sync"
	"testing"

	"example.com/pickwick/internal/curation"
)

const (
	pollerFeeds = 40
	pollerPolls = 5 // of each feed
	pollerItems = 3 // of each poll
)

func pollerFeed(f int) string { return fmt.Sprintf("https://feed-%02d.example/", f) }

// polledBy is the n-th poll of a feed, counted from 1.
func polledBy(f, n int) curation.Polled {
	p := poll(pollerFeed(f), day(n))
	p.State.Hash = strconv.Itoa(n)
	p.Memory = []byte(p.State.Hash)
	for i := range pollerItems {
		it := item(fmt.Sprint(pollerFeed(f), "#", n, "-", i), n)
		p.Items = append(p.Items, keyed(it, "url:"+it.ID))
	}
	return p
}

// manyPollersLoseNothing has many poll at once and one save what they bring,
// while others read: whoever sees the state of a feed sees all that came with it.
func manyPollersLoseNothing(t *testing.T, fresh Fresh) {
	open := fresh(t)
	s, reader := opens(t, open), opens(t, open)
	polls := make(chan curation.Polled)
	var polling sync.WaitGroup
	for f := range pollerFeeds {
		polling.Go(func() {
			for n := range pollerPolls {
				polls <- polledBy(f, n+1)
			}
		})
	}
	saved := make(chan struct{})
	var reading sync.WaitGroup
	for range 3 {
		reading.Go(func() {
			for ended := false; !ended; { // and once more after the last was saved
				select {
				case <-saved:
					ended = true
				default:
				}
				if err := seeWhole(t.Context(), reader); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	go func() {
		polling.Wait()
		close(polls)
	}()
	added := 0
	for first := range polls {
		batch := []curation.Polled{first}
		for more := true; more && len(batch) < 16; {
			select {
			case p, ok := <-polls:
				if more = ok; ok {
					batch = append(batch, p)
				}
			default:
				more = false
			}
		}
		added += sum(save(t, s, batch...))
	}
	close(saved)
	reading.Wait()
	same(t, "new items", added, pollerFeeds*pollerPolls*pollerItems)
	same(t, "items", get(reader.Counts(t.Context()))(t).Items, added)
	for f := range pollerFeeds {
		same(t, "memory", string(get(reader.FeedMemory(t.Context(), pollerFeed(f)))(t)), strconv.Itoa(pollerPolls))
	}
}

// seeWhole reads the states of feeds, and then what must have come with them.
func seeWhole(ctx context.Context, s Store) error {
	feeds, err := s.FeedStates(ctx)
	if err != nil {
		return err
	}
	items := map[string]int{}
	for it, err := range s.RecentItems(ctx, day(1)) {
		if err != nil {
			return err
		}
		items[it.ID[:len(pollerFeed(0))]]++
	}
	for _, f := range feeds {
		n, err := strconv.Atoi(f.Hash)
		if err != nil {
			return err
		}
		memory, err := s.FeedMemory(ctx, f.URL)
		if err != nil {
			return err
		}
		// What was read later may be of a later poll.
		if held, err := strconv.Atoi(string(memory)); err != nil || held < n || items[f.URL] < n*pollerItems || items[f.URL]%pollerItems != 0 {
			return fmt.Errorf("%s was saved %d times, but has %d items and the memory %q", f.URL, n, items[f.URL], memory)
		}
	}
	return nil
}
