package relevance

import (
	"strings"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/sentences"

	"example.com/pickwick/internal/curation"
)

// longestEvidence is the length of a quotation in characters.
const longestEvidence = 200

// leadIn is how many characters before the first telling word a quotation may
// begin when its sentence is too long to be quoted whole.
const leadIn = 60

// What a quotation is worth beside one that tells as much: whoever reads it
// sees the title anyway, a category says nothing, and a sentence of so few
// words is a label, a link or the end of one.
const (
	titleWorth    = 0.75
	categoryWorth = 0.25
	fragmentWorth = 0.5
	fragment      = 5 // words
)

// evidence quotes the sentence that best shows a phrase, letter for letter,
// and names its field.
func (q *query) evidence(it curation.Item, ph phrase) (quote, where string) {
	wanted := make(map[int]bool, len(ph.slots))
	for _, s := range ph.slots {
		wanted[s] = true
	}
	best := 0.0
	try := func(f field, s string) {
		gain, at, told := q.bestSentence(head(s), wanted)
		switch f {
		case title:
			gain *= titleWorth
		case categories:
			gain *= categoryWorth
		default:
		}
		if gain > best {
			best, quote, where = gain, unquoted(clip(s, at, told)), f.name()
		}
	}
	try(summary, it.Summary)
	try(title, it.Title)
	try(text, it.Text)
	for _, c := range it.Categories {
		try(categories, c)
	}
	return quote, where
}

// bestSentence is the first sentence that holds the most telling of the wanted
// words, with where they stand in it.
func (q *query) bestSentence(s string, wanted map[int]bool) (best float64, at span, told []span) {
	type word struct {
		span
		slot int
	}
	var hits []word
	newReader(q.vocab.lang, q.term).read(s, func(t term, w span) {
		if slot, ok := q.slot[t]; ok && wanted[slot] {
			hits = append(hits, word{w, slot})
		}
	})
	if len(hits) == 0 {
		return 0, span{}, nil
	}
	it := sentences.FromString(s)
	for it.Next() && len(hits) > 0 {
		in := span{it.Start(), it.End()}
		gain, seen := 0.0, make(map[int]bool)
		var spans []span
		for len(hits) > 0 && hits[0].start < in.end {
			if h := hits[0]; !seen[h.slot] {
				seen[h.slot] = true
				gain += q.idf[h.slot]
			}
			spans = append(spans, hits[0].span)
			hits = hits[1:]
		}
		if len(spansOf(s[in.start:in.end])) < fragment {
			gain *= fragmentWorth
		}
		if gain > best {
			best, at, told = gain, in, spans
		}
	}
	return best, at, told
}

// unquoted is a sentence without the quotation marks around the whole of it:
// it is about to get some of ours.
func unquoted(s string) string {
	for _, marks := range [...][2]string{{`"`, `"`}, {"“", "”"}, {"„", "“"}, {"«", "»"}, {"‘", "’"}} {
		inner, opened := strings.CutPrefix(s, marks[0])
		inner, closed := strings.CutSuffix(inner, marks[1])
		if opened && closed && !strings.Contains(inner, marks[0]) && !strings.Contains(inner, marks[1]) {
			return strings.TrimSpace(inner)
		}
	}
	return s
}

// clip is the sentence at, without blanks around it, or as much of it as a
// quotation holds: whole words around the first of those that tell.
func clip(s string, at span, told []span) string {
	sentence := strings.TrimSpace(s[at.start:at.end])
	if utf8.RuneCountInString(sentence) <= longestEvidence {
		return sentence
	}
	start := at.start
	if first := told[0]; utf8.RuneCountInString(s[start:first.end]) > longestEvidence/2 {
		start = backUp(s, at.start, first.start)
	}
	end, room := start, longestEvidence
	for _, w := range spansOf(s[start:at.end]) {
		if n := utf8.RuneCountInString(s[end : start+w.end]); n <= room {
			room -= n
			end = start + w.end
		} else {
			break
		}
	}
	return strings.TrimSpace(s[start:end])
}

// backUp is where a quotation begins that must hold the word at pos: after the
// last comma or the like within the lead-in, or else at its first whole word.
func backUp(s string, from, pos int) int {
	low := pos
	for n := 0; low > from && n < leadIn; n++ {
		_, size := utf8.DecodeLastRuneInString(s[from:low])
		low -= size
	}
	for i := pos - 1; i > low; i-- { // the blank after a comma; none stands in 1,000
		if s[i] == ' ' && strings.IndexByte(",;:", s[i-1]) >= 0 {
			return i
		}
	}
	if i := strings.IndexByte(s[low:pos], ' '); i >= 0 && low > from {
		return low + i
	}
	return pos
}
