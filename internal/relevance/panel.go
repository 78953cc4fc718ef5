package relevance

import (
	"slices"
	"strings"

	"example.com/pickwick/internal/curation"
)

// Panel scores a stream of stories for many personas at once. Every story is
// added first, since what a word says depends on how many hold it; then come
// the verdicts. A story is read once for all personas, only the words that
// somebody asks for are kept of it, and only those who asked judge it.
//
// Verdicts are those of an [Index] of the same stories' items, to the tenth.
// Stories may not be added while something else is done.
type Panel struct {
	personas  []curation.Persona
	settings  Settings
	formula   formula
	languages []*listener // in the order of their first item
	byCode    map[string]int
	tags      numbering // languages as items write them
	formats   numbering
	authors   following
	sheets    sheets

	story string   // the one added last
	items []string // the items that represented it
	doc   document // the one added last
}

// NewPanel makes a panel of personas.
func NewPanel(personas []curation.Persona, set Settings) *Panel {
	return &Panel{
		personas: personas,
		settings: set,
		formula:  standard(),
		byCode:   make(map[string]int),
		tags:     make(numbering),
		formats:  make(numbering),
		authors:  newFollowing(personas),
	}
}

// Add takes in a story; nothing of its text is kept. Stories of one ID that
// share their item, as a rep's own does with that of the lists, must follow
// each other: their item counts once.
func (p *Panel) Add(st curation.Story) {
	it := st.Item
	at := p.language(it.Language)
	l := p.languages[at]
	l.reader.analyse(it, &p.doc)

	s := &p.sheets.next
	s.language = at
	s.tag = p.tags.number(it.Language)
	s.format = p.formats.number(string(formatOf(it)))
	s.source = weightOf(st.Weight)
	s.fresh = p.settings.fresh(it.Published)
	s.words = p.doc.words
	s.follows = p.authors.among(it, s.follows[:0])
	s.avoids = l.avoided(p.doc, s.avoids[:0])
	s.hits = l.hits(p.doc, s.hits[:0])
	p.sheets.add()

	if st.ID != p.story || st.ID == "" {
		p.story, p.items = st.ID, p.items[:0]
	}
	if !slices.Contains(p.items, it.ID) {
		p.items = append(p.items, it.ID)
		l.count(*s)
	}
}

func (p *Panel) language(tag string) int {
	code := languageCode(tag)
	at, ok := p.byCode[code]
	if !ok {
		at = len(p.languages)
		p.byCode[code] = at
		p.languages = append(p.languages, newListener(p.personas, languageOf(tag), p.formula))
	}
	return at
}

// Scorer scores single stories for the persona at a place in the list that the
// panel was made of, with reasons and evidence, as [Index.Scorer] does.
func (p *Panel) Scorer(persona int) *Scorer {
	s := newScorer(p.personas[persona], p.settings, p.formula)
	for _, l := range p.languages {
		s.queries[l.vocab.lang.code] = newQuery(s.persona, l.vocab, p.formula)
	}
	return s
}

// numbering gives names numbers from 0.
type numbering map[string]int

func (n numbering) number(name string) int {
	i, ok := n[name]
	if !ok {
		i = len(n)
		n[strings.Clone(name)] = i
	}
	return i
}

// names is the names by their numbers.
func (n numbering) names() []string {
	names := make([]string, len(n))
	for name, i := range n {
		names[i] = name
	}
	return names
}

// following finds the authors that somebody follows.
type following struct {
	keys  map[string]int   // by name
	by    [][]int          // by key, the personas that follow it
	known map[string][]int // the keys in author lines that were met before
}

func newFollowing(personas []curation.Persona) following {
	f := following{keys: make(map[string]int), known: make(map[string][]int)}
	for i, p := range personas {
		for _, who := range followedBy(p) {
			k, ok := f.keys[who.key]
			if !ok {
				k = len(f.by)
				f.keys[who.key] = k
				f.by = append(f.by, nil)
			}
			f.by[k] = append(f.by[k], i)
		}
	}
	return f
}

// among appends the keys that stand in an item's author lines.
func (f following) among(it curation.Item, ks []int) []int {
	if len(f.keys) == 0 {
		return ks
	}
	ks = append(ks, f.in(it.Author)...)
	for _, a := range it.Authors {
		if a != it.Author {
			ks = append(ks, f.in(a)...)
		}
	}
	return ks
}

func (f following) in(line string) []int {
	ks, ok := f.known[line]
	if !ok {
		for _, key := range nameKeys(line) {
			if k, ok := f.keys[key]; ok {
				ks = append(ks, k)
			}
		}
		if len(f.known) >= cached {
			clear(f.known)
		}
		f.known[strings.Clone(line)] = ks
	}
	return ks
}
