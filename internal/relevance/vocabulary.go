package relevance

import (
	"math"
)

// vocabulary is the words of one language that count, with their statistics in
// a pool of documents.
type vocabulary struct {
	lang   language
	forms  map[string]term // some of the written forms: folded, or in capitals for an acronym
	stems  map[string]term
	df     []int32 // by term, the documents that hold it
	count  int     // documents
	length [fieldCount]int
	having [fieldCount]int // documents in which the field isn't empty
}

func newVocabulary(l language) *vocabulary {
	return &vocabulary{lang: l, forms: make(map[string]term), stems: make(map[string]term), df: make([]int32, 1)}
}

// key is what a form is counted as: its stem, or itself for a stop word.
func (l language) key(form string) (stem string, mark term) {
	if l.stops[form] {
		return form + " ", stop // the blank keeps it apart from stems
	}
	return l.root(form), 0
}

// cached is how many written forms are remembered with their terms at most.
const cached = 1 << 16

// remember keeps the term of a form, after forgetting all others if they are
// too many.
func (v *vocabulary) remember(form []byte, t term) {
	if len(v.forms) >= cached {
		clear(v.forms)
	}
	v.forms[string(form)] = t
}

// learn numbers a form, with a new number if its stem is new.
func (v *vocabulary) learn(form []byte) term {
	if t, ok := v.forms[string(form)]; ok {
		return t
	}
	stem, mark := v.lang.key(string(form))
	t, ok := v.stems[stem]
	if !ok {
		t = term(len(v.df)) | mark
		v.stems[stem] = t
		v.df = append(v.df, 0)
	}
	v.remember(form, t)
	return t
}

// recognise numbers a form if its stem was learned; one that wasn't is 0, but
// still marked if it is a stop word.
func (v *vocabulary) recognise(form []byte) term {
	if t, ok := v.forms[string(form)]; ok {
		return t
	}
	t := v.find(form)
	v.remember(form, t)
	return t
}

// find is recognise for many goroutines at once: it remembers nothing.
func (v *vocabulary) find(form []byte) term {
	if t, ok := v.forms[string(form)]; ok {
		return t
	}
	stem, mark := v.lang.key(string(form))
	if t, ok := v.stems[stem]; ok {
		return t
	}
	return mark
}

// measure counts a document by the length of its fields in words.
func (v *vocabulary) measure(words [fieldCount]int) {
	v.count++
	for f, n := range words {
		v.length[f] += n
		if n > 0 {
			v.having[f]++
		}
	}
}

// idf is the weight of a term: the rarer, the more it says.
func (v *vocabulary) idf(t term, f formula) float64 {
	df := 0.0
	if t &^= stop; int(t) < len(v.df) {
		df = float64(v.df[t])
	}
	share := (df + f.priorDocs*f.priorShare) / (float64(v.count) + f.priorDocs)
	return math.Log(1 + 1/(share+f.rarest))
}

// mean is the average length of a field in words, where it isn't empty.
func (v *vocabulary) mean(fd field, f formula) float64 {
	return (float64(v.length[fd]) + f.priorDocs*f.priorLength[fd]) / (float64(v.having[fd]) + f.priorDocs)
}
