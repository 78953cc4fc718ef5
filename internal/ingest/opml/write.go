package opml

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// Write writes a list as OPML 2.0 (http://opml.org/spec2.opml), in UTF-8. The
// entries keep their order; neighbours in the same folder stand in one outline.
// Read gives the same list again, as long as its addresses are of the web and
// its texts are each one line of visible characters.
func Write(w io.Writer, name string, entries []Entry) error {
	out := bufio.NewWriter(w)
	p := printer{out: out}
	p.line(`<?xml version="1.0" encoding="UTF-8"?>`)
	p.line(`<opml version="2.0">`)
	p.line("  <head><title>%s</title></head>", escape(name))
	p.line("  <body>")
	var open []string
	for _, e := range entries {
		within := e.Category[:min(len(e.Category), maxDepth)]
		same := 0
		for same < min(len(open), len(within)) && open[same] == within[same] {
			same++
		}
		for len(open) > same {
			open = open[:len(open)-1]
			p.indented(len(open), "</outline>")
		}
		for _, folder := range within[same:] {
			p.indented(len(open), `<outline text="%s" title="%[1]s">`, words(folder))
			open = append(open, folder)
		}
		site := ""
		if e.Site != "" {
			site = fmt.Sprintf(` htmlUrl="%s"`, escape(e.Site))
		}
		p.indented(len(open), `<outline type="rss" text="%s" title="%[1]s" xmlUrl="%s"%s/>`, words(e.Title), escape(e.URL), site)
	}
	for depth := len(open) - 1; depth >= 0; depth-- {
		p.indented(depth, "</outline>")
	}
	p.line("  </body>")
	p.line("</opml>")
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write the OPML: %w", err)
	}
	return nil
}

// printer writes lines. A writer that failed keeps its error for Flush.
type printer struct{ out *bufio.Writer }

func (p printer) line(format string, args ...any) { _, _ = fmt.Fprintf(p.out, format+"\n", args...) }

func (p printer) indented(depth int, format string, args ...any) {
	p.line(strings.Repeat("  ", depth+2)+format, args...)
}

// words writes a text for an attribute in a way that no forgiving reader, such
// as ours, takes for the beginning of another attribute.
func words(s string) string { return strings.ReplaceAll(escape(s), "=", "&#61;") }

// escape writes a text for XML, between tags and in attributes.
func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder takes everything
	return b.String()
}
