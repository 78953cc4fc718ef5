package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"example.com/pickwick/internal/curation"
)

// Exit statuses (contract, section 3).
const (
	exitDone   = 0
	exitFailed = 1
	exitWrong  = 2 // wrong use or bad configuration
)

// surroundings are what a command reads and writes, so that tests can give their own.
type surroundings struct {
	in       io.Reader
	out, err io.Writer
	environ  []string
	now      func() time.Time
}

// run carries out one command line and returns the exit status.
func run(ctx context.Context, args []string, s *surroundings) int {
	root := newRoot(&cli{surroundings: s})
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	switch {
	case err == nil:
		return exitDone
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		_, _ = fmt.Fprintln(s.err, "pickwick: stopped before it was done; what was saved so far is kept")
		return exitFailed
	case curation.KindOf(err) == curation.Invalid:
		_, _ = fmt.Fprintln(s.err, err)
		return exitWrong
	default:
		_, _ = fmt.Fprintln(s.err, "pickwick:", err)
		return exitFailed
	}
}
