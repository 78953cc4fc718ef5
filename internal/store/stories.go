package store

import (
	"crypto/sha256"
	"encoding/binary"
	"time"
)

// span is the time in which a key binds items to a story, without what Within adds.
type span struct {
	key         keyHash
	story       string
	first, last int64 // Unix milliseconds
	changed     bool
}

// stories finds the story of an item by its keys.
type stories map[keyHash][]*span

// add notes a span that is in the database already.
func (s stories) add(sp span) { s[sp.key] = append(s[sp.key], &sp) }

// find returns the story that one of the keys binds an item of that time to,
// or "". The first key that binds decides; of several stories that it binds
// to, the one that is latest in time.
func (s stories) find(keys []storyKey, at int64) string {
	for _, k := range keys {
		var best *span
		for _, sp := range s[k.key] {
			if !sp.binds(at, k.within) {
				continue
			}
			if best == nil || sp.last > best.last || sp.last == best.last && sp.story < best.story {
				best = sp
			}
		}
		if best != nil {
			return best.story
		}
	}
	return ""
}

// join stretches the span of each key in a story to the time of an item.
func (s stories) join(story string, keys []storyKey, at int64) {
	for _, k := range keys {
		sp := s.of(k.key, story)
		if sp == nil {
			sp = &span{key: k.key, story: story, first: at, last: at, changed: true}
			s[k.key] = append(s[k.key], sp)
		}
		if at < sp.first {
			sp.first, sp.changed = at, true
		}
		if at > sp.last {
			sp.last, sp.changed = at, true
		}
	}
}

func (s stories) of(key keyHash, story string) *span {
	for _, sp := range s[key] {
		if sp.story == story {
			return sp
		}
	}
	return nil
}

// binds reports whether an item of that time is near enough; a feed lists its
// newest items first, so an item may also come before the span.
func (sp *span) binds(at int64, within time.Duration) bool {
	w := within.Milliseconds()
	return within == 0 || at >= sp.first-w && at <= sp.last+w
}

// storyKey is a curation.StoryKey as it is stored.
type storyKey struct {
	key    keyHash
	within time.Duration
}

// keyHash stands for a key where there are many: with a million of them the
// chance that a new one equals another is below one in 10 trillion.
type keyHash = int64

func hashKey(key string) keyHash {
	sum := sha256.Sum256([]byte(indexable(clean(key)))) // as keys were stored before
	return keyHash(binary.BigEndian.Uint64(sum[:]))
}
