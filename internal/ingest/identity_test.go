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

// rssOf makes a feed of items given as "guid|link|title|date".
func rssOf(items ...string) string {
	var b strings.Builder
	b.WriteString("<rss><channel><title>Site</title>")
	for _, item := range items {
		f := strings.Split(item+"|||", "|")
		fmt.Fprintf(&b, `<item><guid isPermaLink="false">%s</guid><link>%s</link><title>%s</title><pubDate>%s</pubDate></item>`, f[0], f[1], f[2], f[3])
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

func TestAnItemIsTheSameThroughWhatPublishersDo(t *testing.T) {
	for name, c := range map[string]struct {
		before, after string
		same          bool
	}{
		"nothing changed":              {"g1|https://a.example/1|One", "g1|https://a.example/1|One", true},
		"retitled":                     {"g1|https://a.example/1|One", "g1|https://a.example/1|One, corrected", true},
		"re-dated":                     {"g1|https://a.example/1|One|Sat, 21 Nov 2026 07:30:00 GMT", "g1|https://a.example/1|One|Sun, 22 Nov 2026 07:30:00 GMT", true},
		"moved":                        {"g1|https://a.example/1|One", "g1|https://a.example/new/1|One", true},
		"guid to https":                {"http://a.example/?p=1|https://a.example/1|One", "https://a.example/?p=1|https://a.example/1|One", true},
		"link only, to https":          {"|http://a.example/1|One", "|https://www.a.example/1/?utm_source=x|One", true},
		"link only, retitled":          {"|https://a.example/1|One", "|https://a.example/1|Uno", true},
		"title only":                   {"||One|Sat, 21 Nov 2026 07:30:00 GMT", "||One|Sat, 21 Nov 2026 07:30:00 GMT", true},
		"title only, without date":     {"||One", "||One", true},
		"title only, another":          {"||One", "||Two", false},
		"title only, later":            {"||Weekly|Sat, 14 Nov 2026 07:30:00 GMT", "||Weekly|Sat, 21 Nov 2026 07:30:00 GMT", false},
		"another guid":                 {"g1|https://a.example/1|One", "g2|https://a.example/2|Two", false},
		"another link":                 {"|https://a.example/1|One", "|https://a.example/2|One", false},
		"link with another identifier": {"|https://a.example/?p=1|One", "|https://a.example/?p=2|One", false},
	} {
		before, after := ids(parse(t, rssOf(c.before))), ids(parse(t, rssOf(c.after)))
		if len(before) != 1 || len(after) != 1 || (before[0] == after[0]) != c.same {
			t.Errorf("%s: %v, then %v", name, before, after)
		}
	}
}

func TestAnUndatedItemKeepsItsIDOnAnotherDay(t *testing.T) {
	body := []byte(rssOf("||A title and nothing else"))
	today, err := Parse(body, document.Meta{URL: "https://a.example/feed", Now: now})
	if err != nil {
		t.Fatal(err)
	}
	tomorrow, err := Parse(body, document.Meta{URL: "http://www.a.example/feed/", Now: now.Add(24 * time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(ids(today), ids(tomorrow)) {
		t.Errorf("%v, then %v", ids(today), ids(tomorrow))
	}
	other, err := Parse(body, document.Meta{URL: "https://b.example/feed", Now: now})
	if err != nil {
		t.Fatal(err)
	}
	if slices.Equal(ids(today), ids(other)) {
		t.Error("two feeds share an ID")
	}
}

func TestASharedGuidOrLinkLosesNoItem(t *testing.T) {
	for name, c := range map[string]struct {
		items []string
		want  int
	}{
		"one guid for all":                  {[]string{"g|https://a.example/1|One", "g|https://a.example/2|Two", "g|https://a.example/3|Three"}, 3},
		"one link for all":                  {[]string{"|https://a.example/|One", "|https://a.example/|Two", "|https://a.example/|Three"}, 3},
		"one guid and link for all":         {[]string{"g|https://a.example/|One", "g|https://a.example/|One", "h|https://a.example/|Two"}, 2},
		"the same item twice":               {[]string{"g|https://a.example/1|One", "g|https://a.example/1|One"}, 1},
		"the same, once with tracking":      {[]string{"g|https://a.example/1|One", "g|https://a.example/1?utm_source=x|One"}, 1},
		"neither guid nor link nor title":   {[]string{"|||", "|||Sat, 21 Nov 2026 07:30:00 GMT"}, 0},
		"one title on two days, no link":    {[]string{"||Weekly|Sat, 14 Nov 2026 07:30:00 GMT", "||Weekly|Sat, 21 Nov 2026 07:30:00 GMT"}, 2},
		"different guids for the same link": {[]string{"g1|https://a.example/1|One", "g2|https://a.example/1|One"}, 2},
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

func TestStoryKeysBindOnlyWhatTellsOneStory(t *testing.T) {
	const long = "Central bank raises rates for the third time"
	for name, c := range map[string]struct {
		items []string
		want  string // keys of the first item
	}{
		"both":                 {[]string{"g|http://www.a.example/1?utm_source=x|" + long}, "url:https://a.example/1 title:central bank raises rates for the third time"},
		"name of the feed":     {[]string{"g|https://a.example/1|" + long + " - Site"}, "url:https://a.example/1 title:central bank raises rates for the third time"},
		"punctuation":          {[]string{"g|https://a.example/1|Central bank “raises” rates: for the third time!"}, "url:https://a.example/1 title:central bank raises rates for the third time"},
		"too few words":        {[]string{"g|https://a.example/1|Extraordinary congratulations everybody"}, "url:https://a.example/1"},
		"too short":            {[]string{"g|https://a.example/1|It is so very odd"}, "url:https://a.example/1"},
		"front page":           {[]string{"g|https://a.example/|" + long}, "title:central bank raises rates for the third time"},
		"link shared by two":   {[]string{"g|https://a.example/live|" + long, "h|https://a.example/live|Something else entirely happened"}, "title:central bank raises rates for the third time"},
		"title shared by two":  {[]string{"g|https://a.example/1|" + long, "h|https://a.example/2|" + long}, "url:https://a.example/1"},
		"no link and no title": {[]string{"g||"}, ""},
	} {
		var got []string
		for _, k := range parse(t, rssOf(c.items...)).Entries[0].Keys {
			got = append(got, k.Key)
			if within := strings.HasPrefix(k.Key, "title:"); within != (k.Within == titleWithin) || !within && k.Within != 0 {
				t.Errorf("%s: %s binds for %v", name, k.Key, k.Within)
			}
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: %q, not %q", name, s, c.want)
		}
	}
}
