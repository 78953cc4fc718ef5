package document

import (
	"slices"
	"strings"
)

// The quick path reads the RSS and Atom that nearly all feeds are made of:
// well-formed UTF-8, usual names, nothing that needs mending. It makes one pass
// and builds entries at once. Whatever else it meets, it gives up, and the
// document goes the way through pre-scan and gofeed. What it reads comes out
// exactly as it would have there: FuzzQuickAgrees holds it to that
// (docs/decisions/0010-quick-path.md).

// Limits of the quick path, all within those of the pre-scan.
const (
	quickDepth      = 60        // open elements
	quickAttributes = 100       // of one element
	quickSpaces     = 100       // namespaces declared in scope
	quickSpacesSum  = 1_000_000 // the same, summed over the elements that declare
)

// quick reads one document.
type quick struct {
	in     string
	pos    int
	tagAt  int  // where the last start tag begins
	failed bool // the document is not for the quick path; sticky

	root      string // "rss", "rdf" or "feed"
	prefixed  bool   // the root's name is
	spaces    []binding
	open      []opened
	attrs     []quickAttribute // of the last start tag
	rootAttrs []quickAttribute
	pieces    []piece // of the text that is being read

	spent, mixed, elements, outside, inItem int  // of the limits
	within                                  bool // an item
	itemDepth                               int  // of the first item; the others stand as deep

	meta  Meta
	head  head
	conv  *converter // made when the head is complete: at the first item
	entry entry
	marks []mark
}

// opened is an element whose end tag is yet to come.
type opened struct {
	name   string // as written
	empty  bool   // "<a/>": there will be no end tag
	text   int    // bytes of text directly in it so far, at most
	spaces int    // namespaces that it declares
	space  space
	local  string // without prefix
}

// readQuick reads a document, or reports that it is none for the quick path.
// Marks are where its items stand.
func readQuick(text []byte, marks []mark, meta Meta) (*Feed, bool) {
	if !ordinary(text) {
		return nil, false
	}
	q := &quick{in: string(text), marks: marks, meta: meta}
	if !q.prolog() || !q.start() {
		return nil, false
	}
	q.readRoot()
	if q.failed {
		return nil, false
	}
	q.begin() // in case there was no item
	return q.conv.feed, true
}

// begin closes the head: what comes later of it is no longer heard.
func (q *quick) begin() {
	if q.conv == nil {
		q.conv = newConverter(q.meta, q.head)
		q.conv.feed.Items = make([]Item, 0, min(len(q.marks), maxItems))
	}
}

// prolog goes to the root element.
func (q *quick) prolog() bool {
	for {
		q.pos += len(q.in[q.pos:]) - len(strings.TrimLeft(q.in[q.pos:], " \t\r\n"))
		rest := q.in[q.pos:]
		switch {
		case strings.HasPrefix(rest, "<!--"):
			q.skipPast(4, "-->")
		case strings.HasPrefix(rest, "<?"):
			q.skipPast(2, "?>")
		case strings.HasPrefix(rest, "<!DOCTYPE") && !strings.Contains(rest[:strings.IndexByte(rest, '>')+1], "["):
			q.skipPast(2, ">")
		default:
			return !q.failed && strings.HasPrefix(rest, "<") && !strings.HasPrefix(rest, "<!")
		}
	}
}

func (q *quick) readRoot() {
	q.rootAttrs = slices.Clone(q.attrs)
	root := &q.open[0]
	if root.empty || root.space != nativeSpace {
		q.failed = true
		return
	}
	switch q.root {
	case "rss":
		q.head.kind, q.head.version = "rss", q.attribute("version")
		q.rssRoot()
	case "rdf":
		q.head.kind, q.head.version = "rss", q.rdfVersion()
		q.rssRoot()
	case "feed":
		q.head.kind, q.head.version = "atom", q.atomVersion()
		q.head.language = q.attribute("lang")
		q.atomFeed()
	default:
		q.failed = true
	}
}

// fail gives the document up. It returns false, for the convenience of callers.
func (q *quick) fail() bool {
	q.failed = true
	q.pos = len(q.in)
	return false
}

// startItem begins an item.
func (q *quick) startItem() {
	q.begin()
	q.entry.reset()
	q.within, q.inItem = true, 0
	for _, a := range q.attrs {
		switch {
		case a.name == "xml:lang":
			q.entry.dcLanguage = strings.TrimSpace(q.attributeText(a.value))
		case a.name == "rdf:about" && q.root == "rdf":
			q.entry.guid = strings.TrimSpace(q.attributeText(a.value))
		}
	}
	if q.itemDepth == 0 {
		q.itemDepth = len(q.open)
	}
	if len(q.open) != q.itemDepth || len(q.conv.feed.Items)+q.conv.feed.Dropped >= maxItems {
		q.fail()
	}
}

// endItem makes an item of the entry that began at a place and ends here.
func (q *quick) endItem(start int) {
	q.within = false
	if q.failed {
		return
	}
	for len(q.marks) > 0 && q.marks[0].start < start {
		q.marks = q.marks[1:]
	}
	var fingerprint uint64
	if len(q.marks) > 0 && q.marks[0].start == start && q.marks[0].end == q.pos {
		fingerprint = q.marks[0].hash
	}
	q.conv.add(&q.entry, fingerprint)
}
