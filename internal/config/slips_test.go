package config

import (
	"fmt"
	"strings"
	"testing"
)

// TestEveryOddBlankIsFound holds what an editor doesn't show: each character, at
// each place where YAML wants a space or nothing.
func TestEveryOddBlankIsFound(t *testing.T) {
	const lists = "feeds:\n  - url: https://one.example/feed.xml\n  - url: https://two.example/feed.xml\n  - url: https://three.example/feed.xml\n"
	s, err := compileSchemas()
	if err != nil {
		t.Fatal(err)
	}
	for _, odd := range []rune{0xA0, 0x1680, 0x2002, 0x2007, 0x2009, 0x200B, 0x200D, 0x200E, 0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF} {
		for _, tt := range []struct{ name, content, place string }{
			{"before a key of the file", "persona: cfo\n_name: CFO\n" + lists, "2:1"},
			{"before a key of an entry", "persona: cfo\nname: CFO\n" + lists + "  _ title: Three\n", "7:3"},
			{"as the whole indentation", "persona: cfo\nname: CFO\n" + lists + "____title: Three\n", "7:1"},
			{"before a dash", "persona: cfo\nname: CFO\n" + lists + "_ - url: https://four.example/feed.xml\n", "7:1"},
			{"behind a dash", "persona: cfo\nname: CFO\n" + lists + "  -_url: https://four.example/feed.xml\n", "7:4"},
			{"behind the dash of a phrase", "persona: cfo\nname: CFO\navoid:\n  -_layoffs\n  -_gossip\n" + lists, "4:4"},
			{"before a colon", "persona: cfo\nname_: CFO\n" + lists, "2:5"},
			{"behind a colon", "persona: cfo\nname:_CFO\n" + lists, "2:6"},
			{"before a value", "persona: cfo\nname: _CFO\n" + lists, "2:7"},
			{"behind a word", "persona: cfo_\nname: CFO\n" + lists, "1:13"},
			{"in braces", "persona: cfo\nname: CFO\nformats: {video:_2}\n" + lists, "3:17"},
			{"in brackets", "persona: cfo\nname: CFO\navoid: [gossip,_layoffs]\n" + lists, "3:16"},
			{"on a line of its own", "persona: cfo\nname: CFO\n_\n" + lists, "3:1"},
			{"with Windows line ends", "persona: cfo\r\nname: CFO\r\n_\r\n" + lists, "3:1"},
		} {
			t.Run(fmt.Sprintf("%U %s", odd, tt.name), func(t *testing.T) {
				r := new(Report)
				d := newDocument("cfo.yaml", r)
				d.parse([]byte(strings.ReplaceAll(tt.content, "_", string(odd))))
				d.check(s.persona)
				d.checkPersona(nil)
				d.checkFeeds(map[string]place{})
				if got, want := r.Err(), "cfo.yaml:"+tt.place+": "+oddBlank; got == nil || got.Error() != want || len(r.Warnings) > 0 {
					t.Errorf("got %v and %v, want %s", got, r.Warnings, want)
				}
			})
		}
	}
}

// TestWhatOnlyLooksLikeASlip holds that text may hold all that is odd around it.
func TestWhatOnlyLooksLikeASlip(t *testing.T) {
	files := good(t)
	files["feeds/cfo.yaml"] = strings.ReplaceAll(`persona: cfo
name: CFO_at a mid-size "manufacturer"__
about: |
  Owns cash_: controls.
  -topic: x
  – weight:3
  _and more
influencers: [O'Neill, "_Jane Doe_", '“Jane”', “JD” Doe and “Jane”, José]
avoid:
  - C# jobs
  - it  # the French for it is another matter
  - 'tax; tips'
interests: # best first
  - topic: cash flow forecasting  # what they ask for most
    also: [AI, the cloud, 'working #1']  #never too many
    ask: How far out do you trust your cash forecast today?  # 13 weeks is usual
  - topic: finance automation
    ask: 'What''s "automatic" for you: #1?'
feeds:
  - url: https://www.one.example/feed.xml#top
    title: The CFO's [own] (weekly)  # all of it
    weight: 1  #as usual
  - url: https://one.example/other.xml
  - url: https://one.example/feed.xml?utm=1
  - url: https://one.example/feed.xml?a=1&b=2
  - url: http://127.0.0.1/feed.xml
  - url: http://[::1]/feed.xml
  - url: http://localhost/feed.xml
`, "_", "\u00A0")
	install(t, files)
	want := `warning: feeds/cfo.yaml:11:5: ` + "`avoid`" + `: "it" stands in nearly every text, so it rules out nearly everything: write a longer phrase
warning: feeds/cfo.yaml:12:5: "tax; tips" looks like several phrases: separate them by commas
`
	if got := findings(t, nil); got != want {
		t.Errorf("got:\n%swant:\n%s", got, want)
	}
}

// TestASlipElsewhereHidesNoMistake holds that what explains nothing is not
// taken for the reason.
func TestASlipElsewhereHidesNoMistake(t *testing.T) {
	for _, tt := range []struct{ name, content, want string }{
		{"a slip far behind it", "persona: cfo\nname: CFO: at home\nfeeds:\n  - url: a\n  – url: b\n", "2:10: a colon is not allowed here"},
		{"text like a slip far before it", "persona: cfo\nabout: >\n  note:this\n  -also this\nx: y\nname: CFO: at home\n", "6:10: a colon is not allowed here"},
		{"an address like a slip next to it", "persona: cfo\nfeeds:\n  - https://one.example\n    x: y\n", "4:6: a colon is not allowed here"},
		{"a comment like a slip", "persona: cfo\n# -topic: x\nname: CFO: at home\n", "3:10: a colon is not allowed here"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := new(Report)
			newDocument("cfo.yaml", r).parse([]byte(tt.content))
			found := false
			for _, p := range r.Mistakes {
				found = found || strings.HasPrefix(p.String(), "cfo.yaml:"+tt.want)
			}
			if !found {
				t.Errorf("got %v, want one that begins with %s", r.Mistakes, tt.want)
			}
		})
	}
}
