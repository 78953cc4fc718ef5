package document

import (
	"strconv"
	"strings"
	"time"
)

// Hints are what a feed asks of those who poll it.
type Hints struct {
	TTL       time.Duration // rss ttl, or sy:updatePeriod and sy:updateFrequency; 0 when it says nothing; at most 24 h
	SkipHours [24]bool      // GMT hours in which it wants no poll
	SkipDays  [7]bool       // GMT days likewise; 0 is Sunday
}

// maxTTL is the longest time that a feed may ask to be left alone.
const maxTTL = 24 * time.Hour

// periods are the values of sy:updatePeriod (RDF Site Summary 1.0, module
// Syndication). Those longer than maxTTL come to the same here.
var periods = map[string]time.Duration{
	"hourly": time.Hour, "daily": 24 * time.Hour, "weekly": 7 * 24 * time.Hour,
	"monthly": 30 * 24 * time.Hour, "yearly": 365 * 24 * time.Hour,
}

// hints reads what the head of a document asks for. A feed that would never be
// polled is taken to ask for nothing.
func (h head) hints() Hints {
	var out Hints
	if minutes, ok := count(h.ttl); ok {
		out.TTL = min(time.Duration(minutes)*time.Minute, maxTTL)
	} else if h.updatePeriod != "" || h.updateFrequency != "" {
		times, ok := count(h.updateFrequency)
		if !ok {
			times = 1
		}
		period, ok := periods[strings.ToLower(strings.TrimSpace(h.updatePeriod))]
		if !ok {
			period = periods["daily"]
		}
		out.TTL = min(period/time.Duration(times), maxTTL)
	}
	hours, days := 0, 0
	for _, s := range h.skipHours {
		if n, err := strconv.Atoi(strings.TrimSpace(s)); err == nil && n >= 0 && n <= 24 && !out.SkipHours[n%24] {
			out.SkipHours[n%24] = true // RSS 0.91 counts from 1 to 24, RSS 2.0 from 0 to 23
			hours++
		}
	}
	for _, s := range h.skipDays {
		for day := range out.SkipDays {
			if strings.EqualFold(strings.TrimSpace(s), time.Weekday(day).String()) && !out.SkipDays[day] {
				out.SkipDays[day] = true
				days++
			}
		}
	}
	if hours == len(out.SkipHours) {
		out.SkipHours = [24]bool{}
	}
	if days == len(out.SkipDays) {
		out.SkipDays = [7]bool{}
	}
	return out
}

// count reads a number of one or more.
func count(s string) (int, bool) {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	return min(n, 1_000_000), err == nil && n > 0
}
