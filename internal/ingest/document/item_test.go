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

// bothWays is a document as the quick path takes it, and with a document type,
// which it leaves to the pre-scan.
func bothWays(body string) map[string]string {
	return map[string]string{"quickly": body, "slowly": "<!DOCTYPE x>" + body}
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
	if a, b := feed.Items[0].Language, feed.Items[1].Language; a != "en" || b != "de" || feed.Language != "en" {
		t.Errorf("%q and %q in a feed in %q", a, b, feed.Language)
	}
}

func TestTheLanguageOfAnItemIsWhatItsAttributesSay(t *testing.T) {
	for name, c := range map[string]struct{ body, want string }{
		"xml:lang of an RSS item":      {`<rss><channel><language>en</language><item xml:lang="de-AT"><title>a</title></item></channel></rss>`, "de"},
		"it goes before dc:language":   {`<rss` + spaces + `><channel><item xml:lang="fr"><title>a</title><dc:language>it</dc:language></item></channel></rss>`, "fr"},
		"xml:lang of a channel":        {`<rss><channel xml:lang="nl"><item><title>a</title></item></channel></rss>`, "nl"},
		"xml:lang of the root":         {`<rss xml:lang="sv"><channel><item><title>a</title></item></channel></rss>`, "sv"},
		"language goes before those":   {`<rss xml:lang="sv"><channel xml:lang="nl"><language>pt</language><item><title>a</title></item></channel></rss>`, "pt"},
		"xml:lang of an Atom feed":     {`<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="es"><entry><title>a</title></entry></feed>`, "es"},
		"xml:lang of an Atom entry":    {`<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="es"><entry xml:lang="ca"><title>a</title></entry></feed>`, "ca"},
		"none, and nothing to tell by": {`<rss><channel><item><title>SAP 4.0</title></item></channel></rss>`, ""},
		"none, but words":              {`<rss><channel><item><title>Was die Bank über den Kunden und das Konto nicht weiß</title></item></channel></rss>`, "de"},
		"one that is none":             {`<rss><channel><language>???</language><item><title>SAP 4.0</title></item></channel></rss>`, ""},
	} {
		for way, body := range bothWays(c.body) {
			if got := parse(t, body).Items[0].Language; got != c.want {
				t.Errorf("%s, read %s: %q, not %q", name, way, got, c.want)
			}
		}
	}
}

func TestAnAddressForAnAuthorIsUsedOnlyWhereThereIsNoName(t *testing.T) {
	for name, c := range map[string]struct {
		inside string
		want   []string
	}{
		"name and address":         {"<author>jane@example.com (Jane Doe)</author>", []string{"Jane Doe"}},
		"address alone":            {"<author>jane@example.com</author>", []string{"jane@example.com"}},
		"address, and a name":      {"<author>jane@example.com</author><dc:creator>Jane Doe</dc:creator>", []string{"Jane Doe"}},
		"two names":                {"<author>jane@example.com (Jane Doe)</author><dc:creator>John Roe</dc:creator>", []string{"Jane Doe", "John Roe"}},
		"the same twice":           {"<author>Jane Doe</author><dc:creator>JANE DOE</dc:creator><itunes:author>The Show</itunes:author>", []string{"Jane Doe"}},
		"the show's":               {"<itunes:author>The Show</itunes:author>", []string{"The Show"}},
		"an account is no address": {"<dc:creator>@jane</dc:creator>", []string{"@jane"}},
	} {
		if diff := cmp.Diff(c.want, itemOf(t, c.inside).Authors); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestTheTypeOfAFileIsToldByItsAddressWhereTheFeedIsSilent(t *testing.T) {
	for name, c := range map[string]struct {
		inside, want string
		format       curation.Format
	}{
		"said":               {`<enclosure url="https://a.example/1.mp3" type="audio/x-mpeg; charset=binary"/>`, "audio/x-mpeg", curation.Podcast},
		"mp3":                {`<enclosure url="https://a.example/1.MP3?x=.mp4"/>`, "audio/mpeg", curation.Podcast},
		"mp4":                {`<enclosure url="https://a.example/1.mp4" type=""/>`, "video/mp4", curation.Video},
		"said to be bytes":   {`<enclosure url="https://a.example/1.m4a" type="application/octet-stream"/>`, "audio/mp4", curation.Podcast},
		"no type at all":     {`<enclosure url="https://a.example/1.ogg" type="audio"/>`, "audio/ogg", curation.Podcast},
		"media without any":  {`<media:content url="https://a.example/1.webm"/>`, "video/webm", curation.Video},
		"paper":              {`<enclosure url="https://a.example/1.pdf"/>`, "application/pdf", curation.Article},
		"unknown":            {`<enclosure url="https://a.example/1"/>`, "", curation.Article},
		"bytes of something": {`<enclosure url="https://a.example/1" type="application/octet-stream"/>`, "application/octet-stream", curation.Article},
	} {
		it := itemOf(t, c.inside)
		if len(it.Enclosures) != 1 || it.Enclosures[0].Type != c.want || it.Format != c.format {
			t.Errorf("%s: %+v, %s", name, it.Enclosures, it.Format)
		}
	}
}

func TestTheTimeThatAnItemTakes(t *testing.T) {
	long := strings.Repeat("word ", 1150)
	for name, c := range map[string]struct {
		inside string
		want   time.Duration
	}{
		"whole text":          {"<description>Short.</description><content:encoded>" + long + "</content:encoded>", 5 * time.Minute},
		"rounded":             {"<description>Short.</description><content:encoded>" + long[:5*574] + "</content:encoded>", 2 * time.Minute},
		"at least a minute":   {"<description>Short.</description><content:encoded>Not much more than that.</content:encoded>", time.Minute},
		"a summary alone":     {"<description>Short.</description>", 0},
		"a long summary":      {"<description>" + long + "</description>", 5 * time.Minute},
		"the summary again":   {"<description>The same.</description><content:encoded>The same.</content:encoded>", 0},
		"nothing":             {"", 0},
		"a podcast":           {`<enclosure url="https://a.example/1.mp3"/><itunes:duration>42:10</itunes:duration><content:encoded>` + long + "</content:encoded>", 42*time.Minute + 10*time.Second},
		"a silent podcast":    {`<enclosure url="https://a.example/1.mp3"/><content:encoded>` + long + "</content:encoded>", 0},
		"a video":             {`<media:content url="https://a.example/1.mp4" duration="95"/>`, 95 * time.Second},
		"no gaps: Japanese":   {"<description>短い。</description><content:encoded>" + strings.Repeat("会社は計画を変えた。", 115) + "</content:encoded>", 2 * time.Minute},
		"a picture of a show": {`<enclosure url="https://a.example/1.jpg"/><enclosure url="https://a.example/1.mp3"/><itunes:duration>60</itunes:duration>`, time.Minute},
	} {
		if got := itemOf(t, c.inside).ReadingTime; got != c.want {
			t.Errorf("%s: %v, not %v", name, got, c.want)
		}
	}
}

func TestATagThatATitleSpeaksOfIsPartOfIt(t *testing.T) {
	for title, want := range map[string]string{
		"A &lt;b&gt;bold&lt;/b&gt; step":                       "A bold step",
		"The &lt;canvas&gt; element":                           "The <canvas> element",
		"The &amp;lt;canvas&amp;gt; element":                   "The <canvas> element",
		"What vector&lt;int&gt; costs":                         "What vector<int> costs",
		"Why &lt;script&gt; is last":                           "Why <script> is last",
		"&lt;blink&gt;Old&lt;/blink&gt; news":                  "Old news",
		"&lt;img src=&quot;x.png&quot;&gt; news":               "news",
		"One&lt;br&gt;two":                                     "One two",
		"&lt;script&gt;alert(1)&lt;/script&gt;Safe":            "Safe",
		"1 &lt; 2 &lt;3 you &amp; me":                          "1 < 2 <3 you & me",
		"&lt;span class=&quot;x&quot;&gt;A&lt;/span&gt; story": "A story",
		"&lt;!-- note --&gt;A story":                           "A story",
		"<![CDATA[R&D <em>spend</em>]]>":                       "R&D spend",
	} {
		feed := parse(t, "<rss><channel><item><title>"+title+"</title></item></channel></rss>")
		if got := feed.Items[0].Title; got != want {
			t.Errorf("%s: %q, not %q", title, got, want)
		}
	}
	swollen := strings.Repeat("<a", 1<<18)
	if got := plainTitle(swollen); len(got) > maxTitle {
		t.Errorf("%d bytes", len(got))
	}
}

func TestTheTitleOfAnItemThatHasNone(t *testing.T) {
	for name, c := range map[string]struct{ item, want string }{
		"Media RSS":          {"<item><guid>1</guid><media:title>Named here</media:title></item>", "Named here"},
		"within a group":     {"<item><guid>1</guid><media:group><media:title>Named here</media:title></media:group></item>", "Named here"},
		"its own goes first": {"<item><media:title>Not this</media:title><title>This</title></item>", "This"},
		"Dublin Core":        {"<item><guid>1</guid><dc:title>Named here</dc:title></item>", "Named here"},
		"summary":            {"<item><description>What it says.</description></item>", "What it says."},
		"a date alone":       {"<item><pubDate>Sat, 21 Nov 2026 07:30:00 GMT</pubDate></item>", "2026-11-21 07:30"},
		"guid alone":         {"<item><guid>1</guid><pubDate>Sat, 21 Nov 2026 07:30:00 GMT</pubDate></item>", ""},
	} {
		feed := parse(t, "<rss"+spaces+"><channel>"+c.item+"</channel></rss>")
		if len(feed.Items) != 1 || feed.Items[0].Title != c.want {
			t.Errorf("%s: %+v", name, feed.Items)
		}
	}
	if feed := parse(t, "<rss><channel><item><pubDate>soon</pubDate></item></channel></rss>"); len(feed.Items) != 0 || feed.Dropped != 1 {
		t.Errorf("an item with nothing: %d items, %d dropped", len(feed.Items), feed.Dropped)
	}
}

func TestTheDatesOfAnItem(t *testing.T) {
	const a, b = "2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z"
	for name, c := range map[string]struct{ inside, published, updated string }{
		"pubDate":         {"<pubDate>" + a + "</pubDate><dc:date>" + b + "</dc:date>", a, b},
		"dc:date":         {"<dc:date>" + a + "</dc:date>", a, a},
		"dcterms:issued":  {"<dcterms:issued>" + a + "</dcterms:issued><dcterms:created>" + b + "</dcterms:created>", a, ""},
		"dcterms:created": {"<dcterms:created>" + a + "</dcterms:created>", a, ""},
		"modified":        {"<dcterms:issued>" + a + "</dcterms:issued><dcterms:modified>" + b + "</dcterms:modified>", a, b},
		"modified alone":  {"<dcterms:modified>" + b + "</dcterms:modified>", b, b},
		"a bad one first": {"<pubDate>soon</pubDate><dc:date>" + a + "</dc:date>", a, a},
	} {
		for way, body := range bothWays(`<rss` + spaces + ` xmlns:dcterms="http://purl.org/dc/terms/"><channel><item><title>t</title>` + c.inside + "</item></channel></rss>") {
			it := parse(t, body).Items[0].Item
			updated := ""
			if !it.Updated.IsZero() {
				updated = it.Updated.Format(time.RFC3339)
			}
			if got := it.Published.Format(time.RFC3339); got != c.published || updated != c.updated {
				t.Errorf("%s, read %s: published %s, updated %q", name, way, got, updated)
			}
		}
	}
}

func TestAnItemOfRSS10IsKnownByWhatItIsAbout(t *testing.T) {
	const head = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel rdf:about="https://a.example/"><title>t</title></channel>`
	for name, c := range map[string]struct{ item, guid, url string }{
		"about and link": {`<item rdf:about="https://a.example/1#x"><title>t</title><link>https://a.example/1</link></item>`, "https://a.example/1#x", "https://a.example/1"},
		"about alone":    {`<item rdf:about="https://a.example/1?a=1&amp;b=2"><title>t</title></item>`, "https://a.example/1?a=1&b=2", "https://a.example/1?a=1&b=2"},
		"no address":     {`<item rdf:about="urn:x:1"><title>t</title></item>`, "urn:x:1", ""},
		"a guid besides": {`<item rdf:about="https://a.example/1"><title>t</title><guid>g</guid></item>`, "g", ""},
		"neither":        {`<item><title>t</title></item>`, "", ""},
		"a long one":     {`<item rdf:about="urn:` + strings.Repeat("&#x78;", 3000) + `"><title>t</title></item>`, "urn:" + strings.Repeat("x", maxGUID-4), ""},
	} {
		for way, body := range bothWays(head + c.item + "</rdf:RDF>") {
			it := parse(t, body).Items[0].Item
			if it.GUID != c.guid || it.URL != c.url {
				t.Errorf("%s, read %s: guid %q, address %q", name, way, it.GUID, it.URL)
			}
		}
	}
}
