package relevance

import "encoding/binary"

// scales weigh the documents of one language for a panel.
type scales struct {
	formula formula
	mean    [fieldCount]float64
	avoids  []avoidance
	idf     []float64 // by term
	in      lists     // by term, the phrases in which it stands
	phrases []wanted  // every one of every persona, once
	words   []term    // of the phrases, one after the other
	users   lists     // by phrase, the interests that have it, among those of all personas
	persona []int32   // by interest
	weights []float64 // by interest

	part    []float64 // by term, what it adds to a phrase in the document at hand
	touched bitset    // the phrases with a word in it
	heard   bitset    // the personas who have one
}

// wanted is a phrase of somebody's interest.
type wanted struct {
	from, to int32 // its words
	norm     float64
}

func newScales(p *Panel, l *listener, interests []int) *scales {
	n := len(l.vocab.df)
	w := &scales{formula: p.formula, avoids: l.avoids, idf: make([]float64, n), part: make([]float64, n), heard: newBitset(len(p.personas))}
	for f := range w.mean {
		w.mean[f] = l.vocab.mean(field(f), p.formula)
	}
	in, users, known := make([][]int32, n), [][]int32(nil), make(map[string]int)
	for i, persona := range p.personas {
		q := newQuery(persona, l.vocab, p.formula)
		terms := make([]term, len(q.idf))
		for t, slot := range q.slot {
			terms[slot] = t &^ stop
			w.idf[t&^stop] = q.idf[slot]
		}
		for k, interest := range q.interests {
			w.persona, w.weights = append(w.persona, int32(i)), append(w.weights, interest.weight)
			for _, ph := range interest.phrases {
				var key []byte
				for _, slot := range ph.slots {
					key = binary.AppendUvarint(key, uint64(terms[slot]))
				}
				at, ok := known[string(key)]
				if !ok {
					at = len(w.phrases)
					known[string(key)] = at
					from := len(w.words)
					for _, slot := range ph.slots {
						t := terms[slot]
						w.words = append(w.words, t)
						in[t] = append(in[t], int32(at))
					}
					w.phrases = append(w.phrases, wanted{from: int32(from), to: int32(len(w.words)), norm: ph.norm})
					users = append(users, nil)
				}
				users[at] = append(users[at], int32(interests[i]+k))
			}
		}
	}
	w.in, w.users, w.touched = newLists(in), newLists(users), newBitset(len(w.phrases))
	return w
}

// lists is many short lists in one piece of memory.
type lists struct {
	ends []int32 // of each list
	all  []int32
}

func newLists(of [][]int32) (l lists) {
	for _, list := range of {
		l.all = append(l.all, list...)
		l.ends = append(l.ends, int32(len(l.all)))
	}
	return l
}

func (l lists) of(i int) []int32 {
	from := int32(0)
	if i > 0 {
		from = l.ends[i-1]
	}
	return l.all[from:l.ends[i]]
}

// weigh notes the odds that a story's interests make for each persona, and
// what each adds to them. Sums are added up in the same order as by match, so
// that they are the same to the last bit.
func (w *scales) weigh(s *sheet, j *jury) {
	w.hear(s)
	clear(j.shares)
	for at := range w.touched.drain {
		ph := &w.phrases[at]
		strength := 0.0
		for _, t := range w.words[ph.from:ph.to] {
			strength += w.part[t]
		}
		strength /= ph.norm
		for _, i := range w.users.of(at) {
			j.shares[i] = max(j.shares[i], strength)
			w.heard.set(int(w.persona[i]))
		}
	}
	for persona := range w.heard.drain {
		shares, weights := j.sharesOf(persona), w.weights[j.interests[persona]:]
		sum := 0.0
		for i, best := range shares {
			shares[i] = weights[i] * best * best
			sum += shares[i]
		}
		j.odds[persona] = w.formula.odds(sum)
	}
	for _, h := range s.hits {
		w.part[h.term] = 0
	}
}

// hear notes what each word of the story adds to the phrases that hold it.
func (w *scales) hear(s *sheet) {
	var one [fieldCount]float64
	for f, n := range s.words {
		one[f] = w.formula.occurrence(field(f), n, w.mean[f])
	}
	for _, h := range s.hits {
		tf := 0.0
		for f, n := range h.counts {
			for range n {
				tf += one[f]
			}
		}
		w.part[h.term] = w.formula.part(w.idf[h.term], tf)
		for _, at := range w.in.of(int(h.term)) {
			w.touched.set(int(at))
		}
	}
}
