package config

import (
	"errors"
	"strings"

	"go.yaml.in/yaml/v4"
)

// syntaxErrors puts the YAML reader's messages into words. With context, the
// place is where the unfinished thing began, which is where to look.
func syntaxErrors() []struct {
	says    string
	words   string
	context bool
} {
	return []struct {
		says    string
		words   string
		context bool
	}{
		{"unexpected end of stream", "this quoted text has no end: add the closing quote", true},
		{"unexpected document indicator", "this quoted text has no end: add the closing quote", true},
		{"expected ',' or ']'", "this list has no end here or lacks a comma: write it like [a, b]", true},
		{"expected ',' or '}'", "this block has no end here or lacks a comma: write it like {a: 1, b: 2}", true},
		{"mapping values are not allowed", "a colon is not allowed here: put text with a colon in quotes, or check the indentation; the mistake may be on the line before", false},
		{"block sequence entries are not allowed", "a list can't begin here: put each - on a line of its own", false},
		{"did not find expected key", "this line doesn't fit: indent it like the other keys of its block", false},
		{"expected '-' indicator", "this line doesn't fit: indent it like the other keys of its entry, or begin it with -", false},
		{"could not find expected ':'", "this line is no `key: value`: add the colon and the value, or indent it", true},
		{"unknown escape character", `this escape is not known: write \\ for a backslash, or use single quotes`, false},
		{"did not find expected node content", "a value is missing here: write one, or remove the comma or bracket", false},
		{"unknown anchor", "aliases (*) are not used in these files: write the value again, or put text that begins with * in quotes", false},
		{"exceeded max depth", "blocks are nested too deeply here", false},
		{"expected <document start>", "a second value begins here: the file must be one block of keys", false},
	}
}

// syntax reports why a file isn't YAML.
func (d *document) syntax(err error) {
	at := new(yaml.LoadError)
	if !errors.As(err, &at) {
		d.mistakeAt(1, 1, "it is not valid YAML: %s", strings.TrimPrefix(err.Error(), "yaml: "))
		return
	}
	mark := at.Mark
	if d.tabIndents(mark.Line) {
		d.mistakeAt(mark.Line, 1, "the line is indented with a tab: use spaces")
		return
	}
	if d.slipped(at.ContextMark.Line, mark.Line) {
		return
	}
	if strings.Contains(at.Message, "cannot start any token") {
		d.mistakeAt(mark.Line, mark.Column, "a value can't begin with this character: put the text in quotes")
		return
	}
	for _, e := range syntaxErrors() {
		if strings.Contains(at.Message, e.says) {
			if e.context && at.ContextMark.Line > 0 {
				mark = at.ContextMark
			}
			d.mistakeAt(mark.Line, mark.Column, "%s", e.words)
			return
		}
	}
	d.mistakeAt(mark.Line, mark.Column, "it is not valid YAML: %s", at.Message)
}

// tabIndents says whether a line is indented with a tab.
func (d *document) tabIndents(line int) bool {
	if line < 1 || line > len(d.lines) {
		return false
	}
	l := d.lines[line-1]
	return strings.Contains(l[:len(l)-len(strings.TrimLeft(l, " \t"))], "\t")
}
