package deliverytest

import (
	"time"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/delivery"
)

// Now is the instant at which the samples are rendered.
var Now = time.Date(2026, 11, 23, 8, 30, 0, 0, time.UTC)

// Sample is an ordinary message with every field set and all networks. Those
// with different IDs differ in title and quote too.
func Sample(id string) delivery.Message {
	return delivery.Render(SamplePick(id), SampleRep(), SamplePersona(), Now)
}

// SamplePick is the pick of Sample.
func SamplePick(id string) curation.Pick {
	quote := "a 13-week cash flow forecast for plant " + id
	return curation.Pick{
		ID: id, Rep: "ana", Date: "2026-11-23", Slot: 1, DueAt: Now, Status: curation.Queued,
		Persona: "cfo", Origin: curation.Others, StoryID: "story-" + id, Score: 71.4,
		Item: curation.Item{
			ID: "item-" + id, Title: "How mid-size makers see cash coming, part " + id,
			URL:       "https://treasury.example/forecast?part=" + id,
			FeedTitle: "The Treasury Post", Author: "Jane Doe",
			Published: Now.AddDate(0, 0, -3),
		},
		Reasons: []curation.Reason{
			{Kind: curation.ReasonFreshness, Points: 12},
			{Kind: curation.ReasonInterest, Topic: "cash flow forecasting", Points: 38.2, Evidence: quote, Where: "summary"},
		},
		Ask:    "How far out do you trust your cash forecast today?",
		AlsoIn: 37,
	}
}

// SampleRep is the rep of Sample.
func SampleRep() curation.Rep {
	return curation.Rep{
		ID: "ana", Name: "Ana Silva", Chat: curation.Address{Chat: "console"}, Personas: []string{"cfo"},
		TimeZone: "UTC", Networks: curation.Networks(), State: curation.RepActive,
	}
}

// SamplePersona is the persona of Sample.
func SamplePersona() curation.Persona {
	return curation.Persona{ID: "cfo", Name: "CFO at a mid-size manufacturer"}
}

// EmptySample is the message of a day without a pick.
func EmptySample(id string) delivery.Message {
	return delivery.Render(curation.Pick{
		ID: id, Rep: "ana", Date: "2026-11-23", Slot: 1, DueAt: Now, Status: curation.Queued,
		Cause: "nothing on the lists of CFO scored 30 or more",
	}, SampleRep(), curation.Persona{}, Now)
}

// NoticeSample is a notice to marketing.
func NoticeSample(id string) delivery.Message {
	return delivery.RenderNotice("notice-"+id, "2 feeds need a look", []delivery.Point{
		{What: "The Treasury Post has failed since 19 November: the host treasury.example can't be found", Advice: "check the spelling of the address; if the site is gone, take the feed off the list"},
		{What: "Ledger Notes brings nothing any more"},
	})
}
