package document

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"example.com/pickwick/internal/curation"
)

// now is the instant at which all tests here take place.
var now = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

// dataFolder is the folder of measuring data, which is not part of the project.
func dataFolder(tb testing.TB) string {
	folder := os.Getenv("PICKWICK_DATA")
	if folder == "" {
		tb.Skip("PICKWICK_DATA is not set: it names the folder of measuring data, which is not part of the project")
	}
	return folder
}

// indexed is one line of the corpus's index.
type indexed struct{ file, kind, format, expected string }

// inScope reports documents that a feed reader must take: those in which the
// index saw RSS, Atom or JSON Feed, but for single entries of Atom.
func (d indexed) inScope() bool {
	if d.format == "atom entry" || strings.HasPrefix(d.format, "other") {
		return false
	}
	return strings.Contains(d.format, "rss") || strings.Contains(d.format, "atom") || strings.Contains(d.format, "jsonfeed")
}

func readIndex(tb testing.TB) (folder string, docs []indexed) {
	folder = filepath.Join(dataFolder(tb), "feeds", "corpus", "dev")
	f, err := os.Open(filepath.Join(folder, "index.tsv"))
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if c := strings.Split(lines.Text(), "\t"); len(c) > 9 && c[0] != "file" {
			docs = append(docs, indexed{file: c[0], kind: c[1], format: c[2], expected: c[9]})
		}
	}
	if err := lines.Err(); err != nil {
		tb.Fatal(err)
	}
	return folder, docs
}

func TestEveryDocumentOfTheCorpusParsesOrIsRefused(t *testing.T) {
	folder, docs := readIndex(t)
	parsed, scope := map[string]int{}, map[string]int{}
	others, unseen := 0, 0
	for _, d := range docs {
		body, err := os.ReadFile(filepath.Join(folder, d.file))
		if err != nil {
			t.Fatal(err)
		}
		feed, err := Parse(body, Meta{URL: "https://feeds.example.com/feed", Now: now})
		switch {
		case d.inScope():
			scope[d.kind]++
			if err == nil {
				parsed[d.kind]++
			} else {
				t.Logf("refused: %s (%s): %v: %v", d.file, d.format, err, refusalOf(err).err)
			}
		case err == nil && d.format == "other" && strings.HasPrefix(feed.Encoding, "utf-32"):
			unseen++ // a feed all the same: the index does not read UTF-32
		case err == nil:
			t.Errorf("%s (%s) passes as a feed of %d items", d.file, d.format, len(feed.Items))
		default:
			others++
			if refusalOf(err).err != nil {
				t.Errorf("%s (%s) is not refused, but fails: %v", d.file, d.format, refusalOf(err).err)
			}
		}
		if err == nil {
			checkItems(t, d.file, feed)
		}
	}
	t.Logf("others: %d documents are refused in words; %d feeds in UTF-32, which the index takes for others, are read", others, unseen)
	for _, kind := range []string{"real", "unit"} {
		t.Logf("%s: %d of %d documents in scope parse (%.2f %%)", kind, parsed[kind], scope[kind], 100*float64(parsed[kind])/float64(scope[kind]))
		if float64(parsed[kind]) < 0.999*float64(scope[kind]) {
			t.Errorf("%s: fewer than 99.9 %% parse", kind)
		}
	}
}

// checkItems holds what is promised of every item, whatever the feed.
func checkItems(t *testing.T, name string, feed Feed) {
	t.Helper()
	for _, e := range feed.Items {
		it := e.Item
		for _, link := range append([]string{it.URL, it.Image}, urlsOf(it.Enclosures)...) {
			if link != "" && !strings.HasPrefix(link, "http://") && !strings.HasPrefix(link, "https://") {
				t.Errorf("%s: link %q", name, link)
			}
		}
		if it.Published.IsZero() || it.Published.After(now.Add(24*time.Hour)) || it.Published.Year() < 1990 {
			t.Errorf("%s: published %v", name, it.Published)
		}
		if len([]rune(it.Text)) > maxItemText || len([]rune(it.Summary)) > maxSummary || len([]rune(it.Title)) > maxTitle {
			t.Errorf("%s: a text is too long", name)
		}
	}
}

func urlsOf(list []curation.Attachment) []string {
	var urls []string
	for _, a := range list {
		urls = append(urls, a.URL)
	}
	return urls
}
