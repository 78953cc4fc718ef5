package curation

import "time"

// FeedState is what is known of a feed from its polls.
type FeedState struct {
	URL          string // as the lists have it
	Title        string // what the feed calls itself
	ETag         string // sent back verbatim
	LastModified string // sent back verbatim
	Hash         string // of the last document that was worked on
	NextPoll     time.Time
	LastPoll     time.Time // zero when never polled
	LastSuccess  time.Time
	LastNew      time.Time // when it last brought a new item
	Failures     int       // in a row
	FailingSince time.Time // of the first of them; zero after a success
	Outcome      string    // of the last poll, such as "new items", "unchanged", "not a feed"
	Error        string    // in plain words; empty after a success

	Host        string        // where its documents come from, after all redirects
	Usual       time.Duration // between two new items, as a rule; 0 when not known yet
	Moved       string        // the address that permanent redirects name; empty when none
	MovedTimes  int           // how often in a row they named it; from 3 on it is asked instead
	Retired     bool          // it is gone for good, and polled only when named
	Quarantined string        // why its new items are held back, in plain words; empty when they are not
	Accepted    time.Time     // when marketing last said that it is in order
	Told        string        // the trouble that marketing was told of; empty after it is over
	Asks        string        // of those who poll it, in a form of ingest's own; empty when nothing
}

// Polled is what one poll of one feed brought.
type Polled struct {
	State FeedState
	Items []Entry
	// Memory is what the feed's items are known by from now on, in a form of
	// ingest's own. Nil leaves what is stored as it is.
	Memory []byte
}

// Entry is an item with the keys by which its story is found.
type Entry struct {
	Item Item
	Keys []StoryKey
	Near string // ID of an item that tells the same story in other words; empty when none does
	Held bool   // not to be offered before marketing accepts its feed
	Seen bool   // an earlier poll saved it: it is not new, though it may have been deleted since
}

// StoryKey is something that items of one story have in common.
type StoryKey struct {
	Key    string        // such as "url:…"
	Within time.Duration // how long after the last item with this key it still binds; 0 means for ever
}
