package document

import (
	"strings"
	"testing"
	"time"

	"example.com/pickwick/internal/curation"
	"github.com/google/go-cmp/cmp"
)

const spaces = ` xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"`

// itemOf reads a lone RSS item.
func itemOf(t *testing.T, inside string) curation.Item {
	t.Helper()
	feed := parse(t, "<rss"+spaces+"><channel><title>Site</title><link>https://site.example/</link><item><title>t</title>"+inside+"</item></channel></rss>")
	if len(feed.Items) != 1 {
		t.Fatalf("%d items", len(feed.Items))
	}
	return feed.Items[0].Item
}

func TestTheLinkOfAnItem(t *testing.T) {
	for name, c := range map[string]struct{ inside, want string }{
		"link":                     {"<link>https://a.example/1</link>", "https://a.example/1"},
		"relative to the site":     {"<link>/1</link>", "https://site.example/1"},
		"replaced by FeedBurner":   {"<link>https://feeds.example/~r/x</link><feedburner:origLink>https://a.example/1</feedburner:origLink>", "https://a.example/1"},
		"bad origLink":             {"<link>https://a.example/1</link><feedburner:origLink>javascript:x</feedburner:origLink>", "https://a.example/1"},
		"guid":                     {"<guid>https://a.example/1</guid>", "https://a.example/1"},
		"guid that is no link":     {`<guid isPermaLink="false">https://a.example/1</guid>`, ""},
		"guid that is no address":  {"<guid>4711</guid>", ""},
		"script":                   {"<link>javascript:alert(1)</link>", ""},
		"script, then guid":        {"<link>javascript:alert(1)</link><guid>https://a.example/1</guid>", "https://a.example/1"},
		"recording alone":          {`<guid isPermaLink="false">1</guid><enclosure url="https://a.example/1.mp3" type="audio/mpeg"/>`, "https://a.example/1.mp3"},
		"broken over lines":        {"<link>\n  https://a.example/\n1\n</link>", "https://a.example/1"},
		"with a password":          {"<link>https://u:p@a.example/1</link>", "https://a.example/1"},
		"escaped twice":            {"<link>https://a.example/?a=1&amp;amp;b=2</link>", "https://a.example/?a=1&amp;b=2"},
		"another letter of schema": {"<link>HTTPS://a.example/1</link>", "https://a.example/1"},
	} {
		if got := itemOf(t, c.inside).URL; got != c.want {
			t.Errorf("%s: %q, not %q", name, got, c.want)
		}
	}
}

func TestTheEnclosuresOfAnItem(t *testing.T) {
	for name, c := range map[string]struct {
		inside string
		want   []curation.Attachment
	}{
		"none": {"", nil},
		"podcast": {
			`<enclosure url="/1.mp3" type="Audio/MPEG" length="1000"/><itunes:duration>1:00:00</itunes:duration>`,
			[]curation.Attachment{{URL: "https://site.example/1.mp3", Type: "audio/mpeg", Bytes: 1000, Duration: time.Hour}},
		},
		"video in a group": {
			`<media:group><media:content url="https://a.example/1.mp4" type="video/mp4" duration="95" fileSize="7"/></media:group>`,
			[]curation.Attachment{{URL: "https://a.example/1.mp4", Type: "video/mp4", Bytes: 7, Duration: 95 * time.Second}},
		},
		"named twice": {
			`<enclosure url="https://a.example/1.mp4" type="video/mp4"/><media:content url="https://a.example/1.mp4" type="video/mp4" duration="95"/>`,
			[]curation.Attachment{{URL: "https://a.example/1.mp4", Type: "video/mp4", Duration: 95 * time.Second}},
		},
		"script":           {`<enclosure url="javascript:x" type="audio/mpeg"/>`, nil},
		"picture in media": {`<media:content url="https://a.example/1.jpg" medium="image"/>`, nil},
		"odd length":       {`<enclosure url="https://a.example/1" length="-5"/>`, []curation.Attachment{{URL: "https://a.example/1"}}},
	} {
		if diff := cmp.Diff(c.want, itemOf(t, c.inside).Enclosures); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if got := itemOf(t, strings.Repeat(`<enclosure url="https://a.example/1" type="audio/mpeg"/>`, 50)).Enclosures; len(got) != 1 {
		t.Errorf("one file, 50 times, is %d files", len(got))
	}
}

func TestTheAuthorsAndCategoriesOfAnItem(t *testing.T) {
	it := itemOf(t, "<dc:creator>Jane Doe</dc:creator><dc:creator> jane doe </dc:creator><dc:creator><![CDATA[<b>John</b> Roe]]></dc:creator>"+
		"<category>Cash</category><category>CASH</category><category> </category><category>&lt;i&gt;ERP&lt;/i&gt;</category><dc:subject>Banks</dc:subject>"+strings.Repeat("<category>Banks</category>", 100))
	if diff := cmp.Diff([]string{"Jane Doe", "John Roe"}, it.Authors); diff != "" || it.Author != "Jane Doe" {
		t.Errorf("author %q, authors (-want +got):\n%s", it.Author, diff)
	}
	if diff := cmp.Diff([]string{"Cash", "ERP", "Banks"}, it.Categories); diff != "" {
		t.Errorf("categories (-want +got):\n%s", diff)
	}
	if got := itemOf(t, "<author>jane@example.com (Jane Doe)</author>").Author; got != "Jane Doe" {
		t.Errorf("author %q", got)
	}
}

func TestThePictureOfAnItem(t *testing.T) {
	for name, c := range map[string]struct{ inside, want string }{
		"none":      {"", ""},
		"thumbnail": {`<media:thumbnail url="https://a.example/1.jpg"/>`, "https://a.example/1.jpg"},
		"in text":   {`<description>&lt;p&gt;&lt;img alt="x" src='/1.jpg?a=1&amp;amp;b=2'&gt;</description>`, "https://site.example/1.jpg?a=1&b=2"},
		"data":      {`<description>&lt;img src="data:image/png;base64,AAAA"&gt;</description>`, ""},
		"itunes":    {`<itunes:image href="https://a.example/1.jpg"/>`, "https://a.example/1.jpg"},
		"enclosure": {`<enclosure url="https://a.example/1.jpg" type="image/jpeg"/>`, "https://a.example/1.jpg"},
	} {
		if got := itemOf(t, c.inside).Image; got != c.want {
			t.Errorf("%s: %q, not %q", name, got, c.want)
		}
	}
}

func TestTheLanguageOfAnItemGoesBeforeThatOfItsFeed(t *testing.T) {
	feed := parse(t, "<rss"+spaces+"><channel><language>en-US</language><item><title>a</title></item><item><title>b</title><dc:language>de-AT</dc:language></item></channel></rss>")
	if a, b := feed.Items[0].Item.Language, feed.Items[1].Item.Language; a != "en" || b != "de" || feed.Language != "en" {
		t.Errorf("%q and %q in a feed in %q", a, b, feed.Language)
	}
}
