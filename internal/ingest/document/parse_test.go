package document

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"example.com/pickwick/internal/curation"
)

func parse(t *testing.T, body string) Feed {
	t.Helper()
	feed, err := Parse([]byte(body), Meta{URL: "https://example.com/feed.xml", Now: now})
	if err != nil {
		t.Fatalf("%v", err)
	}
	return feed
}

func TestWhatIsNoFeedIsRefusedInWords(t *testing.T) {
	deep := strings.Repeat("<a>", 300)
	for name, c := range map[string]struct{ body, outcome, says string }{
		"empty":             {"", "not a feed", "empty"},
		"blank":             {" \r\n\t", "not a feed", "empty"},
		"web page":          {"<!DOCTYPE html><html><head><title>Just a moment...</title></head></html>", "not a feed", "web page"},
		"page without html": {"<head><rss/></head>", "not a feed", "web page"},
		"page around":       {"<html><body><rss version='2.0'><channel/></rss></body></html>", "not a feed", "web page"},
		"words":             {"Access denied", "not a feed", "neither"},
		"error in JSON":     {`{"error":"x"}`, "not a feed", "no list of items"},
		"empty object":      {`{}`, "not a feed", "no list of items"},
		"JSON list":         {`[1,2]`, "not a feed", "no list of items"},
		"JSON null items":   {`{"items":null}`, "not a feed", "no list of items"},
		"deep lists":        {`{"items":` + strings.Repeat("[", 20_000), "not a feed", "no list of items"},
		"no JSON":           {`{oops`, "not a feed", "no list of items"},
		"null":              {"null", "not a feed", "neither"},
		"list of feeds":     {`<opml version="2.0"><body/></opml>`, "not a feed", "OPML"},
		"other XML":         {`<kml xmlns="http://www.opengis.net/kml/2.2"/>`, "not a feed", "neither"},
		"cut in the root":   {`<rss version="2`, "not a feed", "first element"},
		"deep":              {"<rss><channel><item>" + deep, "unsafe document", "too deeply"},
	} {
		_, err := Parse([]byte(c.body), Meta{Now: now})
		var r *RefusalError
		if !errors.As(err, &r) || r.Outcome != c.outcome || !strings.Contains(r.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
		if curation.KindOf(err) != curation.Invalid {
			t.Errorf("%s: kind %v", name, curation.KindOf(err))
		}
	}
}

func TestADocumentIsReadInWhateverCharsetItIsIn(t *testing.T) {
	const text = "Grüße aus Köln – „ja“"
	xml := func(declared string) string {
		return `<?xml version="1.0"` + declared + `?><rss version="2.0"><channel><title>` + text + `</title></channel></rss>`
	}
	utf16 := func(s string, big, mark bool) []byte {
		var out []byte
		if mark {
			s = "\ufeff" + s
		}
		for _, r := range s {
			if hi, lo := byte(r>>8), byte(r); big {
				out = append(out, hi, lo)
			} else {
				out = append(out, lo, hi)
			}
		}
		return out
	}
	utf32 := func(s string, big bool) []byte {
		var out []byte
		for _, r := range s {
			if b := []byte{0, byte(r >> 16), byte(r >> 8), byte(r)}; big {
				out = append(out, b...)
			} else {
				out = append(out, b[3], b[2], b[1], b[0])
			}
		}
		return out
	}
	windows := func(declared string) []byte {
		return []byte(strings.NewReplacer("ü", "\xfc", "ß", "\xdf", "ö", "\xf6", "–", "\x96", "„", "\x84", "“", "\x93").Replace(xml(declared)))
	}
	for name, c := range map[string]struct {
		body        []byte
		contentType string
		encoding    string
	}{
		"utf-8":                           {[]byte(xml(` encoding="utf-8"`)), "", "utf-8"},
		"utf-8, nothing said":             {[]byte(xml("")), "", "utf-8"},
		"utf-8 with marks":                {[]byte("\ufeff\ufeff" + xml("")), "", "utf-8"},
		"utf-8 that says latin-1":         {[]byte(xml(` encoding="iso-8859-1"`)), "text/xml; charset=iso-8859-1", "utf-8"},
		"utf-16 big, marked":              {utf16(xml(` encoding="utf-16"`), true, true), "", "utf-16be"},
		"utf-16 little, marked":           {utf16(xml(` encoding="utf-8"`), false, true), "", "utf-16le"},
		"utf-16 big, unmarked":            {utf16(xml(""), true, false), "", "utf-16be"},
		"utf-16 little, unmarked":         {utf16(xml(""), false, false), "", "utf-16le"},
		"utf-32 big, marked":              {utf32("\ufeff"+xml(""), true), "", "utf-32be"},
		"utf-32 little, marked":           {utf32("\ufeff"+xml(""), false), "", "utf-32le"},
		"utf-32 big, unmarked":            {utf32(xml(""), true), "", "utf-32be"},
		"utf-32 little, unmarked":         {utf32(xml(""), false), "", "utf-32le"},
		"windows-1252, declared":          {windows(` encoding="Windows-1252"`), "", "windows-1252"},
		"windows-1252, called latin-1":    {windows(` encoding='ISO-8859-1'`), "", "windows-1252"},
		"windows-1252, said by HTTP":      {windows(""), "application/rss+xml; charset=cp1252", "windows-1252"},
		"windows-1252, called utf-8":      {windows(` encoding="utf-8"`), "", "utf-8"},
		"windows-1252, unknown charset":   {windows(` encoding="x-klingon"`), "", "utf-8"},
		"windows-1252, called utf-16":     {windows(` encoding="utf-16"`), "", "utf-8"},
		"HTTP and declaration disagree":   {windows(` encoding="koi8-r"`), "text/xml; charset=windows-1252", "windows-1252"},
		"broken type, declaration stands": {windows(` encoding="windows-1252"`), "text/xml; charset==;;", "windows-1252"},
	} {
		feed, err := Parse(c.body, Meta{ContentType: c.contentType, Now: now})
		if err != nil || feed.Title != text || feed.Encoding != c.encoding {
			t.Errorf("%s: %q, %q, %v", name, feed.Title, feed.Encoding, err)
		}
	}
}

func TestOneBadByteSpoilsOnlyItself(t *testing.T) {
	feed := parse(t, "<rss><channel><title>caf\xe9 gr\u00fc\u00df\x00\x0b</title></channel></rss>")
	if feed.Title != "café grüß" {
		t.Errorf("%q", feed.Title)
	}
}

func TestMarkupThatBrowsersForgiveIsForgiven(t *testing.T) {
	item := `<item><title>ok</title><link>https://example.com/1</link></item>`
	for name, body := range map[string]string{
		"warning before":        "<br />\n<b>Warning</b>: x & y < z in <b>f.php</b><br />" + `<?xml version="1.0"?><rss version="2.0"><channel>` + item + `</channel></rss>`,
		"long comment before":   "<!--" + strings.Repeat("x", 9000) + `--><rss version="2.0"><channel>` + item + `</channel></rss>`,
		"many namespaces":       "<rss " + strings.Repeat("\n", 5000) + ` version="2.0"><channel>` + item + `</channel></rss>`,
		"doctype with entities": `<!DOCTYPE rss [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><rss><channel><title>&b;</title>` + item + `</channel></rss>`,
		"XML 1.1":               `<?xml version="1.1"?><rss><channel>` + item + `</channel></rss>`,
		"trailing garbage":      `<rss><channel>` + item + `</channel></rss><rss><<>& more`,
		"undeclared prefix":     `<rss><channel><x:y z:a="1">t</x:y>` + item + `</channel></rss>`,
		"unquoted attributes":   `<rss version=2.0 checked><channel>` + item + `</channel></rss>`,
		"case of end tags":      `<rss><channel>` + strings.ReplaceAll(item, "</title>", "</TITLE>") + `</channel></rss>`,
		"stray end tags":        `<rss><channel></b></i>` + item + `</channel></rss>`,
		"no end tags at all":    `<rss><channel>` + item,
		"cdata without end":     `<rss><channel>` + item + `<description><![CDATA[never ends`,
		"comment without end":   `<rss><channel>` + item + `<!-- never ends`,
		"names with colons":     `<rss><channel><a:b:c d:e:f="g"/><a:/><:b/><a:1/>` + item + `</channel></rss>`,
		"end of cdata in text":  `<rss><channel><description>a ]]> b</description>` + item + `</channel></rss>`,
		"less-than in text":     `<rss><channel><description>1 < 2 <3 </ ></description>` + item + `</channel></rss>`,
		"quote in attribute":    `<rss><channel><a b='"<&>' c="'"/>` + item + `</channel></rss>`,
		"no letter after <":     "<rss><channel><description>a <\uffff b <😀></description>" + item + `</channel></rss>`,
		"foreign letters":       "<rss><channel><été à='1'/><𝒜ﬀ:ﬁ x:ß='2'/>" + item + `</channel></rss>`,
		"upper case":            `<RSS><CHANNEL>` + strings.ToUpper(item) + `</CHANNEL></RSS>`,
		"prefix of the root":    `<r:rdf xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><channel/>` + item + `</r:rdf>`,
	} {
		feed, err := Parse([]byte(body), Meta{URL: "https://example.com/", Now: now})
		if err != nil || len(feed.Items) != 1 || !strings.EqualFold(feed.Items[0].Title, "ok") {
			t.Errorf("%s: %d items, %v", name, len(feed.Items), err)
		}
	}
}

func TestOnlyCompleteItemsOfATruncatedDocumentAreKept(t *testing.T) {
	whole := map[string][]byte{}
	for _, name := range []string{"rss20.xml", "atom10.xml", "feed.json", "rss10.xml"} {
		body, err := os.ReadFile("../testdata/parse/" + name)
		if err != nil {
			t.Fatal(err)
		}
		whole[name] = body
	}
	for name, body := range whole {
		full, err := Parse(body, Meta{URL: "https://example.com/", Now: now})
		if err != nil {
			t.Fatal(err)
		}
		known := map[string]string{}
		for _, e := range full.Items {
			known[e.GUID+e.URL] = e.Summary
		}
		most := 0
		for n := range body {
			feed, err := Parse(body[:n], Meta{URL: "https://example.com/", Now: now})
			if err != nil {
				continue // not yet a feed
			}
			if !feed.Truncated && n < len(body)-2 {
				t.Errorf("%s cut at %d passes for whole", name, n)
			}
			if len(feed.Items) < most {
				t.Errorf("%s cut at %d has %d items, fewer than when cut earlier", name, n, len(feed.Items))
			}
			most = len(feed.Items)
			for _, e := range feed.Items {
				if summary, ok := known[e.GUID+e.URL]; !ok || summary != e.Summary {
					t.Errorf("%s cut at %d: item %q is not as in the whole document", name, n, e.Title)
				}
			}
		}
		if most != len(full.Items) {
			t.Errorf("%s: at most %d of %d items", name, most, len(full.Items))
		}
	}
}

func TestTheNewestThousandItemsAreKept(t *testing.T) {
	for name, year := range map[string]func(i int) int{
		"newest first": func(i int) int { return 3000 - i },
		"newest last":  func(i int) int { return i },
	} {
		var xml, list strings.Builder
		for i := range 3000 {
			at := now.AddDate(0, 0, year(i)-3000)
			fmt.Fprintf(&xml, "<item><title>number %d</title><pubDate>%s</pubDate></item>", year(i), at.Format("Mon, 02 Jan 2006 15:04:05 -0700"))
			fmt.Fprintf(&list, `,{"id":"%d","title":"number %d","date_published":"%s"}`, i, year(i), at.Format("2006-01-02T15:04:05Z07:00"))
		}
		for kind, body := range map[string]string{
			"rss":  "<rss><channel><title>t</title>" + xml.String() + "</channel></rss>",
			"json": `{"version":"https://jsonfeed.org/version/1","items":[` + list.String()[1:] + `]}`,
		} {
			feed := parse(t, body)
			if len(feed.Items) != 1000 || feed.Dropped != 2000 || feed.Title != "t" && kind == "rss" {
				t.Fatalf("%s, %s: %d items, %d dropped, title %q", kind, name, len(feed.Items), feed.Dropped, feed.Title)
			}
			for _, e := range feed.Items {
				var n int
				if _, err := fmt.Sscanf(e.Title, "number %d", &n); err != nil || n < 2000 {
					t.Fatalf("%s, %s: kept %q", kind, name, e.Title)
				}
			}
		}
	}
}

func TestAPanicIsOneFeedsFailure(t *testing.T) {
	feed, err := contain(func() (Feed, error) { panic("a fault of the parser") })
	var r *RefusalError
	if !errors.As(err, &r) || r.Outcome != "unreadable" || len(feed.Items) != 0 || strings.Contains(r.Error(), "panic") {
		t.Errorf("%v", err)
	}
}
