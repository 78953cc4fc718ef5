package ingest_test

import (
	"bufio"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"example.com/pickwick/internal/fake/feedhost"
)

// TestReplayedFeedsBringWhatTheirTableSays polls five business feeds as they
// stood at 42 instants over months. At each, the items are new whose guid was
// in no earlier document.
func TestReplayedFeedsBringWhatTheirTableSays(t *testing.T) {
	data := os.Getenv("PICKWICK_DATA")
	if data == "" {
		t.Skip("PICKWICK_DATA names no folder with the replayed feeds")
	}
	tables, err := filepath.Glob(filepath.Join(data, "feeds", "replay", "dev", "*", "index.tsv"))
	if err != nil || len(tables) == 0 {
		t.Fatal("no replayed feeds", err)
	}
	polls, agree, wanted, got := 0, 0, 0, 0
	for _, table := range tables {
		folder := filepath.Dir(table)
		w := newWorld(t)
		feeds := w.feeds("/feed")
		for _, row := range rows(t, table) {
			at, err := time.Parse("20060102T150405Z", strings.TrimSuffix(row[0], ".xml"))
			if err != nil {
				t.Fatal(err)
			}
			want, err := strconv.Atoi(row[3])
			if err != nil {
				t.Fatal(err)
			}
			body, err := os.ReadFile(filepath.Join(folder, row[0]))
			if err != nil {
				t.Fatal(err)
			}
			w.now = at
			w.host.Serve("/feed", feedhost.Answer{Body: body})
			s := w.poll(feeds)
			polls, wanted, got = polls+1, wanted+want, got+s.NewItems
			if s.NewItems == want {
				agree++
			} else {
				t.Errorf("%s %s: %d new items, %d by its guids", filepath.Base(folder), row[0], s.NewItems, want)
			}
			if q := w.state("/feed").Quarantined; q != "" {
				t.Errorf("%s %s: quarantined: %s", filepath.Base(folder), row[0], q)
			}
		}
	}
	t.Logf("%d of %d polls bring as many new items as the table says; %d new items, %d by the guids", agree, polls, got, wanted)
}

// rows are the lines of a table of tabs, without its heading.
func rows(t *testing.T, name string) (list [][]string) {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		list = append(list, strings.Split(lines.Text(), "\t"))
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return list[1:]
}
