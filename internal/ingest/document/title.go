package document

import (
	"strings"

	"golang.org/x/net/html/atom"
)

// titleMarkup are the elements without an end tag, or with an optional one,
// that titles hold.
var titleMarkup = map[atom.Atom]bool{atom.Br: true, atom.Img: true, atom.Hr: true, atom.P: true, atom.Div: true}

// plainTitle is a title as plain text. Titles, unlike texts, are about markup
// as often as they hold any: a tag that a title speaks of, as in "The <canvas>
// element" or "vector<int>", is part of it.
func plainTitle(s string) string {
	if strings.IndexByte(s, '<') < 0 {
		return plain(s, maxTitle)
	}
	s = string(limit([]byte(s), 32*maxTitle))
	ended := map[string]bool{} // names of end tags
	for i := range len(s) {
		if strings.HasPrefix(s[i:], "</") {
			name, _ := readName([]byte(s[i+2:]))
			ended[strings.ToLower(name)] = true
		}
	}
	var b strings.Builder
	for {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			b.WriteString(s)
			return plain(b.String(), maxTitle)
		}
		b.WriteString(s[:i])
		if s = s[i+1:]; isMarkup(s, ended) {
			b.WriteByte('<')
		} else {
			b.WriteString("&lt;")
		}
	}
}

// isMarkup tells by what follows a "<" whether it begins a tag or a comment
// that is not meant to be read.
func isMarkup(s string, ended map[string]bool) bool {
	if strings.HasPrefix(s, "/") || strings.HasPrefix(s, "!") || strings.HasPrefix(s, "?") {
		return true
	}
	name, n := readName([]byte(s[:min(len(s), maxName)]))
	name = strings.ToLower(name)
	element := atom.Lookup([]byte(name))
	attributes, closed := strings.CutPrefix(s[n:], ">")
	return n > 0 && (ended[name] || inline[element] || titleMarkup[element] || !closed && strings.IndexByte(attributes, '=') >= 0)
}
