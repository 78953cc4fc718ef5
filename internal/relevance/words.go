package relevance

import (
	"math/bits"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"
	"golang.org/x/text/unicode/norm"
)

// longestWord is the length in bytes beyond which a run of letters is no word
// of any language but an encoded blob, and is passed over.
const longestWord = 64

// span is a word of a text: the bytes from start to end.
type span struct{ start, end int }

// spansOf finds the words of text. Boundaries are those of
// Unicode (UAX 29), except that what people write as one word stays one:
// C++, C#, .NET, e-mail, 401(k), R&D, U.K.; and what only lacks a space, as in
// "forecast.Then", is parted.
func spansOf(text string) []span { return appendSpans(nil, text) }

// appendSpans appends the words of text to spans.
func appendSpans(spans []span, text string) []span {
	first := len(spans)
	for pos := 0; pos < len(text); {
		end := alphanumeric(text, pos)
		if end > pos && (pos == 0 || text[pos-1] == ' ') && (end == len(text) || text[end] == ' ') {
			spans = append(spans, span{pos, end}) // most words
			pos = end
			continue
		}
		end, parts, ok := plainWord(text, pos, end)
		switch {
		case !ok:
			end = afterForeign(text, pos)
			for it := words.FromString(text[pos:end]); it.Next(); {
				if s := (span{pos + it.Start(), pos + it.End()}); startsWord(text[s.start:s.end]) {
					spans = appendWord(spans, first, text, s, true)
				}
			}
		case isAlphanumeric(text[pos]):
			spans = appendWord(spans, first, text, span{pos, end}, parts)
		default: // a sign, or what begins with an underscore
		}
		pos = end
	}
	for i, s := range spans[first:] {
		if s.start > 0 && text[s.start-1] == '.' || s.end < len(text) && (text[s.end] == '+' || text[s.end] == '#') {
			spans[first+i] = widen(text, s)
		}
	}
	return spans
}

// alphanumeric is where the ASCII letters and digits end that begin at pos. It
// looks at eight bytes at a time: a byte below 128 plus 128 − x has its highest
// bit set if it is x or more.
func alphanumeric(text string, pos int) int {
	const each, highest = 0x0101010101010101, 0x8080808080808080
	for pos+8 <= len(text) {
		t := text[pos : pos+8]
		x := uint64(t[0]) | uint64(t[1])<<8 | uint64(t[2])<<16 | uint64(t[3])<<24 |
			uint64(t[4])<<32 | uint64(t[5])<<40 | uint64(t[6])<<48 | uint64(t[7])<<56
		c, lower := x&^highest, (x|' '*each)&^highest
		letters := (lower + (128-'a')*each) &^ (lower + (127-'z')*each)
		digits := (c + (128-'0')*each) &^ (c + (127-'9')*each)
		if others := (^(letters | digits) | x) & highest; others != 0 {
			return pos + bits.TrailingZeros64(others)/8
		}
		pos += 8
	}
	for pos < len(text) && isAlphanumeric(text[pos]) {
		pos++
	}
	return pos
}

// plainWord is where the Unicode word ends that begins at pos, or the sign
// that stands there, given where its first letters and digits do; parts says
// that it holds signs at which it may have to be parted. It isn't ok where the
// rules look at a character outside ASCII.
func plainWord(text string, pos, i int) (end int, parts, ok bool) {
	if i == pos && text[pos] != '_' {
		return pos + 1, false, text[pos] < utf8.RuneSelf && !foreignAt(text, pos+1)
	}
	for ; i < len(text); i = alphanumeric(text, i+1) {
		switch kind := kindOf(text[i]); {
		case kind == joiner:
			parts = true
		case kind == foreign:
			return pos, false, false
		case kind == 0 || i+1 == len(text):
			return i, parts, true
		case foreignAt(text, i+1):
			return pos, false, false
		case kindOf(text[i-1])&kindOf(text[i+1])&(kind>>binds) == 0:
			return i, parts, true
		default:
			parts = true
		}
	}
	return len(text), parts, true
}

func foreignAt(text string, i int) bool { return i < len(text) && text[i] >= utf8.RuneSelf }

// The kinds of character that the rules of UAX 29 tell apart within ASCII. A
// sign that binds letters or digits has their bit, shifted by binds.
const (
	letter  = 1 << iota
	digit   // 0 to 9
	joiner  // the underscore: rules 13a and 13b
	foreign // outside ASCII
	binds   = iota
)

func kindOf(c byte) int {
	switch {
	case isLetter(c):
		return letter
	case isDigit(c):
		return digit
	case c >= utf8.RuneSelf:
		return foreign
	}
	switch c {
	case '_':
		return joiner
	case '.', '\'': // rules 6, 7, 11 and 12
		return (letter | digit) << binds
	case ':': // rules 6 and 7
		return letter << binds
	case ',', ';': // rules 11 and 12
		return digit << binds
	}
	return 0
}

// afterForeign is the first place behind the foreign characters near pos where
// an ASCII word begins, whatever stands before it: no rule looks back past a
// blank, and a broken character at the end swallows no more than three bytes.
func afterForeign(text string, pos int) int {
	plain := 0
	for i := pos; i < len(text); i++ {
		c := text[i]
		if plain >= 4 && text[i-1] == ' ' && isAlphanumeric(c) {
			return i
		}
		if plain++; c >= utf8.RuneSelf {
			plain = 0
		}
	}
	return len(text)
}

// appendWord appends a Unicode word, or makes it a part of the one before it.
func appendWord(spans []span, first int, text string, s span, parts bool) []span {
	if len(spans) > first {
		if last := &spans[len(spans)-1]; joins(text, *last, s) {
			last.end = s.end
			if text[last.end-2] == '(' {
				last.end++ // the closing parenthesis of 401(k)
			}
			return spans
		}
	}
	if !parts {
		return append(spans, s)
	}
	return appendParts(spans, text, s)
}

func startsWord(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// joins reports whether what stands between two neighbouring words makes them one.
func joins(text string, a, b span) bool {
	left, right := text[a.start:a.end], text[b.start:b.end]
	switch text[a.end:b.start] {
	case "-", "‐", "‑": // e-mail, e‑commerce, x-ray; not 3-year
		return len(left) == 1 && isLetter(left[0]) && len(right) > 1 && !isDigit(right[0])
	case "&": // R&D, AT&T, P&L
		return len(left) <= 2 && len(right) <= 2
	case "(": // 401(k), 403(b)
		return isDigit(left[len(left)-1]) && len(right) == 1 && isLetter(right[0]) &&
			b.end < len(text) && text[b.end] == ')'
	}
	return false
}

// appendParts appends a Unicode word, parted where a full stop, colon or
// underscore stands between letters, unless it is an acronym such as U.K.
func appendParts(spans []span, text string, s span) []span {
	w := text[s.start:s.end]
	if !strings.ContainsAny(w, ".:_") || isAcronym(w) {
		return append(spans, s)
	}
	start := 0
	for i := 0; i <= len(w); i++ {
		if i < len(w) && (!strings.ContainsRune(".:_", rune(w[i])) || betweenDigits(w, i)) {
			continue
		}
		if i > start {
			spans = append(spans, span{s.start + start, s.start + i})
		}
		start = i + 1
	}
	return spans
}

// isAcronym reports whether w is single letters between full stops.
func isAcronym(w string) bool {
	for i := range len(w) {
		if (i%2 == 0) != isLetter(w[i]) || i%2 == 1 && w[i] != '.' {
			return false
		}
	}
	return true
}

func betweenDigits(w string, i int) bool {
	return i > 0 && i+1 < len(w) && isDigit(w[i-1]) && isDigit(w[i+1])
}

// widen takes in the signs that belong to a name: C++, C#, .NET.
func widen(text string, s span) span {
	if s.end-s.start <= 2 && isLetter(text[s.start]) {
		rest := text[s.end:]
		for _, sign := range [...]string{"++", "#"} {
			if after, ok := strings.CutPrefix(rest, sign); ok && !startsWord(after) {
				s.end += len(sign)
				return s
			}
		}
	}
	if s.start > 0 && text[s.start-1] == '.' && isLetter(text[s.start]) &&
		(s.start == 1 || strings.IndexByte(" (/\n\t", text[s.start-2]) >= 0) {
		s.start--
	}
	return s
}

// fold appends a word in the form in which words are compared: lower case, one
// kind of apostrophe, without the signs inside e-mail, 401(k) and U.K.
func fold(buf []byte, w string) []byte {
	if !isASCII(w) {
		w = strings.ToLower(strings.Map(plainSign, norm.NFKC.String(w)))
	}
	for i := range len(w) {
		switch c := w[i]; {
		case 'A' <= c && c <= 'Z':
			buf = append(buf, c+'a'-'A')
		case c == '-' || c == '(' || c == ')' || c == '.' && i > 0 && !betweenDigits(w, i):
		default:
			buf = append(buf, c)
		}
	}
	return buf
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// plainSign is the keyboard's form of an apostrophe or hyphen.
func plainSign(r rune) rune {
	switch r {
	case '’':
		return '\''
	case '‐', '‑':
		return '-'
	}
	return r
}

// isShouted reports whether w is written in capitals.
func isShouted(w string) bool {
	for i := range len(w) {
		if 'a' <= w[i] && w[i] <= 'z' {
			return false
		}
	}
	return strings.ToUpper(w) == w && strings.ToLower(w) != w
}

func isLetter(c byte) bool       { return 'a' <= c|0x20 && c|0x20 <= 'z' }
func isDigit(c byte) bool        { return '0' <= c && c <= '9' }
func isAlphanumeric(c byte) bool { return isLetter(c) || isDigit(c) }
