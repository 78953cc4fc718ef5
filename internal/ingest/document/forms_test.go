package document

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
)

const (
	rdfSpace  = ` xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"`
	atomItem  = `<entry><id>g1</id><title>One</title><link href="https://a.example/1"/><summary>What it says.</summary>`
	rssItem   = `<item><title>One</title><link>https://a.example/1</link><description>What it says.</description></item>`
	oneDay    = "2026-11-21T07:30:00Z"
	oneDayRSS = "Sat, 21 Nov 2026 07:30:00 GMT"
)

// The kinds of feed that are in use. RSS 1.1, whose root is a Channel, never
// was; it is refused as CDF is.
func TestEveryKindOfFeedIsRead(t *testing.T) {
	for name, c := range map[string]struct{ body, kind string }{
		"RSS 0.90": {`<rdf:RDF` + rdfSpace + ` xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>t</title></channel>` + rssItem + `</rdf:RDF>`, "rss 0.9"},
		"RSS 0.91": {`<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel><title>t</title>` + rssItem + `</channel></rss>`, "rss 0.91"},
		"RSS 0.92": {`<rss version="0.92"><channel><title>t</title>` + rssItem + `</channel></rss>`, "rss 0.92"},
		"RSS 0.93": {`<rss version="0.93"><channel><title>t</title>` + rssItem + `</channel></rss>`, "rss 0.93"},
		"RSS 0.94": {`<rss version="0.94"><channel><title>t</title>` + rssItem + `</channel></rss>`, "rss 0.94"},
		"RSS 1.0":  {`<rdf:RDF` + rdfSpace + ` xmlns="http://purl.org/rss/1.0/"><channel rdf:about="x"><title>t</title></channel>` + rssItem + `</rdf:RDF>`, "rss 1.0"},
		"RSS 2.0":  {`<rss version="2.0"><channel><title>t</title>` + rssItem + `</channel></rss>`, "rss 2.0"},
		"RSS":      {`<rss><channel><title>t</title>` + rssItem + `</channel></rss>`, "rss"},
		"Atom 0.3": {`<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>t</title>` + atomItem + `</entry></feed>`, "atom 0.3"},
		"Atom 1.0": {`<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title>` + atomItem + `</entry></feed>`, "atom 1.0"},
		"with a prefix": {`<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>t</a:title>` +
			strings.NewReplacer("</", "</a:", "<", "<a:").Replace(atomItem+`</entry>`) + `</a:feed>`, "atom 1.0"},
		"JSON Feed 1":   {`{"version":"https://jsonfeed.org/version/1","title":"t","items":[{"id":"1","title":"One","url":"https://a.example/1","summary":"What it says."}]}`, "json 1"},
		"JSON Feed 1.1": {`{"version":"https://jsonfeed.org/version/1.1","title":"t","items":[{"id":"1","title":"One","url":"https://a.example/1","summary":"What it says."}]}`, "json 1.1"},
	} {
		feed, err := Parse([]byte(c.body), Meta{URL: "https://example.com/feed", Now: now})
		if err != nil || feed.Title != "t" || feed.Type != c.kind || feed.Truncated || len(feed.Items) != 1 {
			t.Errorf("%s: %q, %q, %d items, truncated %t, %v", name, feed.Title, feed.Type, len(feed.Items), feed.Truncated, err)
			continue
		}
		if it := feed.Items[0]; it.Title != "One" || it.URL != "https://a.example/1" || it.Summary != "What it says." {
			t.Errorf("%s: %+v", name, it)
		}
	}
}

func TestATextOfAnyTypeBecomesPlain(t *testing.T) {
	for name, c := range map[string]struct{ atom, want string }{
		"text":                {`<summary>Cash &amp; carry</summary>`, "Cash & carry"},
		"html":                {`<summary type="html">&lt;p&gt;Cash &amp;amp; &lt;b&gt;carry&lt;/b&gt;&lt;/p&gt;</summary>`, "Cash & carry"},
		"html in CDATA":       {`<summary type="html"><![CDATA[<p>Cash &amp; <b>carry</b></p>]]></summary>`, "Cash & carry"},
		"xhtml":               {`<summary type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Cash &amp; <b>carry</b></p></div></summary>`, "Cash & carry"},
		"prefixed xhtml":      {`<summary type="xhtml"><h:div xmlns:h="http://www.w3.org/1999/xhtml"><h:p>Cash &amp; <h:b>carry</h:b></h:p></h:div></summary>`, "Cash & carry"},
		"content alone":       {`<content type="html">&lt;p&gt;Cash &amp;amp; carry&lt;/p&gt;</content>`, "Cash & carry"},
		"base64 of Atom 0.3":  {`<summary type="text/html" mode="base64">PHA+Q2FzaCAmYW1wOyA8Yj5jYXJyeTwvYj48L3A+</summary>`, "Cash & carry"},
		"binary that is none": {`<content type="application/octet-stream">Q2FzaCAmIGNhcnJ5</content>`, "Cash & carry"},
		"escaped of Atom 0.3": {`<summary type="text/html" mode="escaped">&lt;p&gt;Cash &amp;amp; carry&lt;/p&gt;</summary>`, "Cash & carry"},
		"with a script":       {`<summary type="html">&lt;script&gt;alert(1)&lt;/script&gt;Cash &amp;amp; carry</summary>`, "Cash & carry"},
		"blanks and controls": {"<summary>  Cash \n\t &amp; &#x8;&#0;&#xD800;carry </summary>", "Cash & carry"},
	} {
		feed := parse(t, `<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><entry><id>1</id><title>One</title>`+c.atom+`</entry></feed>`)
		if got := feed.Items[0].Summary; got != c.want {
			t.Errorf("%s: %q, not %q", name, got, c.want)
		}
	}
}

func TestARelativeLinkIsRelativeToTheNearestBase(t *testing.T) {
	rss := func(attributes, channel, item string) string {
		return "<rss" + attributes + spaces + "><channel>" + channel + "<item><title>t</title>" + item + "</item></channel></rss>"
	}
	atom := func(attributes, entry, inside string) string {
		return `<feed xmlns="http://www.w3.org/2005/Atom"` + attributes + "><entry" + entry + "><title>t</title>" + inside + "</entry></feed>"
	}
	const base = ` xml:base="https://base.example/a/"`
	for name, c := range map[string]struct{ body, want string }{
		"RSS, no base":                        {rss("", "", "<link>x/1</link>"), "https://example.com/x/1"},
		"RSS, the site":                       {rss("", "<link>https://site.example/</link>", "<link>x/1</link>"), "https://site.example/x/1"},
		"RSS, a base":                         {rss(base, "<link>https://site.example/</link>", "<link>x/1</link>"), "https://base.example/a/x/1"},
		"RSS, a relative base":                {rss(` xml:base="/a/"`, "", "<link>x/1</link>"), "https://example.com/a/x/1"},
		"RSS, a base that is none":            {rss(` xml:base="javascript:x"`, "", "<link>x/1</link>"), "https://example.com/x/1"},
		"RSS, a guid as the link":             {rss(base, "", "<guid>x/1</guid>"), "https://base.example/a/x/1"},
		"RSS, a guid that is none":            {rss(base, "", `<guid isPermaLink="false">x/1</guid>`), ""},
		"RSS, a number as guid":               {rss(base, "", "<guid>4711</guid>"), ""},
		"RSS, a relative guid without base":   {rss("", "", "<guid>x/1</guid>"), ""},
		"Atom, no base":                       {atom("", "", `<link href="x/1"/>`), "https://example.com/x/1"},
		"Atom, a base":                        {atom(base, "", `<link href="x/1"/>`), "https://base.example/a/x/1"},
		"Atom, the entry's base":              {atom(base, ` xml:base="b/"`, `<link href="x/1"/>`), "https://base.example/a/b/x/1"},
		"Atom, the link's base":               {atom(base, "", `<link xml:base="c/" href="x/1"/>`), "https://base.example/a/c/x/1"},
		"Atom, alternate before self":         {atom("", "", `<link rel="self" href="/self"/><link rel="alternate" href="/1"/>`), "https://example.com/1"},
		"Atom, no rel before self":            {atom("", "", `<link rel="self" href="/self"/><link href="/1"/>`), "https://example.com/1"},
		"Atom, alternate before the others":   {atom("", "", `<link rel="related" href="/r"/><link rel="via" href="/v"/><link rel="edit" href="/e"/><link rel="alternate" href="/1"/>`), "https://example.com/1"},
		"Atom, the first of two alternates":   {atom("", "", `<link rel="alternate" href="/1"/><link rel="alternate" hreflang="de" href="/2"/>`), "https://example.com/1"},
		"Atom, the address of this very feed": {atom("", "", `<link rel="edit" href="/e"/><id>https://a.example/1</id>`), "https://a.example/1"},
	} {
		if got := parse(t, c.body).Items[0].URL; got != c.want {
			t.Errorf("%s: %q, not %q", name, got, c.want)
		}
	}
	it := parse(t, rss(base, "<link>https://site.example/</link>", `<enclosure url="1.mp3" type="audio/mpeg"/><description>&lt;img src="1.png"&gt;</description>`)).Items[0]
	if it.Enclosures[0].URL != "https://base.example/a/1.mp3" || it.Image != "https://base.example/a/1.png" {
		t.Errorf("enclosure %q, picture %q", it.Enclosures[0].URL, it.Image)
	}
}

func TestAnItemMayLackAnythingButNotEverything(t *testing.T) {
	parts := map[string]string{
		"guid": "<guid isPermaLink='false'>g</guid>", "link": "<link>https://a.example/1</link>", "title": "<title>One</title>",
		"date": "<pubDate>" + oneDayRSS + "</pubDate>", "description": "<description>What it says.</description>",
	}
	for set := range 1 << len(parts) {
		var item strings.Builder
		i := 0
		names := []string{}
		for _, name := range []string{"guid", "link", "title", "date", "description"} {
			if set>>i&1 == 1 {
				item.WriteString(parts[name])
				names = append(names, name)
			}
			i++
		}
		feed := parse(t, "<rss><channel><title>t</title><item>"+item.String()+"</item></channel></rss>")
		kept := len(names) > 0
		if (len(feed.Items) == 1) != kept || (feed.Dropped == 0) != kept {
			t.Errorf("an item with %v: %d items, %d dropped", names, len(feed.Items), feed.Dropped)
			continue
		}
		if kept {
			it := feed.Items[0]
			if dated := set>>3&1 == 1; dated != (it.Published.Format("2006-01-02T15:04:05Z07:00") == oneDay) || !dated && !it.Published.Equal(now) {
				t.Errorf("an item with %v: published %v", names, it.Published)
			}
			if it.GUID == "" && it.URL == "" && it.Title == "" {
				t.Errorf("an item with %v: nothing to know it by", names)
			}
		}
	}
}

func TestNothingThatADocumentTypeDeclaresIsUsed(t *testing.T) {
	for name, doctype := range map[string]string{
		"an entity":              `<!DOCTYPE rss [<!ENTITY x "expanded">]>`,
		"an entity of others":    `<!DOCTYPE rss [<!ENTITY y "expanded"><!ENTITY x "&y;&y;&y;">]>`,
		"a file":                 `<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>`,
		"an address":             `<!DOCTYPE rss [<!ENTITY x SYSTEM "https://example.com/x">]>`,
		"a parameter entity":     `<!DOCTYPE rss [<!ENTITY % p SYSTEM "https://example.com/p.dtd"> %p;]>`,
		"a type elsewhere":       `<!DOCTYPE rss SYSTEM "https://example.com/rss.dtd">`,
		"a default attribute":    `<!DOCTYPE rss [<!ATTLIST item xml:base CDATA "https://evil.example/">]>`,
		"a type that never ends": `<!DOCTYPE rss [<!ENTITY x "expanded">`,
	} {
		body := doctype + `<rss><channel><title>t</title><item><title>One &x; two</title><link>/1</link></item></channel></rss>`
		feed, err := Parse([]byte(body), Meta{URL: "https://example.com/feed", Now: now})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if it := feed.Items[0]; it.Title != "One &x; two" || it.URL != "https://example.com/1" {
			t.Errorf("%s: %q at %q", name, it.Title, it.URL)
		}
	}
}

func TestABrokenBeginningOrEndSpoilsNothing(t *testing.T) {
	feed := `<rss version="2.0"><channel><title>t</title>` + rssItem + `</channel></rss>`
	for name, body := range map[string]string{
		"two marks":                "\ufeff\ufeff<?xml version='1.0'?>" + feed,
		"blanks before":            strings.Repeat(" \r\n", 3000) + "<?xml version='1.0'?>" + feed,
		"a warning before":         "<br />\n<b>Notice</b>: Undefined index: x in <b>/srv/f.php</b> on line <b>3</b><br />\n" + feed,
		"two declarations":         "<?xml version='1.0'?><?xml version='1.0'?>" + feed,
		"a long prologue":          "<!--" + strings.Repeat("-x", 5000) + "-->" + feed,
		"a stylesheet":             "<?xml version='1.0'?><?xml-stylesheet href='" + strings.Repeat("x", 5000) + "'?>" + feed,
		"two roots":                feed + strings.ReplaceAll(feed, "One", "Two"),
		"a page behind":            feed + "<html><body>403</body></html>",
		"rubbish behind":           feed + "\x00<<<&&&]]>",
		"a statistics mark behind": feed + "<!-- served in 0.2 s -->",
	} {
		got, err := Parse([]byte(body), Meta{URL: "https://example.com/feed", Now: now})
		if err != nil || len(got.Items) != 1 || got.Items[0].Title != "One" || got.Title != "t" {
			t.Errorf("%s: %d items, %q, %v", name, len(got.Items), got.Title, err)
		}
	}
}

func TestACharacterThatXMLForbidsSpoilsOnlyItself(t *testing.T) {
	for _, c := range []string{
		"\x00", "\x08", "\x0b", "\x1f", "\x7f", "\ufffe", "\ufeff",
		"&#0;", "&#x8;", "&#x1F;", "&#xB;", "&#xD800;", "&#xDFFF;", "&#xFFFE;", "&#x110000;",
	} {
		feed := parse(t, "<rss><channel><title>t</title><item><title>a"+c+"b</title><a b='"+c+"'/><guid>"+c+"</guid></item></channel></rss>")
		if it := feed.Items[0]; it.Title != "ab" || strings.Trim(it.GUID, "\x7f\ufeff") != "" {
			t.Errorf("%q: %q, guid %q", c, it.Title, it.GUID)
		}
	}
}

func TestATextInNoNamedCharsetIsRead(t *testing.T) {
	const title = "Grüße aus Köln"
	body := func(declared string) string {
		return `<?xml version="1.0"` + declared + `?><rss version="2.0"><channel><title>` + title + `</title></channel></rss>`
	}
	latin1, err := charmap.ISO8859_1.NewEncoder().String(body(""))
	if err != nil {
		t.Fatal(err)
	}
	ebcdic, err := charmap.CodePage037.NewEncoder().String(body(` encoding="ebcdic-cp-us"`))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ body, contentType string }{
		"latin-1, nothing said":      {latin1, ""},
		"latin-1, HTTP says nothing": {latin1, "text/xml"},
		"utf-8, HTTP says latin-1":   {body(""), "text/xml; charset=iso-8859-1"},
		"utf-8, says utf-7":          {body(` encoding="utf-7"`), ""},
		"utf-8, says what is none":   {body(` encoding="x-none"`), "text/xml; charset=utf-8x"},
		"EBCDIC":                     {ebcdic, ""},
	} {
		feed, err := Parse([]byte(c.body), Meta{URL: "https://example.com/feed", ContentType: c.contentType, Now: now})
		if err != nil || feed.Title != title {
			t.Errorf("%s: %q, %v", name, feed.Title, err)
		}
	}
}
