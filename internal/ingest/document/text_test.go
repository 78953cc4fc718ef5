package document

import (
	"strings"
	"testing"
	"unicode/utf8"

	"example.com/pickwick/internal/curation"
	"pgregory.net/rapid"
)

func TestTextIsPlain(t *testing.T) {
	for in, want := range map[string]string{
		"plain":                                "plain",
		"  two\n\t blanks\u00a0here ":          "two blanks here",
		"<p>One.</p><p>Two.</p>":               "One. Two.",
		"a <b>bold</b>, <i>wor</i>d":           "a bold, word",
		"line<br>break<br/>again":              "line break again",
		"<ul><li>a</li><li>b</li></ul>":        "a b",
		"x<script>alert('y')</script>z":        "x z",
		"x<style>p{}</style><!-- c -->z":       "x z",
		"x<iframe src=y>inner</iframe>z":       "x z",
		"AT&amp;T &mdash; caf&eacute; &#8217;": "AT&T — café ’",
		"&lt;p&gt;escaped&lt;/p&gt; twice":     "escaped twice",
		"&lt;think&gt; stays":                  "<think> stays",
		"1 < 2 and 3 > 2":                      "1 < 2 and 3 > 2",
		"a <unclosed":                          "a",
		"<a title='x > y' href=z>link</a>":     "link",
		"rtl \u202eevil\u202c zero\u200bwidth": "rtl evil zerowidth",
		"soft\u00adhyphen \x07bell":            "softhyphen bell",
		"family 👨‍👩‍👧":                         "family 👨‍👩‍👧",
		"<svg><script>x</script>y</svg>z":      "z",
		"<img src=x onerror=alert(1)>":         "",
		"bad \xff utf-8":                       "bad utf-8",
	} {
		if got := plain(in, 1000); got != want {
			t.Errorf("%q: %q, not %q", in, got, want)
		}
	}
}

func TestTextIsCutBetweenWordsAndNeverLonger(t *testing.T) {
	for _, c := range []struct {
		in   string
		n    int
		want string
	}{
		{"one two three", 20, "one two three"},
		{"one two three", 13, "one two three"},
		{"one two three", 9, "one two"},
		{"one two three", 7, "one two"},
		{"onetwothree", 5, "onetw"},
		{"äöü äöü", 3, "äöü"},
		{"äöü äöü", 7, "äöü äöü"},
	} {
		if got := cutWords(c.in, c.n); got != c.want {
			t.Errorf("%q at %d: %q, not %q", c.in, c.n, got, c.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s, n := collapsed(rapid.String().Draw(t, "s")), rapid.IntRange(1, 50).Draw(t, "n")
		got := cutWords(s, n)
		if utf8.RuneCountInString(got) > n || !strings.HasPrefix(s, got) || !utf8.ValidString(got) {
			t.Errorf("%q at %d: %q", s, n, got)
		}
	})
}

func TestTheFormatOfAPiece(t *testing.T) {
	for name, c := range map[string]struct {
		inside string
		want   curation.Format
	}{
		"nothing special":      {"<title>Five ways to close faster</title>", curation.Article},
		"audio":                {`<title>x</title><enclosure url="https://a.example/1.mp3" type="audio/mpeg"/>`, curation.Podcast},
		"itunes":               {`<title>x</title><itunes:duration xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">12:00</itunes:duration>`, curation.Podcast},
		"video":                {`<title>x</title><enclosure url="https://a.example/1.mp4" type="video/mp4"/>`, curation.Video},
		"video page":           {`<title>x</title><link>https://www.youtube.com/watch?v=1</link>`, curation.Video},
		"picture":              {`<title>x</title><enclosure url="https://a.example/1.jpg" type="image/jpeg"/>`, curation.Article},
		"white paper":          {"<title>White paper: the paperless plant</title>", curation.Report},
		"annual report":        {"<title>Our annual report is out</title>", curation.Report},
		"survey of a year":     {"<title>2026 CFO survey</title>", curation.Report},
		"category":             {"<title>x</title><category>Whitepapers</category>", curation.Report},
		"news that reports":    {"<title>Acme reports record earnings</title>", curation.Article},
		"news about a report":  {"<title>Shares fall after report on margins</title>", curation.Article},
		"category of the desk": {"<title>x</title><category>Reporting</category>", curation.Article},
	} {
		feed := parse(t, "<rss><channel><item>"+c.inside+"</item></channel></rss>")
		if got := feed.Items[0].Format; got != c.want {
			t.Errorf("%s: %s, not %s", name, got, c.want)
		}
	}
}

func TestASummaryIsShortAndTheWholeIsKept(t *testing.T) {
	long := strings.Repeat("word ", 10_000)
	for name, c := range map[string]struct {
		inside        string
		summary, text int // characters
	}{
		"short description":    {"<description>short</description>", 5, 0},
		"long description":     {"<description>" + long + "</description>", 999, 19_999},
		"content alone":        {`<x:encoded xmlns:x="http://purl.org/rss/1.0/modules/content/">` + long + "</x:encoded>", 999, 19_999},
		"description and more": {`<description>short</description><x:encoded xmlns:x="http://purl.org/rss/1.0/modules/content/">` + long + "</x:encoded>", 5, 19_999},
	} {
		it := parse(t, "<rss><channel><item><title>t</title>"+c.inside+"</item></channel></rss>").Items[0].Item
		if len(it.Summary) != c.summary || len(it.Text) != c.text {
			t.Errorf("%s: %d and %d characters, not %d and %d", name, len(it.Summary), len(it.Text), c.summary, c.text)
		}
	}
}

func TestDurations(t *testing.T) {
	for in, want := range map[string]int{"95": 95, "1:35": 95, "01:02:03": 3723, "12.7": 12, "": 0, "soon": 0, "-5": 0, "1:2:3:4": 0, "99999999999": 0} {
		if got := seconds(in); int(got.Seconds()) != want {
			t.Errorf("%q: %v, not %d s", in, got, want)
		}
	}
}

func TestPrimaryTags(t *testing.T) {
	for in, want := range map[string]string{"en": "en", "EN-gb": "en", "pt_BR": "pt", " de ": "de", "zh-Hans-CN": "zh", "gsw": "gsw", "": "", "english": "", "x": "", "1a": ""} {
		if got := primaryTag(in); got != want {
			t.Errorf("%q: %q, not %q", in, got, want)
		}
	}
}
