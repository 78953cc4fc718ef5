package document

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// wellFormed reads a document with the strict parser of the standard library.
// What a safe copy never has is an error too.
func wellFormed(text []byte) error {
	d := xml.NewDecoder(bytes.NewReader(text))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch token.(type) {
		case xml.Comment, xml.ProcInst, xml.Directive:
			return fmt.Errorf("%T", token)
		}
	}
}

func TestWhateverThePreScanLetsThroughIsWellFormed(t *testing.T) {
	pieces := []string{
		"<rss>", "<channel>", "<item>", "</item>", "<title>", "</title>", "</channel>", "</rss>", "<feed xmlns='http://www.w3.org/2005/Atom'>", "<entry>", "</entry>",
		"<a:b:c", "<a", "/>", ">", "<", "</", "</x", " x=y", ` x="`, `"`, "'", "&", "&amp;", "&lt;", "&eacute;", "&bogus;", "&#8;", "&#x1F600;", "&#xD800;", "&#99999999999;", "&;",
		"<item xml:lang='fr'>", "<item rdf:about='u&amp;<'>", "<channel xml:lang=de>", " xml:lang='x\"'", " rdf:about=''", " type='text/html' mode='base64'",
		"<!--", "-->", "<![CDATA[", "]]>", "<?xml version='1.0'?>", "<?", "?>", "<!DOCTYPE rss [", "]>", "<!ENTITY x 'y'>", "text", " ", "\n", "\x00", "\x0b", "\uffff", "é", "😀", "<é>", "<𝒜", "<ﬀ:ﬁ ", "<x:1>", "<\u3042·", "<1>", "<_:x>", "<x:>", "xml:base='b/'", "xmlns:q='urn:q'", " xmlns='' ", "=",
	}
	rapid.Check(t, func(t *rapid.T) {
		soup := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 60).Draw(t, "pieces"), "")
		soup = rapid.SampledFrom([]string{"<rss>", "<rss xml:lang='de' xml:base='http://a.example/'>", "<rdf:RDF xml:lang='a'>", "<feed xml:lang='b'>"}).Draw(t, "root") + soup
		safe, err := prescan([]byte(soup))
		if err != nil {
			return
		}
		if err := wellFormed(safe.text); err != nil {
			t.Fatalf("%q becomes %q: %v", soup, safe.text, err)
		}
		again, err := prescan(safe.text)
		if err != nil || !bytes.Equal(again.text, safe.text) {
			t.Fatalf("%q becomes %q when scanned again, %v", safe.text, again.text, err)
		}
	})
}

func TestEveryDocumentOfTheCorpusIsWellFormedAfterThePreScan(t *testing.T) {
	folder, docs := readIndex(t)
	n := 0
	for _, d := range docs {
		body, err := os.ReadFile(filepath.Join(folder, d.file))
		if err != nil {
			t.Fatal(err)
		}
		text, _ := toUTF8(body, "")
		safe, err := prescan(bytes.TrimSpace(text))
		if err != nil {
			continue
		}
		n++
		if err := wellFormed(safe.text); err != nil {
			t.Errorf("%s: %v", d.file, err)
		}
	}
	if n < 2900 {
		t.Errorf("only %d documents were scanned", n)
	}
}

func TestLimitsLeaveOutWhatIsTooLarge(t *testing.T) {
	const head, tail = "<rss><channel><item><title>ok</title>", "</item></channel></rss>"
	long := strings.Repeat("x", maxText+10)
	for name, c := range map[string]struct {
		inside string
		most   int // bytes of the copy
	}{
		"text":           {"<description>" + long + "</description>", maxText + 200},
		"cdata":          {"<description><![CDATA[" + long + "]]></description>", maxText + 200},
		"several cdata":  {"<description>" + strings.Repeat("<![CDATA["+long[:maxText/3]+"]]>", 9) + "</description>", maxText + 400},
		"attribute":      {`<a b="` + long + `"/>`, 200},
		"attributes":     {"<a" + strings.Repeat(` b="c"`, 5000) + "/>", 200 + 7*maxAttributes},
		"name":           {"<" + strings.Repeat("n", 5000) + "/>", 200 + 2*maxName},
		"xml:base":       {`<a xml:base="` + long[:maxBase+1] + `"/>`, 200},
		"nested bases":   {strings.Repeat(`<a xml:base="b">`, 50), 200 + 50*len("<a></a>") + maxBases*len(` xml:base="b"`)},
		"escaped growth": {"<description>" + strings.Repeat("&", maxText) + "</description>", 6 * maxText},
	} {
		safe, err := prescan([]byte(head + c.inside + tail))
		if err != nil || len(safe.text) > c.most || safe.truncated || len(safe.text) == 0 {
			t.Errorf("%s: %d bytes, more than %d; %v", name, len(safe.text), c.most, err)
		}
		if err := wellFormed(safe.text); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestLimitsAreFarAboveWhatRealFeedsNeed(t *testing.T) {
	item := `<item xmlns:a="urn:a"><title>t</title>` + strings.Repeat("<x:y/>", 200) + strings.Repeat("<div>", 100) + strings.Repeat("</div>", 100) + "</item>"
	body := "<rss" + strings.Repeat(` xmlns:n="urn:n"`, 60) + "><channel>" + strings.Repeat(item, 900) + "</channel></rss>"
	safe, err := prescan([]byte(body))
	if err != nil || safe.dropped != 0 || strings.Count(string(safe.text), "<item") != 900 {
		t.Errorf("%d items dropped, %v", safe.dropped, err)
	}
}

func TestAJSONFeedIsSalvagedFieldByField(t *testing.T) {
	for name, c := range map[string]struct {
		item  string // JSON
		title string
		ok    bool
	}{
		"plain":             {`{"id":"1","title":"ok"}`, "ok", true},
		"null fields":       {`{"id":"1","title":"ok","url":null,"authors":null,"tags":null,"attachments":null,"author":null}`, "ok", true},
		"nulls in lists":    {`{"id":"1","title":"ok","authors":[null],"tags":[null],"attachments":[null]}`, "ok", true},
		"number as title":   {`{"id":"1","title":2026}`, "2026", true},
		"number as id":      {`{"id":12345678901234567890,"title":"ok"}`, "ok", true},
		"object as title":   {`{"id":"1","title":{"a":1},"summary":"from the summary"}`, "from the summary", true},
		"object as authors": {`{"id":"1","title":"ok","authors":{"name":"Jane Doe"}}`, "ok", true},
		"text as authors":   {`{"id":"1","title":"ok","authors":"Jane Doe","author":"x"}`, "ok", true},
		"text as tags":      {`{"id":"1","title":"ok","tags":"one"}`, "ok", true},
		"text as size":      {`{"id":"1","title":"ok","attachments":[{"url":"https://a.example/1.mp3","size_in_bytes":"12","duration_in_seconds":"x"}]}`, "ok", true},
		"list as duration":  {`{"id":"1","title":"ok","attachments":[{"url":"https://a.example/1.mp3","duration_in_seconds":[1]}]}`, "ok", true},
		"huge duration":     {`{"id":"1","title":"ok","attachments":[{"url":"https://a.example/1.mp3","duration_in_seconds":1e300}]}`, "ok", true},
		"raw line break":    {"{\"id\":\"1\",\"title\":\"two\nlines\"}", "two lines", true},
		"list as item":      {`[]`, "", false},
		"null as item":      {`null`, "", false},
		"empty item":        {`{}`, "", false},
		"true as item":      {`true`, "", false},
	} {
		feed := parse(t, `{"version":"https://jsonfeed.org/version/1.1","title":null,"items":[`+c.item+`,{"id":"last","title":"last"}]}`)
		if c.ok != (len(feed.Items) == 2) || c.ok && feed.Items[0].Title != c.title {
			t.Errorf("%s: %d items: %+v", name, len(feed.Items), feed.Items)
		}
		if last := feed.Items[len(feed.Items)-1].Item; last.GUID != "last" {
			t.Errorf("%s: the item behind it is lost", name)
		}
	}
}
