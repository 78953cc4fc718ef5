package opml

import (
	"slices"
	"strings"
	"unicode"
)

// role is what a column of a table or a key of JSON holds.
type role int

const (
	nothing  role = iota
	feed          // the address of a feed: xmlUrl, feed_url, rss
	anywhere      // an address, of a feed when there is no other: url, link
	site          // the address of a site: website, htmlUrl
	title
	category
)

// roleOf tells it from the name, in whatever style that is written:
// "xmlUrl", "Feed URL", "publication_rss_feed_uri".
func roleOf(name string) role {
	name = strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, name)
	ends := func(with ...string) bool {
		return slices.ContainsFunc(with, func(s string) bool { return strings.HasSuffix(name, s) })
	}
	has := func(some ...string) bool {
		return slices.ContainsFunc(some, func(s string) bool { return strings.Contains(name, s) })
	}
	switch {
	case ends("title", "name", "text", "label"):
		return title
	case ends("category", "categories", "folder", "group", "section", "topic"):
		return category
	case ends("url", "uri", "link", "href", "address", "feed", "rss", "atom", "xml", "site", "website", "homepage"):
		switch {
		case has("image", "icon", "logo"):
			return nothing
		case has("html", "site", "home"):
			return site
		case has("feed", "rss", "atom", "xml"):
			return feed
		}
		return anywhere
	}
	return nothing
}

// record is one row of a table or one object of JSON.
type record struct {
	values map[role]string // the first of each role that is not empty
	line   int
}

func (r *record) set(as role, value string) {
	if value = strings.TrimSpace(value); as == nothing || value == "" {
		return
	}
	if r.values == nil {
		r.values = map[role]string{}
	}
	if r.values[as] == "" {
		r.values[as] = value
	}
}

// entry is the feed that a record tells of. It is false when it tells of none.
func (r *record) entry(folders []string) (Entry, bool) {
	e := Entry{URL: r.values[feed], Site: r.values[site], Title: r.values[title], Line: r.line}
	switch {
	case e.URL == "":
		e.URL = r.values[anywhere]
	case e.Site == "":
		e.Site = r.values[anywhere]
	}
	for _, name := range append(slices.Clone(folders), r.values[category]) {
		if name = cleanText(name); name != "" && len(e.Category) < maxDepth {
			e.Category = append(e.Category, name)
		}
	}
	return e, e.URL != ""
}
