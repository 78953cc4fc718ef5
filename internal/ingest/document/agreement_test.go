package document

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"example.com/pickwick/internal/ingest/address"
)

// expectation is what the suite that a document comes from says of one field
// of one item.
type expectation struct {
	item  int
	field string // "title", "link", "id", "published" or "updated"
	want  string // dates as RFC 3339, or as the document has them
}

// TestAgreementWithTheExpectationsOfOtherSuites reads the documents that come
// with an expectation and compares titles, links, ids and dates. Whatever disagrees
// stands in testdata/agreement_exceptions.tsv with its reason, and counts as a
// disagreement all the same.
func TestAgreementWithTheExpectationsOfOtherSuites(t *testing.T) {
	folder, docs := readIndex(t)
	excused := readExceptions(t)
	type count struct{ right, all int }
	counts := map[string]*count{}
	tally := func(key string, right bool) {
		if counts[key] == nil {
			counts[key] = &count{}
		}
		counts[key].all++
		if right {
			counts[key].right++
		}
	}
	for _, d := range docs {
		if !d.inScope() || d.expected == "" {
			continue
		}
		body, err := os.ReadFile(filepath.Join(folder, d.file))
		if err != nil {
			t.Fatal(err)
		}
		list, meta := expectations(t, folder, d, body)
		if len(list) == 0 {
			continue
		}
		feed, err := Parse(body, meta)
		if err != nil {
			t.Errorf("%s: %v", d.file, err)
		}
		source, _, _ := strings.Cut(d.file, "/")
		disagrees := map[string]string{}
		for _, x := range list {
			got := x.found(feed)
			right := x.agrees(got, feed)
			for _, key := range []string{"all", "all " + x.field, source + " " + x.field} {
				tally(key, right)
			}
			if !right {
				disagrees[x.field] = fmt.Sprintf("item %d: %q, not %q", x.item, got, x.want)
			}
		}
		for _, field := range fieldsOf(list) { // real feeds have many items, and would drown the others
			tally("documents, each field once", disagrees[field] == "")
		}
		for field, how := range disagrees {
			if excused[d.file+" "+field] == "" {
				t.Errorf("%s: %s: %s", d.file, field, how)
			}
			delete(excused, d.file+" "+field)
		}
	}
	for key := range excused {
		t.Errorf("%s is listed as an exception, and agrees", key)
	}
	for _, key := range slices.Sorted(maps.Keys(counts)) {
		t.Logf("%-42s %5d of %5d (%.1f %%)", key, counts[key].right, counts[key].all, 100*float64(counts[key].right)/float64(counts[key].all))
	}
	if n := counts["all"]; n == nil || n.all < 500 || n.right*100 < n.all*95 {
		t.Error("fewer than 95 in a hundred agree")
	}
}

// fieldsOf are the fields that a list speaks of.
func fieldsOf(list []expectation) []string {
	fields := map[string]bool{}
	for _, x := range list {
		fields[x.field] = true
	}
	return slices.Sorted(maps.Keys(fields))
}

// readExceptions gives the reasons by file and field.
func readExceptions(t *testing.T) map[string]string {
	table, err := os.ReadFile("testdata/agreement_exceptions.tsv")
	if err != nil {
		t.Fatal(err)
	}
	reasons := map[string]string{}
	for line := range strings.Lines(string(table)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		c := strings.Split(strings.TrimSpace(line), "\t")
		if len(c) != 3 || c[2] == "" {
			t.Fatalf("%q is not a file, a field and a reason", line)
		}
		reasons[c[0]+" "+c[1]] = c[2]
	}
	return reasons
}

// expectations are read from the document's own comment or its companion.
func expectations(t *testing.T, folder string, d indexed, body []byte) ([]expectation, Meta) {
	meta := Meta{URL: "https://feeds.example.com/feed", Now: now}
	if d.expected == "inline comment" {
		text, _ := toUTF8(body, "")
		meta.URL = "http://127.0.0.1:8097/" + d.file // where feedparser serves its documents
		if location := header(text, "Content-Location"); location != "" {
			meta.URL = address.Base(meta.URL).JoinPath("..").ResolveReference(address.Base(location)).String()
		}
		meta.ContentType = header(text, "Content-type")
		return pythonExpectations(string(text)), meta
	}
	companion, err := os.ReadFile(filepath.Join(folder, d.expected))
	if err != nil {
		t.Fatal(err)
	}
	return companionExpectations(t, companion), meta
}

// found is what we have for the field.
func (x expectation) found(feed Feed) string {
	if x.item >= len(feed.Items) {
		return ""
	}
	it := feed.Items[x.item].Item
	switch x.field {
	case "title":
		return it.Title
	case "link":
		return it.URL
	case "id":
		return cmp.Or(it.GUID, it.URL) // as it is printed
	case "published":
		return it.Published.Format(time.RFC3339)
	case "updated":
		return cmp.Or(it.Updated, it.Published).Format(time.RFC3339)
	}
	return ""
}

// agrees compares as is fair: titles as plain text, links as absolute ones,
// dates as instants to the second.
func (x expectation) agrees(got string, feed Feed) bool {
	switch x.field {
	case "title":
		return got == plainTitle(x.want)
	case "link":
		return got == x.want || got == address.Absolute(address.Base(feed.URL), x.want) || got == address.Absolute(address.Base(feed.Link), x.want)
	case "id":
		return got == strings.TrimSpace(x.want)
	}
	want, ok := parseDate(x.want)
	return ok && got == want.Format(time.RFC3339)
}
