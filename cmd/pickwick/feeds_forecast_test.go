package main

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/pickwick/internal/app"
)

var demoNow = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// fetchedDemo is the configuration of the demo, whose feeds were fetched.
func fetchedDemo(t *testing.T) (config string) {
	t.Helper()
	d, err := app.NewDemo(t.Context(), app.Options{Now: func() time.Time { return demoNow }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	if _, err := d.Fetch(t.Context(), nil, nil); err != nil {
		t.Fatal(err)
	}
	return d.Config()
}

// output is what a command line prints, without a terminal.
func output(t *testing.T, now time.Time, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	status := run(t.Context(), args, &surroundings{
		in: strings.NewReader(""), out: &out, err: &errs, now: func() time.Time { return now },
	})
	if status != 0 || errs.Len() > 0 {
		t.Fatalf("status %d: %s", status, &errs)
	}
	return out.String()
}

// demoForecast is what feeds forecast says of the demo's feeds.
func demoForecast(t *testing.T, args ...string) string {
	t.Helper()
	return output(t, demoNow, append([]string{"--config", fetchedDemo(t), "feeds", "forecast"}, args...)...)
}

// TestForecastOfTheDemo is the whole way from the demo's feeds to the table.
// UPDATE_SCRIPTS writes the page anew.
func TestForecastOfTheDemo(t *testing.T) {
	const page = "testdata/forecast/demo.txt"
	got := demoForecast(t)
	if os.Getenv("UPDATE_SCRIPTS") != "" {
		if err := os.WriteFile(page, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Error(diff)
	}
}

func TestForecastForPrograms(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(demoForecast(t, "--json", "--persona", "cfo")), "\n")
	if len(lines) != 1 {
		t.Fatalf("%d lines for one persona", len(lines))
	}
	var p app.PersonaForecast
	decoder := json.NewDecoder(strings.NewReader(lines[0]))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&p); err != nil {
		t.Fatal(err)
	}
	if p.Persona != "cfo" || p.Reps != 2 || len(p.Supply) != 3 || len(p.Interests) == 0 {
		t.Errorf("%+v", p)
	}
	for _, s := range p.Supply {
		if s.Need <= 0 || s.Verdict == "" || s.Feeds == nil || s.Silent == nil {
			t.Errorf("%+v", s)
		}
	}
}
