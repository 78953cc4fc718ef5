package relevance

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"example.com/pickwick/internal/curation"
)

var morning = time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)

// background is a small pool of trade news in which cfo's words are rare.
func background() []curation.Item {
	return titled("Ten restaurants to try", "Rail strike ends", "A port reopens after the storm", "Solar prices fall again",
		"How banks hire", "Chip makers build in Dresden", "The week in charts", "Retailer pays in cash for a rival",
		"Working capital is king again", "ERP rollouts that finished", "Finance teams meet in Lyon", "Automation of warehouses")
}

func scoreOf(p curation.Persona, st curation.Story) curation.Score {
	return NewIndex(background()).Score(p, st, Settings{})
}

func story(title, summary string) curation.Story {
	return curation.Story{Item: curation.Item{ID: "new", Title: title, Summary: summary}}
}

func TestPointsMeanTheSameToEveryPersona(t *testing.T) {
	many := cfo()
	for i := range 20 {
		many.Interests = append(many.Interests, curation.Interest{Topic: fmt.Sprintf("subject%d matter%d", i, i), Weight: 2})
	}
	big := background()
	for i := range 2000 {
		big = append(big, curation.Item{ID: fmt.Sprint("b", i), Title: fmt.Sprintf("Headline %d of the day", i), Summary: "A summary of the usual length says what happened, to whom, where and why; it names two people, quotes one of them, and ends with what may follow next month."})
	}
	for _, c := range []struct {
		name     string
		st       curation.Story
		low, top float64
	}{
		{"the whole topic in the title", story("Cash flow forecasting that boards believe", ""), 60, 92},
		{"a synonym in the title", story("Working capital is king again", "Rates stay high for longer than planned."), 60, 90},
		{"the weakest interest in the title", story("ERP rollouts that finished", "What they had in common."), 20, 60},
		{"one word of three in the title", story("Retailer pays in cash for a rival", "The third deal of the year."), 1, 25},
		{"one word of three in the summary", story("Retailer buys a rival", "The chain pays cash for the shops of its neighbour, which had looked for a buyer since the summer and lost money in three of the last four years."), 1, 12},
		{"the topic in the summary", story("What treasurers want", "Better cash flow forecasting comes first, say two hundred of them in a survey by their association, ahead of cheaper loans, new banks and quicker payments."), 25, 75},
		{"nothing", story("Ten restaurants to try", "With a view of the harbour."), 0, 0},
	} {
		for pool, x := range map[string]*Index{"small": NewIndex(background()), "large": NewIndex(big)} {
			for who, p := range map[string]curation.Persona{"few": cfo(), "many": many} {
				if got := x.Score(p, c.st, Settings{}).Total; got < c.low || got > c.top {
					t.Errorf("%s, %s pool, %s interests: %.1f points, want %.0f to %.0f", c.name, pool, who, got, c.low, c.top)
				}
			}
		}
	}
}

// kinds is the reasons of a score in short.
func kinds(s curation.Score) (out []string) {
	for _, r := range s.Reasons {
		sign := "+"
		if r.Points < 0 {
			sign = "-"
		}
		out = append(out, fmt.Sprintf("%s%s %s", sign, r.Kind, r.Topic))
	}
	return out
}

func TestEveryPartIsAReason(t *testing.T) {
	p := cfo()
	p.Formats = map[curation.Format]float64{curation.Video: 0.6, curation.Report: 1.2}
	p.Influencers = []string{"Jane Doe"}
	st := story("Working capital is king again", "")
	st.Weight = 1.5
	st.Item.FeedTitle, st.Item.Author, st.Item.Format = "CFO Weekly", "JANE DOE", curation.Video
	st.Item.Published = morning.Add(-30 * 24 * time.Hour)
	s := NewIndex(background()).Score(p, st, Settings{Now: morning})
	got := kinds(s)
	slices.Sort(got)
	want := []string{
		"+influencer Jane Doe", "+interest cash flow forecasting", "+source CFO Weekly",
		"-format video", "-freshness 30 days old",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if !slices.IsSortedFunc(s.Reasons, func(a, b curation.Reason) int { return int(math.Copysign(1, b.Points-a.Points)) }) {
		t.Errorf("not the largest first: %+v", s.Reasons)
	}
}

func TestFormatAndSourceMoveTheScore(t *testing.T) {
	p := cfo()
	p.Formats = map[curation.Format]float64{curation.Video: 0.6, curation.Report: 1.2}
	with := func(f curation.Format, weight float64) float64 {
		st := story("Working capital is king again", "")
		st.Item.Format, st.Weight = f, weight
		return scoreOf(p, st).Total
	}
	plain := with("", 0)
	for name, ok := range map[string]bool{
		"video below":                 with(curation.Video, 1) < plain,
		"report above":                with(curation.Report, 1) > plain,
		"podcast as it is":            with(curation.Podcast, 1) == plain,
		"a strong source above":       with("", 2) > plain,
		"a weak one below":            with("", 0.5) < plain,
		"a source beyond reason held": with("", 1e300) <= 100,
	} {
		if !ok {
			t.Errorf("%s: does not hold", name)
		}
	}
}

func TestFreshnessHalves(t *testing.T) {
	at := func(age time.Duration, halfLife time.Duration) float64 {
		st := story("Working capital is king again", "")
		st.Item.Published = morning.Add(-age)
		return NewIndex(background()).Score(cfo(), st, Settings{Now: morning, HalfLife: halfLife}).Total
	}
	const day = 24 * time.Hour
	now, week, month, old := at(0, 0), at(7*day, 0), at(30*day, 0), at(20_000*day, 0)
	if !(now > week && week > month && month > old && old > 0) {
		t.Errorf("now %.1f, a week %.1f, a month %.1f, old %.1f", now, week, month, old)
	}
	if got := at(-3*day, 0); got != now {
		t.Errorf("a piece dated ahead scores %.1f, want %.1f as one of now", got, now)
	}
	if at(14*day, 14*day) != week {
		t.Error("at its half-life a piece has not the score of one at another half-life")
	}
	undated := scoreOf(cfo(), story("Working capital is king again", ""))
	if slices.ContainsFunc(undated.Reasons, func(r curation.Reason) bool { return r.Kind == curation.ReasonFreshness }) {
		t.Error("without an instant, age counted")
	}
}

func TestOnlyTheAuthorCountsWhereNoInterestDoes(t *testing.T) {
	p := cfo()
	p.Influencers = []string{"Jane Doe"}
	p.Formats = map[curation.Format]float64{curation.Report: 5}
	st := story("Ten restaurants to try", "")
	st.Weight, st.Item.Format, st.Item.Published = 5, curation.Report, morning
	if s := NewIndex(background()).Score(p, st, Settings{Now: morning}); s.Total != 0 || len(s.Reasons) != 0 {
		t.Errorf("scored %+v", s)
	}
	st.Item.Author = "Jane Doe"
	if s := NewIndex(background()).Score(p, st, Settings{Now: morning}); s.Total <= 0 || s.Total > 10 {
		t.Errorf("a followed author off the subject scores %.1f", s.Total)
	}
}

func TestWhatIsRuledOut(t *testing.T) {
	p := cfo()
	p.Avoid = []string{"layoffs", "celebrity gossip", "cost of living", "now"}
	p.Formats = map[curation.Format]float64{curation.Video: 0, curation.Article: 1}
	p.Languages = []string{"en", "DE"}
	for _, c := range []struct {
		name string
		it   curation.Item
		want string
	}{
		{"in the title, inflected", curation.Item{Title: "A layoff at the mill"}, "layoffs"},
		{"in the summary", curation.Item{Title: "A mill", Summary: "More Layoffs!"}, "layoffs"},
		{"in a category", curation.Item{Categories: []string{"Celebrity gossip"}}, "celebrity gossip"},
		{"with its stop words", curation.Item{Title: "The cost of living rises"}, "cost of living"},
		{"of a stop word", curation.Item{Title: "Do it now"}, "now"},
		{"words apart", curation.Item{Title: "Gossip about a celebrity", Summary: "The cost; the living."}, ""},
		{"across categories", curation.Item{Categories: []string{"celebrity", "gossip"}}, ""},
		{"part of a word", curation.Item{Title: "Playoffs begin"}, ""},
		{"in the text only", curation.Item{Title: "A mill", Text: "layoffs"}, ""},
		{"a format of weight 0", curation.Item{Title: "ERP", Format: curation.Video}, "format: video"},
		{"a format of weight 1", curation.Item{Title: "ERP", Format: curation.Article}, ""},
		{"another language", curation.Item{Title: "ERP", Language: "fr"}, "language: fr"},
		{"a language they read", curation.Item{Title: "ERP", Language: "de-at"}, ""},
		{"a language unknown", curation.Item{Title: "ERP"}, ""},
	} {
		if got := scoreOf(p, curation.Story{Item: c.it}).Avoided; got != c.want {
			t.Errorf("%s: avoided for %q, want %q", c.name, got, c.want)
		}
	}
}

func TestAStoryScoresTheSameInAndOutOfThePool(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		items := pool(t, 1)
		x := NewIndex(items)
		in := rapid.SampledFrom(items).Draw(t, "item")
		out := in
		out.ID = "elsewhere"
		if diff := cmp.Diff(x.Score(cfo(), curation.Story{Item: in}, Settings{}), x.Score(cfo(), curation.Story{Item: out}, Settings{})); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestEveryScoreIsTheSumOfItsReasonsAndQuotesTheArticle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		items := pool(t, 1)
		p := cfo()
		p.Influencers = []string{"Jane Doe"}
		p.Formats = map[curation.Format]float64{curation.Video: rapid.Float64Range(0, 9).Draw(t, "video")}
		st := curation.Story{Item: rapid.SampledFrom(items).Draw(t, "item"), Weight: rapid.Float64Range(0, 9).Draw(t, "weight")}
		st.Item.Author = rapid.SampledFrom([]string{"", "Jane Doe", "Somebody"}).Draw(t, "author")
		st.Item.Format = rapid.SampledFrom(curation.Formats()).Draw(t, "format")
		st.Item.Published = morning.Add(-time.Duration(rapid.IntRange(-100, 10_000).Draw(t, "hours")) * time.Hour)
		s := NewIndex(items).Score(p, st, Settings{Now: morning})

		tenths := 0.0
		for _, r := range s.Reasons {
			tenths += math.Round(r.Points * 10)
			fields := map[string]string{
				"title": st.Item.Title, "summary": st.Item.Summary, "text": st.Item.Text,
				"categories": strings.Join(st.Item.Categories, "\n"), "author": st.Item.Author,
			}
			if !strings.Contains(fields[r.Where], r.Evidence) {
				t.Fatalf("%q does not stand in the %s %q", r.Evidence, r.Where, fields[r.Where])
			}
			if r.Kind == curation.ReasonInterest && (r.Evidence == "" || r.Points < 0 || len([]rune(r.Evidence)) > longestEvidence) {
				t.Fatalf("reason %+v", r)
			}
		}
		if tenths != math.Round(s.Total*10) {
			t.Fatalf("%.1f points of %+v", s.Total, s.Reasons)
		}
		if s.Total < 0 || s.Total > 100 {
			t.Fatalf("%.1f points", s.Total)
		}
	})
}

func TestAMatchingWordNeverLowersTheScore(t *testing.T) {
	mine := strings.Fields("cash flow forecasting working capital liquidity planning finance automation ERP")
	x := NewIndex(background())
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom(append([]string{"weather", "cheese", "harbour"}, mine...))
		words := rapid.SliceOfN(word, 1, 10).Draw(t, "words")
		at := rapid.IntRange(0, len(words)-1).Draw(t, "at")
		field := rapid.SampledFrom([]string{"title", "summary"}).Draw(t, "field")
		score := func(w string) float64 {
			words[at] = w
			if field == "title" {
				return x.Score(cfo(), story(strings.Join(words, " "), "cash"), Settings{}).Total
			}
			return x.Score(cfo(), story("cash", strings.Join(words, " ")), Settings{}).Total
		}
		before, after := score("cheese"), score(rapid.SampledFrom(mine).Draw(t, "mine"))
		if after < before {
			t.Fatalf("%q: from %.1f down to %.1f", words, before, after)
		}
	})
}

func TestWeightsWithoutSenseDoNoHarm(t *testing.T) {
	for _, w := range []float64{0, -1, 1e-300, 1e300, math.Inf(1), math.NaN()} {
		p := cfo()
		p.Interests[0].Weight = w
		p.Formats = map[curation.Format]float64{curation.Article: w}
		st := story("Working capital and ERP", "")
		st.Weight = w
		if s := scoreOf(p, st); math.IsNaN(s.Total) || s.Total < 0 || s.Total > 100 {
			t.Errorf("weight %g: %+v", w, s)
		}
	}
}

// TestTotalIsTheScoreWithoutItsEvidence: what stories are compared by is what
// is shown of the one that is picked.
func TestTotalIsTheScoreWithoutItsEvidence(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		items := pool(t, 1)
		by := NewIndex(items).Scorer(cfo(), Settings{Now: morning})
		for _, it := range items {
			it.Published = morning.Add(-time.Duration(rapid.IntRange(0, 1000).Draw(t, "hours")) * time.Hour)
			st := curation.Story{Item: it, Weight: 1}
			want := by.Score(st)
			for i := range want.Reasons {
				if want.Reasons[i].Kind == curation.ReasonInterest {
					want.Reasons[i].Evidence, want.Reasons[i].Where = "", ""
				}
			}
			if diff := cmp.Diff(want, by.Total(st)); diff != "" {
				t.Fatal(diff)
			}
		}
	})
}
