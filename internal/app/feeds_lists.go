package app

import (
	"context"
	"time"

	"example.com/pickwick/internal/config"
	"example.com/pickwick/internal/ingest/discover"
	"example.com/pickwick/internal/ingest/fetch"
)

// FoundFeed is a feed of a site.
type FoundFeed struct {
	URL      string     `json:"url"`
	Title    string     `json:"title"`
	Type     string     `json:"type"` // such as "rss 2.0"
	Items    int        `json:"items"`
	Newest   *time.Time `json:"newest,omitempty"` // when its newest item was published; nil when no item has a date
	Comments bool       `json:"comments"`         // of readers, not of the site
}

// DiscoverFeeds finds the feeds of the site that a page belongs to, the best
// first. There may be none. It needs no configuration: cfg may be nil.
func DiscoverFeeds(ctx context.Context, cfg *config.Config, page string, now time.Time) ([]FoundFeed, error) {
	client := fetch.New(fetch.Options{Gap: time.Second})
	if cfg != nil {
		client = newFetcher(cfg)
	}
	defer client.Close()
	found, err := discover.Feeds(ctx, client, page, now)
	if err != nil {
		return nil, err
	}
	feeds := make([]FoundFeed, len(found))
	for i, f := range found {
		feeds[i] = FoundFeed{URL: f.URL, Title: f.Title, Type: f.Type, Items: f.Items, Comments: f.Comments}
		if !f.LastPublished.IsZero() {
			feeds[i].Newest = &f.LastPublished
		}
	}
	return feeds, nil
}
