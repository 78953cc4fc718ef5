package calendar

import (
	"slices"
	"time"
)

// Schedule is when a rep receives picks.
type Schedule struct {
	At     Clock
	Zone   *time.Location
	Days   []time.Weekday
	PerDay int // picks on one delivery day
}

// Slot is the place of one pick: the unique key, with the rep, under which it
// is planned and delivered once.
type Slot struct {
	Date Date
	N    int       // 1 for the first of the day
	At   time.Time // when it is due, in the schedule's zone
}

// On reports whether a date is a delivery day: one of the weekdays, and one
// that exists in the zone (Samoa left 2011-12-30 out).
func (s Schedule) On(d Date) bool {
	return slices.Contains(s.Days, d.Weekday()) && Today(Instant(d, 0, s.Zone), s.Zone) == d
}

// Slots are the slots of the next so many delivery days, beginning with from
// if it is one, in order. A schedule without days has none.
func (s Schedule) Slots(from Date, days int) []Slot {
	var slots []Slot
	end := from.AddDays(7 * (days + 1)) // a week more, for a date left out
	for d := from; d < end && days > 0; d = d.AddDays(1) {
		if !s.On(d) {
			continue
		}
		days--
		at := Instant(d, s.At, s.Zone)
		for n := 1; n <= s.PerDay; n++ {
			slots = append(slots, Slot{Date: d, N: n, At: at})
		}
	}
	return slots
}
