package main

import (
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestTables(t *testing.T) {
	headings := []string{"feed", "state", "next poll"}
	rows := [][]string{{"The Treasury Weekly of the North", "not polled yet", "20 Nov 12:00 UTC"}, {"大きな会計新聞と財務の雑誌", "well", "never"}}
	for _, c := range []struct {
		name  string
		width int
		want  string
	}{
		{"no terminal", 0, `
feed                              state           next poll
The Treasury Weekly of the North  not polled yet  20 Nov 12:00 UTC
大きな会計新聞と財務の雑誌        well            never
`},
		{"wide enough", 66, `
feed                              state           next poll
The Treasury Weekly of the North  not polled yet  20 Nov 12:00 UTC
大きな会計新聞と財務の雑誌        well            never
`},
		{"the title is cut", 52, `
feed                state           next poll
The Treasury Week…  not polled yet  20 Nov 12:00 UTC
大きな会計新聞と…   well            never
`},
		{"then the last column is wrapped", 40, `
feed          state           next poll
The Treasur…  not polled yet  20 Nov
                              12:00 UTC
大きな会計…   well            never
`},
		{"nothing else gives way", 1, `
feed          state           next poll
The Treasur…  not polled yet  20 Nov
                              12:00 UTC
大きな会計…   well            never
`},
	} {
		got := strings.Join(tableLines(headings, rows, c.width, 0), "\n")
		if diff := cmp.Diff(strings.Trim(c.want, "\n"), got); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func TestOfTwoColumnsTheFirstIsCutFirst(t *testing.T) {
	row := []string{strings.Repeat("a", 30), strings.Repeat("b", 30), "c"}
	for width, want := range map[int]string{
		60: strings.Repeat("a", 24) + "…  " + strings.Repeat("b", 30) + "  c",
		40: strings.Repeat("a", 11) + "…  " + strings.Repeat("b", 22) + "…  c",
		20: strings.Repeat("a", 11) + "…  " + strings.Repeat("b", 11) + "…  c",
	} {
		if got := tableLines([]string{"A", "B", "C"}, [][]string{row}, width, 0, 1)[1]; got != want {
			t.Errorf("%d columns: %s", width, got)
		}
	}
}

// TestWrappedWordsAreWhole: no word is broken or lost, and no line is too wide
// but for one that is a single word.
func TestWrappedWordsAreWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[a-z会é]{1,12}( [a-z会é]{1,12}){0,20}`).Draw(t, "text")
		width := rapid.IntRange(1, 60).Draw(t, "width")
		lines := wrapWords("- ", "    ", text, width)
		for i, line := range lines {
			if indent := []string{"- ", "    "}[min(i, 1)]; !strings.HasPrefix(line, indent) {
				t.Fatalf("line %d is %q", i, line)
			}
			if words := strings.Fields(strings.TrimPrefix(line, "- ")); lipgloss.Width(line) > width && len(words) > 1 {
				t.Fatalf("%q is wider than %d", line, width)
			}
		}
		if got := strings.Join(strings.Fields(strings.Join(lines, " ")), " "); got != "- "+text {
			t.Fatalf("%q became %q", text, got)
		}
	})
	if got := wrapWords("- ", "  ", "", 10); len(got) != 1 || got[0] != "-" {
		t.Errorf("of nothing: %q", got)
	}
}
