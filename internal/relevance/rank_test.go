package relevance

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"example.com/pickwick/internal/curation"
)

// cfo cares for three things, the first most.
func cfo() curation.Persona {
	return curation.Persona{ID: "cfo", Interests: []curation.Interest{
		{Topic: "cash flow forecasting", Weight: 3, Also: []string{"working capital", "liquidity planning"}},
		{Topic: "finance automation", Weight: 2},
		{Topic: "ERP", Weight: 1},
	}}
}

func titled(titles ...string) (items []curation.Item) {
	for i, t := range titles {
		items = append(items, curation.Item{ID: fmt.Sprintf("i%02d", i), Title: t})
	}
	return items
}

func titlesOf(rs []Ranked) (ts []string) {
	for _, r := range rs {
		ts = append(ts, r.Item.Title)
	}
	return ts
}

func TestRankPutsTheBestFirst(t *testing.T) {
	x := NewIndex(titled(
		"Retailer pays in cash for a rival",
		"Ten restaurants to try",
		"ERP rollouts that finished",
		"Cash flow forecasting that a board believes",
		"Automation comes to the finance office",
		"Forecasts of cash flows, week by week",
	))
	want := []string{
		"Cash flow forecasting that a board believes",
		"Forecasts of cash flows, week by week",
		"Automation comes to the finance office",
		"ERP rollouts that finished",
		"Retailer pays in cash for a rival",
	}
	got := titlesOf(x.Rank(cfo(), 0))
	// The two that hold every word of the topic may stand either way round.
	slices.Sort(got[:2])
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := x.Rank(cfo(), 2); len(got) != 2 {
		t.Errorf("a depth of 2 gave %d items", len(got))
	}
}

func TestRankBreaksTiesByID(t *testing.T) {
	items := titled("ERP news", "ERP news", "ERP news", "Other news")
	slices.Reverse(items)
	var ids []string
	for _, r := range NewIndex(items).Rank(cfo(), 0) {
		ids = append(ids, r.Item.ID)
	}
	if diff := cmp.Diff([]string{"i00", "i01", "i02"}, ids); diff != "" {
		t.Error(diff)
	}
}

func TestRankOfNothing(t *testing.T) {
	for name, c := range map[string]struct {
		items   []curation.Item
		persona curation.Persona
	}{
		"no items":             {nil, cfo()},
		"empty items":          {[]curation.Item{{ID: "a"}, {ID: "b"}}, cfo()},
		"no interests":         {titled("ERP"), curation.Persona{}},
		"an interest of blank": {titled("ERP"), curation.Persona{Interests: []curation.Interest{{Topic: " - "}}}},
		"nothing in common":    {titled("Ten restaurants"), cfo()},
	} {
		if got := NewIndex(c.items).Rank(c.persona, 10); len(got) != 0 {
			t.Errorf("%s: ranked %v", name, got)
		}
	}
}

func TestASynonymCountsLikeTheTopicButNeverTwice(t *testing.T) {
	p := curation.Persona{Interests: []curation.Interest{{Topic: "payroll software", Also: []string{"wage system"}}}}
	x := NewIndex(titled("Payroll software compared", "Wage system compared", "Payroll software or wage system", "Other things altogether"))
	score := make(map[string]float64)
	for _, r := range x.Rank(p, 0) {
		score[r.Item.Title] = r.Score
	}
	topic, synonym, both := score["Payroll software compared"], score["Wage system compared"], score["Payroll software or wage system"]
	if topic != synonym {
		t.Errorf("the topic earns %.2f, its synonym %.2f", topic, synonym)
	}
	if both > topic {
		t.Errorf("topic and synonym together earn %.2f, one alone %.2f", both, topic)
	}
}

func TestTopicsOfStopWordsStillMatch(t *testing.T) {
	p := curation.Persona{Interests: []curation.Interest{{Topic: "How to"}}}
	if got := titlesOf(NewIndex(titled("How to close the books", "The books")).Rank(p, 0)); len(got) != 1 {
		t.Errorf("ranked %q", got)
	}
}

func TestItemsAreReadInTheirLanguage(t *testing.T) {
	p := curation.Persona{Interests: []curation.Interest{{Topic: "Prognose", Also: []string{"forecast"}}}}
	items := []curation.Item{
		{ID: "a", Title: "Bessere Prognosen für Häuser", Language: "de"},
		{ID: "b", Title: "Better forecasts for houses", Language: "en-US"},
		{ID: "c", Title: "Etwas ganz anderes", Language: "de"},
	}
	if got := titlesOf(NewIndex(items).Rank(p, 0)); len(got) != 2 {
		t.Errorf("ranked %q", got)
	}
}

func TestItemsOfOneIDCountOnce(t *testing.T) {
	items := []curation.Item{{ID: "a", Title: "ERP"}, {ID: "a", Title: "Other"}, {ID: "b", Title: "ERP"}}
	if got := len(NewIndex(items).Rank(cfo(), 0)); got != 2 {
		t.Errorf("ranked %d items, want 2", got)
	}
}

// pool draws items of words of which some are the persona's.
func pool(t *rapid.T, least int) []curation.Item {
	word := rapid.SampledFrom(strings.Fields(
		"cash flow forecasting working capital liquidity planning finance automation ERP board weather cloud the of week cheese"))
	line := func(label string, most int) string {
		return strings.Join(rapid.SliceOfN(word, 0, most).Draw(t, label), rapid.SampledFrom([]string{" ", ", ", ". "}).Draw(t, "between"))
	}
	var items []curation.Item
	for i := range rapid.IntRange(least, 12).Draw(t, "items") {
		items = append(items, curation.Item{
			ID: fmt.Sprint(i), Title: line("title", 8), Summary: line("summary", 60), Text: line("text", 30),
			Categories: rapid.SliceOfN(word, 0, 3).Draw(t, "categories"),
			Language:   rapid.SampledFrom([]string{"", "en", "de"}).Draw(t, "language"),
		})
	}
	return items
}

func TestTheOrderOfThePoolChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		items := pool(t, 0)
		other := rapid.Permutation(items).Draw(t, "permuted")
		if diff := cmp.Diff(NewIndex(items).Rank(cfo(), 0), NewIndex(other).Rank(cfo(), 0)); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestAnIndexIsSafeForManyReaders(t *testing.T) {
	x := NewIndex(titled("ERP", "Cash flow", "Working capital", "Other"))
	s := x.Scorer(cfo(), Settings{})
	want := x.Rank(cfo(), 0)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			s.Score(curation.Story{Item: curation.Item{ID: "new", Title: fmt.Sprint("ERP in year ", i), Language: "fr"}})
			if diff := cmp.Diff(want, x.Rank(cfo(), 0)); diff != "" {
				t.Error(diff)
			}
		})
	}
	wg.Wait()
}

// The figures of this benchmark stand in docs/benchmarks.md.
func BenchmarkScoring(b *testing.B) {
	const people = 20
	r := rand.New(rand.NewPCG(1, 2))
	words := make([]string, 20_000)
	for i := range words {
		words[i] = fmt.Sprintf("%c%c%s", 'a'+i%26, 'a'+i/26%26, strings.Repeat("o", 1+i/676%4)+fmt.Sprint(i/2704))
	}
	zipf := rand.NewZipf(r, 1.1, 8, uint64(len(words)-1))
	line := func(n int) string {
		var s strings.Builder
		for range n {
			s.WriteString(words[zipf.Uint64()] + " ")
		}
		return s.String()
	}
	items := make([]curation.Item, 10_000)
	for i := range items {
		items[i] = curation.Item{ID: fmt.Sprint(i), Title: line(8), Summary: line(52)}
	}
	personas := make([]curation.Persona, people)
	for i := range personas {
		for range 15 {
			personas[i].Interests = append(personas[i].Interests, curation.Interest{Topic: words[50+r.IntN(5000)] + " " + words[50+r.IntN(5000)]})
		}
	}
	b.Run("index 10000 items", func(b *testing.B) {
		for b.Loop() {
			NewIndex(items)
		}
	})
	x := NewIndex(items)
	b.Run("rank 10000 items for 20 personas", func(b *testing.B) {
		for b.Loop() {
			for _, p := range personas {
				x.Rank(p, 1000)
			}
		}
	})
	b.Run("score 10000 stories for 20 personas with reasons", func(b *testing.B) {
		for b.Loop() {
			for _, p := range personas {
				s := x.Scorer(p, Settings{})
				for _, it := range items {
					s.Score(curation.Story{Item: it})
				}
			}
		}
	})
}
