package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// Columns assumed where the output is no terminal, and the most that is used.
const (
	plainWidth = 80
	maxWidth   = 120
)

func isTerminal(w any) (fd int, ok bool) {
	f, ok := w.(*os.File)
	if !ok {
		return 0, false
	}
	return int(f.Fd()), term.IsTerminal(int(f.Fd()))
}

// color says whether standard output takes colour: a terminal, unless NO_COLOR
// (https://no-color.org) asks for none.
func (c *cli) color() bool {
	_, ok := isTerminal(c.out)
	return ok && c.getenv("NO_COLOR") == "" && c.getenv("TERM") != "dumb"
}

// screen is the number of columns of standard output; 0 when it is no terminal.
func (c *cli) screen() int {
	if fd, ok := isTerminal(c.out); ok {
		if w, _, err := term.GetSize(fd); err == nil && w > 0 {
			return w
		}
		return plainWidth
	}
	return 0
}

// width is the number of columns that is written to standard output.
func (c *cli) width() int {
	if w := c.screen(); w > 0 {
		return min(w, maxWidth)
	}
	return plainWidth
}

// progress returns a function that shows how far a long job is, on a terminal
// only, and one that ends it. Both are harmless elsewhere.
func (c *cli) progress(what string) (step func(done, total int), end func()) {
	if _, ok := isTerminal(c.err); !ok {
		return func(int, int) {}, func() {}
	}
	var bar *progressbar.ProgressBar
	step = func(done, total int) {
		if bar == nil {
			bar = progressbar.NewOptions(total,
				progressbar.OptionSetWriter(c.err),
				progressbar.OptionSetDescription(what),
				progressbar.OptionShowCount(),
				progressbar.OptionSetWidth(30),
				progressbar.OptionClearOnFinish(),
			)
		}
		_ = bar.Set(done) // a bar that can't be drawn is no reason to stop
	}
	return step, func() {
		if bar != nil {
			_ = bar.Finish()
		}
	}
}

// printTable prints rows for people. On a terminal that is too narrow for them,
// the columns named in cuttable give way, then the last one.
func (c *cli) printTable(headings []string, rows [][]string, cuttable ...int) {
	if len(rows) == 0 {
		return
	}
	for i, line := range tableLines(headings, rows, c.screen(), cuttable...) {
		if i == 0 {
			line = c.bold(line)
		}
		c.printf("%s\n", line)
	}
}

// prose prints a sentence after an indent. On a terminal it is wrapped, and its
// other lines are indented by more; elsewhere it stays on one line.
func (c *cli) prose(indent, more, text string) {
	if c.screen() == 0 {
		c.printf("%s%s\n", indent, text)
		return
	}
	for _, line := range wrapWords(indent, indent+more, text, c.width()) {
		c.printf("%s\n", line)
	}
}

// printJSON prints one value on one line, as it is: < > & stay readable.
func printJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("print the result: %w", err)
	}
	return nil
}

// sortRows sorts a table by its first columns.
func sortRows(rows [][]string) { slices.SortFunc(rows, slices.Compare[[]string]) }
