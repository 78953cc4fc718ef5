package stories

import (
	"time"

	"example.com/pickwick/internal/curation"
)

// DefaultMax is how many items a Grouper remembers unless it is told otherwise:
// a month of 2,000 feeds that bring two items a day, in about 25 MB.
const DefaultMax = 100_000

// span is how far apart the first and the last item of a story may be, in
// seconds. News of the day is retold for a day or two; a story that could go
// on for ever would swallow what is new about its subject.
const span = 72 * 60 * 60

// Options are the limits of a Grouper.
type Options struct {
	Max int // items remembered, at least 16; 0 means DefaultMax
}

// Grouper remembers items and finds those that tell the same story. It is
// deterministic, and must not be used by two goroutines at once.
type Grouper struct {
	max     int
	formula formula
	text    reader

	words     []word // the first is none
	wordOf    map[uint64]uint32
	freeWords []uint32

	items     []item // the first is none
	itemOf    map[string]uint32
	freeItems []uint32

	stories     []story // the first is none
	freeStories []uint32

	titles  map[uint64]uint32 // by title, the item that last had it
	touched []uint32          // the stories that the search has come upon
}

// word is what is known of a word.
type word struct {
	key    uint64
	common bool    // taken to be frequent before any was seen
	digits bool    // it is a number
	items  uint32  // that have it
	lower  float32 // how often it began with a small letter where it could have had a capital
	upper  float32
	places []place // the stories that have it, at most maxPlaces, the one used last at the end
}

// place is a story that has a word.
type place struct {
	story uint32
	items uint32 // of the story that have the word
}

// item is what is remembered of an item: no text.
type item struct {
	words  [maxWords]uint32 // those that tell something, in order; 0 after the last
	title  uint64           // its title as a key; 0 when it tells nothing
	url    uint32           // a hash of its address
	feed   uint32           // a hash of its feed's address; 0 when unknown
	story  uint32
	older  uint32 // the item that joined the story before it; 0 when none
	series bool   // another item of its feed has the same title
}

// story is a group of items.
type story struct {
	founder     string // the ID of its first item
	first, last int64  // the instants of its earliest and latest item, Unix seconds
	newest      uint32 // the item that joined it last
	items       uint32

	// What the search in progress has found, and whether it has come by.
	score, known float32 // what it shares with the item, and what it knows of the words that it shares
	place        int16   // in the title, of the last word that it shares
	telling      float32 // words that it shares, without common ones and numbers
	touched      bool
}

// New makes a Grouper that remembers nothing yet.
func New(o Options) *Grouper {
	if o.Max == 0 {
		o.Max = DefaultMax
	}
	g := &Grouper{
		max:     max(o.Max, 16),
		formula: usual,
		words:   make([]word, 1),
		wordOf:  map[uint64]uint32{},
		items:   make([]item, 1),
		itemOf:  map[string]uint32{},
		stories: make([]story, 1),
		titles:  map[uint64]uint32{},
	}
	g.text.known = knownWords()
	return g
}

// Near returns the ID of an item that tells the same story as it, or "" when
// it knows none, and remembers it. An item that it knows by its ID stays in
// its story: its new words take the place of the old ones.
func (g *Grouper) Near(it curation.Item) (id string) {
	g.text.read(it.Title, it.FeedTitle)
	n, known := g.itemOf[it.ID]
	if known {
		g.replace(n, it)
	} else {
		n = g.add(it)
	}
	at, st := instant(it), &g.stories[g.items[n].story]
	st.first, st.last = min(st.first, at), max(st.last, at)
	if st.founder == it.ID {
		return ""
	}
	return st.founder
}

// add remembers an item, in the story that it tells or one of its own.
func (g *Grouper) add(it curation.Item) (n uint32) {
	if len(g.itemOf) >= g.max {
		g.forget()
	}
	at, d := instant(it), g.describe(it)
	if d.story = g.find(&d, at); d.story == 0 {
		d.story = g.newStory(story{founder: it.ID, first: at, last: at})
	}
	n = g.newItem()
	st := &g.stories[d.story]
	d.older, st.newest = st.newest, n
	st.items++
	g.itemOf[it.ID] = n
	g.put(n, d)
	return n
}

// replace remembers an item anew.
func (g *Grouper) replace(n uint32, it curation.Item) {
	old := g.items[n]
	g.take(n) // first, so that describe finds no word that is let go
	d := g.describe(it)
	d.story, d.older = old.story, old.older
	d.series = old.series && old.title == d.title
	g.put(n, d)
}

// instant is when an item was published: never after it was first seen.
func instant(it curation.Item) int64 {
	at := it.Published
	if at.IsZero() || !it.FirstSeen.IsZero() && it.FirstSeen.Before(at) {
		at = it.FirstSeen
	}
	if at.IsZero() {
		at = time.Unix(0, 0)
	}
	return at.Unix()
}

// describe is what is to be remembered of the item whose title was just read.
// Words that are new get a place in the vocabulary.
func (g *Grouper) describe(it curation.Item) item {
	d := item{title: g.text.key, url: hash32(it.URL), feed: hash32(it.FeedURL)}
	for i, t := range g.text.tokens {
		w, known := g.wordOf[t.key]
		if !known {
			w = g.newWord(word{key: t.key, common: t.common, digits: t.digits})
			g.wordOf[t.key] = w
		}
		switch t.letter {
		case small:
			g.words[w].lower++
		case capital:
			g.words[w].upper++
		case either:
		}
		d.words[i] = w
	}
	return d
}
