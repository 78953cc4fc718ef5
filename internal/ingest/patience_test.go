package ingest

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/ingest/document"
)

func TestAFeedIsPolledAsOftenAsItChanges(t *testing.T) {
	const every = 30 * time.Minute
	for name, c := range map[string]struct {
		usual, idle time.Duration
		want        time.Duration
	}{
		"not known yet":                {0, 0, every},
		"many a day":                   {time.Hour, 0, every},
		"one a day":                    {24 * time.Hour, 0, 2 * time.Hour},
		"one a week":                   {7 * 24 * time.Hour, 0, 6 * time.Hour},
		"one a day, silent for a week": {24 * time.Hour, 8 * 24 * time.Hour, 4 * time.Hour},
		"silent for three months":      {24 * time.Hour, 90 * 24 * time.Hour, 24 * time.Hour},
	} {
		state := curation.FeedState{URL: "https://a.example/feed", LastPoll: now, Usual: c.usual, LastNew: now.Add(-c.idle)}
		if got := next(state, every, asked{}).Sub(now); got < c.want || got > c.want+c.want/10 {
			t.Errorf("%s: %v, not %v", name, got, c.want)
		}
	}
}

func TestAFeedIsNotPolledBeforeItWants(t *testing.T) {
	state := curation.FeedState{URL: "https://a.example/feed", LastPoll: now}
	for name, c := range map[string]struct {
		asked asked
		least time.Duration
		most  time.Duration
	}{
		"ttl":                     {asked{hints: document.Hints{TTL: 3 * time.Hour}}, 3 * time.Hour, 4 * time.Hour},
		"Cache-Control":           {asked{cacheFor: 2 * time.Hour}, 2 * time.Hour, 3 * time.Hour},
		"a year in Cache-Control": {asked{cacheFor: 365 * 24 * time.Hour}, 6 * time.Hour, 7 * time.Hour},
		"skipHours":               {asked{hints: document.Hints{SkipHours: hours(9, 10, 11)}}, 3 * time.Hour, 3*time.Hour + time.Second},
		"skipDays":                {asked{hints: document.Hints{SkipDays: [7]bool{time.Sunday: true}}}, 15 * time.Hour, 15*time.Hour + time.Second},
		"every hour excluded":     {asked{hints: document.Hints{SkipHours: hours(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23)}}, 30 * time.Minute, 40 * time.Minute},
	} {
		if got := next(state, 30*time.Minute, c.asked).Sub(now); got < c.least || got > c.most {
			t.Errorf("%s: %v, not %v to %v", name, got, c.least, c.most)
		}
	}
}

func hours(list ...int) (h [24]bool) {
	for _, n := range list {
		h[n] = true
	}
	return h
}

func TestFeedsThatWerePolledTogetherDrawApart(t *testing.T) {
	at := map[time.Time]bool{}
	for i := range 100 {
		at[next(curation.FeedState{URL: fmt.Sprintf("https://a.example/%d", i), LastPoll: now}, time.Hour, asked{})] = true
	}
	if len(at) < 80 {
		t.Errorf("100 feeds are polled again at only %d instants", len(at))
	}
}

func TestWhateverAFeedAsksItIsPolledWithinAWeekAndNotTooSoon(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		span := func(name string) time.Duration {
			return time.Duration(rapid.Int64Range(-1e15, 1e18).Draw(t, name))
		}
		state := curation.FeedState{URL: "https://a.example/feed", LastPoll: now, Usual: span("usual"), LastNew: now.Add(span("idle"))}
		a := asked{cacheFor: span("cache"), hints: document.Hints{TTL: span("ttl")}}
		for i := range a.hints.SkipHours {
			a.hints.SkipHours[i] = rapid.Bool().Draw(t, "hour")
		}
		for i := range a.hints.SkipDays {
			a.hints.SkipDays[i] = rapid.Bool().Draw(t, "day")
		}
		wait := next(state, 30*time.Minute, a).Sub(now)
		if wait < 30*time.Minute || wait > 10*24*time.Hour {
			t.Errorf("the next poll is in %v", wait)
		}
	})
}

func TestThePaceOfAFeedIsThatOfItsLastItems(t *testing.T) {
	m, err := openMemory(nil)
	if err != nil {
		t.Fatal(err)
	}
	m.index()
	if m.pace() != 0 {
		t.Error("an empty memory has a pace")
	}
	for i := range 40 { // one an hour of late, one a day before that
		age := time.Duration(i) * time.Hour
		if i >= 20 {
			age = time.Duration(i) * 24 * time.Hour
		}
		m.add(trace{id: fmt.Sprint(i), first: now.Unix(), signals: signals{date: now.Add(-age).Unix()}})
	}
	if m.pace() != time.Hour {
		t.Errorf("%v", m.pace())
	}
}

func TestWhatAFeedAsksIsRememberedAsItWas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := document.Hints{TTL: time.Duration(rapid.IntRange(0, 1440).Draw(t, "ttl")) * time.Minute}
		for i := range h.SkipHours {
			h.SkipHours[i] = rapid.Bool().Draw(t, "hour")
		}
		for i := range h.SkipDays {
			h.SkipDays[i] = rapid.Bool().Draw(t, "day")
		}
		if back := recalled(remember(h)); back != h {
			t.Errorf("%v, then %v", h, back)
		}
	})
	if h := recalled("rubbish"); h != (document.Hints{}) {
		t.Errorf("%v", h)
	}
}
