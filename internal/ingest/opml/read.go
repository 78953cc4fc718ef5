package opml

import (
	"bytes"
	"regexp"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/ingest/document"
)

// Read reads a list of feeds: OPML, a table (CSV, with commas, semicolons or
// tabs), JSON, or plain addresses, one a line. The entries are in the order of
// the file, every one that has an address, repeated ones too. What can't be
// taken is a Problem, and the rest is read nevertheless. The error, of kind
// curation.Invalid, is for a file that is no list of feeds or too large.
func Read(data []byte) ([]Entry, []Problem, error) {
	if len(data) > MaxBytes {
		return nil, nil, curation.Errorf(curation.Invalid, "it is larger than %d MiB, the most that is read: split it", MaxBytes>>20)
	}
	text := document.ToUTF8(data, "")
	trimmed := bytes.TrimSpace(text)
	l := new(list)
	var err error
	switch {
	case len(trimmed) == 0:
		err = curation.Errorf(curation.Invalid, "it is empty")
	case bytes.ContainsRune([]byte("{["), rune(trimmed[0])):
		err = l.readJSON(text)
	case trimmed[0] == '<' || opmlTag.Match(trimmed[:min(len(trimmed), 4096)]):
		err = l.readXML(text)
	default:
		err = l.readTable(text)
	}
	if err != nil {
		return nil, nil, err
	}
	entries, problems := l.done()
	return entries, problems, nil
}

// opmlTag is in every OPML file, whatever stands before it.
var opmlTag = regexp.MustCompile(`(?i)<(?:[a-z]+:)?(?:opml|outline)[\s>]`)
