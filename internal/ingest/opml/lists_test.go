package opml

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestEveryListOfTheWildIsReadWithItsCount reads lists as people publish them.
// The folder that PICKWICK_DATA names has them, with a table of how many feeds
// each names and how many of these are repetitions.
func TestEveryListOfTheWildIsReadWithItsCount(t *testing.T) {
	data := os.Getenv("PICKWICK_DATA")
	if data == "" {
		t.Skip("set PICKWICK_DATA to the folder with the data for measuring")
	}
	index, err := os.ReadFile(filepath.Join(data, "lists", "index.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	files, feeds := 0, 0
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
		entries, problems, err := Read(text)
		if err != nil {
			t.Errorf("%s: %v", cells[0], err)
		}
		for _, p := range problems {
			t.Errorf("%s:%d: %s", cells[0], p.Line, p.Text)
		}
		distinct := map[string]bool{}
		for _, e := range entries {
			distinct[e.URL] = true
			if e.Line < 1 || e.Line > 1+bytes.Count(text, []byte("\n")) {
				t.Errorf("%s: %+v", cells[0], e)
			}
		}
		if len(entries) != want {
			t.Errorf("%s has %d feeds, not %d", cells[0], len(entries), want)
		}
		if again := len(entries) - len(distinct); cells[2] != "" && strconv.Itoa(again) != cells[2] {
			t.Errorf("%s repeats %d addresses, not %s", cells[0], again, cells[2])
		}
		if diff := cmp.Diff(withoutLines(entries), again(t, entries)); diff != "" {
			t.Errorf("%s is another list when written and read again (-before +after):\n%s", cells[0], diff)
		}
		files, feeds = files+1, feeds+len(entries)
	}
	if files != 50 {
		t.Errorf("%d lists were read, not 50", files)
	}
	t.Logf("%d lists, %d feeds", files, feeds)
}

// again writes a list, holds it to be well-formed XML, and reads it.
func again(t interface {
	Helper()
	Errorf(string, ...any)
	Fatal(...any)
}, entries []Entry,
) []Entry {
	t.Helper()
	var out bytes.Buffer
	if err := Write(&out, "a < b & c", entries); err != nil {
		t.Fatal(err)
	}
	in := xml.NewDecoder(bytes.NewReader(out.Bytes()))
	for {
		if _, err := in.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Errorf("%v in:\n%s", err, out.Bytes())
			break
		}
	}
	read, problems, err := Read(out.Bytes())
	if err != nil || len(problems) > 0 {
		t.Errorf("%v, %v in:\n%s", problems, err, out.Bytes())
	}
	return withoutLines(read)
}

// withoutLines are the entries without what writing changes.
func withoutLines(entries []Entry) []Entry {
	var out []Entry
	for _, e := range entries {
		e.Line = 0
		out = append(out, e)
	}
	return out
}
