package relevance

import (
	"strings"
	"testing"
	"unicode/utf8"

	"example.com/pickwick/internal/curation"
)

// shown is what an item is quoted with for the CFO's first interest.
func shown(it curation.Item) (quote, where string) {
	it.ID = "new"
	best, _ := curation.Evidence(scoreOf(cfo(), curation.Story{Item: it}).Reasons)
	return best.Evidence, best.Where
}

func TestEvidenceIsTheSentenceThatShowsItBest(t *testing.T) {
	long := strings.Repeat("Nobody at the table had expected so quiet an evening, ", 6)
	for _, c := range []struct {
		name         string
		it           curation.Item
		quote, where string
	}{
		{"the only field", curation.Item{Title: " Cash-flow forecasts, weekly "}, "Cash-flow forecasts, weekly", "title"},
		{"the fuller sentence", curation.Item{Title: "Cash", Summary: "Cash is short. Every forecast of cash flow says so! Flow on."}, "Every forecast of cash flow says so!", "summary"},
		{"the fuller field", curation.Item{Title: "Cash flow forecasting", Summary: "Cash is short."}, "Cash flow forecasting", "title"},
		{"among equals the summary", curation.Item{Title: "Working capital", Summary: "On working capital. More."}, "On working capital.", "summary"},
		{"a sentence rather than a label", curation.Item{Title: "Working capital ties up more than stock", Summary: "Working capital. Read more."}, "Working capital ties up more than stock", "title"},
		{"a sentence rather than the title", curation.Item{Title: "Working capital ties up more than stock", Summary: "A study of working capital in 40 foundries."}, "A study of working capital in 40 foundries.", "summary"},
		{"what somebody says", curation.Item{Title: "Monday", Summary: "She asks. “How long is your working capital tied up?”"}, "How long is your working capital tied up?", "summary"},
		{"half of what somebody says", curation.Item{Title: "Monday", Summary: "“Our working capital” is what they call “it”"}, "“Our working capital” is what they call “it”", "summary"},
		{"the text", curation.Item{Title: "Monday", Text: "First this. Then working capital. Then that."}, "Then working capital.", "text"},
		{"a headline rather than a category", curation.Item{Title: "Who owns working capital?", Categories: []string{"Working capital"}}, "Who owns working capital?", "title"},
		{"a category", curation.Item{Title: "Monday", Categories: []string{"News", "Working Capital"}}, "Working Capital", "categories"},
		{"a clause of a long sentence", curation.Item{Title: "Monday", Summary: long + "yet working capital was the talk of it, " + long}, "yet working capital was the talk of it, Nobody at the table had expected so quiet an evening, Nobody at the table had expected so quiet an evening, Nobody at the table had expected so quiet an", "summary"},
	} {
		quote, where := shown(c.it)
		if quote != c.quote || where != c.where {
			t.Errorf("%s: quoted %q of the %s, want %q of the %s", c.name, quote, where, c.quote, c.where)
		}
	}
}

func TestLongEvidenceIsWholeWordsOfTheArticle(t *testing.T) {
	for name, s := range map[string]string{
		"no commas":          strings.Repeat("über ", 80) + "working capital " + strings.Repeat("über ", 80),
		"no blanks before":   strings.Repeat("x", 500) + "/working capital " + strings.Repeat("y ", 300),
		"a number in it":     strings.Repeat("plus 1,000 ", 40) + "working capital" + strings.Repeat(" plus 1,000", 40),
		"at the very end":    strings.Repeat("word ", 100) + "working capital",
		"at the very start":  "working capital" + strings.Repeat(" word", 100),
		"a blob right after": strings.Repeat("word ", 50) + "working capital " + strings.Repeat("z", 1000),
	} {
		quote, _ := shown(curation.Item{Title: "Monday", Summary: s})
		if !strings.Contains(s, quote) || !strings.Contains(quote, "working capital") || utf8.RuneCountInString(quote) > longestEvidence {
			t.Errorf("%s: quoted %q", name, quote)
		}
		at := strings.Index(s, quote)
		if before := s[:at]; before != "" && !strings.HasSuffix(before, " ") && !strings.HasSuffix(before, "/") {
			t.Errorf("%s: %q begins within a word", name, quote)
		}
		if after := s[at+len(quote):]; after != "" && !strings.HasPrefix(after, " ") {
			t.Errorf("%s: %q ends within a word", name, quote)
		}
	}
}

func TestOnlyTheHeadOfALongFieldIsRead(t *testing.T) {
	filler := strings.Repeat("word ", longestText)
	if _, where := shown(curation.Item{Title: "Capital", Text: filler + "working capital"}); where != "title" {
		t.Errorf("quoted the %s though its words stand beyond the head", where)
	}
	if _, where := shown(curation.Item{Title: "Capital", Text: "working capital " + filler}); where != "text" {
		t.Errorf("quoted the %s though the text begins with the words", where)
	}
	for _, s := range []string{strings.Repeat("é", longestText), strings.Repeat("漢", longestText)} {
		if h := head(s); !utf8.ValidString(h) || len(h) > longestText || len(h) < longestText-4 {
			t.Errorf("a head of %d bytes", len(h))
		}
	}
}

func FuzzEvidence(f *testing.F) {
	f.Add("C++ (U.S.)", "A title on C++.", "Über 401(k)s: e-mail, R&D & more…\n\xff", "de")
	f.Add("how to", "HOW TO DO IT", strings.Repeat("long, ", 80)+"how to", "")
	f.Fuzz(func(t *testing.T, topic, title, summary, language string) {
		it := curation.Item{ID: "a", Title: title, Summary: summary, Language: language}
		p := curation.Persona{Interests: []curation.Interest{{Topic: topic}}, Avoid: []string{topic}}
		for _, r := range NewIndex([]curation.Item{it}).Score(p, curation.Story{Item: it}, Settings{}).Reasons {
			in := map[string]string{"title": title, "summary": summary}[r.Where]
			if r.Evidence == "" || !strings.Contains(in, r.Evidence) || utf8.RuneCountInString(r.Evidence) > longestEvidence {
				t.Errorf("quoted %q of the %s", r.Evidence, r.Where)
			}
		}
	})
}
