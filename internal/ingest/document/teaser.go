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
	bare := s
	if strings.HasPrefix(s, "Posted ") || strings.HasPrefix(s, "Published ") || strings.HasPrefix(s, "Written ") {
		bare = postedBy.ReplaceAllString(s, "")
	}
	at := max(0, len(bare)-longestTail)
	for at < len(bare) && !utf8.RuneStart(bare[at]) {
		at++
	}
	tail := bare[at:]
	tail = strings.TrimRight(beforeThePost(tail), " ")
	if from := mayReadOn(tail); from >= 0 {
		tail = strings.TrimRight(tail[:from]+readOn.ReplaceAllString(tail[from:], ""), " ")
	}
	if bare = bare[:at+len(tail)]; bare == "" {
		return s
	}
	return bare
}

// beforeThePost is a text without what WordPress puts behind a teaser: "The post
// TITLE appeared first on SITE." An expression with such bounds took a quarter
// of the time of a whole poll.
func beforeThePost(s string) string {
	const begin = "The post "
	for at := 0; ; {
		i := strings.Index(s[at:], begin)
		if i < 0 {
			return s
		}
		at += i
		if appearedFirst(s[at+len(begin):]) {
			return strings.TrimRight(s[:at], " ")
		}
		at += len(begin)
	}
}

// appearedFirst reports a title of up to 300 characters and a site of up to 200
// with words between them that only WordPress uses.
func appearedFirst(s string) bool {
	for _, words := range []string{" appeared first on ", " first appeared on "} {
		for at := 0; ; {
			i := strings.Index(s[at:], words)
			if i < 0 {
				break
			}
			title, site := s[:at+i], s[at+i+len(words):]
			if title != "" && utf8.RuneCountInString(title) <= 300 && site != "" && utf8.RuneCountInString(site) <= 200 {
				return true
			}
			at += i + 1
		}
	}
	return false
}

// longestMark is more than the longest of the marks that readOn finds before its
// words, in bytes.
const longestMark = 24

// mayReadOn is a quick look for what readOn finds: where to look for it, or -1.
func mayReadOn(tail string) int {
	at := -1
	if strings.HasSuffix(tail, "]") || strings.HasSuffix(tail, "…") {
		at = len(tail)
	}
	for i := 0; i+len("read") < len(tail); i++ {
		if tail[i]|0x20 != 'r' || !strings.EqualFold(tail[i:i+len("read")], "read") {
			continue
		}
		rest := tail[i+len("read"):]
		if hasPrefixFold(rest, " more") || hasPrefixFold(rest, " the rest") {
			at = i
			break
		}
		if hasPrefixFold(rest, "ing") && i > 0 && tail[i-1] == ' ' {
			at = max(0, i-len("continue "))
			break
		}
	}
	if at < 0 {
		return -1
	}
	for at = max(0, at-longestMark); at > 0 && !utf8.RuneStart(tail[at]); {
		at--
	}
	return at
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}
