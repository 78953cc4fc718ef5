package fetch

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxWait is the longest that a server is believed when it asks us to wait.
const maxWait = 24 * time.Hour

// retryAfter reads the header of RFC 9110, section 10.2.3: seconds or a date.
// Absurd values are brought into 0 to 24 h.
func retryAfter(value string, now time.Time) time.Duration {
	value = strings.TrimSpace(value)
	if wait, ok := seconds(value); ok {
		return wait
	}
	at, err := http.ParseTime(value)
	if err != nil {
		return 0
	}
	return clamp(at.Sub(now))
}

// cacheFor is how long a response stays fresh by RFC 9111, section 4.2.1, for a
// private cache: max-age, else Expires less Date; 0 to 24 h. What must not be
// kept, or can't be understood, is not fresh at all.
func cacheFor(h http.Header, now time.Time) time.Duration {
	age, aged := time.Duration(0), false
	for _, line := range h["Cache-Control"] {
		for directive := range strings.SplitSeq(line, ",") {
			name, value, _ := strings.Cut(strings.TrimSpace(directive), "=")
			switch strings.ToLower(name) {
			case "no-cache", "no-store":
				return 0
			case "max-age":
				age, _ = seconds(strings.Trim(value, `"`))
				aged = true
			}
		}
	}
	if aged {
		return age
	}
	expires, err := http.ParseTime(h.Get("Expires"))
	if err != nil {
		return 0
	}
	if date, err := http.ParseTime(h.Get("Date")); err == nil {
		now = date
	}
	return clamp(expires.Sub(now))
}

// seconds reads a number of them, at most 24 h.
func seconds(value string) (time.Duration, bool) {
	if value == "" || strings.Trim(value, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil || n > int64(maxWait/time.Second) {
		return maxWait, true // too large to be read, or to be believed
	}
	return time.Duration(n) * time.Second, true
}

func clamp(d time.Duration) time.Duration { return min(max(d, 0), maxWait) }
