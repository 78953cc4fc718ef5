package document

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/cespare/xxhash/v2"
	jsonfeed "github.com/mmcdole/gofeed/json"
)

// maxKeys is how many fields the head of a JSON Feed may have.
const maxKeys = 1000

// jsonKind is what a field of JSON Feed must hold.
type jsonKind int

const (
	aString jsonKind = iota
	aNumber
	anObject
	objects
	stringList
)

// jsonFields are the fields that are read, and what each must hold. Whatever
// else a document has is dropped: the parser behind would stop at a field of
// the wrong type, or crash at a null.
var jsonFields = map[string]jsonKind{
	"version": aString, "title": aString, "home_page_url": aString, "feed_url": aString,
	"description": aString, "language": aString, "author": anObject, "authors": objects,
	"id": aString, "url": aString, "external_url": aString, "content_html": aString,
	"content_text": aString, "summary": aString, "image": aString, "banner_image": aString,
	"date_published": aString, "date_modified": aString, "tags": stringList,
	"attachments": objects, "name": aString, "mime_type": aString,
	"size_in_bytes": aNumber, "duration_in_seconds": aNumber,
}

// scannedJSON is a JSON Feed, read.
type scannedJSON struct {
	feed      *jsonfeed.Feed
	prints    []uint64 // of its items
	skipped   []uint64 // of those that were known
	truncated bool     // its complete items are kept
	dropped   int      // items beyond the newest maxItems
}

// scanJSON reads a JSON Feed. Known may be nil.
func scanJSON(text []byte, known func(fingerprint uint64) bool) (out scannedJSON, err error) {
	for i, c := range text { // a raw line break within a string is no JSON, but common
		if c < 0x20 && c != ' ' {
			text[i] = ' '
		}
	}
	head := map[string]any{}
	var items []json.RawMessage
	isFeed := false
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if _, err := d.Token(); err != nil {
		return out, notAFeed("this is no feed: it looks like JSON, but is not")
	}
	for keys := 0; d.More(); keys++ {
		key, err := d.Token()
		if err != nil {
			out.truncated = true
			break
		}
		if keys == maxKeys {
			return out, tooComplex("this document has too many fields to be a feed that people read")
		}
		if key == "items" {
			list, whole := readItems(d)
			items = append(items, list...)
			isFeed = isFeed || list != nil && (whole || len(list) > 0)
			if !whole {
				out.truncated = true
				break
			}
			continue
		}
		var value any
		if d.Decode(&value) != nil {
			out.truncated = true
			break
		}
		if name, ok := key.(string); ok {
			head[name] = value
		}
	}
	if end, err := d.Token(); err != nil || end != json.Delim('}') {
		out.truncated = true
	}
	version, _ := head["version"].(string)
	if !isFeed && !strings.Contains(version, "jsonfeed.org") {
		return out, notAFeed("this is JSON, but no JSON Feed: it has no list of items")
	}
	out.feed = &jsonfeed.Feed{}
	remarshal(head, out.feed)
	kept := newestJSON(items)
	out.dropped = len(items) - len(kept)
	for _, raw := range kept {
		fingerprint := xxhash.Sum64(raw)
		if known != nil && known(fingerprint) {
			out.skipped = append(out.skipped, fingerprint)
			continue
		}
		var fields map[string]any
		item := &jsonfeed.Item{}
		if decodeJSON(raw, &fields) == nil && fields != nil && remarshal(fields, item) {
			out.feed.Items = append(out.feed.Items, item)
			out.prints = append(out.prints, fingerprint)
		}
	}
	return out, nil
}

// readItems reads the list of items; whole is false when the document ends
// within it. The list is nil when the value is no list.
func readItems(d *json.Decoder) (list []json.RawMessage, whole bool) {
	open, err := d.Token()
	if err != nil {
		return nil, false
	}
	if open != json.Delim('[') {
		return nil, open != json.Delim('{') // an object instead of a list: the rest can't be told apart
	}
	list = []json.RawMessage{}
	for d.More() {
		var raw json.RawMessage
		if d.Decode(&raw) != nil {
			return list, false
		}
		if raw[0] == '{' {
			list = append(list, raw)
		}
	}
	_, err = d.Token()
	return list, err == nil
}

// publishedJSON finds an item's date without decoding the item.
var publishedJSON = regexp.MustCompile(`"date_published"\s*:\s*"([^"\\]{4,100})"`)

func newestJSON(items []json.RawMessage) []json.RawMessage {
	if len(items) <= maxItems {
		return items
	}
	dates := make([]time.Time, len(items))
	order := make([]int, len(items))
	for i, raw := range items {
		if m := publishedJSON.FindSubmatch(raw); m != nil {
			dates[i], _ = parseDate(string(m[1])) // zero when it is none
		}
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return dates[b].Compare(dates[a]) })
	order = order[:maxItems]
	slices.Sort(order)
	kept := make([]json.RawMessage, len(order))
	for n, i := range order {
		kept[n] = items[i]
	}
	return kept
}

func decodeJSON(raw []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	return d.Decode(into)
}

// remarshal fills a struct from the fields that fit.
func remarshal(fields map[string]any, into any) bool {
	raw, err := json.Marshal(fitting(fields))
	return err == nil && json.Unmarshal(raw, into) == nil
}

// fitting is the fields that hold what they must, without nulls.
func fitting(fields map[string]any) map[string]any {
	out := map[string]any{}
	for name, value := range fields {
		kind, known := jsonFields[name]
		if !known {
			continue
		}
		if v := fit(kind, value); v != nil {
			out[name] = v
		}
	}
	return out
}

// fit is a value as its kind, or nil. A lone thing where a list must be becomes
// a list of one; numbers and strings become each other.
func fit(kind jsonKind, value any) any {
	switch kind {
	case aString:
		switch v := value.(type) {
		case string:
			return v
		case json.Number:
			return v.String()
		}
	case aNumber:
		switch v := value.(type) {
		case json.Number:
			return v
		case string:
			return v
		}
	case anObject:
		if v, ok := value.(map[string]any); ok {
			return fitting(v)
		}
	case objects:
		list := []any{}
		for _, v := range asList(value) {
			if v := fit(anObject, v); v != nil {
				list = append(list, v)
			}
		}
		return list
	case stringList:
		list := []string{}
		for _, v := range asList(value) {
			if v, ok := fit(aString, v).(string); ok {
				list = append(list, v)
			}
		}
		return list
	}
	return nil
}

func asList(value any) []any {
	if list, ok := value.([]any); ok {
		return list
	}
	return []any{value}
}
