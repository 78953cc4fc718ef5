package relevance

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// spansByTheBook is spansOf with every boundary taken from the library.
func spansByTheBook(text string) []span {
	var spans []span
	for it := words.FromString(text); it.Next(); {
		if s := (span{it.Start(), it.End()}); startsWord(text[s.start:s.end]) {
			spans = appendWord(spans, 0, text, s, true)
		}
	}
	for i := range spans {
		spans[i] = widen(text, spans[i])
	}
	return spans
}

func checkByTheBook(t interface{ Fatalf(string, ...any) }, text string) {
	if got, want := spansOf(text), spansByTheBook(text); !cmp.Equal(got, want, cmp.AllowUnexported(span{})) {
		t.Fatalf("%q\n is cut at %v\n by UAX 29 %v", text, got, want)
	}
}

// TestWordsAreThoseOfUnicode holds the way through ASCII to the library's
// answers, on short texts of all that the rules tell apart.
func TestWordsAreThoseOfUnicode(t *testing.T) {
	piece := rapid.SampledFrom([]string{
		"a", "k", "Zed", "7", "401", "_", ".", "'", ":", ",", ";", "\"", "-", "&", "(", ")", "+", "#", "!", "/",
		" ", "  ", "\n", "\r\n", "\t", "a b", "1 2", "one two three ", "the end. ", "’", "·", "‿", "…", "–", "\u00a0", "\u2028",
		"é", "ß", "İ", "\u0301", "\u200d", "\u00ad", "ל", "漢字", "カナ", "१", "🎉", "👩\u200d💻", "🇩🇪", "\xff", "\xe2", "\xe2\x80", "\xf0\x9f", "\x00",
	})
	rapid.Check(t, func(t *rapid.T) {
		checkByTheBook(t, strings.Join(rapid.SliceOfN(piece, 0, 20).Draw(t, "pieces"), ""))
	})
}

// TestWordsOfRealTextAreThoseOfUnicode does the same with the labelled sets.
func TestWordsOfRealTextAreThoseOfUnicode(t *testing.T) {
	dataFolder(t)
	foreign := 0
	for _, name := range labelledNames {
		set := loadLabelled(t, name)
		for i, it := range set.items {
			for _, text := range []string{it.Title, it.Summary, set.bodies[i]} {
				checkByTheBook(t, text)
				if len(text) != utf8.RuneCountInString(text) {
					foreign++
				}
			}
		}
	}
	if foreign < 100 {
		t.Errorf("only %d texts had a character outside ASCII", foreign)
	}
}

func FuzzWordsAreThoseOfUnicode(f *testing.F) {
	for _, s := range []string{"C++ 401(k) .NET e-mail R&D U.K. a.b", "don’t – “stop” a:b 1,000.5 x_y", "a\u0301-b\xe2 c\xe2\x80", "a\xe2 bb ccc dddd"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) { checkByTheBook(t, text) })
}
