// Package calendar turns a rep's delivery days, hour and time zone into slots:
// one instant for each local date, right through daylight-saving changes.
//
// A slot is a date and a number, not a cron time: nothing is missed when the
// clock jumps over the hour and nothing is doubled when it shows it twice.
package calendar

import (
	"fmt"
	"time"
)

// Date is a day of the Gregorian calendar in no particular time zone, counted
// from 1970-01-01, so dates compare and subtract as integers.
type Date int

const (
	isoDate    = "2006-01-02"
	secondsDay = 24 * 60 * 60
)

// ParseDate reads YYYY-MM-DD.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(isoDate, s)
	if err != nil {
		return 0, fmt.Errorf("%q is not a date: write YYYY-MM-DD, such as 2026-11-23", s)
	}
	return dateOf(t), nil
}

// Today is the date that a clock in loc shows at an instant.
func Today(now time.Time, loc *time.Location) Date { return dateOf(now.In(loc)) }

// dateOf is the date of t in its own location.
func dateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / secondsDay)
}

// AddDays is the date n days later, or earlier if n is negative.
func (d Date) AddDays(n int) Date { return d + Date(n) }

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

// String is the date as YYYY-MM-DD.
func (d Date) String() string { return d.utc().Format(isoDate) }

// utc is midnight UTC of the date.
func (d Date) utc() time.Time { return time.Unix(int64(d)*secondsDay, 0).UTC() }
