package ingest

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"example.com/pickwick/internal/ingest/document"
	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestEachFormatBecomesTheItemsOfItsGoldenFile(t *testing.T) {
	files, err := filepath.Glob("testdata/parse/*.xml")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range append(files, "testdata/parse/feed.json") {
		t.Run(filepath.Base(file), func(t *testing.T) {
			body, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			feed, err := Parse(body, document.Meta{URL: "https://example.com/feed.xml", Now: now})
			if err != nil {
				t.Fatal(err)
			}
			line, err := JSONFeed(feed)
			if err != nil {
				t.Fatal(err)
			}
			if bytes.ContainsRune(line, '\n') {
				t.Error("the feed is not on one line")
			}
			var got bytes.Buffer
			if err := json.Indent(&got, line, "", "  "); err != nil {
				t.Fatal(err)
			}
			got.WriteByte('\n')
			golden := file + ".golden"
			if *update {
				if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got.String()); diff != "" {
				t.Errorf("differs from %s (-want +got):\n%s", golden, diff)
			}
		})
	}
}
