package ingest

import "example.com/pickwick/internal/curation"

// Outcomes of a poll that fetch does not know.
const (
	outcomeRead       = "read" // in the state of a feed; a Result tells the next two apart
	outcomeNew        = "new items"
	outcomeNothingNew = "nothing new"
	outcomeUnchanged  = "unchanged"
	outcomeNotAFeed   = "not a feed"
	outcomeUnsafe     = "unsafe document"
	outcomeUnreadable = "unreadable"
)

// Refusal is a document that Parse does not take. Its kind is curation.Invalid.
type Refusal struct {
	Outcome string // "not a feed", "unsafe document" or "unreadable"
	reason  string
	err     error
}

// Error says in plain words what the document is and what to do.
func (r *Refusal) Error() string { return r.reason }

// Unwrap is an error of kind curation.Invalid around the cause.
func (r *Refusal) Unwrap() error {
	return &curation.Error{Kind: curation.Invalid, Message: r.reason, Err: r.err}
}

func notAFeed(reason string) *Refusal { return &Refusal{Outcome: outcomeNotAFeed, reason: reason} }

func tooComplex(reason string) *Refusal { return &Refusal{Outcome: outcomeUnsafe, reason: reason} }

func unreadable(err error) *Refusal {
	return &Refusal{Outcome: outcomeUnreadable, reason: "this feed is damaged beyond reading: tell its owner, or look for another feed of the site", err: err}
}
