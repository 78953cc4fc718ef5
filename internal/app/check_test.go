package app

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"example.com/pickwick/internal/config"
	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/fake/feedhost"
	"example.com/pickwick/internal/ingest"
)

// onLists is a configuration whose two personas and company have these feeds.
func onLists(cfo, ciso, company []string) *config.Config {
	feeds := func(urls []string) (fs []curation.Feed) {
		for _, u := range urls {
			fs = append(fs, curation.Feed{URL: u})
		}
		return fs
	}
	return &config.Config{
		Database: filepath.Join("nowhere", "pickwick.db"),
		Personas: []curation.Persona{{ID: "cfo", Feeds: feeds(cfo)}, {ID: "ciso", Feeds: feeds(ciso)}},
		Profile:  curation.CompanyProfile{Feeds: feeds(company)},
		Poll:     config.Poll{PerHost: config.PerHost{Parallel: 2}, AllowPrivateNetworks: true},
	}
}

func TestCheckOnlineFetchesAFeedOfTwoListsOnce(t *testing.T) {
	var asked atomic.Int32
	host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		_, _ = w.Write([]byte(`<rss version="2.0"><channel><title>T</title><item><title>One</title><link>https://t.example/1</link></item></channel></rss>`))
	}))
	defer host.Close()
	cfg := onLists([]string{host.URL + "/a", host.URL + "/b"}, []string{host.URL + "/a"}, []string{host.URL + "/c"})
	feeds, err := CheckOnline(t.Context(), cfg, func() time.Time { return noon }, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(feeds) != 3 || asked.Load() != 3 {
		t.Fatalf("%d feeds and %d requests, want 3 and 3: %+v", len(feeds), asked.Load(), feeds)
	}
	if f := feeds[0]; f.Feed != host.URL+"/a" || !slices.Equal(f.Lists, []string{"cfo", "ciso"}) || f.Items != 1 {
		t.Errorf("the feed of two lists: %+v", f)
	}
	if f := feeds[2]; f.Origin != curation.Company || len(f.Lists) != 0 {
		t.Errorf("the company's feed: %+v", f)
	}
}

// The leak check of this package fails if the client is not closed.
func TestCheckOnlineStopsWhenItIsTold(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	host := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		stop()
		<-r.Context().Done()
	}))
	defer host.Close()
	cfg := onLists([]string{host.URL + "/a", host.URL + "/b"}, []string{host.URL + "/c"}, nil)
	if _, err := CheckOnline(ctx, cfg, func() time.Time { return noon }, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want that it was stopped", err)
	}
}

func TestCheckOnlineSaysSinceWhenAFeedFailsAndWhatToDo(t *testing.T) {
	d := newDesk(t, "", "/feed", "/well")
	d.host.Serve("/feed", feedhost.Answer{Status: 404})
	d.host.Serve("/well", feedhost.Answer{Body: feedhost.RSS("well", 2)})
	d.pass(t.Context(), t, 2)
	d.now = d.now.Add(30 * 24 * time.Hour)
	d.cfg.Places = map[string]string{d.host.URL("/feed"): "feeds/cfo.yaml:7"}
	feeds, err := CheckOnline(t.Context(), d.cfg, func() time.Time { return d.now }, nil)
	if err != nil || len(feeds) != 2 {
		t.Fatalf("%+v, %v", feeds, err)
	}
	f := feeds[0]
	if f.Place != "feeds/cfo.yaml:7" || f.Condition != ingest.Failing || f.Since == nil || !f.Since.Equal(noon.Add(12*time.Hour)) || f.Trouble == "" || f.Advice == "" {
		t.Errorf("%+v", f)
	}
	if f := feeds[1]; f.Condition != ingest.Well || f.Items != 2 {
		t.Errorf("%+v", f)
	}
	if states, err := d.store.FeedStates(t.Context()); err != nil || states[0].LastPoll.Equal(d.now) {
		t.Errorf("the check was saved: %+v, %v", states, err)
	}
}

func TestCheckOnlineOffersTheFeedsOfAWebPage(t *testing.T) {
	d := newDesk(t, "", "/blog")
	d.host.Serve("/blog", feedhost.Answer{
		Header: http.Header{"Content-Type": {"text/html"}},
		Body:   []byte(`<html><head><link rel="alternate" type="application/rss+xml" href="/blog/feed.xml"></head></html>`),
	})
	d.host.Serve("/blog/feed.xml", feedhost.Answer{Body: feedhost.RSS("blog", 2)})
	feeds, err := CheckOnline(t.Context(), d.cfg, func() time.Time { return d.now }, nil)
	if err != nil || len(feeds) != 1 || !slices.Equal(feeds[0].Found, []string{d.host.URL("/blog/feed.xml")}) || feeds[0].Condition != ingest.Failing {
		t.Fatalf("%+v, %v", feeds, err)
	}
}
