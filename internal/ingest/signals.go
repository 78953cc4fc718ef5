package ingest

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cespare/xxhash/v2"

	"example.com/pickwick/internal/ingest/address"
	"example.com/pickwick/internal/ingest/document"
)

// signals are what an item can be recognised by, each hashed to 64 bits. Zero
// means that it has none of the kind.
type signals struct {
	guid  uint64 // without the scheme
	url   uint64 // canonical; none for a front page
	title uint64 // letters and digits, in lower case
	text  uint64 // likewise, of the beginning of what it says
	date  int64  // Unix seconds of the date that the feed gives
	site  uint32 // registrable domain of the link
}

// What a text must have, in characters, to be a sign, and how many are looked at.
const (
	tellingText = 60
	lookedAt    = 300
)

// signalsOf takes down what an item shows, and its canonical address.
func (w *work) signalsOf(it document.Item) (signals, string) {
	canon := address.Canonical(it.URL)
	s := signals{guid: sign(foldScheme(it.GUID)), title: sign(letters(it.Title, 1))}
	if canon != "" {
		s.site = w.site(canon)
		if !address.IsHome(canon) {
			s.url = sign(canon)
		}
	}
	text := it.Text
	if text == "" {
		text = it.Summary
	}
	s.text = sign(letters(text, tellingText))
	if !it.Published.Equal(it.FirstSeen) { // else it is only when we saw it
		s.date = it.Published.Unix()
	}
	return s, canon
}

// site is the sign of the site that a canonical address is of. Most items of a
// feed lead to one host.
func (w *work) site(canon string) uint32 {
	host := hostOf(canon)
	site, known := w.sites[host]
	if !known {
		site = uint32(sign(siteOf(canon)))
		w.sites[host] = site
	}
	return site
}

func sign(s string) uint64 {
	if s == "" {
		return 0
	}
	return max(xxhash.Sum64String(s), 1)
}

// letters is the letters and digits at the beginning of a text, in lower case,
// or "" when there are fewer than least.
func letters(s string, least int) string {
	if len(s) < least {
		return ""
	}
	var b strings.Builder
	b.Grow(min(len(s), lookedAt))
	n := 0
	for _, r := range s {
		if r < utf8.RuneSelf {
			switch {
			case r >= 'A' && r <= 'Z':
				r += 'a' - 'A'
			case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			default:
				continue
			}
		} else if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
			continue
		} else {
			r = unicode.ToLower(r)
		}
		b.WriteRune(r)
		if n++; n == lookedAt {
			break
		}
	}
	if n < least {
		return ""
	}
	return b.String()
}

// foldScheme makes one of a guid whose site moved to https.
func foldScheme(guid string) string {
	if rest, ok := strings.CutPrefix(guid, "http://"); ok {
		return "https://" + rest
	}
	return guid
}
