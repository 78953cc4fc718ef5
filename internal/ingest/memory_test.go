package ingest

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestAMemoryComesBackAsItWas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, err := openMemory(nil)
		if err != nil {
			t.Fatal(err)
		}
		m.index()
		for range rapid.IntRange(0, 30).Draw(t, "traces") {
			m.add(trace{
				signals: signals{
					guid: rapid.Uint64().Draw(t, "guid"), url: rapid.Uint64().Draw(t, "url"), title: rapid.Uint64().Draw(t, "title"),
					text: rapid.Uint64().Draw(t, "text"), date: rapid.Int64().Draw(t, "date"), site: rapid.Uint32().Draw(t, "site"),
				},
				id:   rapid.StringMatching(`[a-z2-9]{1,40}`).Draw(t, "id"),
				mark: rapid.Uint64().Draw(t, "print"), first: rapid.Int64().Draw(t, "first"), last: rapid.Int64().Draw(t, "last"),
			})
		}
		back, err := openMemory(m.bytes(now))
		if err != nil || !slices.Equal(back.traces, m.traces) {
			t.Errorf("%v, then %v (%v)", m.traces, back.traces, err)
		}
		for _, tr := range m.traces {
			if tr.mark != 0 && !back.knows(tr.mark) {
				t.Error("a fingerprint is forgotten")
			}
		}
	})
}

func TestADamagedMemoryIsAnErrorAndNoPanic(t *testing.T) {
	m, err := openMemory(nil)
	if err != nil {
		t.Fatal(err)
	}
	m.index()
	m.add(trace{id: "a"})
	whole := m.bytes(now)
	for n := 1; n < len(whole)-1; n++ {
		if _, err := openMemory(whole[:n]); err == nil && n > 1 {
			t.Errorf("cut at %d it passes", n)
		}
	}
	if _, err := openMemory([]byte{9, 9}); err == nil {
		t.Error("another version passes")
	}
}

func TestAMemoryForgetsWhatWasNotSeenForLongest(t *testing.T) {
	m, err := openMemory(nil)
	if err != nil {
		t.Fatal(err)
	}
	m.index()
	for i := range maxTraces + 1500 {
		last := now.Add(-time.Duration(i) * time.Hour)
		if i < 1000 {
			last = now // still in the document
		}
		m.add(trace{id: fmt.Sprint(i), last: last.Unix()})
	}
	back, err := openMemory(m.bytes(now))
	if err != nil {
		t.Fatal(err)
	}
	back.index()
	for i := range maxTraces + 1500 {
		if _, kept := back.byID[fmt.Sprint(i)]; kept != (i < maxTraces) {
			t.Fatalf("trace %d: kept is %v", i, kept)
		}
	}
}
