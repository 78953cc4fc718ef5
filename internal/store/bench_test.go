package store_test

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/store"
)

const (
	benchFeeds = 1000
	benchItems = 30 // of each feed
	benchBatch = 64 // polls in one transaction
)

// cpu is the processor time that this process has used.
func cpu(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// round is what 1,000 feeds bring: entries of each with 3 KB of text, made
// from words, and a memory of 40 bytes an item.
func round(at time.Time, from, entries int) []curation.Polled {
	random := rand.New(rand.NewPCG(1, uint64(from))) // the same each time
	words := strings.Fields("cash flow forecast treasury plant control budget audit ledger supplier liquidity “quarter” \"covenant\" planning")
	text := func(bytes int) string {
		var b strings.Builder
		for b.Len() < bytes {
			b.WriteString(words[random.IntN(len(words))])
			b.WriteByte(" \n"[random.IntN(20)/19])
		}
		return b.String()
	}
	var polled []curation.Polled
	for f := range benchFeeds {
		url := fmt.Sprintf("https://www.feed-%d.example/feed.xml", f)
		p := curation.Polled{State: curation.FeedState{
			URL: url, Title: text(20), ETag: `"5f3-62b1c"`, LastModified: "Sun, 22 Nov 2026 07:00:00 GMT", Hash: text(32),
			LastPoll: at, LastSuccess: at, NextPoll: at.Add(time.Hour), Outcome: "new items", Host: url[8 : len(url)-9], Usual: time.Hour,
		}}
		for n := range entries {
			it := curation.Item{
				ID: fmt.Sprintf("%016x", random.Uint64()), FeedURL: url, FeedTitle: p.State.Title, GUID: fmt.Sprint(url, "#", from+n),
				URL:   fmt.Sprintf("https://www.feed-%d.example/2026/11/%d-%s", f, from+n, strings.ReplaceAll(text(30), " ", "-")),
				Title: text(60), Summary: text(250), Text: text(3000), Author: "Jane Doe", Authors: []string{"Jane Doe"},
				Categories: []string{"treasury", "planning"}, Language: "en", Format: curation.Article,
				Published: at.Add(-time.Duration(random.IntN(60*24)) * time.Hour), FirstSeen: at, ReadingTime: 2 * time.Minute,
			}
			p.Items = append(p.Items, curation.Entry{Item: it, Keys: []curation.StoryKey{{Key: "url:" + it.URL}}})
		}
		if entries > 0 {
			p.Memory = []byte(text(40 * benchItems))
		}
		polled = append(polled, p)
	}
	return polled
}

// saveRound saves polls as ingest does: in batches, and to the end.
func saveRound(b *testing.B, s *store.Store, polled []curation.Polled) (added int) {
	b.Helper()
	ctx := context.WithoutCancel(b.Context())
	for batch := range slices.Chunk(polled, benchBatch) {
		news, err := s.SavePolls(ctx, batch)
		if err != nil {
			b.Fatal(err)
		}
		for _, n := range news {
			added += n
		}
	}
	return added
}

// BenchmarkRound saves what 1,000 feeds bring, 64 polls in a transaction: 30
// new items each, one new item each, and nothing.
func BenchmarkRound(b *testing.B) {
	cold, news, quiet := round(noon, 0, benchItems), round(noon.Add(time.Hour), benchItems, 1), round(noon.Add(2*time.Hour), 0, 0)
	for name, dsn := range map[string]func() string{
		"SQLite":     func() string { return filepath.Join(b.TempDir(), "pickwick.db") },
		"PostgreSQL": func() string { return postgres.Database(b) },
	} {
		var spent [3]time.Duration
		b.Run(name, func(b *testing.B) {
			spent = [3]time.Duration{}
			for range b.N {
				s := mustOpen(b, dsn())
				for i, polled := range [][]curation.Polled{cold, news, quiet} {
					before := cpu(b)
					if got, want := saveRound(b, s, polled), len(polled)*len(polled[0].Items); got != want {
						b.Fatalf("%d items were new, want %d", got, want)
					}
					spent[i] += cpu(b) - before
				}
				if err := s.Close(); err != nil {
					b.Fatal(err)
				}
			}
			for i, what := range []string{"cold", "news", "quiet"} {
				b.ReportMetric(float64(spent[i].Milliseconds())/float64(b.N), what+"-cpu-ms")
			}
		})
	}
}

// BenchmarkSaveAgain saves items of which all are known.
func BenchmarkSaveAgain(b *testing.B) {
	polled := round(noon, 0, benchItems)[:benchBatch]
	s := mustOpen(b, filepath.Join(b.TempDir(), "pickwick.db"))
	defer s.Close()
	saveRound(b, s, polled)
	before := cpu(b)
	for b.Loop() {
		if added := saveRound(b, s, polled); added != 0 {
			b.Fatalf("%d items were new", added)
		}
	}
	b.ReportMetric(float64((cpu(b)-before).Nanoseconds())/float64(b.N*benchBatch*benchItems), "cpu-ns/item")
}

// BenchmarkRead reads 30,000 items: without their text, and with it.
func BenchmarkRead(b *testing.B) {
	s := mustOpen(b, filepath.Join(b.TempDir(), "pickwick.db"))
	defer s.Close()
	saveRound(b, s, round(noon, 0, benchItems))
	for name, items := range map[string]iter.Seq2[curation.Item, error]{
		"RecentItems": s.RecentItems(b.Context(), noon),
		"StoredItems": s.StoredItems(b.Context(), noon.Add(-90*24*time.Hour)),
	} {
		b.Run(name, func(b *testing.B) {
			n, before := 0, cpu(b)
			for b.Loop() {
				for it, err := range items {
					if err != nil || (it.Text == "") != (name == "RecentItems") {
						b.Fatal(it.ID, err)
					}
					n++
				}
			}
			b.ReportMetric(float64((cpu(b)-before).Nanoseconds())/float64(n), "cpu-ns/item")
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
