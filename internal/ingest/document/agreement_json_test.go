package document

import (
	"encoding/json"
	"strconv"
	"testing"
	"time"
)

// companionFields are the names that gofeed, rss-parser and podcastparser have
// for what we compare.
var companionFields = []struct{ name, field string }{
	{"title", "title"},
	{"link", "link"},
	{"id", "id"},
	{"guid", "id"},
	{"published", "published"},       // gofeed: text; podcastparser: seconds since 1970
	{"publishedParsed", "published"}, // gofeed
	{"pubDateParsed", "published"},   // gofeed, RSS
	{"isoDate", "published"},         // rss-parser
	{"updated", "updated"},
	{"updatedParsed", "updated"},
}

// companionExpectations reads what a parser made of a document: an object with
// a list of items, at the top or one below.
func companionExpectations(t *testing.T, companion []byte) []expectation {
	var doc struct {
		companionFeed
		Feed companionFeed
	}
	if err := json.Unmarshal(companion, &doc); err != nil {
		t.Fatal(err)
	}
	var list []expectation
	at := 0
	for _, items := range [][]map[string]any{doc.Items, doc.Entries, doc.Episodes, doc.Feed.Items} {
		for _, item := range items {
			before := len(list)
			for _, f := range companionFields {
				if want := companionText(item[f.name]); want != "" {
					list = append(list, expectation{at, f.field, want})
				}
			}
			if link := alternate(item["links"]); link != "" && item["link"] == nil {
				list = append(list, expectation{at, "link", link})
			}
			if len(list) > before { // we keep no item without any of these
				at++
			}
		}
	}
	return list
}

type companionFeed struct {
	Items, Entries, Episodes []map[string]any
}

// companionText is a value as text: gofeed has {"value": …} for a guid.
func companionText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case float64:
		if v > 0 {
			return time.Unix(int64(v), 0).UTC().Format(time.RFC3339)
		}
	case map[string]any:
		return companionText(v["value"])
	}
	return ""
}

// alternate is the first link that leads to the piece itself.
func alternate(v any) string {
	links, _ := v.([]any)
	for _, l := range links {
		if l, ok := l.(map[string]any); ok && (l["rel"] == nil || l["rel"] == "alternate") {
			return companionText(l["href"])
		}
	}
	return ""
}

func TestExpectationsInCompanionsAreRead(t *testing.T) {
	for text, want := range map[string]int{
		`{"items":[{"title":"a","guid":{"value":"1"},"pubDateParsed":"2026-11-21T07:30:00Z"}]}`:                                    3,
		`{"entries":[{"id":"1","links":[{"rel":"self","href":"x"},{"href":"https://a.example/"}]},{"summary":"s"},{"title":"b"}]}`: 3,
		`{"episodes":[{"title":"a","published":1795246200,"guid":""}]}`:                                                            2,
		`{"feed":{"items":[{"isoDate":"2026-11-21T07:30:00.000Z"}]}}`:                                                              1,
		`{}`: 0,
	} {
		list := companionExpectations(t, []byte(text))
		if len(list) != want {
			t.Errorf("%s: %v", text, list)
		}
		for _, x := range list {
			if x.field == "title" && x.want == "b" && x.item != 1 {
				t.Errorf("%s: item %s", text, strconv.Itoa(x.item))
			}
		}
	}
}
