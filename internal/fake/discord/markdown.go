package discord

import (
	"regexp"
	"slices"
	"strings"
)

// Mark is a piece of text that Discord would not show letter for letter.
type Mark struct {
	Kind string // bold, italic, underline, strike, spoiler, code, link, url, mention, emoji, time, heading, subtext, list, quote
	Text string // as written
}

// blocks are what the start of a line can mean.
var blocks = []struct {
	kind string
	at   *regexp.Regexp
}{
	{"quote", regexp.MustCompile(`^(?:>>> |> )`)},
	{"heading", regexp.MustCompile(`^\s*#{1,3}\s+`)},
	{"subtext", regexp.MustCompile(`^\s*-#\s+`)},
	{"list", regexp.MustCompile(`^\s*(?:[-*+]|\d+\.)\s+`)},
}

// spans are what a place within a line can mean, in the order of trying; the
// first group is what stays to be read.
var spans = []struct {
	kind   string
	starts string // bytes with which it can begin
	at     *regexp.Regexp
}{
	{"code", "`", regexp.MustCompile("^```(.*?)```")},
	{"code", "`", regexp.MustCompile("^`+([^`]+)`+")},
	{"mention", "<@", regexp.MustCompile(`^(?:<(?:@[!&]?|#)\d+>|@everyone|@here|<id:\w+>|</[^<>]+:\d+>)`)},
	{"time", "<", regexp.MustCompile(`^<t:-?\d+(?::[a-zA-Z])?>`)},
	{"emoji", "<:", regexp.MustCompile(`^(?:<a?:\w+:\d+>|:[^\s:]+:)`)},
	{"url", "<hsdmt", regexp.MustCompile(`^<?(?:https?|steam|discord|mailto|tel)://?[^\s<>]+>?`)},
	{"link", "[", regexp.MustCompile(`^\[((?:\\.|[^\]\\])+)\]\([^)]+\)`)},
	{"bold", "*", regexp.MustCompile(`^\*\*((?:\\.|[^\\])+?)\*\*`)},
	{"underline", "_", regexp.MustCompile(`^__((?:\\.|[^\\])+?)__`)},
	{"strike", "~", regexp.MustCompile(`^~~((?:\\.|[^\\])+?)~~`)},
	{"spoiler", "|", regexp.MustCompile(`^\|\|((?:\\.|[^\\])+?)\|\|`)},
	{"italic", "*", regexp.MustCompile(`^\*((?:\\.|[^\\*])+)\*`)},
	{"italic", "_", regexp.MustCompile(`^_((?:\\.|[^\\_])+)_`)},
}

// Render reads text as Discord's clients do where markdown counts: in a
// content, an embed's title and description, a field's value. It returns what a
// person would read and everything that was markup. It errs towards seeing
// markup: a title, for one, shows fewer kinds than it reports.
func Render(text string) (plain string, marks []Mark) {
	var b strings.Builder
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			b.WriteByte('\n')
		}
		for again := true; again; {
			again = false
			for _, k := range blocks {
				if m := k.at.FindString(line); m != "" {
					marks = append(marks, Mark{k.kind, line})
					line, again = line[len(m):], k.kind == "quote"
					break
				}
			}
		}
		b.WriteString(inline(line, &marks))
	}
	return b.String(), marks
}

func inline(s string, marks *[]Mark) string {
	var b strings.Builder
	for s != "" {
		// A backslash before punctuation shows the punctuation.
		if len(s) > 1 && s[0] == '\\' && strings.IndexByte("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", s[1]) >= 0 {
			b.WriteByte(s[1])
			s = s[2:]
			continue
		}
		kind, m := span(s)
		switch {
		case m == nil:
			b.WriteByte(s[0])
			s = s[1:]
			continue
		case len(m) > 1 && kind != "code":
			*marks = append(*marks, Mark{kind, m[0]})
			b.WriteString(inline(m[1], marks))
		default:
			*marks = append(*marks, Mark{kind, m[0]})
			b.WriteString(m[len(m)-1])
		}
		s = s[len(m[0]):]
	}
	return b.String()
}

// span finds the markup that s begins with; m is nil when there is none.
func span(s string) (kind string, m []string) {
	for _, k := range spans {
		if strings.IndexByte(k.starts, s[0]) < 0 {
			continue // quickly: most bytes begin nothing
		}
		if m := k.at.FindStringSubmatch(s); m != nil {
			return k.kind, m
		}
	}
	return "", nil
}

var (
	userMention = regexp.MustCompile(`<@!?(\d+)>`)
	roleMention = regexp.MustCompile(`<@&(\d+)>`)
)

// pings lists whom a content notifies. As the server's own reading of mentions
// knows no escapes, neither does this.
func pings(p Payload) []string {
	allows := func(kind string) bool {
		return p.AllowedMentions == nil || slices.Contains(p.AllowedMentions.Parse, kind)
	}
	var out []string
	for _, name := range []string{"everyone", "here"} {
		if allows("everyone") && strings.Contains(p.Content, "@"+name) {
			out = append(out, name)
		}
	}
	for _, m := range userMention.FindAllStringSubmatch(p.Content, -1) {
		if allows("users") || slices.Contains(p.AllowedMentions.Users, m[1]) {
			out = append(out, m[1])
		}
	}
	for _, m := range roleMention.FindAllStringSubmatch(p.Content, -1) {
		if allows("roles") || slices.Contains(p.AllowedMentions.Roles, m[1]) {
			out = append(out, m[1])
		}
	}
	return out
}
