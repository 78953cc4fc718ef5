package ingest

import (
	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/ingest/document"
)

// Feed is a document whose items are identified.
type Feed struct {
	document.Feed
	Entries []curation.Entry
}

// Parse reads a document as if its feed had never been polled. It takes any
// bytes and never panics; its error is a *document.RefusalError.
func Parse(body []byte, meta document.Meta) (Feed, error) {
	read, err := document.Parse(body, meta)
	if err != nil {
		return Feed{}, err
	}
	return Feed{Feed: read, Entries: recognise(read, newMemory(), meta.Now).entries}, nil
}
