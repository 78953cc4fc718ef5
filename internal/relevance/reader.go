package relevance

import (
	"strings"
	"unicode/utf8"
)

// cached is how many written forms are remembered with their terms. Most of a
// text is words that were met before; of the rest no feed may make a heap.
const cached = 1 << 16

// reader turns texts of one language into terms, one text at a time. What it
// needs to do so it keeps, so that a word costs no memory.
type reader struct {
	lang    language
	number  func(form []byte) term // of a folded word
	foreign map[string]term        // by word as written, of those outside ASCII, which are dear to fold
	spans   []span
	form    []byte
}

func newReader(l language, number func([]byte) term) *reader {
	return &reader{lang: l, number: number, foreign: make(map[string]term)}
}

// read calls yield for each word of a text.
func (r *reader) read(text string, yield func(term, span)) {
	r.spans = appendSpans(r.spans[:0], text)
	shouting := len(r.spans) > 3 && isShouted(text)
	for _, s := range r.spans {
		w := text[s.start:s.end]
		if len(w) > longestWord {
			continue
		}
		if isASCII(w) {
			yield(r.term(w, shouting), s)
			continue
		}
		t, ok := r.foreign[w]
		if !ok {
			t = r.term(w, shouting)
			if utf8.RuneCount(r.form) > longestAcronym {
				remember(r.foreign, w, t)
			}
		}
		yield(t, s)
	}
}

// longestAcronym is how many characters a word may have that is another one in
// capitals: IT and US are subjects, it and us are not.
const longestAcronym = 3

func (r *reader) term(w string, shouting bool) term {
	r.form = fold(r.form[:0], w)
	if len(r.form) <= longestAcronym*utf8.UTFMax && (strings.Contains(w, ".") || !shouting && isShouted(w)) {
		if n := utf8.RuneCount(r.form); (n == 2 || n == longestAcronym) && r.lang.stops[string(r.form)] {
			r.form = []byte(strings.ToUpper(string(r.form)))
		}
	}
	return r.number(r.form)
}

// remember keeps a term, after forgetting the others if they have become too many.
func remember(terms map[string]term, form string, t term) {
	if len(terms) >= cached {
		clear(terms)
	}
	terms[strings.Clone(form)] = t
}
