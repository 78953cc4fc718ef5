package ingest

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/ingest/address"
	"example.com/pickwick/internal/ingest/fetch"
)

// Condition is how a feed is, in a word or two.
type Condition string

// The conditions, the worst first.
const (
	Quarantined Condition = "held back"
	Gone        Condition = "gone"
	Failing     Condition = "failing"
	Silent      Condition = "silent"
	CutOff      Condition = "cut off"
	Moved       Condition = "moved"
	Unpolled    Condition = "not polled yet"
	Well        Condition = "well"
)

// Conditions lists every condition, the worst first.
func Conditions() []Condition {
	return []Condition{Quarantined, Gone, Failing, Silent, CutOff, Moved, Unpolled, Well}
}

// When a feed that brings nothing is called silent: when it has brought
// nothing for so many times its usual pace, and for at least three weeks.
const (
	silentTimes = 6
	silentLeast = 21 * 24 * time.Hour
	unknownPace = 15 * 24 * time.Hour // of a feed that brought too little to tell
)

// tellAfter is how long a feed must have failed before marketing is told of it.
const tellAfter = 3 * 24 * time.Hour

// Health is the state of a feed in words.
type Health struct {
	Feed      string     `json:"feed"` // without credentials
	Title     string     `json:"title,omitempty"`
	Condition Condition  `json:"condition"`
	Since     *time.Time `json:"since,omitempty"`     // the trouble began
	Trouble   string     `json:"trouble,omitempty"`   // what is wrong; empty when nothing is
	Advice    string     `json:"advice,omitempty"`    // what to do
	PerWeek   float64    `json:"per_week,omitempty"`  // items that it usually brings; 0 when not known
	LastNew   *time.Time `json:"last_new,omitempty"`  // when it last brought one
	LastPoll  *time.Time `json:"last_poll,omitempty"` // whether it failed or not
	NextPoll  *time.Time `json:"next_poll,omitempty"` // none for a feed that is gone
}

// HealthOf says how a feed on the lists is, by what is known of it at an
// instant. The state of a feed that was never polled is empty.
func HealthOf(feed curation.Feed, state curation.FeedState, now time.Time) Health {
	h := Health{
		Feed: address.Shown(feed.URL), Title: cmp.Or(feed.Title, state.Title), Condition: Well,
		LastNew: instant(state.LastNew), LastPoll: instant(state.LastPoll), NextPoll: instant(state.NextPoll),
	}
	if state.Usual > 0 {
		h.PerWeek = float64(7*24*time.Hour) / float64(max(state.Usual, time.Minute))
	}
	switch {
	case state.LastPoll.IsZero():
		h.Condition, h.Trouble, h.Advice = Unpolled, "", "pickwick fetch polls it now, and pickwick serve soon"
	case state.Quarantined != "":
		h.Condition, h.Trouble = Quarantined, state.Quarantined
		h.Advice = "look at its site: if all is well, pickwick feeds accept " + h.Feed + "; if not, take it off the list"
	case state.Retired:
		h.Condition, h.Since, h.Trouble, h.NextPoll = Gone, instant(state.FailingSince), "its server says that it is gone for good", nil
		h.Advice = "take it off the list; " + discovery(feed.URL) + " may find another feed of its site"
	case state.Failures > 0:
		h.Condition, h.Since, h.Trouble = Failing, instant(state.FailingSince), state.Error
		h.Advice = advice(feed.URL, state, now)
	case state.LastNew.IsZero():
		h.Condition, h.Since, h.Trouble = Silent, instant(state.LastSuccess), "it can be read, but has brought no item so far"
		h.Advice = "look at its site; " + discovery(feed.URL) + " may find another feed there"
	case silent(state, now):
		h.Condition, h.Since = Silent, h.LastNew
		h.Trouble = "it is there, but brings nothing any more"
		if state.Usual > 0 {
			h.Trouble += "; it used to bring an item " + often(state.Usual)
		}
		h.Advice = "look at its site: if it has given up, take the feed off the list; if it goes on, " + discovery(feed.URL) + " may find the new feed"
	case state.Outcome == outcomeCutOff:
		h.Condition, h.Trouble = CutOff, "its document ends in the middle; what was complete is read"
		h.Advice = "nothing, if it goes away; else tell its owner"
	case state.MovedTimes >= movedAfter:
		h.Condition, h.Trouble = Moved, "it has moved for good to "+address.Shown(state.Moved)
		h.Advice = "write that address into the list; meanwhile it is read there, and nothing is lost"
	}
	if feed.Rep != "" && h.Advice != "" && h.Condition != Unpolled && h.Condition != Quarantined {
		h.Advice = "it is the rep's own feed: tell them"
	}
	return h
}

// Telling is what marketing should be told of a feed, once: the condition, or
// "" when there is nothing to tell. A feed that fails may come back by itself,
// and is told of after three days.
func Telling(h Health, now time.Time) Condition {
	switch h.Condition {
	case Quarantined, Gone, Silent, Moved:
		return h.Condition
	case Failing:
		if h.Since != nil && now.Sub(*h.Since) >= tellAfter {
			return Failing
		}
	case Unpolled, CutOff, Well:
	}
	return ""
}

func silent(state curation.FeedState, now time.Time) bool {
	usual := state.Usual
	if usual <= 0 {
		usual = unknownPace
	}
	return !state.LastNew.IsZero() && now.Sub(state.LastNew) > max(silentLeast, silentTimes*usual)
}

// often is a pace in words.
func often(pace time.Duration) string {
	const day = 24 * time.Hour
	switch days := int((pace + day/2) / day); {
	case pace < day/2:
		return "several times a day"
	case days <= 1:
		return "a day"
	default:
		return fmt.Sprintf("every %d days", days)
	}
}

// advice is what to do about a feed that fails.
func advice(url string, state curation.FeedState, now time.Time) string {
	long := now.Sub(state.FailingSince) >= tellAfter
	switch fetch.Outcome(state.Outcome) {
	case fetch.Timeout, fetch.Refused, fetch.ServerFault, fetch.RateLimited:
		if long {
			return "open it in a browser: if it is there, its server may keep readers like ours out, which its owner can change; if not, take the feed off the list"
		}
		return "nothing yet: it is asked again, less and less often"
	case fetch.DeadHost:
		return "check the spelling of the address; if the site is gone, take the feed off the list"
	case fetch.Insecure:
		return "its owner has to renew the certificate: tell them, or take the feed off the list"
	case fetch.TooLarge:
		return "look for a shorter feed of the site, or set max_size for it in the list"
	case fetch.PrivateAddress, fetch.BadAddress:
		return "mend the address in the list"
	case fetch.ProxyFault:
		return "look at poll.proxy in the configuration, and at the proxy"
	default:
	}
	return discovery(url) + " finds the feeds that its site has now"
}

// discovery is the command that looks for the feeds of the site of a feed.
func discovery(feed string) string {
	scheme, _, _ := strings.Cut(feed, "://")
	return "pickwick feeds discover " + address.Shown(scheme+"://"+hostOf(feed)+"/")
}

// Offline reports that no feed could be reached at its last poll, though there
// are several: then it is our own network that needs a look, and no feed.
func Offline(states []curation.FeedState) bool {
	hosts := map[string]bool{}
	for _, s := range states {
		if s.LastPoll.IsZero() || s.Retired {
			continue
		}
		switch fetch.Outcome(s.Outcome) {
		case fetch.DeadHost, fetch.Refused, fetch.Timeout, fetch.ProxyFault:
			hosts[hostOf(s.URL)] = true
		default:
			return false
		}
	}
	return len(hosts) >= 3
}

// instant is a time as JSON has it: none when it is zero.
func instant(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
