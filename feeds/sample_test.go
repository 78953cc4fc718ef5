package feeds_test

import (
	"bytes"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"example.com/pickwick/feeds"
)

func TestTwelveDocumentsInFourFormats(t *testing.T) {
	docs := documents(t)
	if len(docs) != 12 {
		t.Errorf("%d documents, not 12: %v", len(docs), docs)
	}
	marks := map[string]string{
		"ledger.rss": `<rss version="2.0"`, "courier.rss": `encoding="ISO-8859-1"`, "podcast.rss": "<itunes:duration>",
		"people.rdf": "<rdf:RDF", "plant.atom": "xml:base=", "halden.atom": `type="xhtml"`,
		"perimeter.json": "https://jsonfeed.org/version/1.1",
	}
	for doc, mark := range marks {
		if !bytes.Contains(render(t, doc), []byte(mark)) {
			t.Errorf("%s has no %s", doc, mark)
		}
	}
	if utf8.Valid(render(t, "courier.rss")) {
		t.Error("courier.rss is UTF-8: it is to be stored in ISO-8859-1")
	}
	for _, doc := range docs {
		if doc != "courier.rss" && !utf8.Valid(render(t, doc)) {
			t.Errorf("%s is not UTF-8", doc)
		}
	}
}

func TestEveryItemHasATitleAndAnIdentity(t *testing.T) {
	items := all(t)
	if len(items) < 230 {
		t.Errorf("%d items, fewer than 230", len(items))
	}
	seen := map[string]bool{}
	for _, e := range items {
		if e.title == "" || e.summary == "" {
			t.Errorf("%s (%s): title or summary is missing", e.name(), e.id)
		}
		key := e.doc + " " + e.id + e.link
		if seen[key] {
			t.Errorf("%s: the identity is taken", e.name())
		}
		seen[key] = true
	}
}

// Links lead to made-up hosts, never to the demo's own server.
func TestLinksLeadToMadeUpHosts(t *testing.T) {
	bases := map[string]string{"plant.atom": "https://plantweekly.example/", "courier.rss": "https://courier.example/"}
	var without []string
	for _, e := range all(t) {
		if e.link == "" {
			without = append(without, e.name())
			continue
		}
		u, err := url.Parse(e.link)
		if err != nil {
			t.Errorf("%s: %v", e.name(), err)
			continue
		}
		if !u.IsAbs() && bases[e.doc] == "" || u.IsAbs() && !strings.HasSuffix(u.Host, ".example") {
			t.Errorf("%s: link %q", e.name(), e.link)
		}
	}
	if len(without) != 1 {
		t.Errorf("one item is to be without a link: %q", without)
	}
}

func TestDatesAreRelativeToNow(t *testing.T) {
	layouts := []string{"Mon, 02 Jan 2006 15:04:05 GMT", time.RFC3339, "2006-01-02T15:04Z07:00"}
	var undated, ahead, stale int
	for _, e := range all(t) {
		if e.date == "" {
			undated++
			continue
		}
		var at time.Time
		for _, l := range layouts {
			if d, err := time.Parse(l, e.date); err == nil {
				at = d
			}
		}
		age, limit := now.Sub(at), 80*24*time.Hour
		if slices.Contains([]string{"maya.atom", "daniel.rss", "hana.json"}, e.doc) {
			limit = 200 * 24 * time.Hour
		} else if age > 30*24*time.Hour {
			stale++
		}
		switch {
		case at.IsZero() || age > limit:
			t.Errorf("%s: date %q", e.name(), e.date)
		case age < 0:
			ahead++
		}
	}
	if undated != 1 || ahead != 1 {
		t.Errorf("%d undated and %d ahead, not one of each", undated, ahead)
	}
	if stale == 0 || stale > 12 {
		t.Errorf("%d older than 30 days: a few are wanted", stale)
	}
}

// repeats are the stories told more than once on purpose: title, and documents.
var repeats = map[string][]string{
	"Trade ministry extends tariff relief on machine tools by nine months": {"ledger.rss", "plant.atom", "courier.rss"},
	"Orrin Controls ships emergency firmware for plant gateways":           {"plant.atom", "perimeter.json"},
	"Acme adds electricity tariffs to its shop-floor planner":              {"plant.atom", "acme-newsroom.atom"},
	"Central bank holds rates and hints at a cut in spring":                {"ledger.rss", "courier.rss"},
	"Employers and unions agree model contract for shift self-scheduling":  {"people.rdf", "plant.atom", "courier.rss"},
	"Forecasting who is needed on a Thursday in March":                     {"people.rdf", "people.rdf"},
}

// wire are the repeats that share an address but for tracking parameters.
var wire = []string{
	"Trade ministry extends tariff relief on machine tools by nine months",
	"Orrin Controls ships emergency firmware for plant gateways",
	"Acme adds electricity tariffs to its shop-floor planner",
}

func TestRepeatsAreAsMeant(t *testing.T) {
	told := map[string][]entry{}
	for _, e := range all(t) {
		told[e.title] = append(told[e.title], e)
	}
	for title, es := range told {
		var docs []string
		full, bare := map[string]bool{}, map[string]bool{}
		for _, e := range es {
			docs = append(docs, e.doc)
			full[e.link] = true
			without, _, _ := strings.Cut(e.link, "?")
			bare[without] = true
		}
		want := slices.Clone(repeats[title])
		slices.Sort(want)
		slices.Sort(docs)
		if len(docs) > 1 && !slices.Equal(docs, want) {
			t.Errorf("%q is told by %v, meant for %v", title, docs, want)
		}
		if slices.Contains(wire, title) && (len(full) != len(es) || len(bare) != 1) {
			t.Errorf("%q: addresses %v are to differ in tracking alone", title, full)
		}
	}
	for title := range repeats {
		if len(told[title]) < 2 {
			t.Errorf("%q is told %d times", title, len(told[title]))
		}
	}
}

// No two items are near-copies but those that are meant to be.
func TestNoNearCopies(t *testing.T) {
	items := all(t)
	sets := make([]map[string]bool, len(items))
	for i, e := range items {
		sets[i] = tokens(e)
	}
	for i := range items {
		for j := range i {
			meant := items[i].title == items[j].title && repeats[items[i].title] != nil
			if s := jaccard(sets[i], sets[j]); s > 0.6 && !meant {
				t.Errorf("%.2f alike:\n  %s\n  %s", s, items[i].name(), items[j].name())
			}
		}
	}
}

func tokens(e entry) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(e.folded) {
		set[w] = true
	}
	return set
}

// jaccard is the share of words that two sets have in common, 0 to 1.
func jaccard(a, b map[string]bool) float64 {
	var both int
	for w := range a {
		if b[w] {
			both++
		}
	}
	return float64(both) / float64(len(a)+len(b)-both)
}

func TestAges(t *testing.T) {
	for in, want := range map[string]time.Duration{
		"90m": 90 * time.Minute, "26h": 26 * time.Hour, "2d": 48 * time.Hour, "3d4h": 76 * time.Hour, "-2d": -48 * time.Hour,
	} {
		if got, err := parseAge(in); err != nil || got != want {
			t.Errorf("parseAge(%q) = %v, %v", in, got, err)
		}
	}
	for _, in := range []string{"", "-", "2", "d", "3 days", "1w"} {
		if got, err := parseAge(in); err == nil {
			t.Errorf("parseAge(%q) = %v, want an error", in, got)
		}
	}
}

// The README of the samples names every file beside it.
func TestReadmeNamesEveryFile(t *testing.T) {
	readme, err := feeds.Sample.ReadFile("sample/README.md")
	if err != nil {
		t.Fatal(err)
	}
	dir, err := feeds.Sample.ReadDir("sample")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range dir {
		if path.Ext(f.Name()) != ".md" && !bytes.Contains(readme, []byte("`"+f.Name()+"`")) {
			t.Errorf("sample/README.md does not name %s", f.Name())
		}
	}
}
