package delivery

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func TestCleanTakesAwayWhatHides(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"plain", "Cash is king", "Cash is king"},
		{"white space", "  Cash\t\r\n is \u00a0\u2028 king ", "Cash is king"},
		{"control characters", "Ca\x00sh\x1b[31m is\x7f king\u0085", "Cash[31m is king"},
		{"bidirectional overrides", "\u202Egnik\u202C \u2066is\u2069 \u200Fcash\u061C", "gnik is cash"},
		{"zero width", "ca\u200Bsh\uFEFF i\u2060s\u00AD king", "cash is king"},
		{"tags that spell in secret", "cash\U000E0049\U000E0047", "cash"},
		{"room that looks empty", "\u3164\u2800\u115F", ""},
		{"bad UTF-8", "ca\xffsh", "ca\uFFFDsh"},
		{"joiner between Latin letters", "ca\u200Dsh\u200C", "cash"},
		{"joiner in emoji", "👩‍👧 go", "👩‍👧 go"},
		{"non-joiner in Persian", "می\u200Cخواهم", "می\u200Cخواهم"},
		{"two joiners", "👩\u200D\u200D👧", "👩\u200D👧"},
		{"accents as marks", "cafe\u0301", "cafe\u0301"},
		{"marks without a letter", "\u0301\u0301cash \u0301king", "cash king"},
		{"a flood of marks", "Z" + strings.Repeat("\u0335", 50) + "a", "Z\u0335\u0335\u0335\u0335a"},
		{"markup is a chat's own matter", "**@everyone** <b>", "**@everyone** <b>"},
		{"Thai, Hebrew, Arabic", "ที่นี่ שָׁלוֹם توقعات", "ที่นี่ שָׁלוֹם توقعات"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := clean(c.in, 400); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestCleanCutsBetweenWordsAndNeverInsideACharacter(t *testing.T) {
	for _, c := range []struct {
		in    string
		limit int
		want  string
	}{
		{"abcdefghij", 10, "abcdefghij"},
		{"abcdefghijk", 10, "abcdefghi…"},
		{"the cash flow forecast", 16, "the cash flow…"},
		{"the cash flowforecast", 16, "the cash flowfo…"},
		{"😀😀😀😀", 6, "😀😀…"},
		{"a👩‍👩‍👧‍👦b", 8, "a…"},
		{"cafe\u0301s and more", 5, "caf…"},
	} {
		if got := clean(c.in, c.limit); got != c.want {
			t.Errorf("clean(%q, %d) = %q, want %q", c.in, c.limit, got, c.want)
		}
	}
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{"", "cash", "\u202Ex", "👩‍👩‍👧‍👦 Z\u0335\u0335\u0335\u0335\u0335", "\xff\xfe", " a  b\n"} {
		f.Add(s, 20)
	}
	f.Fuzz(func(t *testing.T, s string, limit int) {
		limit = 1 + (limit&0x3ff)%600
		got := clean(s, limit)
		if !utf8.ValidString(got) {
			t.Errorf("not UTF-8: %q", got)
		}
		if n := len(utf16.Encode([]rune(got))); n > limit {
			t.Errorf("%d UTF-16 units, over %d: %q", n, limit, got)
		}
		if strings.TrimSpace(got) != got || strings.Contains(got, "  ") {
			t.Errorf("white space left: %q", got)
		}
		marks := 0
		for _, r := range got {
			if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
				t.Errorf("%U left in %q", r, got)
			}
			if marks++; !unicode.Is(unicode.Mn, r) {
				marks = 0
			}
			if marks > maxMarks {
				t.Errorf("a flood of marks left in %q", got)
			}
		}
		if again := clean(got, limit); again != got {
			t.Errorf("cleaning twice changes %q to %q", got, again)
		}
		if plain := "Cash " + norm.NFC.String("é"); clean(plain, 400) != plain {
			t.Errorf("plain text %q was changed", plain)
		}
	})
}
