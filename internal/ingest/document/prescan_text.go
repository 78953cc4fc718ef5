package document

import (
	"bytes"
	"html"
	"strconv"
	"unicode/utf8"
)

// maxReference is the longest character reference that is looked for; the
// longest of HTML has 33 bytes.
const maxReference = 40

// limit cuts text at a number of bytes, at the beginning of a character.
func limit(text []byte, n int) []byte {
	if len(text) <= n {
		return text
	}
	n = max(n, 0)
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n]
}

// legal reports characters that XML 1.0 may hold.
func legal(r rune) bool {
	return r >= 0x20 && r <= 0xd7ff || r == '\t' || r == '\n' || r == '\r' ||
		r >= 0xe000 && r <= 0xfffd || r >= 0x10000 && r <= 0x10ffff
}

// appendClean appends text without the characters that XML forbids.
func appendClean(out, text []byte) []byte {
	from := 0
	for i := 0; i < len(text); {
		if c := text[i]; c >= 0x20 && c < 0xef || c == '\n' || c == '\r' || c == '\t' {
			i++ // by far most; bytes from 0xef on begin what may be U+FFFE
			continue
		}
		r, size := utf8.DecodeRune(text[i:])
		if !legal(r) || r == utf8.RuneError && size == 1 {
			out = append(out, text[from:i]...)
			from = i + size
		}
		i += size
	}
	return append(out, text[from:]...)
}

// appendText appends character data, so that only references remain which
// every XML parser knows.
func appendText(out, text []byte, quoted bool) []byte {
	for len(text) > 0 {
		i := bytes.IndexAny(text, "&<>\"")
		if i < 0 {
			return appendClean(out, text)
		}
		out = appendClean(out, text[:i])
		c := text[i]
		text = text[i:]
		if c == '&' {
			r, n := reference(text)
			if n > 0 {
				out = appendEscaped(out, r)
				text = text[n:]
				continue
			}
		}
		if c == '"' && !quoted {
			out = append(out, '"')
		} else {
			out = appendEscaped(out, string(c))
		}
		text = text[1:]
	}
	return out
}

// reference reads a character reference, such as "&eacute;" or "&#8217;", and
// how many bytes it took; 0 when it is none. A character that XML forbids
// comes back as nothing.
func reference(text []byte) (string, int) {
	end := bytes.IndexByte(text[:min(len(text), maxReference)], ';')
	if end < 2 {
		return "", 0
	}
	if bytes.ContainsFunc(text[1:end], func(r rune) bool {
		return r != '#' && (r >= utf8.RuneSelf || !nameByte(byte(r)))
	}) {
		return "", 0
	}
	name := string(text[:end+1])
	if name[1] == '#' {
		digits, base := name[2:end], 10
		if digits != "" && (digits[0] == 'x' || digits[0] == 'X') {
			digits, base = digits[1:], 16
		}
		n, err := strconv.ParseUint(digits, base, 32)
		if err != nil {
			return "", 0
		}
		if !legal(rune(n)) || n > utf8.MaxRune {
			return "", end + 1
		}
		return html.UnescapeString(name), end + 1 // which knows the C1 codes that mean windows-1252
	}
	switch s := html.UnescapeString(name); {
	case s == name, s == html.UnescapeString(name[:end])+";": // not of HTML, or only its beginning is
		return "", 0
	default:
		return s, end + 1
	}
}

func appendEscaped(out []byte, s string) []byte {
	switch s {
	case "&":
		return append(out, "&amp;"...)
	case "<":
		return append(out, "&lt;"...)
	case ">":
		return append(out, "&gt;"...)
	case `"`:
		return append(out, "&#34;"...)
	}
	return append(out, s...)
}
