package relevance

import (
	"fmt"
	"math"
	"os"
	"strings"
	"testing"
	"time"

	"example.com/pickwick/internal/curation"
)

// TestWorkedExample recomputes the example of docs/scoring.md with nothing but
// arithmetic, and holds both the page and the scorer to it.
func TestWorkedExample(t *testing.T) {
	pool := titled("Ten restaurants to try", "Rail strike ends", "Cash is king again", "ERP rollouts that finished")
	p := curation.Persona{
		Interests: []curation.Interest{{Topic: "cash flow forecasting", Weight: 3}, {Topic: "ERP", Weight: 1}},
		Formats:   map[curation.Format]float64{curation.Report: 1.2},
	}
	st := curation.Story{Weight: 1, Item: curation.Item{
		ID: "new", Title: "Cash flow forecasting for family firms", Summary: "Weekly forecasts beat an ERP.",
		Format: curation.Report, Published: morning.Add(-7 * 24 * time.Hour),
	}}

	idf := func(df float64) float64 { return math.Log(1 + 1/((df+50*0.005)/(4+50)+0.005)) }
	meanTitle := (3 + 3 + 2 + 3 + 50*7) / (4 + 50.0)
	inTitle := 2 / (1 - 0.5 + 0.5*5/meanTitle)
	inSummary := 1 / (1 - 0.75 + 0.75*4/20)
	sat := func(tf float64) float64 { return tf / (tf + 2) }
	cash := idf(1) * sat(inTitle)
	flow := idf(0) * sat(inTitle)
	forecast := idf(0) * sat(inTitle+inSummary)
	first := (cash + flow + forecast) / math.Pow(idf(1)+idf(0)+idf(0), 0.35)
	second := idf(1) * sat(inSummary) / math.Pow(idf(1), 0.35)
	weak := math.Pow(1.0/3, 2.0/3)
	sum := first*first + weak*second*second
	odds := math.Pow(sum/(1.4*1.4), 1.5)
	onFormat := odds * 1.2 * 1.2
	onAge := onFormat * (0.25 + 0.95/2)
	tenth := func(points float64) float64 { return math.Round(points*10) / 10 }
	out := func(odds float64) float64 { return 100 * odds / (1 + odds) }

	lines := []string{
		fmt.Sprintf("idf: cash and ERP %.3f, flow and forecast %.3f", idf(1), idf(0)),
		fmt.Sprintf("one occurrence: %.3f in the title, %.3f in the summary", inTitle, inSummary),
		fmt.Sprintf("cash %.3f + flow %.3f + forecast %.3f, balanced: strength %.3f", cash, flow, forecast, first),
		fmt.Sprintf("ERP: strength %.3f, weight %.3f", second, weak),
		fmt.Sprintf("odds of both: (%.3f / 1.4²)^1.5 = %.3f", sum, odds),
		fmt.Sprintf("interest   cash flow forecasting  %+.1f", out(odds)*first*first/sum),
		fmt.Sprintf("interest   ERP                    %+.1f", tenth(out(odds))-tenth(out(odds)*first*first/sum)),
		fmt.Sprintf("format     report                 %+.1f", out(onFormat)-out(odds)),
		fmt.Sprintf("freshness  7 days old             %+.1f", out(onAge)-out(onFormat)),
		fmt.Sprintf("total                              %.1f", out(onAge)),
	}
	page, err := os.ReadFile("../../docs/scoring.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range lines {
		if !strings.Contains(string(page), l+"\n") {
			t.Errorf("docs/scoring.md lacks the line\n%s", l)
		}
	}

	s := NewIndex(pool).Score(p, st, Settings{Now: morning})
	if want := tenth(out(onAge)); s.Total != want {
		t.Errorf("scored %.1f, the example %.1f", s.Total, want)
	}
	for _, r := range s.Reasons {
		shown := fmt.Sprintf("%-10s %-22s %+.1f", r.Kind, r.Topic, r.Points)
		if !strings.Contains(string(page), shown+"\n") {
			t.Errorf("docs/scoring.md lacks the reason\n%s", shown)
		}
	}
}
