package document

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// slowly reads a document past the quick path.
func slowly(text []byte, meta Meta) (*Feed, error) {
	doc, err := readSlowly(text, markItems(text))
	if err != nil {
		return nil, err
	}
	return doc.convert(meta), nil
}

// agree holds the quick path to its promise for one document: what it takes
// comes out as the slow path has it. It reports whether the quick path took it.
func agree(t rapid.TB, name string, body []byte) bool {
	t.Helper()
	meta := Meta{URL: "https://feeds.example.com/feed", Now: now}
	text, _ := toUTF8(body, "")
	text = []byte(strings.TrimLeft(string(text), " \t\r\n\x00"))
	quick, ok := readQuick(text, markItems(text), meta)
	if !ok {
		return false
	}
	slow, err := slowly(text, meta)
	if err != nil {
		t.Errorf("%s: the slow path refuses it: %v", name, err)
		return true
	}
	if diff := cmp.Diff(slow, quick); diff != "" {
		t.Errorf("%s: the quick path (+) and the slow one (-) differ:\n%s", name, diff)
	}
	return true
}

// goldenFiles are the documents that Parse is tested with.
func goldenFiles(tb testing.TB) map[string][]byte {
	tb.Helper()
	files, err := filepath.Glob("../testdata/parse/*.*")
	if err != nil || len(files) == 0 {
		tb.Fatalf("no golden files: %v", err)
	}
	bodies := map[string][]byte{}
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			tb.Fatal(err)
		}
		bodies[filepath.Base(file)] = body
	}
	return bodies
}

// quickly are documents that the quick path takes, each with something that it
// has to get right.
var quickly = map[string]string{
	"references":          `<rss version="2.0"><channel><title>a &amp; b &lt;i&gt; &eacute; &#8217; &#x41; &copy &nosuch; &#0; & c</title><item><title>x</title></item></channel></rss>`,
	"sections":            "<rss><channel><title> a <![CDATA[ b ]]> c <!-- d --> e <![CDATA[]]> </title><item><guid>\u00a0 x \n</guid></item></channel></rss>",
	"line breaks":         "<rss xmlns:dc='http://purl.org/dc/elements/1.1/'>\r\n<channel><item><title>a\r\nb\rc</title><dc:description>&lt;img\r\nsrc='x\r'></dc:description></item></channel></rss>",
	"attributes":          `<rss version = '2.0'><channel><item><guid x:isPermaLink="false">https://example.com/1</guid><enclosure url="https://example.com/a?b&amp;c" x:type="audio/mpeg" type = 'video/mp4' length=" 12 "/></item></channel></rss>`,
	"names in any case":   `<RSS><Channel><Title>t</Title><ITEM><Title>x</Title><pubdate>2026-11-20</pubdate></ITEM></Channel></RSS>`,
	"last of several":     `<rss><channel><item><title>a</title><title>b</title><link>https://example.com/1</link><link/><guid>1</guid><guid></guid></item></channel></rss>`,
	"first of several":    `<rss xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><item><title>a</title><dc:date/><dc:date>2026-11-20</dc:date><dc:creator>A</dc:creator><dc:creator>B</dc:creator></item></channel></rss>`,
	"other prefixes":      `<rss xmlns:p="http://search.yahoo.com/mrss/" xmlns:q="http://purl.org/rss/1.0/modules/content/"><channel><item><title>a</title><p:thumbnail url="/1.jpg"/><q:encoded>text</q:encoded></item></channel></rss>`,
	"prefixes undeclared": `<rss><channel><item><title>a</title><media:group><media:thumbnail url="https://example.com/1.jpg"/><media:description>d</media:description></media:group><content:encoded>text</content:encoded><itunes:duration>1:00</itunes:duration></item></channel></rss>`,
	"declared within":     `<rss><channel><item><title>a</title><c:encoded xmlns:c="http://purl.org/rss/1.0/modules/content/">text</c:encoded><c:encoded>other</c:encoded></item></channel></rss>`,
	"default within":      `<rss><channel><title>t</title><link xmlns="http://www.w3.org/2005/Atom" href="https://example.com/"/><item><title xmlns="urn:x">no</title><description>d</description></item></channel></rss>`,
	"rss 1.0":             `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel rdf:about="x"><title>t</title></channel><item rdf:about="https://example.com/1"><title>x</title></item><image><title>i</title></image></rdf:RDF>`,
	"atom":                `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title type="html">t &amp;amp; u</title><author><name>N</name></author><link href="https://example.com"/><entry><id> HTTP://example.com/é </id><title type="text">x</title><link href=" /1?é"/><link rel="enclosure" href="/a.mp3" type="audio/mpeg" length="5"/><content type="text/html">&lt;p&gt;y&lt;/p&gt;</content><updated>2026-11-20T00:00:00Z</updated><author><email>a@example.com</email></author><category term="c" label="C"/></entry></feed>`,
	"atom, prefixed":      `<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>t</a:title><a:entry><a:title>x</a:title></a:entry></a:feed>`,
	"atom 0.3":            `<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>t</title><entry><title mode="escaped" type="text/html">x &amp;amp; y</title><issued>2026-11-20</issued><modified>2026-11-21</modified></entry></feed>`,
	"atom in rss":         `<rss xmlns:a="http://www.w3.org/2005/Atom"><channel><a:link rel="self" href="https://example.com/feed"/><a:link href="https://example.com/"/><item><a:summary>s</a:summary><a:content>c</a:content><a:author><a:name>N</a:name></a:author><a:updated>2026-11-20T00:00:00Z</a:updated></item></channel></rss>`,
	"doctype":             `<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "https://example.com/rss.dtd"><rss version="0.91"><channel><item><title>x</title></item></channel></rss>`,
	"nothing":             `<?xml version="1.0"?><!-- c --><rss><channel></channel></rss> trailing <<<`,
	"unread elements":     `<rss><channel><image><url>u</url></image><x:y><z>1</z><![CDATA[<]]><!-- </x:y> --></x:y><item><title>x</title><source url="u">s</source><x:y><title>no</title></x:y></item></channel></rss>`,
}

// slowOnly are documents that the quick path must leave alone.
var slowOnly = map[string]string{
	"cut off":               `<rss><channel><item><title>x</title></item>`,
	"cut within an item":    `<rss><channel><item><title>x</title></item><item><title>`,
	"end tags crossed":      `<rss><channel><item><title>x<b></title></b></item></channel></rss>`,
	"another case":          `<rss><channel><item><title>x</Title></item></channel></rss>`,
	"a bare sign":           `<rss><channel><item><title>1 < 2</title></item></channel></rss>`,
	"entities":              `<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel><item><title>&a;</title></item></channel></rss>`,
	"xml:base":              `<feed xmlns="http://www.w3.org/2005/Atom"><entry xml:base="https://example.com/"><link href="1"/></entry></feed>`,
	"xhtml":                 `<feed xmlns="http://www.w3.org/2005/Atom"><entry><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">x</div></content></entry></feed>`,
	"markup in a text":      `<rss><channel><item><description><p>x</p></description></item></channel></rss>`,
	"base64":                `<feed xmlns="http://purl.org/atom/ns#"><entry><content type="image/png" mode="base64">eA==</content></entry></feed>`,
	"a type of its own":     `<feed xmlns="http://www.w3.org/2005/Atom"><entry><content type="application/json">{"a":"&amp;"}</content></entry></feed>`,
	"atom as the namespace": `<rss xmlns="http://www.w3.org/2005/Atom"><channel><item><title>x</title></item></channel></rss>`,
	"a usual prefix":        `<rss xmlns:dc="https://example.com/dc"><channel><item><dc:title>x</dc:title></item></channel></rss>`,
	"two prefixes":          `<rss xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:it="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel><item><it:author>x</it:author></item></channel></rss>`,
	"title after the items": `<rss><channel><item><title>x</title></item><title>t</title></channel></rss>`,
	"item within an item":   `<rss><channel><item><title>x</title><item><title>y</title></item></item></channel></rss>`,
	"two channels":          `<rss><channel><title>a</title></channel><channel><title>b</title></channel></rss>`,
	"a control character":   "<rss><channel><item><title>a\x01b</title></item></channel></rss>",
	"no value":              `<rss><channel><item checked><title>x</title></item></channel></rss>`,
	"no quotes":             `<rss version=2.0><channel/></rss>`,
	"two colons":            `<rss><channel><a:b:c/></channel></rss>`,
	"foreign letters":       `<rss><channel><été/></channel></rss>`,
	"too deep":              "<rss><channel>" + strings.Repeat("<a>", 70) + strings.Repeat("</a>", 70) + "</channel></rss>",
	"too many items":        "<rss><channel>" + strings.Repeat("<item><title>x</title></item>", maxItems+1) + "</channel></rss>",
	"a web page":            `<html><body><rss/></body></html>`,
	"words before":          `Warning: x <rss><channel><item><title>x</title></item></channel></rss>`,
}

func TestTheQuickPathAgrees(t *testing.T) {
	for name, body := range quickly {
		if !agree(t, name, []byte(body)) {
			t.Errorf("%s: left to the slow path", name)
		}
	}
	for name, body := range goldenFiles(t) {
		agree(t, name, body)
	}
	agree(t, "typical", typical())
}

// madeUp draws documents of all that the quick path reads, in any order and
// number, with some that it doesn't.
func madeUp(t *rapid.T) string {
	pick := func(label string, of ...string) string { return rapid.SampledFrom(of).Draw(t, label) }
	seldom := func() bool { return rapid.IntRange(0, 60).Draw(t, "seldom") == 60 }
	text := func() string {
		s := ""
		if seldom() {
			s = pick("odd piece", "<i>g</i>", "<i/>", "<", "\x01")
		}
		for range rapid.IntRange(0, 3).Draw(t, "pieces") {
			s += pick("piece", "a", " ", "\n", "\r\n", "&amp;", "&lt;b&gt;", "&eacute;", "&#160;", "&#13;", "&nosuch;", "& b", "\u00a0", "é", "<![CDATA[ c ]]>", "<![CDATA[]]>", "<!-- d -->", "<?e f?>",
				"2026-11-20T07:30:00Z", "Fri, 20 Nov 2026 07:30:00 GMT", "https://example.com/x", "false", "1:30", "jane@example.com (Jane)", "]]>", "\"'>")
		}
		return s
	}
	attributes := func() string {
		s := ""
		for range rapid.IntRange(0, 3).Draw(t, "attributes") {
			name := pick("attribute", "url", "href", "rel", "type", "length", "x:type", "x:url", "isPermaLink", "isPermalink", "term", "label", "medium", "duration", "fileSize", "mode", "xml:lang", "rdf:about")
			if seldom() {
				name = pick("odd attribute", "xml:base", "xmlns", "xmlns:x", "xmlns:media", "xmlns:dc", "xmlns:itunes")
			}
			s += " " + name + pick("sign", "=", " = ", "=\n") + `"` + pick("value", "", "https://example.com/a b?c&amp;d", " /e", "alternate", "self", "enclosure", "html", "text", "text/plain", "image/png", "audio/mpeg", "false", "12", "1:30",
				"http://search.yahoo.com/mrss/", "http://purl.org/dc/elements/1.1/", "http://www.w3.org/2005/Atom", "http://purl.org/rss/1.0/modules/content/", "http://www.itunes.com/dtds/podcast-1.0.dtd", "urn:x", "&#13;", "de-AT") + `"`
		}
		return s
	}
	var element func(depth int) string
	element = func(depth int) string {
		name := pick("name", "title", "Title", "link", "guid", "description", "pubDate", "category", "author", "enclosure", "comments", "image", "language", "ttl", "skipHours", "hour", "id", "summary", "content", "published", "updated",
			"issued", "name", "email", "dc:title", "dc:date", "dc:creator", "dc:subject", "dc:language", "content:encoded", "content:Encoded", "media:group", "media:content", "media:thumbnail", "media:description", "media:title",
			"itunes:summary", "itunes:duration", "itunes:image", "itunes:keywords", "feedburner:origLink", "sy:updatePeriod", "yt:videoId", "atom:link", "atom:summary", "atom:author", "x:title", "x:y")
		if seldom() {
			name = pick("odd name", "a10:updated", "rss:title", "item", "entry")
		}
		inside := text()
		if depth < 2 && (seldom() || name == "media:group" || name == "author" || name == "atom:author" || name == "skipHours" || name == "x:y") {
			inside += element(depth+1) + element(depth+1)
		}
		if inside == "" && rapid.Bool().Draw(t, "empty") {
			return "<" + name + attributes() + "/>"
		}
		return "<" + name + attributes() + ">" + inside + "</" + name + ">"
	}
	elements := func(most int) string {
		s := ""
		for range rapid.IntRange(0, most).Draw(t, "elements") {
			s += element(0) + pick("between", "", "\n", " x ", "<!-- y -->")
		}
		return s
	}
	spaces := ""
	for range rapid.IntRange(0, 4).Draw(t, "namespaces") {
		spaces += pick("namespace", ` xmlns:dc="http://purl.org/dc/elements/1.1/"`, ` xmlns:media="http://search.yahoo.com/mrss/"`, ` xmlns:x="http://search.yahoo.com/mrss/"`, ` xmlns:x="http://purl.org/dc/elements/1.1/"`, ` xmlns:x="urn:x"`,
			` xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"`, ` xmlns:atom="http://www.w3.org/2005/Atom"`, ` xmlns:a10="http://www.w3.org/2005/Atom"`, ` xmlns:content="http://purl.org/rss/1.0/modules/content/"`,
			` xmlns="http://www.w3.org/2005/Atom"`, ` xmlns="http://purl.org/rss/1.0/"`, ` xmlns="http://backend.userland.com/rss2"`, ` xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"`, ` xmlns:rss="http://purl.org/rss/1.0/"`, ` xml:lang="fr"`)
	}
	switch pick("format", "rss", "atom", "rdf") {
	case "atom":
		return "<feed" + spaces + ">" + elements(3) + "<entry" + attributes() + ">" + elements(5) + "</entry><entry>" + elements(5) + "</entry>" + elements(1) + "</feed>"
	case "rdf":
		return "<rdf:RDF" + spaces + "><channel>" + elements(3) + "</channel><item" + attributes() + ">" + elements(5) + "</item><item>" + elements(5) + "</item>" + elements(1) + "</rdf:RDF>"
	}
	return `<rss version="2.0"` + spaces + "><channel>" + elements(3) + "<item" + attributes() + ">" + elements(5) + "</item><item>" + elements(5) + "</item>" + elements(1) + "</channel></rss>"
}

func TestTheQuickPathAgreesOnMadeUpDocuments(t *testing.T) {
	took, all := 0, 0
	rapid.Check(t, func(r *rapid.T) {
		body := madeUp(r)
		all++
		if agree(r, body, []byte(body)) {
			took++
		}
	})
	if took*20 < all {
		t.Errorf("the quick path took only %d of %d", took, all)
	}
}

func TestTheQuickPathKnowsItsLimits(t *testing.T) {
	for name, body := range slowOnly {
		if agree(t, name, []byte(body)) {
			t.Errorf("%s: taken by the quick path", name)
		}
	}
}

func FuzzQuickAgrees(f *testing.F) {
	for _, bodies := range []map[string]string{quickly, slowOnly} {
		for name, body := range bodies {
			if name != "too many items" {
				f.Add([]byte(body))
			}
		}
	}
	for _, body := range goldenFiles(f) {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body []byte) { agree(t, "fuzzed", body) })
}

func TestTheQuickPathAgreesOnEveryDocumentOfTheCorpus(t *testing.T) {
	folder, docs := readIndex(t)
	took, all := map[string]int{}, map[string]int{}
	for _, d := range docs {
		body, err := os.ReadFile(filepath.Join(folder, d.file))
		if err != nil {
			t.Fatal(err)
		}
		ok := agree(t, d.file, body)
		if !d.inScope() || !strings.Contains(d.format, "rss") && !strings.Contains(d.format, "atom") {
			continue
		}
		all[d.kind]++
		if ok {
			took[d.kind]++
		} else if d.kind == "real" {
			t.Logf("left to the slow path: %s (%s)", d.file, d.format)
		}
	}
	for kind, n := range all {
		t.Logf("%s: the quick path takes %d of %d documents (%.1f %%)", kind, took[kind], n, 100*float64(took[kind])/float64(n))
	}
	if took["real"]*100 < all["real"]*85 {
		t.Error("fewer than 85 % of the real ones")
	}
}
