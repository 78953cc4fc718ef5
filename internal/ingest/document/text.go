package document

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

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

// strip takes markup out and resolves character references. Its result is
// text, to be escaped wherever it is shown; it may well look like markup.
func strip(s string) string {
	if strings.IndexByte(s, '<') < 0 {
		return html.UnescapeString(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	z := html.NewTokenizer(strings.NewReader(s))
	var within atom.Atom // the element that hides what comes
	for {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			if within == 0 {
				b.Write(z.Text())
			}
		case html.StartTagToken:
			name := tagName(z)
			if within == 0 && unseen[name] {
				within = name
			}
			gap(&b, name)
		case html.EndTagToken:
			name := tagName(z)
			if name == within {
				within = 0
			}
			gap(&b, name)
		case html.SelfClosingTagToken:
			gap(&b, tagName(z))
		default:
		}
	}
}

func tagName(z *html.Tokenizer) atom.Atom {
	name, _ := z.TagName()
	return atom.Lookup(name)
}

func gap(b *strings.Builder, name atom.Atom) {
	if !inline[name] {
		b.WriteByte(' ')
	}
}

// collapse joins runs of blanks into one and drops what can't be seen:
// controls, direction overrides and zero-width spaces. Joiners stay; scripts
// and emoji need them.
func collapse(s string) string {
	out := make([]byte, 0, len(s))
	blank := false
	for i := 0; i < len(s); {
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		switch {
		case r > ' ' && r < 0x7f: // by far most
		case unicode.IsSpace(r):
			blank = len(out) > 0
			i += size
			continue
		case unseenRune(r):
			i += size
			continue
		}
		if blank {
			out = append(out, ' ')
			blank = false
		}
		out = append(out, s[i:i+size]...)
		i += size
	}
	return string(out)
}

func unseenRune(r rune) bool {
	switch {
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
	cut := s[:end]
	if s[end] != ' ' {
		if i := strings.LastIndexByte(cut, ' '); i >= len(cut)/2 {
			cut = cut[:i]
		}
	}
	return strings.TrimRight(cut, " ")
}

func lastPart(s string) string {
	return s[strings.LastIndexByte(s, '/')+1:]
}
