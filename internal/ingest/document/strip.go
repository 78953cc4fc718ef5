package document

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// inline are the elements within a line: leaving one out joins what stands
// around it. Any other tag counts as a blank.
var inline = map[atom.Atom]bool{
	atom.A: true, atom.Abbr: true, atom.B: true, atom.Bdi: true, atom.Bdo: true, atom.Cite: true, atom.Code: true,
	atom.Del: true, atom.Dfn: true, atom.Em: true, atom.Font: true, atom.I: true, atom.Ins: true, atom.Kbd: true,
	atom.Mark: true, atom.Q: true, atom.S: true, atom.Small: true, atom.Span: true, atom.Strong: true, atom.Sub: true,
	atom.Sup: true, atom.Time: true, atom.Tt: true, atom.U: true, atom.Var: true, atom.Wbr: true,
}

// unseen are the elements whose content no reader sees.
var unseen = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Iframe: true, atom.Object: true, atom.Template: true,
	atom.Noframes: true, atom.Noembed: true, atom.Svg: true, atom.Math: true,
}

// strip appends a text without its markup and with its character references
// resolved. The result is text, to be escaped wherever it is shown; it may well
// look like markup.
//
// It walks over ordinary markup by itself and leaves the rest of the text to
// the tokenizer as soon as it meets anything else. FuzzStrip holds both to the
// same result.
func strip(out []byte, s string) []byte {
	for s != "" {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			return appendUnescaped(out, s)
		}
		name, n := simpleTag(s[i:])
		if n == 0 {
			return stripAny(out, s)
		}
		out = appendUnescaped(out, s[:i])
		if !isInline(name) {
			out = append(out, ' ')
		}
		s = s[i+n:]
	}
	return out
}

// simpleTag reads the name and length of a start or end tag whose name has
// ASCII letters and digits alone, and which begins no content that is read by
// other rules. The length is 0 when it is none.
func simpleTag(s string) (name string, n int) {
	i := 1
	if strings.HasPrefix(s, "</") {
		i = 2
	}
	from := i
	for i < len(s) && (s[i]|0x20 >= 'a' && s[i]|0x20 <= 'z' || i > from && s[i] >= '0' && s[i] <= '9') {
		i++
	}
	if name = s[from:i]; name == "" || i == len(s) || special(name) {
		return "", 0
	}
	switch s[i] {
	case '>':
		return name, i + 1
	case ' ', '\n', '\t', '\r', '\f', '/':
	default:
		return "", 0
	}
	// Attributes: name="value", over and over. A value without quotes or a quote
	// anywhere else is the tokenizer's.
	for i < len(s) {
		switch c := s[i]; c {
		case '>':
			return name, i + 1
		case '=':
			if i+1 == len(s) || s[i+1] != '"' && s[i+1] != '\'' || s[i-1]|0x20 < 'a' || s[i-1]|0x20 > 'z' {
				return "", 0
			}
			end := strings.IndexByte(s[i+2:], s[i+1])
			if end < 0 {
				return "", 0
			}
			i += end + 3
		case '"', '\'', '<':
			return "", 0
		default:
			i++
		}
	}
	return "", 0
}

// special reports elements whose content is hidden or not markup.
func special(name string) bool {
	if len(name) < 3 {
		return false
	}
	switch name[0] | 0x20 {
	case 's', 'n', 'i', 'o', 't', 'm', 'p', 'x':
	default:
		return false
	}
	switch strings.ToLower(name) {
	case "script", "style", "svg", "noscript", "noframes", "noembed", "iframe", "object", "template", "textarea", "title", "math", "plaintext", "xmp":
		return true
	}
	return false
}

func isInline(name string) bool {
	switch len(name) {
	case 1:
		switch name[0] | 0x20 {
		case 'a', 'b', 'i', 'q', 's', 'u':
			return true
		}
		return false
	case 2:
		if c := name[1] | 0x20; name[0]|0x20 == 'e' {
			return c == 'm'
		} else if name[0]|0x20 == 't' {
			return c == 't'
		}
		return false
	}
	var lower [16]byte
	if len(name) > len(lower) {
		return false
	}
	for i := range len(name) {
		lower[i] = name[i]
		if c := name[i]; c >= 'A' && c <= 'Z' {
			lower[i] |= 0x20
		}
	}
	return inline[atom.Lookup(lower[:len(name)])]
}

// appendUnescaped appends text with its character references resolved.
func appendUnescaped(out []byte, s string) []byte {
	for {
		i := strings.IndexByte(s, '&')
		if i < 0 {
			return append(out, s...)
		}
		out = append(out, s[:i]...)
		s = s[i:]
		switch {
		case strings.HasPrefix(s, "&amp;"):
			out, s = append(out, '&'), s[5:]
		case strings.HasPrefix(s, "&nbsp;"):
			out, s = append(out, "\u00a0"...), s[6:]
		case strings.HasPrefix(s, "&lt;"):
			out, s = append(out, '<'), s[4:]
		case strings.HasPrefix(s, "&gt;"):
			out, s = append(out, '>'), s[4:]
		case strings.HasPrefix(s, "&quot;"):
			out, s = append(out, '"'), s[6:]
		default:
			end := strings.IndexByte(s[1:], '&')
			if end < 0 {
				return append(out, html.UnescapeString(s)...)
			}
			out, s = append(out, html.UnescapeString(s[:1+end])...), s[1+end:]
		}
	}
}

// stripAny is strip for any markup, as browsers read it.
func stripAny(out []byte, s string) []byte {
	if strings.IndexByte(s, '<') < 0 {
		return append(out, html.UnescapeString(s)...)
	}
	z := html.NewTokenizer(strings.NewReader(s))
	var within atom.Atom // the element that hides what comes
	for {
		switch z.Next() {
		case html.ErrorToken:
			return out
		case html.TextToken:
			if within == 0 {
				out = append(out, z.Text()...)
			}
		case html.StartTagToken:
			name := tagName(z)
			if within == 0 && unseen[name] {
				within = name
			}
			out = gap(out, name)
		case html.EndTagToken:
			name := tagName(z)
			if name == within {
				within = 0
			}
			out = gap(out, name)
		case html.SelfClosingTagToken:
			out = gap(out, tagName(z))
		default:
		}
	}
}

func tagName(z *html.Tokenizer) atom.Atom {
	name, _ := z.TagName()
	return atom.Lookup(name)
}

func gap(out []byte, name atom.Atom) []byte {
	if inline[name] {
		return out
	}
	return append(out, ' ')
}
