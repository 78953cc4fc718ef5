package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
)

// TestEveryCommandSaysWhatIsMissingOrTooMany goes through all commands: none
// answers in the words of a library, and all end with status 2.
func TestEveryCommandSaysWhatIsMissingOrTooMany(t *testing.T) {
	wrong := func(words ...string) string {
		var out, stderr bytes.Buffer
		status := run(t.Context(), words, &surroundings{in: &bytes.Buffer{}, out: &out, err: &stderr, now: time.Now})
		if status != exitWrong || out.Len() > 0 {
			t.Errorf("%v: exit status %d, printed %q", words, status, out.String())
		}
		return stderr.String()
	}
	checked := 0
	var each func(*cobra.Command)
	each = func(cmd *cobra.Command) {
		for _, sub := range cmd.Commands() {
			each(sub)
		}
		if cmd.HasSubCommands() || cmd.Args == nil {
			return
		}
		words := strings.Fields(cmd.CommandPath())[1:]
		for n := range 4 {
			args := strings.Fields("a b c")[:n]
			if cmd.Args(cmd, args) == nil {
				continue
			}
			checked++
			said := wrong(append(words, args...)...)
			if strings.Contains(said, "arg(s)") || strings.Contains(said, "unknown command") != (cmd.Name() == "help") || !strings.HasSuffix(said, " --help\n") {
				t.Errorf("%s %v: %s", cmd.CommandPath(), args, said)
			}
		}
	}
	each(newRoot(&cli{surroundings: &surroundings{}}))
	if checked < 40 {
		t.Errorf("only %d lines were tried", checked)
	}
	for line, want := range map[string]string{
		"feeds accept":         "name a feed: pickwick feeds accept FEED\nSee: pickwick feeds accept --help\n",
		"feeds accept a b":     "\"b\" is one word too many: pickwick feeds accept FEED (a name with blanks in it needs quotes)\nSee: pickwick feeds accept --help\n",
		"feeds discover":       "name the address of a page: pickwick feeds discover URL\nSee: pickwick feeds discover --help\n",
		"explain":              "give an ID: pickwick explain ID --persona ID\nSee: pickwick explain --help\n",
		"answer x":             "say one of shared, skipped, conversation: pickwick answer PICK shared|skipped|conversation\nSee: pickwick answer --help\n",
		"plan x":               "\"x\" is one word too many: pickwick plan (a name with blanks in it needs quotes)\nSee: pickwick plan --help\n",
		"plan --days x":        "invalid argument \"x\" for \"--days\" flag: it must be a whole number\nSee: pickwick plan --help\n",
		"plan --days " + digit: "invalid argument \"" + digit + "\" for \"--days\" flag: the number is too large\nSee: pickwick plan --help\n",
		"feeds export --json=x": "invalid argument \"x\" for \"--json\" flag: it must be true or false\n" +
			"See: pickwick feeds export --help\n",
	} {
		if said := wrong(strings.Fields(line)...); said != want {
			t.Errorf("pickwick %s: %s", line, said)
		}
	}
}

// digit is a number that fits no integer.
const digit = "99999999999999999999"
