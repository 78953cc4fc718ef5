package relevance

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"example.com/pickwick/internal/curation"
)

// drawPersona draws a persona of the words that pool draws items of.
func drawPersona(t *rapid.T, id string) curation.Persona {
	phrase := func(label string) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(strings.Fields(
			"cash flow flows forecasting working capital liquidity finance automation ERP weather the of week cheese IT - 漢 Ärger")), 0, 3).Draw(t, label), " ")
	}
	p := curation.Persona{
		ID: id, Formats: map[curation.Format]float64{},
		Languages:   rapid.SampledFrom([][]string{nil, {"en"}, {"DE", "fr"}}).Draw(t, "languages"),
		Influencers: rapid.SampledFrom([][]string{nil, {"Jane Doe"}, {"Max", "Jane Doe"}}).Draw(t, "influencers"),
	}
	for range rapid.IntRange(0, 4).Draw(t, "interests") {
		in := curation.Interest{Topic: phrase("topic"), Weight: float64(rapid.IntRange(0, 5).Draw(t, "weight"))}
		for range rapid.IntRange(0, 2).Draw(t, "synonyms") {
			in.Also = append(in.Also, phrase("synonym"))
		}
		p.Interests = append(p.Interests, in)
	}
	for range rapid.IntRange(0, 3).Draw(t, "avoid") {
		p.Avoid = append(p.Avoid, phrase("avoided"))
	}
	for _, f := range curation.Formats() {
		if rapid.Bool().Draw(t, "weighs a format") {
			p.Formats[f] = rapid.SampledFrom([]float64{-1, 0, 0.5, 1, 20}).Draw(t, "multiplier")
		}
	}
	return p
}

func drawStories(t *rapid.T) (stories []curation.Story) {
	for i, it := range pool(t, 0) {
		it.Format = rapid.SampledFrom([]curation.Format{"", curation.Article, curation.Video, "odd"}).Draw(t, "format")
		it.Language = rapid.SampledFrom([]string{"", "en", "EN-gb", "de", "fr", "ja"}).Draw(t, "language")
		it.Author = rapid.SampledFrom([]string{"", "By Jane Doe", "Doe, Jane", "Somebody"}).Draw(t, "author")
		it.Authors = rapid.SampledFrom([][]string{nil, {it.Author}, {it.Author, "MAX"}}).Draw(t, "authors")
		it.Published = rapid.SampledFrom([]time.Time{{}, morning, morning.Add(-90 * time.Hour), morning.Add(time.Hour)}).Draw(t, "published")
		for n := range rapid.IntRange(1, 3).Draw(t, "times told") {
			stories = append(stories, curation.Story{
				ID: fmt.Sprint("story ", i), Rep: fmt.Sprint(n), Item: it, Weight: rapid.Float64Range(0, 12).Draw(t, "weight of the source"),
			})
		}
	}
	return stories
}

func panelOf(personas []curation.Persona, stories []curation.Story, set Settings) *Panel {
	p := NewPanel(personas, set)
	for _, st := range stories {
		p.Add(st)
	}
	return p
}

func itemsOf(stories []curation.Story) (items []curation.Item) {
	for _, st := range stories {
		items = append(items, st.Item)
	}
	return items
}

// TestAPanelAgreesWithAnIndex: whatever is asked of whatever pool, many
// personas at once get what each would get alone.
func TestAPanelAgreesWithAnIndex(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var personas []curation.Persona
		for i := range rapid.IntRange(0, 4).Draw(t, "personas") {
			personas = append(personas, drawPersona(t, fmt.Sprint("persona ", i)))
		}
		stories := drawStories(t)
		set := Settings{Now: rapid.SampledFrom([]time.Time{{}, morning}).Draw(t, "now")}
		index, panel := NewIndex(itemsOf(stories)), panelOf(personas, stories, set)
		next := 0
		for n, verdicts := range panel.Verdicts() {
			if n != next || len(verdicts) != len(personas) {
				t.Fatalf("verdict %d of %d, want %d of %d", n, len(verdicts), next, len(personas))
			}
			next++
			for i, p := range personas {
				alone := index.Scorer(p, set)
				want := alone.Score(stories[n])
				young := stories[n]
				if !young.Item.Published.IsZero() {
					young.Item.Published = set.Now
				}
				if v := verdicts[i]; v.New != alone.Total(young).Total {
					t.Fatalf("story %d for %s: %.1f when new, alone %.1f", n, p.ID, v.New, alone.Total(young).Total)
				}
				if v := verdicts[i]; v.Total != want.Total || v.Avoided != want.Avoided {
					t.Fatalf("story %d for %s: %.1f %q, alone %.1f %q", n, p.ID, v.Total, v.Avoided, want.Total, want.Avoided)
				}
				q := alone.query(stories[n].Item.Language)
				ms, _ := q.match(alone.document(stories[n].Item, q), index.formula)
				if len(ms) != len(verdicts[i].Interests) {
					t.Fatalf("story %d for %s: shares %v, alone %v", n, p.ID, verdicts[i].Interests, ms)
				}
				for k, m := range ms {
					if verdicts[i].Share(k) != m.share {
						t.Fatalf("story %d for %s: shares %v, alone %v", n, p.ID, verdicts[i].Interests, ms)
					}
				}
				if diff := cmp.Diff(want, panel.Scorer(i).Score(stories[n])); diff != "" {
					t.Fatalf("story %d for %s, score with reasons:\n%s", n, p.ID, diff)
				}
			}
		}
		if next != len(stories) {
			t.Fatalf("%d verdicts on %d stories", next, len(stories))
		}
	})
}

// TestAPanelAgreesWithAnIndexOnRealText does the same with the labelled sets.
func TestAPanelAgreesWithAnIndexOnRealText(t *testing.T) {
	dataFolder(t)
	for _, name := range []string{"digitalgov", "bcdocs", "ted", "cacm"} {
		set := loadLabelled(t, name)
		var stories []curation.Story
		for i, it := range set.items {
			it.Text = set.bodies[i]
			stories = append(stories, curation.Story{ID: it.ID, Item: it})
		}
		index, panel := NewIndex(itemsOf(stories)), panelOf(set.personas, stories, Settings{})
		var scorers []*Scorer
		for _, p := range set.personas {
			scorers = append(scorers, index.Scorer(p, Settings{}))
		}
		scored := 0
		for n, verdicts := range panel.Verdicts() {
			for i, v := range verdicts {
				if want := scorers[i].Total(stories[n]); v.Total != want.Total {
					t.Fatalf("%s: item %s for %s: %.1f, alone %.1f", name, stories[n].ID, set.personas[i].ID, v.Total, want.Total)
				} else if want.Total > 0 {
					scored++
				}
			}
		}
		if scored < len(stories) {
			t.Errorf("%s: only %d scores above 0", name, scored)
		}
	}
}

func TestSheetsAreReadAsWritten(t *testing.T) {
	number := rapid.OneOf(rapid.IntRange(0, 3), rapid.IntRange(0, 1<<20))
	rapid.Check(t, func(t *rapid.T) {
		var ss sheets
		var want []sheet
		for range rapid.IntRange(0, 5).Draw(t, "sheets") {
			draw := func(label string) int { return number.Draw(t, label) }
			s := sheet{
				language: draw("language"), tag: draw("tag"), format: draw("format"),
				source: rapid.Float64().Draw(t, "source"), fresh: rapid.Float64().Draw(t, "fresh"),
				words:   [fieldCount]int{draw("title"), draw("summary"), draw("categories"), draw("text")},
				follows: rapid.SliceOf(number).Draw(t, "follows"), avoids: rapid.SliceOf(number).Draw(t, "avoids"),
			}
			for _, n := range slices.Compact(slices.Sorted(slices.Values(rapid.SliceOf(number).Draw(t, "terms")))) {
				s.hits = append(s.hits, hit{term(n), counts{
					int32(draw("in title")), int32(draw("in summary")), int32(draw("in categories")), int32(draw("in text")),
				}})
			}
			want = append(want, s)
			ss.next = s
			ss.add()
		}
		n := 0
		for s := range ss.all {
			if diff := cmp.Diff(want[n], *s, cmp.AllowUnexported(sheet{}, hit{}), cmpopts.EquateEmpty()); diff != "" {
				t.Fatal(diff)
			}
			n++
		}
		if n != len(want) {
			t.Fatalf("%d of %d", n, len(want))
		}
	})
}
