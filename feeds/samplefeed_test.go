package feeds_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"io"
	"path"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"text/template"
	"time"
	"unicode"

	"example.com/pickwick/feeds"
)

// base stands for the address of the demo's server.
const base = "http://127.0.0.1:41234"

// now is when the documents are rendered.
var now = time.Date(2026, time.November, 22, 6, 0, 0, 0, time.UTC)

// entry is what a test needs to know of one item.
type entry struct {
	doc, id, title, summary, link, date string
	folded                              string // title and summary, as fold writes them
}

// name says which entry it is, in a failure.
func (e entry) name() string { return e.doc + ": " + e.title }

// render fills one sample in, as sample/README.md describes.
func render(t *testing.T, name string) []byte {
	t.Helper()
	raw, err := feeds.Sample.ReadFile("sample/" + name)
	if err != nil {
		t.Fatal(err)
	}
	at := func(layout string) func(string) (string, error) {
		return func(age string) (string, error) {
			d, err := parseAge(age)
			return now.Add(-d).Format(layout), err
		}
	}
	tmpl, err := template.New(name).Option("missingkey=error").Funcs(template.FuncMap{
		"rfc1123": at("Mon, 02 Jan 2006 15:04:05 GMT"),
		"rfc3339": at(time.RFC3339),
		"w3c":     at("2006-01-02T15:04Z07:00"),
	}).Parse(string(raw))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := tmpl.Execute(&out, struct{ Base string }{base}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

var ageForm = regexp.MustCompile(`^(-?)(?:(\d+)d)?(.*)$`)

// parseAge reads a Go duration that may begin with whole days.
func parseAge(s string) (time.Duration, error) {
	m := ageForm.FindStringSubmatch(s)
	days, _ := strconv.Atoi("0" + m[2])
	d := time.Duration(days) * 24 * time.Hour
	if m[3] != "" || m[2] == "" {
		rest, err := time.ParseDuration(m[3])
		if err != nil {
			return 0, fmt.Errorf("age %q: %w", s, err)
		}
		d += rest
	}
	if m[1] == "-" {
		d = -d
	}
	return d, nil
}

// documents lists the feed documents of the sample, by name.
func documents(t *testing.T) []string {
	t.Helper()
	dir, err := feeds.Sample.ReadDir("sample")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range dir {
		switch path.Ext(f.Name()) {
		case ".rss", ".rdf", ".atom", ".json":
			names = append(names, f.Name())
		}
	}
	return names
}

// entries renders and parses one document, strictly.
func entries(t *testing.T, doc string) []entry {
	t.Helper()
	text := render(t, doc)
	if bytes.Contains(text, []byte("{{")) {
		t.Errorf("%s: a template mark is left", doc)
	}
	if path.Ext(doc) == ".json" {
		return folded(jsonEntries(t, doc, text))
	}
	return folded(xmlEntries(t, doc, text))
}

func folded(es []entry) []entry {
	for i, e := range es {
		es[i].folded = fold(e.title + " " + e.summary)
	}
	return es
}

// fold writes the words of a text in lower case with one space around each, so
// that a phrase is found word for word.
func fold(s string) string {
	split := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	return " " + strings.Join(strings.FieldsFunc(strings.ToLower(s), split), " ") + " "
}

func jsonEntries(t *testing.T, doc string, text []byte) []entry {
	t.Helper()
	var feed struct {
		Version, Title string
		Items          []struct {
			ID, URL, Title, Summary string
			Text                    string `json:"content_text"`
			HTML                    string `json:"content_html"`
			Date                    string `json:"date_published"`
		}
	}
	if err := json.Unmarshal(text, &feed); err != nil {
		t.Fatalf("%s: %v", doc, err)
	}
	if feed.Version != "https://jsonfeed.org/version/1.1" || feed.Title == "" {
		t.Errorf("%s: version %q, title %q", doc, feed.Version, feed.Title)
	}
	var out []entry
	for _, i := range feed.Items {
		sum := i.Summary
		if sum == "" {
			sum = i.Text + i.HTML
		}
		out = append(out, entry{doc: doc, id: i.ID, title: i.Title, summary: plain(sum), link: i.URL, date: i.Date})
	}
	return out
}

// xmlItem takes an RSS 1.0 or 2.0 item or an Atom entry.
type xmlItem struct {
	About   string `xml:"http://www.w3.org/1999/02/22-rdf-syntax-ns# about,attr"`
	GUID    string `xml:"guid"`
	ID      string `xml:"id"`
	Title   string `xml:"title"`
	Text    string `xml:"description"`
	Summary string `xml:"summary"`
	Content struct {
		Text  string `xml:",chardata"`
		Inner string `xml:",innerxml"`
	} `xml:"http://www.w3.org/2005/Atom content"`
	Links []struct {
		Href string `xml:"href,attr"`
		Rel  string `xml:"rel,attr"`
		Text string `xml:",chardata"`
	} `xml:"link"`
	PubDate string `xml:"pubDate"`
	DCDate  string `xml:"http://purl.org/dc/elements/1.1/ date"`
	Updated string `xml:"updated"`
}

func xmlEntries(t *testing.T, doc string, text []byte) []entry {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(text))
	d.CharsetReader = func(charset string, in io.Reader) (io.Reader, error) {
		if !strings.EqualFold(charset, "ISO-8859-1") {
			return nil, fmt.Errorf("charset %q is not expected", charset)
		}
		b, err := io.ReadAll(in)
		var s strings.Builder
		for _, c := range b { // Latin-1 bytes are the first 256 code points
			s.WriteRune(rune(c))
		}
		return strings.NewReader(s.String()), err
	}
	var out []entry
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatalf("%s: %v", doc, err)
		}
		start, ok := tok.(xml.StartElement)
		if !ok || (start.Name.Local != "item" && start.Name.Local != "entry") {
			continue
		}
		var x xmlItem
		if err := d.DecodeElement(&x, &start); err != nil {
			t.Fatalf("%s: %v", doc, err)
		}
		e := entry{doc: doc, id: x.About + x.GUID + x.ID, title: x.Title, date: x.PubDate + x.DCDate + x.Updated}
		e.summary = plain(x.Text + x.Summary)
		if e.summary == "" {
			e.summary = plain(x.Content.Text)
		}
		for _, l := range x.Links {
			if l.Rel == "" || l.Rel == "alternate" {
				e.link += l.Href + l.Text
			}
		}
		out = append(out, e)
	}
}

var tag = regexp.MustCompile(`<[^>]*>`)

// plain is the text of a summary that may be HTML.
func plain(s string) string {
	return strings.TrimSpace(html.UnescapeString(tag.ReplaceAllString(s, " ")))
}

// all is every entry of every document.
func all(t *testing.T) []entry {
	t.Helper()
	var out []entry
	for _, doc := range documents(t) {
		out = append(out, entries(t, doc)...)
	}
	return out
}
