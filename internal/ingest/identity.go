package ingest

import (
	"cmp"
	"crypto/sha256"
	"encoding/base32"
	"time"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/ingest/document"
)

// recognised is a document's items, each with its lasting ID.
type recognised struct {
	entries []curation.Entry // new and edited ones
	fresh   []bool           // of each: never seen before
	new     int
	known   int  // items seen before, edited ones and those skipped included
	changed bool // the memory has something to save
}

// recognise tells new items from those that the feed brought before, and gives
// each its ID: the one that it had, or a new one. An item that is there twice
// counts once.
func recognise(doc document.Feed, m *memory, now time.Time) recognised {
	var r recognised
	claimed := make(map[int]bool, len(doc.Skipped)+len(doc.Items)) // traces that this document holds
	for _, mark := range doc.Skipped {
		i := m.byPrint[mark]
		claimed[i] = true
		if t := &m.traces[i]; now.Unix()-t.last >= stale {
			t.last, r.changed = now.Unix(), true
		}
	}
	r.known = len(claimed)
	if len(doc.Items) == 0 {
		return r
	}
	m.index()
	w := work{doc: doc, memory: m, now: now, claimed: claimed, shared: newSharing(), sites: map[string]uint32{}, feed: doc.URL}
	w.look()
	for i, at := range w.match() {
		if w.twice[i] {
			continue
		}
		fresh := at < 0
		if fresh {
			at = m.add(trace{id: w.newID(i), first: now.Unix()})
			r.new++
		} else {
			r.known++
		}
		r.changed = true
		t := &m.traces[at]
		t.last = now.Unix()
		t.signals, t.mark = w.signals[i], doc.Items[i].Print
		m.note(at)
		it := doc.Items[i].Item
		it.ID = t.id
		r.entries = append(r.entries, curation.Entry{Item: it, Keys: w.keys(i), Seen: !fresh})
		r.fresh = append(r.fresh, fresh)
	}
	return r
}

// work is one document being recognised.
type work struct {
	doc     document.Feed
	memory  *memory
	now     time.Time
	claimed map[int]bool
	shared  sharing
	feed    string            // its address on the lists
	sites   map[string]uint32 // by host
	signals []signals
	canon   []string // canonical addresses of the items
	twice   []bool   // the same as an earlier item of the document
}

// look takes down what each item shows, and what several of them share.
func (w *work) look() {
	for i := range w.claimed {
		w.shared.add(w.memory.traces[i].signals)
	}
	w.signals, w.canon = make([]signals, len(w.doc.Items)), make([]string, len(w.doc.Items))
	w.twice = make([]bool, len(w.doc.Items))
	there := make(map[signals]bool, len(w.doc.Items))
	for i, it := range w.doc.Items {
		w.signals[i], w.canon[i] = w.signalsOf(it)
		w.shared.add(w.signals[i])
		what := w.signals[i]
		if what.url != 0 && what.title != 0 && what.text != 0 {
			what.guid, what.date = 0, 0 // the rest says enough
		}
		w.twice[i] = there[what]
		there[what] = true
	}
}

// match finds the trace of each item, -1 where there is none.
func (w *work) match() []int {
	at, maybe := make([]int, len(w.signals)), make([]int, len(w.signals))
	unsure := 0
	for i := range w.signals {
		at[i], maybe[i] = -1, -1
		if w.twice[i] {
			continue
		}
		at[i], maybe[i] = w.find(i)
		switch {
		case at[i] >= 0:
			w.claimed[at[i]] = true
		case maybe[i] >= 0:
			unsure++
		}
	}
	// One item that looks like an old one is the next of a series. When most
	// of what is new does, the archive was moved and dated anew.
	missing := 0
	for i := range at {
		if at[i] < 0 && !w.twice[i] {
			missing++
		}
	}
	if unsure >= 3 && 2*unsure > missing {
		for i := range at {
			if at[i] < 0 && maybe[i] >= 0 && !w.claimed[maybe[i]] {
				at[i] = maybe[i]
				w.claimed[at[i]] = true
			}
		}
	}
	return at
}

// find looks for the trace that an item left. A trace that another item of
// this document has claimed is only that of a second copy.
func (w *work) find(i int) (at, maybe int) {
	maybe = -1
	s := w.signals[i]
	for _, c := range w.memory.candidates(s) {
		t := w.memory.traces[c].signals
		if w.claimed[c] {
			if w.copyOf(t, s) {
				w.twice[i] = true
				return -1, -1
			}
			continue
		}
		switch compare(t, s, w.shared) {
		case same:
			return c, -1
		case alike:
			if maybe < 0 && len(w.memory.byTitle[s.title]) == 1 && w.shared.titles.tells(s.title) {
				maybe = c
			}
		case another:
		}
	}
	return -1, maybe
}

// copyOf reports an item that repeats another of the same document: whoever
// lists two guids side by side means two things, unless they say the same.
func (w *work) copyOf(t, s signals) bool {
	return t.title == s.title && t.url == s.url && (t.guid == s.guid || equal(t.text, s.text)) && compare(t, s, w.shared) == same
}

// newID names an item after the best that it is known by. An ID that is taken,
// because a guid or an address is used again, is made another by the rest.
func (w *work) newID(i int) string {
	it, s := w.doc.Items[i], w.signals[i]
	identity := "title " + it.Title + " " + dateOf(it) + " " + w.canon[i]
	switch {
	case w.shared.guids.tells(s.guid):
		identity = "guid " + foldScheme(it.GUID)
	case w.shared.urls.tells(s.url):
		identity = "link " + w.canon[i]
	}
	id := hash(w.feed + "\n" + identity)
	for n := 0; ; n++ {
		if _, taken := w.memory.byID[id]; !taken {
			return id
		}
		identity += "\n" + cmp.Or(it.GUID, it.URL) + "\n" + it.Title + "\n" + dateOf(it)
		id = hash(w.feed + "\n" + identity)
	}
}

// keys are what binds an item to a story whenever it comes.
func (w *work) keys(i int) []curation.StoryKey {
	if s := w.signals[i]; w.shared.urls.tells(s.url) {
		return []curation.StoryKey{{Key: "url:" + w.canon[i]}}
	}
	return nil
}

// dateOf is the date that the feed gave; an item without one must not get
// another identity at each poll.
func dateOf(it document.Item) string {
	if it.Published.Equal(it.FirstSeen) {
		return ""
	}
	return it.Published.Format(time.RFC3339)
}

var idEncoding = base32.NewEncoding("abcdefghijkmnpqrstuvwxyz23456789").WithPadding(base32.NoPadding)

// hash is 80 bits: a million items collide with a chance below one in a billion.
func hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return idEncoding.EncodeToString(sum[:10])
}
