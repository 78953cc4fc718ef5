package document

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// knows holds Parse to what Meta.Known promises, for the items that choose
// picks: they are skipped, in order, and the others come out as ever. It
// returns how many were skipped.
func knows(t interface{ Errorf(string, ...any) }, name string, body []byte, choose func(fingerprint uint64) bool) int {
	all, err := Parse(body, Meta{URL: "https://feeds.example.com/feed", Now: now})
	if err != nil {
		return 0
	}
	want := all
	want.Items, want.Skipped = []Item{}, nil
	for _, it := range all.Items {
		if it.Print != 0 && choose(it.Print) {
			want.Skipped = append(want.Skipped, it.Print)
		} else {
			want.Items = append(want.Items, it)
		}
	}
	known := map[uint64]bool{}
	for _, fingerprint := range want.Skipped {
		known[fingerprint] = true
	}
	got, err := Parse(body, Meta{URL: "https://feeds.example.com/feed", Now: now, Known: func(fingerprint uint64) bool { return known[fingerprint] }})
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%s: %v\n%s", name, err, diff)
	}
	return len(want.Skipped)
}

func every(uint64) bool { return true }

func odd(fingerprint uint64) bool { return fingerprint%2 == 1 }

// itemText writes one item of a kind of document.
func itemText(kind string, n int, text string) string {
	switch kind {
	case "atom":
		return fmt.Sprintf("<entry a='>'><id>%d</id><title>%s</title></entry>", n, text)
	case "json":
		return fmt.Sprintf(`{"id":"%d","title":%q}`, n, text)
	}
	return fmt.Sprintf("<item>\n<guid>%d</guid><title>%s</title></item >", n, text)
}

// documentOf writes a document of items.
func documentOf(kind string, items []string) string {
	switch kind {
	case "atom":
		return `<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title>` + strings.Join(items, "\n") + "</feed>"
	case "json":
		return `{"version":"https://jsonfeed.org/version/1.1","title":"t","items":[` + strings.Join(items, ",\n") + "]}"
	case "rdf":
		return `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel><title>t</title></channel>` + strings.Join(items, "\n") + "</rdf:RDF>"
	case "slow": // which the quick path leaves alone
		return `<rss version=2.0><channel><title>t</title>` + strings.Join(items, "\n") + "</channel></rss>"
	}
	return `<rss version="2.0"><channel><title>t</title>` + strings.Join(items, "\n") + "</channel></rss>"
}

func TestKnownItemsAreSkippedAndNoOthers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom([]string{"rss", "rdf", "atom", "json", "slow"}).Draw(t, "kind")
		var items []string
		for i, n := 0, rapid.IntRange(0, 8).Draw(t, "items"); i < n; i++ {
			text := rapid.SampledFrom([]string{
				"x", "<![CDATA[<item>no</item>]]>", "<!-- </item> --> y", "&lt;item&gt;", "<b title='</entry>'/>", "<![CDATA[]] >]]>", "<?pi </item> ?>z", "",
				"</b>", "<![CDATA[ never ends", "<!-- never ends", "<item>", "</item>", "a < b",
			}).Draw(t, "text")
			if kind == "json" && strings.HasPrefix(text, "<") {
				text = "</item>"
			}
			items = append(items, itemText(kind, i/2, text)) // some come twice
		}
		body := documentOf(kind, items)
		cut := rapid.IntRange(0, len(body)).Draw(t, "cut")
		if rapid.Bool().Draw(t, "truncated") {
			body = body[:cut]
		}
		mask := rapid.Uint64().Draw(t, "known")
		knows(t, body, []byte(body), func(fingerprint uint64) bool { return mask>>(fingerprint%64)&1 == 1 })
	})
}

func TestKnownItemsAreSkippedInEveryFormat(t *testing.T) {
	for _, kind := range []string{"rss", "rdf", "atom", "json"} {
		var items []string
		for i := range 10 {
			items = append(items, itemText(kind, i, "story"))
		}
		if n := knows(t, kind, []byte(documentOf(kind, items)), every); n != len(items) {
			t.Errorf("%s: %d of %d items are skipped", kind, n, len(items))
		}
	}
	for name, body := range goldenFiles(t) {
		if knows(t, name, body, every) == 0 && strings.Contains(name, "rss") {
			t.Errorf("%s: nothing is skipped", name)
		}
		knows(t, name, body, odd)
	}
	for name, body := range quickly {
		knows(t, name, []byte(body), every)
	}
	for name, body := range slowOnly {
		knows(t, name, []byte(body), every)
	}
}

func TestKnownItemsOfTheCorpusAreSkipped(t *testing.T) {
	folder, docs := readIndex(t)
	for _, d := range docs {
		body, err := os.ReadFile(filepath.Join(folder, d.file))
		if err != nil {
			t.Fatal(err)
		}
		knows(t, d.file, body, every)
		knows(t, d.file, body, odd)
	}
}

func TestAnEditedItemIsReadAgain(t *testing.T) {
	for _, kind := range []string{"rss", "rdf", "atom", "json"} {
		prints := map[uint64]bool{}
		for _, text := range []string{"story", "Story", "story ", "storey"} {
			feed := parse(t, documentOf(kind, []string{itemText(kind, 1, text)}))
			if p := feed.Items[0].Print; p == 0 || prints[p] {
				t.Errorf("%s: %q has the fingerprint %d, as another", kind, text, p)
			} else {
				prints[p] = true
			}
		}
	}
}

func TestAnItemHasOneFingerprintWhereverItStands(t *testing.T) {
	item := itemText("rss", 1, "caf\u00e9")
	want := parse(t, documentOf("rss", []string{item})).Items[0].Print
	for name, body := range map[string]string{
		"among others":    documentOf("rss", []string{itemText("rss", 2, "x"), item}),
		"the slow way":    documentOf("slow", []string{item}),
		"in RSS 1.0":      documentOf("rdf", []string{item}),
		"with a mark":     "\ufeff" + documentOf("rss", []string{item}),
		"cut off":         `<rss version="2.0"><channel>` + item + "<item><title>y",
		"in windows-1252": `<?xml version="1.0" encoding="windows-1252"?>` + strings.ReplaceAll(documentOf("rss", []string{item}), "\u00e9", "\xe9"),
	} {
		found := false
		for _, it := range parse(t, body).Items {
			found = found || it.Print == want
		}
		if !found {
			t.Errorf("%s: it has another", name)
		}
	}
}

func TestADocumentOfMoreItemsThanAreKeptShowsNoOlderOnes(t *testing.T) {
	var items []string
	for i := range 3 * maxItems {
		items = append(items, itemText("rss", i, "story"))
	}
	if n := knows(t, "many", []byte(documentOf("rss", items)), every); n != maxItems {
		t.Errorf("%d of %d items are skipped", n, maxItems)
	}
}

func FuzzKnown(f *testing.F) {
	for _, body := range goldenFiles(f) {
		f.Add(body, uint64(0xaaaaaaaaaaaaaaaa))
	}
	for _, body := range quickly {
		f.Add([]byte(body), ^uint64(0))
	}
	f.Fuzz(func(t *testing.T, body []byte, mask uint64) {
		knows(t, "fuzzed", body, func(fingerprint uint64) bool { return mask>>(fingerprint%64)&1 == 1 })
	})
}

func BenchmarkParseKnownFeed(b *testing.B) {
	body := typical()
	feed, err := Parse(body, Meta{URL: "https://example.com/feed", Now: now})
	if err != nil {
		b.Fatal(err)
	}
	known := map[uint64]bool{}
	for _, it := range feed.Items[1:] {
		known[it.Print] = true
	}
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		feed, err := Parse(body, Meta{URL: "https://example.com/feed", Now: now, Known: func(fingerprint uint64) bool { return known[fingerprint] }})
		if err != nil || len(feed.Items) != 1 || len(feed.Skipped) != 29 {
			b.Fatalf("%d items, %d skipped, %v", len(feed.Items), len(feed.Skipped), err)
		}
	}
}

func TestKnownItemsOfMadeUpDocumentsAreSkipped(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		body := madeUp(t)
		mask := rapid.Uint64().Draw(t, "known")
		knows(t, body, []byte(body), func(fingerprint uint64) bool { return mask>>(fingerprint%64)&1 == 1 })
	})
}
