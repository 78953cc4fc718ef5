package stories

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits of what is read of a title.
const (
	maxWords = 12   // that tell something; the median headline has 7
	maxBytes = 1000 // a title of 500 characters is the longest that is kept of a feed
)

// What a title must have not to be brief.
const (
	titleWords = 4
	titleRunes = 25
)

// habit is what is known of a word before any item was read.
type habit uint8

const (
	common  habit = iota + 1 // in every other headline
	ignored                  // says nothing about a subject
)

// letter is what a word begins with, in a title that does not capitalise all.
type letter uint8

const (
	either letter = iota
	small
	capital
)

// token is a word of a title.
type token struct {
	key    uint64
	common bool
	digits bool
	letter letter
	place  int16 // among the words of the title, those that are ignored included
}

// reader reads titles. Its results hold until the next one.
type reader struct {
	tokens []token // distinct, at most maxWords, without those that are ignored by their form
	key    uint64  // of the whole title; 0 when it tells nothing
	brief  bool    // it is too short to tell one story from another for long
	known  map[uint64]habit
	buf    []byte // the word at hand, in small letters
	first  rune   // of the word at hand
	words  int16
	runes  int16
	whole  uint64
	pair   rune // the letter before, in a script without blanks between words
	dotted bool // the word at hand is single letters between full stops
}

// separators stand between a title and the name of its feed.
var separators = [...]string{" - ", " | ", " – ", " — ", " :: "}

// read reads a title, without the name of its feed behind it.
func (r *reader) read(title, feed string) {
	r.tokens, r.buf, r.words, r.runes, r.whole, r.pair = r.tokens[:0], r.buf[:0], 0, 0, offset64, 0
	for _, s := range separators {
		if i := strings.LastIndex(title, s); i > 0 && feed != "" && strings.EqualFold(title[i+len(s):], feed) {
			title = title[:i]
		}
	}
	if len(title) > maxBytes {
		title = title[:maxBytes]
	}
	for i, c := range title {
		switch {
		case unbroken(c):
			r.endWord()
			r.unbroken(c)
			continue
		case unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.IsMark(c) && len(r.buf) > 0:
			if len(r.buf) == 0 {
				r.first = c
			}
			r.buf = utf8.AppendRune(r.buf, unicode.ToLower(c))
		case c == '.' && r.joins(title[i+1:]):
			if isDigit(r.buf[0]) {
				r.buf = append(r.buf, '.')
			}
		case c == ',' && len(r.buf) > 0 && isDigit(r.buf[0]) && startsWith(title[i+1:], unicode.IsDigit):
		default:
			r.endWord()
		}
		r.pair = 0
	}
	r.endWord()
	r.letters()
	telling := 0
	for _, t := range r.tokens {
		if !t.common && !t.digits {
			telling++
		}
	}
	r.key, r.brief = r.whole, r.words < titleWords || r.runes+r.words-1 < titleRunes
	if r.brief && telling < 2 {
		r.key = 0
	}
}

// joins reports whether a full stop makes one word of what is around it: 7.1,
// J.C. and U.S. are one.
func (r *reader) joins(rest string) bool {
	if len(r.buf) == 0 {
		return false
	}
	if isDigit(r.buf[0]) {
		return startsWith(rest, unicode.IsDigit)
	}
	if len(r.buf) == 1 || r.dotted {
		second := strings.IndexFunc(rest, func(c rune) bool { return !unicode.IsLetter(c) })
		r.dotted = second == 1 || second < 0 && len(rest) == 1
		return r.dotted
	}
	return false
}

func startsWith(s string, is func(rune) bool) bool {
	c, size := utf8.DecodeRuneInString(s)
	return size > 0 && is(c)
}

// endWord takes the word at hand, if there is one.
func (r *reader) endWord() {
	r.dotted = false
	if len(r.buf) == 0 {
		return
	}
	w := r.buf
	r.buf = r.buf[:0]
	r.words++
	r.runes += int16(utf8.RuneCount(w)) //nolint:gosec // at most maxBytes
	r.whole = hashMore(r.whole, w)
	r.whole = hashMore(r.whole, []byte{' '})
	if isDigit(w[0]) {
		w = amount(w)
		year := len(w) == 4 && (w[0] == '1' && w[1] == '9' || w[0] == '2' && w[1] == '0')
		r.take(token{key: hash(w), digits: true, common: year || len(w) <= 2})
		return
	}
	if utf8.RuneCount(w) < 2 || r.known[hash(w)] == ignored {
		return
	}
	t := token{key: hash(stem(w))}
	// Two letters are a field or a place, such as AI, IT, EU, UK: a subject, no event.
	t.common = r.known[t.key] == common || len(w) == 2
	if unicode.IsLower(r.first) {
		t.letter = small
	} else if unicode.IsUpper(r.first) {
		t.letter = capital
	}
	r.take(t)
}

// unbroken takes a letter of a script that puts no blanks between words: each
// two neighbours count as a word.
func (r *reader) unbroken(c rune) {
	r.runes++
	var two [2 * utf8.UTFMax]byte
	b := utf8.AppendRune(two[:0], c)
	r.whole = hashMore(r.whole, b)
	if r.pair != 0 {
		r.words++ // so that two or three letters are as little as two or three words
		b = utf8.AppendRune(b, r.pair)
		r.take(token{key: hash(b)})
	}
	r.pair = c
}

func (r *reader) take(t token) {
	for i := range r.tokens {
		if r.tokens[i].key == t.key {
			return
		}
	}
	t.place = r.words
	if len(r.tokens) < maxWords {
		r.tokens = append(r.tokens, t)
	}
}

// letters forgets what the words begin with where that means nothing: that of
// the first word, and of all in a title that capitalises all.
func (r *reader) letters() {
	smalls, capitals := 0, 0
	for i, t := range r.tokens {
		switch {
		case t.letter == small:
			smalls++
		case t.letter == capital && i > 0:
			capitals++
		}
	}
	tells := smalls >= 2 && smalls > capitals
	for i := range r.tokens {
		if !tells || i == 0 {
			r.tokens[i].letter = either
		}
	}
}

// unbroken reports whether c is of a script that puts no blanks between words.
func unbroken(c rune) bool {
	return c >= 0x0e00 && unicode.In(c, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// amount is a number without its unit: 1.8bn and 1.8 are one.
func amount(w []byte) []byte {
	for n := len(w); n > 1 && strings.IndexByte("bkmnt", w[n-1]) >= 0; n = len(w) {
		w = w[:n-1]
	}
	return w
}

// stem takes the commonest English endings off a word in small letters. It
// need not be right, only the same for most forms of a word, and quick.
func stem(w []byte) []byte {
	n := len(w)
	for _, c := range w {
		if c < 'a' || c > 'z' {
			return w
		}
	}
	has := func(end string) bool { return strings.HasSuffix(string(w), end) }
	switch {
	case n < 4:
		return w
	case n > 4 && has("ies"):
		w = append(w[:n-3], 'y')
	case has("ss"), has("us"), has("is"):
	case has("s"):
		w = w[:n-1]
	case n > 5 && has("ing"):
		w = w[:n-3]
	case n > 4 && has("ed"):
		w = w[:n-2]
	}
	if n = len(w); n > 4 && w[n-1] == 'e' {
		w = w[:n-1]
	}
	if n = len(w); n > 4 && w[n-1] == w[n-2] && w[n-1] != 's' && w[n-1] != 'l' {
		w = w[:n-1]
	}
	return w
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/: short words hash in a
// few nanoseconds, and the same way every time.
const (
	offset64 = 14695981039346656037
	prime64  = 1099511628211
)

func hash(w []byte) uint64 { return hashMore(offset64, w) }

func hashMore(h uint64, w []byte) uint64 {
	for _, c := range w {
		h = (h ^ uint64(c)) * prime64
	}
	return h
}

// hash32 is a hash of an address; 0 for none.
func hash32(s string) uint32 {
	if s == "" {
		return 0
	}
	h := uint64(offset64)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * prime64
	}
	return uint32(h>>32) | 1 //nolint:gosec // the upper half is meant
}
