package document

import (
	"bytes"
	"html"
	"strings"
	"unicode"
	"unicode/utf8"
)

// attribute is one of a start tag; its value is as written.
type attribute struct {
	name  string
	value []byte
}

// beforeRoot are the elements that a server's warnings are made of. Any other
// element in front of a feed means that the document is something else.
const beforeRoot = " br b i p hr pre div span font strong em small center code table tbody tr td th "

func (s *scanner) startTag(rest []byte) error {
	name, n := readName(rest[1:])
	attributes, n2, selfClosing, whole := readAttributes(rest[1+n:])
	if !whole {
		s.pos, s.truncated = len(s.in), true
		if s.root == "" {
			return notAFeed("this is no feed: it ends within its first element")
		}
		return nil
	}
	s.tagAt = s.pos
	s.pos += 1 + n + n2
	local := localName(name)
	if s.root == "" {
		if ok, err := isRoot(local); !ok {
			return err
		}
		s.root = local
	}
	return s.push(name, local, attributes, selfClosing)
}

// isRoot reports whether an element is the feed's. Of others it says whether
// they may stand before it.
func isRoot(local string) (bool, error) {
	switch local {
	case "rss", "rdf", "feed":
		return true, nil
	case "html", "head", "body", "script", "title", "meta", "link":
		return false, notAFeed("this is a web page, not a feed: look for the feed's own address on the site")
	case "opml":
		return false, notAFeed("this is a list of feeds (OPML), not a feed: import it instead")
	}
	if strings.Contains(beforeRoot, " "+local+" ") {
		return false, nil
	}
	return false, notAFeed("this is no feed: neither RSS nor Atom nor JSON Feed")
}

// push opens an element.
func (s *scanner) push(name, local string, attributes []attribute, selfClosing bool) error {
	isItem := (local == "item" || local == "entry") && len(s.open) > 0
	if isItem {
		switch i := s.openItem(); {
		case i >= 0 && s.open[i].name == name && i == len(s.open)-1:
			s.pop() // the one before was never closed
			isItem = true
		case i >= 0 || len(s.open) > 2:
			isItem = false
		}
	}
	if len(s.open) >= maxDepth {
		return tooComplex("this document nests its elements too deeply to be a feed that people read")
	}
	if n := len(s.open); n > 0 && !s.afford(&s.open[n-1]) {
		s.open[n-1].text = maxText
	}
	e := element{name: name, folded: strings.ToLower(name), local: local, item: isItem}
	s.openNames[e.folded]++
	if isItem {
		s.items = append(s.items, span{start: len(s.out), from: s.tagAt, depth: len(s.open)})
	}
	if err := s.count(isItem); err != nil {
		return err
	}
	s.out = append(append(s.out, '<'), name...)
	moved := s.moved(e, attributes)
	for _, a := range attributes {
		if !moved[a.name] {
			s.writeAttribute(a, &e)
		}
	}
	s.namespaces += e.namespaces
	if e.namespaces > 0 {
		if s.spent += s.namespaces; s.namespaces > maxNamespaces || s.spent > namespaceBudget {
			return tooComplex("this document declares too many namespaces to be a feed that people read")
		}
	}
	s.out = append(s.out, '>')
	s.move(e, attributes, moved)
	e.start = len(s.out)
	s.open = append(s.open, e)
	if selfClosing {
		s.pop()
	}
	return nil
}

// openItem is the index of the open item, or -1.
func (s *scanner) openItem() int {
	for i := range s.open[:min(len(s.open), 4)] {
		if s.open[i].item {
			return i
		}
	}
	return -1
}

func (s *scanner) count(isItem bool) error {
	n := &s.outside
	if isItem || s.openItem() >= 0 {
		n = &s.items[len(s.items)-1].elements
	}
	if *n++; *n > maxItemElements {
		return tooComplex("this document has too many elements in one place to be a feed that people read")
	}
	return nil
}

func (s *scanner) writeAttribute(a attribute, e *element) {
	if len(a.value) > maxAttribute {
		return
	}
	switch {
	case a.name == "xmlns" || strings.HasPrefix(a.name, "xmlns:"):
		e.namespaces++
	case a.name == "xml:base":
		if len(a.value) > maxBase || s.bases >= maxBases || e.base || !isBase(string(a.value)) {
			return
		}
		s.bases++
		e.base = true
	}
	s.out = append(append(append(s.out, ' '), a.name...), `="`...)
	s.out = append(appendText(s.out, a.value, true), '"')
}

// readAttributes reads up to the end of a start tag. It forgives what browsers
// forgive: values without quotes, names without values, and rubbish.
func readAttributes(in []byte) (list []attribute, n int, selfClosing, whole bool) {
	i := 0
	for i < len(in) {
		switch {
		case in[i] == '>':
			return list, i + 1, i > 0 && in[i-1] == '/', true
		case nameStart(in[i:]):
			name, size := readName(in[i:])
			i += size
			value, size, ok := readValue(in[i:])
			if !ok {
				return nil, 0, false, false
			}
			i += size
			if len(list) < maxAttributes {
				list = append(list, attribute{name, value})
			}
		case in[i] == '<':
			return list, i, false, true // the tag was never closed
		default:
			i++
		}
	}
	return nil, 0, false, false
}

// readValue reads `= "value"`; ok is false when the document ends within it.
func readValue(in []byte) (value []byte, n int, ok bool) {
	i := skipSpace(in, 0)
	if i == len(in) || in[i] != '=' {
		return nil, 0, true
	}
	i = skipSpace(in, i+1)
	if i == len(in) {
		return nil, 0, false
	}
	if q := in[i]; q == '"' || q == '\'' {
		end := bytes.IndexByte(in[i+1:], q)
		if end < 0 {
			return nil, 0, false
		}
		return in[i+1 : i+1+end], i + 1 + end + 1, true
	}
	end := bytes.IndexAny(in[i:], " \t\r\n>")
	if end < 0 {
		return nil, 0, false
	}
	return in[i : i+end], i + end, true
}

func skipSpace(in []byte, i int) int {
	for i < len(in) && (in[i] == ' ' || in[i] == '\t' || in[i] == '\r' || in[i] == '\n') {
		i++
	}
	return i
}

// nameStart reports whether a name begins here.
func nameStart(in []byte) bool {
	if len(in) == 0 {
		return false
	}
	if c := in[0]; c < utf8.RuneSelf {
		return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_'
	}
	r, _ := utf8.DecodeRune(in)
	return unicode.IsLetter(r)
}

// readName reads an element's or attribute's name and how many bytes it took.
// It comes back as encoding/xml wants it: with at most one colon, and in ASCII,
// for its tables lack many letters. No name that means anything to a feed has others.
func readName(in []byte) (name string, n int) {
	for n < len(in) && nameByte(in[n]) {
		n++
	}
	raw := in[:min(n, maxName)]
	ascii := bytes.IndexFunc(raw, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
	if !ascii {
		raw = bytes.Map(func(r rune) rune {
			if r >= utf8.RuneSelf {
				return '_'
			}
			return r
		}, raw)
	}
	prefix, local, prefixed := strings.Cut(string(raw), ":")
	if !prefixed {
		return prefix, n
	}
	local = strings.ReplaceAll(local, ":", "_")
	if !nameStart([]byte(local)) {
		local = "_" + local
	}
	return prefix + ":" + local, n
}

func nameByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-' || c == '.' || c == ':' || c >= utf8.RuneSelf
}

func localName(name string) string {
	return strings.ToLower(name[strings.IndexByte(name, ':')+1:])
}

// moved are the attributes of an element that the parser behind does not
// read, but would as elements in it: what an item is about (RSS 1.0), the
// language of an item or channel, and the type of a text in base64, which
// keeps that parser from decoding it.
func (s *scanner) moved(e element, attributes []attribute) map[string]bool {
	var names map[string]bool
	for _, a := range attributes {
		name := ""
		switch a.name {
		case "xml:base":
			if len(s.open) == 0 && len(a.value) <= maxBase && isBase(string(a.value)) {
				s.base = strings.TrimSpace(html.UnescapeString(string(a.value)))
			}
		case "xml:lang":
			switch {
			case len(s.open) == 0 && s.root != "feed":
				s.lang, name = a.value, a.name
			case e.item, e.local == "channel" && len(s.open) == 1:
				name = a.name
			}
		case "rdf:about":
			if e.item && s.root == "rdf" {
				name = a.name
			}
		case "mode":
			if s.root == "feed" && strings.EqualFold(string(a.value), "base64") {
				name = "type"
			}
		}
		if name != "" {
			if names == nil {
				names = map[string]bool{}
			}
			names[name] = true
		}
	}
	return names
}

// isBase reports an xml:base that links can be relative to: an address of the
// web, or itself a relative one.
func isBase(s string) bool {
	s = strings.TrimSpace(html.UnescapeString(s))
	scheme, _, absolute := strings.Cut(s, ":")
	return !absolute || strings.ContainsAny(scheme, "/?#") || strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https")
}

// move writes the moved attributes as elements.
func (s *scanner) move(e element, attributes []attribute, moved map[string]bool) {
	if len(s.open) == 0 {
		return
	}
	lang := []byte(nil)
	if e.local == "channel" && len(s.open) == 1 {
		lang = s.lang
	}
	for _, a := range attributes {
		switch {
		case !moved[a.name]:
		case a.name == "rdf:about":
			s.element("guid", limit(a.value, 8*maxGUID)) // a reference may have eight bytes for one
		case a.name == "xml:lang":
			lang = a.value
		}
	}
	if len(bytes.TrimSpace(lang)) > 0 {
		s.element("dc:language", limit(lang, maxName))
	}
}

func (s *scanner) element(name string, text []byte) {
	s.out = append(append(append(s.out, '<'), name...), '>')
	s.out = appendText(s.out, text, false)
	s.out = append(append(append(s.out, "</"...), name...), '>')
}
