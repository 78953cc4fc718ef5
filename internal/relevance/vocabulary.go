package relevance

import (
	"math"
	"strings"
	"unicode/utf8"
)

// vocabulary is the words of the items of one language, with their statistics.
type vocabulary struct {
	lang   language
	forms  map[string]term // by written form: folded, or in capitals for an acronym
	stems  map[string]term
	docs   [][]int // by term, the documents that hold it, ascending
	count  int     // documents
	length [fieldCount]int
	having [fieldCount]int // documents in which the field isn't empty
}

func newVocabulary(l language) *vocabulary {
	return &vocabulary{lang: l, forms: make(map[string]term), stems: make(map[string]term), docs: make([][]int, 1)}
}

// read calls yield for each word of a text, as numbered by number.
func (l language) read(text string, number func(form []byte) term, yield func(term, span)) {
	spans := spansOf(text)
	shouting := len(spans) > 3 && isShouted(text)
	var buf []byte
	for _, s := range spans {
		w := text[s.start:s.end]
		if len(w) > longestWord {
			continue
		}
		buf = fold(buf[:0], w)
		if n := utf8.RuneCount(buf); n == 2 || n == 3 {
			// IT and US are subjects, it and us are not.
			if l.stops[string(buf)] && (strings.Contains(w, ".") || !shouting && isShouted(w)) {
				buf = []byte(strings.ToUpper(string(buf)))
			}
		}
		yield(number(buf), s)
	}
}

// key is what a form is counted as: its stem, or itself for a stop word.
func (l language) key(form string) (stem string, mark term) {
	if l.stops[form] {
		return form + " ", stop // the blank keeps it apart from stems
	}
	return l.root(form), 0
}

// learn numbers a form, with a new number if its stem is new.
func (v *vocabulary) learn(form []byte) term {
	if t, ok := v.forms[string(form)]; ok {
		return t
	}
	stem, mark := v.lang.key(string(form))
	t, ok := v.stems[stem]
	if !ok {
		t = term(len(v.docs)) | mark
		v.stems[stem] = t
		v.docs = append(v.docs, nil)
	}
	v.forms[string(form)] = t
	return t
}

// add counts a document that was read with learn.
func (v *vocabulary) add(id int, d document) {
	v.count++
	for f, terms := range d.terms {
		v.length[f] += d.words[f]
		if d.words[f] > 0 {
			v.having[f]++
		}
		for _, t := range terms {
			t &^= stop
			if in := v.docs[t]; t != 0 && (len(in) == 0 || in[len(in)-1] != id) {
				v.docs[t] = append(in, id)
			}
		}
	}
}

// idf is the weight of a term: the rarer, the more it says.
func (v *vocabulary) idf(t term, f formula) float64 {
	df := 0.0
	if t &^= stop; int(t) < len(v.docs) {
		df = float64(len(v.docs[t]))
	}
	share := (df + f.priorDocs*f.priorShare) / (float64(v.count) + f.priorDocs)
	return math.Log(1 + 1/(share+f.rarest))
}

// mean is the average length of a field in words, where it isn't empty.
func (v *vocabulary) mean(fd field, f formula) float64 {
	return (float64(v.length[fd]) + f.priorDocs*f.priorLength[fd]) / (float64(v.having[fd]) + f.priorDocs)
}
