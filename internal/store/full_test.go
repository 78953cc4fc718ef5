package store_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/store"
)

// fill saves n items of about 2 KB.
func fill(t testing.TB, s *store.Store, n int) {
	t.Helper()
	if _, err := s.SavePolls(t.Context(), polls(n, max(1, n/12))); err != nil {
		t.Fatal(err)
	}
}

// polls makes n items, spread over so many feeds, with two keys each.
func polls(n, feeds int) []curation.Polled {
	out := make([]curation.Polled, feeds)
	for f := range out {
		out[f].State = curation.FeedState{URL: fmt.Sprintf("https://feed-%d.example/feed.xml", f), LastPoll: noon, Outcome: "new items"}
	}
	for i := range n {
		id := fmt.Sprintf("item-%06d", i*7919%n)
		out[i%feeds].Items = append(out[i%feeds].Items, curation.Entry{
			Item: curation.Item{
				ID: id, FeedURL: out[i%feeds].State.URL, Title: "A title of some words for " + id, URL: "https://example.com/" + id,
				Text: strings.Repeat("A text of some words. ", 90), Published: noon.Add(-time.Duration(i) * time.Minute), FirstSeen: noon,
			},
			Keys: []curation.StoryKey{{Key: "url:https://example.com/" + id}, {Key: fmt.Sprint("title:", i%(n/2+1)), Within: 72 * time.Hour}},
		})
	}
	return out
}

func TestAFullDiskLosesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pickwick.db")
	s := mustOpen(t, path)
	fill(t, s, 50)
	if _, _, err := s.SaveReps(t.Context(), []curation.Rep{{ID: "ana"}}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	pages := pagesOf(t, path)

	failures := 0
	for room := 0; ; room++ {
		s, err := store.OpenLimited(t.Context(), path, pages+room)
		if err != nil {
			t.Fatal(err)
		}
		var polled curation.Polled
		for i := range 30 {
			polled.Items = append(polled.Items, curation.Entry{Item: curation.Item{ID: fmt.Sprint("late ", i), Text: strings.Repeat("x", 1500)}})
		}
		_, err = s.SavePolls(t.Context(), []curation.Polled{polled})
		counts, readErr := s.Counts(t.Context())
		if readErr != nil {
			t.Fatalf("reading with room for %d pages: %v", room, readErr)
		}
		if err != nil {
			failures++
			if curation.KindOf(err) != curation.Unavailable || !strings.Contains(err.Error(), "is full: free some space") {
				t.Fatalf("got %v", err)
			}
			if counts.Items != 50 {
				t.Fatalf("with room for %d pages there are %d items", room, counts.Items)
			}
			// What needs no room still works.
			if err := s.PauseRep(t.Context(), "ana", "on leave"); err != nil {
				t.Fatalf("pausing with room for %d pages: %v", room, err)
			}
		}
		whole(t, s)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if err == nil {
			if counts.Items != 80 || failures == 0 {
				t.Errorf("%d items after %d failures", counts.Items, failures)
			}
			t.Logf("failed %d times, then had room", failures)
			return
		}
	}
}

func pagesOf(t *testing.T, path string) (n int) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.QueryRowContext(t.Context(), "PRAGMA page_count").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
