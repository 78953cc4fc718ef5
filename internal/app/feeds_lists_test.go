package app

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"example.com/pickwick/internal/config"
)

// fresh is a new installation without a list; it returns its configuration.
func fresh(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "configs", "pickwick.yaml")
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte("company: Acme\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func exported(t *testing.T, file string) []byte {
	t.Helper()
	cfg, report := config.Load(file, nil)
	if err := report.Err(); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if _, err := ExportFeeds(&out, cfg, ExportOptions{}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestEveryListOfTheWildIsImportedExportedAndImportedAgain takes each list as
// people publish it to a new installation, and from there to another, which
// then has the same feeds.
func TestEveryListOfTheWildIsImportedExportedAndImportedAgain(t *testing.T) {
	data := os.Getenv("PICKWICK_DATA")
	if data == "" {
		t.Skip("set PICKWICK_DATA to the folder with the data for measuring")
	}
	index, err := os.ReadFile(filepath.Join(data, "lists", "index.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	lists, all, fewer := 0, 0, 0
	for row := range strings.Lines(string(index)) {
		cells := strings.Split(row, "\t")
		want, err := strconv.Atoi(cells[1])
		if err != nil {
			continue // the heading
		}
		text, err := os.ReadFile(filepath.Join(data, "lists", cells[0]))
		if err != nil {
			t.Fatal(err)
		}
		here, there := fresh(t), fresh(t)
		done, err := ImportFeeds(bytes.NewReader(text), ImportOptions{Config: here, Source: cells[0], Persona: "wild", Name: cells[0]})
		if err != nil {
			t.Errorf("%s: %v", cells[0], err)
			continue
		}
		if got := len(done.Added) + len(done.Known); got != want || len(done.Refused) > 0 {
			t.Errorf("%s: %d feeds of %d, %v", cells[0], got, want, done.Refused)
		}
		first := exported(t, here)
		again, err := ImportFeeds(bytes.NewReader(first), ImportOptions{Config: there, Source: "first.opml", Persona: "wild", Name: cells[0]})
		if err != nil || len(again.Added) != len(done.Added) || len(again.Known)+len(again.Refused) > 0 {
			t.Errorf("%s: imported again, it has %d feeds of %d (%v)", cells[0], len(again.Added), len(done.Added), err)
			continue
		}
		if !bytes.Equal(first, exported(t, there)) {
			t.Errorf("%s is another list when exported and imported again", cells[0])
		}
		lists, all, fewer = lists+1, all+len(done.Added), fewer+len(done.Known)
	}
	if lists != 50 {
		t.Errorf("%d lists of 50", lists)
	}
	t.Logf("%d lists: %d feeds added, %d stood there already", lists, all, fewer)
}

func TestAnImportThatCannotBeReadChangesNothing(t *testing.T) {
	file := fresh(t)
	for in, want := range map[string]string{
		"":                           "mine.opml: it is empty",
		"<html>":                     "mine.opml: it is a web page",
		"url\nftp://a.example/\n\nx": "mine.opml names no feed that can be added\nmine.opml:2: \"ftp://a.example/\" is not",
		strings.Repeat("x", 11<<20):  "mine.opml: it is larger than 10 MiB",
	} {
		_, err := ImportFeeds(strings.NewReader(in), ImportOptions{Config: file, Source: "mine.opml", Persona: "cfo", Name: "CFO"})
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%v, not %s", err, want)
		}
	}
	if _, err := os.Stat(filepath.Join(filepath.Dir(file), "..", "feeds")); !os.IsNotExist(err) {
		t.Errorf("there is a folder of lists now (%v)", err)
	}
}
