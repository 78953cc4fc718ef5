package relevance

import (
	"cmp"
	"slices"

	"example.com/pickwick/internal/curation"
)

// Ranked is an item of the pool with its relevance to a persona.
type Ranked struct {
	Item  curation.Item
	Score float64 // above 0 and below 100: the points of the interests alone
}

// Rank lists the items of the pool that speak of one of the persona's
// interests, by relevance alone, best first, ties by item ID; at most depth of
// them, or all when depth is 0.
func (x *Index) Rank(p curation.Persona, depth int) []Ranked {
	type hit struct {
		id   int
		odds float64
	}
	var hits []hit
	for _, v := range x.vocabs {
		q := newQuery(p, v.vocabulary, x.formula)
		for _, id := range v.holding(q) {
			if _, odds := q.match(x.docs[id], x.formula); odds > 0 {
				hits = append(hits, hit{int(id), odds})
			}
		}
	}
	slices.SortFunc(hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(b.odds, a.odds), cmp.Compare(a.id, b.id))
	})
	if depth > 0 && len(hits) > depth {
		hits = hits[:depth]
	}
	out := make([]Ranked, len(hits))
	for i, h := range hits {
		out[i] = Ranked{x.items[h.id], points(h.odds)}
	}
	return out
}

// holding is the documents that hold one of the persona's words, each once.
func (v *indexed) holding(q *query) []int32 {
	var ids []int32
	for t := range q.slot {
		if t &^= stop; int(t) < len(v.docs) {
			ids = append(ids, v.docs[t]...)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}
