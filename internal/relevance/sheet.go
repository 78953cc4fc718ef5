package relevance

import (
	"encoding/binary"
	"math"
)

// sheet is what a panel keeps of a story: what the personas ask for, and no text.
type sheet struct {
	language, tag, format int // by number
	source, fresh         float64
	words                 [fieldCount]int
	follows, avoids       []int
	hits                  []hit // by term
}

// hit is a term that somebody asks for.
type hit struct {
	term   term
	counts counts
}

// pageSize is how many bytes of sheets are allocated at once.
const pageSize = 256 << 10

// sheets is many sheets, written as small as can be: most numbers are below 128.
type sheets struct {
	next  sheet // the one to add, and its memory for the one after it
	pages [][]byte
	line  []byte
}

// add writes down the next sheet.
func (ss *sheets) add() {
	ss.line = ss.next.append(ss.line[:0])
	if n := len(ss.pages); n == 0 || len(ss.pages[n-1])+len(ss.line) > cap(ss.pages[n-1]) {
		ss.pages = append(ss.pages, make([]byte, 0, max(pageSize, len(ss.line))))
	}
	last := &ss.pages[len(ss.pages)-1]
	*last = append(*last, ss.line...)
}

// all yields the sheets in the order in which they were added. Each is good
// until the next.
func (ss *sheets) all(yield func(*sheet) bool) {
	var s sheet
	for _, page := range ss.pages {
		for len(page) > 0 {
			page = s.read(page)
			if !yield(&s) {
				return
			}
		}
	}
}

func (s *sheet) append(b []byte) []byte {
	put := func(n int) { b = binary.AppendUvarint(b, uint64(n)) }
	list := func(ns []int) {
		put(len(ns))
		for _, n := range ns {
			put(n)
		}
	}
	put(s.language)
	put(s.tag)
	put(s.format)
	b = binary.LittleEndian.AppendUint64(b, math.Float64bits(s.source))
	b = binary.LittleEndian.AppendUint64(b, math.Float64bits(s.fresh))
	for _, n := range s.words {
		put(n)
	}
	list(s.follows)
	list(s.avoids)
	put(len(s.hits))
	last := term(0)
	for _, h := range s.hits {
		put(int(h.term - last))
		last = h.term
		b = h.counts.append(b)
	}
	return b
}

// oneOf marks counts of which a single one isn't 0: the byte then holds its
// field in two bits and the count itself in five, if it fits.
const (
	oneOf    = 0x80
	mostOnes = 1 << 5
)

func (c counts) append(b []byte) []byte {
	at, several := -1, false
	for f, n := range c {
		if n > 0 {
			several = several || at >= 0 || n >= mostOnes
			at = f
		}
	}
	if at >= 0 && !several {
		return append(b, oneOf|byte(at)<<5|byte(c[at]))
	}
	b = append(b, 0)
	for _, n := range c {
		b = binary.AppendUvarint(b, uint64(n))
	}
	return b
}

// read is the inverse of append. It returns what follows.
func (s *sheet) read(b []byte) []byte {
	get := func() int {
		n, size := binary.Uvarint(b)
		b = b[size:]
		return int(n)
	}
	list := func(ns []int) []int {
		for range get() {
			ns = append(ns, get())
		}
		return ns
	}
	s.language, s.tag, s.format = get(), get(), get()
	s.source = math.Float64frombits(binary.LittleEndian.Uint64(b))
	s.fresh = math.Float64frombits(binary.LittleEndian.Uint64(b[8:]))
	b = b[16:]
	for f := range s.words {
		s.words[f] = get()
	}
	s.follows, s.avoids = list(s.follows[:0]), list(s.avoids[:0])
	s.hits = s.hits[:0]
	last := term(0)
	for range get() {
		last += term(get())
		h := hit{term: last}
		first := b[0]
		b = b[1:]
		if first&oneOf != 0 {
			h.counts[first&^oneOf>>5] = int32(first % mostOnes)
		} else {
			for f := range h.counts {
				h.counts[f] = int32(get())
			}
		}
		s.hits = append(s.hits, h)
	}
	return b
}
