package delivery

import (
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// The longest texts that a message carries, in UTF-16 code units: the unit in
// which chats such as Discord count. They fit its limits with room to spare
// (title 256, field 1,024): https://discord.com/developers/docs/resources/message#embed-object-embed-limits
const (
	maxTitle = 240
	maxName  = 100 // a person, a source, a persona
	maxLine  = 400 // a sentence of ours with words from outside in it
	maxQuote = 600
)

// maxMarks is how many combining marks in a row are kept. Four cover every
// living script; floods of them paint over the lines around.
const maxMarks = 4

// clean makes text from outside fit to be shown on one line of any chat: valid
// UTF-8, white space collapsed, at most limit UTF-16 code units, and nothing
// that hides, reorders or paints over other text. What a reader sees stays
// letter for letter. Markup is left alone: each chat escapes its own.
func clean(s string, limit int) string {
	var b strings.Builder
	prev, marks, space := rune(0), 0, false
	for _, r := range strings.ToValidUTF8(s, "\uFFFD") {
		switch {
		case isBlank(r):
			space = true
			continue
		case isJoiner(r):
			// Needed inside emoji, Arabic and Indic words; elsewhere it only hides.
			if space || prev < utf8.RuneSelf || isJoiner(prev) {
				continue
			}
		case isHidden(r):
			continue
		case unicode.In(r, unicode.Mn, unicode.Me):
			if marks++; marks > maxMarks || prev == 0 || space {
				continue
			}
		default:
			marks = 0
		}
		if space && prev != 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
		prev, space = r, false
	}
	return shorten(b.String(), limit)
}

// shorten cuts s to at most limit UTF-16 code units, between two words if
// there is a gap in the last third, never inside a character, and marks the cut.
func shorten(s string, limit int) string {
	if utf16Len(s) <= limit {
		return s
	}
	const mark = "…"
	kept, gap, size := 0, 0, 0
	for g := graphemes.FromString(s); g.Next(); {
		n := utf16Len(g.Value())
		if size+n > limit-utf16Len(mark) {
			break
		}
		if g.Value() == " " && size > limit*2/3 {
			gap = kept
		}
		size += n
		kept += len(g.Value())
	}
	if gap > 0 {
		kept = gap
	}
	return strings.TrimRight(s[:kept], " ") + mark
}

// utf16Len is the length of s in UTF-16 code units.
func utf16Len(s string) (n int) {
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

// isBlank reports whether r shows as nothing but room.
func isBlank(r rune) bool {
	switch r {
	case '\u115F', '\u1160', '\u3164', '\uFFA0', '\u2800': // Hangul fillers, the empty Braille cell
		return true
	}
	return unicode.IsSpace(r) || unicode.Is(unicode.Z, r)
}

// isJoiner reports whether r is the zero-width joiner or non-joiner.
func isJoiner(r rune) bool { return r == '\u200C' || r == '\u200D' }

// isHidden reports whether r shows nothing itself but changes what surrounds
// it or smuggles text: control characters, bidirectional overrides, zero-width
// characters, tags, the supplementary variation selectors, noncharacters.
func isHidden(r rune) bool {
	switch {
	case r == '\u034F', r == '\u180E': // combining grapheme joiner, Mongolian vowel separator
		return true
	case r >= 0xE0000 && r <= 0xE0FFF: // tags and variation selectors 17 to 256
		return true
	}
	return unicode.In(r, unicode.Cc, unicode.Cf) || unicode.Is(unicode.Noncharacter_Code_Point, r)
}
