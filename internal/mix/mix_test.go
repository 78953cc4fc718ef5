package mix_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/mix"
)

const (
	horizon   = 200 // picks; the pattern of whole percents returns after 100
	anySplit  = 75  // hundredths of a pick; Tijdeman's 1 − 1/(2k−2) at k = 3
	twoOrigin = 50  // the same at k = 2
	byDefault = 60  // at 70/20/10
)

func always(curation.Origin) bool { return true }

// eachSplit calls f with every split of 100 into three whole percents.
func eachSplit(f func(curation.Mix)) {
	for a := range 101 {
		for b := range 101 - a {
			f(curation.Mix{Others: a, Company: b, Own: 100 - a - b})
		}
	}
}

func TestMixHoldsForEverySplitOfThree(t *testing.T) {
	splits := 0
	eachSplit(func(m curation.Mix) {
		splits++
		bound := anySplit
		switch {
		case m.Others == 100, m.Company == 100, m.Own == 100:
			bound = 0
		case m.Others*m.Company*m.Own == 0:
			bound = twoOrigin
		}
		var c mix.Counts
		for n := 1; n <= horizon; n++ {
			o, ok := mix.Next(m, c, always)
			if !ok {
				t.Fatalf("%s: nothing for pick %d", m, n)
			}
			c = c.Plus(o)
			if d := mix.Deviation(m, c); d > bound {
				t.Fatalf("%s: after %d picks %+v is %d hundredths off, more than %d", m, n, c, d, bound)
			}
		}
	})
	if splits != 5151 {
		t.Errorf("tried %d splits, not all 5,151", splits)
	}
}

func TestMixHoldsWithinPointSixByDefault(t *testing.T) {
	m := curation.DefaultMix()
	var c mix.Counts
	worst := 0
	for n := 1; n <= horizon; n++ {
		o, _ := mix.Next(m, c, always)
		c = c.Plus(o)
		worst = max(worst, mix.Deviation(m, c))
		if n%10 == 0 && mix.Deviation(m, c) != 0 {
			t.Errorf("after %d picks %+v is not exactly %s", n, c, m)
		}
	}
	if worst != byDefault {
		t.Errorf("the worst deviation is %d hundredths, want exactly %d", worst, byDefault)
	}
}

// No rule can do better than 0.6 at 70/20/10: every order of ten picks is searched.
func TestPointSixIsTheSmallestBound(t *testing.T) {
	m := curation.DefaultMix()
	var best func(c mix.Counts, left int) int
	best = func(c mix.Counts, left int) int {
		if left == 0 {
			return 0
		}
		least := 1000
		for _, o := range curation.Origins() {
			next := c.Plus(o)
			if d := mix.Deviation(m, next); d < least {
				least = min(least, max(d, best(next, left-1)))
			}
		}
		return least
	}
	if got := best(mix.Counts{}, 10); got != byDefault {
		t.Errorf("the best order of ten picks reaches %d hundredths, want %d", got, byDefault)
	}
}

func TestFirstPicks(t *testing.T) {
	for _, tc := range []struct {
		mix  string
		want string
	}{
		{"70/20/10", "o o c o o y o o c o"},
		{"100/0/0", "o o o o o o o o o o"},
		{"0/0/100", "y y y y y y y y y y"},
		{"50/50/0", "o c o c o c o c o c"},
		{"0/50/50", "c y c y c y c y c y"},
		{"34/33/33", "o c y o c y o c y o"},
	} {
		t.Run(tc.mix, func(t *testing.T) {
			m, err := curation.ParseMix(tc.mix)
			if err != nil {
				t.Fatal(err)
			}
			var c mix.Counts
			var got []string
			for range 10 {
				o, _ := mix.Next(m, c, always)
				c = c.Plus(o)
				got = append(got, letter(o))
			}
			if s := strings.Join(got, " "); s != tc.want {
				t.Errorf("got  %s\nwant %s", s, tc.want)
			}
		})
	}
}

func letter(o curation.Origin) string {
	return map[curation.Origin]string{curation.Others: "o", curation.Company: "c", curation.Own: "y"}[o]
}

func TestDryOrigins(t *testing.T) {
	others := curation.Others
	for _, tc := range []struct {
		name   string
		mix    curation.Mix
		counts mix.Counts
		offer  []curation.Origin
		want   curation.Origin
		ok     bool
	}{
		{"nothing to offer", curation.DefaultMix(), mix.Counts{}, nil, "", false},
		{"only an origin of share 0", curation.Mix{Others: 100}, mix.Counts{}, []curation.Origin{curation.Company}, "", false},
		{"the due one is dry", curation.DefaultMix(), mix.Counts{Others: 2}, []curation.Origin{others, curation.Own}, curation.Own, true},
		{"every due one is dry", curation.DefaultMix(), mix.Counts{Others: 2}, []curation.Origin{others}, others, true},
		{"only an early one is left", curation.DefaultMix(), mix.Counts{Own: 9}, []curation.Origin{curation.Own}, curation.Own, true},
		{"of two early ones the sooner", curation.DefaultMix(), mix.Counts{Company: 1, Own: 1}, []curation.Origin{curation.Company, curation.Own}, curation.Company, true},
		{"an owed one comes back", curation.DefaultMix(), mix.Counts{Others: 18, Company: 6}, curation.Origins(), curation.Own, true},
		{"history of an origin now at 0", curation.Mix{Others: 80, Company: 20}, mix.Counts{Own: 5}, curation.Origins(), others, true},
		{"no mix at all", curation.Mix{}, mix.Counts{}, curation.Origins(), "", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			can := func(o curation.Origin) bool {
				for _, have := range tc.offer {
					if o == have {
						return true
					}
				}
				return false
			}
			got, ok := mix.Next(tc.mix, tc.counts, can)
			if got != tc.want || ok != tc.ok {
				t.Errorf("got %q, %v; want %q, %v", got, ok, tc.want, tc.ok)
			}
		})
	}
}

// Over any supply, what is chosen can be offered and is wanted, and a pick is
// missing only when nothing wanted can be offered. While every origin had
// something, 70/20/10 is within 0.6.
func TestMixOverRandomSupply(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := curation.DefaultMix()
		if rapid.Bool().Draw(t, "other split") {
			a := rapid.IntRange(0, 100).Draw(t, "others")
			b := rapid.IntRange(0, 100-a).Draw(t, "company")
			m = curation.Mix{Others: a, Company: b, Own: 100 - a - b}
		}
		droughts := rapid.Bool().Draw(t, "droughts")
		full := true
		var c mix.Counts
		for n := 1; n <= 20; n++ {
			supply := map[curation.Origin]bool{}
			wanted := false
			for _, o := range curation.Origins() {
				supply[o] = !droughts || rapid.Bool().Draw(t, fmt.Sprintf("%s at %d", o, n))
				full = full && supply[o]
				wanted = wanted || supply[o] && m.Share(o) > 0
			}
			o, ok := mix.Next(m, c, func(o curation.Origin) bool { return supply[o] })
			if ok != wanted {
				t.Fatalf("pick %d: ok = %v with supply %v at %s", n, ok, supply, m)
			}
			if !ok {
				continue
			}
			if !supply[o] || m.Share(o) == 0 {
				t.Fatalf("pick %d: %s can't be offered at %s", n, o, m)
			}
			c = c.Plus(o)
			bound := anySplit
			if m == curation.DefaultMix() {
				bound = byDefault
			}
			if d := mix.Deviation(m, c); full && d > bound {
				t.Fatalf("%s: after %d picks %+v is %d hundredths off", m, n, c, d)
			}
		}
	})
}

func TestCounts(t *testing.T) {
	var c mix.Counts
	for i, o := range curation.Origins() {
		for range i + 1 {
			c = c.Plus(o)
		}
	}
	c = c.Plus("elsewhere")
	if c != (mix.Counts{Others: 1, Company: 2, Own: 3}) || c.Total() != 6 || c.Of(curation.Own) != 3 || c.Of("elsewhere") != 0 {
		t.Errorf("counted %+v", c)
	}
	if d := mix.Deviation(curation.DefaultMix(), c); d != 320 {
		t.Errorf("1 of 6 at 70 %% is 3.2 picks short; got %d hundredths", d)
	}
}
