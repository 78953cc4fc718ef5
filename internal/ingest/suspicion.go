package ingest

import (
	"fmt"
	"strings"
	"time"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/ingest/address"
)

// When a feed that brings much at once is not trusted.
const (
	established = 5                   // items that a feed must have brought to have a past
	replaced    = 4                   // new items for each old one from which a document is another
	column      = 3                   // new items that lead to one site, below which it is a link
	fewSites    = 3                   // sites that the items of a feed lead to which doesn't collect links
	trusted     = 7 * 24 * time.Hour  // after a person accepted the feed
	burst       = 30                  // news items at once, below which nobody minds
	burstTimes  = 5                   // and so many times what it brought on its busiest day
	busiestOver = 60 * 24 * time.Hour // the days that are looked back at
	watched     = 7 * 24 * time.Hour  // how long a feed must be known for that to mean something
	newsAge     = 7 * 24 * time.Hour  // older items are an archive, and flood nobody
	awayLong    = 3 * 24 * time.Hour  // after such a pause much may well come at once
)

// suspect says why what a feed brings now should be looked at by a person
// before it is offered, in plain words; "" when nothing is odd. before is the
// memory as it was before this poll, host the site that answered.
//
// A site that changed hands shows: next to nothing that it held is there any
// more, and it answers from elsewhere or links elsewhere.
func suspect(state curation.FeedState, before *memory, r recognised, host string, now time.Time) string {
	if r.new == 0 || len(before.traces) < established {
		return ""
	}
	if !state.Accepted.IsZero() && now.Sub(state.Accepted) < trusted {
		return ""
	}
	if r.known*replaced <= r.new {
		if state.Host != "" && host != "" && host != state.Host {
			return fmt.Sprintf("its address now leads to %s instead of %s, and of what it brought before next to nothing is there any more", host, state.Host)
		}
		if site := elsewhere(before, r); site != "" {
			return fmt.Sprintf("what is new leads to %s, where it never led, and of what it brought before next to nothing is there any more", site)
		}
	}
	if news, most := r.news(now), before.busiest(now); news >= burst && news > burstTimes*most &&
		before.age(now) >= watched && now.Sub(state.LastSuccess) < awayLong {
		return fmt.Sprintf("it brought %d new items at once, and never more than %d a day before", news, most)
	}
	return ""
}

// hold keeps new items from being offered, and what is known as it was: who
// took a feed over may write under its old titles. What changed is read again
// at the first poll after the feed was accepted.
func (r *recognised) hold(m *memory) {
	entries, fresh := r.entries[:0], r.fresh[:0]
	for i, e := range r.entries {
		if !r.fresh[i] {
			m.traces[m.byID[e.Item.ID]].mark = 0
			continue
		}
		e.Held = true
		entries, fresh = append(entries, e), append(fresh, true)
	}
	r.entries, r.fresh = entries, fresh
}

// Accept takes a feed out of quarantine: a person has looked at it. What it
// brought meanwhile is for the store to release.
func Accept(state *curation.FeedState, now time.Time) {
	state.Quarantined, state.Accepted, state.Host = "", now, ""
	state.ETag, state.LastModified, state.Hash = "", "", "" // what was held back as it was is read again
}

// elsewhere is the one site that the new items lead to, if no item that the
// feed ever brought did. A feed that collects links from everywhere leads
// somewhere new every day.
func elsewhere(before *memory, r recognised) string {
	sites := map[uint32]bool{}
	for _, t := range before.traces {
		sites[t.site] = true
	}
	if r.new < column || len(sites) > fewSites {
		return ""
	}
	found := ""
	for i, e := range r.entries {
		if !r.fresh[i] {
			continue
		}
		site := siteOf(e.Item.URL)
		if site == "" || sites[uint32(sign(site))] || found != "" && site != found {
			return ""
		}
		found = site
	}
	return found
}

// news counts the new items that are recent, or undated.
func (r recognised) news(now time.Time) int {
	n := 0
	for i, e := range r.entries {
		if r.fresh[i] && now.Sub(e.Item.Published) < newsAge {
			n++
		}
	}
	return n
}

// busiest is how many items came in on the busiest day of late, by when they
// were first seen.
func (m *memory) busiest(now time.Time) int {
	days := map[int64]int{}
	most := 0
	oldest := m.oldest()
	for _, t := range m.traces {
		if now.Unix()-t.first > int64(busiestOver/time.Second) || t.first == oldest {
			continue // the first poll brings whatever there is
		}
		day := t.first / (24 * 3600)
		days[day]++
		most = max(most, days[day])
	}
	return most
}

func (m *memory) oldest() int64 {
	oldest := m.traces[0].first
	for _, t := range m.traces {
		oldest = min(oldest, t.first)
	}
	return oldest
}

// age is how long the feed has been known.
func (m *memory) age(now time.Time) time.Duration {
	return time.Duration(now.Unix()-m.oldest()) * time.Second
}

// siteOf is the registrable domain of an address, or its host where it has
// none: "example.com" of "https://blog.example.com/x".
func siteOf(link string) string {
	if site := address.Site(link); site != "" {
		return site
	}
	return hostOf(link)
}

// hostOf is the host of an address, with its port; "" when it has none.
func hostOf(link string) string {
	_, rest, _ := strings.Cut(link, "://")
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		rest = rest[:i]
	}
	return rest
}
