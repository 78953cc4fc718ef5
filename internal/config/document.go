package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"strings"
	"syscall"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// The sizes up to which files are read, far above what a list is kept for. They
// bound the time that a file made to be slow can take.
const (
	maxFile    = 1 << 20 // bytes
	maxEntries = 5000    // of one list
	maxKeys    = 100     // of one block
)

// document is one YAML file with the place of everything in it.
type document struct {
	file   string // as shown in problems
	lines  []string
	root   *yaml.Node          // nil when the file can't be read
	value  any                 // root as maps, lists, texts, numbers
	broken map[*yaml.Node]bool // has a mistake already that makes its value worthless
	report *Report
}

// edited are files as they would be after an edit, by their absolute paths.
type edited map[string][]byte

// read reads a file that is small enough.
func (e edited) read(path string) ([]byte, error) {
	if text, ok := e[path]; ok && len(text) <= maxFile {
		return text, nil
	}
	return readFile(path)
}

// readFile reads a file that is small enough.
func readFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // nothing was written
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err == nil && len(data) > maxFile {
		err = fmt.Errorf("it is larger than %d KiB, the most that is read: split it", maxFile>>10)
	}
	return data, err
}

// inWords says why a file or folder can't be read.
func inWords(err error) string {
	var at *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "it is not there"
	case errors.Is(err, fs.ErrPermission):
		return "you may not read it"
	case errors.Is(err, syscall.EISDIR):
		return "it is a folder"
	case errors.As(err, &at):
		return at.Err.Error()
	}
	return err.Error()
}

func newDocument(file string, r *Report) *document {
	return &document{file: file, broken: map[*yaml.Node]bool{}, report: r}
}

// readDocument reads one YAML file as far as it goes.
func readDocument(path string, e edited, r *Report) *document {
	d := newDocument(shown(path), r)
	data, err := e.read(path)
	if err != nil {
		r.mistake(d.file, "can't read it: %s", inWords(err))
		return d
	}
	d.parse(data)
	return d
}

// scan takes the lines of the file, without a byte order mark. It is false,
// with a mistake, when they can't be text.
func (d *document) scan(data []byte) ([]byte, bool) {
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	d.lines = strings.Split(string(data), "\n")
	text, at := badCharacter(data)
	if text == "" {
		return data, true
	}
	line := 1 + bytes.Count(data[:at], []byte("\n"))
	column := 1 + utf8.RuneCount(data[bytes.LastIndexByte(data[:at], '\n')+1:at])
	d.mistakeAt(line, column, "%s", text)
	return nil, false
}

func (d *document) parse(data []byte) {
	data, ok := d.scan(data)
	if !ok {
		return
	}
	in := yaml.NewDecoder(bytes.NewReader(data))
	var first, second yaml.Node
	if err := in.Decode(&first); errors.Is(err, io.EOF) {
		d.root, d.value = &yaml.Node{Kind: yaml.MappingNode, Line: 1, Column: 1}, map[string]any{} // empty, or comments only
		return
	} else if err != nil {
		d.syntax(err)
		return
	}
	if err := in.Decode(&second); err == nil {
		d.mistakeAt(second.Line, second.Column, "a second document begins here: keep one, without --- lines")
		return
	} else if !errors.Is(err, io.EOF) {
		d.syntax(err)
		return
	}
	d.root = first.Content[0]
	d.value = d.read(d.root)
	d.warnTexts("", d.root)
}

// badCharacter finds what no text editor would have written.
func badCharacter(data []byte) (text string, at int) {
	if bytes.HasPrefix(data, []byte{0xFF, 0xFE}) || bytes.HasPrefix(data, []byte{0xFE, 0xFF}) {
		return "the file is in UTF-16: save it as UTF-8", 0
	}
	for at < len(data) {
		r, size := utf8.DecodeRune(data[at:])
		switch {
		case r == utf8.RuneError && size == 1:
			return "this byte is not UTF-8: save the file as UTF-8", at
		case r == '\r' && at+1 < len(data) && data[at+1] == '\n':
		case r < ' ' && r != '\n' && r != '\t', r == 0x7F:
			return fmt.Sprintf("the control character %U is not allowed: remove it", r), at
		}
		at += size
	}
	return "", 0
}

// read turns a node into maps, lists and plain values. What YAML allows beyond
// that is a mistake: each of it makes a file mean something else than it seems to.
func (d *document) read(n *yaml.Node) any {
	switch {
	case n.Kind == yaml.AliasNode:
		d.broken[n] = true
		d.mistake(n, "aliases (*) are not used in these files: write the value again")
		return nil
	case n.Anchor != "":
		d.mistake(n, "anchors (&) are not used in these files: remove it")
	case n.Style&yaml.TaggedStyle != 0:
		d.mistake(n, "tags (!) are not used in these files: remove it, and put text in quotes")
	}
	switch n.Kind {
	case yaml.MappingNode:
		if keys := len(n.Content) / 2; keys > maxKeys {
			return d.tooMany(n, "the block has %d keys, more than the %d that are read", keys, maxKeys)
		}
		return d.readMapping(n)
	case yaml.SequenceNode:
		if entries := len(n.Content); entries > maxEntries {
			return d.tooMany(n, "the list has %d entries, more than the %d that are read", entries, maxEntries)
		}
		list := make([]any, len(n.Content))
		for i, c := range n.Content {
			list[i] = d.read(c)
		}
		return list
	default:
		return d.readScalar(n)
	}
}

// tooMany reports a list or a block that is not read on.
func (d *document) tooMany(n *yaml.Node, format string, args ...any) any {
	d.broken[n] = true
	d.mistake(n, format, args...)
	n.Content = nil
	return nil
}

func (d *document) readMapping(n *yaml.Node) any {
	m := map[string]any{}
	seen := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		switch first := seen[key.Value]; {
		case key.Kind != yaml.ScalarNode:
			d.mistake(key, "a key must be one word: remove the brackets, * or ?")
		case d.slippedKey(key):
			d.broken[n] = true // or else its keys would seem to be missing
			d.read(value)      // for what is wrong inside it
		case key.ShortTag() == "!!merge":
			d.mistake(key, "merging (<<) is not used in these files: write the keys again")
		case first != 0:
			d.mistake(key, "the key `%s` stands here a second time, first on line %d: keep one", word(key.Value), first)
			d.read(value) // for what is wrong inside it
		default:
			seen[key.Value] = key.Line
			m[key.Value] = d.read(value)
		}
	}
	return m
}

func (d *document) readScalar(n *yaml.Node) any {
	if d.oddBlanks(n) {
		d.broken[n] = true
	}
	switch n.ShortTag() {
	case "!!null":
		return nil
	case "!!bool", "!!int", "!!float":
		var v any
		err := n.Decode(&v)
		if f, ok := v.(float64); err == nil && !(ok && (math.IsInf(f, 0) || math.IsNaN(f))) {
			return v
		}
	}
	return n.Value // text; dates and what is no real number count as text too
}

// mistake adds a mistake at the place of a node.
func (d *document) mistake(n *yaml.Node, format string, args ...any) {
	d.mistakeAt(n.Line, n.Column, format, args...)
}

func (d *document) mistakeAt(line, column int, format string, args ...any) {
	d.report.Mistakes = append(d.report.Mistakes, d.problem(line, column, format, args...))
}

// warn adds a warning at the place of a node.
func (d *document) warn(n *yaml.Node, format string, args ...any) {
	d.report.Warnings = append(d.report.Warnings, d.problem(n.Line, n.Column, format, args...))
}

// problem keeps its place inside the file: the reader of YAML puts what is
// missing at the end on a line after the last.
func (d *document) problem(line, column int, format string, args ...any) Problem {
	last := len(d.lines)
	if last > 1 && d.lines[last-1] == "" {
		last--
	}
	if line > last {
		line, column = last, maxFile
	}
	line = max(line, 1)
	column = max(1, min(column, utf8.RuneCountInString(strings.TrimRight(d.lines[line-1], "\r"))+1))
	return Problem{File: d.file, Line: line, Column: column, Text: fmt.Sprintf(format, args...)}
}

// child is the value of a key, or nil.
func child(n *yaml.Node, key string) *yaml.Node {
	_, value := entry(n, key)
	return value
}

// entry is a key and its value, or nil.
func entry(n *yaml.Node, key string) (k, v *yaml.Node) {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil, nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Kind == yaml.ScalarNode && n.Content[i].Value == key {
			return n.Content[i], n.Content[i+1]
		}
	}
	return nil, nil
}

// items are the elements of a list, none when there is no list.
func items(n *yaml.Node) []*yaml.Node {
	if n == nil || n.Kind != yaml.SequenceNode {
		return nil
	}
	return n.Content
}

// text is the text of a node; ok is false for anything else.
func text(n *yaml.Node) (s string, ok bool) {
	if n == nil || n.Kind != yaml.ScalarNode {
		return "", false
	}
	switch n.ShortTag() {
	case "!!null", "!!bool", "!!int", "!!float":
		return "", false
	}
	return n.Value, true
}
