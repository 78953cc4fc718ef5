package ingest

import (
	"crypto/sha256"
	"encoding/base32"
	"strings"
	"time"
	"unicode"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/ingest/address"
	"example.com/pickwick/internal/ingest/document"
)

// titleWithin is how long two items of the same title tell the same story. A
// title that comes again later is a series: "Market outlook for the week".
const titleWithin = 7 * 24 * time.Hour

// What a title must have to be worth comparing.
const (
	titleWords = 4
	titleRunes = 25
)

// identify gives each item its lasting ID and its story keys. An item is known
// by its guid; by its link when it has no guid, or shares it with an item
// that leads elsewhere; by its title and date when it has no link of its own
// either. Of items with one ID the first is kept.
func identify(items []document.Item, feedURL, feedTitle string) (entries []curation.Entry) {
	guids, links, titles := ambiguity{}, ambiguity{}, ambiguity{}
	canon := make([]string, len(items))
	for i, it := range items {
		canon[i] = address.Canonical(it.URL)
		guids.add(foldScheme(it.GUID), canon[i])
		links.add(canon[i], it.Title)
		titles.add(titleKey(it.Title, feedTitle), canon[i])
	}
	feed := address.Canonical(feedURL)
	seen := map[string]bool{}
	for i, it := range items {
		var identity string
		switch guid := foldScheme(it.GUID); {
		case guids.tells(guid):
			identity = "guid " + guid
		case links.tells(canon[i]):
			identity = "link " + canon[i]
		default:
			identity = "title " + it.Title + " " + dateOf(it) + " " + canon[i]
		}
		it.ID = hash(feed + "\n" + identity)
		if seen[it.ID] {
			continue
		}
		seen[it.ID] = true
		var keys []curation.StoryKey
		if links.tells(canon[i]) && !address.IsHome(canon[i]) {
			keys = append(keys, curation.StoryKey{Key: "url:" + canon[i]})
		}
		if key := titleKey(it.Title, feedTitle); key != "" && titles.tells(key) {
			keys = append(keys, curation.StoryKey{Key: "title:" + key, Within: titleWithin})
		}
		entries = append(entries, curation.Entry{Item: it.Item, Keys: keys})
	}
	return entries
}

// dateOf is the date that the feed gave; an item without one must not get
// another identity at each poll.
func dateOf(it document.Item) string {
	if it.Published.Equal(it.FirstSeen) {
		return ""
	}
	return it.Published.Format(time.RFC3339)
}

// ambiguity remembers for each value what came with it, to tell whether the
// value names one thing.
type ambiguity map[string]*struct {
	with string
	many bool
}

func (a ambiguity) add(value, with string) {
	if value == "" {
		return
	}
	if first := a[value]; first != nil {
		first.many = first.many || first.with != with
		return
	}
	a[value] = &struct {
		with string
		many bool
	}{with: with}
}

func (a ambiguity) tells(value string) bool {
	return value != "" && a[value] != nil && !a[value].many
}

// foldScheme makes one of a guid whose site moved to https.
func foldScheme(guid string) string {
	if rest, ok := strings.CutPrefix(guid, "http://"); ok {
		return "https://" + rest
	}
	return guid
}

// titleKey is a title for comparing: lower case, letters and digits only,
// without the name of the feed that some put behind each title. "" when the
// title is too short to tell one story from another.
func titleKey(title, feedTitle string) string {
	for _, separator := range []string{" - ", " | ", " – ", " — ", " :: "} {
		if i := strings.LastIndex(title, separator); i > 0 && feedTitle != "" && strings.EqualFold(title[i+len(separator):], feedTitle) {
			title = title[:i]
		}
	}
	words := strings.FieldsFunc(strings.ToLower(title), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	})
	key := strings.Join(words, " ")
	if len(words) < titleWords || len([]rune(key)) < titleRunes {
		return ""
	}
	return key
}

var idEncoding = base32.NewEncoding("abcdefghijkmnpqrstuvwxyz23456789").WithPadding(base32.NoPadding)

// hash is 80 bits: a million items collide with a chance below one in a billion.
func hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return idEncoding.EncodeToString(sum[:10])
}
