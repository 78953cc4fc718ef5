// Package mix decides which origin a rep's next pick comes from, so that after
// any number of picks each origin is close to its target share.
//
// The rule is Tijdeman's: R. Tijdeman, "The chairman assignment problem",
// Discrete Mathematics 32 (1980) 323–330. docs/mix.md explains it with a worked
// table. It knows nothing of stories or days: the caller says which origins
// have something to offer.
package mix

import "example.com/pickwick/internal/curation"

// Counts is how many picks a rep had of each origin.
type Counts struct {
	Others  int `json:"others"`
	Company int `json:"company"`
	Own     int `json:"own"`
}

// Of is the count of one origin.
func (c Counts) Of(o curation.Origin) int {
	switch o {
	case curation.Others:
		return c.Others
	case curation.Company:
		return c.Company
	case curation.Own:
		return c.Own
	}
	return 0
}

// Plus is the counts after one more pick of an origin.
func (c Counts) Plus(o curation.Origin) Counts {
	switch o {
	case curation.Others:
		c.Others++
	case curation.Company:
		c.Company++
	case curation.Own:
		c.Own++
	}
	return c
}

// Total is the number of picks.
func (c Counts) Total() int { return c.Others + c.Company + c.Own }

// Next chooses the origin of the pick that follows c, among those with a share
// above 0 for which can reports something to offer. ok is false when there is
// none.
//
// With k shares above 0 and d = 2k−2, pick n may come from an origin as soon
// as share × n − count ≥ 1/d. Of those that may, the one whose next pick is
// due first, at (count + 1 − 1/d) / share, is chosen; ties go to others, then
// company, then own. When none that may has anything to offer, the one due
// first of the rest is.
func Next(m curation.Mix, c Counts, can func(curation.Origin) bool) (next curation.Origin, ok bool) {
	d := max(1, 2*positive(m)-2) // with one origin there is nothing to weigh
	n := c.Total() + 1
	var nextMay bool
	for _, o := range curation.Origins() {
		share := m.Share(o)
		if share <= 0 || !can(o) {
			continue
		}
		may := d*(share*n-100*c.Of(o)) >= 100
		switch {
		case !ok, may && !nextMay, may == nextMay && dueBefore(m, c, d, o, next):
			next, nextMay, ok = o, may, true
		}
	}
	return next, ok
}

// Deviation is how far the counts are from their target shares of the total,
// at the origin that is furthest off, in hundredths of a pick. Over all splits
// of three origins it stays at or below 75, for 70/20/10 at or below 60, as
// long as each origin had something to offer.
func Deviation(m curation.Mix, c Counts) int {
	worst := 0
	for _, o := range curation.Origins() {
		off := m.Share(o)*c.Total() - 100*c.Of(o)
		worst = max(worst, off, -off)
	}
	return worst
}

// positive is the number of origins with a share above 0.
func positive(m curation.Mix) int {
	k := 0
	for _, o := range curation.Origins() {
		if m.Share(o) > 0 {
			k++
		}
	}
	return k
}

// dueBefore reports whether the next pick of a is due before that of b. Both
// sides of the comparison are multiplied by d and by both shares.
func dueBefore(m curation.Mix, c Counts, d int, a, b curation.Origin) bool {
	return ((c.Of(a)+1)*d-1)*m.Share(b) < ((c.Of(b)+1)*d-1)*m.Share(a)
}
