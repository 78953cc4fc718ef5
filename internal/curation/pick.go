package curation

import "time"

// Pick is one story offered to one rep for one day. A pick without a story is
// an empty day: Cause says why there was nothing.
type Pick struct {
	ID          string // opaque, derived from rep, date and slot
	Rep         string
	Date        string // the rep's local date, YYYY-MM-DD
	Slot        int    // 1 for the first pick of the day
	DueAt       time.Time
	Status      Status
	Cause       string // why there is no story; empty when there is one
	Persona     string
	Origin      Origin
	StoryID     string
	Item        Item // as it was when it was picked
	Score       float64
	Reasons     []Reason
	Ask         string // conversation starter of the interest that won; may be empty
	AlsoIn      int    // how many other feeds carried the story
	Tries       int    // how often sending was begun
	NextTry     time.Time
	FirstTry    time.Time // when sending was first begun; zero before
	MessageRef  string    // the chat's own name for the message; empty until delivered
	DeliveredAt time.Time
	AnsweredAt  time.Time
	Why         string    // what the rep gave as a reason
	TalkedAt    time.Time // when the rep noted a conversation that it started; zero when none
}

// Empty reports whether the day has no story.
func (p Pick) Empty() bool { return p.StoryID == "" }

// Counts reports whether the pick takes part in the mix and keeps its story
// from being offered to the rep again: every pick with a story that was not missed.
func (p Pick) Counts() bool { return !p.Empty() && p.Status != Missed }

// Status is where a pick stands.
type Status string

// The states of a pick. Queued, Sending, Delivered is the way through the
// outbox. Unknown is a send that a crash left open and that the chat can't
// tell about; Missed is one whose day went by. The last three are what became
// of a delivered pick.
const (
	Queued    Status = "queued"
	Sending   Status = "sending"
	Delivered Status = "delivered"
	Unknown   Status = "unknown"
	Missed    Status = "missed"
	Shared    Status = "shared"
	Skipped   Status = "skipped"
	Expired   Status = "expired" // unanswered for 7 days
)

// PickFilter selects picks. Zero fields select all.
type PickFilter struct {
	Rep  string
	From string // local date, YYYY-MM-DD, inclusive
	To   string // local date, YYYY-MM-DD, inclusive
}
