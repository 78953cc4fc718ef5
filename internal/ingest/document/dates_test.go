package document

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestDatesAsFeedsWriteThem(t *testing.T) {
	for text, want := range map[string]string{
		"Sat, 21 Nov 2026 07:30:00 +0100":         "2026-11-21T06:30:00Z",
		"Sat, 21 Nov 2026 07:30:00 GMT":           "2026-11-21T07:30:00Z",
		"Sat, 21 Nov 2026 07:30:00 EST":           "2026-11-21T12:30:00Z",
		"Sat, 21 Nov 2026 07:30:00 PDT":           "2026-11-21T14:30:00Z",
		"Sat, 21 Nov 2026 07:30:00 QQQ":           "2026-11-21T07:30:00Z",
		"sat,21 nov 26 7:30 z":                    "2026-11-21T07:30:00Z",
		"21 Nov 2026 07:30 UT":                    "2026-11-21T07:30:00Z",
		"Saturday, 21-Nov-26 07:30:00 UTC":        "2026-11-21T07:30:00Z",
		"Sat Nov 21 07:30:00 2026":                "2026-11-21T07:30:00Z",
		"Sat Nov 21 07:30:00 CET 2026":            "2026-11-21T06:30:00Z",
		"Nov 21, 2026 7:30 PM":                    "2026-11-21T19:30:00Z",
		"November 21, 2026, 12:05 a.m.":           "2026-11-21T00:05:00Z",
		"Sat, 21 Nov 2026 07:30:00 Europe/Berlin": "2026-11-21T06:30:00Z",
		"Sat, 21 Jun 2026 07:30:00 Europe/Berlin": "2026-06-21T05:30:00Z",
		"2026-11-21T07:30:00Z":                    "2026-11-21T07:30:00Z",
		"2026-11-21T07:30:00.123456+05:30":        "2026-11-21T02:00:00.123456Z",
		"2026-11-21T07:30:00+0530":                "2026-11-21T02:00:00Z",
		"2026-11-21T07:30":                        "2026-11-21T07:30:00Z",
		"2026-11-21 07:30:00":                     "2026-11-21T07:30:00Z",
		"2026-11-21 07:30:00 -0800":               "2026-11-21T15:30:00Z",
		"2026-11-21":                              "2026-11-21T00:00:00Z",
		"2026/11/21":                              "2026-11-21T00:00:00Z",
		"2026-11":                                 "2026-11-01T00:00:00Z",
		"2026":                                    "2026-01-01T00:00:00Z",
		"20261121":                                "2026-11-21T00:00:00Z",
		"20261121T073000Z":                        "2026-11-21T07:30:00Z",
		"20261121073000":                          "2026-11-21T07:30:00Z",
		"1795246200":                              "2026-11-21T07:30:00Z",
		"1795246200000":                           "2026-11-21T07:30:00Z",
		"21.11.2026 07:30":                        "2026-11-21T07:30:00Z",
		"21/11/2026":                              "2026-11-21T00:00:00Z",
		"11/21/2026":                              "2026-11-21T00:00:00Z",
		"02/01/2026":                              "2026-01-02T00:00:00Z",
		"02/01/2026 3:04 PM":                      "2026-02-01T15:04:00Z",
		"21 novembre 2026 07:30":                  "2026-11-21T07:30:00Z",
		"sam., 21 nov. 2026 07:30:00 +0100":       "2026-11-21T06:30:00Z",
		"mar., 01 déc. 2026 16:11:02 +0000":       "2026-12-01T16:11:02Z",
		"Do, 29 Mär 2018 00:00:00 +0200":          "2018-03-28T22:00:00Z",
		"Fr, 21. Dezember 2026 07:30:00 MEZ":      "2026-12-21T06:30:00Z",
		"21 de noviembre de 2026":                 "2026-11-21T00:00:00Z",
		"21 ноября 2026 г. 07:30":                 "2026-11-21T07:30:00Z",
		"Σαβ, 21 Νοέ 2026 07:30:00 +0200":         "2026-11-21T05:30:00Z",
		"2026-november-21T7:30-05:00":             "2026-11-21T12:30:00Z",
		"Mon, 16th Nov 2026 13:16:28 GMT":         "2026-11-16T13:16:28Z",
		"Thu Nov 12 2026 17:00:00 GMT+0100 (CET)": "2026-11-12T16:00:00Z",
		"Sat, 21 Nov 2026 24:00:00 GMT":           "2026-11-22T00:00:00Z",
		"Sat, 21 Nov 2026 23:59:60 GMT":           "2026-11-21T23:59:59Z",
		"Monday, October 6, 2025 - 16:29":         "2025-10-06T16:29:00Z",
		"  Sat, 21 Nov 2026 07:30:00 +0100\n":     "2026-11-21T06:30:00Z",
		"":                                        "",
		"yesterday":                               "",
		"31 June 2026":                            "",
		"2026-13-01":                              "",
		"2026-02-30T00:00:00Z":                    "",
		"2026-11-21T25:00:00Z":                    "",
		"2026-11-21T10:61:00Z":                    "",
		"00/00/0000":                              "",
		"0000-00-00 00:00:00":                     "",
		"12":                                      "",
		"Sat, 21 Nov 2026 07:30:00 +0100 " + string(make([]byte, 200)): "",
	} {
		got, ok := parseDate(text)
		if s := got.Format(time.RFC3339Nano); ok != (want != "") || ok && s != want {
			t.Errorf("%q: %s, %t; not %s", text, s, ok, want)
		}
	}
}

func TestADateThatCannotBeIsTheFirstSight(t *testing.T) {
	for date, dated := range map[string]bool{
		"Sun, 22 Nov 2026 08:00:00 GMT": true,
		"Mon, 23 Nov 2026 08:00:00 GMT": true, // within a day: a zone may be wrong
		"Mon, 23 Nov 2026 09:30:00 GMT": false,
		"Fri, 01 Jan 9999 00:00:00 GMT": false,
		"Thu, 01 Jan 1970 00:00:00 GMT": false,
		"0001-01-01T00:00:00Z":          false,
		"Mon, 01 Jan 1990 00:00:00 GMT": true,
		"soon":                          false,
		"":                              false,
		"0":                             false,
		"1970-01-01":                    false,
		"Mon, 23 Nov 2026 09:00:00 GMT": true,
		"Mon, 23 Nov 2026 09:00:01 GMT": false,
		"9999-12-31T23:59:59-05:00":     false,
		"0000-00-00 00:00:00":           false,
		"21 Nov 1026":                   false,
	} {
		feed := parse(t, "<rss><channel><item><title>t</title><pubDate>"+date+"</pubDate></item></channel></rss>")
		it := feed.Items[0].Item
		if it.Published.Equal(now) == dated || it.Published.IsZero() || !it.FirstSeen.Equal(now) {
			t.Errorf("%q: published %v", date, it.Published)
		}
	}
}

// The measuring data has dates that other readers are tested with.
func TestDatesOfOtherReaders(t *testing.T) {
	f, err := os.Open(filepath.Join(dataFolder(t), "hostile", "dates.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	total, right := 0, 0
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var line struct {
			Date string
			UTC  any
		}
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		got, ok := parseDate(line.Date)
		total++
		var want time.Time
		switch utc := line.UTC.(type) {
		case nil:
			if !ok {
				right++
			} else {
				t.Logf("%q: %v, but it is no date", line.Date, got)
			}
			continue
		case string: // any date will do
			if ok {
				right++
			} else {
				t.Logf("%q: not read", line.Date)
			}
			continue
		case float64:
			want = time.Unix(int64(utc), 0).UTC()
		case []any:
			n := make([]int, 6)
			for i := range n {
				n[i] = int(utc[i].(float64))
			}
			want = time.Date(n[0], time.Month(n[1]), n[2], n[3], n[4], n[5], 0, time.UTC)
		}
		switch off := got.Sub(want).Abs(); {
		case ok && off < time.Second:
			right++
		case ok && off > 24*time.Hour:
			t.Errorf("%q: %v, wrong by %v", line.Date, got, off)
		default:
			t.Logf("%q: %v, %t; not %v", line.Date, got, ok, want)
		}
	}
	t.Logf("%d of %d dates are right (%.1f %%)", right, total, 100*float64(right)/float64(total))
	if right*100 < total*95 {
		t.Error("fewer than 95 in a hundred")
	}
}

// The usual formats have a reader of their own, which must read what the
// standard library does, and nothing else.
func TestUsualDatesAreReadAsTheStandardLibraryDoes(t *testing.T) {
	formats := []struct {
		read    func(string) (time.Time, bool)
		layouts []string
	}{
		{parseRFC3339, []string{time.RFC3339Nano}},
		{parseRFC1123, []string{"Mon, 2 Jan 2006 15:04:05 -0700", "Mon, 02 Jan 2006 15:04:05 -0700", "Mon, 2 Jan 2006 15:04:05 GMT"}},
	}
	rapid.Check(t, func(t *rapid.T) {
		f := rapid.SampledFrom(formats).Draw(t, "format")
		layout := rapid.SampledFrom(f.layouts).Draw(t, "layout")
		zone := time.FixedZone("", 900*rapid.IntRange(-60, 60).Draw(t, "zone"))
		when := time.Unix(rapid.Int64Range(-62e9, 253e9).Draw(t, "seconds"), rapid.Int64Range(0, 999_999_999).Draw(t, "nanos")).In(zone)
		text := when.Format(layout)
		want, err := time.Parse(layout, text)
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := f.read(text); !ok || !got.Equal(want) {
			t.Fatalf("%q: %v, %t; not %v", text, got, ok, want)
		}
		spoilt := []byte(text)
		for range rapid.IntRange(1, 3).Draw(t, "spoilt places") {
			spoilt[rapid.IntRange(0, len(spoilt)-1).Draw(t, "place")] = rapid.SampledFrom([]byte("0123456789 :,.+-ZTGJa")).Draw(t, "byte")
		}
		got, ok := f.read(string(spoilt))
		for _, layout := range f.layouts {
			if want, err := time.Parse(layout, string(spoilt)); ok && err == nil && got.Equal(want) {
				return
			}
		}
		if ok {
			t.Fatalf("%q: read as %v, which the standard library does not", spoilt, got)
		}
	})
}

func TestAZoneThatIsWrongNeverShiftsADateByMoreThanADay(t *testing.T) {
	utc := time.Date(2026, 11, 21, 7, 30, 0, 0, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		zone := rapid.OneOf(
			rapid.StringMatching(`[A-Z]{1,5}`),
			rapid.StringMatching(`(UTC|GMT|EST)?[+-]([0-9]{1,2}|[0-9]{4}|[0-9]{2}:[0-9]{2})`),
			rapid.StringMatching(`[A-Z][a-z]{2,8}/[A-Z][a-z]{2,8}`),
			rapid.StringMatching(`\([A-Z]{2,5}\)`),
		).Draw(t, "zone")
		for _, text := range []string{"Sat, 21 Nov 2026 07:30:00 " + zone, "2026-11-21 07:30:00 " + zone} {
			if got, ok := parseDate(text); ok && got.Sub(utc).Abs() > 24*time.Hour {
				t.Fatalf("%q: %v", text, got)
			}
		}
	})
}

func TestNoNameMeansTwoMonths(t *testing.T) {
	meaning := map[string]int{}
	for language, names := range monthNames {
		list := strings.Fields(names)
		if len(list) != 12 {
			t.Errorf("%s has %d months", language, len(list))
		}
		for i, alternatives := range list {
			for name := range strings.SplitSeq(alternatives, "/") {
				if before, ok := meaning[foldRunes(name)]; ok && before != i+1 {
					t.Errorf("%s: %q means months %d and %d", language, name, before, i+1)
				}
				meaning[foldRunes(name)] = i + 1
				if w := dateWords[foldRunes(name)]; w.kind != monthWord || w.value != i+1 {
					t.Errorf("%s: %q is also %v", language, name, w)
				}
			}
		}
	}
	if len(monthNames) < 15 {
		t.Errorf("only %d languages", len(monthNames))
	}
}

// dateSeeds are the dates of our own table.
func dateSeeds(tb testing.TB) (seeds []string) {
	table, err := os.ReadFile("testdata/dates.tsv")
	if err != nil {
		tb.Fatal(err)
	}
	for line := range strings.Lines(string(table)) {
		if text, _, ok := strings.Cut(line, "\t"); ok {
			seeds = append(seeds, text)
		}
	}
	return seeds
}

func FuzzDates(f *testing.F) {
	for _, text := range dateSeeds(f) {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, ok := parseDate(text)
		if !ok {
			if !got.IsZero() {
				t.Fatalf("%q is no date, and %v", text, got)
			}
			return
		}
		if got.Year() < 1 || got.Year() > 9999 || got.Location() != time.UTC {
			t.Fatalf("%q: %v", text, got)
		}
		written := got.Format(time.RFC3339Nano)
		if again, ok := parseDate(written); !ok || !again.Equal(got) {
			t.Fatalf("%q: %s is read as %v, %t", text, written, again, ok)
		}
	})
}

func BenchmarkDates(b *testing.B) {
	for name, text := range map[string]string{
		"RFC1123": "Sat, 21 Nov 2026 07:30:00 +0100", "RFC3339": "2026-11-21T07:30:00+01:00",
		"Odd": "Saturday, November 21st, 2026 at 7:30 pm EST", "French": "sam., 21 févr. 2026 07:30:00 +0100",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, ok := parseDate(text); !ok {
					b.Fatal("no date")
				}
			}
		})
	}
}
