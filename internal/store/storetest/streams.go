package storetest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"testing"
	"time"

	"example.com/pickwick/internal/curation"
)

// collect reads a stream to its end, which may not be an error.
func collect(t testing.TB, items iter.Seq2[curation.Item, error]) (list []curation.Item) {
	t.Helper()
	for it, err := range items {
		must(t, err)
		list = append(list, it)
	}
	return list
}

// ids are the IDs of what StoredItems gives, which is what Items gives.
func ids(t testing.TB, s Store, since time.Time) (ids []string) {
	t.Helper()
	list := collect(t, s.StoredItems(t.Context(), since))
	same(t, "items, all at once and one by one", get(s.Items(t.Context(), since))(t), list)
	for _, it := range list {
		ids = append(ids, it.ID)
	}
	return ids
}

// seen is an item that was first seen on a day.
func seen(id string, published, firstSeen int) curation.Entry {
	i := item(id, published)
	i.FirstSeen = day(firstSeen)
	return keyed(i)
}

func recentItemsComeOldestFirst(t *testing.T, fresh Fresh) {
	s := opened(t, fresh)
	same(t, "of nothing", collect(t, s.RecentItems(t.Context(), time.Time{})), nil)
	save(t, s, poll(feed, day(9), seen("b", 2, 5), seen("B", 3, 5), seen("a", 9, 6), seen("c", 1, 4)))
	save(t, s, poll(feed, day(9), seen("d", 9, 5)))
	var got []string
	for _, it := range collect(t, s.RecentItems(t.Context(), time.Time{})) {
		got = append(got, it.ID)
	}
	same(t, "all", got, []string{"c", "B", "b", "d", "a"})
	got = nil
	for _, it := range collect(t, s.RecentItems(t.Context(), day(5))) {
		got = append(got, it.ID)
	}
	same(t, "since a day, that day included", got, []string{"B", "b", "d", "a"})

	want := item("a", 9)
	want.StoryID, want.FirstSeen, want.Text = "s-a", day(6), ""
	same(t, "one without its text", collect(t, s.RecentItems(t.Context(), day(6))), []curation.Item{want})
	want.Text = item("a", 9).Text
	same(t, "the same in full", get(s.Item(t.Context(), "a"))(t), want)
}

// streams are what is given one at a time.
func streams(ctx context.Context, s Store) map[string]iter.Seq2[curation.Item, error] {
	return map[string]iter.Seq2[curation.Item, error]{
		"RecentItems": s.RecentItems(ctx, time.Time{}),
		"StoredItems": s.StoredItems(ctx, time.Time{}),
	}
}

// many saves so many items that no driver has them all at hand.
func many(t testing.TB, s Store) int {
	t.Helper()
	const n = 3000
	var entries []curation.Entry
	for i := range n {
		entries = append(entries, seen(fmt.Sprintf("i%04d", i), 1, 2))
	}
	save(t, s, poll(feed, day(9), entries...))
	return n
}

func aStreamSeesOneMoment(t *testing.T, fresh Fresh) {
	s := opened(t, fresh)
	n := many(t, s)
	last := fmt.Sprintf("i%04d", n-1)
	for name, items := range streams(t.Context(), s) {
		read := 0
		for it, err := range items {
			must(t, err)
			same(t, "title", it.Title, item(it.ID, 1).Title)
			if read++; read == 1 { // written, and read, while the stream is open
				late, changed := seen("late "+name, 1, 2), seen(last, 1, 2)
				changed.Item.Title = "Changed meanwhile"
				same(t, "new items", save(t, s, poll(feed, day(9), late, changed)), []int{1})
				same(t, "counted", get(s.Counts(t.Context()))(t).Items, n+1)
			}
		}
		same(t, "read by "+name, read, n)
		same(t, "new items", save(t, s, poll(feed, day(9), seen(last, 1, 2))), []int{0})
		n++
	}
}

func aStreamCanEndEarly(t *testing.T, fresh Fresh) {
	s := opened(t, fresh)
	many(t, s)
	for name := range streams(t.Context(), s) {
		for range 100 { // more than there are connections
			read := 0
			for _, err := range streams(t.Context(), s)[name] {
				must(t, err)
				if read++; read == 2 {
					break
				}
			}
			same(t, "read by "+name, read, 2)
		}
	}
	same(t, "new items", save(t, s, poll(feed, day(9), seen("after", 1, 2))), []int{1})
}

func aStreamSaysWhatStoppedIt(t *testing.T, fresh Fresh) {
	s := opened(t, fresh)
	n := many(t, s)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	for name := range streams(ctx, s) {
		ctx, cancel := context.WithCancel(t.Context())
		read, failed := 0, 0
		for it, err := range streams(ctx, s)[name] {
			if failed > 0 {
				t.Fatalf("%s goes on after an error", name)
			}
			if err != nil {
				failed++
				if !errors.Is(err, context.Canceled) || it.ID != "" {
					t.Errorf("%s ends with the item %q and %v, want context.Canceled", name, it.ID, err)
				}
				continue
			}
			if read++; read == 10 {
				cancel()
			}
		}
		if failed != 1 || read != 10 {
			t.Errorf("%s gave %d of %d items and %d errors, want 10 and one", name, read, n, failed)
		}
		for _, err := range streams(ctx, s)[name] { // cancelled before it began
			if !errors.Is(err, context.Canceled) {
				t.Errorf("%s begins with %v, want context.Canceled", name, err)
			}
		}
		cancel()
	}
}
