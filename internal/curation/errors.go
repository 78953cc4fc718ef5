package curation

import (
	"errors"
	"fmt"
)

// Kind sorts errors by what the person in front of Pickwick can do about them.
type Kind int

// The kinds of error. Internal is the zero value: whatever has no kind of its own.
const (
	Internal    Kind = iota // a fault of ours or of the machine
	Invalid                 // wrong use or bad configuration: exit status 2
	NotFound                // no such rep, pick, persona, item
	Conflict                // somebody else has it, or it is no longer in that state
	Unavailable             // a server, a chat or the database can't be reached now
)

// Error carries a kind and a sentence for people: what is wrong and what to do next.
type Error struct {
	Kind    Kind
	Message string
	Err     error // the cause; may be nil
}

// Errorf makes an error of a kind. Each %w verb keeps its cause.
func Errorf(k Kind, format string, args ...any) error {
	e := fmt.Errorf(format, args...)
	return &Error{Kind: k, Message: e.Error(), Err: e}
}

// Error is the sentence for people.
func (e *Error) Error() string { return e.Message }

// Unwrap is the cause.
func (e *Error) Unwrap() error { return e.Err }

// KindOf is the kind of the outermost Error in err's chain, or Internal.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}
