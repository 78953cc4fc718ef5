package relevance

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func folded(text string) (ws []string) {
	for _, s := range spansOf(text) {
		ws = append(ws, string(fold(nil, text[s.start:s.end])))
	}
	return ws
}

func TestWordsAreWhatPeopleWriteAsOne(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"C++ and C# on .NET.", "c++ and c# on .net"},
		{"Node.js, example.com and forecast.Then", "node js example com and forecast then"},
		{"E-mail beats email; an x‑ray", "email beats email an xray"},
		{"a cash-flow forecast for 3-year plans", "a cash flow forecast for 3 year plans"},
		{"The 401(k) and 403(b) plans (a note)", "the 401k and 403b plans a note"},
		{"R&D at AT&T, P&L, Marks & Spencer", "r&d at at&t p&l marks spencer"},
		{"U.K. and U.S.A. but 5.93 or 1,000", "uk and usa but 5.93 or 1,000"},
		{"the company’s and the company's", "the company's and the company's"},
		{"ÜBERWEISUNG café ﬁnance", "überweisung café finance"},
		{"AI:the_future", "ai the future"},
		{"... wait -- what?!", "wait what"},
		{"🎉 100% growth 🎉", "100 growth"},
		{"#1 (C)", "1 c"},
		{"", ""},
	} {
		if got := strings.Join(folded(c.text), " "); got != c.want {
			t.Errorf("%q reads %q, want %q", c.text, got, c.want)
		}
	}
}

func TestWordsKeepTheirPlaces(t *testing.T) {
	text := "Why .NET’s 401(k), C++ & e-mail?"
	var got []string
	for _, s := range spansOf(text) {
		got = append(got, text[s.start:s.end])
	}
	want := []string{"Why", ".NET’s", "401(k)", "C++", "e-mail"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func checkSpans(t interface{ Fatalf(string, ...any) }, text string) {
	end := 0
	for _, s := range spansOf(text) {
		if s.start < end || s.end <= s.start || s.end > len(text) {
			t.Fatalf("%q: a word from %d to %d after one to %d", text, s.start, s.end, end)
		}
		end = s.end
		fold(nil, text[s.start:s.end])
	}
}

func TestWordsNeverOverlap(t *testing.T) {
	piece := rapid.SampledFrom([]string{"a", "k", ".", "-", "&", "(", ")", "+", "#", " ", "’", "401", "Net", "é", "_", ":", "\xff", "漢"})
	rapid.Check(t, func(t *rapid.T) {
		checkSpans(t, strings.Join(rapid.SliceOfN(piece, 0, 12).Draw(t, "pieces"), ""))
	})
}

func FuzzWords(f *testing.F) {
	for _, s := range []string{"C++ 401(k) .NET e-mail R&D U.K. a.b", "\x00\xff&a(b)", "a\u0301-b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) { checkSpans(t, text) })
}
