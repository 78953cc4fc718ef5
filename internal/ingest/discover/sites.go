package discover

import (
	"net/url"
	"strings"

	"example.com/pickwick/internal/ingest/address"
)

// bySite are the feeds that well-known sites keep for a page, by its address:
// the one that was asked for, the one that it was found at, the one that it
// calls its own.
func bySite(start string, home *site) []string {
	var urls []string
	for _, page := range []*url.URL{address.Base(start), home.at, address.Base(home.canonical)} {
		if feed := siteFeed(page); feed != "" {
			urls = append(urls, feed)
		}
	}
	return urls
}

func siteFeed(page *url.URL) string {
	host := strings.TrimPrefix(strings.TrimPrefix(strings.ToLower(page.Hostname()), "www."), "m.")
	steps := strings.Split(strings.Trim(page.EscapedPath(), "/"), "/")
	first, second := steps[0], ""
	if len(steps) > 1 {
		second = steps[1]
	}
	under := func(domain string) bool { return strings.HasSuffix(host, "."+domain) }
	switch {
	case host == "youtube.com":
		return youtube(first, second, page.Query().Get("list"))
	case host == "github.com" && second != "":
		return "https://github.com/" + first + "/" + strings.TrimSuffix(second, ".git") + "/releases.atom"
	case host == "reddit.com" || host == "old.reddit.com":
		if second != "" && (first == "r" || first == "user") {
			return "https://www.reddit.com/" + first + "/" + second + "/.rss"
		}
	case host == "medium.com" && first != "":
		return "https://medium.com/feed/" + first
	case host == "dev.to" && first != "":
		return "https://dev.to/feed/" + first
	case host == "bsky.app" && first == "profile" && second != "":
		return "https://bsky.app/profile/" + second + "/rss"
	case under("medium.com"), under("substack.com"), under("wordpress.com"):
		return "https://" + host + "/feed"
	case under("tumblr.com"):
		return "https://" + host + "/rss"
	case strings.Contains(host, ".blogspot."):
		return "https://" + host + "/feeds/posts/default"
	}
	return ""
}

// youtube is the feed of a channel, a user or a playlist.
func youtube(first, second, list string) string {
	const feeds = "https://www.youtube.com/feeds/videos.xml?"
	switch {
	case list != "":
		return feeds + url.Values{"playlist_id": {list}}.Encode()
	case first == "channel" && second != "":
		return feeds + "channel_id=" + second
	case first == "user" && second != "":
		return feeds + "user=" + second
	}
	return ""
}

// usualPaths are where sites keep their feeds, the most frequent first.
var usualPaths = []string{
	"/feed", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/rss", "/feed.json", "/blog/feed", "/?feed=rss2", "/blog/rss.xml", "/feeds/posts/default",
}

// usualFor is where a program keeps the feed of the sites that it makes.
var usualFor = []struct{ generator, path string }{
	{"wordpress", "/feed"},
	{"blogger", "/feeds/posts/default"},
	{"hugo", "/index.xml"},
	{"jekyll", "/feed.xml"},
	{"ghost", "/rss"},
	{"squarespace", "/blog?format=rss"},
	{"wix", "/blog-feed.xml"},
	{"drupal", "/rss.xml"},
	{"hubspot", "/rss.xml"},
	{"typo3", "/feed.xml"},
	{"joomla", "/?format=feed&type=rss"},
	{"shopify", "/blogs/news.atom"},
}

// usual are the addresses at which the feed of a site may stand, by its
// program, below its page, and at its top.
func usual(home *site) []string {
	top := home.at.Scheme + "://" + home.at.Host
	var urls []string
	for _, u := range usualFor {
		if strings.Contains(home.generator, u.generator) {
			urls = append(urls, top+u.path)
		}
	}
	if below := strings.Trim(home.at.EscapedPath(), "/"); below != "" && !strings.Contains(below, ".") {
		urls = append(urls, top+"/"+below+"/feed", top+"/"+below+"/rss.xml")
	}
	for _, path := range usualPaths {
		urls = append(urls, top+path)
	}
	return urls
}
