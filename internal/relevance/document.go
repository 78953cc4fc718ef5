package relevance

import (
	"strings"
	"unicode/utf8"

	"example.com/pickwick/internal/curation"
)

// field is a part of an item that is searched.
type field int

const (
	title field = iota
	summary
	categories
	text
	fieldCount
)

// name is the field as reasons name it.
func (f field) name() string {
	return [...]string{"title", "summary", "categories", "text"}[f]
}

// longestText is how many bytes of a field are read: what a piece is about
// stands near its beginning, and a feed may send megabytes.
const longestText = 16 << 10

// term is a stem's number in its vocabulary. Zero is a word that no
// vocabulary knows.
type term uint32

// stop marks a term that carries grammar only: it keeps its place in a
// document, for phrases to the letter, but earns nothing.
const stop term = 1 << 31

// document is an item as terms, field by field.
type document struct {
	terms [fieldCount][]term
	words [fieldCount]int // those that are no stop words
}

// analyse turns an item into terms. The document begins empty; its memory is
// used again.
func (r *reader) analyse(it curation.Item, d *document) {
	for f := range d.terms {
		d.terms[f], d.words[f] = d.terms[f][:0], 0
	}
	set := func(f field, s string) {
		if len(d.terms[f]) > 0 {
			d.terms[f] = append(d.terms[f], 0) // no phrase spans two categories
		}
		var n int
		d.terms[f], n = r.terms(head(s), d.terms[f])
		d.words[f] += n
	}
	set(title, it.Title)
	set(summary, it.Summary)
	for _, c := range it.Categories {
		set(categories, c)
	}
	set(text, it.Text)
}

// compact is a copy in no more memory than it takes.
func (d *document) compact() document {
	n := 0
	for _, ts := range d.terms {
		n += len(ts)
	}
	c, all := document{words: d.words}, make([]term, 0, n)
	for f, ts := range d.terms {
		all = append(all, ts...)
		c.terms[f] = all[len(all)-len(ts) : len(all) : len(all)]
	}
	return c
}

// head is the part of a field that is read, ending with a whole word if it can.
func head(s string) string {
	if len(s) <= longestText {
		return s
	}
	end := longestText
	for !utf8.RuneStart(s[end]) {
		end--
	}
	if i := strings.LastIndexByte(s[:end], ' '); i > 0 {
		end = i
	}
	return s[:end]
}
