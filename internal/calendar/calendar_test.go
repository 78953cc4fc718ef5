package calendar_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"example.com/pickwick/internal/calendar"
)

func date(tb testing.TB, s string) calendar.Date {
	tb.Helper()
	d, err := calendar.ParseDate(s)
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

func clock(tb testing.TB, s string) calendar.Clock {
	tb.Helper()
	c, err := calendar.ParseClock(s)
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

func TestDates(t *testing.T) {
	d := date(t, "2026-11-23")
	if d.String() != "2026-11-23" || d.Weekday() != time.Monday {
		t.Errorf("got %s, a %s", d, d.Weekday())
	}
	if got := date(t, "2028-02-28").AddDays(2).String(); got != "2028-03-01" {
		t.Errorf("two days after 2028-02-28 is %s", got)
	}
	if got := date(t, "1970-01-01").AddDays(-1); got.String() != "1969-12-31" || got.Weekday() != time.Wednesday {
		t.Errorf("the day before 1970 is %s, a %s", got, got.Weekday())
	}
	for _, wrong := range []string{"", "2026-11-31", "2026-1-2", "23.11.2026", "2026-11-23T00:00:00Z"} {
		if _, err := calendar.ParseDate(wrong); err == nil {
			t.Errorf("%q was read as a date", wrong)
		}
	}
}

func TestDateRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := calendar.Date(rapid.IntRange(-700_000, 2_900_000).Draw(t, "days")) // the years 54 to 9909
		back, err := calendar.ParseDate(d.String())
		if err != nil || back != d {
			t.Fatalf("%d is %s, which is read as %d (%v)", d, d, back, err)
		}
		if d.AddDays(1).Weekday() != (d.Weekday()+1)%7 {
			t.Fatalf("%s is a %s, the next day a %s", d, d.Weekday(), d.AddDays(1).Weekday())
		}
	})
}

func TestClocks(t *testing.T) {
	for _, s := range []string{"00:00", "08:30", "23:59"} {
		if got := clock(t, s).String(); got != s {
			t.Errorf("%s became %s", s, got)
		}
	}
	for _, wrong := range []string{"", "8:30", "24:00", "08:60", "08:30:00", "0830", "8:30 pm", "-1:00"} {
		if c, err := calendar.ParseClock(wrong); err == nil {
			t.Errorf("%q was read as %s", wrong, c)
		}
	}
}

func TestTodayIsTheRepsOwn(t *testing.T) {
	now := time.Date(2026, 11, 22, 23, 30, 0, 0, time.UTC)
	for zone, want := range map[string]string{
		"UTC": "2026-11-22", "Europe/Berlin": "2026-11-23", "Pacific/Kiritimati": "2026-11-23", "America/Los_Angeles": "2026-11-22",
	} {
		if got := calendar.Today(now, zones(t)[zone]).String(); got != want {
			t.Errorf("in %s it is %s, want %s", zone, got, want)
		}
	}
}

func TestInstantThroughClockChanges(t *testing.T) {
	for _, tc := range []struct{ name, zone, date, at, want string }{
		{"an ordinary day", "Europe/Berlin", "2026-11-23", "08:30", "2026-11-23T08:30:00+01:00"},
		{"put forward over it", "Europe/Berlin", "2026-03-29", "02:30", "2026-03-29T03:00:00+02:00"},
		{"just before it is put forward", "Europe/Berlin", "2026-03-29", "01:59", "2026-03-29T01:59:00+01:00"},
		{"just as it is put forward", "Europe/Berlin", "2026-03-29", "02:00", "2026-03-29T03:00:00+02:00"},
		{"shown twice", "Europe/Berlin", "2026-10-25", "02:30", "2026-10-25T02:30:00+02:00"},
		{"put back before it is reached", "Europe/Berlin", "2026-10-25", "03:00", "2026-10-25T03:00:00+01:00"},
		{"put forward at midnight", "Africa/Cairo", "2026-04-24", "00:15", "2026-04-24T01:00:00+03:00"},
		{"half an hour only", "Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-04T02:30:00+11:00"},
		{"a date left out", "Pacific/Apia", "2011-12-30", "08:30", "2011-12-31T00:00:00+14:00"},
		{"the date after it", "Pacific/Apia", "2011-12-31", "08:30", "2011-12-31T08:30:00+14:00"},
		{"greenland's missing hour", "America/Nuuk", "2026-03-28", "23:30", "2026-03-29T00:00:00-01:00"},
		{"the last day of a leap year", "Europe/Berlin", "2028-12-31", "23:30", "2028-12-31T23:30:00+01:00"},
		{"furthest west", "Etc/GMT+12", "2026-11-23", "23:59", "2026-11-23T23:59:00-12:00"},
		{"furthest east", "Pacific/Kiritimati", "2026-11-23", "00:00", "2026-11-23T00:00:00+14:00"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := calendar.Instant(date(t, tc.date), clock(t, tc.at), zones(t)[tc.zone])
			if s := got.Format(time.RFC3339); s != tc.want {
				t.Errorf("%s %s in %s is %s, want %s", tc.date, tc.at, tc.zone, s, tc.want)
			}
		})
	}
}

func TestSlots(t *testing.T) {
	weekdays := []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}
	for _, tc := range []struct {
		name string
		zone string
		days []time.Weekday
		per  int
		from string
		n    int
		want []string
	}{
		{"from a delivery day", "Europe/Berlin", weekdays, 1, "2026-11-20", 3, []string{"2026-11-20/1", "2026-11-23/1", "2026-11-24/1"}},
		{"from a Saturday", "Europe/Berlin", weekdays, 1, "2026-11-21", 1, []string{"2026-11-23/1"}},
		{"two a day", "Europe/Berlin", []time.Weekday{time.Friday, time.Monday}, 2, "2026-11-20", 2, []string{"2026-11-20/1", "2026-11-20/2", "2026-11-23/1", "2026-11-23/2"}},
		{"a weekday written twice", "Europe/Berlin", []time.Weekday{time.Friday, time.Friday}, 1, "2026-11-20", 2, []string{"2026-11-20/1", "2026-11-27/1"}},
		{"the Friday Samoa left out", "Pacific/Apia", []time.Weekday{time.Friday}, 1, "2011-12-23", 2, []string{"2011-12-23/1", "2012-01-06/1"}},
		{"no days", "Europe/Berlin", nil, 1, "2026-11-20", 3, nil},
		{"no such weekday", "Europe/Berlin", []time.Weekday{9}, 1, "2026-11-20", 3, nil},
		{"none asked for", "Europe/Berlin", weekdays, 1, "2026-11-20", 0, nil},
		{"fewer than none", "Europe/Berlin", weekdays, 1, "2026-11-20", -3, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := calendar.Schedule{At: clock(t, "08:30"), Zone: zones(t)[tc.zone], Days: tc.days, PerDay: tc.per}
			var got []string
			for _, slot := range s.Slots(date(t, tc.from), tc.n) {
				got = append(got, slot.Date.String()+"/"+string(rune('0'+slot.N)))
				if clockShown := slot.At.Format("2006-01-02 15:04"); clockShown != slot.Date.String()+" 08:30" {
					t.Errorf("the slot of %s is due at %s", slot.Date, clockShown)
				}
			}
			if !slices.Equal(got, tc.want) {
				t.Errorf("got %v, want %v", got, tc.want)
			}
		})
	}
}
