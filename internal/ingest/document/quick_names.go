package document

import "strings"

// space is a namespace, as far as it matters to what is read.
type space uint8

const (
	otherSpace   space = iota // nothing of it is used
	nativeSpace               // of the format itself
	atomSpace                 // Atom within RSS
	oldAtomSpace              // Atom 0.3 within RSS
	contentSpace
	dcSpace
	dctermsSpace
	feedburnerSpace
	itunesSpace
	mediaSpace
	syndicationSpace
	youtubeSpace
)

// binding is a declared prefix; "" is the default namespace.
type binding struct {
	prefix, uri string
	space       space
}

const (
	rss10    = "http://purl.org/rss/1.0/"
	rss09    = "http://channel.netscape.com/rdf/simple/0.9/"
	rss09Too = "http://my.netscape.com/rdf/simple/0.9/"
	atom10   = "http://www.w3.org/2005/Atom"
	atom03   = "http://purl.org/atom/ns#"
	rdf      = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
)

// canonicalSpaces are the namespaces that gofeed knows by their address,
// whatever the prefix.
var canonicalSpaces = map[string]space{
	"http://purl.org/rss/1.0/modules/content/":     contentSpace,
	"http://purl.org/dc/elements/1.1/":             dcSpace,
	"http://purl.org/dc/terms/":                    dctermsSpace,
	"http://rssnamespace.org/feedburner/ext/1.0":   feedburnerSpace,
	"http://www.itunes.com/DTDs/PodCast-1.0.dtd":   itunesSpace,
	"http://example.com/DTDs/PodCast-1.0.dtd":      itunesSpace,
	"http://search.yahoo.com/mrss":                 mediaSpace,
	"http://search.yahoo.com/mrss/":                mediaSpace,
	"http://purl.org/rss/1.0/modules/syndication/": syndicationSpace,
}

// prefixedSpaces are those that gofeed knows by their prefix alone: when it is
// not declared, or declared for one of these addresses.
var prefixedSpaces = map[string]struct {
	space space
	uris  string
}{
	"atom":       {atomSpace, ""},
	"content":    {contentSpace, " http://purl.org/rss/1.0/modules/content "},
	"dc":         {dcSpace, " http://purl.org/dc/elements/1.1 "},
	"dcterms":    {dctermsSpace, ""},
	"feedburner": {feedburnerSpace, ""},
	"itunes":     {itunesSpace, " http://www.itunes.com/dtds/podcast-1.0.dtd https://www.itunes.com/dtds/podcast-1.0.dtd http://www.itunes.com/dtds/Podcast-1.0.dtd http://www.itunes.com/DTDs/Podcast-1.0.dtd "},
	"media":      {mediaSpace, " https://search.yahoo.com/mrss/ http://search.yahoo.com/rss/ http://www.rssboard.org/media-rss "},
	"sy":         {syndicationSpace, ""},
	"yt":         {youtubeSpace, " http://www.youtube.com/xml/schemas/2015 http://gdata.youtube.com/schemas/2007 "},
}

// expectedURI is what the prefixes stand for that gofeed takes by name.
var expectedURI = map[string]string{"rss": rss10, "atom10": atom10, "atom03": atom03}

// bogusDefaults are namespaces that feeds give to RSS 2.0, which has none.
const bogusDefaults = " http://backend.userland.com/rss2 http://backend.userland.com/RSS2 http://blogs.law.harvard.edu/tech/rss http://cyber.law.harvard.edu/rss/rss.html "

// bind declares a prefix for the element whose start tag is being read. It is
// false for what is not worth getting right.
func (q *quick) bind(prefix, value string) bool {
	uri := strings.TrimSpace(q.attributeText(value))
	switch prefix {
	case "xml", "xmlns":
		return false
	case "rss", "atom10", "atom03":
		return uri == expectedURI[prefix] && q.declare(prefix, uri)
	case "url", "href", "type", "mode", "rel", "length", "term", "label", "medium", "fileSize", "duration", "version", "lang", "isPermaLink", "isPermalink":
		return false // gofeed takes it for an attribute of this name
	}
	return q.declare(prefix, uri)
}

func (q *quick) declare(prefix, uri string) bool {
	b := binding{prefix: prefix, uri: uri}
	inAtom, atRoot := q.root == "feed", len(q.open) == 0
	known, usual := prefixedSpaces[prefix]
	canonical, isCanonical := canonicalSpaces[uri]
	switch {
	case uri == "" && prefix == "":
		b.space = nativeSpace
	case strings.IndexByte(uri, ':') < 0: // it may be the name of a prefix
		return false
	case uri == atom10:
		if b.space = atomSpace; inAtom {
			b.space = nativeSpace
		} else if prefix == "" && atRoot {
			return false
		}
	case uri == atom03:
		if b.space = oldAtomSpace; inAtom {
			b.space = nativeSpace
		} else if prefix == "" {
			return false
		}
	case uri == rss10, uri == rss09, uri == rss09Too, uri == rdf:
		if b.space = nativeSpace; inAtom {
			return false
		}
	case isCanonical:
		if b.space = canonical; prefix == "" && atRoot {
			return false
		}
	case usual && strings.Contains(known.uris, " "+uri+" "):
		b.space = known.space
	case usual, prefix == "rdf": // a usual prefix for something unusual
		return false
	case prefix == "" && atRoot:
		if b.space = nativeSpace; q.root != "rss" || q.prefixed || !strings.Contains(bogusDefaults, " "+uri+" ") {
			return false
		}
	}
	if !isCanonical && b.space != nativeSpace && b.space != atomSpace {
		for _, other := range q.spaces {
			if other.uri == uri && other.prefix != prefix {
				return false // gofeed goes by the prefix declared last
			}
		}
	}
	q.spaces = append(q.spaces, b)
	return true
}

// spaceOf is what a prefix stands for here.
func (q *quick) spaceOf(prefix string) space {
	for i := len(q.spaces) - 1; i >= 0; i-- {
		if q.spaces[i].prefix == prefix {
			return q.spaces[i].space
		}
	}
	switch prefix {
	case "":
		return nativeSpace
	case "rss", "rdf", "atom10", "atom03":
		q.fail()
	}
	return prefixedSpaces[prefix].space // not declared: taken by its name
}

// uriOf is what a prefix is declared for at the root; "" when it is not.
func (q *quick) uriOf(prefix string) string {
	for _, b := range q.spaces {
		if b.prefix == prefix {
			return b.uri
		}
	}
	return ""
}
