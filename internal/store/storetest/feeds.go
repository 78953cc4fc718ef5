package storetest

import (
	"bytes"
	"math/rand/v2"
	"testing"
	"time"

	"example.com/pickwick/internal/curation"
)

func memoriesComeBack(t *testing.T, fresh Fresh) {
	s := opened(t, fresh)
	memory := func() []byte {
		t.Helper()
		return get(s.FeedMemory(t.Context(), feed))(t)
	}
	if m := memory(); m != nil {
		t.Errorf("a feed that was never polled has the memory %q", m)
	}
	save(t, s, poll(feed, day(1)))
	if m := memory(); m != nil {
		t.Errorf("a feed that was polled without a memory has %q", m)
	}
	every := make([]byte, 256)
	for i := range every {
		every[i] = byte(i)
	}
	random := rand.New(rand.NewPCG(1, 2))
	large := make([]byte, 1<<18)
	for i := range large {
		large[i] = byte(random.Uint32())
	}
	for _, want := range [][]byte{every, []byte("\x00"), []byte("\xff\xfe"), []byte("'; --"), large, {}} {
		p := poll(feed, day(1))
		p.Memory = want
		save(t, s, p)
		if got := memory(); !bytes.Equal(got, want) {
			t.Errorf("a memory of %d bytes came back as %d others", len(want), len(got))
		}
	}
}

func noMemoryLeavesTheMemory(t *testing.T, fresh Fresh) {
	s := opened(t, fresh)
	with := func(url, memory string) curation.Polled {
		p := poll(url, day(1))
		p.Memory = []byte(memory)
		return p
	}
	save(t, s, with(feed, "one"), with("https://other.example/feed", "other"))
	save(t, s, poll(feed, day(2)))
	must(t, s.SaveFeedState(t.Context(), curation.FeedState{URL: feed}))
	same(t, "the memory after polls without one", string(get(s.FeedMemory(t.Context(), feed))(t)), "one")

	// Of two polls of one feed the last memory counts, as does the last state.
	later := poll(feed, day(4), keyed(item("a", 1)))
	later.State.Title = "Later"
	save(t, s, with(feed, "two"), with(feed, "three"), poll(feed, day(3), keyed(item("b", 1))), later)
	same(t, "the memory after several", string(get(s.FeedMemory(t.Context(), feed))(t)), "three")
	same(t, "the memory of another", string(get(s.FeedMemory(t.Context(), "https://other.example/feed"))(t)), "other")
	state := later.State
	state.LastNew = day(4)
	same(t, "the state after several", get(s.FeedStates(t.Context()))(t)[0], state)
}

// fullState is a state with every field set.
func fullState(url string) curation.FeedState {
	return curation.FeedState{
		URL: url, Title: "Cash Weekly", ETag: `"1"`, LastModified: "Sun, 22 Nov 2026 07:00:00 GMT", Hash: "abc",
		NextPoll: day(2), LastPoll: day(1), LastSuccess: day(3), LastNew: day(4), Failures: 5, FailingSince: day(6),
		Outcome: "not a feed", Error: "the address gives a web page", Host: "cdn.example", Usual: 31*time.Hour + 5*time.Millisecond,
		Moved: "https://new.example/feed", MovedTimes: 2, Retired: true, Quarantined: "it changed its host", Accepted: day(7), Told: "silent", Asks: "ttl=60",
	}
}

func allThatIsKnownOfAFeedComesBack(t *testing.T, fresh Fresh) {
	s := opened(t, fresh)
	full := fullState(feed)
	save(t, s, curation.Polled{State: full})
	same(t, "the state", get(s.FeedStates(t.Context()))(t), []curation.FeedState{full})

	bare := curation.FeedState{URL: feed, LastNew: day(5)}
	must(t, s.SaveFeedState(t.Context(), bare))
	same(t, "the state saved alone", get(s.FeedStates(t.Context()))(t), []curation.FeedState{bare})
	must(t, s.SaveFeedState(t.Context(), full))
	full.LastNew = day(5) // never moves back
	same(t, "the state saved alone again", get(s.FeedStates(t.Context()))(t), []curation.FeedState{full})
}

func aFeedNeverPolledHasNoState(t *testing.T, fresh Fresh) {
	s := opened(t, fresh)
	save(t, s, poll(feed, day(1)))
	before := get(s.FeedStates(t.Context()))(t)
	wantKind(t, "the state of a feed never polled", s.SaveFeedState(t.Context(), fullState("https://never.example/feed")), curation.NotFound)
	same(t, "feeds", get(s.FeedStates(t.Context()))(t), before)
}

// aPollIsSavedWhole saves polls whose last item can't be: nothing of any of
// them is there.
func aPollIsSavedWhole(t *testing.T, fresh Fresh) {
	s := opened(t, fresh)
	first := poll(feed, day(1), keyed(item("a", 1), "url:a"))
	first.Memory = []byte("a")
	save(t, s, first)
	before := all(t, s)

	second := poll(feed, day(2), keyed(item("b", 2), "url:b"))
	second.Memory = []byte("b")
	bad := poll("https://other.example/feed", day(2), keyed(item("", 2), "url:c"))
	bad.Memory = []byte("c")
	_, err := s.SavePolls(t.Context(), []curation.Polled{second, bad})
	wantKind(t, "an item without an ID", err, curation.Invalid)
	same(t, "what is there", all(t, s), before)
	same(t, "memory", string(get(s.FeedMemory(t.Context(), feed))(t)), "a")
	same(t, "memory of the other", string(get(s.FeedMemory(t.Context(), "https://other.example/feed"))(t)), "")
}
