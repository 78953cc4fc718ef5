package calendar_test

import (
	"archive/zip"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/pickwick/internal/calendar"
)

// zones is every zone of the database that comes with Go, by name.
func zones(tb testing.TB) map[string]*time.Location {
	tb.Helper()
	all, err := loadZones()
	if err != nil {
		tb.Fatal(err)
	}
	return all
}

var loadZones = sync.OnceValues(func() (map[string]*time.Location, error) {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return nil, err
	}
	r, err := zip.OpenReader(filepath.Join(strings.TrimSpace(string(root)), "lib", "time", "zoneinfo.zip"))
	if err != nil {
		return nil, err
	}
	defer r.Close()
	all := map[string]*time.Location{}
	for _, f := range r.File {
		if f.FileInfo().IsDir() {
			continue
		}
		in, err := f.Open()
		if err != nil {
			return nil, err
		}
		data, err := io.ReadAll(in)
		if err != nil {
			return nil, err
		}
		if all[f.Name], err = time.LoadLocationFromTZData(f.Name, data); err != nil {
			return nil, err
		}
	}
	return all, nil
})

// Every zone has exactly one slot on every date of four years, at any hour:
// none is missed, none is doubled, none comes before its time.
func TestOnTimeInEveryZone(t *testing.T) {
	first, last := date(t, "2025-01-01"), date(t, "2028-12-31")
	var times []calendar.Clock
	for _, s := range []string{"00:00", "00:30", "01:00", "02:00", "02:30", "03:00", "08:30", "12:00", "23:30", "23:59"} {
		times = append(times, clock(t, s))
	}
	all := zones(t)
	if len(all) < 400 {
		t.Fatalf("only %d zones found", len(all))
	}
	over := map[string]bool{} // where the clock jumped over the end of the date
	for name, loc := range all {
		for _, at := range times {
			var before time.Time
			for d := first; d <= last; d++ {
				due := calendar.Instant(d, at, loc)
				if got := calendar.Today(due, loc); got != d {
					if start, _ := due.ZoneBounds(); got != d+1 || !due.Equal(start) || calendar.Instant(d+1, 0, loc) != due {
						t.Fatalf("%s: %s of %s falls on %s", name, at, d, got)
					}
					over[name+" "+d.String()] = true
					before = due
					continue
				}
				gap := due.Sub(before)
				before = due
				if gap == 24*time.Hour {
					continue // as the day before, which was checked
				}
				if gap <= 0 {
					t.Fatalf("%s: %s of %s is not after that of the day before", name, at, d)
				}
				checkInstant(t, name, d, at, due)
			}
		}
	}
	// Greenland puts its clocks from 23:00 to 00:00, so the last hour of one Saturday a year is not there.
	for _, zone := range []string{"America/Nuuk", "America/Godthab", "America/Scoresbysund"} {
		for _, saturday := range []string{"2025-03-29", "2026-03-28", "2027-03-27", "2028-03-25"} {
			delete(over, zone+" "+saturday)
		}
	}
	if len(over) > 0 {
		t.Errorf("the time fell on the next date at %v", over)
	}
}

// checkInstant fails unless due shows the time asked for, or the clock was put
// forward over it at that very moment.
func checkInstant(t *testing.T, zone string, d calendar.Date, at calendar.Clock, due time.Time) {
	t.Helper()
	shown := calendar.Clock(due.Hour()*60 + due.Minute())
	if shown == at && due.Second() == 0 {
		checkFirst(t, zone, due)
		return
	}
	_, now := due.Zone()
	_, then := due.Add(-time.Second).Zone()
	if start, _ := due.ZoneBounds(); shown < at || !start.Equal(due) || int(shown-at)*60 > now-then {
		t.Fatalf("%s: %s of %s comes at %s, and the clock was not put forward over it", zone, at, d, due)
	}
}

// checkFirst fails if the clock showed the same time on the same date before:
// that can only be as long ago as the last change of offset put it back.
func checkFirst(t *testing.T, name string, due time.Time) {
	t.Helper()
	start, _ := due.ZoneBounds()
	if start.IsZero() || due.Sub(start) > 24*time.Hour {
		return
	}
	_, now := due.Zone()
	_, then := start.Add(-time.Second).Zone()
	earlier := due.Add(time.Duration(now-then) * time.Second)
	if then > now && earlier.Before(start) && earlier.Format(time.DateTime) == due.Format(time.DateTime) {
		t.Fatalf("%s: %s was already shown at %s", name, due, earlier)
	}
}
