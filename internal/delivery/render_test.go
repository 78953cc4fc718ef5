package delivery

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/pickwick/internal/curation"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func fullPick() curation.Pick {
	return curation.Pick{
		ID: "p1", Rep: "ana", Date: "2026-11-23", Slot: 1, Persona: "cfo", Origin: curation.Company, StoryID: "s1", Score: 71.4,
		Item: curation.Item{
			Title: "Cash in  thirteen weeks", URL: "https://treasury.example/13", FeedTitle: "The Treasury Post",
			Author: "Jane Doe", Published: noon.AddDate(0, 0, -1),
		},
		Reasons: []curation.Reason{
			{Kind: curation.ReasonFreshness, Points: 50},
			{Kind: curation.ReasonInterest, Topic: "finance automation", Points: 40},
			{Kind: curation.ReasonInterest, Topic: "cash flow forecasting", Points: 30, Evidence: "a “13-week” forecast\u202E"},
		},
		Ask: "How far out?", AlsoIn: 2,
	}
}

func TestExplainedEveryMessageSaysWhomItServesAndShowsIt(t *testing.T) {
	rep := curation.Rep{ID: "ana", Name: "Ana Silva", Networks: []curation.Network{curation.X}}
	persona := curation.Persona{ID: "cfo", Name: "CFO at a mid-size manufacturer"}
	want := Message{
		PickID: "p1", Rep: "Ana Silva", RepID: "ana", Date: "2026-11-23",
		Title: "Cash in thirteen weeks", URL: "https://treasury.example/13", Source: "The Treasury Post", Author: "Jane Doe",
		Age: "yesterday", Origin: curation.Company, Persona: "CFO at a mid-size manufacturer", Score: 71.4,
		Why:   "Speaks to “cash flow forecasting”, which matters to a CFO at a mid-size manufacturer.",
		Quote: "a “13-week” forecast", Ask: "How far out?", AlsoIn: 2,
		Shares: []Share{{curation.X, "https://x.com/intent/tweet?text=Cash%20in%20thirteen%20weeks&url=https%3A%2F%2Ftreasury.example%2F13"}},
	}
	if diff := cmp.Diff(want, Render(fullPick(), rep, persona, noon)); diff != "" {
		t.Error(diff)
	}
}

func TestRenderFallsBack(t *testing.T) {
	render := func(change func(*curation.Pick, *curation.Rep, *curation.Persona)) Message {
		pick, rep, persona := fullPick(), curation.Rep{ID: "ana"}, curation.Persona{ID: "cfo", Name: "CFO"}
		change(&pick, &rep, &persona)
		return Render(pick, rep, persona, noon)
	}
	networks := func(m Message) string {
		var names []string
		for _, s := range m.Shares {
			names = append(names, string(s.Network))
		}
		return strings.Join(names, " ")
	}
	for _, c := range []struct {
		name   string
		change func(*curation.Pick, *curation.Rep, *curation.Persona)
		get    func(Message) string
		want   string
	}{
		{"an empty day with its cause", func(p *curation.Pick, _ *curation.Rep, _ *curation.Persona) {
			*p = curation.Pick{ID: "p", Cause: "no feed\nanswered"}
		}, func(m Message) string { return m.Empty + m.Title }, "no feed answered"},
		{"an empty day without one", func(p *curation.Pick, _ *curation.Rep, _ *curation.Persona) { *p = curation.Pick{ID: "p"} }, func(m Message) string { return m.Empty }, "nothing on the lists fits today"},
		{"no name of the rep", nil, func(m Message) string { return m.Rep }, "ana"},
		{"no networks: those where the buyer reads", func(_ *curation.Pick, _ *curation.Rep, q *curation.Persona) {
			q.Networks = []curation.Network{curation.Bluesky, curation.X}
		}, networks, "bluesky x"},
		{"the rep's networks before the buyer's", func(_ *curation.Pick, r *curation.Rep, q *curation.Persona) {
			r.Networks, q.Networks = []curation.Network{curation.Email}, []curation.Network{curation.X}
		}, networks, "email"},
		{"no networks at all: LinkedIn", nil, networks, "linkedin"},
		{"a persona gone from the lists", func(_ *curation.Pick, _ *curation.Rep, q *curation.Persona) { *q = curation.Persona{ID: "cfo"} }, func(m Message) string { return m.Persona }, "cfo"},
		{"no source", func(p *curation.Pick, _ *curation.Rep, _ *curation.Persona) { p.Item.FeedTitle = "\u200B" }, func(m Message) string { return m.Source }, "treasury.example"},
		{"no title", func(p *curation.Pick, _ *curation.Rep, _ *curation.Persona) { p.Item.Title = " \u202E" }, func(m Message) string { return m.Title }, "https://treasury.example/13"},
		{"no title or address", func(p *curation.Pick, _ *curation.Rep, _ *curation.Persona) { p.Item.Title, p.Item.URL = "", "" }, func(m Message) string { return m.Title }, "Untitled"},
		{"no evidence: the heaviest interest", func(p *curation.Pick, _ *curation.Rep, _ *curation.Persona) { p.Reasons = p.Reasons[:2] }, func(m Message) string { return m.Why + m.Quote }, "Speaks to “finance automation”, which matters to a CFO."},
		{"only an author they follow", func(p *curation.Pick, _ *curation.Rep, _ *curation.Persona) {
			p.Reasons = []curation.Reason{{Kind: curation.ReasonInfluencer, Topic: "Jane Doe", Points: 4}}
		}, func(m Message) string { return m.Why }, "By Jane Doe, whom a CFO follows."},
		{"no interest at all, and says so", func(p *curation.Pick, _ *curation.Rep, _ *curation.Persona) { p.Reasons = p.Reasons[:1] }, func(m Message) string { return m.Why }, "Matches no listed interest of a CFO; it was the best there was."},
		{"the question of the interest", func(p *curation.Pick, _ *curation.Rep, q *curation.Persona) {
			p.Ask, q.Interests = "", []curation.Interest{{Topic: "cash flow forecasting", Ask: "And beyond?"}}
		}, func(m Message) string { return m.Ask }, "And beyond?"},
		{"javascript is no address", func(p *curation.Pick, _ *curation.Rep, _ *curation.Persona) { p.Item.URL = "javascript:alert(1)" }, func(m Message) string { return m.URL + strings.Repeat("share", len(m.Shares)) }, ""},
		{"a user name that disguises the host", func(p *curation.Pick, _ *curation.Rep, _ *curation.Persona) {
			p.Item.URL = "https://linkedin.com@evil.example/"
		}, func(m Message) string { return m.URL }, "https://evil.example/"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.change == nil {
				c.change = func(*curation.Pick, *curation.Rep, *curation.Persona) {}
			}
			if got := c.get(render(c.change)); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestAgeCountsTheRepsOwnDays(t *testing.T) {
	auckland := zone(t, "Pacific/Auckland")
	for _, c := range []struct {
		published string
		now       time.Time
		want      string
	}{
		{"2026-11-23T11:00:00Z", noon, "today"},
		{"2026-11-24T11:00:00Z", noon, "today"}, // dated ahead
		{"2026-11-22T23:59:00Z", noon, "yesterday"},
		{"2026-11-22T23:59:00Z", noon.In(auckland), "yesterday"},
		{"2026-11-22T10:00:00Z", noon.In(auckland), "2 days ago"}, // the 22nd there, and now it is the 24th
		{"2026-11-10T12:00:00Z", noon, "13 days ago"},
		{"2026-11-09T12:00:00Z", noon, "2 weeks ago"},
		{"2026-09-24T12:00:00Z", noon, "8 weeks ago"},
		{"2026-09-23T12:00:00Z", noon, "2 months ago"},
		{"2024-11-24T12:00:00Z", noon, "23 months ago"},
		{"2024-11-23T12:00:00Z", noon, "2 years ago"},
		{"0001-01-01T00:00:00Z", noon, ""},
	} {
		published, err := time.Parse(time.RFC3339, c.published)
		if err != nil {
			t.Fatal(err)
		}
		if got := age(published, c.now); got != c.want {
			t.Errorf("%s at %s: %q, want %q", c.published, c.now, got, c.want)
		}
	}
}

func TestPersonasGetTheArticleThatEnglishWants(t *testing.T) {
	for name, want := range map[string]string{
		"CFO at a mid-size manufacturer": "a CFO at a mid-size manufacturer",
		"HR leader":                      "an HR leader",
		"IT director":                    "an IT director",
		"CIO/CISO":                       "a CIO/CISO",
		"MD of a family firm":            "an MD of a family firm",
		"VP Sales":                       "a VP Sales",
		"VP Operations in retail":        "a VP Operations in retail",
		"Head of Operations":             "a Head of Operations",
		"operations manager":             "an operations manager",
		"University registrar":           "a University registrar",
		"Finance leaders in Europe":      "Finance leaders in Europe",
		"CFOs":                           "CFOs",
		"Boss":                           "a Boss",
		"the board":                      "the board",
		"財務責任者":                          "財務責任者",
		"":                               "this buyer",
	} {
		if got := withArticle(name); got != want {
			t.Errorf("withArticle(%q) = %q, want %q", name, got, want)
		}
	}
}

func BenchmarkRender(b *testing.B) {
	pick, rep, persona := fullPick(), curation.Rep{ID: "ana", Networks: curation.Networks()}, curation.Persona{Name: "CFO"}
	for b.Loop() {
		Render(pick, rep, persona, noon)
	}
}
