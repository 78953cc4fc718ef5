package document

import (
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

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

// thePost is beforeThePost as an expression.
var thePost = regexp.MustCompile(` *The post .{1,300} (?:appeared first|first appeared) on .{1,200}$`)

func TestThePostIsFoundAsByAnExpression(t *testing.T) {
	words := []string{"Cash is short.", "The post", "The post ", "appeared first on", " appeared first on ", "first appeared on", "on", "Treasury Daily.", strings.Repeat("é", 150), strings.Repeat("word ", 45), "\u200b"}
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 9).Draw(t, "words"), " ")
		if got, want := beforeThePost(s), thePost.ReplaceAllString(s, ""); got != want {
			t.Errorf("%q becomes %q, not %q", s, got, want)
		}
	})
}

// The quick look before the slow expression must miss nothing that it finds.
func TestNothingToReadOnIsMissed(t *testing.T) {
	words := []string{"", "Cash", "already", "read", "Read more", "READ MORE about it", "Continue reading", "keep reading", "read the rest", "[…]", `\[...\]`, "[&hellip;]", "…", "is short.", "x]", "more", "reading", "ſ", "\u212aeep reading"}
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 6).Draw(t, "words"), rapid.SampledFrom([]string{" ", "", "  "}).Draw(t, "gap"))
		s = strings.TrimRight(s, " ")
		want, got := readOn.ReplaceAllString(s, ""), s
		if from := mayReadOn(s); from >= 0 {
			got = s[:from] + readOn.ReplaceAllString(s[from:], "")
		}
		if strings.TrimRight(got, " ") != strings.TrimRight(want, " ") {
			t.Errorf("%q becomes %q, not %q", s, got, want)
		}
	})
}
