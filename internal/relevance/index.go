package relevance

import (
	"slices"
	"strings"

	"example.com/pickwick/internal/curation"
)

// Index is what must be known of a pool of items before one of them can be
// judged: how common each word is and how long the fields are. It never
// changes, so any number of goroutines may read it.
type Index struct {
	formula formula
	items   []curation.Item // by ID, which breaks every tie
	docs    []document      // of the items, in the same order
	byID    map[string]int
	vocabs  map[string]*vocabulary // by language code
}

// NewIndex takes in a pool of items. Their order doesn't matter; of items with
// one ID the first counts.
func NewIndex(items []curation.Item) *Index { return newIndex(items, standard()) }

func newIndex(items []curation.Item, f formula) *Index {
	x := &Index{
		formula: f,
		items:   slices.Clone(items),
		byID:    make(map[string]int, len(items)),
		vocabs:  make(map[string]*vocabulary),
	}
	slices.SortStableFunc(x.items, func(a, b curation.Item) int { return strings.Compare(a.ID, b.ID) })
	x.items = slices.CompactFunc(x.items, func(a, b curation.Item) bool { return a.ID == b.ID })
	x.docs = make([]document, len(x.items))
	for i, it := range x.items {
		v := x.vocabs[languageCode(it.Language)]
		if v == nil {
			v = newVocabulary(languageOf(it.Language))
			x.vocabs[v.lang.code] = v
		}
		x.byID[it.ID] = i
		x.docs[i] = analyse(it, v.lang, v.learn)
		v.add(i, x.docs[i])
	}
	return x
}

// document is an item in the terms of a persona, read anew only when the pool
// doesn't hold it.
func (x *Index) document(it curation.Item, q *query) document {
	if i, ok := x.byID[it.ID]; ok && sameWords(x.items[i], it) {
		return x.docs[i]
	}
	return analyse(it, q.vocab.lang, q.term)
}

func sameWords(a, b curation.Item) bool {
	return a.Title == b.Title && a.Summary == b.Summary && a.Text == b.Text &&
		a.Language == b.Language && slices.Equal(a.Categories, b.Categories)
}
