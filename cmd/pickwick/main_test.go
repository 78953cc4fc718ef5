package main

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"example.com/pickwick/internal/fake/discord"
)

// testClock is the variable by which a test gives the program a fixed time.
// Only the test binary reads it.
const testClock = "PICKWICK_TEST_NOW"

// asPickwick makes the test binary be the program, signals and all, when a
// test starts it as a process of its own.
const asPickwick = "PICKWICK_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asPickwick) != "" {
		main()
	}
	testscript.Main(m, map[string]func(){"pickwick": func() { os.Exit(runForTest()) }})
}

// runForTest is main with a clock that may stand still.
func runForTest() int {
	now := time.Now
	if at := os.Getenv(testClock); at != "" {
		t, err := time.Parse(time.RFC3339, at)
		if err != nil {
			panic(err)
		}
		now = func() time.Time { return t }
	}
	return run(context.Background(), os.Args[1:], &surroundings{
		in: os.Stdin, out: os.Stdout, err: os.Stderr, environ: os.Environ(), now: now,
	})
}

// TestScripts runs the transcripts in testdata/script: what a person types and
// what they then see.
func TestScripts(t *testing.T) {
	host, chat := serveFiles(t, "testdata/site"), discord.New(t, discord.Options{})
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			e.Setenv("SITE", host)
			e.Setenv("DISCORD", chat.URL())
			e.Setenv("HOME", e.WorkDir)
			return nil
		},
		RequireExplicitExec: true,
		UpdateScripts:       os.Getenv("UPDATE_SCRIPTS") != "",
	})
}
