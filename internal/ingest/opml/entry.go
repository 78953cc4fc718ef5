package opml

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"example.com/pickwick/internal/ingest/address"
)

// Limits that keep a hostile file from costing more than it is worth.
const (
	MaxBytes    = 10 << 20 // of a file
	maxEntries  = 20_000   // of a list, with those that can't be taken
	maxProblems = 1_000    // of a list, that are told one by one
	maxDepth    = 8        // of folders within folders that are told apart
	maxText     = 500      // characters of a title or of the name of a folder
)

// Entry is one feed of a list. Its texts are each one line of visible
// characters, at most 500.
type Entry struct {
	URL      string   // absolute, http or https, without credentials
	Title    string   // may be empty
	Site     string   // address of the site that it belongs to; may be empty
	Category []string // names of the folders that it is in, the outermost first, at most 8
	Line     int      // of the file, from 1; Write ignores it
}

// Problem is something in a file that could not be taken.
type Problem struct {
	Line int    // from 1
	Text string // what is wrong, in plain words
}

// list is what was read so far.
type list struct {
	entries  []Entry
	problems []Problem
	more     int // problems that are not told one by one
	seen     int // entries, with those that were not taken
}

func (l *list) problem(line int, format string, args ...any) {
	if len(l.problems) >= maxProblems {
		l.more++
		return
	}
	l.problems = append(l.problems, Problem{line, fmt.Sprintf(format, args...)})
}

// add takes an entry as it stands in the file. It is false when the list is full.
func (l *list) add(e Entry) bool {
	if l.seen++; l.seen > maxEntries {
		l.problem(e.Line, "the list has more than %d feeds: split it, the rest was not read", maxEntries)
		return false
	}
	feed, err := address.Clean(e.URL)
	if err != nil {
		l.problem(e.Line, "%v", err)
		return true
	}
	e.URL, e.Title = feed, cleanText(e.Title)
	e.Site, _ = address.Clean(e.Site) // what is no address is none
	l.entries = append(l.entries, e)
	return true
}

// cleanText is one line of visible characters.
func cleanText(s string) string {
	s = visible(s)
	if utf8.RuneCountInString(s) > maxText {
		s = strings.TrimSpace(string([]rune(s)[:maxText]))
	}
	return s
}

// visible makes every run of blanks one space and drops what can't be seen or
// written in XML.
func visible(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unseen(r):
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// unseen reports characters that stand for nothing, or that turn the direction
// of what follows.
func unseen(r rune) bool {
	return r == utf8.RuneError || r == '\u200b' || r == '\ufeff' || r&0xfffe == 0xfffe || unicode.Is(unicode.Bidi_Control, r)
}

// done is the list in the order of the file.
func (l *list) done() ([]Entry, []Problem) {
	slices.SortStableFunc(l.problems, func(a, b Problem) int { return cmp.Compare(a.Line, b.Line) })
	if l.more > 0 {
		last := l.problems[len(l.problems)-1].Line
		l.problems = append(l.problems, Problem{last, fmt.Sprintf("and %d more problems from here on", l.more)})
	}
	return l.entries, l.problems
}
