package ingest_test

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"testing"
	"time"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/fake/feedhost"
	"example.com/pickwick/internal/ingest"
	"example.com/pickwick/internal/ingest/fetch"
)

// busyStore is so slow that, while it saves, as many feeds come in as can.
type busyStore struct {
	*memory
	t     *testing.T
	host  *feedhost.Host
	feeds int
	room  int // documents at once
	saved int
	asked int
}

func (s *busyStore) SavePolls(ctx context.Context, polls []curation.Polled) ([]int, error) {
	s.saved += len(polls)
	for s.asked < min(s.saved+s.room, s.feeds) {
		<-s.host.Arrived()
		s.asked++
	}
	s.trips() // time for others to come, if they could
	if n := len(s.host.Requests("")); n > s.saved+s.room {
		s.t.Errorf("%d feeds were asked for while %d had been saved, with room for %d", n, s.saved, s.room)
	}
	return s.memory.SavePolls(ctx, polls)
}

// trips goes to another host and back, many times.
func (s *busyStore) trips() {
	other := feedhost.Start()
	defer other.Close()
	client := fetch.New(fetch.Options{AllowPrivate: true})
	defer client.Close()
	other.Serve("/feed", feedhost.Answer{})
	for range 100 {
		if _, err := client.Get(s.t.Context(), fetch.Request{URL: other.URL("/feed")}); err != nil {
			s.t.Error(err)
		}
	}
}

func TestABusyStoreKeepsFeedsOutOfMemory(t *testing.T) {
	w := newWorld(t)
	const feeds, room = 40, 3
	var list []curation.Feed
	for i := range feeds {
		path := fmt.Sprintf("/%d", i)
		w.host.Serve(path, feedhost.Answer{Body: feedhost.RSS(path, 3)})
		list = append(list, w.feeds(path)...)
	}
	client := fetch.New(fetch.Options{AllowPrivate: true, Total: room, Timeout: time.Minute})
	t.Cleanup(client.Close)
	store := &busyStore{memory: w.store, t: t, host: w.host, feeds: feeds, room: room}
	summary, err := ingest.New(store, client, func() time.Time { return start }).Poll(t.Context(), list, nil)
	if err != nil || summary.NewItems != 3*feeds || store.saved != feeds {
		t.Errorf("%+v, %v, %d saved", summary, err, store.saved)
	}
}

func TestLargeFeedsAllComeInThoughThereIsRoomForOne(t *testing.T) {
	w := newWorld(t)
	var list []curation.Feed
	for i := range 6 {
		path := fmt.Sprintf("/%d", i)
		answer := feedhost.Answer{Body: feedhost.RSS(path, 4000)} // above 1 MiB
		if i%2 == 0 {
			answer.Header = http.Header{"Content-Length": {strconv.Itoa(len(answer.Body))}}
		}
		w.host.Serve(path, answer)
		list = append(list, w.feeds(path)...)
	}
	client := fetch.New(fetch.Options{AllowPrivate: true, Large: 1, Timeout: time.Minute})
	t.Cleanup(client.Close)
	summary, err := ingest.New(w.store, client, func() time.Time { return start }).Poll(t.Context(), list, nil)
	if err != nil || summary.NewItems != 6000 || len(summary.Failures) != 0 {
		t.Errorf("%+v, %v", summary, err)
	}
}
