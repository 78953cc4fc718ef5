package discord

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	fake "example.com/pickwick/internal/fake/discord"
)

func TestMarkdownShowsLetterForLetter(t *testing.T) {
	for _, c := range []struct{ in, out string }{
		{"", ""},
		{"plain words, 3.5% (a lot)!", "plain words, 3.5% (a lot)!"},
		{"**bold** *it* __u__ _i_", `\*\*bold\*\* \*it\* \_\_u\_\_ \_i\_`},
		{"~~gone~~ ||spoiler||", `\~\~gone\~\~ \|\|spoiler\|\|`},
		{"`code` ```block```", "\\`code\\` \\`\\`\\`block\\`\\`\\`"},
		{"[click](https://evil.example)", `\[click\](https\://evil.example)`},
		{"https://evil.example", `https\://evil.example`},
		{"<https://evil.example>", `\<https\://evil.example>`},
		{"@everyone @here", `\@everyone \@here`},
		{"<@1> <@&2> <#3> </leave:4>", `\<\@1> \<\@&2> \<#3> \</leave\:4>`},
		{"<:a:1> <a:b:2> :smile:", `\<\:a\:1> \<a\:b\:2> \:smile:`},
		{"<t:0:R>", `\<t\:0\:R>`},
		{"# head", `\# head`},
		{"### head", `\### head`},
		{"-# small", `\-# small`},
		{"> quote", `\> quote`},
		{">>> quote", `\>>> quote`},
		{"- list", `\- list`},
		{"+ list", `\+ list`},
		{"* list", `\* list`},
		{"12. list", `12\. list`},
		{"12) list", `12\) list`},
		{"in 2026. It", "in 2026. It"},
		{"C# and a - b > c", "C# and a - b > c"},
		{"Report: cash at 12:30", `Report: cash at 12\:30`},
		{`back\slash \*`, `back\\slash \\\*`},
		{"two\nlines\r\n# head\tand\u2028more", `two lines # head and more`},
		{"a\x00b\x1b[31mc", `ab\[31mc`},
		{"bad \xff utf-8", "bad \uFFFD utf-8"},
		{"👩‍👩‍👧‍👦 e\u0301", "👩‍👩‍👧‍👦 e\u0301"},
	} {
		if got := markdown(c.in, 1000); got != c.out {
			t.Errorf("%q becomes %q, want %q", c.in, got, c.out)
		}
		shown, marks := fake.Render(markdown(c.in, 1000))
		if shown != oneLine(c.in) || len(marks) > 0 {
			t.Errorf("%q is shown as %q with %v", c.in, shown, marks)
		}
	}
}

func TestACutSplitsNothing(t *testing.T) {
	for _, c := range []struct {
		in    string
		limit int
		out   string
	}{
		{"abcdef", 6, "abcdef"},
		{"abcdefg", 6, "abcde…"},
		{"abc defg", 5, "abc…"},
		{"ab****", 6, `ab\*…`}, // an escape is kept whole
		{"ab***", 8, `ab\*\*\*`},
		{"abcd😀", 6, "abcd😀"},
		{"abcde😀", 6, "abcde…"},
		{"abcd👩‍👩‍👧‍👦", 8, "abcd…"},
		{"abcde\u0301\u0301\u0301", 6, "abcd…"},
		{"😀", 1, "…"},
	} {
		got := markdown(c.in, c.limit)
		if got != c.out || units(got) > c.limit {
			t.Errorf("%q in %d becomes %q (%d), want %q", c.in, c.limit, got, units(got), c.out)
		}
	}
}

// literal checks that a text is shown as it was, or the beginning of it.
func literal(t interface{ Errorf(string, ...any) }, s string, limit int) {
	out := markdown(s, limit)
	if units(out) > limit {
		t.Errorf("%q in %d takes %d", s, limit, units(out))
	}
	for _, before := range []string{"", "> ", "**bold** "} {
		whole, want := before+out, oneLine(s)
		shown, marks := fake.Render(whole)
		if before != "" {
			if len(marks) == 0 {
				t.Errorf("%q lost its frame", whole)
				continue
			}
			marks = marks[1:]
			shown = strings.TrimPrefix(shown, "bold ")
		}
		if cut, ok := strings.CutSuffix(shown, "…"); ok && shown != want {
			shown, want = cut, want[:min(len(cut), len(want))]
		}
		if shown != want || len(marks) > 0 {
			t.Errorf("%q is shown as %q with %v", s, shown, marks)
		}
	}
}

// markup is made of the pieces of which Discord's markup is made.
var markup = rapid.SliceOf(rapid.SampledFrom([]string{
	"*", "_", "~~", "||", "`", "```", "\\", "[", "](", ")", "<", ">", "<@1>", "<#1>", "<t:1>", "<:a:1>", ":a:", ":", "@everyone", "@here",
	"https://", "http://x", "a", " ", "\n", "#", "-", "-#", "+", "1.", "12", ".", "😀", "é", "e\u0301", "\u200B", "\uFFFD", "\xff",
}))

func TestNoMarkupSurvives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		literal(t, strings.Join(markup.Draw(t, "pieces"), ""), rapid.IntRange(1, 80).Draw(t, "limit"))
	})
}

func FuzzMarkdown(f *testing.F) {
	f.Add("**a** [b](https://evil.example) <@1>", 40)
	f.Add("1. one\n> two # three \\", 12)
	f.Fuzz(func(t *testing.T, s string, limit int) {
		if limit < 1 || limit > 5000 {
			t.Skip("no limit of ours")
		}
		literal(t, s, limit)
	})
}
