package delivery

import (
	"context"
	"errors"
	"time"

	"example.com/pickwick/internal/curation"
)

// Outbox is what delivery needs of the database. Every transition is one
// transaction, is refused with a curation.Conflict error unless the pick is in
// the state that it starts from, and is on disk when the call returns.
type Outbox interface {
	// Due returns the picks whose turn it is, oldest first: queued ones with
	// DueAt and NextTry at or before now, and those that an earlier process
	// left in sending. Only picks of active reps are returned.
	Due(ctx context.Context, now time.Time) ([]curation.Pick, error)

	// Rep returns one rep, or a curation.NotFound error.
	Rep(ctx context.Context, id string) (curation.Rep, error)

	// Begin moves a pick from queued or sending to sending, counts the try
	// and sets FirstTry if this is the first. It is refused for a rep who is
	// not active.
	Begin(ctx context.Context, id string, now time.Time) (curation.Pick, error)

	// Delivered moves it from sending to delivered.
	Delivered(ctx context.Context, id, ref string, at time.Time) error

	// Postpone moves it from sending back to queued: it was surely not sent.
	Postpone(ctx context.Context, id string, next time.Time) error

	// ClosePick moves a queued or sending pick to unknown or missed.
	ClosePick(ctx context.Context, id string, to curation.Status, why string) error

	// PauseRep pauses a rep with a reason in plain words.
	PauseRep(ctx context.Context, id, reason string) error
}

// Chat is a way to reach reps. One value serves every rep of that chat.
// Implementations are checked by package deliverytest.
type Chat interface {
	// Send delivers a message and returns the chat's own name for it. Every
	// failure is a *SendError.
	Send(ctx context.Context, to curation.Address, m Message) (ref string, err error)

	// RepeatSafe is how long after a first try the same message can be sent
	// again without a second one appearing; 0 if never.
	RepeatSafe() time.Duration

	// Find looks for a message that may have been sent at or after since. It
	// returns ErrCannotTell where the chat keeps no history that can be read.
	Find(ctx context.Context, to curation.Address, m Message, since time.Time) (ref string, found bool, err error)
}

// ErrCannotTell is returned by a Chat that can't find out whether a message arrived.
var ErrCannotTell = errors.New("the chat can't tell whether the message arrived")

// SendError is a failed send, sorted by what it means for the pick.
type SendError struct {
	Outcome Outcome
	Wait    time.Duration // for Later: at least this long; 0 leaves it to the back-off
	Reason  string        // in plain words, for marketing; holds no secret
	Err     error
}

// Error is the reason in plain words.
func (e *SendError) Error() string { return e.Reason }

// Unwrap is the cause.
func (e *SendError) Unwrap() error { return e.Err }

// Outcome is what a failed send means for the pick.
type Outcome int

// The outcomes of a failed send.
const (
	Later    Outcome = iota // surely not sent; try again: rate limits, refused connections, an outage said so
	Unsure                  // may have been sent: time-outs, resets, a server fault after the request was written
	Refused                 // this rep can't be reached until somebody acts: pause the rep
	Rejected                // the chat will never take this very message: a fault of ours; close it
	Halted                  // nobody can be reached: bad credentials; stop sending at once
)

// Message is a pick made ready for a chat: words and addresses, no layout.
// Every text is plain; a chat escapes what its markup would read.
type Message struct {
	PickID  string  // or the ID of a notice
	Notice  *Notice // a message to marketing; all below is unset then
	Rep     string  // the rep's name
	RepID   string  // as commands take it
	Date    string  // the rep's local date, YYYY-MM-DD
	Empty   string  // the cause of an empty day; the fields below are unset then
	Title   string
	URL     string
	Source  string // who published it
	Author  string
	Age     string // "today", "3 days ago"
	Origin  curation.Origin
	Persona string  // the persona's name
	Score   float64 // 0 to 100
	Why     string  // one sentence: whom and which interest it serves
	Quote   string  // the article's own words that show it; may be empty
	Ask     string  // a conversation starter; may be empty
	AlsoIn  int     // how many other feeds carried the story
	Shares  []Share // one for each of the rep's networks, or else of the persona's
}

// Notice tells marketing what needs a look. It never goes to reps.
type Notice struct {
	Heading string
	Points  []Point
}

// Point is one thing that needs a look.
type Point struct {
	What   string // what is wrong
	Advice string // what to do; may be empty
}

// Share opens a network's own composer; Pickwick posts nothing itself.
type Share struct {
	Network curation.Network
	URL     string
}
