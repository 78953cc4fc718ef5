package document

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// slowly reads a document past the quick path.
func slowly(text []byte, meta Meta) (*Feed, error) {
	doc, err := readSlowly(text, markItems(text))
	if err != nil {
		return nil, err
	}
	return doc.convert(meta), nil
}

// agree holds the quick path to its promise for one document: what it takes
// comes out as the slow path has it. It reports whether the quick path took it.
func agree(t *testing.T, name string, body []byte) bool {
	t.Helper()
	meta := Meta{URL: "https://feeds.example.com/feed", Now: now}
	text, _ := toUTF8(body, "")
	text = []byte(strings.TrimLeft(string(text), " \t\r\n\x00"))
	quick, ok := readQuick(text, markItems(text), meta)
	if !ok {
		return false
	}
	slow, err := slowly(text, meta)
	if err != nil {
		t.Errorf("%s: the slow path refuses it: %v", name, err)
		return true
	}
	if diff := cmp.Diff(slow, quick); diff != "" {
		t.Errorf("%s: the quick path (+) and the slow one (-) differ:\n%s", name, diff)
	}
	return true
}

func TestTheQuickPathAgreesOnEveryDocumentOfTheCorpus(t *testing.T) {
	folder, docs := readIndex(t)
	took, all := map[string]int{}, map[string]int{}
	for _, d := range docs {
		body, err := os.ReadFile(filepath.Join(folder, d.file))
		if err != nil {
			t.Fatal(err)
		}
		ok := agree(t, d.file, body)
		if !d.inScope() || !strings.Contains(d.format, "rss") && !strings.Contains(d.format, "atom") {
			continue
		}
		all[d.kind]++
		if ok {
			took[d.kind]++
		} else if d.kind == "real" {
			t.Logf("left to the slow path: %s (%s)", d.file, d.format)
		}
	}
	for kind, n := range all {
		t.Logf("%s: the quick path takes %d of %d documents (%.1f %%)", kind, took[kind], n, 100*float64(took[kind])/float64(n))
	}
	if took["real"]*100 < all["real"]*85 {
		t.Error("fewer than 85 % of the real ones")
	}
}
