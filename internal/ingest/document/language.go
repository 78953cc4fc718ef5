package document

import (
	"strings"
	"unicode"
)

// Limits of the detection.
const (
	languageWords   = 150 // looked at, of all texts together
	languageStep    = 24  // words after which it may be clear
	languageHits    = 4   // common words that must be found
	languageLetters = 12  // of a script that only one language uses
	foreignLetters  = 400 // of other scripts than Latin, looked at
)

// detectLanguage tells the language of texts by their script and their common
// words. It is a BCP 47 primary tag, or "" when it can't be sure: a wrong
// language hides an item from those who read it.
func detectLanguage(texts ...string) string {
	var d detection
	for _, text := range texts {
		if !d.read(text) {
			break
		}
	}
	return d.language()
}

// detection is what was seen.
type detection struct {
	words    int
	hits     [len(languageOrder)]int
	scripts  [len(scripts)]int
	letters  int
	foreign  int           // of the letters
	telling  map[rune]bool // letters that only some languages of a script have
	buffered []byte
}

// read looks at a text; it is false when enough was seen.
func (d *detection) read(text string) bool {
	word := d.buffered[:0]
	next := d.words + languageStep
	end := func() {
		if len(word) > 0 {
			d.words++
		}
		if len(word) > 1 { // a lone Latin letter may be what an apostrophe left
			for _, i := range commonWords[string(word)] {
				d.hits[i]++
			}
		}
		word = word[:0]
	}
	for _, r := range text {
		switch {
		case r >= 'a' && r <= 'z':
			word = append(word, byte(r))
			d.letters++
		case r >= 'A' && r <= 'Z':
			word = append(word, byte(r)+'a'-'A')
			d.letters++
		case r < 0x80:
			if end(); d.words >= next {
				if d.words >= languageWords || d.clear() {
					return false
				}
				next = d.words + languageStep
			}
		case unicode.IsLetter(r):
			d.letters++
			r = unicode.ToLower(r)
			word = append(word, string(r)...)
			d.script(r)
		case !unicode.IsMark(r):
			end()
		}
		if d.foreign > foreignLetters || d.letters > 20*languageWords {
			return false
		}
	}
	end()
	d.buffered = word
	return true
}

// script counts a letter beyond ASCII.
func (d *detection) script(r rune) {
	if r < 0x370 {
		return // Latin
	}
	d.foreign++
	for i, s := range scripts {
		if unicode.Is(s.table, r) {
			d.scripts[i]++
			if strings.ContainsRune(s.telling, r) {
				if d.telling == nil {
					d.telling = map[rune]bool{}
				}
				d.telling[r] = true
			}
			return
		}
	}
}

func (d *detection) language() string {
	most := 0
	for i := range scripts {
		if d.scripts[i] > d.scripts[most] {
			most = i
		}
	}
	han, kana := d.scripts[scriptHan], d.scripts[scriptHiragana]+d.scripts[scriptKatakana]
	switch n := d.scripts[most]; {
	case kana >= 4 && kana+han > d.letters/3:
		return "ja"
	case han >= languageLetters/2 && han > d.letters/3:
		return "zh"
	case n >= languageLetters && n > d.letters/2:
		if tag := scripts[most].tag; tag != "" {
			return tag
		}
		return d.byLetters(most)
	}
	return d.byWords(false)
}

// byLetters tells languages of one script apart by the letters that only some
// of them have, and their common words.
func (d *detection) byLetters(script int) string {
	has := func(letters string) bool {
		for _, r := range letters {
			if d.telling[r] {
				return true
			}
		}
		return false
	}
	switch script {
	case scriptCyrillic:
		switch {
		case has("ђћџјљњ"), has("ѓќѕ"), has("ў"), has("әғқңөұүһ"):
			return "" // Serbian or Macedonian, Belarusian, Kazakh: too seldom to be told apart
		case has("іїєґ") && !has("ыэё"):
			return "uk"
		case has("ыэё") && !has("іїєґ"):
			return "ru"
		}
	case scriptArabic:
		switch {
		case has("ٹڈڑںے"):
			return "ur"
		case has("پچژگکی"):
			return "fa"
		}
	}
	return d.byWords(true)
}

// byWords is the language with the most common words, if it is far ahead.
func (d *detection) byWords(script bool) string {
	best, second := d.leaders()
	// Running text has a third to a half of such words; lists of names and
	// headlines have few.
	if d.hits[best] < languageHits || d.hits[best]*8 < d.words || d.hits[best]*2 < second*3 || script != (best >= firstNonLatin) {
		return ""
	}
	if best == placeholder {
		return ""
	}
	return languageOrder[best]
}

// leaders are the language with the most common words, by its place, and how
// many the next one has.
func (d *detection) leaders() (best, second int) {
	for i, n := range d.hits {
		switch {
		case i > 0 && n > d.hits[best]:
			best, second = i, d.hits[best]
		case i > 0 && n > second:
			second = n
		}
	}
	return best, second
}

// clear reports that reading on would hardly change the answer.
func (d *detection) clear() bool {
	best, second := d.leaders()
	return d.foreign == 0 && d.hits[best] >= 2*languageHits && d.hits[best] >= 2*second
}
