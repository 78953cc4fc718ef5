package config

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"example.com/pickwick/internal/curation"
)

// with is the text of the list with more feeds at its end, every other byte as
// it was.
func (l *list) with(feeds []curation.Feed) ([]byte, error) {
	switch n, text := len(items(child(l.doc.root, "feeds")))+len(feeds), entries(feeds, 2, 2, "\n"); {
	case n > maxEntries:
		return nil, curation.Errorf(curation.Invalid, "%s: the list would have %d feeds, more than the %d that are read: split it", l.doc.file, n, maxEntries)
	case len(l.old)+len(text) > maxFile:
		return nil, curation.Errorf(curation.Invalid, "%s: the list would be larger than %d KiB, the most that is read: split it", l.doc.file, maxFile>>10)
	}
	if l.old == nil {
		return []byte(l.head + "feeds:\n" + entries(feeds, 2, 2, "\n")), nil
	}
	d := l.doc
	if d.root == nil {
		return l.old, nil // it is no YAML, which loading it says
	}
	text, err := splice(string(l.old), d.root, feeds)
	if err == nil {
		err = d.holdsNow(text, feeds)
	}
	if err != nil {
		n := d.at("feeds")
		return nil, curation.Errorf(curation.Invalid, "%v", d.problem(n.Line, n.Column,
			"can't add to this list and leave the rest as it is (%v): write `feeds:` on a line of its own and each feed on lines that begin with `- url:`", err))
	}
	return []byte(text), nil
}

// holdsNow makes sure that an edited text is the old document with the feeds
// added, and nothing else.
func (d *document) holdsNow(text string, feeds []curation.Feed) error {
	got := newDocument(d.file, new(Report))
	got.parse([]byte(text))
	want, ok := d.value.(map[string]any)
	if got.root == nil || !ok {
		return errors.New("it would be no YAML any more")
	}
	want = maps.Clone(want)
	list, _ := want["feeds"].([]any)
	list = slices.Clone(list)
	for _, f := range feeds {
		entry := map[string]any{"url": f.URL}
		if title := oneLine(f.Title); title != "" {
			entry["title"] = title
		}
		list = append(list, entry)
	}
	want["feeds"] = list
	if !reflect.DeepEqual(any(want), got.value) {
		return errors.New("it would mean something else")
	}
	return nil
}

// splice inserts feeds after the last one of a list.
func splice(text string, root *yaml.Node, feeds []curation.Feed) (string, error) {
	const bom = "\uFEFF"
	if rest, ok := strings.CutPrefix(text, bom); ok {
		rest, err := splice(rest, root, feeds)
		return bom + rest, err
	}
	if strings.ContainsAny(text, "\u0085\u2028\u2029") {
		return "", errors.New("it has line ends of another kind") // YAML counts them, others don't
	}
	if root.Style&yaml.FlowStyle != 0 {
		return "", errors.New("it is written in braces")
	}
	key, value := entry(root, "feeds")
	lines := strings.SplitAfter(text, "\n")
	eol := "\n"
	if strings.HasSuffix(lines[0], "\r\n") {
		eol = "\r\n"
	}
	indent := root.Column + 1
	switch {
	case key == nil:
		block := strings.Repeat(" ", root.Column-1) + "feeds:" + eol + entries(feeds, indent, 2, eol)
		return insert(lines, lastLine(lines, len(lines)), block, eol), nil
	case value.Kind == yaml.SequenceNode && len(value.Content) > 0 && value.Style&yaml.FlowStyle == 0:
		last := value.Content[len(value.Content)-1]
		block := entries(feeds, value.Column-1, max(last.Column-value.Column, 2), eol)
		return insert(lines, lastLine(lines, after(root, key, len(lines))), block, eol), nil
	case value.Kind == yaml.SequenceNode && value.Style&yaml.FlowStyle != 0:
		from := offset(lines, value.Line, value.Column)
		last, to, ok := brackets(text, from)
		if !ok {
			return "", errors.New("its list has no end")
		}
		if len(value.Content) > 0 {
			return text[:last] + inBraces(feeds, text[last-1] == ',') + text[last:], nil
		}
		lines = strings.SplitAfter(strings.TrimRight(text[:from], " \t")+text[to:], "\n")
	case value.ShortTag() != "!!null":
		return "", errors.New("`feeds` is no list")
	}
	return insert(lines, key.Line, entries(feeds, indent, 2, eol), eol), nil
}

// after is the line of the key behind another, or the number of lines.
func after(root, key *yaml.Node, lines int) int {
	if i := slices.Index(root.Content, key) + 2; i < len(root.Content) {
		return root.Content[i].Line - 1
	}
	return lines
}

// lastLine is the number of the last of the first n lines that says something.
func lastLine(lines []string, n int) int {
	for ; n > 0; n-- {
		if l := strings.TrimSpace(lines[n-1]); l != "" && l[0] != '#' && l != "..." {
			break
		}
	}
	return n
}

// insert puts a block behind the first n lines.
func insert(lines []string, n int, block, eol string) string {
	before := strings.Join(lines[:n], "")
	if before != "" && !strings.HasSuffix(before, "\n") {
		before += eol
	}
	return before + block + strings.Join(lines[n:], "")
}

// entries are feeds as a list: a dash after so many blanks, the keys so many
// columns behind it.
func entries(feeds []curation.Feed, indent, gap int, eol string) string {
	var b strings.Builder
	dash := strings.Repeat(" ", indent) + "-" + strings.Repeat(" ", gap-1)
	for _, f := range feeds {
		b.WriteString(dash + "url: " + scalar(f.URL) + eol)
		if title := oneLine(f.Title); title != "" {
			b.WriteString(strings.Repeat(" ", indent+gap) + "title: " + scalar(title) + eol)
		}
	}
	return b.String()
}

// inBraces are feeds for a list in brackets that has some already.
func inBraces(feeds []curation.Feed, comma bool) string {
	var b strings.Builder
	for i, f := range feeds {
		if i > 0 || !comma {
			b.WriteString(",")
		}
		b.WriteString(" {url: " + doubleQuoted(f.URL))
		if title := oneLine(f.Title); title != "" {
			b.WriteString(", title: " + doubleQuoted(title))
		}
		b.WriteString("}")
	}
	return b.String()
}

// offset is the byte at a line and a column in characters, both from 1.
func offset(lines []string, line, column int) int {
	at := 0
	for _, l := range lines[:line-1] {
		at += len(l)
	}
	for l := lines[line-1]; column > 1 && l != ""; column-- {
		_, size := utf8.DecodeRuneInString(l)
		at, l = at+size, l[size:]
	}
	return at
}

// brackets finds the end of the list that begins at a byte, and the end of what
// stands in it last, comments aside.
func brackets(text string, from int) (last, end int, ok bool) {
	depth, quote := 0, byte(0)
	before := func(i int) byte { // what a quote or a comment begins after
		if i == 0 {
			return ' '
		}
		return text[i-1]
	}
	for i := from; i < len(text); i++ {
		c := text[i]
		switch {
		case quote == '"' && c == '\\':
			i++
		case quote != 0:
			if c == quote {
				quote = 0 // two ' within a text end it and begin it again
			}
		case c == '#' && strings.IndexByte(" \t\n", before(i)) >= 0:
			line := strings.IndexByte(text[i:], '\n')
			if line < 0 {
				return 0, 0, false
			}
			i += line
			continue
		case (c == '"' || c == '\'') && (strings.IndexByte(" \t\n[{,:'", before(i)) >= 0):
			quote = c
		case c == '[' || c == '{':
			depth++
		case c == ']' || c == '}':
			if depth--; depth == 0 {
				return last, i + 1, true
			}
		}
		if c > ' ' {
			last = min(i+1, len(text))
		}
	}
	return 0, 0, false
}

var (
	// plainText is what can stand without quotes, if YAML takes it for text.
	plainText = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{N} ,.()/&+'’–—_!?=;-]*$`)
	plainURL  = regexp.MustCompile(`^https?://[!-~]+$`)
	// asTruth are words that older readers of YAML take for true and false.
	asTruth = regexp.MustCompile(`(?i)^(?:y|n|yes|no|on|off)$`)
)

// scalar is a text on one line as a value of YAML, in quotes if it needs them.
func scalar(s string) string {
	s = oneLine(s)
	if (plainText.MatchString(s) || plainURL.MatchString(s)) && !asTruth.MatchString(s) {
		var n yaml.Node
		if err := yaml.Unmarshal([]byte("k: "+s), &n); err == nil {
			if got, ok := text(child(n.Content[0], "k")); ok && got == s && n.Content[0].Content[1].Style == 0 {
				return s
			}
		}
	}
	return doubleQuoted(s)
}

// doubleQuoted is a text in the quotes in which YAML can hold any.
func doubleQuoted(s string) string {
	var b bytes.Buffer
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case unicode.IsPrint(r):
			b.WriteRune(r)
		case r > 0xffff:
			fmt.Fprintf(&b, `\U%08X`, r)
		default:
			fmt.Fprintf(&b, `\u%04X`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
