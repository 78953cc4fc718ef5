package document

import "testing"

func TestATeaserIsTheAuthorsWordsAlone(t *testing.T) {
	for from, want := range map[string]string{
		"Cash is short. The post Cash flow appeared first on Treasury Daily.":                        "Cash is short.",
		"Cash is short. […] The post Cash flow forecasting first appeared on Treasury Daily.":        "Cash is short.",
		"Posted by admin on November 20, 2026 | 3 comments Most finance teams trust their forecast.": "Most finance teams trust their forecast.",
		"Most finance teams [...]":                                 "Most finance teams",
		`Most finance teams \[…\]`:                                 "Most finance teams",
		"Most finance teams… Continue reading Cash flow →":         "Most finance teams",
		"Read more about working capital in this report.":          "Read more about working capital in this report.",
		"The post office ends Saturday delivery.":                  "The post office ends Saturday delivery.",
		"Posted by the hotel: new rules for late payment.":         "Posted by the hotel: new rules for late payment.",
		"The post Cash flow appeared first on Treasury Daily.":     "The post Cash flow appeared first on Treasury Daily.",
		"What the CFO said when the forecast first appeared on TV": "What the CFO said when the forecast first appeared on TV",
		"": "",
	} {
		if got := teaser(from); got != want {
			t.Errorf("teaser(%q) = %q, want %q", from, got, want)
		}
	}
}
