package discover

import (
	"bytes"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/publicsuffix"

	"example.com/pickwick/internal/ingest/address"
	"example.com/pickwick/internal/ingest/document"
	"example.com/pickwick/internal/ingest/fetch"
)

// What is looked at of a page.
const (
	maxPage  = 2 << 20 // bytes
	maxLinks = 40      // of each kind
	maxText  = 100     // bytes of the text of a link
)

// site is what a page tells of its site's feeds. All addresses are absolute.
type site struct {
	at        *url.URL
	declared  []string // feeds by <link rel="alternate">
	linked    []string // what looks like feeds among the links
	canonical string   // what the page calls its address; may be empty
	generator string   // the program that made the page, in lower case; may be empty
}

func readPage(res fetch.Response) *site {
	text := document.ToUTF8(res.Body, res.ContentType)
	return readHTML(text[:min(len(text), maxPage)], address.Base(res.URL))
}

// readHTML reads a page that was found at an address.
func readHTML(text []byte, at *url.URL) *site {
	p := page{site: site{at: at}, base: at}
	z := html.NewTokenizer(bytes.NewReader(text))
	for {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			p.endLink()
			return &p.site
		case html.TextToken:
			if p.link != "" && len(p.text) < maxText {
				p.text += string(z.Text())
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			if kind == html.SelfClosingTagToken {
				z.NextIsNotRawText() // <title/> hides nothing
			}
			p.tag(z)
		case html.EndTagToken:
			if name, _ := z.TagName(); string(name) == "a" {
				p.endLink()
			}
		default:
		}
	}
}

// page is where the reading of a page stands.
type page struct {
	site
	base    *url.URL // of its links
	hasBase bool
	link    string // of the <a> that is open; may be empty
	text    string // within it, so far
}

func (p *page) tag(z *html.Tokenizer) {
	name, more := z.TagName()
	tag := string(name)
	if !slices.Contains([]string{"a", "base", "link", "meta"}, tag) {
		return
	}
	a := map[string]string{}
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		if k := string(key); slices.Contains([]string{"href", "rel", "type", "name", "content", "title"}, k) {
			if _, known := a[k]; !known {
				a[k] = string(value)
			}
		}
	}
	switch tag {
	case "base":
		if to := address.Absolute(p.at, a["href"]); to != "" && !p.hasBase {
			p.base, p.hasBase = address.Base(to), true
		}
	case "meta":
		if strings.EqualFold(a["name"], "generator") && p.generator == "" {
			p.generator = strings.ToLower(a["content"])
		}
	case "link":
		rel := strings.Fields(strings.ToLower(a["rel"]))
		switch {
		case slices.Contains(rel, "canonical"):
			p.canonical = p.absolute(a["href"])
		case slices.Contains(rel, "feed"), slices.Contains(rel, "alternate") && isFeedType(a["type"], a["href"]):
			p.declared = p.add(p.declared, a["href"])
		}
	case "a":
		p.endLink()
		p.link, p.text = a["href"], a["title"]+" "
		if isFeedType(a["type"], "") {
			p.linked = p.add(p.linked, a["href"])
		}
	}
}

// isFeedType reports the media type of a feed. JSON is only believed to be one
// when its address says so too: WordPress declares other JSON the same way.
func isFeedType(kind, href string) bool {
	kind, _, _ = strings.Cut(strings.ToLower(kind), ";")
	switch strings.TrimSpace(kind) {
	case "application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml",
		"application/xml", "text/xml", "text/rss+xml", "text/atom+xml", "application/rss", "application/atom":
		return true
	case "application/json":
		return strings.Contains(strings.ToLower(href), "feed")
	}
	return false
}

// endLink takes an <a> in when it looks like a feed of the same site.
func (p *page) endLink() {
	to := p.absolute(p.link)
	if u := address.Base(to); to != "" && u.Host != "" && p.ofSite(u) && (looksLikeFeed(u) || namesFeed.MatchString(p.text)) {
		p.linked = p.add(p.linked, to)
	}
	p.link, p.text = "", ""
}

func (p *page) absolute(href string) string {
	if to := address.Absolute(p.base, href); to != "" {
		return to
	}
	if strings.HasPrefix(strings.ToLower(strings.TrimSpace(href)), "feed:") {
		to, _ := address.Clean(href) // what is no address is none
		return to
	}
	return ""
}

func (p *page) add(list []string, href string) []string {
	if to := p.absolute(href); to != "" && len(list) < maxLinks && !slices.Contains(list, to) {
		return append(list, to)
	}
	return list
}

// hosts keep the feeds of other sites.
var hosts = []string{"feedburner.com", "feedpress.me", "feedpress.com", "megaphone.fm", "libsyn.com", "simplecast.com", "transistor.fm", "buzzsprout.com"}

// ofSite reports an address of the page's own site, or of a host that keeps
// other sites' feeds.
func (p *page) ofSite(u *url.URL) bool {
	there := domain(u)
	return there == domain(p.at) || slices.Contains(hosts, there)
}

// domain is what somebody registered, such as "example.co.uk"; a host that has
// no such thing stands for itself.
func domain(u *url.URL) string {
	host := strings.ToLower(u.Hostname())
	if d, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil {
		return d
	}
	return host
}

var (
	// feedPath are the ends of paths that feeds have.
	feedPath = regexp.MustCompile(`(?i)(?:^|/)(?:feeds?|rss2?|atom|rdf|syndication|index\.xml|feed\.json|[^/]*(?:rss|feed|atom)[^/]*\.(?:xml|php|aspx?|json))/?$|\.(?:rss|atom|rdf)$|/(?:feeds?|rss)/[^/]+`)
	// feedQuery are parameters that ask for a feed.
	feedQuery = regexp.MustCompile(`(?i)(?:^|&)(?:feed=(?:rss2?|atom|rdf)|(?:format|type|alt|view|output)=(?:rss|atom|feed))(?:&|$)`)
	// namesFeed are the words by which people link to a feed.
	namesFeed = regexp.MustCompile(`(?i)\b(?:rss|atom feed|json feed|web feed)\b`)
	// commentsTitle is how feeds of comments are called.
	commentsTitle = regexp.MustCompile(`(?i)^comments (?:on|for|to)\b|\bcomments(?: feed)?$|^kommentare |^commentaires |^comentarios |^comentários `)
)

// looksLikeFeed judges an address by itself.
func looksLikeFeed(u *url.URL) bool {
	return feedPath.MatchString(u.Path) || feedQuery.MatchString(u.RawQuery) || slices.Contains(hosts, domain(u))
}
