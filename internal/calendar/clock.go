package calendar

import (
	"fmt"
	"time"
)

// Clock is a time of day as a wall clock shows it, in minutes since midnight,
// 0 to 1439.
type Clock int

// ParseClock reads HH:MM on the 24-hour clock.
func ParseClock(s string) (Clock, error) {
	t, err := time.Parse("15:04", s)
	if err != nil || len(s) != len("15:04") {
		return 0, fmt.Errorf("%q is not a time of day: write HH:MM, such as 08:30", s)
	}
	return Clock(t.Hour()*60 + t.Minute()), nil
}

// String is the time of day as HH:MM.
func (c Clock) String() string { return fmt.Sprintf("%02d:%02d", c/60, c%60) }

// Instant is the first instant at which a wall clock in loc shows the time at
// on date d, or later. Where the clock is put forward over that time, it is
// the moment of the change; where it is put back and shows the time twice, it
// is the first of the two. Where the rest of the date was left out, it is the
// moment at which the next date began: Samoa left out the whole of 2011-12-30,
// and Greenland leaves out the last hour of a Saturday each March.
func Instant(d Date, at Clock, loc *time.Location) time.Time {
	// wall is what the clock should show, written as if it were UTC. The
	// instant itself is that less the zone's offset, which is under a day, so
	// a day before it no clock has come that far.
	wall := d.utc().Add(time.Duration(at) * time.Minute)
	t := wall.AddDate(0, 0, -1).In(loc)
	for {
		_, offset := t.Zone()
		_, end := t.ZoneBounds()
		if !end.IsZero() && !end.After(t) {
			// Up to Go 1.26 the bounds of a zone with daylight saving stop a
			// day short of the end of a leap year.
			end = t.Truncate(24 * time.Hour).Add(24 * time.Hour)
		}
		first := wall.Add(-time.Duration(offset) * time.Second).In(loc)
		if first.Before(t) {
			first = t // the change of offset jumped over it
		}
		if end.IsZero() || first.Before(end) {
			return first
		}
		t = end
	}
}
