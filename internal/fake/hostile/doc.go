// Package hostile makes feed documents that are meant to hurt who reads them,
// and a few that are only odd: 74 kinds, each by name. They cost a parser
// time or memory out of all proportion, end its process, or hide a feed from it.
package hostile

import (
	"bufio"
	"bytes"
	"io"
	"strconv"
	"strings"
)

// Kind is one hostile document.
type Kind struct {
	Name string
	JSON bool // else it is sent as XML
	Want Want

	write func(p *printer)
}

// Want is what a reader can make of a document.
type Want struct {
	// Refused lists the outcomes of a poll that are in order, such as "too
	// large". Empty when the document must be read.
	Refused []string

	// Items is how many a reader that takes the document must find at least,
	// each with something to know it by; Nothing when it must be refused.
	Items int
	Title string // of one of them; empty when none has a title
}

// Nothing is how many items there are in what is no feed.
const Nothing = -1

// Kinds lists all kinds.
func Kinds() []Kind {
	var all []Kind
	for _, group := range [][]Kind{nested(), namespaced(), based(), swollen(), many(), json(), odd(), encoded()} {
		all = append(all, group...)
	}
	return all
}

// WriteTo writes the document, which is never in memory as a whole.
func (k Kind) WriteTo(w io.Writer) (int64, error) {
	p := &printer{w: bufio.NewWriterSize(w, 64<<10)}
	k.write(p)
	if p.err == nil {
		p.err = p.w.Flush()
	}
	return p.n, p.err
}

// Bytes is the document.
func (k Kind) Bytes() []byte {
	var b bytes.Buffer
	_, _ = k.WriteTo(&b) // a buffer takes everything
	return b.Bytes()
}

// ContentType is what an honest server says that it sends.
func (k Kind) ContentType() string {
	if k.JSON {
		return "application/feed+json"
	}
	return "application/xml"
}

// printer writes until the reader has had enough.
type printer struct {
	w   *bufio.Writer
	n   int64
	err error
}

func (p *printer) print(parts ...string) {
	for _, s := range parts {
		if p.err != nil {
			return
		}
		var n int
		n, p.err = p.w.WriteString(s)
		p.n += int64(n)
	}
}

func (p *printer) repeat(s string, n int) {
	const most = 64 << 10 // bytes in one piece
	per := max(1, most/max(1, len(s)))
	block := strings.Repeat(s, min(n, per))
	for ; n > 0 && p.err == nil; n -= per {
		p.print(block[:min(n, per)*len(s)])
	}
}

// number prints a format with one number, for each below n.
func (p *printer) number(format string, n int) { p.padded(format, 0, n) }

// padded is number, with blanks up to a width.
func (p *printer) padded(format string, width, n int) {
	parts := strings.Split(format, "%d")
	var line []byte
	for i := range n {
		if p.err != nil {
			return
		}
		line = line[:0]
		for k, part := range parts {
			if k > 0 {
				line = strconv.AppendInt(line, int64(i), 10)
			}
			line = append(line, part...)
		}
		for len(line) < width {
			line = append(line, ' ')
		}
		p.write(line)
	}
}

func (p *printer) write(b []byte) {
	if p.err == nil {
		var n int
		n, p.err = p.w.Write(b)
		p.n += int64(n)
	}
}

// The beginnings and ends of most documents.
const (
	declaration = `<?xml version="1.0"?>`
	rssHead     = `<rss version="2.0"><channel><title>t</title>`
	rssItem     = rssHead + `<item>`
	rssItemEnd  = `</item>` + rssEnd
	rssEnd      = `</channel></rss>`
	atomHead    = `<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title>`
	atomEntry   = atomHead + `<entry>`
	atomEnd     = `</entry></feed>`
)

// text is a kind that is written down as it is.
func text(name string, want Want, parts ...string) Kind {
	return Kind{Name: name, Want: want, write: func(p *printer) { p.print(parts...) }}
}

// around is a kind whose hostile part stands between a beginning and an end.
func around(name string, want Want, head string, middle func(*printer), tail string) Kind {
	return Kind{Name: name, Want: want, write: func(p *printer) {
		p.print(head)
		middle(p)
		p.print(tail)
	}}
}

func repeated(s string, n int) func(*printer) {
	return func(p *printer) { p.repeat(s, n) }
}

func numbered(format string, n int) func(*printer) {
	return func(p *printer) { p.number(format, n) }
}

// levels opens elements one in the other, and closes them.
func levels(start, end string, n int) func(*printer) {
	return func(p *printer) {
		p.number(start, n)
		p.repeat(end, n)
	}
}

// What may become of documents of one sort.
var (
	tooLarge = Want{Refused: []string{"too large"}, Items: Nothing}
	notAFeed = Want{Refused: []string{"not a feed"}, Items: Nothing}
)

// deep may be refused, or read as far as it goes.
func deep(items int) Want { return Want{Refused: []string{"unsafe document"}, Items: items} }
