package discover

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/fake/feedhost"
	"example.com/pickwick/internal/ingest/fetch"
)

var now = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

// host is a site of the test, and a client that may visit it.
func host(t *testing.T) (*feedhost.Host, *fetch.Client) {
	t.Helper()
	h, client := feedhost.Start(), fetch.New(fetch.Options{AllowPrivate: true})
	t.Cleanup(h.Close)
	t.Cleanup(client.Close)
	return h, client
}

func webPage(lines ...string) feedhost.Answer {
	return feedhost.Answer{
		Header: http.Header{"Content-Type": {"text/html; charset=utf-8"}},
		Body:   []byte("<!doctype html><html><head><title>A site</title>" + strings.Join(lines, "\n") + "</html>"),
	}
}

func feed(title string, items int) feedhost.Answer {
	return feedhost.Answer{Body: feedhost.RSS(title, items)}
}

// shown are the feeds that were found, a line each, without the host.
func shown(h *feedhost.Host, found []Found) string {
	var b strings.Builder
	for _, f := range found {
		fmt.Fprintf(&b, "%s %q %s, %d items", strings.TrimPrefix(f.URL, h.URL("")), f.Title, f.Type, f.Items)
		if !f.LastPublished.IsZero() {
			b.WriteString(", " + f.LastPublished.Format(time.DateTime))
		}
		if f.Comments {
			b.WriteString(", comments")
		}
		b.WriteString("\n")
	}
	return b.String()
}

const atom = `<feed xmlns="http://www.w3.org/2005/Atom"><title>Notes</title><id>x</id><updated>2026-11-20T08:00:00Z</updated>
<entry><title>One</title><id>1</id><link href="/1"/><updated>2026-11-20T08:00:00Z</updated></entry></feed>`

func TestFeedsAreFoundWhereSitesKeepThem(t *testing.T) {
	for name, tt := range map[string]struct {
		site map[string]feedhost.Answer
		page string
		want string
	}{
		"the address is a feed itself": {
			map[string]feedhost.Answer{"/x": feed("News", 2)},
			"/x",
			"/x \"News\" rss 2.0, 2 items, 2026-11-21 00:01:00\n",
		},
		"declared, in any order, quotes and case": {
			map[string]feedhost.Answer{
				"/": webPage(`<LINK TYPE='application/atom+xml; charset=utf-8' TITLE=x HREF=notes.xml REL="home alternate">`,
					`<link rel="alternate" hreflang="de" href="/de"><link rel="stylesheet" type="text/css" href="/feed.css">`,
					`<link href="/feed.json" rel=alternate type="application/feed+json">`),
				"/notes.xml": {Body: []byte(atom)},
				"/feed.json": {Body: []byte(`{"version":"https://jsonfeed.org/version/1.1","title":"J","items":[{"id":"1","title":"One"}]}`)},
			},
			"/",
			"/notes.xml \"Notes\" atom 1.0, 1 items, 2026-11-20 08:00:00\n/feed.json \"J\" json 1.1, 1 items\n",
		},
		"declared below a base": {
			map[string]feedhost.Answer{
				"/":              webPage(`<base href="/deep/"><base href="/not/"><link rel="alternate" type="application/rss+xml" href="news.xml">`),
				"/deep/news.xml": feed("Deep", 1),
			},
			"/",
			"/deep/news.xml \"Deep\" rss 2.0, 1 items, 2026-11-21 00:00:00\n",
		},
		"comments come last": {
			map[string]feedhost.Answer{
				"/":              webPage(`<link rel="alternate" type="application/rss+xml" href="/comments/feed"><link rel="alternate" type="application/rss+xml" href="/a/feed"><link rel="alternate" type="application/rss+xml" href="/feed">`),
				"/comments/feed": feed("x", 3),
				"/a/feed":        feed("Comments on: A", 3),
				"/feed":          feed("News", 1),
			},
			"/",
			"/feed \"News\" rss 2.0, 1 items, 2026-11-21 00:00:00\n/a/feed \"Comments on: A\" rss 2.0, 3 items, 2026-11-21 00:02:00, comments\n/comments/feed \"x\" rss 2.0, 3 items, 2026-11-21 00:02:00, comments\n",
		},
		"one feed under several addresses": {
			map[string]feedhost.Answer{
				"/":     webPage(`<link rel="alternate" type="application/rss+xml" href="/feed"><link rel="alternate" type="application/rss+xml" href="/feed/?utm_source=x"><link rel="alternate" type="application/rss+xml" href="/old">`),
				"/feed": feed("News", 1), "/old": feedhost.Redirect(301, "/feed"),
			},
			"/",
			"/feed \"News\" rss 2.0, 1 items, 2026-11-21 00:00:00\n",
		},
		"moved for good": {
			map[string]feedhost.Answer{"/old": feedhost.Redirect(301, "/new"), "/new": feed("News", 1)},
			"/old",
			"/new \"News\" rss 2.0, 1 items, 2026-11-21 00:00:00\n",
		},
		"linked to": {
			map[string]feedhost.Answer{
				"/blog/": webPage(`<script>var x = '<a href="/no/feed.xml">';</script><!-- <a href="/no/rss"> --><a href="https://other.example/feed">other</a>`,
					`<a href="/feedback">no</a><a href='posts.rss'>yes</a><a href="/x?a=1">Subscribe by <b>RSS</b></a>`),
				"/blog/posts.rss": feed("Posts", 1), "/x": feed("By words", 1),
			},
			"/blog/",
			"/blog/posts.rss \"Posts\" rss 2.0, 1 items, 2026-11-21 00:00:00\n/x?a=1 \"By words\" rss 2.0, 1 items, 2026-11-21 00:00:00\n",
		},
		"a page that lists the feeds": {
			map[string]feedhost.Answer{
				"/": webPage(`<a href="/rss">RSS</a>`), "/rss": webPage(`<a href="/rss/news.xml">News</a><a href="/rss/tests.xml">Tests</a>`),
				"/rss/news.xml": feed("News", 1), "/rss/tests.xml": feed("Tests", 0),
			},
			"/",
			"/rss/news.xml \"News\" rss 2.0, 1 items, 2026-11-21 00:00:00\n/rss/tests.xml \"Tests\" rss 2.0, 0 items\n",
		},
		"not named anywhere": {
			map[string]feedhost.Answer{"/": webPage("<p>Welcome"), "/atom.xml": {Body: []byte(atom)}, "/index.xml": feed("not asked for", 1)},
			"/",
			"/atom.xml \"Notes\" atom 1.0, 1 items, 2026-11-20 08:00:00\n",
		},
		"below the page first": {
			map[string]feedhost.Answer{"/blog/": webPage(), "/blog/feed": feed("Blog", 1), "/feed": feed("Site", 1)},
			"/blog/",
			"/blog/feed \"Blog\" rss 2.0, 1 items, 2026-11-21 00:00:00\n",
		},
		"by the program of the site": {
			map[string]feedhost.Answer{"/": webPage(`<meta name="Generator" content="Hugo 0.150">`), "/feed": feed("other", 1), "/index.xml": feed("Hugo's", 1)},
			"/",
			"/index.xml \"Hugo's\" rss 2.0, 1 items, 2026-11-21 00:00:00\n",
		},
		"the page is missing, its feed is not": {
			map[string]feedhost.Answer{"/feed": feed("News", 1)},
			"/gone",
			"/feed \"News\" rss 2.0, 1 items, 2026-11-21 00:00:00\n",
		},
		"declared, but broken": {
			map[string]feedhost.Answer{"/": webPage(`<link rel="alternate" type="application/rss+xml" href="/broken">`), "/broken": webPage("not found"), "/rss.xml": feed("News", 1)},
			"/",
			"/rss.xml \"News\" rss 2.0, 1 items, 2026-11-21 00:00:00\n",
		},
		"nothing": {map[string]feedhost.Answer{"/": webPage("<p>Welcome")}, "/", ""},
	} {
		t.Run(name, func(t *testing.T) {
			h, client := host(t)
			for path, answer := range tt.site {
				h.Serve(path, answer)
			}
			found, err := Feeds(t.Context(), client, h.URL(tt.page), now)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, shown(h, found)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if n := len(h.Requests("")); n > MaxRequests+1 { // a redirect is one more
				t.Errorf("%d requests", n)
			}
		})
	}
}

func TestASearchAsksAtMostTwelveTimes(t *testing.T) {
	h, client := host(t)
	var links []string
	for i := range 30 {
		links = append(links, fmt.Sprintf(`<link rel="alternate" type="application/rss+xml" href="/%d"><a href="/rss/%d">RSS</a>`, i, i))
		h.Serve(fmt.Sprintf("/%d", i), webPage(links...))
		h.Serve(fmt.Sprintf("/rss/%d", i), webPage(links...))
	}
	h.Serve("/", webPage(links...))
	found, err := Feeds(t.Context(), client, h.URL("/"), now)
	if n := len(h.Requests("")); n != MaxRequests || len(found) > 0 || err != nil {
		t.Errorf("%d requests, %v, %v", n, found, err)
	}
}

func TestASiteThatHasEnoughIsLeftAlone(t *testing.T) {
	for status, want := range map[int]int{http.StatusTooManyRequests: 2, http.StatusInternalServerError: 2, http.StatusNotFound: MaxRequests} {
		h, client := host(t)
		h.Serve("/", webPage(`<link rel="alternate" type="application/rss+xml" href="/feed">`))
		h.Serve("/feed", feedhost.Answer{Status: status})
		found, err := Feeds(t.Context(), client, h.URL("/"), now)
		if n := len(h.Requests("")); n != want || len(found) > 0 || err != nil {
			t.Errorf("status %d: %d requests, not %d; %v, %v", status, n, want, found, err)
		}
	}
}

func TestASiteThatCantBeReachedIsSaidSo(t *testing.T) {
	h, client := host(t)
	h.Serve("/down", feedhost.Answer{Status: http.StatusServiceUnavailable})
	h.Serve("/closed", feedhost.Answer{Status: http.StatusForbidden})
	for page, want := range map[string]fetch.Outcome{
		h.URL("/down"): fetch.ServerFault, h.URL("/closed"): fetch.Forbidden, h.URL("/nowhere"): fetch.NotFound,
	} {
		_, err := Feeds(t.Context(), client, page, now)
		var failed *fetch.Error
		if !errors.As(err, &failed) || failed.Outcome != want {
			t.Errorf("%s: %v, not %s", page, err, want)
		}
	}
	if n := len(h.Requests("/down")); n != 1 {
		t.Errorf("%d requests to a server that is down", n)
	}
	for _, page := range []string{"", "javascript:alert(1)", "https://jane:hunter2@site.example/"} {
		if _, err := Feeds(t.Context(), client, page, now); curation.KindOf(err) != curation.Invalid || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q: %v", page, err)
		}
	}
}

func TestNothingPrivateIsVisited(t *testing.T) {
	h, _ := host(t)
	guarded := fetch.New(fetch.Options{})
	t.Cleanup(guarded.Close)
	_, err := Feeds(t.Context(), guarded, h.URL("/"), now)
	var failed *fetch.Error
	if !errors.As(err, &failed) || failed.Outcome != fetch.PrivateAddress || len(h.Requests("")) > 0 {
		t.Errorf("%v, %d requests", err, len(h.Requests("")))
	}
}

func TestASearchThatIsCalledOffEnds(t *testing.T) {
	h, client := host(t)
	ctx, cancel := context.WithCancel(t.Context())
	h.Serve("/", webPage(`<link rel="alternate" type="application/rss+xml" href="/feed">`))
	h.Serve("/feed", feedhost.Answer{Before: make(chan struct{})})
	go func() {
		for r := range h.Arrived() {
			if r.Path == "/feed" {
				cancel()
				return
			}
		}
	}()
	if _, err := Feeds(ctx, client, h.URL("/"), now); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if n := len(h.Requests("")); n != 2 {
		t.Errorf("%d requests", n)
	}
}
