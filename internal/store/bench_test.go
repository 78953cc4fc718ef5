package store_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"example.com/pickwick/internal/curation"
)

// BenchmarkSavePolls saves 5,000 items of 2 KB from 400 feeds in one
// transaction: new ones, and then the same again.
func BenchmarkSavePolls(b *testing.B) {
	polled := polls(5000, 400)
	for name, dsn := range map[string]func() string{
		"SQLite":     func() string { return filepath.Join(b.TempDir(), "pickwick.db") },
		"PostgreSQL": func() string { return postgres.Database(b) },
	} {
		b.Run(name+"/new", func(b *testing.B) {
			for range b.N {
				b.StopTimer()
				s := mustOpen(b, dsn())
				b.StartTimer()
				if added, err := s.SavePolls(b.Context(), polled); err != nil || added[0] == 0 {
					b.Fatal(added, err)
				}
				b.StopTimer()
				_ = s.Close()
			}
		})
		b.Run(name+"/again", func(b *testing.B) {
			s := mustOpen(b, dsn())
			defer s.Close()
			if _, err := s.SavePolls(b.Context(), polled); err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if added, err := s.SavePolls(b.Context(), polled); err != nil || added[0] != 0 {
					b.Fatal(added, err)
				}
			}
		})
	}
}

// BenchmarkDue asks what is due among 1,000 reps with 20 picks each, of which
// one each is due.
func BenchmarkDue(b *testing.B) {
	s := mustOpen(b, filepath.Join(b.TempDir(), "pickwick.db"))
	defer s.Close()
	fill(b, s, 5000)
	for r := range 1000 {
		rep := fmt.Sprint("rep", r)
		if _, _, err := s.SaveReps(b.Context(), []curation.Rep{{ID: rep}}); err != nil {
			b.Fatal(err)
		}
		var queue []curation.Pick
		for d := range 20 {
			at := noon.Add(time.Duration(d) * 24 * time.Hour)
			queue = append(queue, curation.Pick{
				ID: fmt.Sprint("p", r, "-", d), Rep: rep, Date: at.Format(time.DateOnly), Slot: 1, DueAt: at, StoryID: "s",
				Item: curation.Item{Title: "A title", Summary: "A summary of some words."},
			})
		}
		if _, err := s.SaveQueue(b.Context(), rep, queue, nil); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		if due, err := s.Due(b.Context(), noon); err != nil || len(due) != 1000 {
			b.Fatal(len(due), err)
		}
	}
}
