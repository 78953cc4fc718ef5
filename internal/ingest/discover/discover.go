package discover

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/ingest/address"
	"example.com/pickwick/internal/ingest/document"
	"example.com/pickwick/internal/ingest/fetch"
)

// MaxRequests is how many documents a search asks for, at most.
const MaxRequests = 12

// Found is a feed that was fetched and read.
type Found struct {
	URL           string
	Title         string    // its own; may be empty
	Type          string    // such as "rss 2.0", "atom 1.0", "json 1.1"
	Items         int       // in the document
	LastPublished time.Time // of the newest item; zero when none has a date
	Comments      bool      // of readers, not of the site
}

// Feeds finds the feeds of a site, given the address of one of its pages, as
// people type it; of a feed, that feed. The best come first, feeds of comments
// last. There may be none. now stands for the date of items without one.
//
// The error is of kind curation.Invalid when page is no address, a *fetch.Error
// when the site can't be reached, and that of ctx when it ended.
func Feeds(ctx context.Context, client *fetch.Client, page string, now time.Time) ([]Found, error) {
	start, err := address.Clean(page)
	if err != nil {
		return nil, curation.Errorf(curation.Invalid, "%v", err)
	}
	s := search{client: client, now: now, left: MaxRequests, tried: map[string]bool{}, known: map[string]bool{}}
	home, err := s.try(ctx, start)
	if len(s.found) > 0 {
		return s.found, nil
	}
	if err != nil && !hasPage(err) {
		return nil, err
	}
	if home == nil {
		home = &site{at: address.Base(start)}
	}
	s.all(ctx, append(bySite(start, home), home.declared...))
	if !s.enough() {
		s.all(ctx, home.linked)
	}
	for _, url := range usual(home) {
		if !s.enough() {
			s.all(ctx, []string{url})
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if len(s.found) == 0 && err != nil {
		return nil, err
	}
	slices.SortStableFunc(s.found, func(a, b Found) int { return rank(a) - rank(b) })
	return s.found, nil
}

// hasPage reports an error after which other pages of the site may be there.
func hasPage(err error) bool {
	var failed *fetch.Error
	return errors.As(err, &failed) && failed.Status >= 400 && failed.Status < 500 && failed.Status != http.StatusTooManyRequests
}

// rank puts what is worth reading first.
func rank(f Found) int {
	switch {
	case f.Comments:
		return 2
	case f.Items == 0:
		return 1
	}
	return 0
}

// search is one search under way.
type search struct {
	client *fetch.Client
	now    time.Time
	left   int             // requests
	tried  map[string]bool // canonical addresses that were asked for
	known  map[string]bool // canonical addresses of the feeds that were found
	found  []Found
}

// enough reports that a feed of the site was found, so that no guesses are needed.
func (s *search) enough() bool {
	return slices.ContainsFunc(s.found, func(f Found) bool { return rank(f) == 0 })
}

// all tries addresses in turn, those of comments last. Of a page among them,
// such as a list of a site's feeds, the links are tried too.
func (s *search) all(ctx context.Context, urls []string) {
	last := func(url string) int {
		if aboutComments(url) {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(urls, func(a, b string) int { return last(a) - last(b) })
	for range 2 {
		var more []string
		for _, url := range urls {
			if s.left == 0 || s.tried[address.Canonical(url)] {
				continue
			}
			page, err := s.try(ctx, url)
			switch {
			case ctx.Err() != nil, tooMuch(err):
				s.left = 0
			case page != nil:
				more = append(append(more, page.declared...), page.linked...)
			}
		}
		urls = more
	}
}

// tooMuch reports an error after which a site is better left alone.
func tooMuch(err error) bool {
	var failed *fetch.Error
	return errors.As(err, &failed) && slices.Contains([]fetch.Outcome{fetch.RateLimited, fetch.Timeout, fetch.ServerFault}, failed.Outcome)
}

// try fetches one address. It adds a feed to what was found, and returns
// anything else as a page.
func (s *search) try(ctx context.Context, url string) (*site, error) {
	s.left--
	s.tried[address.Canonical(url)] = true
	res, err := s.client.Get(ctx, fetch.Request{URL: url})
	if err != nil {
		return nil, err
	}
	s.tried[address.Canonical(res.URL)] = true
	feed, err := document.Parse(res.Body, document.Meta{URL: res.URL, ContentType: res.ContentType, Now: s.now})
	if err != nil {
		return readPage(res), nil //nolint:nilerr // what is no feed is a page
	}
	key := address.Canonical(res.URL)
	if s.known[key] {
		return nil, nil
	}
	s.known[key] = true
	f := Found{URL: url, Title: feed.Title, Type: feed.Type, Items: len(feed.Items)}
	if res.Moved != "" {
		f.URL = res.Moved
	}
	f.Comments = aboutComments(f.URL) || commentsTitle.MatchString(f.Title)
	for _, item := range feed.Items {
		if at := item.Published; at.After(f.LastPublished) && !at.Equal(s.now) {
			f.LastPublished = at
		}
	}
	s.found = append(s.found, f)
	return nil, nil
}

// aboutComments reports the address of a feed of comments.
func aboutComments(url string) bool {
	path := strings.ToLower(address.Base(url).Path)
	return strings.Contains(path, "/comments/") || strings.HasSuffix(path, "/comments") || strings.HasSuffix(path, "-comments.xml")
}
