package stories

import (
	"cmp"
	"slices"
)

// newWord, newItem and newStory take the place of what was forgotten, else one
// at the end.

func (g *Grouper) newWord(w word) uint32 {
	if n := len(g.freeWords); n > 0 {
		i := g.freeWords[n-1]
		g.freeWords = g.freeWords[:n-1]
		w.places = g.words[i].places[:0]
		g.words[i] = w
		return i
	}
	g.words = append(g.words, w)
	return uint32(len(g.words) - 1) //nolint:gosec // at most maxWords for each of Max items
}

func (g *Grouper) newItem() uint32 {
	if n := len(g.freeItems); n > 0 {
		i := g.freeItems[n-1]
		g.freeItems = g.freeItems[:n-1]
		return i
	}
	g.items = append(g.items, item{})
	return uint32(len(g.items) - 1) //nolint:gosec // at most Max
}

func (g *Grouper) newStory(st story) uint32 {
	if n := len(g.freeStories); n > 0 {
		i := g.freeStories[n-1]
		g.freeStories = g.freeStories[:n-1]
		g.stories[i] = st
		return i
	}
	g.stories = append(g.stories, st)
	return uint32(len(g.stories) - 1) //nolint:gosec // at most one for each item
}

// put notes the words of an item at its story, and its title. Of the stories
// that have a word the one that used it last comes last, and the first is let go.
func (g *Grouper) put(n uint32, d item) {
	g.items[n] = d
	if d.title != 0 {
		g.titles[d.title] = n
	}
	for _, w := range d.words {
		if w == 0 {
			break
		}
		wd := &g.words[w]
		wd.items++
		p := place{story: d.story}
		if i := wd.at(d.story); i >= 0 {
			p = wd.places[i]
			wd.places = slices.Delete(wd.places, i, i+1)
		} else if len(wd.places) == maxPlaces {
			wd.places = slices.Delete(wd.places, 0, 1)
		}
		p.items++
		wd.places = append(wd.places, p)
	}
}

// take undoes put.
func (g *Grouper) take(n uint32) {
	d := &g.items[n]
	if d.title != 0 && g.titles[d.title] == n {
		delete(g.titles, d.title)
	}
	for _, w := range d.words {
		if w == 0 {
			break
		}
		wd := &g.words[w]
		wd.items--
		if i := wd.at(d.story); i >= 0 {
			if wd.places[i].items--; wd.places[i].items == 0 {
				wd.places = slices.Delete(wd.places, i, i+1)
			}
		}
		if wd.items == 0 {
			delete(g.wordOf, wd.key)
			g.freeWords = append(g.freeWords, w)
		}
	}
}

// at is the index of a story among the places of a word, or -1.
func (wd *word) at(s uint32) int {
	return slices.IndexFunc(wd.places, func(p place) bool { return p.story == s })
}

// forget lets the stories go that ended first, an eighth of the items, so that
// it is seldom done.
func (g *Grouper) forget() {
	ids := make([]string, len(g.items))
	for id, n := range g.itemOf {
		ids[n] = id
	}
	old := make([]uint32, 0, len(g.stories))
	for s := range g.stories {
		if g.stories[s].items > 0 {
			old = append(old, uint32(s)) //nolint:gosec // an index
		}
	}
	slices.SortFunc(old, func(a, b uint32) int {
		return cmp.Or(cmp.Compare(g.stories[a].last, g.stories[b].last), cmp.Compare(a, b))
	})
	keep := g.max - max(1, g.max/8)
	for _, s := range old {
		if len(g.itemOf) <= keep {
			break
		}
		for n := g.stories[s].newest; n != 0; n = g.items[n].older {
			g.take(n)
			delete(g.itemOf, ids[n])
			g.freeItems = append(g.freeItems, n)
		}
		g.stories[s] = story{}
		g.freeStories = append(g.freeStories, s)
	}
}
