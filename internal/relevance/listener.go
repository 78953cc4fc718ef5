package relevance

import (
	"math/bits"

	"example.com/pickwick/internal/curation"
)

// listener hears in the documents of one language what a panel asks for.
type listener struct {
	vocab  *vocabulary // the words of the personas alone
	reader *reader
	asked  []bool      // by term: it stands in an interest
	avoids []avoidance // every phrase that somebody avoids
	begins [][]int     // by term, the places of the avoided phrases that begin with it

	counts []counts // by term, of the document at hand
	met    bitset   // the terms that stand in it
}

// counts is how often a term stands in each field.
type counts [fieldCount]int32

// avoidance is a phrase that a persona avoids.
type avoidance struct {
	terms   []term
	persona int
	place   int // in the persona's list
}

func newListener(personas []curation.Persona, lang language, f formula) *listener {
	l := &listener{vocab: newVocabulary(lang)}
	learn := newReader(lang, l.vocab.learn)
	for _, p := range personas {
		for _, phrase := range phrasesOf(p) {
			learn.read(phrase, func(term, span) {})
		}
	}
	n := len(l.vocab.df)
	l.asked, l.begins, l.counts, l.met = make([]bool, n), make([][]int, n), make([]counts, n), newBitset(n)
	for i, p := range personas {
		q := newQuery(p, l.vocab, f)
		for t := range q.slot {
			l.asked[t&^stop] = true
		}
		for place, terms := range q.avoid {
			if len(terms) > 0 {
				first := terms[0] &^ stop
				l.begins[first] = append(l.begins[first], len(l.avoids))
				l.avoids = append(l.avoids, avoidance{terms, i, place})
			}
		}
	}
	l.reader = newReader(lang, l.vocab.recognise)
	l.reader.memo = newMemo()
	return l
}

// phrasesOf is everything that a persona would have or avoid.
func phrasesOf(p curation.Persona) (phrases []string) {
	for _, i := range p.Interests {
		phrases = append(append(phrases, i.Topic), i.Also...)
	}
	return append(phrases, p.Avoid...)
}

// hits appends what stands in a document of that which is asked for, by term.
func (l *listener) hits(d document, hs []hit) []hit {
	for f, terms := range d.terms {
		for _, t := range terms {
			if t &^= stop; l.asked[t] {
				l.counts[t][f]++
				l.met.set(int(t))
			}
		}
	}
	for t := range l.met.drain {
		hs = append(hs, hit{term(t), l.counts[t]})
		l.counts[t] = counts{}
	}
	return hs
}

// avoided appends the places of the avoided phrases that stand in a document.
func (l *listener) avoided(d document, places []int) []int {
	if len(l.avoids) == 0 {
		return places
	}
	for _, f := range [...]field{title, summary, categories} {
		for i, t := range d.terms[f] {
			for _, a := range l.begins[t&^stop] {
				if begins(d.terms[f][i:], l.avoids[a].terms) {
					places = append(places, a)
				}
			}
		}
	}
	return places
}

func begins(whole, part []term) bool {
	if len(part) > len(whole) {
		return false
	}
	for i, t := range part {
		if whole[i] != t {
			return false
		}
	}
	return true
}

// count takes a document into the statistics.
func (l *listener) count(s sheet) {
	l.vocab.measure(s.words)
	for _, h := range s.hits {
		l.vocab.df[h.term]++
	}
}

// bitset is a set of small numbers.
type bitset []uint64

func newBitset(n int) bitset { return make(bitset, n/64+1) }

func (b bitset) set(i int) { b[i/64] |= 1 << (i % 64) }

// drain yields the numbers in order, and leaves the set empty.
func (b bitset) drain(yield func(int) bool) {
	for i, word := range b {
		for ; word != 0; word &= word - 1 {
			if !yield(i*64 + bits.TrailingZeros64(word)) {
				return
			}
		}
		b[i] = 0
	}
}
