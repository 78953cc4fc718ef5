package planning

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/pickwick/internal/curation"
)

// outline is a story in one line: ID, representing item, also in, origin,
// whose, whom it serves, weight.
func outline(st curation.Story) string {
	var also []string
	for _, it := range st.AlsoIn {
		also = append(also, it.ID)
	}
	return fmt.Sprintf("%s: %s also [%s] %s of %q for %v ×%g", st.ID, st.Item.ID, strings.Join(also, " "), st.Origin, st.Rep, st.Serves, st.Weight)
}

func TestStories(t *testing.T) {
	const trade, daily, news, blog = "https://trade.example/", "https://daily.example/", "https://news.example/", "https://blog.example/"
	lists := Lists{
		Personas: []curation.Persona{
			{ID: "cfo", Feeds: []curation.Feed{{URL: trade, Weight: 1.5}, {URL: daily}}},
			{ID: "cio", Feeds: []curation.Feed{{URL: daily, Weight: 0.5}}},
		},
		Company: curation.CompanyProfile{
			Names: []string{"Acme"}, Domains: []string{"acme.example"},
			Feeds: []curation.Feed{{URL: news}, {URL: blog, Personas: []string{"cio"}}},
		},
	}
	reps := []curation.Rep{{ID: "ana", OwnFeeds: []string{"https://ana.example/", "https://pair.example/"}}, {ID: "bob", OwnFeeds: []string{"https://pair.example/"}}}
	hour := 0
	item := func(id, story, feed string, change ...func(*curation.Item)) curation.Item {
		hour++
		it := curation.Item{
			ID: id, StoryID: story, FeedURL: feed, URL: "https://site.example/" + id, Title: "A title",
			Published: monday.Add(time.Duration(hour) * time.Hour),
		}
		for _, c := range change {
			c(&it)
		}
		return it
	}
	text := func(s string) func(*curation.Item) { return func(it *curation.Item) { it.Text = s } }
	for _, tc := range []struct {
		name  string
		items []curation.Item
		want  []string
	}{
		{"one item", []curation.Item{item("a", "s", trade)}, []string{`s: a also [] others of "" for [cfo] ×1.5`}},
		{"a feed on two lists", []curation.Item{item("a", "s", daily)}, []string{`s: a also [] others of "" for [cfo cio] ×1`}},
		{"a feed on no list", []curation.Item{item("a", "s", "https://nobody.example/")}, nil},
		{"no story", []curation.Item{item("a", "", trade)}, nil},
		{
			"told by several, the oldest first",
			[]curation.Item{item("a", "s", trade), item("b", "s", daily), item("c", "s", trade)},
			[]string{`s: a also [b c] others of "" for [cfo cio] ×1.5`},
		},
		{
			"the longest text represents it",
			[]curation.Item{item("a", "s", trade), item("b", "s", daily, text("much to read")), item("c", "s", daily, text("short"))},
			[]string{`s: b also [a c] others of "" for [cfo cio] ×1.5`},
		},
		{
			"but it must have an address",
			[]curation.Item{item("a", "s", trade, text("x")), item("b", "s", trade, text("much to read"), func(it *curation.Item) { it.URL = "" })},
			[]string{`s: a also [b] others of "" for [cfo] ×1.5`},
		},
		{"the company's feed", []curation.Item{item("a", "s", news)}, []string{`s: a also [] company of "" for [] ×1`}},
		{"the company's feed for one persona", []curation.Item{item("a", "s", blog)}, []string{`s: a also [] company of "" for [cio] ×1`}},
		{"press and company tell it", []curation.Item{item("a", "s", trade), item("b", "s", news)}, []string{`s: a also [b] company of "" for [] ×1.5`}},
		{
			"press that names the company",
			[]curation.Item{item("a", "s", trade, func(it *curation.Item) { it.Title = "Acme opens a plant" })},
			[]string{`s: a also [] company of "" for [cfo] ×1.5`},
		},
		{
			"press that links to it",
			[]curation.Item{item("a", "s", trade, text("see https://www.acme.example/x"))},
			[]string{`s: a also [] company of "" for [cfo] ×1.5`},
		},
		{
			"a rep's own, though about the company",
			[]curation.Item{item("a", "s", "https://ana.example/", func(it *curation.Item) { it.Title = "Why I joined Acme" })},
			[]string{`s: a also [] own of "ana" for [] ×1`},
		},
		{
			"a feed of two reps",
			[]curation.Item{item("a", "s", "https://pair.example/")},
			[]string{`s: a also [] own of "ana" for [] ×1`, `s: a also [] own of "bob" for [] ×1`},
		},
		{
			"own for the writer, company for the rest",
			[]curation.Item{item("a", "s", news), item("b", "s", "https://ana.example/")},
			[]string{`s: a also [] company of "" for [] ×1`, `s: b also [a] own of "ana" for [] ×1`},
		},
		{
			"by story ID, whatever the order",
			[]curation.Item{item("a", "z", trade), item("b", "y", trade), item("c", "z", trade)},
			[]string{`y: b also [] others of "" for [cfo] ×1.5`, `z: a also [c] others of "" for [cfo] ×1.5`},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			for range 2 {
				var got []string
				for _, st := range Stories(tc.items, lists, reps) {
					got = append(got, outline(st))
				}
				if diff := cmp.Diff(tc.want, got); diff != "" {
					t.Error(diff)
				}
				tc.items = slices.Clone(tc.items)
				slices.Reverse(tc.items) // the order doesn't matter
			}
		})
	}
}

func TestOwnBeatsCompanyForTheWriterAlone(t *testing.T) {
	w := newWorld("cfo")
	w.rep("ana", "cfo").Mix = curation.Mix{Company: 50, Own: 50}
	w.rep("bob", "cfo").Mix = curation.Mix{Company: 50, Own: 50}
	w.item("on the blog", companyFeed, 80)
	w.item("as written", ownFeed("ana"), 70).StoryID = "story of on the blog"
	queues := w.plan(t, 2).Queues
	for i, want := range []string{"as written", "on the blog"} {
		var got []string
		for _, p := range queues[i].Picks {
			got = append(got, p.Item.ID)
		}
		if !slices.Equal(got, []string{want, ""}) {
			t.Errorf("%s gets %q, want %q once", queues[i].Rep.ID, got, want)
		}
	}
}

func TestAlsoInCountsOtherFeeds(t *testing.T) {
	st := curation.Story{Item: curation.Item{FeedURL: "a"}, AlsoIn: []curation.Item{{FeedURL: "b"}, {FeedURL: "a"}, {FeedURL: "b"}, {FeedURL: "c"}}}
	if n := otherFeeds(&st); n != 2 {
		t.Errorf("b and c are two, got %d", n)
	}
}
