package deliverytest

import (
	"testing"
	"time"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/delivery"
)

// Rig is a chat with one recipient, set up afresh for one test.
type Rig struct {
	Chat delivery.Chat
	To   curation.Address

	// Arrived is everything that reached the recipient so far, oldest first.
	Arrived func() []Arrived

	// Faults are ways in which this chat can fail; may be empty.
	Faults []Fault

	// Stall makes the next send reach the other side and get no answer until
	// it is given up. The channel it returns is closed when the send is there.
	// Nil for a chat that cannot stall.
	Stall func() (reached <-chan struct{})

	// Advance moves the clock of the other side on; nil if it has none.
	Advance func(time.Duration)

	// Secrets are texts that no error may show, such as the token.
	Secrets []string

	// NoMailto says that the chat can't link a mailto address.
	NoMailto bool
}

// Arrived is one message as the recipient got it.
type Arrived struct {
	Text  string   // what a person reads, markup and its escapes taken away
	Links []string // every address that can be opened
}

// Fault makes the next send fail.
type Fault struct {
	Name    string
	Arrange func()
	Want    delivery.Outcome
}

// Run checks a chat. newRig is called once for each test; it registers its own
// clean-up. The strings of $PICKWICK_DATA/hostile/naughty-strings.json are
// tried as well where that is set.
func Run(t *testing.T, newRig func(t *testing.T) Rig) {
	for _, c := range []struct {
		name string
		run  func(*testing.T, func(*testing.T) Rig)
	}{
		{"everything arrives", everythingArrives},
		{"an empty day arrives with its cause", emptyDayArrives},
		{"a notice to marketing arrives", noticeArrives},
		{"a repeat within RepeatSafe gives no second message", repeatIsSafe},
		{"Find tells the truth or says that it cannot", findIsTruthful},
		{"every fault is a SendError without secrets", faultsAreSorted},
		{"a cancelled send ends at once", cancelEnds},
		{"an unanswered send ends when cancelled", stalledSendEnds},
		{"naughty strings break nothing", naughtyStrings},
		{"concurrent sends stay apart", concurrentSends},
	} {
		t.Run(c.name, func(t *testing.T) { c.run(t, newRig) })
	}
}
