package document

import (
	"bytes"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// escapedTag finds markup that was escaped once too often.
var escapedTag = regexp.MustCompile(`(?i)</?(p|br|div|a|b|i|em|strong|span|img|ul|ol|li|h[1-6]|blockquote|table)(\s[^<>]*)?/?>`)

// plain is a text without markup, character references, control characters and
// runs of blanks, of at most limit characters. It shares no memory with s.
func plain(s string, limit int) string {
	// Markup is at most a few times as long as what it says; the bound keeps
	// the work on a swollen text small.
	if most := 64<<10 + 8*limit; len(s) > most {
		s = strings.ToValidUTF8(s[:most], "")
	}
	if !strings.ContainsAny(s, "<&") {
		return cut(collapsed(s), limit)
	}
	text := strip(make([]byte, 0, len(s)), s)
	if bytes.IndexByte(text, '<') >= 0 && escapedTag.Match(text) {
		text = strip(nil, string(text))
	}
	return cut(string(collapse(text[:0], text)), limit)
}

// collapsed is collapse for a string.
func collapsed(s string) string {
	var short [256]byte
	out := short[:0]
	if len(s) > len(short) {
		out = make([]byte, 0, len(s))
	}
	return string(collapse(out, s))
}

// collapse appends a text, joining runs of blanks into one and dropping what
// can't be seen: controls, direction overrides and zero-width spaces. Joiners
// stay; scripts and emoji need them. It may append to the text's own beginning,
// as it never writes more than it has read.
func collapse[T string | []byte](out []byte, s T) []byte {
	blank := false
	for i := 0; i < len(s); {
		c := s[i]
		if c > ' ' && c < 0x7f {
			from := i // a run of words with single blanks is by far most
			for i++; i < len(s) && s[i] < 0x7f && (s[i] > ' ' || s[i] == ' ' && i+1 < len(s) && s[i+1] > ' ' && s[i+1] < 0x7f); i++ {
			}
			if blank {
				out = append(out, ' ')
				blank = false
			}
			out = append(out, s[from:i]...)
			continue
		}
		if c == ' ' || c == '\n' {
			blank = len(out) > 0
			i++
			continue
		}
		r, size := rune(c), 1
		if c >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(string(s[i:min(i+utf8.UTFMax, len(s))]))
		}
		switch {
		case blankRune(r):
			blank = len(out) > 0
		case !unseenRune(r):
			if blank {
				out = append(out, ' ')
				blank = false
			}
			out = append(out, s[i:i+size]...)
		}
		i += size
	}
	return out
}

// blankRune is unicode.IsSpace, which is slow at what most letters of the world are.
func blankRune(r rune) bool {
	if r > 0xff && r < 0x1680 {
		return false
	}
	return unicode.IsSpace(r)
}

func unseenRune(r rune) bool {
	switch {
	case r > 0xff && r < 0x200b:
		return false
	case unicode.IsControl(r), r == utf8.RuneError, r == '\u00ad', r == '\u200b', r == '\u2060', r == '\ufeff',
		r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
		return true
	}
	return false
}

// cutWords cuts a text at a number of characters, between two words where
// there is a gap in its second half.
func cutWords(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	end, n := 0, 0
	for i := range s {
		if n == limit {
			end = i
			break
		}
		n++
	}
	if n < limit || end == 0 {
		return s
	}
	short := s[:end]
	if s[end] != ' ' {
		if i := strings.LastIndexByte(short, ' '); i >= len(short)/2 {
			short = short[:i]
		}
	}
	return strings.TrimRight(short, " ")
}

// cut is cutWords for what is kept: it doesn't hold on to what was cut off.
func cut(s string, limit int) string {
	if short := cutWords(s, limit); len(short) < len(s) {
		return strings.Clone(short)
	}
	return s
}

func lastPart(s string) string {
	return s[strings.LastIndexByte(s, '/')+1:]
}
