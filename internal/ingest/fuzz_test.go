package ingest

import (
	"testing"

	"example.com/pickwick/internal/ingest/document"
)

// FuzzMemory reads any bytes as a memory: they are one, or an error.
func FuzzMemory(f *testing.F) {
	m, err := openMemory(nil)
	if err != nil {
		f.Fatal(err)
	}
	m.index()
	m.add(trace{id: "abc", mark: 7})
	f.Add(m.bytes(now))
	f.Add([]byte{1, 0})
	f.Fuzz(func(t *testing.T, stored []byte) {
		m, err := openMemory(stored)
		if err != nil {
			return
		}
		back, err := openMemory(m.bytes(now))
		if err != nil || len(back.traces) > len(m.traces) {
			t.Errorf("%d traces, then %v", len(m.traces), err)
		}
	})
}

// FuzzRecognise polls two documents of one feed: no item is there twice, and
// the second poll of a document brings nothing new.
func FuzzRecognise(f *testing.F) {
	f.Add("g|https://a.example/1|One", "g|https://a.example/2|Two", "|||")
	f.Add("||One", "||One", "g|https://a.example/|One")
	f.Fuzz(func(t *testing.T, one, two, three string) {
		m, err := openMemory(nil)
		if err != nil {
			t.Fatal(err)
		}
		for n, body := range []string{rssOf(one, two), rssOf(two, three, one), rssOf(two, three, one)} {
			doc, err := document.Parse([]byte(body), document.Meta{URL: "https://example.com/feed", Now: now, Known: m.knows})
			if err != nil {
				return
			}
			r := recognise(doc, m, now)
			ids := map[string]bool{}
			for _, e := range r.entries {
				if ids[e.Item.ID] {
					t.Errorf("%s is there twice", e.Item.ID)
				}
				ids[e.Item.ID] = true
			}
			if n == 2 && r.new != 0 {
				t.Errorf("polled again, %d items are new", r.new)
			}
			if m, err = openMemory(m.bytes(now)); err != nil {
				t.Fatal(err)
			}
		}
	})
}
