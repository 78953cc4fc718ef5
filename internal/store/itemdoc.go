package store

import (
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A database holds many items, and many are read at once: their documents are
// written and read here without reflection, and none of their text is copied
// that needs no copying. Whatever this does not understand goes the slow way.

// append writes the document as JSON. Its texts must be clean.
func (d *itemDoc) append(b []byte) []byte {
	b = append(b, '{')
	b = appendText(b, "id", d.ID)
	b = appendText(b, "story", d.StoryID)
	b = appendText(b, "feed", d.FeedURL)
	b = appendText(b, "feed_title", d.FeedTitle)
	b = appendText(b, "guid", d.GUID)
	b = appendText(b, "url", d.URL)
	b = appendText(b, "title", d.Title)
	b = appendText(b, "summary", d.Summary)
	b = appendText(b, "text", d.Text)
	b = appendText(b, "author", d.Author)
	b = appendTexts(b, "authors", d.Authors)
	b = appendTexts(b, "categories", d.Categories)
	b = appendText(b, "language", d.Language)
	b = appendText(b, "format", d.Format)
	b = appendNumber(b, "published", d.Published)
	b = appendNumber(b, "updated", d.Updated)
	b = appendNumber(b, "first_seen", d.FirstSeen)
	b = appendText(b, "image", d.Image)
	if len(d.Enclosures) > 0 {
		b = append(appendName(b, "enclosures"), '[')
		for i, e := range d.Enclosures {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(b, '{')
			b = appendText(b, "url", e.URL)
			b = appendText(b, "type", e.Type)
			b = appendNumber(b, "bytes", e.Bytes)
			b = appendNumber(b, "ms", e.Duration)
			b = append(b, '}')
		}
		b = append(b, ']')
	}
	b = appendNumber(b, "reading", d.Reading)
	return append(b, '}')
}

func appendName(b []byte, name string) []byte {
	if b[len(b)-1] != '{' {
		b = append(b, ',')
	}
	b = append(b, '"')
	b = append(b, name...)
	return append(b, '"', ':')
}

func appendText(b []byte, name, text string) []byte {
	if text == "" {
		return b
	}
	return appendQuoted(appendName(b, name), text)
}

func appendTexts(b []byte, name string, texts []string) []byte {
	if len(texts) == 0 {
		return b
	}
	b = append(appendName(b, name), '[')
	for i, t := range texts {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendQuoted(b, t)
	}
	return append(b, ']')
}

func appendNumber(b []byte, name string, n int64) []byte {
	if n == 0 {
		return b
	}
	return strconv.AppendInt(appendName(b, name), n, 10)
}

func appendQuoted(b []byte, text string) []byte {
	b = append(b, '"')
	from := 0
	for i := range len(text) {
		c := text[i]
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		b = append(b, text[from:i]...)
		from = i + 1
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\n':
			b = append(b, '\\', 'n')
		default:
			b = append(b, '\\', 'u', '0', '0', "0123456789abcdef"[c>>4], "0123456789abcdef"[c&15])
		}
	}
	return append(append(b, text[from:]...), '"')
}

// parse reads a document, whose texts may then share its memory.
func (d *itemDoc) parse(text string) error {
	r := reader{rest: text}
	if r.item(d); !r.lost && r.rest == "" {
		return nil
	}
	*d = itemDoc{}
	return json.Unmarshal([]byte(text), d)
}

// reader reads JSON in the form that append writes. It is lost when it meets
// anything else.
type reader struct {
	rest string
	lost bool
}

func (r *reader) item(d *itemDoc) {
	r.object(func(name string) {
		switch name {
		case "id":
			d.ID = r.text()
		case "story":
			d.StoryID = r.text()
		case "feed":
			d.FeedURL = r.text()
		case "feed_title":
			d.FeedTitle = r.text()
		case "guid":
			d.GUID = r.text()
		case "url":
			d.URL = r.text()
		case "title":
			d.Title = r.text()
		case "summary":
			d.Summary = r.text()
		case "text":
			d.Text = r.text()
		case "author":
			d.Author = r.text()
		case "authors":
			d.Authors = elements(r, r.text)
		case "categories":
			d.Categories = elements(r, r.text)
		case "language":
			d.Language = r.text()
		case "format":
			d.Format = r.text()
		case "published":
			d.Published = r.number()
		case "updated":
			d.Updated = r.number()
		case "first_seen":
			d.FirstSeen = r.number()
		case "image":
			d.Image = r.text()
		case "enclosures":
			d.Enclosures = elements(r, r.enclosed)
		case "reading":
			d.Reading = r.number()
		default:
			r.lost = true
		}
	})
}

func (r *reader) enclosed() (e enclosed) {
	r.object(func(name string) {
		switch name {
		case "url":
			e.URL = r.text()
		case "type":
			e.Type = r.text()
		case "bytes":
			e.Bytes = r.number()
		case "ms":
			e.Duration = r.number()
		default:
			r.lost = true
		}
	})
	return e
}

// is steps over a byte if it comes next.
func (r *reader) is(c byte) bool {
	if r.rest == "" || r.rest[0] != c {
		return false
	}
	r.rest = r.rest[1:]
	return true
}

func (r *reader) must(c byte) { r.lost = !r.is(c) || r.lost }

func (r *reader) object(field func(name string)) {
	r.must('{')
	for n := 0; !r.lost && !r.is('}'); n++ {
		if n > 0 {
			r.must(',')
		}
		name := r.text()
		r.must(':')
		field(name)
	}
}

func elements[T any](r *reader, element func() T) (list []T) {
	r.must('[')
	for n := 0; !r.lost && !r.is(']'); n++ {
		if n > 0 {
			r.must(',')
		}
		list = append(list, element())
	}
	return list
}

func (r *reader) number() int64 {
	end := 0
	for end < len(r.rest) && (r.rest[end] == '-' || r.rest[end] >= '0' && r.rest[end] <= '9') {
		end++
	}
	n, err := strconv.ParseInt(r.rest[:end], 10, 64)
	r.lost = r.lost || err != nil
	r.rest = r.rest[end:]
	return n
}

// text is a string. One without escapes is a part of the document.
func (r *reader) text() string {
	r.must('"')
	end := strings.IndexByte(r.rest, '"')
	if end < 0 {
		r.lost = true
		return ""
	}
	if text := r.rest[:end]; strings.IndexByte(text, '\\') < 0 {
		r.rest = r.rest[end+1:]
		return text
	}
	return r.escaped()
}

func (r *reader) escaped() string {
	var b strings.Builder
	all, from, quote := r.rest, 0, -1
	for {
		if quote < from { // looked for once, however many escapes come before it
			n := strings.IndexByte(all[from:], '"')
			if n < 0 {
				break
			}
			quote = from + n
			b.Grow(n)
		}
		n := strings.IndexByte(all[from:quote], '\\')
		if n < 0 {
			b.WriteString(all[from:quote])
			r.rest = all[quote+1:]
			return b.String()
		}
		b.WriteString(all[from : from+n])
		r.rest = all[from+n+1:]
		if !r.escape(&b) {
			break
		}
		from = len(all) - len(r.rest)
	}
	r.lost = true
	return ""
}

// escape reads what follows a backslash.
func (r *reader) escape(b *strings.Builder) bool {
	const names, meant = `"\/nrtbf`, "\"\\/\n\r\t\b\f"
	if r.rest == "" {
		return false
	}
	c := r.rest[0]
	r.rest = r.rest[1:]
	if i := strings.IndexByte(names, c); i >= 0 {
		b.WriteByte(meant[i])
		return true
	}
	if c != 'u' || len(r.rest) < 4 {
		return false
	}
	code, err := strconv.ParseUint(r.rest[:4], 16, 16)
	r.rest = r.rest[4:]
	b.WriteRune(rune(code))
	return err == nil && utf8.ValidRune(rune(code)) // and no half of a pair
}
