package document

import (
	"net/url"
	"strings"
	"unicode"
)

// piece is a run of text, or a CDATA section, of an element.
type piece struct {
	s     string
	cdata bool
}

// text reads the innermost element, which holds text only, to its end. Blanks
// around it are left out, unless they are in a CDATA section.
func (q *quick) text() string {
	if q.failed {
		return ""
	}
	at := &q.open[len(q.open)-1]
	if at.empty {
		q.pop()
		return ""
	}
	q.pieces = q.pieces[:0]
	for !q.failed {
		i := strings.IndexByte(q.in[q.pos:], '<')
		if i < 0 {
			q.fail()
			break
		}
		if i > 0 {
			at.text += 5 * i // "&" may become "&amp;" in the pre-scan
			q.pieces = append(q.pieces, piece{s: unescape(q.in[q.pos : q.pos+i])})
			q.pos += i
		}
		rest := q.in[q.pos:]
		switch {
		case len(rest) < 2:
			q.fail()
		case rest[1] == '/':
			if at.text > maxText {
				q.fail()
				return ""
			}
			q.end()
			return joined(q.pieces)
		case rest[1] == '!' && strings.HasPrefix(rest, "<![CDATA["):
			q.mixed += at.text
			q.pieces = append(q.pieces, piece{q.cdata(at), true})
		case rest[1] == '!' && strings.HasPrefix(rest, "<!--"):
			q.skipPast(4, "-->")
		case rest[1] == '?':
			q.skipPast(2, "?>")
		default: // a child
			q.fail()
		}
	}
	return ""
}

// joined puts the pieces of a text together.
func joined(pieces []piece) string {
	for len(pieces) > 0 && !pieces[0].cdata {
		if pieces[0].s = strings.TrimLeftFunc(pieces[0].s, unicode.IsSpace); pieces[0].s != "" {
			break
		}
		pieces = pieces[1:]
	}
	for n := len(pieces); n > 0 && !pieces[n-1].cdata; n = len(pieces) {
		if pieces[n-1].s = strings.TrimRightFunc(pieces[n-1].s, unicode.IsSpace); pieces[n-1].s != "" {
			break
		}
		pieces = pieces[:n-1]
	}
	switch len(pieces) {
	case 0:
		return ""
	case 1:
		return pieces[0].s
	}
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.s)
	}
	return b.String()
}

// value is the text of an element of another namespace, which loses its blanks
// even in a CDATA section, and whose line breaks are made one kind.
func (q *quick) value() string {
	return strings.TrimSpace(oneLineBreak(q.text()))
}

func (q *quick) attributeText(raw string) string { return oneLineBreak(unescape(raw)) }

// oneLineBreak writes every line break as XML has it.
func oneLineBreak(s string) string {
	if strings.IndexByte(s, '\r') < 0 {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

// unescape resolves the character references of a text, as the pre-scan does.
func unescape(s string) string {
	i := strings.IndexByte(s, '&')
	if i < 0 {
		return s
	}
	out := make([]byte, 0, len(s))
	for ; i >= 0; i = strings.IndexByte(s, '&') {
		out = append(out, s[:i]...)
		s = s[i:]
		var n int
		switch {
		case strings.HasPrefix(s, "&lt;"):
			out, n = append(out, '<'), 4
		case strings.HasPrefix(s, "&gt;"):
			out, n = append(out, '>'), 4
		case strings.HasPrefix(s, "&amp;"):
			out, n = append(out, '&'), 5
		case strings.HasPrefix(s, "&quot;"):
			out, n = append(out, '"'), 6
		default:
			var r string
			if r, n = reference([]byte(s[:min(len(s), maxReference)])); n == 0 { // not one: it stands for itself
				r, n = "&", 1
			}
			out = append(out, r...)
		}
		s = s[n:]
	}
	return string(append(out, s...))
}

// webAddress is an attribute or id as gofeed gives it: parsed and written again
// where that is possible.
func webAddress(s string) string {
	if u, err := url.Parse(strings.TrimLeft(s, " ")); err == nil {
		return u.String()
	}
	return s
}
