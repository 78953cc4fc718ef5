package store

import (
	"encoding/json"
	"reflect"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// anyText are texts with much of what JSON treats apart.
func anyText() *rapid.Generator[string] {
	return rapid.OneOf(rapid.String(), rapid.StringOf(rapid.SampledFrom([]rune("a\"\\/\n\t\x01\x1f\x7fé<>&\u2028\U0001F469"))))
}

// anyDoc are documents of items.
func anyDoc() *rapid.Generator[itemDoc] {
	return rapid.Custom(func(t *rapid.T) itemDoc {
		texts := rapid.SliceOf(anyText())
		number := rapid.Int64()
		d := itemDoc{
			ID: anyText().Draw(t, "id"), StoryID: anyText().Draw(t, "story"), FeedURL: anyText().Draw(t, "feed"),
			FeedTitle: anyText().Draw(t, "feed title"), GUID: anyText().Draw(t, "guid"), URL: anyText().Draw(t, "url"),
			Title: anyText().Draw(t, "title"), Summary: anyText().Draw(t, "summary"), Text: anyText().Draw(t, "text"),
			Author: anyText().Draw(t, "author"), Authors: texts.Draw(t, "authors"), Categories: texts.Draw(t, "categories"),
			Language: anyText().Draw(t, "language"), Format: anyText().Draw(t, "format"), Published: number.Draw(t, "published"),
			Updated: number.Draw(t, "updated"), FirstSeen: number.Draw(t, "first seen"), Image: anyText().Draw(t, "image"),
			Reading: number.Draw(t, "reading"),
		}
		for range rapid.IntRange(0, 3).Draw(t, "enclosures") {
			d.Enclosures = append(d.Enclosures, enclosed{
				anyText().Draw(t, "url"), anyText().Draw(t, "type"), number.Draw(t, "bytes"), number.Draw(t, "ms"),
			})
		}
		return d
	})
}

// normal has no empty lists, as none are written.
func normal(d itemDoc) itemDoc {
	if len(d.Authors) == 0 {
		d.Authors = nil
	}
	if len(d.Categories) == 0 {
		d.Categories = nil
	}
	return d
}

func TestItemDocumentsAreJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := normal(anyDoc().Draw(t, "document"))
		ours := want.append(nil)
		theirs, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var byThem itemDoc
		if err := json.Unmarshal(ours, &byThem); err != nil || !reflect.DeepEqual(byThem, want) {
			t.Fatalf("encoding/json reads %s as %+v (%v), want %+v", ours, byThem, err, want)
		}
		for _, text := range [][]byte{ours, theirs} {
			var got itemDoc
			if err := got.parse(string(text)); err != nil || !reflect.DeepEqual(got, want) {
				t.Fatalf("%s is read as %+v (%v), want %+v", text, got, err, want)
			}
		}
		r := reader{rest: string(ours)}
		if r.item(&itemDoc{}); r.lost || r.rest != "" {
			t.Fatalf("what was written is read the slow way: %s", ours)
		}
	})
}

// FuzzItemDocument: what encoding/json reads is read alike, and nothing else
// does more than fail.
func FuzzItemDocument(f *testing.F) {
	for _, seed := range []string{
		`{}`, ` { "id" : "a" } `, `null`, `[]`, `{"title":null}`, `{"id":"a","id":"b"}`, `{"ID":"a"}`, `{"more":[{"x":1e9}]}`,
		`{"published":-1,"reading":12345678901234567890}`, `{"published":1.5}`, `{"title":"\u00e9\ud83d\udc69\ud83d"}`,
		`{"authors":[],"categories":["a","b"],"enclosures":[{},{"url":"x","ms":3}]}`, `{"authors":["a",]}`, `{"title":"\`, `{"title":"\u00`,
		`{"title":"a"}x`, `{"title":"a",}`, `{,"title":"a"}`, "{\"title\":\"a\nb\"}",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var want, got itemDoc
		err := got.parse(text)
		if !utf8.ValidString(text) || json.Unmarshal([]byte(text), &want) != nil {
			return
		}
		if err != nil || !reflect.DeepEqual(normal(got), normal(want)) {
			t.Errorf("%q is read as %+v (%v), want %+v", text, got, err, want)
		}
	})
}
