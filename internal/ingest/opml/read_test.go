package opml

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/pickwick/internal/curation"
)

// shown is a list with its problems, a line each.
func shown(entries []Entry, problems []Problem) string {
	var b strings.Builder
	for _, e := range entries {
		fmt.Fprintf(&b, "%d %s", e.Line, e.URL)
		if e.Title != "" {
			fmt.Fprintf(&b, " %q", e.Title)
		}
		if e.Site != "" {
			fmt.Fprintf(&b, " of %s", e.Site)
		}
		if len(e.Category) > 0 {
			fmt.Fprintf(&b, " in %s", strings.Join(e.Category, " / "))
		}
		b.WriteString("\n")
	}
	for _, p := range problems {
		fmt.Fprintf(&b, "line %d: %s\n", p.Line, p.Text)
	}
	return b.String()
}

func TestListsAreReadHoweverTheyAreWritten(t *testing.T) {
	for name, tt := range map[string]struct{ in, want string }{
		"version 1.0, folders": {
			`<?xml version="1.0"?><opml version="1.0"><head><title>x</title></head><body>
<outline text="Trade press"><outline text="Daily">
<outline text="A" title="Not this" type="rss" xmlUrl="https://a.example/feed" htmlUrl="https://a.example/"/>
</outline><outline type="rss" text="B" xmlUrl="https://b.example/feed"></outline></outline>
<outline type="rss" title="C" text="" xmlUrl="https://c.example/feed"/></body></opml>`,
			`3 https://a.example/feed "A" of https://a.example/ in Trade press / Daily
4 https://b.example/feed "B" in Trade press
5 https://c.example/feed "C"
`,
		},
		"bare ampersands, other quotes, other case, no version": {
			"<OPML><BODY>\r\n<OUTLINE TEXT='Q&A & more' XMLURL='https://a.example/?a=1&b=2&copy=3'/>\r\n<outline text=B xmlurl = https://b.example/f ></BODY></OPML>",
			"2 https://a.example/?a=1&b=2&copy=3 \"Q&A & more\"\n3 https://b.example/f \"B\"\n",
		},
		"entities": {
			`<opml><outline text="&lt;b&gt; &#233;&#xE9; &eacute;&nbsp;&amp;amp; &lol;" xmlUrl="https://a.example/?a=1&amp;b=2"/>`,
			"1 https://a.example/?a=1&b=2 \"<b> éé é &amp; &lol;\"\n",
		},
		"nobody closed anything": {
			"<opml><head><title>Mine<body><outline text='F'>\n<outline text='A' xmlUrl='https://a.example/'>\n<outline text='B' xmlUrl='https://b.example/'>",
			"2 https://a.example/ \"A\" in F\n3 https://b.example/ \"B\" in F\n",
		},
		"HTML in a description": {
			`<opml><outline text="A" description="He <em class="x">said</em> so" xmlUrl="https://a.example/f?x&amp;y" type="rss" />
<outline text="B" xmlUrl="https://b.example/"/>`,
			"1 https://a.example/f?x&y \"A\"\n2 https://b.example/ \"B\"\n",
		},
		"a quote is missing": {
			"<opml>\n<outline text=\"A xmlUrl=\"https://a.example/\"/>\n<outline text=\"B\" xmlUrl=\"https://b.example//>\n<outline text=\"C\" xmlUrl=\"https://c.example/\"/></opml>",
			"2 https://a.example/ \"A xmlUrl=\"\n4 https://c.example/ \"C\"\nline 3: this outline is broken, a quote or a > is missing: its address can't be found\n",
		},
		"the file ends too early": {
			"<opml>\n<outline text='A' xmlUrl='https://a.example/'/>\n<outline text='B' xmlU",
			"2 https://a.example/ \"A\"\nline 3: this outline is broken, a quote or a > is missing: its address can't be found\n",
		},
		"what is commented out": {
			"<opml><!-- <outline xmlUrl='https://no.example/'/> --><outline text='F'><!-- <outline xmlUrl='https://no.example/'/> -->\n<outline text='A' xmlUrl='https://a.example/'/></outline><!-- the end",
			"2 https://a.example/ \"A\" in F\n",
		},
		"a prefix, and junk before the root": {
			"\x00 Warning: x\n<o:opml xmlns:o='x'><o:outline o:text='A' o:xmlUrl='https://a.example/'/></o:opml>",
			"2 https://a.example/ \"A\"\n",
		},
		"an address in url": {
			"<opml><outline type='rss' text='A' url='https://a.example/'/><outline type='link' text='no feed' url='https://b.example/'/>",
			"1 https://a.example/ \"A\"\n",
		},
		"windows-1251": {
			"<?xml version=\"1.0\" encoding=\"windows-1251\"?><opml><outline text=\"\xcf\xf0\xe8\xec\xe5\xf0\" xmlUrl=\"https://a.example/\"/></opml>",
			"1 https://a.example/ \"Пример\"\n",
		},
		"UTF-16": {
			"\xff\xfe<\x00o\x00p\x00m\x00l\x00>\x00<\x00o\x00u\x00t\x00l\x00i\x00n\x00e\x00 \x00x\x00m\x00l\x00U\x00r\x00l\x00=\x00'\x00h\x00t\x00t\x00p\x00:\x00/\x00/\x00a\x00.\x00b\x00'\x00/\x00>\x00",
			"1 http://a.b\n",
		},
		"empty": {"<opml version='2.0'><body/></opml>", ""},
		"a table": {
			"category,name,feed_url\nLegal,\"A, B\",https://a.example/feed\n\nLegal,,https://b.example/feed\n,,\nLegal,C\n",
			"2 https://a.example/feed \"A, B\" in Legal\n4 https://b.example/feed in Legal\nline 6: there is no address\n",
		},
		"a table of a spreadsheet": {
			"\xef\xbb\xbfTitel;Name;Website;RSS Feed;\r\nx;\"A \"\"B\"\"\";a.example;www.a.example/rss;\r\nx;C;;feed:https://c.example/;\r\n",
			"2 https://www.a.example/rss \"A \\\"B\\\"\" of https://a.example\n3 https://c.example/ \"C\"\n",
		},
		"a table with a site and a plain url": {
			"title\txmlUrl\turl\nA\thttps://a.example/feed\thttps://a.example/\nB\thttps://b.example/feed\t\n",
			"2 https://a.example/feed \"A\" of https://a.example/\n3 https://b.example/feed \"B\"\n",
		},
		"a plain host":                   {"treasury.example\n", "1 https://treasury.example\n"},
		"a plain address like a heading": {" treasury.example/feed", "1 https://treasury.example/feed\n"},
		"plain addresses as people type them": {
			"# mine\nwww.a.example/rss\nb.example\n//c.example/feed\n",
			"2 https://www.a.example/rss\n3 https://b.example\n4 https://c.example/feed\n",
		},
		"a heading with a dot": {"feed.url\nhttps://a.example/\n", "2 https://a.example/\n"},
		"plain addresses": {
			"https://a.example/feed\n# a remark\n\n  b.example/feed\nhttps://c.example/?a,b\n",
			"1 https://a.example/feed\n4 https://b.example/feed\n5 https://c.example/?a\n",
		},
		"names and addresses": {"A,https://a.example/feed\nB,https://b.example/feed\n", "1 https://a.example/feed \"A\"\n2 https://b.example/feed \"B\"\n"},
		"JSON by country": {
			"{\"AFG\": [\n{\"publication_name\": \"A\", \"publication_website_uri\": \"https://a.example/\", \"publication_rss_feed_uri\": \"https://a.example/rss\"}],\n\"ALB\": []}",
			"2 https://a.example/rss \"A\" of https://a.example/ in AFG\n",
		},
		"JSON with a list of feeds": {
			`{"categories": [{"id": "x", "label": "X"}], "feeds": [{"url": "https://a.example/", "title": "A", "category": "x"}, {"feedUrl": "https://b.example/", "categories": ["y", "z"], "icon_url": "https://b.example/i.png"}]}`,
			"1 https://a.example/ \"A\" in x\n1 https://b.example/ in y\n",
		},
		"JSON of addresses":                {`["https://a.example/", "b"]` + "\n" + `{"Tech": ["https://c.example/", null, 1, true]}`, "1 https://a.example/\n2 https://c.example/ in Tech\n"},
		"JSON of sites with their feeds":   {`[{"url": "https://a.example/", "feeds": [{"url": "https://a.example/feed"}]}]`, "1 https://a.example/feed\n"},
		"JSON lines":                       {"{\"url\": \"https://a.example/\"}\n{\"url\": \"https://b.example/\"}\n", "1 https://a.example/\n2 https://b.example/\n"},
		"JSON that ends too early":         {"[{\"url\": \"https://a.example/\"},\n{\"url\": \"https://b.ex", "1 https://a.example/\nline 2: the JSON is broken here: what follows was not read\n"},
		"JSON with a comma too many":       {"[{\"url\": \"https://a.example/\"},\n]", "1 https://a.example/\nline 2: the JSON is broken here: what follows was not read\n"},
		"what is repeated stays":           {"<opml><outline xmlUrl='https://a.example/'/><outline xmlUrl='https://a.example/'/></opml>", "1 https://a.example/\n1 https://a.example/\n"},
		"a title of several lines, unseen": {"<opml><outline text='A\n\tB\u200b\u202e \u00a0C\u0007' xmlUrl='https://a.example/'/></opml>", "1 https://a.example/ \"A B C\"\n"},
	} {
		t.Run(name, func(t *testing.T) {
			entries, problems, err := Read([]byte(tt.in))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, shown(entries, problems)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestWhatIsNoListIsRefusedInWords(t *testing.T) {
	for in, want := range map[string]string{
		"":                            "it is empty",
		" \n\t":                       "it is empty",
		"<!doctype html><html><body>": "it is a web page, not a list of feeds: export the list as OPML, or look for the site's feeds with `pickwick feeds discover URL`",
		"<?xml version='1.0'?><rss version='2.0'><channel>":                        "it is a feed itself, not a list of feeds: put its address on a list",
		"<feed xmlns='http://www.w3.org/2005/Atom'>":                               "it is a feed itself, not a list of feeds: put its address on a list",
		`{"version": "https://jsonfeed.org/version/1.1", "items": [{"url": "x"}]}`: "it is a feed itself, not a list of feeds: put its address on a list",
		"<svg></svg>":                       "it is no list of feeds: OPML has outlines with an xmlUrl each",
		"Dear Sir or Madam,\nhello":         "it is no list of feeds: a table needs a column named feed_url, xmlUrl or url, and OPML begins with <opml>",
		"\x00\x01\x02\xff\xfe":              "it is no list of feeds: a table needs a column named feed_url, xmlUrl or url, and OPML begins with <opml>",
		strings.Repeat(" ", MaxBytes) + "<": "it is larger than 10 MiB, the most that is read: split it",
	} {
		entries, problems, err := Read([]byte(in))
		if err == nil || err.Error() != want || curation.KindOf(err) != curation.Invalid || entries != nil || problems != nil {
			t.Errorf("%.40q: %v, %v, %v", in, shown(entries, problems), err, curation.KindOf(err))
		}
	}
}
