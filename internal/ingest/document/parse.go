package document

import (
	"bytes"
	"fmt"
	"time"

	"example.com/pickwick/internal/curation"
	"github.com/mmcdole/gofeed/atom"
	"github.com/mmcdole/gofeed/rss"
)

// Meta is what is known of a document besides its bytes.
type Meta struct {
	URL         string    // where it was fetched; links are relative to it
	ContentType string    // of the response; may be empty
	Now         time.Time // first sight of whatever has no date

	// Known reports the fingerprint of an item that was worked on before:
	// such an item is skipped before it is decoded. May be nil.
	Known func(fingerprint uint64) bool
}

// Feed is a document, read.
type Feed struct {
	URL       string // where it was fetched
	Title     string // plain text
	Link      string // the site's address; may be empty
	Language  string // BCP 47 primary tag; may be empty
	Type      string // "rss 2.0", "atom 1.0", "json 1.1"
	Encoding  string // of the bytes, such as "utf-8" or "windows-1251"
	Truncated bool   // the document ended early: what was complete is here
	Dropped   int    // items beyond the newest 1,000, and those with nothing to know them by
	Items     []Item
	Skipped   []uint64 // fingerprints of the items that Meta.Known knows, in order
	Hints     Hints
}

// Item is one entry of a document, without what only the memory of its feed
// can tell: its ID and its story.
type Item struct {
	curation.Item
	Print uint64 // fingerprint of its bytes in the document; 0 when it has none
}

// Parse reads an RSS, Atom or JSON feed. It takes any bytes and never panics;
// its error is a *RefusalError. Time and memory are bounded by the size of the body,
// which the caller must limit. It keeps nothing of the body.
func Parse(body []byte, meta Meta) (Feed, error) {
	return contain(func() (Feed, error) {
		text, encoding := toUTF8(body, meta.ContentType)
		feed, err := read(bytes.TrimLeft(text, " \t\r\n\x00"), meta)
		if err != nil {
			return Feed{}, err
		}
		feed.Encoding = encoding
		return *feed, nil
	})
}

// contain makes an error of a panic, so that one feed can't end the program.
func contain(parse func() (Feed, error)) (feed Feed, err error) {
	defer func() {
		if p := recover(); p != nil {
			feed, err = Feed{}, unreadable(fmt.Errorf("panic: %v", p))
		}
	}()
	return parse()
}

// document is a feed as the parser behind the pre-scan gives it.
type document struct {
	head      head
	entries   []*entry
	prints    []uint64 // of the entries; may be empty
	truncated bool
	dropped   int
}

// read tells the formats apart.
func read(text []byte, meta Meta) (*Feed, error) {
	switch {
	case len(text) == 0:
		return nil, notAFeed("this is no feed: the document is empty")
	case text[0] == '{':
		return readJSON(bytes.Clone(text), meta)
	case text[0] == '[':
		return nil, notAFeed("this is JSON, but no JSON Feed: it has no list of items")
	}
	return readXML(text, meta)
}

// readXML takes out the items that are known, and reads the rest: quickly
// where it can, thoroughly where it must.
func readXML(text []byte, meta Meta) (*Feed, error) {
	marks := markItems(text)
	known := knownMarks(marks, meta)
	if len(known) > 0 {
		text, marks = without(text, marks, known)
	}
	feed, ok := readQuick(text, marks, meta)
	if !ok {
		doc, err := readSlowly(text, marks)
		if err != nil {
			return nil, err
		}
		feed = doc.convert(meta)
	}
	return feed.withoutKnown(meta, known), nil
}

// convert makes the feed of a document.
func (d document) convert(meta Meta) *Feed {
	c := newConverter(meta, d.head)
	c.feed.Items = make([]Item, 0, len(d.entries))
	for i, e := range d.entries {
		var fingerprint uint64
		if i < len(d.prints) {
			fingerprint = d.prints[i]
		}
		c.add(e, fingerprint)
	}
	c.feed.Truncated = d.truncated
	c.feed.Dropped += d.dropped
	return c.feed
}

// readSlowly makes a document safe and parses it, whatever it looks like.
func readSlowly(text []byte, marks []mark) (document, error) {
	safe, err := prescan(text)
	if err != nil {
		return document{}, err
	}
	doc := document{truncated: safe.truncated, dropped: safe.dropped}
	if safe.root == "feed" {
		err = doc.readAtom(safe.text)
	} else {
		err = doc.readRSS(safe.text)
	}
	if err != nil {
		return document{}, unreadable(err)
	}
	doc.head.base = safe.base
	doc.prints = printsOf(safe.kept, marks, len(doc.entries))
	return doc, nil
}

func readJSON(text []byte, meta Meta) (*Feed, error) {
	source, err := scanJSON(text, meta.Known)
	if err != nil {
		return nil, err
	}
	doc := document{head: headOfJSON(source.feed), prints: source.prints, truncated: source.truncated, dropped: source.dropped}
	for _, it := range source.feed.Items {
		doc.entries = append(doc.entries, entryOfJSON(it))
	}
	feed := doc.convert(meta)
	feed.Skipped = source.skipped
	return feed, nil
}

func (d *document) readAtom(text []byte) error {
	source, err := (&atom.Parser{}).Parse(bytes.NewReader(text))
	if err != nil {
		return err
	}
	d.head = headOfAtom(source)
	for _, it := range source.Entries {
		d.entries = append(d.entries, entryOfAtom(it))
	}
	return nil
}

func (d *document) readRSS(text []byte) error {
	source, err := (&rss.Parser{}).Parse(bytes.NewReader(text))
	if err != nil {
		return err
	}
	d.head = headOfRSS(source)
	for _, it := range source.Items {
		d.entries = append(d.entries, entryOfRSS(it))
	}
	return nil
}
