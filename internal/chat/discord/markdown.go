package discord

import (
	"strings"
	"unicode"
	"unicode/utf16"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// markdown makes text from outside show letter for letter where Discord reads
// markdown, on one line, in at most limit UTF-16 units with its backslashes. A
// cut is marked and never splits a character or an escape. The rules of
// Discord's clients: a backslash before punctuation shows the punctuation.
// https://support.discord.com/hc/en-us/articles/210298617
func markdown(s string, limit int) string {
	return fit(s, limit, func(s string, i int) bool {
		switch s[i] {
		case '\\', '*', '_', '~', '`', '|', '[', ']', '<', '@':
			// Emphasis, strike, code, spoilers; links; mentions of people,
			// channels and commands, times, custom emoji, bare links in angles.
			return true
		case ':':
			// https://… and :name: begin with it; "Report: cash" does not.
			return i+1 < len(s) && s[i+1] != ' '
		case '#', '>', '-', '+':
			return i == 0 // headings, quotes, lists
		case '.', ')':
			return i > 0 && strings.Trim(s[:i], "0123456789") == "" // numbered lists
		}
		return false
	})
}

// plain is markdown for where Discord reads none: author, footer, labels.
func plain(s string, limit int) string {
	return fit(s, limit, func(string, int) bool { return false })
}

// fit puts s on one line, puts a backslash before each byte that escape names,
// and cuts the result to limit UTF-16 units.
func fit(s string, limit int, escape func(s string, i int) bool) string {
	s = oneLine(s)
	var b strings.Builder
	size, cut := 0, 0 // cut is where the mark fits in
	for g := graphemes.FromString(s); g.Next(); {
		v := g.Value()
		n := units(v)
		if escape(s, g.Start()) {
			v, n = `\`+v, n+1
		}
		if size+n > limit {
			return strings.TrimRight(b.String()[:cut], " ") + "…"
		}
		b.WriteString(v)
		if size += n; size < limit {
			cut = b.Len()
		}
	}
	return b.String()
}

// oneLine collapses white space and drops control characters and bytes that
// are no text.
func oneLine(s string) string {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "\uFFFD")), " ")
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, s))
}

// units is the length in UTF-16 units, the strictest of the ways in which
// Discord is seen to count.
func units(s string) (n int) {
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}
