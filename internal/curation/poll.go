package curation

import "time"

// FeedState is what is known of a feed from its polls.
type FeedState struct {
	URL          string
	Title        string // what the feed calls itself
	ETag         string // sent back verbatim
	LastModified string // sent back verbatim
	Hash         string // of the last document that was worked on
	NextPoll     time.Time
	LastPoll     time.Time // zero when never polled
	LastSuccess  time.Time
	LastNew      time.Time // when it last brought a new item
	Failures     int       // in a row
	Outcome      string    // of the last poll, such as "new items", "unchanged", "not a feed"
	Error        string    // in plain words; empty after a success
}

// Polled is what one poll of one feed brought.
type Polled struct {
	State FeedState
	Items []Entry
}

// Entry is an item with the keys by which its story is found.
type Entry struct {
	Item Item
	Keys []StoryKey
}

// StoryKey is something that items of one story have in common.
type StoryKey struct {
	Key    string        // such as "url:…" or "title:…"
	Within time.Duration // how long after the last item with this key it still binds; 0 means for ever
}
