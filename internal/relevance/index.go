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
	vocabs  map[string]*indexed // by language code
}

// indexed is a vocabulary that knows which documents hold each term.
type indexed struct {
	*vocabulary
	reader *reader
	docs   [][]int32 // by term, ascending
}

// NewIndex takes in a pool of items. Their order doesn't matter; of items with
// one ID the first counts.
func NewIndex(items []curation.Item) *Index { return newIndex(items, standard()) }

func newIndex(items []curation.Item, f formula) *Index {
	x := &Index{
		formula: f,
		items:   slices.Clone(items),
		byID:    make(map[string]int, len(items)),
		vocabs:  make(map[string]*indexed),
	}
	slices.SortStableFunc(x.items, func(a, b curation.Item) int { return strings.Compare(a.ID, b.ID) })
	x.items = slices.CompactFunc(x.items, func(a, b curation.Item) bool { return a.ID == b.ID })
	x.docs = make([]document, len(x.items))
	var d document
	for i, it := range x.items {
		v := x.vocabs[languageCode(it.Language)]
		if v == nil {
			v = &indexed{vocabulary: newVocabulary(languageOf(it.Language))}
			v.reader = newReader(v.lang, v.learn)
			v.reader.memo = newMemo()
			x.vocabs[v.lang.code] = v
		}
		x.byID[it.ID] = i
		v.reader.analyse(it, &d)
		x.docs[i] = d.compact()
		v.add(int32(i), x.docs[i])
	}
	return x
}

// add counts a document of terms that were learned.
func (v *indexed) add(id int32, d document) {
	v.measure(d.words)
	v.docs = append(v.docs, make([][]int32, len(v.df)-len(v.docs))...)
	for _, terms := range d.terms {
		for _, t := range terms {
			t &^= stop
			if in := v.docs[t]; t != 0 && (len(in) == 0 || in[len(in)-1] != id) {
				v.docs[t] = append(in, id)
				v.df[t]++
			}
		}
	}
}

func sameWords(a, b curation.Item) bool {
	return a.Title == b.Title && a.Summary == b.Summary && a.Text == b.Text &&
		a.Language == b.Language && slices.Equal(a.Categories, b.Categories)
}
