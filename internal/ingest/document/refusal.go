package document

import "example.com/pickwick/internal/curation"

// Outcomes of a document that is refused.
const (
	NotAFeed   = "not a feed"
	Unsafe     = "unsafe document"
	Unreadable = "unreadable"
)

// RefusalError is a document that Parse does not take. Its kind is curation.Invalid.
type RefusalError struct {
	Outcome string // "not a feed", "unsafe document" or "unreadable"
	reason  string
	err     error
}

// Error says in plain words what the document is and what to do.
func (r *RefusalError) Error() string { return r.reason }

// Unwrap is an error of kind curation.Invalid around the cause.
func (r *RefusalError) Unwrap() error {
	return &curation.Error{Kind: curation.Invalid, Message: r.reason, Err: r.err}
}

func notAFeed(reason string) *RefusalError {
	return &RefusalError{Outcome: NotAFeed, reason: reason}
}

func tooComplex(reason string) *RefusalError {
	return &RefusalError{Outcome: Unsafe, reason: reason}
}

func unreadable(err error) *RefusalError {
	return &RefusalError{Outcome: Unreadable, reason: "this feed is damaged beyond reading: tell its owner, or look for another feed of the site", err: err}
}
