package document

import (
	"time"
	"unicode"

	"example.com/pickwick/internal/curation"
)

// wordsPerMinute is how fast people read: M. Brysbaert, "How many words do we
// read per minute?", Journal of Memory and Language 109 (2019), has 238 for
// English non-fiction; round figures near it are usual.
const wordsPerMinute = 230

// readingTime is how long a piece takes: the recording's length, or, when the
// feed carries the whole text, its words at an ordinary reader's pace, in full
// minutes and at least one. 0 when the feed tells neither.
func readingTime(item curation.Item, episode time.Duration) time.Duration {
	if item.Format == curation.Podcast || item.Format == curation.Video {
		longest := episode
		for _, a := range item.Enclosures {
			longest = max(longest, a.Duration)
		}
		return longest
	}
	if len(item.Text) <= len(item.Summary) {
		return 0
	}
	minutes := (words(item.Text) + wordsPerMinute/2) / wordsPerMinute
	return time.Duration(max(minutes, 1)) * time.Minute
}

// words counts the words of a text. Scripts without gaps between words count
// two characters for one.
func words(text string) int {
	n, ideographs, within := 0, 0, false
	for _, r := range text {
		switch {
		case r >= 0x2e80 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana):
			ideographs++
			within = false
		case r <= ' ' || r >= 0x80 && unicode.IsSpace(r):
			within = false
		case !within && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			n++
			within = true
		}
	}
	return n + (ideographs+1)/2
}
