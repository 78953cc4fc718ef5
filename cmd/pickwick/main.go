// Command pickwick is a social-selling content curation bot: once a day it
// offers each sales rep, in chat, the one piece most worth sharing with their
// buyers, and says why.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"
)

// collectAt is after how many percent of growth memory is collected, unless
// GOGC says otherwise: half of Go's default, for two thirds of the memory and a
// few percent of the time.
const collectAt = 50

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(collectAt)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// A second signal kills at once: the first one restores the default.
	context.AfterFunc(ctx, stop)
	status := run(ctx, os.Args[1:], &surroundings{
		in: os.Stdin, out: os.Stdout, err: os.Stderr, environ: os.Environ(), now: time.Now,
	})
	stop()
	os.Exit(status)
}
