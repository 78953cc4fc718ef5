package console_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"charm.land/lipgloss/v2"

	"example.com/pickwick/internal/chat/console"
	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/delivery"
	"example.com/pickwick/internal/delivery/deliverytest"
)

var update = flag.Bool("update", false, "write the golden cards anew")

// sample renders a pick of our own making; change may alter it first.
func sample(change func(*curation.Pick, *curation.Rep, *curation.Persona)) delivery.Message {
	pick := curation.Pick{
		ID: "p4x7qk2m", Rep: "ana", Date: "2026-11-23", Slot: 1, Persona: "cfo", Origin: curation.Others, StoryID: "s", Score: 71.4,
		Item: curation.Item{
			Title: "Thirteen weeks is not enough: how mid-size makers forecast cash", URL: "https://treasury.example/forecast",
			FeedTitle: "The Treasury Post", Author: "Jane Doe", Published: deliverytest.Now.Add(-72 * time.Hour),
		},
		Reasons: []curation.Reason{{
			Kind: curation.ReasonInterest, Topic: "cash flow forecasting", Points: 38.2, Where: "summary",
			Evidence: "four in ten plants now run a rolling cash flow forecast beyond the quarter",
		}},
		Ask: "How far out do you trust your cash forecast today?", AlsoIn: 2,
	}
	rep := curation.Rep{ID: "ana", Name: "Ana Silva", Networks: []curation.Network{curation.LinkedIn, curation.X}}
	persona := curation.Persona{ID: "cfo", Name: "CFO at a mid-size manufacturer"}
	if change != nil {
		change(&pick, &rep, &persona)
	}
	return delivery.Render(pick, rep, persona, deliverytest.Now)
}

func cards() map[string]delivery.Message {
	return map[string]delivery.Message{
		"others": sample(nil),
		"company": sample(func(p *curation.Pick, _ *curation.Rep, _ *curation.Persona) {
			p.Origin, p.AlsoIn, p.Score = curation.Company, 1, 64
			p.Item.Title, p.Item.URL = "What our customers learned from closing in three days", "https://blog.acme.example/three-days"
			p.Item.FeedTitle, p.Item.Author, p.Item.Published = "Acme", "Acme", deliverytest.Now
		}),
		"own": sample(func(p *curation.Pick, r *curation.Rep, _ *curation.Persona) {
			p.Origin, p.AlsoIn, p.Ask = curation.Own, 0, ""
			p.Item.FeedTitle, p.Item.Author = "Notes from the road", "Ana Silva"
			r.Networks = []curation.Network{curation.Email}
		}),
		"empty": sample(func(p *curation.Pick, _ *curation.Rep, _ *curation.Persona) {
			p.StoryID, p.Item, p.Cause = "", curation.Item{}, "the best story for a CFO scored 24, and nothing under 30 is offered"
		}),
		"long": sample(func(p *curation.Pick, r *curation.Rep, q *curation.Persona) {
			p.Item.Title = strings.Repeat("A headline that does not know when to stop ", 9)
			p.Item.URL = "https://treasury.example/" + strings.Repeat("a-very-long-path-", 12)
			p.Item.Author = strings.Repeat("Donaudampfschifffahrt", 5)
			p.Reasons[0].Evidence = strings.Repeat("cash flow forecast, ", 40)
			q.Name = "Chief Financial Officer of a family-owned maker of precision parts with plants in three countries"
			r.Networks = curation.Networks()
		}),
		"cjk": sample(func(p *curation.Pick, r *curation.Rep, q *curation.Persona) {
			p.Item.Title = "製造業の資金繰り予測は十三週間では足りない、中堅企業の財務責任者が四半期を超えて見通しを立てる理由"
			p.Item.FeedTitle, p.Item.Author = "財務新聞", "山田 太郎"
			p.Reasons[0].Topic, p.Reasons[0].Evidence = "資金繰り予測", "十社のうち四社が四半期を超えるローリング予測を使っており、銀行との話し合いも変わったと答えている"
			p.Ask, q.Name, r.Name = "資金繰りの見通しは何週間先まで信頼していますか。", "財務責任者", "佐藤 花子"
		}),
		"emoji": sample(func(p *curation.Pick, r *curation.Rep, _ *curation.Persona) {
			p.Item.Title = "🚀 Cash is 👑: " + strings.Repeat("👩‍👩‍👧‍👦 ", 12) + "🇩🇪 ❤️ 👍🏽 and what it means"
			p.Reasons[0].Evidence = strings.Repeat("💶📈", 30)
			r.Name = "Ana 🌊"
		}),
	}
}

func TestCards(t *testing.T) {
	for name, m := range cards() {
		t.Run(name, func(t *testing.T) {
			golden(t, name, console.Options{}, m)
			for _, width := range []int{0, 40, 60, 80, 200} {
				checkWidth(t, m, width)
			}
		})
	}
	t.Run("narrow", func(t *testing.T) { golden(t, "narrow", console.Options{Width: 50}, sample(nil)) })
	t.Run("colour", func(t *testing.T) { golden(t, "colour", console.Options{Colour: true}, sample(nil)) })
}

func printed(t *testing.T, opts console.Options, m delivery.Message) string {
	t.Helper()
	var b strings.Builder
	if _, err := console.New(&b, opts).Send(t.Context(), curation.Address{Chat: "console"}, m); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func golden(t *testing.T, name string, opts console.Options, m delivery.Message) {
	t.Helper()
	got := printed(t, opts, m)
	file := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the card differs from %s; if that is meant, run: go test ./internal/chat/console -update\ngot:\n%s\nwant:\n%s", file, got, want)
	}
}

// checkWidth: no line is wider than the card, but for what is there to be copied.
func checkWidth(t *testing.T, m delivery.Message, width int) {
	t.Helper()
	limit := 80
	if width > 0 {
		limit = min(width, 80)
	}
	for _, l := range strings.Split(printed(t, console.Options{Width: width}, m), "\n") {
		copied := strings.Contains(l, "://") || strings.Contains(l, "mailto:") || strings.Contains(l, "pickwick ")
		if n := lipgloss.Width(l); n > limit && !copied {
			t.Errorf("at width %d a line takes %d columns: %q", width, n, l)
		}
		if strings.TrimRight(l, " ") != l {
			t.Errorf("white space at the end of %q", l)
		}
	}
}

func TestWithoutColourNothingButText(t *testing.T) {
	for name, m := range cards() {
		if got := printed(t, console.Options{}, m); strings.ContainsAny(got, "\x1b\a\r\t") {
			t.Errorf("%s: control characters in %q", name, got)
		}
	}
	if got := printed(t, console.Options{Colour: true}, sample(nil)); !strings.Contains(got, "\x1b[") {
		t.Error("colour was asked for and there is none")
	}
}

// What a feed writes is shown, never obeyed, even if a message was not rendered by delivery.
func TestEscapeSequencesAreNotObeyed(t *testing.T) {
	const evil = "\x1b[2J\x1b]0;owned\a\u009b31m\r\n\b"
	m := delivery.Message{
		PickID: evil, Rep: evil, RepID: evil, Date: evil, Title: evil, URL: "https://example.com/" + evil, Source: evil, Author: evil,
		Age: evil, Origin: curation.Others, Persona: evil, Why: evil, Quote: evil, Ask: evil,
		Shares: []delivery.Share{{Network: curation.X, URL: "https://example.com/" + evil}},
	}
	if got := printed(t, console.Options{}, m); strings.ContainsAny(got, "\x1b\a\u009b\r\b") {
		t.Errorf("got %q", got)
	}
	m.Empty = evil + "\xff"
	if got := printed(t, console.Options{}, m); strings.ContainsAny(got, "\x1b\a\r\b") {
		t.Errorf("got %q", got)
	}
}

func TestEveryCardSaysHowToStop(t *testing.T) {
	for name, m := range cards() {
		if got := printed(t, console.Options{}, m); !strings.Contains(got, "pickwick reps leave ana\n") {
			t.Errorf("%s says no way out:\n%s", name, got)
		}
	}
}
