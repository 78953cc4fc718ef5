package relevance

import (
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
func spansOf(text string) []span {
	var spans []span
	it := words.FromString(text)
	for it.Next() {
		s := span{it.Start(), it.End()}
		if !startsWord(text[s.start:s.end]) {
			continue
		}
		if len(spans) > 0 {
			if last := &spans[len(spans)-1]; joins(text, *last, s) {
				last.end = s.end
				if text[last.end-2] == '(' {
					last.end++ // the closing parenthesis of 401(k)
				}
				continue
			}
		}
		spans = appendParts(spans, text, s)
	}
	for i := range spans {
		spans[i] = widen(text, spans[i])
	}
	return spans
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
	rest := text[s.end:]
	if s.end-s.start <= 2 && isLetter(text[s.start]) {
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
	ascii := true
	for i := range len(w) {
		if w[i] >= utf8.RuneSelf {
			ascii = false
			break
		}
	}
	if !ascii {
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
	return strings.ToUpper(w) == w && strings.ToLower(w) != w
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
