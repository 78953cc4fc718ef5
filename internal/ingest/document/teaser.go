package document

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// What blog software hangs on a teaser. None of it is the author's, and none is
// worth quoting to a buyer. The expressions are anchored at an end and bounded,
// so that they take linear time.
var (
	// WordPress: "The post TITLE appeared first on SITE."
	appearedFirst = regexp.MustCompile(`\s*The post .{1,300} (?:appeared first|first appeared) on .{1,200}$`)
	// "[…]", "[...] Read more", "Continue reading →"
	readOn = regexp.MustCompile(`(?i)\s*(?:\\?\[(?:…|\.\.\.|&hellip;)\\?\]|…)?\s*(?:(?:continue reading|read more|read the rest|keep reading)\b.{0,200})?$`)
	// "Posted by admin on November 20, 2026 | 3 comments"
	postedBy = regexp.MustCompile(`^(?:Posted|Published|Written) (?:by|on) .{1,80}?\| ?\d+ comments? `)
)

// longestTail is how much of the end of a summary is looked at, in bytes.
const longestTail = 700

// teaser is a summary without what the blog software put around it. A summary
// that is nothing else stays as it is.
func teaser(s string) string {
	bare := postedBy.ReplaceAllString(s, "")
	at := max(0, len(bare)-longestTail)
	for at < len(bare) && !utf8.RuneStart(bare[at]) {
		at++
	}
	head, tail := bare[:at], bare[at:]
	if strings.Contains(tail, "The post ") {
		tail = appearedFirst.ReplaceAllString(tail, "")
	}
	tail = readOn.ReplaceAllString(tail, "")
	if bare = head + tail; bare == "" {
		return s
	}
	return bare
}
