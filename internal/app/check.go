package app

import (
	"context"
	"errors"
	"os"
	"strings"
	"sync"
	"time"

	"example.com/pickwick/internal/config"
	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/ingest"
	"example.com/pickwick/internal/ingest/address"
	"example.com/pickwick/internal/ingest/discover"
	"example.com/pickwick/internal/ingest/document"
	"example.com/pickwick/internal/ingest/fetch"
	"example.com/pickwick/internal/store"
)

// CheckedFeed is what one look at a feed showed.
type CheckedFeed struct {
	Place string `json:"place"` // where it stands, such as "feeds/cfo.yaml:12"
	ingest.Health
	Lists  []string        `json:"lists"` // the personas whose lists it is on; empty for the company's
	Origin curation.Origin `json:"origin"`
	Items  int             `json:"items"`
	Found  []string        `json:"found,omitempty"` // the feeds of its site, where its address is none
	feed   curation.Feed
}

// checkers is how many feeds are fetched at once; the limits of each host
// hold besides.
const checkers = 8

// CheckOnline fetches every feed on the lists once and saves nothing. What the
// database knows of a feed, if there is one, tells since when it has been in
// trouble. The result is in the order of the lists; progress may be nil. The
// error is of the database, or that of ctx when it ended.
func CheckOnline(ctx context.Context, cfg *config.Config, now func() time.Time, progress func(done, total int)) ([]CheckedFeed, error) {
	all := listed(cfg)
	states, err := past(ctx, cfg)
	if err != nil {
		return nil, err
	}
	have := map[string]bool{}
	for _, f := range all {
		have[address.Canonical(f.feed.URL)] = true
	}
	client := newFetcher(cfg)
	defer client.Close()
	var (
		wg   sync.WaitGroup
		mu   sync.Mutex
		done int
		next = make(chan *CheckedFeed)
	)
	for range checkers {
		wg.Go(func() {
			for f := range next {
				checkOne(ctx, client, f, states[f.feed.URL], have, now())
				mu.Lock()
				done++
				if progress != nil {
					progress(done, len(all))
				}
				mu.Unlock()
			}
		})
	}
	for i := range all {
		select {
		case next <- &all[i]:
		case <-ctx.Done():
		}
	}
	close(next)
	wg.Wait()
	return all, ctx.Err()
}

// past is what the database knows of the feeds; nothing when there is none yet.
func past(ctx context.Context, cfg *config.Config) (states map[string]curation.FeedState, err error) {
	if _, err := os.Stat(cfg.Database); err != nil && !strings.Contains(cfg.Database, "://") {
		return nil, nil
	}
	st, err := store.Open(ctx, cfg.Database)
	if err != nil {
		return nil, err
	}
	states, err = statesOf(ctx, st)
	return states, errors.Join(err, st.Close())
}

// listed is every feed that the configuration names, once.
func listed(cfg *config.Config) []CheckedFeed {
	var all []CheckedFeed
	at := map[string]int{}
	for _, p := range cfg.Personas {
		for _, f := range p.Feeds {
			if i, known := at[f.URL]; known {
				all[i].Lists = append(all[i].Lists, p.ID)
				all[i].feed.MaxBytes = max(all[i].feed.MaxBytes, f.MaxBytes)
				continue
			}
			at[f.URL] = len(all)
			all = append(all, CheckedFeed{feed: f, Place: cfg.Places[f.URL], Lists: []string{p.ID}, Origin: curation.Others})
		}
	}
	for _, f := range cfg.Profile.Feeds {
		all = append(all, CheckedFeed{feed: f, Place: cfg.Places[f.URL], Lists: []string{}, Origin: curation.Company})
	}
	return all
}

// checkOne looks at one feed, and for others of its site where it is none;
// have names, by canonical address, those that are on the lists already.
func checkOne(ctx context.Context, client *fetch.Client, f *CheckedFeed, state curation.FeedState, have map[string]bool, now time.Time) {
	checked, err := ingest.Check(ctx, client, f.feed, state, now)
	if err != nil {
		return // ctx ended, which CheckOnline says
	}
	f.Health, f.Items = checked.Health, checked.Items
	if checked.Outcome != document.NotAFeed && checked.Outcome != string(fetch.NotFound) {
		return
	}
	found, err := discover.Feeds(ctx, client, f.feed.URL, now)
	if err != nil {
		return // then there is none to offer
	}
	for _, other := range found {
		if !other.Comments && !have[address.Canonical(other.URL)] {
			f.Found = append(f.Found, other.URL)
		}
	}
}
