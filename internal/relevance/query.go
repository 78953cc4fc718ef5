package relevance

import (
	"math"

	"example.com/pickwick/internal/curation"
)

// query is a persona in the terms of one vocabulary.
type query struct {
	vocab     *vocabulary
	own       map[string]term // stems that only the persona uses
	slot      map[term]int    // the terms of the interests, numbered from 0
	idf       []float64       // by slot
	interests []interest
	avoid     [][]term // in the order of the persona's list
}

// interest is one interest of a persona.
type interest struct {
	topic   string
	weight  float64 // 1 for the strongest of the persona's
	phrases []phrase
}

// phrase is a topic or one of its synonyms.
type phrase struct {
	slots []int   // its different words, in order
	norm  float64 // what the sum of their parts is divided by
}

func newQuery(p curation.Persona, v *vocabulary, f formula) *query {
	q := &query{vocab: v, own: make(map[string]term), slot: make(map[term]int)}
	strongest := 0.0
	for _, i := range p.Interests {
		strongest = max(strongest, weightOf(i.Weight))
	}
	for _, i := range p.Interests {
		in := interest{topic: i.Topic, weight: math.Pow(weightOf(i.Weight)/strongest, f.emphasis)}
		for _, s := range append([]string{i.Topic}, i.Also...) {
			if ph := q.phrase(s, f); len(ph.slots) > 0 {
				in.phrases = append(in.phrases, ph)
			}
		}
		q.interests = append(q.interests, in)
	}
	for _, s := range p.Avoid {
		q.avoid = append(q.avoid, q.sequence(s))
	}
	return q
}

// weightOf is a weight as it counts: 1 where none, or none that makes sense, is given.
func weightOf(w float64) float64 {
	if w > 0 && !math.IsInf(w, 1) {
		return w
	}
	return 1
}

// term is the number of a form; without one, but still marked if it is a stop
// word, when neither vocabulary nor persona know it.
func (q *query) term(form []byte) term {
	t := q.vocab.find(form)
	if t&^stop == 0 && len(q.own) > 0 {
		stem, _ := q.vocab.lang.key(string(form))
		t |= q.own[stem]
	}
	return t
}

// learn is term for the persona's own words, which get a number if they have none.
func (q *query) learn(form []byte) term {
	t := q.term(form)
	if t&^stop == 0 {
		stem, mark := q.vocab.lang.key(string(form))
		t = term(len(q.vocab.df)+len(q.own)) | mark
		q.own[stem] = t
	}
	return t
}

// sequence is the terms of a phrase, stop words included.
func (q *query) sequence(s string) (ts []term) {
	newReader(q.vocab.lang, q.learn).read(s, func(t term, _ span) { ts = append(ts, t) })
	return ts
}

// phrase takes in a topic or synonym. Stop words count only where it has no others.
func (q *query) phrase(s string, f formula) (ph phrase) {
	ts := q.sequence(s)
	seen := make(map[term]bool)
	sum := 0.0
	add := func(stops bool) {
		for _, t := range ts {
			if seen[t] || (t&stop != 0) != stops {
				continue
			}
			seen[t] = true
			i, known := q.slot[t]
			if !known {
				i = len(q.idf)
				q.slot[t] = i
				q.idf = append(q.idf, q.vocab.idf(t, f))
			}
			ph.slots = append(ph.slots, i)
			sum += q.idf[i]
		}
	}
	if add(false); len(ph.slots) == 0 {
		add(true)
	}
	ph.norm = math.Pow(sum, f.balance)
	return ph
}

// avoided is the place in the avoid list of the first phrase that stands in
// the title, the summary or a category, to the letter but for inflection; -1
// when none does.
func (q *query) avoided(d document) int {
	for i, ph := range q.avoid {
		for _, f := range [...]field{title, summary, categories} {
			if contains(d.terms[f], ph) {
				return i
			}
		}
	}
	return -1
}

// contains reports whether part stands in whole without a gap.
func contains(whole, part []term) bool {
	if len(part) == 0 {
		return false
	}
next:
	for i := 0; i+len(part) <= len(whole); i++ {
		for j, t := range part {
			if whole[i+j] != t {
				continue next
			}
		}
		return true
	}
	return false
}
