package opml

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"example.com/pickwick/internal/ingest/address"
)

var update = flag.Bool("update", false, "write the expected list anew")

func TestAListIsWrittenInOPML2(t *testing.T) {
	var out bytes.Buffer
	err := Write(&out, "Feeds of Acme & Söhne", []Entry{
		{URL: "https://a.example/feed?x=1&y=2", Title: `"A" <b> & 'c'`, Site: "https://a.example/", Category: []string{"cfo"}},
		{URL: "https://b.example/feed", Category: []string{"cfo", "Daily"}},
		{URL: "https://c.example/feed", Title: "Ç", Category: []string{"ciso", "Daily"}},
		{URL: "https://d.example/feed", Title: "D"},
	})
	if err != nil {
		t.Fatal(err)
	}
	const file = "testdata/list.opml"
	if *update {
		if err := os.WriteFile(file, out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), out.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// texts are any, with more than their share of what XML, HTML and YAML mean
// something by.
func texts() *rapid.Generator[string] {
	return rapid.OneOf(rapid.String(), rapid.StringOf(rapid.SampledFrom([]rune("aé<>&\"'=/;:!-[]#x \t\n\r\x00\u00a0\u2028\ufeff\U0001F600"))),
		rapid.SampledFrom([]string{"&amp;", "&lt", "<outline xmlUrl='x'/>", "<!--", "-->", "]]>", "<![CDATA[", "</outline>", "&#0;", "xmlUrl=\"x\""}))
}

func TestWhatIsWrittenIsReadAgainAsItWas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		addresses := rapid.Custom(func(t *rapid.T) string {
			return "https://" + rapid.StringMatching(`[a-z]{1,5}\.example(:[1-9][0-9]{0,3})?`).Draw(t, "host") + "/" + texts().Draw(t, "path")
		})
		var entries []Entry
		for range rapid.IntRange(0, 8).Draw(t, "feeds") {
			e := Entry{Title: cleanText(texts().Draw(t, "title"))}
			e.URL, _ = address.Clean(addresses.Draw(t, "address"))
			if rapid.Bool().Draw(t, "has a site") {
				e.Site, _ = address.Clean(addresses.Draw(t, "site"))
			}
			for _, name := range rapid.SliceOfN(texts(), 0, maxDepth).Draw(t, "folders") {
				if name = cleanText(name); name != "" {
					e.Category = append(e.Category, name)
				}
			}
			if e.URL != "" {
				entries = append(entries, e)
			}
		}
		if diff := cmp.Diff(entries, again(t, entries)); diff != "" {
			t.Errorf("(-before +after):\n%s", diff)
		}
	})
}

func TestFoldersAreTornOnlyByOthers(t *testing.T) {
	entries := []Entry{
		{URL: "https://a.example/", Category: []string{"x"}},
		{URL: "https://b.example/", Category: []string{"x", "x"}},
		{URL: "https://c.example/", Category: []string{"x"}},
		{URL: "https://d.example/", Category: []string{"y"}},
		{URL: "https://e.example/", Category: []string{"x"}},
	}
	got := again(t, entries)
	if !slices.EqualFunc(entries, got, func(a, b Entry) bool { return a.URL == b.URL && slices.Equal(a.Category, b.Category) }) {
		t.Errorf("%+v", got)
	}
}

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestADiskWithoutRoomIsNoticed(t *testing.T) {
	if err := Write(full{}, "x", nil); err == nil {
		t.Error("nothing was said")
	}
}
