package relevance

import "hash/maphash"

// memo remembers the terms of words as they are written: most of a text is
// words that were met before. Each word has one of two places, by its hash, and
// the one that was asked for longer ago makes room, so that no feed can make
// the memo grow. A hash is of 64 bits with a seed of the memo's own: that two
// words share one is as good as impossible, and nobody can bring it about.
type memo struct {
	seed  maphash.Seed
	words [][2]remembered
}

type remembered struct {
	hash uint64
	term term
}

// memoSize is for how many words a memo has a place. An article holds a few
// hundred different words, a thousand of them about 15,000.
const memoSize = 1 << 16

func newMemo() *memo {
	return &memo{seed: maphash.MakeSeed(), words: make([][2]remembered, memoSize/2)}
}

// of is the term of a word, by find if it isn't known.
func (m *memo) of(w string, find func(string) term) term {
	hash := maphash.String(m.seed, w)
	at := &m.words[hash%(memoSize/2)]
	if at[0].hash != hash {
		at[0], at[1] = at[1], at[0]
		if at[0].hash != hash {
			at[0] = remembered{hash, find(w)}
		}
	}
	return at[0].term
}
