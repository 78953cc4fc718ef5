package ingest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"example.com/pickwick/internal/ingest/document"
)

var now = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

func parse(t *testing.T, body string) Feed {
	t.Helper()
	feed, err := Parse([]byte(body), document.Meta{URL: "https://example.com/feed.xml", Now: now})
	if err != nil {
		t.Fatalf("%v", err)
	}
	return feed
}

// rssOf makes a feed of items given as "guid|link|title|date|words".
func rssOf(items ...string) string {
	var b strings.Builder
	b.WriteString("<rss><channel><title>Site</title>")
	for _, item := range items {
		f := strings.Split(item+"||||", "|")
		fmt.Fprintf(&b, `<item><guid isPermaLink="false">%s</guid><link>%s</link><title>%s</title><pubDate>%s</pubDate><description>%s</description></item>`, f[0], f[1], f[2], f[3], f[4])
	}
	return b.String() + "</channel></rss>"
}

func ids(f Feed) []string {
	var list []string
	for _, e := range f.Entries {
		list = append(list, e.Item.ID)
	}
	return list
}

// seen polls a feed's documents one after the other, a day apart, and returns
// how many new items each brought, and all its IDs.
func seen(t *testing.T, bodies ...string) (fresh []int, list [][]string) {
	t.Helper()
	m, err := openMemory(nil)
	if err != nil {
		t.Fatal(err)
	}
	for day, body := range bodies {
		at := now.Add(time.Duration(day) * 24 * time.Hour)
		doc, err := document.Parse([]byte(body), document.Meta{URL: "https://example.com/feed.xml", Now: at, Known: m.knows})
		if err != nil {
			t.Fatal(err)
		}
		r := recognise(doc, m, at)
		ids := []string{}
		for _, e := range r.entries {
			ids = append(ids, e.Item.ID)
		}
		fresh, list = append(fresh, r.new), append(list, ids)
		if m, err = openMemory(m.bytes(at)); err != nil {
			t.Fatal(err)
		}
	}
	return fresh, list
}

const (
	saturday = "Sat, 21 Nov 2026 07:30:00 GMT"
	sunday   = "Sun, 22 Nov 2026 07:30:00 GMT"
)

func TestAnItemIsTheSameThroughWhatPublishersDo(t *testing.T) {
	words := strings.Repeat("what the piece says at length ", 5)
	for name, c := range map[string]struct {
		before, after string
		same          bool
	}{
		"nothing changed":                   {"g1|https://a.example/1|One", "g1|https://a.example/1|One", true},
		"retitled":                          {"g1|https://a.example/1|One", "g1|https://a.example/1|One, corrected", true},
		"re-dated":                          {"g1|https://a.example/1|One|" + saturday, "g1|https://a.example/1|One|" + sunday, true},
		"retitled and re-dated":             {"g1|https://a.example/1|One|" + saturday, "g1|https://a.example/1|Uno|" + sunday, true},
		"moved":                             {"g1|https://a.example/1|One", "g1|https://a.example/new/1|One", true},
		"moved and retitled":                {"g1|https://a.example/1|One|" + saturday, "g1|https://a.example/uno|Uno|" + saturday, true},
		"another guid":                      {"g1|https://a.example/1|One", "g2|https://a.example/1|One", true},
		"another guid, retitled":            {"g1|https://a.example/1|One|" + saturday, "g2|https://a.example/1|Uno|" + saturday, true},
		"another guid, re-dated":            {"g1|https://a.example/1|One|" + saturday, "g2|https://a.example/1|One|" + sunday, true},
		"another guid and address":          {"g1|https://a.example/1|One|" + saturday, "g2|https://b.example/x|One|" + saturday, true},
		"guid to https":                     {"http://a.example/?p=1|https://a.example/1|One", "https://a.example/?p=1|https://a.example/1|One", true},
		"no guid any more":                  {"g1|https://a.example/1|One", "|https://a.example/1|Uno", true},
		"link only, to https":               {"|http://a.example/1|One", "|https://www.a.example/1/?utm_source=x|One", true},
		"link only, retitled":               {"|https://a.example/1|One", "|https://a.example/1|Uno", true},
		"title only":                        {"||One|" + saturday, "||One|" + saturday, true},
		"title only, without date":          {"||One", "||One", true},
		"title only, another":               {"||One", "||Two", false},
		"title only, later":                 {"||Weekly|" + saturday, "||Weekly|" + sunday, false},
		"another item":                      {"g1|https://a.example/1|One", "g2|https://a.example/2|Two", false},
		"another link":                      {"|https://a.example/1|One", "|https://a.example/2|One", false},
		"link with another identifier":      {"|https://a.example/?p=1|One", "|https://a.example/?p=2|One", false},
		"guid used again":                   {"g1|https://a.example/1|One|" + saturday, "g1|https://a.example/2|Two|" + sunday, false},
		"guid used again, undated":          {"g1|https://a.example/1|One", "g1|https://a.example/2|Two", false},
		"address used again":                {"g1|https://a.example/now|One|" + saturday, "g2|https://a.example/now|Two|" + sunday, false},
		"next of a series":                  {"g1|https://a.example/1|Weekly|" + saturday, "g2|https://a.example/2|Weekly|" + sunday, false},
		"next of a series, same words":      {"g1|https://a.example/1|Weekly|" + saturday + "|" + words, "g2|https://a.example/2|Weekly|" + sunday + "|" + words, false},
		"front page, retitled and re-dated": {"g1|https://a.example/|One|" + saturday, "g2|https://a.example/|Two|" + sunday, false},
	} {
		fresh, list := seen(t, rssOf(c.before), rssOf(c.after))
		if fresh[0] != 1 || fresh[1] == 1 == c.same {
			t.Errorf("%s: %v new items", name, fresh)
		}
		if len(list[1]) == 1 && (list[0][0] == list[1][0]) != c.same {
			t.Errorf("%s: %v", name, list)
		}
	}
}

func TestAnItemIsRememberedThoughItLeftTheDocument(t *testing.T) {
	one, two := "g1|https://a.example/1|One|"+saturday, "g2|https://a.example/2|Two|"+sunday
	fresh, _ := seen(t, rssOf(one), rssOf(two), rssOf(two, one), rssOf(), rssOf(one, two))
	if want := []int{1, 1, 0, 0, 0}; !slices.Equal(fresh, want) {
		t.Errorf("%v new items, not %v", fresh, want)
	}
}

func TestAnArchiveThatMovedAndWasDatedAnewBringsNothingNew(t *testing.T) {
	var before, after, column []string
	for i := range 20 {
		words := fmt.Sprintf("What piece %d says, in so many words that no other piece of the archive says quite the same as it does.", i)
		before = append(before, fmt.Sprintf("g%d|https://a.example/%d|Piece number %d|%s|%s", i, i, i, saturday, words))
		after = append(after, fmt.Sprintf("n%d|https://b.example/new/%d|Piece number %d|%s|%s", i, i, i, sunday, words))
	}
	if fresh, _ := seen(t, rssOf(before...), rssOf(after...)); fresh[1] != 0 {
		t.Errorf("%d of 20 moved items count as new", fresh[1])
	}
	column = append(before[1:], "n|https://a.example/n|Piece number 0|"+sunday+"|"+strings.Split(before[0], "|")[4])
	if fresh, _ := seen(t, rssOf(before...), rssOf(column...)); fresh[1] != 1 {
		t.Errorf("the next of a series: %d new items, not 1", fresh[1])
	}
}

func TestAnUndatedItemKeepsItsIDOnAnotherDay(t *testing.T) {
	body := []byte(rssOf("||A title and nothing else"))
	today, err := Parse(body, document.Meta{URL: "https://a.example/feed", Now: now})
	if err != nil {
		t.Fatal(err)
	}
	tomorrow, err := Parse(body, document.Meta{URL: "https://a.example/feed", Now: now.Add(24 * time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(ids(today), ids(tomorrow)) {
		t.Errorf("%v, then %v", ids(today), ids(tomorrow))
	}
	// Two lists may spell one feed differently: each has its own items then, or
	// one of them would seem to bring nothing.
	for _, url := range []string{"https://b.example/feed", "https://a.example/feed/", "http://a.example/feed", "https://a.example/feed?utm_source=x"} {
		other, err := Parse(body, document.Meta{URL: url, Now: now})
		if err != nil {
			t.Fatal(err)
		}
		if slices.Equal(ids(today), ids(other)) {
			t.Errorf("%s shares an ID with another feed", url)
		}
	}
}

func TestASharedGuidOrLinkLosesNoItem(t *testing.T) {
	long := strings.Repeat("what the piece says at length ", 5)
	for name, c := range map[string]struct {
		items []string
		want  int
	}{
		"one guid for all":               {[]string{"g|https://a.example/1|One", "g|https://a.example/2|Two", "g|https://a.example/3|Three"}, 3},
		"one link for all":               {[]string{"|https://a.example/|One", "|https://a.example/|Two", "|https://a.example/|Three"}, 3},
		"one guid and link for all":      {[]string{"g|https://a.example/|One", "g|https://a.example/|One", "h|https://a.example/|Two"}, 2},
		"the same item twice":            {[]string{"g|https://a.example/1|One", "g|https://a.example/1|One"}, 1},
		"the same, once with tracking":   {[]string{"g|https://a.example/1|One", "g|https://a.example/1?utm_source=x|One"}, 1},
		"nothing to know it by":          {[]string{"|||"}, 0},
		"a date alone":                   {[]string{"|||Sat, 21 Nov 2026 07:30:00 GMT", "|||Sat, 21 Nov 2026 08:30:00 GMT", "|||Sat, 21 Nov 2026 08:30:00 GMT"}, 2},
		"one title on two days, no link": {[]string{"||Weekly|Sat, 14 Nov 2026 07:30:00 GMT", "||Weekly|Sat, 21 Nov 2026 07:30:00 GMT"}, 2},
		"one article under two guids":    {[]string{"g1|https://a.example/1|One|" + saturday + "|" + long, "g2|https://a.example/1|One|" + sunday + "|" + long}, 1},
		"two guids for the same link":    {[]string{"g1|https://a.example/1|One", "g2|https://a.example/1|One"}, 2},
	} {
		feed := parse(t, rssOf(c.items...))
		if len(feed.Entries) != c.want {
			t.Errorf("%s: %d items, not %d", name, len(feed.Entries), c.want)
		}
	}
	if feed := parse(t, rssOf("|||", "g|https://a.example/1|One")); feed.Dropped != 1 {
		t.Errorf("%d items counted as dropped, not 1", feed.Dropped)
	}
}

func TestOnlyAnAddressThatTellsOneStoryBinds(t *testing.T) {
	for name, c := range map[string]struct {
		items []string
		want  string // key of the first item
	}{
		"address":            {[]string{"g|http://www.a.example/1?utm_source=x|One"}, "url:https://a.example/1"},
		"front page":         {[]string{"g|https://a.example/|One"}, ""},
		"shared by two":      {[]string{"g|https://a.example/live|One", "h|https://a.example/live|Two"}, ""},
		"no link":            {[]string{"g||One"}, ""},
		"the same one twice": {[]string{"g|https://a.example/1|One", "h|https://a.example/1|One"}, "url:https://a.example/1"},
	} {
		got := ""
		for _, k := range parse(t, rssOf(c.items...)).Entries[0].Keys {
			got += k.Key
			if k.Within != 0 {
				t.Errorf("%s: %s binds for %v", name, k.Key, k.Within)
			}
		}
		if got != c.want {
			t.Errorf("%s: %q, not %q", name, got, c.want)
		}
	}
}
