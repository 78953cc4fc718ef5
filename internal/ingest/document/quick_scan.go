package document

import (
	"encoding/binary"
	"strings"
	"unicode/utf8"
)

// quickAttribute is an attribute as written.
type quickAttribute struct{ name, value string }

// nameBytes are the bytes of a name; those marked 2 may begin one.
var nameBytes = [256]byte{
	'-': 1, '.': 1, '0': 1, '1': 1, '2': 1, '3': 1, '4': 1, '5': 1, '6': 1, '7': 1, '8': 1, '9': 1,
	'_': 2, 'a': 2, 'b': 2, 'c': 2, 'd': 2, 'e': 2, 'f': 2, 'g': 2, 'h': 2, 'i': 2, 'j': 2, 'k': 2, 'l': 2, 'm': 2,
	'n': 2, 'o': 2, 'p': 2, 'q': 2, 'r': 2, 's': 2, 't': 2, 'u': 2, 'v': 2, 'w': 2, 'x': 2, 'y': 2, 'z': 2,
	'A': 2, 'B': 2, 'C': 2, 'D': 2, 'E': 2, 'F': 2, 'G': 2, 'H': 2, 'I': 2, 'J': 2, 'K': 2, 'L': 2, 'M': 2,
	'N': 2, 'O': 2, 'P': 2, 'Q': 2, 'R': 2, 'S': 2, 'T': 2, 'U': 2, 'V': 2, 'W': 2, 'X': 2, 'Y': 2, 'Z': 2,
}

// ordinary reports a text of characters that XML allows, so that none has to
// be left out.
func ordinary(text []byte) bool {
	const ones = 0x0101010101010101
	for i := 0; i < len(text); {
		if i+8 <= len(text) {
			// Eight bytes at once: none below a blank, none beyond ASCII.
			if w := binary.LittleEndian.Uint64(text[i:]); (w-ones*' '|w)&(ones*0x80) == 0 {
				i += 8
				continue
			}
		}
		switch c := text[i]; {
		case c >= ' ' && c < 0xef, c == '\n', c == '\r', c == '\t':
			i++
		case c >= 0xef: // what may be U+FFFE, U+FFFF or no UTF-8
			r, size := utf8.DecodeRune(text[i:])
			if !legal(r) || r == utf8.RuneError && size == 1 {
				return false
			}
			i += size
		default:
			return false
		}
	}
	return true
}

// skipPast leaves out a comment or processing instruction.
func (q *quick) skipPast(from int, end string) {
	i := strings.Index(q.in[q.pos+from:], end)
	if i < 0 {
		q.fail()
		return
	}
	q.pos += from + i + len(end)
}

// readName reads "local" or "prefix:local"; nothing else will do.
func (q *quick) readName() (name string, colon int) {
	from := q.pos
	colon = -1
	first := true
	for ; q.pos < len(q.in); q.pos++ {
		c := q.in[q.pos]
		switch kind := nameBytes[c]; {
		case kind == 2, kind == 1 && !first:
			first = false
			continue
		case c == ':' && colon < 0 && !first:
			colon = q.pos - from
			first = true // the local part begins like a name too
			continue
		}
		break
	}
	if first || q.pos-from > maxName || q.pos < len(q.in) && (q.in[q.pos] == ':' || q.in[q.pos] >= utf8.RuneSelf) {
		q.fail()
		return "", -1
	}
	return q.in[from:q.pos], colon
}

func (q *quick) skipSpace() {
	for q.pos < len(q.in) && (q.in[q.pos] == ' ' || q.in[q.pos] == '\n' || q.in[q.pos] == '\t' || q.in[q.pos] == '\r') {
		q.pos++
	}
}

// start reads a start tag and opens its element.
func (q *quick) start() bool {
	q.tagAt = q.pos
	q.pos++ // "<"
	name, colon := q.readName()
	q.attrs = q.attrs[:0]
	e := opened{name: name, local: name[colon+1:]}
	if len(q.open) == 0 {
		q.root, q.prefixed = strings.ToLower(e.local), colon >= 0
	}
	for !q.failed {
		before := q.pos
		q.skipSpace()
		rest := q.in[q.pos:]
		switch {
		case strings.HasPrefix(rest, ">"):
			q.pos++
			return q.push(e, colon)
		case strings.HasPrefix(rest, "/>"):
			q.pos += 2
			e.empty = true
			return q.push(e, colon)
		case before == q.pos, !q.readAttribute(&e):
			return q.fail()
		}
	}
	return false
}

// readAttribute reads `name="value"`, also with blanks around the sign.
func (q *quick) readAttribute(e *opened) bool {
	name, _ := q.readName()
	q.skipSpace()
	if q.failed || q.pos == len(q.in) || q.in[q.pos] != '=' {
		return false
	}
	q.pos++
	q.skipSpace()
	if q.pos == len(q.in) || q.in[q.pos] != '"' && q.in[q.pos] != '\'' {
		return false
	}
	end := strings.IndexByte(q.in[q.pos+1:], q.in[q.pos])
	if end < 0 || end > maxAttribute || len(q.attrs) == quickAttributes || name == "xml:base" {
		return false
	}
	value := q.in[q.pos+1 : q.pos+1+end]
	q.pos += end + 2
	if name == "xmlns" || strings.HasPrefix(name, "xmlns:") {
		e.spaces++
		return q.bind(strings.TrimPrefix(name[len("xmlns"):], ":"), value)
	}
	q.attrs = append(q.attrs, quickAttribute{name, value})
	return true
}

// push opens an element, within the limits.
func (q *quick) push(e opened, colon int) bool {
	if n := len(q.open); n > 0 {
		q.mixed += q.open[n-1].text
	}
	count := &q.outside
	if q.within {
		count = &q.inItem
	}
	*count++
	q.elements++
	if e.spaces > 0 {
		q.spent += len(q.spaces)
	}
	if len(q.open) == quickDepth || *count >= maxItemElements || q.elements > maxElements || q.mixed > mixedBudget ||
		len(q.spaces) > quickSpaces || q.spent > quickSpacesSum {
		return q.fail()
	}
	e.space = q.spaceOf(e.name[:max(colon, 0)])
	q.open = append(q.open, e)
	return !q.failed
}

func (q *quick) pop() {
	last := len(q.open) - 1
	q.spaces = q.spaces[:len(q.spaces)-q.open[last].spaces]
	q.open = q.open[:last]
}

// end reads the end tag of the innermost element and closes that.
func (q *quick) end() {
	name := q.open[len(q.open)-1].name
	q.pos += len("</")
	if !strings.HasPrefix(q.in[q.pos:], name) {
		q.fail()
		return
	}
	q.pos += len(name)
	q.skipSpace()
	if !strings.HasPrefix(q.in[q.pos:], ">") {
		q.fail()
		return
	}
	q.pos++
	q.pop()
}

// child goes to the next child of the innermost element and opens it. It is
// false when there is none: then that element is closed. The caller must read
// every child to its end.
func (q *quick) child() bool {
	if q.failed {
		return false
	}
	at := &q.open[len(q.open)-1]
	if at.empty {
		q.pop()
		return false
	}
	for !q.failed {
		i := strings.IndexByte(q.in[q.pos:], '<')
		if i < 0 {
			return q.fail()
		}
		q.pos += i
		at.text += 5 * i // "&" may become "&amp;" where the text is kept
		rest := q.in[q.pos:]
		switch {
		case len(rest) < 2:
			return q.fail()
		case rest[1] == '/':
			q.end()
			return false
		case rest[1] == '!' && strings.HasPrefix(rest, "<!--"):
			q.skipPast(4, "-->")
		case rest[1] == '!' && strings.HasPrefix(rest, "<![CDATA["):
			q.mixed += at.text
			q.cdata(at)
		case rest[1] == '?':
			q.skipPast(2, "?>")
		default:
			return q.start()
		}
	}
	return false
}

// cdata reads a CDATA section.
func (q *quick) cdata(at *opened) string {
	from := q.pos + len("<![CDATA[")
	q.skipPast(len("<![CDATA["), "]]>")
	if q.failed {
		return ""
	}
	s := q.in[from : q.pos-len("]]>")]
	at.text += len(s)
	return s
}

// skip reads the innermost element to its end, whatever it holds.
func (q *quick) skip() {
	for depth := len(q.open); !q.failed && len(q.open) >= depth; {
		if q.child() && isItemName(q.open[len(q.open)-1].local) {
			q.fail() // the pre-scan may take it for an item
		}
	}
}

func isItemName(local string) bool {
	return strings.EqualFold(local, "item") || strings.EqualFold(local, "entry")
}

// attribute is the value of an attribute of the last start tag: of the one
// without prefix, else of the first with any; "" when there is none.
func (q *quick) attribute(name string) string {
	value, found := "", false
	for _, a := range q.attrs {
		if a.name == name {
			return q.attributeText(a.value)
		}
		if !found && strings.HasSuffix(a.name, name) && a.name[len(a.name)-len(name)-1] == ':' {
			value, found = a.value, true
		}
	}
	return q.attributeText(value)
}

// lastAttribute is the value of the last attribute with a local name.
func (q *quick) lastAttribute(name string) string {
	for i := len(q.attrs) - 1; i >= 0; i-- {
		if a := q.attrs[i]; a.name == name || strings.HasSuffix(a.name, name) && a.name[len(a.name)-len(name)-1] == ':' {
			return q.attributeText(a.value)
		}
	}
	return ""
}
