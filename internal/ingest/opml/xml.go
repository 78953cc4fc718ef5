package opml

import (
	"bytes"
	"cmp"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"example.com/pickwick/internal/curation"
)

// readXML reads OPML outline by outline. Each is read by the rules for HTML:
// bare ampersands and missing quotes do no harm, the case of names doesn't
// matter, and no entity is ever more than two characters.
func (l *list) readXML(text []byte) error {
	x := outlines{list: l}
	s := scanner{text: text}
	root, found := "", false
	line, counted := 1, 0
	for t := s.next(); t.name != ""; {
		root, found = cmp.Or(root, t.name), found || t.name == "opml" || t.name == "outline"
		if t.name != "outline" {
			t = s.next()
			continue
		}
		line, counted = line+bytes.Count(text[counted:t.at], []byte("\n")), t.at
		next := s.next()
		for next.name != "" && next.name != "outline" {
			next = s.next()
		}
		if t.end {
			x.close()
		} else if !x.start(text[t.at:next.at], line) {
			return nil
		}
		t = next
	}
	if found {
		return nil
	}
	switch root {
	case "html", "head", "body":
		return curation.Errorf(curation.Invalid, "it is a web page, not a list of feeds: export the list as OPML, or look for the site's feeds with `pickwick feeds discover URL`")
	case "rss", "feed", "rdf":
		return curation.Errorf(curation.Invalid, "it is a feed itself, not a list of feeds: put its address on a list")
	}
	return curation.Errorf(curation.Invalid, "it is no list of feeds: OPML has outlines with an xmlUrl each")
}

// maxOpen is the depth down to which outlines are told apart. In real lists it
// is 3; it is larger for feeds that nobody closed.
const maxOpen = 64

// outlines is where the reading of OPML stands.
type outlines struct {
	list    *list
	folders []string // the names of the outlines that are open, maxOpen at most; empty for a feed
	deeper  int      // outlines that are open within those
}

func (x *outlines) open(name string) {
	if len(x.folders) == maxOpen {
		x.deeper++
		return
	}
	x.folders = append(x.folders, name)
}

func (x *outlines) close() {
	switch {
	case x.deeper > 0:
		x.deeper--
	case len(x.folders) > 0:
		x.folders = x.folders[:len(x.folders)-1]
	}
}

// category is the names of the folders that are open.
func (x *outlines) category() []string {
	var names []string
	for _, name := range x.folders {
		if name != "" && len(names) < maxDepth {
			names = append(names, name)
		}
	}
	return names
}

// start takes a chunk of the text: the start tag of an outline, and what comes
// before the next outline. It is false when the list is full.
func (x *outlines) start(chunk []byte, line int) bool {
	for _, s := range sections {
		chunk, _, _ = bytes.Cut(chunk, []byte(s.begin))
	}
	o := readOutline(chunk)
	title := cmp.Or(cleanText(o.attributes["text"]), cleanText(o.attributes["title"]))
	switch feed, isFeed := o.address(chunk); {
	case isFeed:
		if !x.list.add(Entry{URL: feed, Title: title, Site: o.attributes["htmlurl"], Category: x.category(), Line: line}) {
			return false
		}
		title = "" // it is no folder
	case !o.whole, o.attributes["xmlurl"] != "":
		x.list.problem(line, "this outline is broken, a quote or a > is missing: its address can't be found")
	}
	if !o.closed {
		x.open(title)
	}
	return true
}

// outline is a start tag.
type outline struct {
	attributes map[string]string // those of use, by their names in lower case; of repeated ones the first
	whole      bool              // it has an end
	closed     bool              // no end tag is to follow
}

func readOutline(chunk []byte) outline {
	o := outline{attributes: map[string]string{}, closed: bytes.HasSuffix(bytes.TrimSpace(chunk), []byte("/>"))}
	if bytes.IndexByte(chunk, '=') < 0 {
		o.whole = bytes.IndexByte(chunk, '>') >= 0 // and says nothing
		return o
	}
	z := html.NewTokenizer(bytes.NewReader(chunk))
	switch z.Next() {
	case html.SelfClosingTagToken:
		o.closed = true
	case html.StartTagToken:
	default:
		return o
	}
	o.whole = true
	_, more := z.TagName()
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		name := string(key[bytes.IndexByte(key, ':')+1:])
		if _, known := o.attributes[name]; !known && slices.Contains([]string{"xmlurl", "htmlurl", "url", "title", "text", "type"}, name) {
			o.attributes[name] = string(value)
		}
	}
	return o
}

// torn finds the address in an outline whose quotes don't match, such as one
// with HTML in its description.
var torn = regexp.MustCompile(`(?i)[\s"']xmlurl\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)')`)

// address is the address of the feed that the outline stands for, if it does.
func (o outline) address(chunk []byte) (address string, isFeed bool) {
	if address, isFeed = o.attributes["xmlurl"]; isFeed && !strings.Contains(address, "<") {
		return address, true
	}
	if m := torn.FindSubmatch(chunk); m != nil {
		return html.UnescapeString(string(m[1]) + string(m[2])), true
	}
	switch strings.ToLower(o.attributes["type"]) {
	case "rss", "atom", "feed":
		address, isFeed = o.attributes["url"]
		return address, isFeed
	}
	return "", false
}
