package planning

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"example.com/pickwick/internal/curation"
)

func TestTheBestItemRepresentsItsStory(t *testing.T) {
	const site, other = "https://site.example/a", "https://other.example/b"
	long, short := strings.Repeat("much to read ", 50), "little to read"
	early, late := monday, monday.Add(3*time.Hour)
	item := func(url, text string, at time.Time, change ...func(*curation.Item)) curation.Item {
		it := curation.Item{ID: url + text, URL: url, Title: "A title", Text: text, Published: at}
		for _, c := range change {
			c(&it)
		}
		return it
	}
	title := func(s string) func(*curation.Item) { return func(it *curation.Item) { it.Title = s } }
	summary := func(s string) func(*curation.Item) { return func(it *curation.Item) { it.Summary = s } }
	for name, c := range map[string]struct{ best, than curation.Item }{
		"what can be shared":                        {item(site, "", late), item("", long, early)},
		"what has more to read":                     {item(site, long, late), item(other, short, early)},
		"of much the same length the first":         {item(site, long, early), item(other, long+" and a bit", late)},
		"the piece, not an aggregator's link":       {item(site, "", late), item("https://news.google.com/rss/articles/x", long, early)},
		"nor a host below one":                      {item(site, "", late), item("https://feeds.feedburner.com/~r/x", long, early)},
		"the piece, not who passes it on":           {item(site, "", late), item(other, long, early, title("A title (via Site)"))},
		"what is free to read":                      {item(site, "", late), item("https://www.ft.com/content/x", long, early)},
		"a host that only ends like a paid one":     {item("https://www.microsoft.com/x", long, late), item(other, short, early)},
		"what does not ask for a subscription":      {item(site, "", late), item(other, "", early, summary("The first lines. Subscribe to read."))},
		"nor in its title":                          {item(site, "", late), item(other, "", early, title("A title [SUBSCRIBERS ONLY]"))},
		"nor at the end of the text":                {item(site, "", late), item(other, long+"Subscribe to continue reading…", early)},
		"a subscription in passing does not matter": {item(site, long, late, summary("Subscribe to read less spam, says a study")), item(other, short, early)},
		"paid beats an aggregator":                  {item("https://www.wsj.com/x", "", late), item("https://flipboard.com/x", long, early)},
		"anything beats what can't be shared":       {item("https://flipboard.com/x", "", late), item("", long, early)},
	} {
		t.Run(name, func(t *testing.T) {
			for _, items := range [][]curation.Item{{c.best, c.than}, {c.than, c.best}} {
				if got := best(items); got.ID != c.best.ID {
					t.Errorf("best is %q of %q", got.URL, got.Published)
				}
			}
		})
	}
}

func TestTheBestDoesNotDependOnTheOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		items := make([]curation.Item, rapid.IntRange(1, 8).Draw(t, "items"))
		for i := range items {
			items[i] = curation.Item{
				ID:        string(rune('a' + i)),
				URL:       rapid.SampledFrom([]string{"", "https://a.example/", "https://t.co/x", "https://ft.com/x", "::bad"}).Draw(t, "url"),
				Text:      strings.Repeat("x", rapid.IntRange(0, 40).Draw(t, "text")),
				Published: monday.Add(time.Duration(i) * time.Minute),
			}
		}
		want := best(items).ID
		if got := best(rapid.Permutation(items).Draw(t, "order")).ID; got != want {
			t.Fatalf("best is %q, in another order %q", want, got)
		}
		if !slices.ContainsFunc(items, func(it curation.Item) bool { return it.ID == want }) {
			t.Fatalf("best is %q, which is none of them", want)
		}
	})
}
