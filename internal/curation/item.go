package curation

import "time"

// Item is one entry of one feed, normalised: text is plain, links are absolute
// http or https addresses, instants are UTC.
type Item struct {
	ID         string // stable across polls; see ingest
	StoryID    string // the story it tells; set when it is saved
	FeedURL    string
	FeedTitle  string // what the feed or the list calls its source
	GUID       string // as the feed wrote it; may be empty
	URL        string // may be empty: such an item can't be shared and is not offered
	Title      string
	Summary    string   // plain text
	Text       string   // plain text of the whole piece where the feed carries it; may be empty
	Author     string   // the first of Authors
	Authors    []string // as the feed wrote them
	Categories []string
	Language   string // BCP 47 primary tag, lower case; empty when unknown
	Format     Format
	Published  time.Time // never zero once saved: first-seen when the feed gives no usable date
	Updated    time.Time // zero when the feed says nothing
	FirstSeen  time.Time
	Image      string       // address of a picture; may be empty
	Enclosures []Attachment // audio, video, documents

	// ReadingTime is what the whole piece takes to read, hear or watch; 0 when
	// the feed carries neither the whole text nor a duration.
	ReadingTime time.Duration
}

// Attachment is a file that belongs to an item.
type Attachment struct {
	URL      string
	Type     string        // MIME type; may be empty
	Bytes    int64         // 0 when unknown
	Duration time.Duration // 0 when unknown
}

// Story is the items of different feeds, or of one feed that sent it again,
// that tell the same thing.
type Story struct {
	ID     string
	Item   Item   // the one that represents it
	AlsoIn []Item // the others, oldest first
	Origin Origin
	Rep    string   // whose own story it is; empty unless Origin is Own
	Serves []string // personas of the lists its feeds are on; empty means all
	Weight float64  // the highest weight of its feeds
}
