package delivery

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"example.com/pickwick/internal/curation"
)

// Render makes a pick ready for a chat. Text from feeds and lists is cleaned
// here, once for every chat; ages are counted in the days of now's zone, which
// is to be the rep's. A persona that is no longer on any list may be zero but
// for its ID.
func Render(pick curation.Pick, rep curation.Rep, persona curation.Persona, now time.Time) Message {
	m := Message{PickID: pick.ID, Rep: clean(firstOf(rep.Name, rep.ID), maxName), RepID: rep.ID, Date: pick.Date}
	if pick.Empty() {
		m.Empty = clean(firstOf(pick.Cause, "nothing on the lists fits today"), maxLine)
		return m
	}
	item := pick.Item
	m.URL = webAddress(item.URL)
	m.Source = firstOf(clean(item.FeedTitle, maxName), host(m.URL))
	m.Title = firstOf(clean(item.Title, maxTitle), m.URL, "Untitled")
	m.Author = clean(item.Author, maxName)
	m.Age = age(item.Published, now)
	m.Origin = pick.Origin
	m.Persona = clean(firstOf(persona.Name, persona.ID, pick.Persona), maxName)
	m.Score = pick.Score
	reason, _ := strongest(pick.Reasons)
	m.Why = clean(why(reason, m.Persona), maxLine)
	m.Quote = clean(reason.Evidence, maxQuote)
	m.Ask = clean(firstOf(pick.Ask, persona.Ask(reason.Topic)), maxLine)
	m.AlsoIn = max(pick.AlsoIn, 0)
	m.Shares = Shares(networksOf(rep, persona), m.Title, m.URL)
	return m
}

// networksOf is where the rep shares: their own choice, else where the buyer
// reads, else LinkedIn.
func networksOf(rep curation.Rep, persona curation.Persona) []curation.Network {
	switch {
	case len(rep.Networks) > 0:
		return rep.Networks
	case len(persona.Networks) > 0:
		return persona.Networks
	default:
		return []curation.Network{curation.LinkedIn}
	}
}

// strongest is the reason to give: the interest that the article's words show
// best, else the interest that weighs most, else an author the buyer follows.
func strongest(rs []curation.Reason) (curation.Reason, bool) {
	if r, ok := curation.Evidence(rs); ok {
		return r, true
	}
	for _, kind := range []curation.ReasonKind{curation.ReasonInterest, curation.ReasonInfluencer} {
		var best curation.Reason
		for _, r := range rs {
			if r.Kind == kind && (best.Kind == "" || r.Points > best.Points) {
				best = r
			}
		}
		if best.Kind != "" {
			return best, true
		}
	}
	return curation.Reason{}, false
}

// why says in one sentence whom a pick serves, as a colleague would.
func why(r curation.Reason, persona string) string {
	who := withArticle(persona)
	switch r.Kind {
	case curation.ReasonInterest:
		return fmt.Sprintf("Speaks to “%s”, which matters to %s.", r.Topic, who)
	case curation.ReasonInfluencer:
		return fmt.Sprintf("By %s, whom %s follows.", r.Topic, who)
	default:
		return fmt.Sprintf("Matches no listed interest of %s; it was the best there was.", who)
	}
}

// age is how long ago something was published, in days of now's zone; ""
// when that is not known.
func age(published, now time.Time) string {
	if published.IsZero() {
		return ""
	}
	switch days := daysBetween(published.In(now.Location()), now); {
	case days <= 0:
		return "today"
	case days == 1:
		return "yesterday"
	case days < 14:
		return fmt.Sprintf("%d days ago", days)
	case days < 61:
		return fmt.Sprintf("%d weeks ago", days/7)
	case days < 730:
		return fmt.Sprintf("%d months ago", days*12/365)
	default:
		return fmt.Sprintf("%d years ago", days/365)
	}
}

// daysBetween counts midnights, whatever the length of the days.
func daysBetween(a, b time.Time) int {
	date := func(t time.Time) time.Time {
		return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	}
	return int(date(b).Sub(date(a)) / (24 * time.Hour))
}

// webAddress is s if a browser may be sent there, else "". A user name in
// front of the host is dropped: it only disguises where a link leads. So is
// what says that the click came from a feed: it comes from the rep.
func webAddress(s string) string {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return ""
	}
	u.User = nil
	u.RawQuery = strings.Join(slices.DeleteFunc(strings.Split(u.RawQuery, "&"), isCampaign), "&")
	u.ForceQuery = false
	return u.String()
}

// isCampaign reports whether a query parameter is one of the utm_ kind, which
// counts clicks by where a link was put and changes nothing on the page.
func isCampaign(parameter string) bool { return strings.HasPrefix(strings.ToLower(parameter), "utm_") }

// host names a site by its address, without "www.".
func host(link string) string {
	u, err := url.Parse(link)
	if err != nil {
		return ""
	}
	return clean(strings.TrimPrefix(u.Hostname(), "www."), maxName)
}

// firstOf is the first text that isn't empty.
func firstOf(texts ...string) string {
	for _, s := range texts {
		if s != "" {
			return s
		}
	}
	return ""
}
