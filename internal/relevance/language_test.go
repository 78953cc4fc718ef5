package relevance

import (
	"strings"
	"testing"
)

// stems is a text as a vocabulary of the language reads it; stop words in brackets.
func stems(tag, text string) string {
	v := newVocabulary(languageOf(tag))
	var out []string
	newReader(v.lang, v.learn).read(text, func(t term, _ span) {
		for s, n := range v.stems {
			if n == t && t&stop != 0 {
				out = append(out, "["+strings.TrimSpace(s)+"]")
			} else if n == t {
				out = append(out, s)
			}
		}
	})
	return strings.Join(out, " ")
}

func TestEachLanguageHasItsStems(t *testing.T) {
	for _, c := range []struct{ tag, text, want string }{
		{"en", "the forecasts of companies' forecasting", "[the] forecast [of] compani forecast"},
		{"", "forecasts", "forecast"},
		{"tlh", "forecasts", "forecast"},
		{"en-GB", "forecasts", "forecast"},
		{"de-AT", "die Prognosen und Häuser", "[die] prognos [und] haus"},
		{"fr", "l'entreprise et les entreprises", "entrepris [et] [les] entrepris"},
		{"es", "las empresas y la empresa", "[las] empres [y] [la] empres"},
		{"it", "dell'impresa e le imprese", "impres [e] [le] impres"},
		{"nl", "de bedrijven", "[de] bedrijv"},
		{"pt", "as empresas da empresa", "[as] empres [da] empres"},
		{"da", "rapporter og rapporten", "rapport [og] rapport"},
		{"nb", "bedriftene og bedrift", "bedrift [og] bedrift"},
		{"sv", "rapporter och rapporten", "rapport [och] rapport"},
	} {
		if got := stems(c.tag, c.text); got != c.want {
			t.Errorf("%s %q stems to %q, want %q", c.tag, c.text, got, c.want)
		}
	}
}

func TestAcronymsAreNoStopWords(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Why IT is not it", "[why] IT [is] [not] [it]"},
		{"The US tells us", "[the] US tell [us]"},
		{"U.S. jobs", "US job"},
		{"IT", "IT"},
		{"IT BUDGETS", "IT budget"},
		{"WHAT IT TAKES TO WIN", "[what] [it] [takes] [to] win"},
	} {
		if got := stems("en", c.text); got != c.want {
			t.Errorf("%q stems to %q, want %q", c.text, got, c.want)
		}
	}
}

func TestBlobsAreNoWords(t *testing.T) {
	if got := stems("en", "key "+strings.Repeat("x", longestWord+1)+" end"); got != "key end" {
		t.Errorf("read %q", got)
	}
}
