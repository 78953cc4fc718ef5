package fetch

import (
	"net/http"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestRetryAfterIsReadAndKeptWithinADay(t *testing.T) {
	at := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	for value, want := range map[string]time.Duration{
		"": 0, "0": 0, "120": 2 * time.Minute, " 7 ": 7 * time.Second, "-5": 0, "soon": 0, "1.5": 0,
		"1000000000": 24 * time.Hour, "99999999999999999999999": 24 * time.Hour,
		"Sun, 22 Nov 2026 09:30:00 GMT":  30 * time.Minute,
		"Sunday, 22-Nov-26 09:30:00 GMT": 30 * time.Minute,
		"Sun, 22 Nov 2026 08:00:00 GMT":  0,
		"Sun, 22 Nov 2099 08:00:00 GMT":  24 * time.Hour,
	} {
		if got := retryAfter(value, at); got != want {
			t.Errorf("%q: %v, not %v", value, got, want)
		}
	}
}

func TestHowLongAServerSaysThatNothingChanges(t *testing.T) {
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	const (
		date  = "Sun, 22 Nov 2026 08:00:00 GMT"
		later = "Sun, 22 Nov 2026 08:45:00 GMT"
	)
	for name, c := range map[string]struct {
		header http.Header
		want   time.Duration
	}{
		"nothing said":              {http.Header{}, 0},
		"max-age":                   {http.Header{"Cache-Control": {"max-age=900"}}, 15 * time.Minute},
		"among others":              {http.Header{"Cache-Control": {"public, MAX-AGE=900 , must-revalidate"}}, 15 * time.Minute},
		"quoted":                    {http.Header{"Cache-Control": {`max-age="900"`}}, 15 * time.Minute},
		"on a second line":          {http.Header{"Cache-Control": {"private", "max-age=900"}}, 15 * time.Minute},
		"s-maxage is for proxies":   {http.Header{"Cache-Control": {"s-maxage=900"}}, 0},
		"both":                      {http.Header{"Cache-Control": {"s-maxage=9, max-age=900"}}, 15 * time.Minute},
		"more than a day":           {http.Header{"Cache-Control": {"max-age=31536000"}}, 24 * time.Hour},
		"absurd":                    {http.Header{"Cache-Control": {"max-age=99999999999999999999"}}, 24 * time.Hour},
		"negative":                  {http.Header{"Cache-Control": {"max-age=-1"}}, 0},
		"no number":                 {http.Header{"Cache-Control": {"max-age=soon"}, "Date": {date}, "Expires": {later}}, 0},
		"no-cache":                  {http.Header{"Cache-Control": {"max-age=900, no-cache"}}, 0},
		"no-store":                  {http.Header{"Cache-Control": {"no-store"}, "Date": {date}, "Expires": {later}}, 0},
		"Expires":                   {http.Header{"Date": {date}, "Expires": {later}}, 45 * time.Minute},
		"Expires without Date":      {http.Header{"Expires": {"Sun, 22 Nov 2026 09:20:00 GMT"}}, 20 * time.Minute},
		"Expires in the past":       {http.Header{"Date": {later}, "Expires": {date}}, 0},
		"Expires 0":                 {http.Header{"Date": {date}, "Expires": {"0"}}, 0},
		"max-age goes over Expires": {http.Header{"Cache-Control": {"max-age=60"}, "Date": {date}, "Expires": {later}}, time.Minute},
	} {
		if got := cacheFor(c.header, now); got != c.want {
			t.Errorf("%s: %v, not %v", name, got, c.want)
		}
	}
}

func TestNoHeaderMakesAWaitAbsurd(t *testing.T) {
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringMatching(`(max-age|no-cache|Expires)?=?"?-?[0-9]{0,30}"?,?`))
		header := http.Header{"Cache-Control": {text.Draw(t, "control")}, "Expires": {text.Draw(t, "expires")}, "Date": {text.Draw(t, "date")}}
		for _, wait := range []time.Duration{cacheFor(header, now), retryAfter(text.Draw(t, "after"), now)} {
			if wait < 0 || wait > 24*time.Hour {
				t.Fatalf("%v", wait)
			}
		}
	})
}
