package delivery

import (
	"slices"
	"testing"
	"time"

	"example.com/pickwick/internal/curation"
)

func TestOnTimeOnlyTheNewestDateAndOnlyUntilEvening(t *testing.T) {
	berlin, sydney, honolulu := zone(t, "Europe/Berlin"), zone(t, "Australia/Sydney"), zone(t, "Pacific/Honolulu")
	local := func(z *time.Location, s string) time.Time {
		v, err := time.ParseInLocation("2006-01-02 15:04", s, z)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	pick := func(z *time.Location, due string) curation.Pick {
		return curation.Pick{Date: due[:10], DueAt: local(z, due)}
	}
	for _, c := range []struct {
		name    string
		zone    *time.Location
		now     string // in zone
		anyHour bool
		picks   []curation.Pick
		want    []lateness
	}{
		{"on the minute", berlin, "2026-11-23 08:30", false, []curation.Pick{pick(berlin, "2026-11-23 08:30")}, []lateness{inTime}},
		{"in the afternoon", berlin, "2026-11-23 17:59", false, []curation.Pick{pick(berlin, "2026-11-23 08:30")}, []lateness{inTime}},
		{"in the evening", berlin, "2026-11-23 18:00", false, []curation.Pick{pick(berlin, "2026-11-23 08:30")}, []lateness{afterHours}},
		{"in the evening, asked for", berlin, "2026-11-23 23:59", true, []curation.Pick{pick(berlin, "2026-11-23 08:30")}, []lateness{inTime}},
		{"the day after", berlin, "2026-11-24 00:00", false, []curation.Pick{pick(berlin, "2026-11-23 08:30")}, []lateness{dayOver}},
		{"the day after, asked for", berlin, "2026-11-24 00:00", true, []curation.Pick{pick(berlin, "2026-11-23 08:30")}, []lateness{dayOver}},
		{
			"down for three days", berlin, "2026-11-23 11:00", false,
			[]curation.Pick{pick(berlin, "2026-11-19 08:30"), pick(berlin, "2026-11-20 08:30"), pick(berlin, "2026-11-23 08:30")},
			[]lateness{dayOver, dayOver, inTime},
		},
		{
			"two picks a day", berlin, "2026-11-23 11:00", false,
			[]curation.Pick{pick(berlin, "2026-11-23 08:30"), pick(berlin, "2026-11-23 08:30")},
			[]lateness{inTime, inTime},
		},
		{"an evening rep", berlin, "2026-11-23 21:00", false, []curation.Pick{pick(berlin, "2026-11-23 20:30")}, []lateness{inTime}},
		{"an evening rep, three hours late", berlin, "2026-11-23 22:30", false, []curation.Pick{pick(berlin, "2026-11-23 19:30")}, []lateness{afterHours}},
		{"a minute before midnight, retried after it", berlin, "2026-11-24 00:01", false, []curation.Pick{pick(berlin, "2026-11-23 23:59")}, []lateness{inTime}},
		{"and given up three hours later", berlin, "2026-11-24 02:59", false, []curation.Pick{pick(berlin, "2026-11-23 23:59")}, []lateness{dayOver}},
		{
			// 08:30 in Honolulu on the 23rd is 05:30 in Sydney on the 24th.
			"moved west to east over the date line", sydney, "2026-11-24 09:00", false,
			[]curation.Pick{pick(honolulu, "2026-11-23 08:30")},
			[]lateness{inTime},
		},
		{
			"moved east to west", honolulu, "2026-11-22 12:00", false,
			[]curation.Pick{pick(sydney, "2026-11-23 08:30")},
			[]lateness{inTime},
		},
		{
			"moved, and the new day's pick is due too", sydney, "2026-11-24 09:00", false,
			[]curation.Pick{pick(honolulu, "2026-11-23 08:30"), pick(sydney, "2026-11-24 08:30")},
			[]lateness{superseded, inTime},
		},
		{"the night the clocks go back", berlin, "2026-10-25 17:59", false, []curation.Pick{pick(berlin, "2026-10-25 02:30")}, []lateness{inTime}},
		{"the night the clocks go forward", berlin, "2026-03-29 18:00", false, []curation.Pick{pick(berlin, "2026-03-29 03:00")}, []lateness{afterHours}},
		{"a pick that was never given a time", berlin, "2026-11-23 10:00", false, []curation.Pick{{Date: "2026-11-23"}}, []lateness{inTime}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := judge(c.picks, c.zone, local(c.zone, c.now), c.anyHour); !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func TestBackOffGrowsFromHalfAMinuteToAnHour(t *testing.T) {
	for _, c := range []struct {
		tries    int
		min, max time.Duration
	}{
		{0, 30 * time.Second, 45 * time.Second},
		{1, 30 * time.Second, 45 * time.Second},
		{2, time.Minute, 90 * time.Second},
		{4, 4 * time.Minute, 6 * time.Minute},
		{8, 40 * time.Minute, time.Hour},
		{1000, 40 * time.Minute, time.Hour},
	} {
		if got := backOff(c.tries, 0); got != c.min {
			t.Errorf("after %d tries at least %s, want %s", c.tries, got, c.min)
		}
		if got := backOff(c.tries, 0.999999); got > c.max || got < c.max-time.Second {
			t.Errorf("after %d tries at most %s, want %s", c.tries, got, c.max)
		}
	}
}
