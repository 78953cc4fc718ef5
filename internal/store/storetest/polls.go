package storetest

import (
	"fmt"
	"testing"
	"time"

	"example.com/pickwick/internal/curation"
)

const feed = "https://news.example/feed.xml"

func save(t testing.TB, s Store, polls ...curation.Polled) []int {
	t.Helper()
	return get(s.SavePolls(t.Context(), polls))(t)
}

// storyOf is the story of an item that was saved.
func storyOf(t testing.TB, s Store, id string) string {
	t.Helper()
	story := get(s.Item(t.Context(), id))(t).StoryID
	if story == "" {
		t.Fatalf("the item %q has no story", id)
	}
	return story
}

func savedPollsComeBack(t *testing.T, fresh Fresh) {
	s := opened(t, fresh)
	p := poll(feed, day(2), keyed(item("a", 1), "url:a"))
	same(t, "new items", save(t, s, p), []int{1})

	want := item("a", 1)
	want.StoryID = storyOf(t, s, "a")
	same(t, "item", get(s.Item(t.Context(), "a"))(t), want)
	same(t, "items", get(s.Items(t.Context(), time.Time{}))(t), []curation.Item{want})
	same(t, "items of the story", get(s.StoryItems(t.Context(), want.StoryID))(t), []curation.Item{want})

	state := p.State
	state.LastNew = day(2)
	same(t, "feeds", get(s.FeedStates(t.Context()))(t), []curation.FeedState{state})

	failed := curation.Polled{State: curation.FeedState{
		URL: feed, LastPoll: day(3), NextPoll: day(4), Failures: 3, Outcome: "not a feed", Error: "the address gives a web page",
	}}
	same(t, "new items of a failure", save(t, s, failed), []int{0})
	state = failed.State
	state.LastNew = day(2)
	same(t, "feeds after a failure", get(s.FeedStates(t.Context()))(t), []curation.FeedState{state})
}

func savingPollsTwiceIsHarmless(t *testing.T, fresh Fresh) {
	s := opened(t, fresh)
	polls := []curation.Polled{
		poll(feed, day(2), keyed(item("a", 1), "url:1"), keyed(item("b", 2), "url:2")),
		poll("https://other.example/feed.xml", day(2), keyed(item("c", 1), "url:1")),
	}
	same(t, "new items at first", save(t, s, polls...), []int{2, 1})
	items, feeds := get(s.Items(t.Context(), time.Time{}))(t), get(s.FeedStates(t.Context()))(t)
	same(t, "new items the second time", save(t, s, polls...), []int{0, 0})
	same(t, "items", get(s.Items(t.Context(), time.Time{}))(t), items)
	same(t, "feeds", get(s.FeedStates(t.Context()))(t), feeds)
	same(t, "no polls", save(t, s), nil)
}

func aKnownItemKeepsItsStory(t *testing.T, fresh Fresh) {
	s := opened(t, fresh)
	save(t, s, poll(feed, day(1), keyed(item("a", 1), "url:a"), keyed(item("b", 1), "url:b")))
	story := storyOf(t, s, "a")

	again := item("a", 1)
	again.Title, again.Text, again.Summary, again.Enclosures = "A better title", "Longer.", "", nil
	again.FirstSeen = day(9)
	save(t, s, poll(feed, day(2), keyed(again, "url:b", "title:better")))

	want := again
	want.StoryID, want.FirstSeen = story, item("a", 1).FirstSeen
	same(t, "item", get(s.Item(t.Context(), "a"))(t), want)

	// The new title leads others to the old story.
	save(t, s, poll(feed, day(3), keyed(item("c", 3), "title:better")))
	same(t, "story of the follower", storyOf(t, s, "c"), story)
}

func datesNeverMoveForward(t *testing.T, fresh Fresh) {
	s := opened(t, fresh)
	for _, c := range []struct{ says, want int }{{5, 5}, {9, 5}, {3, 3}, {5, 3}} {
		save(t, s, poll(feed, day(9), keyed(item("a", c.says))))
		same(t, "published", get(s.Item(t.Context(), "a"))(t).Published, day(c.want))
	}
}

func undatedItemsGetTheirFirstSeen(t *testing.T, fresh Fresh) {
	s := opened(t, fresh)
	undated := item("a", 1)
	undated.Published = time.Time{}
	bare := undated
	bare.ID, bare.FirstSeen = "b", time.Time{}
	for at := 4; at < 6; at++ {
		save(t, s, poll(feed, day(at), keyed(undated), keyed(bare)))
		undated.FirstSeen = day(at)
		same(t, "published", get(s.Item(t.Context(), "a"))(t).Published, item("a", 1).FirstSeen)
		same(t, "published, with no first-seen either", get(s.Item(t.Context(), "b"))(t).Published, day(4))
	}
}

func keysBindWithinTheirTime(t *testing.T, fresh Fresh) {
	s := opened(t, fresh)
	const within = 48 * time.Hour
	for _, c := range []struct {
		name     string
		days     []int // of the items, in the order in which they come
		within   time.Duration
		at, each []bool // whether each tells the story of the first: polled at once, and one by one
	}{
		{"for ever", []int{1, 30}, 0, []bool{true, true}, nil},
		{"at the edge", []int{1, 3}, within, []bool{true, true}, nil},
		{"beyond the edge", []int{1, 4}, within, []bool{true, false}, nil},
		{"newest first", []int{3, 1}, within, []bool{true, true}, nil},
		{"newest first, too far", []int{4, 1}, within, []bool{true, false}, nil},
		{"each near the one before", []int{1, 3, 5, 7}, within, []bool{true, true, true, true}, nil},
		{"a bridge that comes last", []int{5, 1, 3}, within, []bool{true, true, true}, []bool{true, false, true}},
		{"a weekly column", []int{22, 15, 8, 1}, within, []bool{true, false, false, false}, nil},
		{"back to the first", []int{1, 10, 2}, within, []bool{true, false, true}, nil},
	} {
		for _, atOnce := range []bool{true, false} {
			name, want := c.name+", at once", c.at
			if !atOnce {
				name = c.name + ", one by one"
				if c.each != nil {
					want = c.each
				}
			}
			t.Run(name, func(t *testing.T) {
				var entries []curation.Entry
				for i, d := range c.days {
					e := curation.Entry{Item: item(fmt.Sprint(name, i), d), Keys: []curation.StoryKey{{Key: name, Within: c.within}}}
					entries = append(entries, e)
					if !atOnce {
						save(t, s, poll(feed, day(30), e))
					}
				}
				if atOnce {
					save(t, s, poll(feed, day(30), entries...))
				}
				for i, w := range want {
					if got := storyOf(t, s, entries[i].Item.ID) == storyOf(t, s, entries[0].Item.ID); got != w {
						t.Errorf("item %d, of day %d: in the story of the first: %v, want %v", i, c.days[i], got, w)
					}
				}
			})
		}
	}
}

func theFirstKeyThatBindsDecides(t *testing.T, fresh Fresh) {
	s := opened(t, fresh)
	save(t, s, poll(feed, day(1), keyed(item("a", 1), "url:a"), keyed(item("b", 1), "url:b")))
	save(t, s, poll(feed, day(2), keyed(item("c", 2), "url:none", "url:b", "url:a")))
	same(t, "story", storyOf(t, s, "c"), storyOf(t, s, "b"))
	save(t, s, poll(feed, day(2), keyed(item("d", 2), "url:other"), keyed(item("e", 2))))
	if storyOf(t, s, "d") == storyOf(t, s, "e") {
		t.Error("items without a common key tell one story")
	}
}

func newItemsAreCountedByPoll(t *testing.T, fresh Fresh) {
	s := opened(t, fresh)
	twice := keyed(item("a", 1))
	later := keyed(item("a", 1))
	later.Item.Title = "The later one counts"
	got := save(t, s,
		poll(feed, day(1), twice, later, keyed(item("b", 1))),
		poll("https://nothing.example/feed.xml", day(1)),
		poll("https://other.example/feed.xml", day(1), keyed(item("c", 1))))
	same(t, "new items", got, []int{2, 0, 1})
	same(t, "title", get(s.Item(t.Context(), "a"))(t).Title, "The later one counts")
}

func itemsComeInOrder(t *testing.T, fresh Fresh) {
	s := opened(t, fresh)
	// Upper case sorts before lower case, as bytes do.
	save(t, s, poll(feed, day(9),
		keyed(item("b", 2), "k1"), keyed(item("B", 2), "k1"), keyed(item("a", 3), "k1"), keyed(item("Z", 1), "k1"),
		keyed(item("é", 1), "k2"), keyed(item("y", 4), "k3")))
	var got []string
	for _, i := range get(s.Items(t.Context(), time.Time{}))(t) {
		got = append(got, i.StoryID+"/"+i.ID)
	}
	same(t, "all", got, []string{"s-Z/Z", "s-Z/B", "s-Z/b", "s-Z/a", "s-y/y", "s-é/é"})

	got = nil
	for _, i := range get(s.Items(t.Context(), day(3)))(t) {
		got = append(got, i.ID)
	}
	same(t, "since a day, that day included", got, []string{"a", "y"})

	got = nil
	for _, i := range get(s.StoryItems(t.Context(), "s-Z"))(t) {
		got = append(got, i.ID)
	}
	same(t, "of a story", got, []string{"Z", "B", "b", "a"})
	same(t, "of no story", get(s.StoryItems(t.Context(), "none"))(t), nil)
}

func feedsRememberTheirLastNews(t *testing.T, fresh Fresh) {
	s := opened(t, fresh)
	save(t, s, poll(feed, day(1), keyed(item("a", 1))))
	save(t, s, poll(feed, day(2), keyed(item("a", 1))))
	same(t, "after no news", get(s.FeedStates(t.Context()))(t)[0].LastNew, day(1))
	save(t, s, poll(feed, day(3), keyed(item("b", 1))))
	same(t, "after news", get(s.FeedStates(t.Context()))(t)[0].LastNew, day(3))
	save(t, s, poll("https://A.example/feed", day(3)), poll("https://a.example/feed", day(3)))
	var urls []string
	for _, f := range get(s.FeedStates(t.Context()))(t) {
		urls = append(urls, f.URL)
	}
	same(t, "order", urls, []string{"https://A.example/feed", "https://a.example/feed", feed})
}
