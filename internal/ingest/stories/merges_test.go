package stories_test

import (
	"cmp"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/ingest/stories"
)

// entries are the items of a document that is known to be regular RSS 2.0,
// but for a stray sign here and there.
var entries = regexp.MustCompile(`(?s)<item>.*?</item>`)

// field is the text of the first element of a name in an entry.
func field(entry, name string) string {
	_, rest, _ := strings.Cut(entry, "<"+name)
	_, rest, _ = strings.Cut(rest, ">")
	text, _, _ := strings.Cut(rest, "</"+name+">")
	return html.UnescapeString(strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(text), "<![CDATA["), "]]>"))
}

// readReplay gives the items of five business papers over five months, each
// when it was first seen, oldest first.
func readReplay(t testing.TB) (items []curation.Item) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dataDir(t, "feeds", "replay", "dev"), "*", "*.xml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no polls to replay: %v", err)
	}
	seen := map[string]bool{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		feed := filepath.Base(filepath.Dir(file))
		for _, entry := range entries.FindAllString(string(text), -1) {
			it := curation.Item{FeedURL: feed, Title: field(entry, "title"), Summary: field(entry, "description"), URL: field(entry, "link")}
			it.ID = feed + " " + cmp.Or(field(entry, "guid"), it.URL)
			if it.Published, err = time.Parse(time.RFC1123, field(entry, "pubDate")); err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			if !seen[it.ID] {
				seen[it.ID] = true
				items = append(items, it)
			}
		}
	}
	slices.SortStableFunc(items, func(a, b curation.Item) int { return a.Published.Compare(b.Published) })
	return items
}

// merge is an item that joined a story.
type merge struct {
	item curation.Item
	with []curation.Item
}

func (m merge) String() string {
	var b strings.Builder
	for _, it := range m.with[:min(3, len(m.with))] {
		fmt.Fprintf(&b, "\n\t  %s: %s", it.FeedURL, it.Title)
	}
	return fmt.Sprintf("%d\t+ %s: %s%s", len(m.with), m.item.FeedURL, m.item.Title, b.String())
}

func merges(g *stories.Grouper, items []curation.Item) (all []merge, largest int) {
	of := group(g, items)
	told := map[string][]curation.Item{}
	for _, it := range items {
		s := of[it.ID]
		if len(told[s]) > 0 {
			all = append(all, merge{it, slices.Clone(told[s])})
		}
		told[s] = append(told[s], it)
		largest = max(largest, len(told[s]))
	}
	return all, largest
}

func TestOneFeedHardlyEverTellsAStoryTwice(t *testing.T) {
	items := readReplay(t)
	feeds := map[string][]curation.Item{}
	for _, it := range items {
		feeds[it.FeedURL] = append(feeds[it.FeedURL], it)
	}
	n := 0
	for _, own := range feeds {
		all, _ := merges(stories.New(stories.Options{}), own)
		for _, m := range all {
			t.Log(m)
		}
		n += len(all)
	}
	t.Logf("%d of %d items joined another of their own feed", n, len(items))
	if n > len(items)/200 {
		t.Errorf("%d of %d items joined another of their own feed, want at most 0.5 %%", n, len(items))
	}
}

// TestPapersShareFewStories prints each story that two papers share, for people
// to read: with a figure alone nobody would see that they are the same news.
func TestPapersShareFewStories(t *testing.T) {
	items := readReplay(t)
	all, largest := merges(stories.New(stories.Options{}), items)
	for _, m := range all {
		t.Log(m)
	}
	t.Logf("%d of %d items joined a story, the largest has %d", len(all), len(items), largest)
	if len(all) < 8 || len(all) > 40 || largest > 12 {
		t.Errorf("%d of %d items joined a story, the largest has %d", len(all), len(items), largest)
	}
}

// TestUnrelatedItemsAreLeftApart takes one paper's and one agency's items, as
// they are and as if each were from another feed. Some tell the same event; the
// agency's titles of 1987 are of few words and one pattern.
func TestUnrelatedItemsAreLeftApart(t *testing.T) {
	for _, set := range []struct {
		name                string
		oneFeed, manyFeeds  float64 // the share that may join
		largest, everyNthIs int
	}{
		{"huffpost", 0.001, 0.04, 10, 5},
		{"reuters", 0.005, 0.1, 25, 12},
	} {
		check := func(as string, items []curation.Item, most float64) {
			all, largest := merges(stories.New(stories.Options{}), items)
			for i, m := range all {
				if i%set.everyNthIs == 0 {
					t.Log(m)
				}
			}
			t.Logf("%s as %s: %d of %d items joined a story, the largest has %d", set.name, as, len(all), len(items), largest)
			if share := float64(len(all)) / float64(len(items)); share > most || largest > set.largest {
				t.Errorf("%s as %s: %.1f %% joined a story, want at most %.1f %%; the largest has %d items", set.name, as, 100*share, 100*most, largest)
			}
		}
		items := readDated(t, set.name)
		check("one feed", items, set.oneFeed)
		check("many feeds", apart(items), set.manyFeeds)
	}
}

// readDated gives the items of a set that have a date, oldest first.
func readDated(t testing.TB, set string) []curation.Item {
	t.Helper()
	items := readItems(t, dataDir(t, "relevance", set, "dev", "items.jsonl"))
	items = slices.DeleteFunc(items, func(it curation.Item) bool { return it.Published.Unix() == 0 })
	slices.SortStableFunc(items, func(a, b curation.Item) int { return a.Published.Compare(b.Published) })
	return items
}

// apart is items as if each were from a feed of its own.
func apart(items []curation.Item) []curation.Item {
	items = slices.Clone(items)
	for i := range items {
		items[i].FeedURL = items[i].ID
	}
	return items
}
