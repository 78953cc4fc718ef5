package document

import "time"

// Hints are what a feed asks of those who poll it.
type Hints struct {
	TTL       time.Duration // rss ttl, or sy:updatePeriod and sy:updateFrequency; 0 when it says nothing; at most 24 h
	SkipHours [24]bool      // GMT hours in which it wants no poll
	SkipDays  [7]bool       // GMT days likewise; 0 is Sunday
}
