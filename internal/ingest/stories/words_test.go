package stories

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// read gives the keys of the words that a title tells, in order.
func read(title, feed string) (keys []uint64, whole uint64) {
	r := reader{known: knownWords()}
	r.read(title, feed)
	for _, t := range r.tokens {
		keys = append(keys, t.key)
	}
	return keys, r.key
}

func TestWordsAreComparedWithoutTheirForm(t *testing.T) {
	for _, c := range []struct{ a, b string }{
		{"Acme buys a lift maker", "ACME BUYING THE LIFT MAKERS"},
		{"Fed’s Plosser: tapering", "Fed Plosser tapers"},
		{"J.C. Penney's shares, upgraded", "JC Penney share upgrade"},
		{"$1.8bn for 4,000 shops", "1.8B for 4000 shop"},
		{"iOS 7.1 is here", "IOS 7.1: here"},
		{"L'entreprise Mühlbach", "entreprise MÜHLBACH"},
		{"Die Zentralbank und die Zinsen", "Die Zentralbank: Zinsen"},
		{"Цена на нефть", "ЦЕНА «на» нефть"},
		{"東京都の天気", "東京都の天気"},
		{"Taper, taper, taper", "taper"},
		{"— … 🎉 ! a I", ""},
	} {
		a, _ := read(c.a, "")
		b, _ := read(c.b, "")
		if diff := cmp.Diff(a, b); diff != "" {
			t.Errorf("%q and %q differ: %s", c.a, c.b, diff)
		}
	}
}

func TestWordsOfDifferentMeaningStayApart(t *testing.T) {
	for _, c := range []struct{ a, b string }{
		{"iOS 7.1", "iOS 71"},
		{"7.1", "7.2"},
		{"virus", "viru"},
		{"été", "ete"},
		{"東京", "京東"},
		{"Москва", "Moskva"},
	} {
		a, _ := read(c.a, "")
		b, _ := read(c.b, "")
		if cmp.Equal(a, b) {
			t.Errorf("%q and %q are one", c.a, c.b)
		}
	}
}

func TestWhatAWordIsGoodFor(t *testing.T) {
	r := reader{known: knownWords()}
	r.read("Shares of Plosser rose 7.1 in EU trade of 2026 after a hint by plosser", "")
	type trait struct {
		common, digits bool
		letter         letter
	}
	var got []trait
	for _, t := range r.tokens {
		got = append(got, trait{t.common, t.digits, t.letter})
	}
	want := []trait{
		{common: true},                  // shares: the first word of all has a capital
		{letter: capital},               // Plosser
		{common: true, letter: small},   // rose
		{digits: true},                  // 7.1
		{common: true, letter: capital}, // EU: two letters are a subject, no event
		{common: true, letter: small},   // trade
		{digits: true, common: true},    // 2026
		{letter: small},                 // hint
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(trait{})); diff != "" {
		t.Error(diff)
	}
	r.read("Plosser Hints At Faster Taper", "")
	for _, tok := range r.tokens {
		if tok.letter != either {
			t.Error("a capital tells something in a title that capitalises all")
		}
	}
}

func TestTheSameTitleHasTheSameKey(t *testing.T) {
	const title = "Central bank holds rates, hints at cut"
	_, want := read(title, "")
	for other, same := range map[string]bool{
		"central BANK holds rates; hints at: cut!": true,
		title + " - The Ledger":                    true,
		title + " | the ledger":                    true,
		title + " - Another Paper":                 false,
		"Central bank holds rates, hints at cuts":  false,
		"Central bank holds":                       false,
	} {
		if _, key := read(other, "The Ledger"); (key == want) != same {
			t.Errorf("%q is the same title: %v", other, !same)
		}
	}
}

func TestBriefTitles(t *testing.T) {
	for title, want := range map[string]struct{ brief, nothing bool }{
		"Sbarro declares bankruptcy protection": {false, false},
		"It all came down to the two of them":   {false, false}, // long, so that it is not by chance
		"Sbarro bankruptcy":                     {true, false},
		"Weekly update":                         {true, true},
		"Twitter is down":                       {true, true},
		"":                                      {true, true},
	} {
		r := reader{known: knownWords()}
		r.read(title, "")
		if r.brief != want.brief || (r.key == 0) != want.nothing {
			t.Errorf("%q: brief %v, nothing %v", title, r.brief, r.key == 0)
		}
	}
}

func TestNoTitleIsTooMuch(t *testing.T) {
	for name, title := range map[string]string{
		"10 KB of words":    strings.Repeat("word another different ", 500),
		"one word of 10 KB": strings.Repeat("x", 10_000),
		"10 KB of dots":     strings.Repeat("a.", 5_000),
		"emoji":             strings.Repeat("🎉", 2_500),
		"right to left":     strings.Repeat("\u202e\u05d0\u05d1 ", 2_000),
		"marks":             strings.Repeat("e\u0301\u0302\u0303", 1_500),
		"not UTF-8":         strings.Repeat("\xff\xfe", 5_000),
		"no blanks":         strings.Repeat("東京都", 1_000),
		"separators":        strings.Repeat(" - ", 3_000),
	} {
		r := reader{known: knownWords()}
		r.read(title, "-")
		if len(r.tokens) > maxWords || cap(r.buf) > 2*maxBytes {
			t.Errorf("%s: %d words, a buffer of %d bytes", name, len(r.tokens), cap(r.buf))
		}
	}
}

// TestStemsOnlyTakeAway checks that a stem stays within its word, and that an
// ending is taken off only where enough is left.
func TestStemsOnlyTakeAway(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := rapid.StringMatching(`[a-z]{0,12}(ies|ing|ed|es|s|e)?`).Draw(t, "word")
		got := string(stem([]byte(w)))
		if len(got) > len(w) || len(w) > 3 && utf8.RuneCountInString(got) < 2 || len(w) < 4 && got != w {
			t.Fatalf("the stem of %q is %q", w, got)
		}
		if got != "" && got[0] != w[0] {
			t.Fatalf("the stem of %q begins with another letter: %q", w, got)
		}
	})
}
