package storetest

import (
	"fmt"
	"testing"
	"time"

	"example.com/pickwick/internal/curation"
)

// near is an item that tells the same as another.
func near(i curation.Item, id string, keys ...string) curation.Entry {
	e := keyed(i, keys...)
	e.Near = id
	return e
}

func nearItemsJoinTheStory(t *testing.T, fresh Fresh) {
	s := opened(t, fresh)
	for n, c := range []struct {
		name  string
		saved [][]curation.Entry // one SavePolls each
		want  map[string]string  // stories by item
	}{
		{"one that was saved before", [][]curation.Entry{{keyed(item("a", 1))}, {near(item("b", 2), "a")}}, map[string]string{"a": "a", "b": "a"}},
		{"one that is saved with it", [][]curation.Entry{{keyed(item("a", 1)), near(item("b", 2), "a")}}, map[string]string{"b": "a"}},
		{"one that comes after it in the list", [][]curation.Entry{{near(item("b", 2), "a"), keyed(item("a", 1))}}, map[string]string{"b": "a"}},
		{"one that was published after it", [][]curation.Entry{{near(item("a", 1), "b"), keyed(item("b", 2))}}, map[string]string{"a": "b", "b": "b"}},
		{
			"a chain, forwards",
			[][]curation.Entry{{keyed(item("a", 1)), near(item("b", 2), "a"), near(item("c", 3), "b")}},
			map[string]string{"a": "a", "b": "a", "c": "a"},
		},
		{
			"a chain, backwards",
			[][]curation.Entry{{near(item("a", 1), "b"), near(item("b", 2), "c"), keyed(item("c", 3))}},
			map[string]string{"a": "c", "b": "c", "c": "c"},
		},
		{
			"a chain that leads to what was saved",
			[][]curation.Entry{{keyed(item("x", 9), "url:x")}, {near(item("a", 1), "b"), near(item("b", 2), "x")}},
			map[string]string{"a": "x", "b": "x"},
		},
		{
			"one whose key binds it elsewhere",
			[][]curation.Entry{{keyed(item("x", 1), "url:x")}, {near(item("a", 2), "b"), keyed(item("b", 3), "url:x")}},
			map[string]string{"a": "x", "b": "x"},
		},
		{"a circle", [][]curation.Entry{{near(item("a", 1), "b"), near(item("b", 2), "a")}}, map[string]string{"a": "b", "b": "b"}},
		{"itself", [][]curation.Entry{{near(item("a", 1), "a")}}, map[string]string{"a": "a"}},
		{"one that nobody knows", [][]curation.Entry{{near(item("a", 1), "never"), near(item("b", 1), "\x00\xff")}}, map[string]string{"a": "a", "b": "b"}},
		{
			"keys come before it",
			[][]curation.Entry{{keyed(item("x", 1), "url:x"), keyed(item("y", 1))}, {near(item("a", 2), "y", "url:x")}},
			map[string]string{"a": "x"},
		},
		{
			"a key that binds nothing yet does not",
			[][]curation.Entry{{keyed(item("y", 1))}, {near(item("a", 2), "y", "url:new")}, {keyed(item("b", 3), "url:new")}},
			map[string]string{"a": "y", "b": "y"},
		},
		{
			"a known item stays where it is",
			[][]curation.Entry{{keyed(item("a", 1)), keyed(item("b", 1))}, {near(item("b", 1), "a")}},
			map[string]string{"a": "a", "b": "b"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, entries := range c.saved { // one database serves all
				for i, e := range entries {
					e.Item.ID = fmt.Sprint(n, e.Item.ID)
					if e.Near != "" {
						e.Near = fmt.Sprint(n, e.Near)
					}
					for k := range e.Keys {
						e.Keys[k].Key += fmt.Sprint(n)
					}
					entries[i] = e
				}
			}
			for _, twice := range []bool{false, true} {
				for _, entries := range c.saved {
					if added := save(t, s, poll(feed, day(9), entries...)); twice && added[0] != 0 {
						t.Errorf("%d items were new the second time", added[0])
					}
				}
				for id, story := range c.want {
					same(t, "story of "+id, storyOf(t, s, fmt.Sprint(n, id)), fmt.Sprint("s-", n, story))
				}
			}
		})
	}
}

func nearItemsJoinAcrossPolls(t *testing.T, fresh Fresh) {
	s := opened(t, fresh)
	const long = 500
	var polls []curation.Polled
	for n := range long { // each near to one that only a later poll brings
		e := near(item(fmt.Sprint("i", n), 1), fmt.Sprint("i", n+1))
		polls = append(polls, poll(fmt.Sprint("https://", n, ".example/feed"), day(1), e))
	}
	save(t, s, polls...)
	want := fmt.Sprint("s-i", long-1)
	for n := range long {
		if got := storyOf(t, s, fmt.Sprint("i", n)); got != want {
			t.Fatalf("item %d tells %q, want %q", n, got, want)
		}
	}
}

func heldItemsWaitForRelease(t *testing.T, fresh Fresh) {
	s := opened(t, fresh)
	held := func(e curation.Entry) curation.Entry {
		e.Held = true
		return e
	}
	const other = "https://other.example/feed.xml"
	elsewhere := item("d", 4)
	elsewhere.FeedURL = other
	same(t, "new items", save(t, s,
		poll(feed, day(9), held(keyed(item("a", 1), "k")), keyed(item("b", 2), "k"), held(keyed(item("c", 3)))),
		poll(other, day(9), held(keyed(elsewhere)))), []int{3, 1})
	want := func(what string, offered ...string) {
		t.Helper()
		same(t, "offered "+what, ids(t, s, day(1)), offered)
		same(t, "offered of all time "+what, ids(t, s, time.Time{}), offered)
		same(t, "recent "+what, len(collect(t, s.RecentItems(t.Context(), time.Time{}))), 4)
		same(t, "of the story "+what, len(get(s.StoryItems(t.Context(), "s-a"))(t)), 2)
		same(t, "one "+what, get(s.Item(t.Context(), "a"))(t).Title, item("a", 1).Title)
	}
	want("at first", "b")

	// What is known stays as it is, held or not.
	save(t, s, poll(feed, day(9), keyed(item("a", 1), "k"), held(keyed(item("b", 2), "k"))))
	want("after another poll", "b")

	same(t, "released of an unknown feed", get(s.Release(t.Context(), "https://never.example/feed"))(t), 0)
	same(t, "released", get(s.Release(t.Context(), feed))(t), 2)
	want("after the release", "a", "b", "c")
	same(t, "released again", get(s.Release(t.Context(), feed))(t), 0)
	same(t, "released of the other", get(s.Release(t.Context(), other))(t), 1)
	want("after the other release", "a", "b", "c", "d")
}
