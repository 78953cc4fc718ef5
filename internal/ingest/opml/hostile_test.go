package opml

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"example.com/pickwick/internal/ingest/address"
)

// hostile are files that are made to cost much, each of half a MiB.
func hostile() map[string]string {
	fill := func(part string) string { return strings.Repeat(part, (1<<19)/len(part)) }
	return map[string]string{
		"folders without end":         "<opml>" + fill("<outline text='x'>"),
		"feeds within feeds":          "<opml>" + fill("<outline xmlUrl='https://a.example/'>"),
		"names without end":           "<opml>" + fill("<outline "),
		"quotes without end":          "<opml>" + fill("<outline a=\"' "),
		"attributes without number":   "<opml><outline " + fill("a ") + ">",
		"attributes, all of them":     "<opml><outline " + fill("xmlUrl=a ") + ">",
		"comments without end":        "<opml>" + fill("<!-- <outline>"),
		"sections without end":        "<opml>" + fill("<![CDATA[<outline>"),
		"smaller than":                "<opml>" + fill("<"),
		"almost a tag":                "<opml>" + fill("<b"),
		"entities":                    "<opml><outline xmlUrl='https://a.example/' text='" + fill("&amp;") + "'/>",
		"a billion laughs":            "<!DOCTYPE opml [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><opml><outline xmlUrl='https://a.example/' text='" + fill("&b;") + "'/>",
		"an address without end":      "<opml><outline xmlUrl='https://a.example/" + fill("x") + "'/>",
		"problems without number":     "<opml>" + fill("<outline xmlUrl=''/>\n"),
		"JSON, nested":                fill("["),
		"JSON, nested objects":        fill(`{"a":`),
		"JSON, one text":              `["` + fill("x") + `"]`,
		"JSON, many values":           fill("1 "),
		"JSON, folders without end":   strings.Repeat(`{"a":`, 60) + "[" + fill(`"https://a.example/",`) + "1]" + strings.Repeat("}", 60),
		"a table of one row":          "url\n" + fill("x,"),
		"a table, a quote":            "url\n\"" + fill("x\n"),
		"a table of columns":          fill("url,") + "\nx",
		"a table of feeds":            "url\n" + fill("a.b\n"),
		"a table of rows without any": "url\n" + fill("x\n"),
	}
}

// TestAHostileFileIsReadWithinBounds holds for the size of what is kept. That
// the time is bounded too shows in that the test ends: whatever is read more
// than once would take hours at this size.
func TestAHostileFileIsReadWithinBounds(t *testing.T) {
	for name, in := range hostile() {
		t.Run(name, func(t *testing.T) {
			entries, problems, err := Read([]byte(in))
			if err == nil {
				sane(t, []byte(in), entries, problems)
			}
		})
	}
}

// sane holds a list to what it promises.
func sane(t *testing.T, in []byte, entries []Entry, problems []Problem) {
	t.Helper()
	lines := 1 + bytes.Count(in, []byte("\n")) + bytes.Count(in, []byte("\n\x00")) + bytes.Count(in, []byte("\x00\n"))
	if len(entries) > maxEntries || len(problems) > maxProblems+1 {
		t.Errorf("%d entries, %d problems", len(entries), len(problems))
	}
	for _, e := range entries {
		if clean, err := address.Clean(e.URL); clean != e.URL || err != nil {
			t.Errorf("the address %q becomes %q, %v", e.URL, clean, err)
		}
		for _, text := range append([]string{e.Title}, e.Category...) {
			if cleanText(text) != text || utf8.RuneCountInString(text) > maxText {
				t.Errorf("the text %q is not clean", text)
			}
		}
		if e.Line < 1 || len(e.Category) > maxDepth {
			t.Errorf("line %d, %d folders", e.Line, len(e.Category))
		}
	}
	for _, p := range problems {
		if p.Line < 1 || p.Line > lines || p.Text == "" || len(p.Text) > 1000 || strings.ContainsAny(p.Text, "\n\r\x00\x1b") {
			t.Errorf("line %d of %d: %q", p.Line, lines, p.Text)
		}
	}
}

// FuzzOPML holds that any bytes give a list that keeps its promises and is the
// same when written and read again.
func FuzzOPML(f *testing.F) {
	files, err := filepath.Glob("testdata/*.opml")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	for _, in := range []string{
		"<opml><outline text='A' description='He <em class='x'>said'/> xmlUrl='https://a.example/'/><!-- <outline/> --></opml>",
		"title;url\nA;https://a.example/\n\"B;b.example", `{"a":[{"feed":"https://a.example/","name":"A"},"https://b.example/"]}`,
		"feed://a.example/\n# x\n", "\xff\xfe<\x00o\x00p\x00m\x00l\x00>\x00",
	} {
		f.Add([]byte(in))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		entries, problems, err := Read(in)
		if err != nil {
			return
		}
		sane(t, in, entries, problems)
		if diff := cmp.Diff(withoutLines(entries), again(t, entries)); diff != "" {
			t.Errorf("(-before +after):\n%s", diff)
		}
	})
}

func TestALongListIsCutAndSaysSo(t *testing.T) {
	entries, problems, err := Read([]byte("url\n" + strings.Repeat("https://a.example/\n", maxEntries+10)))
	if err != nil || len(entries) != maxEntries || shown(nil, problems) != fmt.Sprintf("line %d: the list has more than 20000 feeds: split it, the rest was not read\n", maxEntries+2) {
		t.Errorf("%d entries, %v, %v", len(entries), problems, err)
	}
	_, problems, err = Read([]byte("url\n" + strings.Repeat("x\n", maxProblems+10)))
	if err != nil || len(problems) != maxProblems+1 || problems[maxProblems].Text != "and 10 more problems from here on" {
		t.Errorf("%d problems, %v", len(problems), err)
	}
}
