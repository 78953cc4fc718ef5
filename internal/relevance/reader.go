package relevance

import (
	"strings"
	"unicode/utf8"
)

// reader turns texts of one language into terms, one text at a time.
type reader struct {
	lang   language
	number func(form []byte) term // of a folded word
	memo   *memo                  // nil where few texts are read
	spans  []span
	form   []byte
}

func newReader(l language, number func([]byte) term) *reader {
	return &reader{lang: l, number: number}
}

// read calls yield for each word of a text.
func (r *reader) read(text string, yield func(term, span)) {
	r.spans = appendSpans(r.spans[:0], text)
	shouting := len(r.spans) > 3 && isShouted(text)
	for _, s := range r.spans {
		if w := text[s.start:s.end]; len(w) <= longestWord {
			yield(r.term(w, shouting), s)
		}
	}
}

// terms appends the words of a text, and counts those that are no stop words.
func (r *reader) terms(text string, ts []term) (_ []term, words int) {
	r.spans = appendSpans(r.spans[:0], text)
	shouting := len(r.spans) > 3 && isShouted(text)
	for _, s := range r.spans {
		w := text[s.start:s.end]
		if len(w) > longestWord {
			continue
		}
		t := r.known(w, shouting)
		ts = append(ts, t)
		if t&stop == 0 {
			words++
		}
	}
	return ts, words
}

// known is term, from the memo if it can be.
func (r *reader) known(w string, shouting bool) term {
	if r.memo == nil || shouting {
		return r.term(w, shouting)
	}
	t, ok := r.memo.get(w)
	if !ok {
		t = r.term(w, false)
		r.memo.put(t)
	}
	return t
}

// term is the number of a word as it is written.
func (r *reader) term(w string, shouting bool) term {
	r.form = fold(r.form[:0], w)
	if n := utf8.RuneCount(r.form); n == 2 || n == 3 {
		// IT and US are subjects, it and us are not.
		if (strings.Contains(w, ".") || !shouting && isShouted(w)) && r.lang.stops[string(r.form)] {
			r.form = []byte(strings.ToUpper(string(r.form)))
		}
	}
	return r.number(r.form)
}
