package stories_test

import (
	"bytes"
	"cmp"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"text/template"
	"time"

	"example.com/pickwick/feeds"
	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/ingest/address"
	"example.com/pickwick/internal/ingest/document"
	"example.com/pickwick/internal/ingest/stories"
)

// sampleItems gives the items of the sample feeds, oldest first.
func sampleItems(t testing.TB) (items []curation.Item) {
	t.Helper()
	files, err := fs.Glob(feeds.Sample, "sample/*")
	if err != nil {
		t.Fatal(err)
	}
	dated := func(layout string) func(string) (string, error) {
		return func(age string) (string, error) {
			days, rest, found := strings.Cut(age, "d")
			if !found {
				days, rest = "0", age
			}
			n, err := strconv.Atoi(days)
			if err != nil {
				return "", err
			}
			d, err := time.ParseDuration(cmp.Or(rest, "0s"))
			return start.Add(-time.Duration(n)*24*time.Hour - d).Format(layout), err
		}
	}
	for _, file := range files {
		if !slices.Contains([]string{".rss", ".atom", ".rdf", ".json"}, path.Ext(file)) {
			continue
		}
		text, err := fs.ReadFile(feeds.Sample, file)
		if err != nil {
			t.Fatal(err)
		}
		tmpl, err := template.New(file).Funcs(template.FuncMap{
			"rfc1123": dated(time.RFC1123), "rfc3339": dated(time.RFC3339), "w3c": dated("2006-01-02T15:04Z"),
		}).Parse(string(text))
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := tmpl.Execute(&out, struct{ Base string }{"http://feeds.example"}); err != nil {
			t.Fatal(err)
		}
		feed, err := document.Parse(out.Bytes(), document.Meta{URL: "http://feeds.example/" + path.Base(file), Now: start})
		if err != nil {
			t.Fatal(err)
		}
		for _, it := range feed.Items {
			it.ID, it.FeedURL, it.FeedTitle = file+" "+cmp.Or(it.GUID, it.URL, it.Title), feed.URL, feed.Title
			items = append(items, it.Item)
		}
	}
	slices.SortStableFunc(items, func(a, b curation.Item) int { return a.Published.Compare(b.Published) })
	return items
}

// TestTheSampleFeedsRepeatOnlyWhatTheyAreMeantTo compares the stories with what
// feeds/sample/README.md says: items with one address or one title.
func TestTheSampleFeedsRepeatOnlyWhatTheyAreMeantTo(t *testing.T) {
	items := sampleItems(t)
	for _, order := range [][]curation.Item{items, shuffled(items, "a"), shuffled(items, "b")} {
		of := group(stories.New(stories.Options{}), order)
		repeats := 0
		for i, a := range items {
			for _, b := range items[:i] {
				meant := a.Title == b.Title || a.URL != "" && address.Canonical(a.URL) == address.Canonical(b.URL)
				if meant {
					repeats++
				}
				if found := of[a.ID] == of[b.ID]; found != meant {
					t.Errorf("one story: %v, want %v:\n\t%s\n\t%s", found, meant, a.Title, b.Title)
				}
			}
		}
		if repeats != 10 {
			t.Errorf("the sample repeats %d pairs", repeats)
		}
	}
}
