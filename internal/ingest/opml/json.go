package opml

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/ingest/address"
)

// maxNesting is the depth down to which JSON is looked into.
const maxNesting = 64

var errFull = errors.New("the list is full")

// readJSON reads any JSON, or several values one after the other: whatever
// object has the address of a feed is one, and so is a text in a list that is
// an address.
func (l *list) readJSON(text []byte) error {
	j := jsonReader{list: l, in: json.NewDecoder(bytes.NewReader(text)), text: text, line: 1}
	var err error
	for err == nil && !j.isFeed {
		err = j.value(new(record), "", nil, 0)
	}
	switch {
	case j.isFeed:
		return curation.Errorf(curation.Invalid, "it is a feed itself, not a list of feeds: put its address on a list")
	case errors.Is(err, io.EOF), errors.Is(err, errFull):
	default:
		l.problem(j.at(), "the JSON is broken here: what follows was not read")
	}
	return nil
}

// jsonReader walks through JSON from value to value.
type jsonReader struct {
	list   *list
	in     *json.Decoder
	text   []byte
	line   int // of the place up to which lines were counted
	passed int // bytes up to there
	isFeed bool
}

// at is the line of what was read last.
func (j *jsonReader) at() int {
	to := int(j.in.InputOffset())
	j.line += bytes.Count(j.text[j.passed:to], []byte("\n"))
	j.passed = to
	return j.line
}

// value reads the value of a key of an object. Only at the top level is io.EOF
// an orderly end.
func (j *jsonReader) value(of *record, key string, folders []string, depth int) error {
	if depth > maxNesting {
		var skipped json.RawMessage
		return j.in.Decode(&skipped)
	}
	token, err := j.in.Token()
	if err != nil {
		return err
	}
	switch token := token.(type) {
	case json.Delim:
		if key != "" && !slices.Contains(plainNames, strings.ToLower(key)) {
			folders = append(slices.Clone(folders), key)
		}
		if token == '[' {
			err = j.array(of, key, folders, depth)
		} else {
			err = j.object(folders, depth)
		}
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
	case string:
		as := roleOf(key)
		if key == "" { // it stands in a list
			as = anywhere
		}
		of.set(as, token)
		j.isFeed = j.isFeed || depth == 1 && key == "version" && strings.HasPrefix(token, "https://jsonfeed.org/version/")
	}
	return err
}

// plainNames are keys that hold a list and say nothing of what is on it.
var plainNames = []string{"feeds", "items", "outline", "outlines", "subscriptions", "sources", "entries", "children", "data", "list", "body", "opml"}

func (j *jsonReader) object(folders []string, depth int) error {
	r, before := record{line: j.at()}, len(j.list.entries)
	for j.in.More() {
		key, err := j.in.Token()
		if err != nil {
			return err
		}
		name, _ := key.(string) // the decoder takes nothing else
		if err := j.value(&r, name, folders, depth+1); err != nil {
			return err
		}
	}
	if _, err := j.in.Token(); err != nil {
		return err
	}
	e, isFeed := r.entry(folders)
	if r.values[feed] == "" && len(j.list.entries) > before {
		isFeed = false // the address is that of a site, whose feeds stood within
	}
	if isFeed && !j.list.add(e) {
		return errFull
	}
	return nil
}

func (j *jsonReader) array(of *record, key string, folders []string, depth int) error {
	for j.in.More() {
		var text record
		if err := j.value(&text, "", folders, depth+1); err != nil {
			return err
		}
		text.line = j.at()
		e, isText := text.entry(folders)
		switch as := roleOf(key); {
		case isText && as == category:
			of.set(category, e.URL)
		case isText && address.IsWeb(e.URL) && (as == feed || as == nothing) && !j.list.add(e):
			return errFull
		}
	}
	_, err := j.in.Token()
	return err
}
