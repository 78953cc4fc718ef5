package app

import (
	"context"
	"sync"
	"time"

	"example.com/pickwick/internal/config"
	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/ingest/document"
	"example.com/pickwick/internal/ingest/fetch"
)

// CheckedFeed is what one fetch of a feed showed.
type CheckedFeed struct {
	Feed   string          `json:"feed"`
	Lists  []string        `json:"lists"` // the personas whose lists it is on; empty for the company's
	Origin curation.Origin `json:"origin"`
	Items  int             `json:"items"`
	Error  string          `json:"error,omitempty"` // in plain words; empty when it is well
}

// checkers is how many feeds are fetched at once; the limits of each host
// hold besides.
const checkers = 8

// CheckOnline fetches every feed on the lists once and saves nothing. The
// result is in the order of the lists; progress may be nil. The error is that
// of ctx when it ended.
func CheckOnline(ctx context.Context, cfg *config.Config, now func() time.Time, progress func(done, total int)) ([]CheckedFeed, error) {
	all := listed(cfg)
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
				f.Items, f.Error = checkOne(ctx, client, f.Feed, now())
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

// listed is every feed that the configuration names, once.
func listed(cfg *config.Config) []CheckedFeed {
	var all []CheckedFeed
	at := map[string]int{}
	for _, p := range cfg.Personas {
		for _, f := range p.Feeds {
			if i, known := at[f.URL]; known {
				all[i].Lists = append(all[i].Lists, p.ID)
				continue
			}
			at[f.URL] = len(all)
			all = append(all, CheckedFeed{Feed: f.URL, Lists: []string{p.ID}, Origin: curation.Others})
		}
	}
	for _, f := range cfg.Profile.Feeds {
		all = append(all, CheckedFeed{Feed: f.URL, Lists: []string{}, Origin: curation.Company})
	}
	return all
}

func checkOne(ctx context.Context, client *fetch.Client, url string, now time.Time) (items int, problem string) {
	res, err := client.Get(ctx, fetch.Request{URL: url})
	if err != nil {
		return 0, err.Error()
	}
	feed, err := document.Parse(res.Body, document.Meta{URL: url, ContentType: res.ContentType, Now: now})
	if err != nil {
		return 0, err.Error()
	}
	if len(feed.Items) == 0 {
		return 0, "the feed has no items"
	}
	return len(feed.Items), ""
}
