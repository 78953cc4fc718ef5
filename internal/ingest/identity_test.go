package ingest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestOnePageHasOneCanonicalAddress(t *testing.T) {
	for want, addresses := range map[string][]string{
		"https://example.com/a/story": {
			"http://example.com/a/story", "https://www.example.com/a/story/", "HTTPS://EXAMPLE.COM:443/a/story", "http://example.com:80/a/story",
			"https://m.example.com/a/story", "https://amp.example.com/a/story", "https://mobile.example.com/a/story",
			"https://example.com/a/story?utm_source=rss&utm_medium=feed", "https://example.com/a/story?fbclid=x&gclid=y&mc_cid=z",
			"https://example.com/a/story#comments", "https://example.com/a/story?at_medium=RSS#xtor=RSS-1", "https://example.com/a/./b/../story",
			"https://example.com//a//story", "https://user:pw@example.com/a/story", "https://example.com/a/story?",
			"https://example.com/a/story/amp", "https://example.com/a/story/amp/", "https://example.com/a/story?amp=1", "https://example.com/a/story?outputType=amp",
			"https://example-com.cdn.ampproject.org/c/s/example.com/a/story", "https://www.google.com/amp/s/example.com/a/story", "https://example.com./a/story",
		},
		"https://example.com/a?id=7&page=2":    {"https://example.com/a?page=2&id=7", "https://example.com/a/?id=7&utm_campaign=x&page=2", "http://www.example.com/a?id=7;page=2"},
		"https://en.wikipedia.org/wiki/Ledger": {"https://en.m.wikipedia.org/wiki/Ledger"},
		"https://example.com/%C3%A9t%C3%A9":    {"https://example.com/été", "https://example.com/%c3%a9t%c3%a9"},
		"https://example.com:8443/x":           {"https://example.com:8443/x"},
		"https://example.com/Case":             {"https://example.com/Case"},
		"https://example.com/camp":             {"https://example.com/camp"},
		"":                                     {"", "javascript:alert(1)", "mailto:jane@example.com", "/relative", "https://", "http://%zz/"},
	} {
		for _, address := range addresses {
			if got := canonical(address); got != want {
				t.Errorf("%s: %s, not %s", address, got, want)
			}
		}
	}
}

func TestTheCanonicalAddressOfACanonicalAddressIsItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		host := rapid.StringMatching(`(www\.|m\.|amp\.)?[a-z]{1,8}\.(com|example|co\.uk)`).Draw(t, "host")
		path := rapid.StringMatching(`(/[a-zA-Z0-9._~%é-]{0,6}){0,4}(/amp)?/?`).Draw(t, "path")
		query := rapid.StringMatching(`(\?[a-z_]{1,6}=[a-z0-9%]{0,3}(&utm_[a-z]{1,4}=x)?)?`).Draw(t, "query")
		once := canonical("http://" + host + path + query)
		if twice := canonical(once); once != "" && twice != once {
			t.Errorf("%s, then %s", once, twice)
		}
	})
}

func TestALinkIsAbsoluteAndOfTheWebOrNothing(t *testing.T) {
	base := parseBase("https://example.com/blog/feed.xml")
	for link, want := range map[string]string{
		"https://other.example/x":              "https://other.example/x",
		"/x":                                   "https://example.com/x",
		"x y":                                  "https://example.com/blog/x%20y",
		"//cdn.example/x":                      "https://cdn.example/x",
		"?p=1":                                 "https://example.com/blog/feed.xml?p=1",
		" https://other.example/\n x ":         "https://other.example/%20x",
		"https://u:p@other.example/x":          "https://other.example/x",
		"https://other.example/100%":           "https://other.example/100%25",
		"javascript:alert(1)":                  "",
		"JaVaScRiPt:alert(1)":                  "",
		"java\nscript:alert(1)":                "",
		"data:text/html,x":                     "",
		"vbscript:x":                           "",
		"file:///etc/passwd":                   "",
		"mailto:jane@example.com":              "",
		"ftp://example.com/x":                  "",
		"http:":                                "",
		"http:///x":                            "",
		"https:opaque":                         "",
		"":                                     "",
		"#top":                                 "",
		"https://" + strings.Repeat("x", 5000): "",
	} {
		if got := absolute(base, link); got != want {
			t.Errorf("%q: %q, not %q", link, got, want)
		}
	}
	if got := absolute(parseBase("no address"), "/x"); got != "" {
		t.Errorf("without a base: %q", got)
	}
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
	for _, e := range f.Items {
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
	today, err := Parse(body, Meta{URL: "https://a.example/feed", Now: now})
	if err != nil {
		t.Fatal(err)
	}
	tomorrow, err := Parse(body, Meta{URL: "http://www.a.example/feed/", Now: now.Add(24 * time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(ids(today), ids(tomorrow)) {
		t.Errorf("%v, then %v", ids(today), ids(tomorrow))
	}
	other, err := Parse(body, Meta{URL: "https://b.example/feed", Now: now})
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
		if len(feed.Items) != c.want {
			t.Errorf("%s: %d items, not %d", name, len(feed.Items), c.want)
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
		for _, k := range parse(t, rssOf(c.items...)).Items[0].Keys {
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
