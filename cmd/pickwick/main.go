// Command pickwick is a social-selling content curation bot: once a day it
// offers each sales rep, in chat, the one piece most worth sharing with their
// buyers, and says why.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"example.com/pickwick/internal/curation"
)

// Exit statuses (contract, section 3).
const (
	exitDone   = 0
	exitFailed = 1
	exitWrong  = 2 // wrong use or bad configuration
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// A second signal kills at once: the first one restores the default.
	context.AfterFunc(ctx, stop)
	status := run(ctx, os.Args[1:], &surroundings{
		in: os.Stdin, out: os.Stdout, err: os.Stderr, environ: os.Environ(), now: time.Now,
	})
	stop()
	os.Exit(status)
}

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
	case curation.KindOf(err) == curation.Invalid:
		_, _ = fmt.Fprintln(s.err, err)
		return exitWrong
	default:
		_, _ = fmt.Fprintln(s.err, "pickwick:", err)
		return exitFailed
	}
}
