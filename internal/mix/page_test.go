package mix_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/mix"
)

// The worked table of docs/mix.md is computed anew, in floating point and by
// the words of that page.
func TestWorkedTableOfThePage(t *testing.T) {
	page, err := os.ReadFile("../../docs/mix.md")
	if err != nil {
		t.Fatal(err)
	}
	m := curation.DefaultMix()
	var c mix.Counts
	for n := 1; n <= 10; n++ {
		row := fmt.Sprintf("| %d |", n)
		for _, o := range curation.Origins() {
			share := float64(m.Share(o)) / 100
			owed := share*float64(n) - float64(c.Of(o))
			cell := fmt.Sprintf("%.1f", owed+1e-9)
			if owed >= 0.25 {
				cell = "**" + cell + "**"
			}
			row += fmt.Sprintf(" %s (%.1f) |", cell, (float64(c.Of(o))+1-0.25)/share+1e-9)
		}
		o, _ := mix.Next(m, c, always)
		c = c.Plus(o)
		row += fmt.Sprintf(" %s | %d/%d/%d | %.1f |", o, c.Others, c.Company, c.Own, float64(mix.Deviation(m, c))/100)
		if !strings.Contains(string(page), row+"\n") {
			t.Errorf("docs/mix.md lacks the row\n%s", row)
		}
	}
}

// The page says where the two rules are worst.
func TestWorstSplitsOfThePage(t *testing.T) {
	owedMost := func(m curation.Mix, c mix.Counts) curation.Origin {
		var most curation.Origin
		owed := -1000
		for _, o := range curation.Origins() {
			if d := m.Share(o)*(c.Total()+1) - 100*c.Of(o); d > owed {
				most, owed = o, d
			}
		}
		return most
	}
	tijdeman := func(m curation.Mix, c mix.Counts) curation.Origin {
		o, _ := mix.Next(m, c, always)
		return o
	}
	for _, tc := range []struct {
		name  string
		mix   curation.Mix
		next  func(curation.Mix, mix.Counts) curation.Origin
		worst int
	}{
		{"Tijdeman's rule", curation.Mix{Others: 1, Company: 2, Own: 97}, tijdeman, 75},
		{"Tijdeman's rule", curation.Mix{Others: 49, Company: 49, Own: 2}, tijdeman, 75},
		{"the origin that is owed most", curation.Mix{Others: 49, Company: 49, Own: 2}, owedMost, 82},
	} {
		var c mix.Counts
		worst := 0
		for range horizon {
			c = c.Plus(tc.next(tc.mix, c))
			worst = max(worst, mix.Deviation(tc.mix, c))
		}
		if worst != tc.worst {
			t.Errorf("%s is off by %d hundredths at %s, want %d", tc.name, worst, tc.mix, tc.worst)
		}
	}
}
