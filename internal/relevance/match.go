package relevance

// matched is how one interest stands in a document.
type matched struct {
	share  float64 // of the document's odds, 0 to 1
	phrase phrase  // the topic or synonym that shows best; of no use when share is 0
}

// match is how each interest stands in the document, and the odds that they
// make together. The slice is nil and the odds are 0 when no word occurs.
func (q *query) match(d document, f formula) (ms []matched, odds float64) {
	tf := q.frequencies(d, f)
	if tf == nil {
		return nil, 0
	}
	ms = make([]matched, len(q.interests))
	sum := 0.0
	for i, in := range q.interests {
		best := 0.0
		for _, ph := range in.phrases {
			if s := q.strength(ph, tf, f); s > best {
				best, ms[i].phrase = s, ph
			}
		}
		ms[i].share = in.weight * best * best
		sum += ms[i].share
	}
	if sum == 0 {
		return nil, 0 // a weight too small to be told from none
	}
	for i := range ms {
		ms[i].share /= sum
	}
	return ms, f.odds(sum)
}

// frequencies is how often each of the persona's words occurs in the document,
// by slot, weighted by field and thinned by the field's length; nil when none does.
func (q *query) frequencies(d document, f formula) (tf []float64) {
	for fd, terms := range d.terms {
		if len(terms) == 0 {
			continue
		}
		one := f.occurrence(field(fd), d.words[fd], q.vocab.mean(field(fd), f))
		for _, t := range terms {
			if slot, ok := q.slot[t]; ok {
				if tf == nil {
					tf = make([]float64, len(q.idf))
				}
				tf[slot] += one
			}
		}
	}
	return tf
}

// strength is how strongly a document with these frequencies speaks of a phrase.
func (q *query) strength(ph phrase, tf []float64, f formula) float64 {
	sum := 0.0
	for _, s := range ph.slots {
		sum += f.part(q.idf[s], tf[s])
	}
	return sum / ph.norm
}
