package document

import (
	"bytes"
	"strings"
)

// Limits of the pre-scan. Real feeds stay far below each; documents beyond
// them make the parser behind use time or memory that grows with the square of
// their size (docs/decisions/0003-pre-scan-before-gofeed.md has the figures).
const (
	maxItems        = 1000      // kept of one document, the newest
	maxDepth        = 200       // nested elements
	maxAttributes   = 200       // of one element; further ones are dropped
	maxAttribute    = 64 << 10  // bytes of one attribute; longer ones are dropped
	maxText         = 1 << 20   // bytes of text directly in one element; the rest is dropped
	maxName         = 200       // bytes of a name
	maxBase         = 300       // bytes of an xml:base; longer ones are dropped
	maxBases        = 4         // xml:base in scope; further ones are dropped
	maxNamespaces   = 200       // declarations in scope
	maxItemElements = 5000      // elements in one item, or outside of all
	maxElements     = 300_000   // elements in all kept items
	namespaceBudget = 2_000_000 // declarations in scope, summed over the elements that declare
	mixedBudget     = 64 << 20  // bytes of text before each child or CDATA section, summed
)

// scanned is a document made safe: well-formed UTF-8 XML without declarations,
// comments or processing instructions, whose first element is the feed's.
type scanned struct {
	text      []byte
	root      string // local name, lower case: "rss", "rdf" or "feed"
	base      string // the root's xml:base; may be empty
	truncated bool   // the document ended early; its complete items are kept
	dropped   int    // items beyond the newest maxItems
	kept      []span // where the items stand
}

// scanner walks through a document once and writes a safe copy of it.
type scanner struct {
	in  []byte
	pos int
	out []byte

	tagAt int // where the last start tag began
	open  []element
	scanned
	items      []span
	outside    int            // elements outside of items
	namespaces int            // declarations in scope
	spent      int            // of namespaceBudget
	mixed      int            // of mixedBudget
	bases      int            // xml:base in scope
	lang       []byte         // the root's xml:lang, as written
	subsetOpen bool           // no internal subset ends from here on
	openNames  map[string]int // lower case; how often each is open
	done       bool
}

// element is one that is open.
type element struct {
	name       string // as written
	folded     string // lower case
	local      string // lower case, without prefix
	item       bool
	text       int // bytes of text written directly in it
	namespaces int // that it declares
	base       bool
	start      int // in out, of its content
}

// span is where an item stands in the output.
type span struct {
	start, end int
	from, to   int // where it stands in the input
	depth      int // elements around it
	elements   int
	date       [2]int // where its date stands; equal when it has none
}

// prescan makes an XML document safe, or refuses it.
func prescan(in []byte) (scanned, error) {
	s := &scanner{in: in, out: make([]byte, 0, len(in)+len(in)/16+64), openNames: map[string]int{}}
	for s.pos < len(s.in) && !s.done {
		if err := s.step(); err != nil {
			return scanned{}, err
		}
	}
	if s.root == "" {
		return scanned{}, notAFeed("this is no feed: neither RSS nor Atom nor JSON Feed")
	}
	s.finish()
	s.keepNewest()
	s.text = s.out
	return s.scanned, nil
}

// step takes the next piece of text or markup.
func (s *scanner) step() error {
	rest := s.in[s.pos:]
	if rest[0] != '<' {
		end := bytes.IndexByte(rest, '<')
		if end < 0 {
			end = len(rest)
		}
		s.pos += end
		s.writeText(rest[:end])
		return nil
	}
	switch {
	case bytes.HasPrefix(rest, []byte("<!--")):
		s.skipPast(4, "-->")
	case bytes.HasPrefix(rest, []byte("<![CDATA[")):
		s.cdata(rest[9:])
	case bytes.HasPrefix(rest, []byte("<?")):
		s.skipPast(2, "?>")
	case bytes.HasPrefix(rest, []byte("<!")):
		s.doctype(rest)
	case bytes.HasPrefix(rest, []byte("</")) && nameStart(rest[2:]):
		s.endTag(rest)
	case nameStart(rest[1:]):
		return s.startTag(rest)
	default: // a bare "<"
		s.pos++
		s.writeText(rest[:1])
	}
	return nil
}

// skipPast leaves out a comment or processing instruction. One that never ends
// takes the rest of the document with it.
func (s *scanner) skipPast(from int, end string) {
	i := bytes.Index(s.in[s.pos+from:], []byte(end))
	if i < 0 {
		s.pos, s.truncated = len(s.in), s.root != ""
		return
	}
	s.pos += from + i + len(end)
}

// doctype leaves out a document type with its internal subset, so that no
// entity is ever declared.
func (s *scanner) doctype(rest []byte) {
	end := bytes.IndexByte(rest, '>')
	if i := bytes.IndexByte(rest[:max(end, 0)], '['); i >= 0 && !s.subsetOpen {
		if j := bytes.Index(rest[i:], []byte("]>")); j >= 0 {
			end = i + j + 1
		} else {
			s.subsetOpen = true // looking again and again would take the square of the time
		}
	}
	if end < 0 {
		end = len(rest) - 1
	}
	s.pos += end + 1
}

func (s *scanner) cdata(rest []byte) {
	end := bytes.Index(rest, []byte("]]>"))
	next := end + len("]]>")
	if end < 0 {
		s.truncated = true
		end, next = len(rest), len(rest)
	}
	s.pos += len("<![CDATA[") + next
	if len(s.open) == 0 {
		return
	}
	at := &s.open[len(s.open)-1]
	if !s.afford(at) {
		return
	}
	text := limit(rest[:end], maxText-at.text)
	s.out = append(s.out, "<![CDATA["...)
	before := len(s.out)
	s.out = appendClean(s.out, text)
	at.text += len(s.out) - before
	s.out = append(s.out, "]]>"...)
}

func (s *scanner) writeText(raw []byte) {
	if len(s.open) == 0 {
		return // junk before the root or after its end
	}
	at := &s.open[len(s.open)-1]
	before := len(s.out)
	s.out = appendText(s.out, limit(raw, maxText-at.text), false)
	at.text += len(s.out) - before
}

// afford pays for cutting the text of an element in two, which the parser
// behind copies together again each time. Once the budget is spent, mixed
// content loses its later parts.
func (s *scanner) afford(at *element) bool {
	if s.mixed+at.text > mixedBudget {
		return false
	}
	s.mixed += at.text
	return true
}

func (s *scanner) endTag(rest []byte) {
	name, n := readName(rest[2:])
	end := bytes.IndexByte(rest[2+n:], '>')
	if end < 0 {
		s.pos, s.truncated = len(s.in), true
		return
	}
	s.pos += 2 + n + end + 1
	for s.openNames[strings.ToLower(name)] > 0 {
		last := s.open[len(s.open)-1].name
		s.pop()
		if strings.EqualFold(last, name) {
			return
		}
	} // it closes nothing: left out
}

// pop closes the innermost element.
func (s *scanner) pop() {
	last := len(s.open) - 1
	at := s.open[last]
	if n := len(s.items); n > 0 && s.items[n-1].end == 0 && last > 0 && s.open[last-1].item {
		if it := &s.items[n-1]; isDate(at.local) && it.date[0] == it.date[1] {
			it.date = [2]int{at.start, len(s.out)}
		}
	}
	s.out = append(append(append(s.out, "</"...), at.name...), '>')
	if at.item {
		it := &s.items[len(s.items)-1]
		it.end, it.to = len(s.out), s.pos
	}
	if at.base {
		s.bases--
	}
	s.namespaces -= at.namespaces
	s.openNames[at.folded]--
	s.open = s.open[:last]
	s.done = last == 0
}

// finish closes what a truncated document left open. An item that was cut off
// is not kept: its text would pass for the whole.
func (s *scanner) finish() {
	for i, e := range s.open {
		if e.item {
			s.truncated = true
			last := len(s.items) - 1
			s.out = s.out[:s.items[last].start]
			s.items = s.items[:last]
			s.open = s.open[:i]
			break
		}
	}
	s.truncated = s.truncated || len(s.open) > 0
	for len(s.open) > 0 {
		s.pop()
	}
}

func isDate(local string) bool {
	switch local {
	case "pubdate", "date", "published", "updated", "issued", "modified", "created":
		return true
	}
	return false
}
