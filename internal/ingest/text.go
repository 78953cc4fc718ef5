package ingest

import (
	"html"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/microcosm-cc/bluemonday"
)

// stripper takes all markup out, with the content of scripts and styles. It is
// safe for concurrent use once made.
var stripper = bluemonday.StrictPolicy().AddSpaceWhenStrippingTag(true)

// escapedTag finds markup that was escaped once too often.
var escapedTag = regexp.MustCompile(`(?i)</?(p|br|div|a|b|i|em|strong|span|img|ul|ol|li|h[1-6]|blockquote|table)(\s[^<>]*)?/?>`)

// plain is a text without markup, character references, control characters and
// runs of blanks, of at most limit characters.
func plain(s string, limit int) string {
	// Markup is at most a few times as long as what it says; the bound keeps
	// the work on a swollen text small.
	if most := 64<<10 + 8*limit; len(s) > most {
		s = strings.ToValidUTF8(s[:most], "")
	}
	if strings.ContainsAny(s, "<&") {
		s = strip(s)
		if escapedTag.MatchString(s) {
			s = strip(s)
		}
	}
	return cutWords(collapse(s), limit)
}

func strip(s string) string {
	if strings.IndexByte(s, '<') >= 0 {
		s = stripper.Sanitize(s)
	}
	return unescape(s)
}

func unescape(s string) string { return html.UnescapeString(s) }

// collapse joins runs of blanks into one and drops what can't be seen:
// controls, direction overrides and zero-width spaces. Joiners stay; scripts
// and emoji need them.
func collapse(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	blank := false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			blank = b.Len() > 0
			continue
		case unicode.IsControl(r), r == utf8.RuneError, r == '\u00ad', r == '\u200b', r == '\u2060', r == '\ufeff',
			r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
			continue
		}
		if blank {
			b.WriteByte(' ')
			blank = false
		}
		b.WriteRune(r)
	}
	return b.String()
}

// cutWords cuts a text at a number of characters, between two words where
// there is a gap in its last fifth.
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
	cut := s[:end]
	if s[end] != ' ' {
		if i := strings.LastIndexByte(cut, ' '); i > len(cut)*4/5 {
			cut = cut[:i]
		}
	}
	return strings.TrimRight(cut, " ")
}

func lastPart(s string) string {
	return s[strings.LastIndexByte(s, '/')+1:]
}
