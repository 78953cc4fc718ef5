package discover

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"example.com/pickwick/internal/ingest/address"
)

func TestSitesThatAreKnownByTheirAddress(t *testing.T) {
	for page, want := range map[string]string{
		"https://www.youtube.com/channel/UCx1/videos":    "https://www.youtube.com/feeds/videos.xml?channel_id=UCx1",
		"https://m.youtube.com/user/acme":                "https://www.youtube.com/feeds/videos.xml?user=acme",
		"https://www.youtube.com/playlist?list=PL1":      "https://www.youtube.com/feeds/videos.xml?playlist_id=PL1",
		"https://www.youtube.com/@acme":                  "",
		"https://github.com/acme/ledger":                 "https://github.com/acme/ledger/releases.atom",
		"https://github.com/acme/ledger.git":             "https://github.com/acme/ledger/releases.atom",
		"https://github.com/acme":                        "",
		"https://www.reddit.com/r/cfo/top":               "https://www.reddit.com/r/cfo/.rss",
		"https://old.reddit.com/user/jane":               "https://www.reddit.com/user/jane/.rss",
		"https://www.reddit.com/":                        "",
		"https://medium.com/@jane":                       "https://medium.com/feed/@jane",
		"https://medium.com/the-ledger/a-story-1":        "https://medium.com/feed/the-ledger",
		"https://jane.medium.com/":                       "https://jane.medium.com/feed",
		"https://ledger.substack.com/p/one":              "https://ledger.substack.com/feed",
		"https://ledger.blogspot.co.uk/2026/11/one.html": "https://ledger.blogspot.co.uk/feeds/posts/default",
		"https://ledger.wordpress.com/about":             "https://ledger.wordpress.com/feed",
		"https://ledger.tumblr.com/":                     "https://ledger.tumblr.com/rss",
		"https://dev.to/jane/a-story":                    "https://dev.to/feed/jane",
		"https://bsky.app/profile/jane.example":          "https://bsky.app/profile/jane.example/rss",
		"https://acme.example/channel/UCx1":              "",
		"https://youtube.com.example/channel/UCx1":       "",
	} {
		if got := siteFeed(address.Base(page)); got != want {
			t.Errorf("%s: %q, not %q", page, got, want)
		}
	}
}

func TestAPageIsKnownByWhatItCallsItsAddress(t *testing.T) {
	home := readHTML([]byte(`<link rel="canonical" href="https://www.youtube.com/channel/UCx1">`), address.Base("https://www.youtube.com/@acme"))
	if got := bySite("https://www.youtube.com/@acme", home); !slices.Equal(got, []string{"https://www.youtube.com/feeds/videos.xml?channel_id=UCx1"}) {
		t.Error(got)
	}
}

func TestWhatLooksLikeAFeed(t *testing.T) {
	for address, want := range map[string]bool{
		"https://a.example/feed": true, "https://a.example/feed/": true, "https://a.example/blog/feeds": true, "https://a.example/RSS": true,
		"https://a.example/x.rss": true, "https://a.example/x.atom": true, "https://a.example/index.xml": true, "https://a.example/news-rss.xml": true,
		"https://a.example/rss/news": true, "https://a.example/feeds/news/": true, "https://a.example/?feed=rss2": true, "https://a.example/blog?x=1&format=rss": true,
		"https://feeds.feedburner.com/acme": true, "https://a.example/feed.json": true, "https://a.example/rss.php": true,
		"https://a.example/feedback": false, "https://a.example/": false, "https://a.example/press": false, "https://a.example/sitemap.xml": false,
		"https://a.example/harass": false, "https://a.example/atomic": false, "https://a.example/x.html": false, "https://a.example/?feed=me": false,
		"https://a.example/newsfeed": false, "https://rss.a.example/": false,
	} {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		if got := looksLikeFeed(u); got != want {
			t.Errorf("%s: %t", address, got)
		}
	}
}

func TestOnlyLinksOfTheSameSiteCount(t *testing.T) {
	at := address.Base("https://www.acme.co.uk/news/")
	got := readHTML([]byte(`<a href="https://feeds.acme.co.uk/rss">x</a><a href="https://other.co.uk/rss">x</a><a href="https://feeds.feedburner.com/acme">x</a>
		<a href="javascript:rss">RSS</a><a href="mailto:rss@acme.co.uk">RSS</a><a href="feed://www.acme.co.uk/rss">x</a><a>RSS</a><a href="/rss">x</a>`), at).linked
	want := []string{"https://feeds.acme.co.uk/rss", "https://feeds.feedburner.com/acme", "https://www.acme.co.uk/rss"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, not %q", got, want)
	}
}

func TestAnUnclosedTitleHidesNothingWorse(t *testing.T) {
	home := readHTML([]byte(`<svg><title/></svg><link rel=alternate type=application/rss+xml href=/feed>`), address.Base("https://a.example/"))
	if !slices.Equal(home.declared, []string{"https://a.example/feed"}) {
		t.Error(home.declared)
	}
}

// FuzzDiscoverHTML holds that any page gives few addresses, each of the web.
func FuzzDiscoverHTML(f *testing.F) {
	for _, page := range []string{
		`<html><head><base href="//b.example/x/"><link rel="alternate" type="application/rss+xml" href="feed.xml"><meta name=generator content="WordPress 6"></head>`,
		`<a href="/rss">RSS</a><a href=" feed:https://a.example/feed ">x<a href='?feed=rss2'>`, `<link rel=canonical href=https://www.youtube.com/channel/x>`,
		`<title/><textarea><a href=/feed>`, strings.Repeat(`<a href="/feed?`, 9), "<link rel=alternate type=text/xml href=https://\x00\xff>",
	} {
		f.Add(page)
	}
	at := address.Base("https://a.example/blog/")
	f.Fuzz(func(t *testing.T, text string) {
		home := readHTML([]byte(text), at)
		if len(home.declared) > maxLinks || len(home.linked) > maxLinks {
			t.Errorf("%d declared, %d linked", len(home.declared), len(home.linked))
		}
		all := append(append(append(home.declared, home.linked...), bySite("https://a.example/", home)...), usual(home)...)
		for _, link := range all {
			if u, err := url.Parse(link); err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil || len(link) > 3*4096+100 {
				t.Errorf("%q is no address of the web", link)
			}
		}
	})
}
