package ingest

import (
	"strings"
	"testing"
	"time"

	"example.com/pickwick/internal/curation"
)

func TestTheHealthOfAFeedIsToldInWords(t *testing.T) {
	const day = 24 * time.Hour
	ago := func(d time.Duration) time.Time { return now.Add(-d) }
	well := curation.FeedState{LastPoll: ago(time.Hour), LastSuccess: ago(time.Hour), LastNew: ago(day), Usual: day, Title: "Ledger"}
	with := func(do func(*curation.FeedState)) curation.FeedState {
		s := well
		do(&s)
		return s
	}
	for name, c := range map[string]struct {
		state curation.FeedState
		want  Condition
		tell  Condition
		words string // part of trouble and advice
	}{
		"never polled":        {curation.FeedState{}, Unpolled, "", "pickwick fetch"},
		"well":                {well, Well, "", ""},
		"well, pace unknown":  {with(func(s *curation.FeedState) { s.Usual, s.LastNew = 0, ago(80*day) }), Well, "", ""},
		"few, and long ago":   {with(func(s *curation.FeedState) { s.Usual, s.LastNew = 0, ago(100*day) }), Silent, Silent, "brings nothing any more"},
		"three weeks silent":  {with(func(s *curation.FeedState) { s.LastNew = ago(21 * day) }), Well, "", ""},
		"longer silent":       {with(func(s *curation.FeedState) { s.LastNew = ago(22 * day) }), Silent, Silent, "used to bring an item a day"},
		"a monthly is not":    {with(func(s *curation.FeedState) { s.Usual, s.LastNew = 30*day, ago(150*day) }), Well, "", ""},
		"a monthly is":        {with(func(s *curation.FeedState) { s.Usual, s.LastNew = 30*day, ago(181*day) }), Silent, Silent, "every 30 days"},
		"failing since today": {with(func(s *curation.FeedState) { s.Failures, s.FailingSince, s.Error = 3, ago(2*day), "the host is dead" }), Failing, "", "the host is dead"},
		"failing three days": {with(func(s *curation.FeedState) {
			s.Failures, s.FailingSince, s.Error, s.Outcome = 9, ago(3*day), "x", "dead host"
		}), Failing, Failing, "check the spelling"},
		"gone":           {with(func(s *curation.FeedState) { s.Failures, s.Retired = 1, true }), Gone, Gone, "off the list"},
		"moved":          {with(func(s *curation.FeedState) { s.Moved, s.MovedTimes = "https://u:pw@new.example/feed", 3 }), Moved, Moved, "moved for good to https://new.example/feed"},
		"moved, perhaps": {with(func(s *curation.FeedState) { s.Moved, s.MovedTimes = "https://new.example/feed", 2 }), Well, "", ""},
		"held back":      {with(func(s *curation.FeedState) { s.Quarantined, s.Failures = "it brought 900 new items at once", 2 }), Quarantined, Quarantined, "feeds accept https://ledger.example/feed"},
	} {
		h := HealthOf(curation.Feed{URL: "https://jane:s3cret@ledger.example/feed"}, c.state, now)
		if h.Condition != c.want || Telling(h, now) != c.tell {
			t.Errorf("%s: %s, told %q", name, h.Condition, Telling(h, now))
		}
		text := h.Trouble + " " + h.Advice
		if !strings.Contains(text, c.words) || strings.Contains(text, "s3cret") || strings.Contains(text, "pw@") || strings.Contains(h.Feed, "s3cret") {
			t.Errorf("%s: %+v", name, h)
		}
		if (h.Condition == Well) != (strings.TrimSpace(text) == "") {
			t.Errorf("%s: %s, yet %q", name, h.Condition, text)
		}
	}
}

func TestEveryConditionIsListed(t *testing.T) {
	if list := Conditions(); len(list) != 8 || list[len(list)-1] != Well {
		t.Errorf("%v", list)
	}
}

func TestOfflineIsWhenNothingCanBeReached(t *testing.T) {
	state := func(host, outcome string) curation.FeedState {
		return curation.FeedState{URL: "https://" + host + "/feed", LastPoll: now, Outcome: outcome}
	}
	dead := []curation.FeedState{state("a.example", "dead host"), state("b.example", "timeout"), state("c.example", "connection refused")}
	for name, c := range map[string]struct {
		states []curation.FeedState
		want   bool
	}{
		"nothing known":         {nil, false},
		"two hosts":             {dead[:2], false},
		"one host, three feeds": {[]curation.FeedState{dead[0], dead[0], dead[0]}, false},
		"three hosts":           {dead, true},
		"one answers":           {append(dead[:3:3], state("d.example", "not found")), false},
		"one never polled":      {append(dead[:3:3], curation.FeedState{URL: "https://d.example/"}), true},
	} {
		if got := Offline(c.states); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
