package relevance

import "hash/maphash"

// memo remembers the terms of words as they are written: most of a text is
// words that were met before. Each word has one of two places, by its hash, and
// the one that was asked for longer ago makes room, so that no feed can make
// the memo grow. Words are told apart by 55 bits of a hash with a seed of the
// memo's own: that two share them is as good as impossible, and nobody can
// bring it about.
type memo struct {
	seed  maphash.Seed
	words [][2]remembered

	asked *[2]remembered // the places and the hash of the word last asked for in vain
	key   remembered
}

// remembered is a word: the upper 40 bits of its hash, and its term.
type remembered uint64

// The lower bits of a hash give the word's place; above memoTerms, a term isn't
// remembered.
const (
	memoTerms = 1 << 23
	memoStop  = remembered(memoTerms)
	memoHash  = ^remembered(2*memoTerms - 1)
)

// memoSize is for how many words a memo has a place. An article holds a few
// hundred different words, a thousand of them about 15,000.
const memoSize = 1 << 16

func newMemo() *memo {
	return &memo{seed: maphash.MakeSeed(), words: make([][2]remembered, memoSize/2)}
}

// get is the term of a word, if it is known.
func (m *memo) get(w string) (t term, known bool) {
	hash := maphash.String(m.seed, w)
	at := &m.words[hash%(memoSize/2)]
	key := remembered(hash) & memoHash
	if at[0]&memoHash != key || at[0] == 0 {
		if at[1]&memoHash != key || at[1] == 0 {
			m.asked, m.key = at, key
			return 0, false
		}
		at[0], at[1] = at[1], at[0]
	}
	t = term(at[0] & (memoTerms - 1))
	if at[0]&memoStop != 0 {
		t |= stop
	}
	return t, true
}

// put remembers the term of the word that get didn't know.
func (m *memo) put(t term) {
	if t&^stop >= memoTerms {
		return
	}
	r := m.key | remembered(t&^stop)
	if t&stop != 0 {
		r |= memoStop
	}
	m.asked[0], m.asked[1] = r, m.asked[0]
}
