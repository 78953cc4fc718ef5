package storetest

import (
	"fmt"
	"testing"
	"time"

	"example.com/pickwick/internal/curation"
)

// item is an item of a day of November 2026 with every field set.
func item(id string, published int) curation.Item {
	return curation.Item{
		ID:         id,
		FeedURL:    "https://news.example/feed.xml",
		FeedTitle:  "Cash Weekly",
		GUID:       "guid of " + id,
		URL:        "https://news.example/" + id,
		Title:      "Forecasting cash, part " + id,
		Summary:    "How a plant plans its cash.",
		Text:       "A plant plans its cash for thirteen weeks.",
		Author:     "Jane Doe",
		Authors:    []string{"Jane Doe", "John Roe"},
		Categories: []string{"treasury", "planning"},
		Language:   "en",
		Format:     curation.Podcast,
		Published:  day(published),
		Updated:    day(published).Add(90 * time.Minute),
		FirstSeen:  day(published).Add(2 * time.Hour),
		Image:      "https://news.example/picture.png",
		Enclosures: []curation.Attachment{{
			URL: "https://news.example/sound.mp3", Type: "audio/mpeg", Bytes: 12_345_678, Duration: 31*time.Minute + 500*time.Millisecond,
		}},
	}
}

// poll is a poll of one feed that brought items with the same keys each.
func poll(url string, at time.Time, entries ...curation.Entry) curation.Polled {
	return curation.Polled{
		State: curation.FeedState{
			URL: url, Title: "Cash Weekly", ETag: `W/"1"`, LastModified: "Sun, 22 Nov 2026 07:00:00 GMT", Hash: "abc",
			NextPoll: at.Add(30 * time.Minute), LastPoll: at, LastSuccess: at, Outcome: "new items",
		},
		Items: entries,
	}
}

// keyed is an item with keys that bind for ever.
func keyed(i curation.Item, keys ...string) curation.Entry {
	e := curation.Entry{Item: i}
	for _, k := range keys {
		e.Keys = append(e.Keys, curation.StoryKey{Key: k})
	}
	return e
}

func rep(id string) curation.Rep {
	return curation.Rep{
		ID:       id,
		Name:     "Ana Silva",
		Chat:     curation.Address{Chat: "discord", User: "81384788765712384"},
		Personas: []string{"cfo", "cio"},
		TimeZone: "America/Sao_Paulo",
		At:       "09:00",
		Days:     []time.Weekday{time.Sunday, time.Wednesday},
		Mix:      curation.Mix{Others: 50, Company: 30, Own: 20},
		Networks: []curation.Network{curation.LinkedIn, curation.X},
		OwnFeeds: []string{"https://ana.example/feed"},
		State:    curation.RepActive,
	}
}

// pick is a queued pick with everything set that planning sets.
func pick(rep string, date, slot int) curation.Pick {
	it := item(fmt.Sprintf("item-%s-%d-%d", rep, date, slot), 1)
	it.StoryID = "s-" + it.ID
	return curation.Pick{
		ID:      fmt.Sprintf("p-%s-%d-%d", rep, date, slot),
		Rep:     rep,
		Date:    day(date).Format(time.DateOnly),
		Slot:    slot,
		DueAt:   day(date),
		Status:  curation.Queued,
		Persona: "cfo",
		Origin:  curation.Others,
		StoryID: it.StoryID,
		Item:    it,
		Score:   71.4,
		Reasons: []curation.Reason{
			{Kind: curation.ReasonInterest, Topic: "cash flow forecasting", Points: 38.2, Evidence: "plans its cash", Where: "text"},
			{Kind: curation.ReasonFreshness, Points: -1.5},
		},
		Ask:    "How far out do you trust your cash forecast today?",
		AlsoIn: 2,
	}
}

// empty is a queued day without a story.
func empty(rep string, date int) curation.Pick {
	p := pick(rep, date, 1)
	return curation.Pick{
		ID: p.ID, Rep: p.Rep, Date: p.Date, Slot: p.Slot, DueAt: p.DueAt, Status: curation.Queued,
		Cause: "nothing scored 30 or more",
	}
}

// queued saves reps, and picks for them.
func queued(t testing.TB, s Store, picks ...curation.Pick) {
	t.Helper()
	for _, p := range picks {
		_, _, err := s.SaveReps(t.Context(), []curation.Rep{rep(p.Rep)})
		must(t, err)
		_, err = s.SaveQueue(t.Context(), p.Rep, []curation.Pick{p}, nil)
		must(t, err)
	}
}
