package document

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

const (
	rssHead = `<rss version="2.0"><channel><title>t</title><link>https://example.com/</link><item><title>x</title>`
	rssTail = `</item></channel></rss>`
)

// hostileDocuments are made to cost the parser behind the pre-scan time or
// memory that grows with the square of their size. All are below the limit of
// 10 MiB that fetch sets.
func hostileDocuments() map[string]func() string {
	repeat := strings.Repeat
	nest := func(open string, n int) func() string {
		return func() string { return rssHead + repeat(open, n) }
	}
	numbered := func(format string, n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	return map[string]func() string{
		"nested extensions":           nest("<x:a>", 2_000_000),
		"nested bases":                nest(`<a xml:base="aaaaaaaaaaaaaaaaaaaaaaaa/">`, 20_000),
		"nested namespaces":           func() string { return rssHead + numbered(`<x:a xmlns:x%d="urn:x">`, 20_000) },
		"many namespaces on the root": func() string { return "<rss " + numbered(`xmlns:n%d="urn:n" `, 100_000) + "><channel/></rss>" },
		"namespaces on many elements": func() string {
			return "<rss " + numbered(`xmlns:n%d="urn:n" `, 190) + "><channel>" + repeat(`<item><a xmlns:q="urn:q"/></item>`, 250_000)
		},
		"long base and many links": func() string {
			return `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://a.example/` + repeat("b", 100_000) + `/"><entry>` + repeat(`<link href="x"/>`, 400_000) + "</entry></feed>"
		},
		"base within limits and links": func() string {
			return `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://a.example/` + repeat("b", 2000) + `/">` + repeat(`<entry>`+repeat(`<link href="x"/>`, 280)+"</entry>", 1000) + "</feed>"
		},
		"a million items": func() string { return "<rss><channel>" + repeat("<item/>", 1_000_000) },
		"many items": func() string {
			return "<rss><channel>" + repeat("<item><title>x</title><link>https://a.example/</link></item>", 150_000)
		},
		"a swollen title": func() string {
			return "<rss><channel><item><title>" + repeat("x", 9<<20) + "</title></item></channel></rss>"
		},
		"ampersands": func() string { return rssHead + "<description>" + repeat("&", 9<<20) + "</description>" + rssTail },
		"references": func() string {
			return rssHead + "<description>" + repeat("&amp;", 2_000_000) + "</description>" + rssTail
		},
		"less-than signs": func() string { return rssHead + "<description>" + repeat("<", 9<<20) + "</description>" + rssTail },
		"cdata sections":  func() string { return rssHead + "<x:a>" + repeat("<![CDATA[aaaa]]>", 600_000) + "</x:a>" + rssTail },
		"cdata between text": func() string {
			return rssHead + "<description>" + repeat("a<![CDATA[a]]>", 700_000) + "</description>" + rssTail
		},
		"text between children": func() string {
			return "<rss><channel>" + repeat("<item><x:a>"+repeat("aaaaaaaaaaaaaaaaaaaa<b/>", 4000)+"</x:a></item>", 90)
		},
		"comments":               func() string { return rssHead + "<x:a>" + repeat("a<!---->", 1_000_000) + "</x:a>" + rssTail },
		"unclosed comments":      func() string { return rssHead + repeat("<!--", 2_000_000) },
		"unclosed cdata":         func() string { return rssHead + repeat("<![CDATA[", 1_000_000) },
		"doctypes":               func() string { return repeat("<!DOCTYPE a [", 700_000) + rssHead },
		"doctypes within":        func() string { return rssHead + repeat("<!x [>", 1_500_000) },
		"a million attributes":   func() string { return rssHead + "<x:a " + numbered(`a%d="" `, 700_000) + "/>" + rssTail },
		"attributes without end": func() string { return rssHead + repeat(`<a b="`, 1_500_000) },
		"a tag without end":      func() string { return rssHead + repeat("<a ", 3_000_000) },
		"stray end tags":         func() string { return rssHead + repeat("</q>", 2_000_000) },
		"end tags at depth":      func() string { return rssHead + repeat("<a>", 190) + repeat("</q>", 2_000_000) },
		"categories":             func() string { return rssHead + repeat("<category>c</category>", 400_000) + rssTail },
		"enclosures":             func() string { return rssHead + numbered(`<enclosure url="https://a.example/%d"/>`, 200_000) + rssTail },
		"nested markup as text": func() string {
			return rssHead + "<description><![CDATA[" + repeat("<div>", 1_900_000) + "]]></description>" + rssTail
		},
		"images as text": func() string {
			return rssHead + "<description><![CDATA[" + repeat("<img ", 1_900_000) + "]]></description>" + rssTail
		},
		"nested xhtml": func() string {
			return `<feed xmlns="http://www.w3.org/2005/Atom"><entry><content type="xhtml">` + repeat("<div>", 1_900_000)
		},
		"atom in atom": func() string {
			return `<feed xmlns="http://www.w3.org/2005/Atom"><entry>` + repeat("<source>", 1_000_000)
		},
		"billion laughs": func() string {
			return `<!DOCTYPE r [<!ENTITY a "ha">` + numbered(`<!ENTITY b%d "&a;&a;&a;&a;&a;&a;&a;&a;">`, 50_000) + `]>` + rssHead + "<description>&b9;</description>" + rssTail
		},
		"outside entity": func() string {
			return `<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>` + rssHead + "<description>&x;</description>" + rssTail
		},
		"a long name": func() string { return rssHead + "<" + repeat("n", 9<<20) + ">" },
		"a shifting charset": func() string {
			return `<?xml version="1.0" encoding="iso-2022-jp"?>` + rssHead + repeat("\x1b$B$\"\x1b(B", 900_000) + rssTail
		},
		"nested JSON":            func() string { return `{"items":` + repeat("[", 5_000_000) },
		"nested JSON in an item": func() string { return `{"items":[{"authors":` + repeat("[", 5_000_000) },
		"nested objects":         func() string { return `{"items":[` + repeat(`{"author":`, 9_000) + "1" + repeat("}", 9_000) + "]}" },
		"many JSON items":        func() string { return `{"items":[` + repeat(`{"id":"1"},`, 900_000) + "{}]}" },
		"many JSON keys":         func() string { return "{" + numbered(`"k%d":0,`, 600_000) + `"items":[]}` },
		"a title to mine for dates": func() string {
			return "<rss><channel>" + repeat("<item><pubDate>"+repeat("1:", 45)+"</pubDate></item>", 80_000)
		},
	}
}

// Time is told, not judged: a document that took its square would not end
// before the test itself is given up. What is allocated is judged.
func TestAHostileDocumentEndsWithinItsMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("takes several seconds")
	}
	for name, build := range hostileDocuments() {
		t.Run(name, func(t *testing.T) {
			body := []byte(build())
			if len(body) > 10<<20 {
				t.Fatalf("%d bytes: fetch would not let it in", len(body))
			}
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			begun := time.Now()
			feed, err := Parse(body, Meta{URL: "https://example.com/feed", Now: now})
			took := time.Since(begun)
			runtime.ReadMemStats(&after)
			allocated := (after.TotalAlloc - before.TotalAlloc) >> 20
			t.Logf("%.1f MB: %v, %d MiB allocated in all, %d items, %v", float64(len(body))/1e6, took, allocated, len(feed.Items), err)
			if limit := uint64(512 * slack); allocated > limit {
				t.Errorf("%d MiB were allocated, more than %d", allocated, limit)
			}
			checkItems(t, name, feed)
			for _, e := range feed.Items {
				if strings.Contains(e.Text+e.Summary, "root:") || strings.Contains(e.Summary, "hahaha") {
					t.Error("an entity was expanded")
				}
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	files, err := filepath.Glob("../testdata/parse/*.*")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(body, "text/xml")
	}
	for _, s := range []string{
		`{"version":"https://jsonfeed.org/version/1","items":[null,{"authors":[null]}]}`, `<rss><channel><item><a:b:c d=e f='&#x8;&eacute;&'/>]]></item>`,
		"\xfe\xff\x00<\x00r", "<rss/><rss/>", "<feed><entry xml:base='//'><link href='%zz'/>", "<!DOCTYPE x [<!ENTITY y 'z'>]><rdf:RDF>",
	} {
		f.Add([]byte(s), "application/xml; charset=shift_jis")
	}
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		feed, err := Parse(body, Meta{URL: "https://example.com/feed", ContentType: contentType, Now: now})
		if r := refusalOf(err); err != nil && (r == nil || strings.Contains(fmt.Sprint(r.err), "panic")) {
			t.Fatalf("%v", err)
		}
		checkItems(t, "fuzzed", feed)
	})
}

// typical is a feed of 30 items and about 100 KB.
func typical() []byte {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Typical</title><link>https://example.com/</link>`)
	for i := range 30 {
		fmt.Fprintf(&b, `<item><title>Story number %d about cash, controls &amp; the ERP budget</title><link>https://example.com/2026/11/%d/?utm_source=rss</link><guid isPermaLink="false">https://example.com/?p=%d</guid><dc:creator><![CDATA[Jane Doe]]></dc:creator><category><![CDATA[Finance]]></category><category>ERP</category><pubDate>Sat, 21 Nov 2026 07:%02d:00 +0000</pubDate><description><![CDATA[<p>%s</p>]]></description><content:encoded><![CDATA[%s]]></content:encoded></item>`,
			i, i, i, i, strings.Repeat("What happened, in a few words. ", 8), strings.Repeat(`<p>A paragraph with <a href="https://example.com/x">a link</a>, <em>stress</em> &amp; a sentence that goes on for a while.</p>`+"\n", 22))
	}
	b.WriteString("</channel></rss>")
	return []byte(b.String())
}

func BenchmarkParseTypicalFeed(b *testing.B) {
	body := typical()
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		feed, err := Parse(body, Meta{URL: "https://example.com/feed", Now: now})
		if err != nil || len(feed.Items) != 30 {
			b.Fatalf("%d items, %v", len(feed.Items), err)
		}
	}
}

func BenchmarkPrescanTypicalFeed(b *testing.B) {
	body := typical()
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := prescan(body); err != nil {
			b.Fatal(err)
		}
	}
}

// refusalOf is the refusal in an error, or nil.
func refusalOf(err error) *RefusalError {
	var r *RefusalError
	errors.As(err, &r)
	return r
}
