package storetest

import (
	"fmt"
	"testing"
	"time"

	"example.com/pickwick/internal/curation"
)

func pruningKeepsWhatIsNamed(t *testing.T, fresh Fresh) {
	s := opened(t, fresh)
	const own = "https://ana.example/feed" // of the rep
	const keep = 10 * 24 * time.Hour
	now := day(21) // so that day 11 is the first that stays
	mine := seen("own", 1, 1)
	mine.Item.FeedURL = own
	keyedAs := func(e curation.Entry, key string) curation.Entry {
		e.Keys = []curation.StoryKey{{Key: key}}
		return e
	}
	p := poll(feed, day(11),
		keyedAs(seen("old", 1, 1), "url:old"), keyedAs(seen("old brother", 1, 10), "url:old"),
		seen("edge", 1, 11), seen("young", 1, 20),
		keyedAs(seen("of a story", 1, 1), "url:both"), keyedAs(seen("of a story that goes on", 1, 20), "url:both"),
		keyedAs(seen("picked", 1, 1), "url:picked"), keyedAs(seen("picked brother", 1, 1), "url:picked"), mine)
	p.Memory = []byte("memory")
	save(t, s, p)
	picked := pick("ana", 1, 1)
	picked.StoryID, picked.Item.ID = "s-picked", "picked"
	queued(t, s, picked)
	begin(t, s, picked)
	must(t, s.Delivered(t.Context(), picked.ID, "ref", day(1)))
	must(t, s.Answer(t.Context(), picked.ID, curation.Skipped, "", day(1)))

	same(t, "deleted", get(s.Prune(t.Context(), now, keep))(t), 3)
	same(t, "what is left", ids(t, s, time.Time{}), []string{"edge", "of a story that goes on", "own", "picked", "picked brother", "young"})
	same(t, "deleted again", get(s.Prune(t.Context(), now, keep))(t), 0)
	same(t, "memory", string(get(s.FeedMemory(t.Context(), feed))(t)), "memory")
	same(t, "feeds", len(get(s.FeedStates(t.Context()))(t)), 1)

	// What ingest has seen before is not new when its feed edits it.
	again := keyed(item("old", 1))
	again.Seen = true
	same(t, "new of what was deleted", save(t, s, poll(feed, day(21), again)), []int{0})
	same(t, "what is left after it was sent again", len(ids(t, s, time.Time{})), 6)

	// The keys of a story go with its last item, and not before.
	save(t, s, poll(feed, day(21), keyedAs(seen("new", 1, 21), "url:old"), keyedAs(seen("newer", 1, 21), "url:both"), keyedAs(seen("newest", 1, 21), "url:picked")))
	for id, story := range map[string]string{"new": "s-new", "newer": "s-of a story", "newest": "s-picked"} {
		same(t, "story of "+id, storyOf(t, s, id), story)
	}

	// In the end nothing is left but what is the rep's own, and what was picked.
	same(t, "deleted much later", get(s.Prune(t.Context(), now.Add(1000*24*time.Hour), keep))(t), 5)
	same(t, "what is left in the end", ids(t, s, time.Time{}), []string{"own", "newest", "picked", "picked brother"})
}

func pruningTakesManySteps(t *testing.T, fresh Fresh) {
	s := opened(t, fresh)
	n := many(t, s)
	p := pick("ana", 1, 1)
	p.StoryID = fmt.Sprintf("s-i%04d", n/2)
	queued(t, s, p)
	same(t, "deleted", get(s.Prune(t.Context(), day(30), 24*time.Hour))(t), n-1)
	same(t, "what is left", ids(t, s, time.Time{}), []string{fmt.Sprintf("i%04d", n/2)})
}
