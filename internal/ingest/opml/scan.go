package opml

import (
	"bytes"
	"regexp"
)

// tag is where a tag begins in a text.
type tag struct {
	at   int
	name string // in lower case, without a prefix; empty after the last
	end  bool   // it is an end tag
}

// scanner finds tags by their beginnings alone, so that what is wrong within
// one hides none of the others.
type scanner struct {
	text []byte
	at   int
	open map[string]bool // beginnings of sections whose end is known to be missing
}

// sections are left out, from their beginning to their end.
var sections = []struct{ begin, end string }{{"<!--", "-->"}, {"<![CDATA[", "]]>"}}

var tagName = regexp.MustCompile(`^<(/?)(?:[A-Za-z0-9_.-]*:)?([A-Za-z]+)`)

// next is the next tag. At the end of the text it has no name.
func (s *scanner) next() tag {
	for {
		i := bytes.IndexByte(s.text[s.at:], '<')
		if i < 0 {
			s.at = len(s.text)
			return tag{at: s.at}
		}
		s.at += i
		if s.skipSection() {
			continue
		}
		at := s.at
		if s.at++; s.at == len(s.text) || s.text[s.at] <= '<' && s.text[s.at] != '/' {
			continue // no tag begins like that
		}
		if m := tagName.FindSubmatch(s.text[at:min(at+100, len(s.text))]); m != nil {
			return tag{at: at, name: string(bytes.ToLower(m[2])), end: len(m[1]) > 0}
		}
	}
}

func (s *scanner) skipSection() bool {
	for _, section := range sections {
		if !bytes.HasPrefix(s.text[s.at:], []byte(section.begin)) || s.open[section.begin] {
			continue
		}
		if i := bytes.Index(s.text[s.at:], []byte(section.end)); i >= 0 {
			s.at += i + len(section.end)
			return true
		}
		if s.open == nil {
			s.open = map[string]bool{}
		}
		s.open[section.begin] = true // looked for once, not at every beginning
	}
	return false
}
