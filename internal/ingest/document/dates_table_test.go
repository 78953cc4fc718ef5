package document

import (
	"os"
	"strings"
	"testing"
	"time"
)

// TestDatesInOurOwnTable holds more than a hundred ways to write a date to the
// instant that each means. One that is wrong by more than a day would put an
// item among the news of another day.
func TestDatesInOurOwnTable(t *testing.T) {
	table, err := os.ReadFile("testdata/dates.tsv")
	if err != nil {
		t.Fatal(err)
	}
	total, right := 0, 0
	for line := range strings.Lines(string(table)) {
		text, means, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if !ok {
			continue // a heading
		}
		total++
		got, dated := parseDate(text)
		want, err := time.Parse(time.RFC3339Nano, means)
		switch off := got.Sub(want).Abs(); {
		case means == "none" && !dated, means != "none" && dated && off == 0:
			right++
		case means != "none" && err != nil:
			t.Fatal(err)
		case means == "none":
			t.Errorf("%q: %v, but it is no date", text, got)
		case dated && off > 24*time.Hour:
			t.Errorf("%q: %v, wrong by %v", text, got, off)
		default:
			t.Errorf("%q: %v, %t; not %s", text, got, dated, means)
		}
	}
	t.Logf("%d of %d dates are right", right, total)
	if total < 100 || right*100 < total*95 {
		t.Errorf("only %d of %d dates are right", right, total)
	}
}
