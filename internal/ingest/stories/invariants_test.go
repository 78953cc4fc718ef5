package stories

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"example.com/pickwick/internal/curation"
)

// check compares everything that a Grouper counts with what it remembers.
func (g *Grouper) check() error {
	if len(g.itemOf) > g.max {
		return fmt.Errorf("%d items are remembered, at most %d are allowed", len(g.itemOf), g.max)
	}
	having := make(map[uint32]uint32)
	members := make(map[uint32]uint32)
	for id, n := range g.itemOf {
		it := g.items[n]
		members[it.story]++
		for i, w := range it.words {
			if w == 0 {
				break
			}
			if slices.Contains(it.words[:i], w) {
				return fmt.Errorf("%s has word %d twice", id, w)
			}
			having[w]++
		}
	}
	for s := range g.stories {
		if st := g.stories[s]; st.items != members[uint32(s)] {
			return fmt.Errorf("story %d counts %d items and has %d", s, st.items, members[uint32(s)])
		} else if st.touched || st.score != 0 || st.known != 0 || st.telling != 0 {
			return fmt.Errorf("story %d still holds what a search has found", s)
		} else if _, known := g.itemOf[st.founder]; st.items > 0 && !known {
			return fmt.Errorf("the founder of story %d is forgotten", s)
		}
		chain := uint32(0)
		for n := g.stories[s].newest; n != 0; n = g.items[n].older {
			if chain++; chain > members[uint32(s)] {
				return fmt.Errorf("the items of story %d go in a circle", s)
			}
		}
	}
	for key, w := range g.wordOf {
		wd := g.words[w]
		if wd.key != key || wd.items != having[w] || wd.items == 0 {
			return fmt.Errorf("word %d counts %d items and is in %d", w, wd.items, having[w])
		}
		if len(wd.places) > maxPlaces {
			return fmt.Errorf("word %d has %d places", w, len(wd.places))
		}
		for _, p := range wd.places {
			if members[p.story] < p.items || p.items == 0 {
				return fmt.Errorf("word %d is in %d items of story %d, which has %d", w, p.items, p.story, members[p.story])
			}
		}
	}
	if len(g.wordOf)+len(g.freeWords)+1 != len(g.words) || len(g.itemOf)+len(g.freeItems)+1 != len(g.items) {
		return fmt.Errorf("words or items are neither remembered nor free")
	}
	for title, n := range g.titles {
		if g.items[n].title != title {
			return fmt.Errorf("the title of item %d is another", n)
		}
	}
	if len(g.titles) > len(g.itemOf) {
		return fmt.Errorf("%d titles of %d items", len(g.titles), len(g.itemOf))
	}
	return nil
}

// TestItNeverRemembersMoreThanItMay feeds a small Grouper with new, edited and
// late items of a small vocabulary, and checks its books after each.
func TestItNeverRemembersMoreThanItMay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := New(Options{Max: rapid.IntRange(1, 60).Draw(t, "max")})
		for range rapid.IntRange(1, 150).Draw(t, "items") {
			words := rapid.SliceOfN(rapid.StringMatching(`[A-D][ab][xy]?|[1-3]|the|sales`), 0, 9).Draw(t, "words")
			it := curation.Item{
				ID:        fmt.Sprint(rapid.IntRange(0, 90).Draw(t, "id")),
				FeedURL:   rapid.SampledFrom([]string{"", "a", "b", "c"}).Draw(t, "feed"),
				Title:     strings.Join(words, " "),
				Published: time.Unix(int64(rapid.IntRange(0, 20*24).Draw(t, "hour"))*3600, 0),
			}
			near := g.Near(it)
			if near == it.ID {
				t.Fatalf("%q is near itself", it.ID)
			}
			if _, known := g.itemOf[near]; near != "" && !known {
				t.Fatalf("near %q, which is forgotten", near)
			}
			if err := g.check(); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestAWordOfManyStoriesKeepsTheLatest(t *testing.T) {
	g := New(Options{})
	for i := range 3 * maxPlaces {
		g.Near(curation.Item{ID: fmt.Sprint(i), Title: fmt.Sprintf("Quantum advance%d surprises%d lab%d again%d", i, i, i, i), Published: time.Unix(int64(i), 0)})
		if err := g.check(); err != nil {
			t.Fatal(err)
		}
	}
	wd := g.words[g.wordOf[hash([]byte("quantum"))]]
	last := g.items[g.itemOf[fmt.Sprint(3*maxPlaces-1)]].story
	if len(wd.places) != maxPlaces || wd.places[maxPlaces-1].story != last || wd.items != 3*maxPlaces {
		t.Errorf("%d places of %d items, the last of story %d, want %d", len(wd.places), wd.items, wd.places[len(wd.places)-1].story, last)
	}
}

// FuzzNear takes a title to pieces, hostile as it may be.
func FuzzNear(f *testing.F) {
	for _, title := range []string{
		"", "Acme buys a lift maker for $1.8bn", "J.C. Penney's U.S. sales", "東京証券取引所でシステム障害", "\u202eevil\u202c", "\xff\xfe", "a.b.c.d.", "1.2.3,4", "🎉🎉", "’'’",
	} {
		f.Add(title, "Acme", int64(0))
	}
	f.Fuzz(func(t *testing.T, title, feed string, at int64) {
		g := New(Options{Max: 16})
		for i := range 20 {
			g.Near(curation.Item{ID: fmt.Sprint(i), FeedURL: feed[:min(i, len(feed))], FeedTitle: feed, Title: title[min(i/2, len(title)):], Published: time.Unix(at, 0)})
		}
		if err := g.check(); err != nil {
			t.Fatal(err)
		}
	})
}
