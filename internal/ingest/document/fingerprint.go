package document

import (
	"bytes"

	"github.com/cespare/xxhash/v2"
)

// mark is where an item stands in a document, with its fingerprint: the xxHash64
// of its element, tags included, in UTF-8.
type mark struct {
	start, end int
	hash       uint64
}

// markItems finds the items of an XML document without reading it. It gives
// none when it can't be sure where each begins and ends.
func markItems(in []byte) []mark {
	var marks []mark
	start := -1 // of the item that is open
	var name []byte
	for pos, tags := 0, 0; ; {
		i := bytes.IndexByte(in[pos:], '<')
		if i < 0 {
			return marks // whole or cut off: what is complete stands
		}
		pos += i
		rest := in[pos:]
		if skip := length(rest); skip < 0 {
			return marks // a comment or section that does not end: nor does an item
		} else if skip > 0 {
			pos += skip
			continue
		}
		end, ok := tagEnd(rest)
		switch {
		case !ok:
			return nil
		case end < 0:
			return marks
		}
		if tags++; tags > maxElements {
			return nil // the pre-scan may leave items out
		}
		switch tag := rest[:end]; {
		case start < 0 && opens(tag, "item"), start < 0 && opens(tag, "entry"):
			start, name = pos, in[pos+1:pos+1+len("item")]
			if tag[1] == 'e' {
				name = in[pos+1 : pos+1+len("entry")]
			}
			if tag[end-2] == '/' {
				return nil
			}
		case opens(tag, "item"), opens(tag, "entry"):
			return nil // one within the other
		case start >= 0 && tag[1] == '/' && bytes.Equal(bytes.TrimRight(tag[2:end-1], " \t\r\n"), name):
			marks = append(marks, mark{start, pos + end, xxhash.Sum64(in[start : pos+end])})
			start = -1
		}
		pos += end
	}
}

// length is that of a comment, processing instruction, CDATA section or document
// type at the beginning of a text; 0 when there is none and -1 when it does not
// end.
func length(rest []byte) int {
	var from int
	var closing string
	switch {
	case bytes.HasPrefix(rest, []byte("<!--")):
		from, closing = 4, "-->"
	case bytes.HasPrefix(rest, []byte("<![CDATA[")):
		from, closing = 9, "]]>"
	case bytes.HasPrefix(rest, []byte("<?")):
		from, closing = 2, "?>"
	case bytes.HasPrefix(rest, []byte("<!DOCTYPE")) && bytes.IndexByte(rest[:bytes.IndexByte(rest, '>')+1], '[') < 0:
		from, closing = 2, ">" // one without declarations of its own
	default:
		return 0
	}
	i := bytes.Index(rest[from:], []byte(closing))
	if i < 0 {
		return -1
	}
	return from + i + len(closing)
}

// tagEnd is the length of the tag at the beginning of a text; -1 when the text
// ends before it does. It is not ok when this is no tidy tag.
func tagEnd(rest []byte) (end int, ok bool) {
	if len(rest) < 2 {
		return -1, true
	}
	if !nameStart(rest[1:]) && rest[1] != '/' {
		return 0, false
	}
	var quote byte
	for i := 1; i < len(rest); i++ {
		switch c := rest[i]; {
		case c == '<':
			return 0, false
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '>':
			return i + 1, true
		case c == '"', c == '\'':
			quote = c
		}
	}
	return -1, true
}

// opens reports a start tag of a name.
func opens(tag []byte, name string) bool {
	if len(tag) < len(name)+2 || string(tag[1:1+len(name)]) != name {
		return false
	}
	switch tag[1+len(name)] {
	case ' ', '>', '/', '\t', '\r', '\n':
		return true
	}
	return false
}

// knownMarks are the marks of the items that were worked on before. Of a
// document with more items than are kept none are taken out beforehand: those
// left would make room for older ones.
func knownMarks(marks []mark, meta Meta) []mark {
	if meta.Known == nil || len(marks) > maxItems {
		return nil
	}
	var known []mark
	for _, m := range marks {
		if meta.Known(m.hash) {
			known = append(known, m)
		}
	}
	return known
}

// without is a document without some of its items, and the marks of the others.
func without(text []byte, marks, known []mark) ([]byte, []mark) {
	size := len(text)
	for _, m := range known {
		size -= m.end - m.start
	}
	out := make([]byte, 0, size)
	left := make([]mark, 0, len(marks)-len(known))
	from, i := 0, 0
	for _, m := range marks {
		if i < len(known) && m == known[i] {
			out = append(out, text[from:m.start]...)
			from = m.end
			i++
			continue
		}
		shift := from - len(out)
		left = append(left, mark{m.start - shift, m.end - shift, m.hash})
	}
	return append(out, text[from:]...), left
}

// printsOf are the fingerprints of the items that the pre-scan kept, when they
// are the n items that the parser behind it found. They are when all stand
// equally deep and there are as many: then nothing changed their order.
func printsOf(kept []span, marks []mark, n int) []uint64 {
	if len(kept) != n {
		return nil
	}
	prints := make([]uint64, n)
	for i, it := range kept {
		if it.depth != kept[0].depth {
			return nil
		}
		for len(marks) > 0 && marks[0].start < it.from {
			marks = marks[1:]
		}
		if len(marks) > 0 && marks[0].start == it.from && marks[0].end == it.to {
			prints[i] = marks[0].hash
		}
	}
	return prints
}

// withoutKnown moves the items that are known from a feed's items to what was
// skipped, for those that were not taken out beforehand.
func (f *Feed) withoutKnown(meta Meta, taken []mark) *Feed {
	for _, m := range taken {
		f.Skipped = append(f.Skipped, m.hash)
	}
	if meta.Known == nil || len(taken) > 0 {
		return f
	}
	items := f.Items[:0]
	for _, it := range f.Items {
		if it.Print != 0 && meta.Known(it.Print) {
			f.Skipped = append(f.Skipped, it.Print)
			continue
		}
		items = append(items, it)
	}
	clear(f.Items[len(items):])
	f.Items = items
	return f
}
