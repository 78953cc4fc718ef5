package stories_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/ingest/stories"
)

var start = time.Date(2026, 11, 2, 6, 0, 0, 0, time.UTC)

// madeUp gives n items of 2,000 feeds over 30 days whose words are as frequent
// as those of a language: a few in every other title, most in hardly any. A
// third retell one of the last stories with half of its words changed.
func madeUp(n int) []curation.Item { return madeUpOf(60_000, n) }

// madeUpOf is madeUp with so many words to choose from.
func madeUpOf(words uint64, n int) []curation.Item {
	rng := rand.New(rand.NewPCG(1, 2))
	zipf := rand.NewZipf(rng, 1.05, 8, words)
	word := func() string { return fmt.Sprintf("w%dx", zipf.Uint64()) }
	var told [][]string
	items := make([]curation.Item, n)
	for i := range items {
		title := make([]string, 5+rng.IntN(5))
		for j := range title {
			title[j] = word()
		}
		if len(told) > 0 && i%3 == 0 {
			old := told[len(told)-1-rng.IntN(min(len(told), 500))]
			copy(title, old[:len(old)/2])
		} else {
			told = append(told, title)
		}
		items[i] = curation.Item{
			ID:        fmt.Sprintf("item%012d", i),
			Title:     strings.Join(title, " "),
			URL:       fmt.Sprintf("https://news.example/%d", i),
			FeedURL:   fmt.Sprintf("https://feed%d.example/feed.xml", rng.IntN(2000)),
			Published: start.Add(time.Duration(i) * 30 * 24 * time.Hour / time.Duration(n)),
		}
	}
	return items
}

// inUse is the memory in use, after a collection.
func inUse() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func TestAHundredThousandItemsFitIntoFortyMegabytes(t *testing.T) {
	items := madeUp(120_000)
	before := inUse()
	g := stories.New(stories.Options{})
	for i, it := range items {
		g.Near(it)
		if n := i + 1; n == stories.DefaultMax || n == len(items) {
			used := int64(inUse()) - int64(before)
			t.Logf("after %d items: %.1f MB", n, float64(used)/1e6)
			if used > 40e6 {
				t.Errorf("%d bytes are in use after %d items, want at most 40,000,000", used, n)
			}
		}
	}
	runtime.KeepAlive(items)
	runtime.KeepAlive(g)
}

// processorTime is what this process has used, which says more than the clock
// on a machine that is busy with other work.
func processorTime(tb testing.TB) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		tb.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkNear remembers 60,000 items and measures the next ones: with as many
// words as headlines have, and with so few that each is in hundreds of stories.
func BenchmarkNear(b *testing.B) {
	const window = 60_000
	for name, words := range map[string]uint64{"words=60000": 60_000, "words=800": 800} {
		b.Run(name, func(b *testing.B) {
			items := madeUpOf(words, 2*window)
			g := stories.New(stories.Options{Max: window})
			for _, it := range items[:window] {
				g.Near(it)
			}
			b.ReportAllocs()
			begun := processorTime(b)
			i := 0
			for b.Loop() {
				it := items[window+i%window]
				it.ID = strconv.Itoa(i) // a new one each time
				g.Near(it)
				i++
			}
			b.ReportMetric(float64((processorTime(b)-begun).Nanoseconds())/float64(i), "cpu-ns/op")
		})
	}
}

// BenchmarkFirstPoll fills an empty Grouper with 60,000 items.
func BenchmarkFirstPoll(b *testing.B) {
	for name, words := range map[string]uint64{"words=60000": 60_000, "words=800": 800} {
		b.Run(name, func(b *testing.B) {
			items := madeUpOf(words, 60_000)
			b.ReportAllocs()
			begun := processorTime(b)
			for b.Loop() {
				g := stories.New(stories.Options{})
				for _, it := range items {
					g.Near(it)
				}
			}
			b.ReportMetric(float64((processorTime(b)-begun).Nanoseconds())/float64(b.N*len(items)), "cpu-ns/item")
		})
	}
}
