package document

import (
	"runtime"
	"strings"
	"testing"
)

// What is kept of a feed must not hold on to the document: a few words of each
// of 2,000 feeds would keep all their bodies in memory.
func TestItemsDoNotHoldTheDocument(t *testing.T) {
	const item = `<item><title>A title</title><link>https://example.com/1</link><guid>https://example.com/?p=1</guid><dc:language>de</dc:language>` +
		`<author>jane@example.com (Jane Doe)</author><category>Finance</category><description>A few words.</description>` +
		`<enclosure url="https://example.com/1.mp3" type="audio/mpeg" length="5"/><media:thumbnail url="https://example.com/1.jpg"/><pubDate>Sat, 21 Nov 2026 07:30:00 +0100</pubDate></item>`
	const entry = `<entry><title type="html">A title</title><link href="https://example.com/1"/><id>tag:example.com,2026:1</id>` +
		`<author><name>Jane Doe</name></author><category term="finance"/><summary>A few words.</summary><updated>2026-11-21T07:30:00Z</updated></entry>`
	unread := `<x:y a="b"><![CDATA[` + strings.Repeat("nobody reads this. ", 100_000) + "]]></x:y>"
	for name, around := range map[string][2]string{
		"RSS, quick":  {`<rss version="2.0"><channel><title>t</title><language>en-us</language><link>https://example.com/</link>` + item, unread + "</channel></rss>"},
		"RSS, slow":   {`<rss version=2.0><channel><title>t</title><language>en-us</language><link>https://example.com/</link>` + item, unread + "</channel></rss>"},
		"Atom, quick": {`<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>t</title>` + entry, unread + "</feed>"},
		"JSON":        {`{"version":"https://jsonfeed.org/version/1.1","language":"en","items":[{"id":"1","url":"https://example.com/1","title":"t"}],"x":"`, strings.ReplaceAll(unread, `"`, "") + `"}`},
	} {
		var feeds []Feed
		before := heap()
		for range 10 {
			feeds = append(feeds, parse(t, around[0]+around[1]))
		}
		if kept := int64(heap()) - int64(before); kept > 2<<20 {
			t.Errorf("%s: %d KiB are kept for ten feeds of one item", name, kept>>10)
		}
		for _, feed := range feeds {
			if len(feed.Items) != 1 || feed.Items[0].Title == "" || feed.Items[0].Language == "" {
				t.Errorf("%s: %+v", name, feed)
			}
		}
	}
}

// heap is how much memory is in use.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func TestReadingAllocatesLittle(t *testing.T) {
	body := typical()
	read := func() {
		if _, err := Parse(body, Meta{URL: "https://example.com/feed", Now: now}); err != nil {
			t.Fatal(err)
		}
	}
	if n := testing.AllocsPerRun(5, read); n > 1500 {
		t.Errorf("%.0f pieces of memory for a feed of 30 items", n)
	}
}
