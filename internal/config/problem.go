package config

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"example.com/pickwick/internal/curation"
)

// Problem is one mistake or one warning, at one place.
type Problem struct {
	File   string // as its user would type it, or the name of an environment variable
	Line   int    // from 1; 0 when the problem is not at a place in the file
	Column int    // from 1, in characters
	Text   string // what is wrong, and what is allowed
}

// String is "file:line:column: text".
func (p Problem) String() string {
	if p.Line == 0 {
		return fmt.Sprintf("%s: %s", p.File, p.Text)
	}
	return fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Column, p.Text)
}

// Report is everything that was found. Mistakes keep anything from being
// loaded; warnings don't. Both are sorted by file, line and column.
type Report struct {
	Mistakes, Warnings []Problem
}

// Err is nil without mistakes, and else a curation.Invalid error whose text is
// every mistake, one a line.
func (r Report) Err() error {
	if len(r.Mistakes) == 0 {
		return nil
	}
	lines := make([]string, len(r.Mistakes))
	for i, p := range r.Mistakes {
		lines[i] = p.String()
	}
	return curation.Errorf(curation.Invalid, "%s", strings.Join(lines, "\n"))
}

// mistake adds a mistake that has no place in a file.
func (r *Report) mistake(file, format string, args ...any) {
	r.Mistakes = append(r.Mistakes, Problem{File: file, Text: fmt.Sprintf(format, args...)})
}

// sorted puts the problems in order and drops repetitions.
func (r *Report) sorted() Report {
	order := func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line),
			cmp.Compare(a.Column, b.Column), cmp.Compare(a.Text, b.Text))
	}
	for _, list := range []*[]Problem{&r.Mistakes, &r.Warnings} {
		slices.SortFunc(*list, order)
		*list = slices.Compact(*list)
	}
	return *r
}

// shown is a path as its user would type it: relative to the working directory
// when it is below that.
func shown(path string) string {
	abs, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	here, err := os.Getwd()
	if err != nil {
		return abs
	}
	rel, err := filepath.Rel(here, abs)
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return abs
	}
	return rel
}
