package storetest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/store"
)

// everything is all that a database holds.
type everything struct {
	Feeds []curation.FeedState
	Items []curation.Item
	Reps  []curation.Rep
	Picks []curation.Pick
}

func all(t testing.TB, s Store) everything {
	t.Helper()
	return everything{
		get(s.FeedStates(t.Context()))(t), get(s.Items(t.Context(), time.Time{}))(t),
		get(s.Reps(t.Context()))(t), get(s.ListPicks(t.Context(), curation.PickFilter{}))(t),
	}
}

func nothingLostWhenReopened(t *testing.T, fresh Fresh) {
	open := fresh(t)
	s := open()
	save(t, s, poll(feed, day(1), keyed(item("a", 1), "url:a"), keyed(item("b", 2), "url:b")))
	queued(t, s, pick("ana", 1, 1), empty("ana", 2), pick("eve", 1, 1))
	begin(t, s, pick("ana", 1, 1))
	must(t, s.Delivered(t.Context(), "p-ana-1-1", "ref", day(1)))
	must(t, s.Answer(t.Context(), "p-ana-1-1", curation.Shared, "why", day(2)))
	must(t, s.Talked(t.Context(), "p-ana-1-1", day(3)))
	must(t, s.PauseRep(t.Context(), "eve", "on leave"))
	before := all(t, s)
	must(t, s.Close())

	again := opens(t, open)
	same(t, "what is there after reopening", all(t, again), before)
	// Keys too: they still lead to the story.
	save(t, again, poll(feed, day(2), keyed(item("c", 2), "url:a")))
	same(t, "story", storyOf(t, again, "c"), storyOf(t, again, "a"))
}

// naughty are texts that databases have stumbled over, and what comes back.
func naughty() map[string]string {
	long := strings.Repeat("long ", 100_000)
	kept := []string{
		"", " ", "'", `"`, "''", `\`, `\'; DROP TABLE picks; --`, "$1", "?1", ":name", "%s%n", "%_", "NULL", "null", "undefined",
		`{"json":[1,null]}`, `\u0000`, "a\tb\r\nc", "\u2028\u2029", "\ufeffmark", "\x01\x1f\x7f", "<script>alert(1)</script>&amp;",
		"Ω≈ç√", "Straße ſ İ ı", "田中さん", "مرحبا", "\u202eright to left", "👩\u200d👩\u200d👧 🏳\u200d🌈", "Z\u0351\u0367a\u0300\u0316", "\U0010FFFF\uFFFE",
		"1e309", "-0", "2026-11-22", "@everyone", "../../etc/passwd", long,
	}
	out := map[string]string{
		"nul\x00in\x00side": "nulinside",
		"\x00":              "",
		"bad\xffbyte":       "bad\uFFFDbyte",
		"cut\xe2\x82":       "cut\uFFFD",
		"half \xed\xa0\x80": "half \uFFFD",
		"\xff\x00\xfe":      "\uFFFD\uFFFD",
	}
	for _, k := range kept {
		out[k] = k
	}
	return out
}

func longTextsAreNoKeys(t *testing.T, fresh Fresh) {
	s := opened(t, fresh)
	// 50 KB that don't compress, and that differ at the very end.
	random := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	b.WriteString(strings.Repeat("é", 300))
	for range 1 << 12 {
		b.WriteString(strconv.FormatUint(random.Uint64(), 36))
	}
	long := b.String()
	for i, key := range []string{long + "1", long + "2", long + "1"} {
		save(t, s, poll("https://"+key, day(1), keyed(item(fmt.Sprint("i", i), 1), key)))
	}
	same(t, "stories", []string{storyOf(t, s, "i0"), storyOf(t, s, "i1"), storyOf(t, s, "i2")}, []string{"s-i0", "s-i1", "s-i0"})
	feeds := get(s.FeedStates(t.Context()))(t)
	same(t, "feeds", []string{feeds[0].URL, feeds[1].URL}, []string{"https://" + long + "1", "https://" + long + "2"})

	for _, id := range []string{"", long, strings.Repeat("x", 201)} {
		_, err := s.SavePolls(t.Context(), []curation.Polled{poll(feed, day(1), keyed(item("good", 1)), keyed(item(id, 1)))})
		wantKind(t, "an item's ID", err, curation.Invalid)
		_, _, err = s.SaveReps(t.Context(), []curation.Rep{rep(id)})
		wantKind(t, "a rep's ID", err, curation.Invalid)
		p := pick("ana", 1, 1)
		p.ID = id
		_, err = s.SaveQueue(t.Context(), "ana", []curation.Pick{p}, nil)
		wantKind(t, "a pick's ID", err, curation.Invalid)
	}
	_, err := s.Item(t.Context(), "good")
	wantKind(t, "an item beside one that is refused", err, curation.NotFound)
}

func naughtyStringsComeBack(t *testing.T, fresh Fresh) {
	s := opened(t, fresh)
	n := 0
	for in, want := range naughty() {
		n++
		i := textItem(in)
		i.ID = "n" + string(rune('A'+n))
		save(t, s, curation.Polled{
			State: curation.FeedState{URL: "u" + in, Title: in, ETag: in, LastModified: in, Hash: in, Outcome: in, Error: in},
			Items: []curation.Entry{keyed(i, i.ID+in)},
		})
		wantItem := textItem(want)
		wantItem.ID, wantItem.StoryID = i.ID, "s-"+i.ID
		same(t, "item", get(s.Item(t.Context(), i.ID))(t), wantItem)

		r := textRep(i.ID+short(in), in)
		wantRep := textRep(i.ID+short(want), want)
		_, _, err := s.SaveReps(t.Context(), []curation.Rep{r})
		must(t, err)
		same(t, "rep", get(s.Rep(t.Context(), r.ID))(t), wantRep)

		p, wantPick := textPick(r.ID, i.ID, in), textPick(wantRep.ID, i.ID, want)
		_, err = s.SaveQueue(t.Context(), r.ID, []curation.Pick{p}, nil)
		must(t, err)
		must(t, s.ClosePick(t.Context(), p.ID, curation.Unknown, in))
		must(t, s.Answer(t.Context(), p.ID, curation.Shared, in, day(2)))
		wantPick.Status, wantPick.Why, wantPick.AnsweredAt = curation.Shared, want, day(2)
		same(t, "pick", get(s.Pick(t.Context(), p.ID))(t), wantPick)
		must(t, s.PauseRep(t.Context(), r.ID, in))
		same(t, "reason", get(s.Rep(t.Context(), r.ID))(t).Reason, want)
	}
	for _, f := range get(s.FeedStates(t.Context()))(t) {
		same(t, "title of a feed", "u"+f.Title, f.URL)
	}
}

// short is a text that can be part of an ID.
func short(s string) string {
	if len(s) > 100 {
		return "long"
	}
	return s
}

func textItem(s string) curation.Item {
	return curation.Item{
		FeedURL: s, FeedTitle: s, GUID: s, URL: s, Title: s, Summary: s, Text: s, Author: s, Authors: []string{s, s},
		Categories: []string{s}, Language: s, Format: curation.Format(s), Image: s,
		Published: day(1), FirstSeen: day(1), Enclosures: []curation.Attachment{{URL: s, Type: s}},
	}
}

func textRep(id, s string) curation.Rep {
	return curation.Rep{
		ID: id, Name: s, Chat: curation.Address{Chat: s, User: s}, Personas: []string{s}, TimeZone: s, At: s,
		Networks: []curation.Network{curation.Network(s)}, OwnFeeds: []string{s}, State: curation.RepActive,
	}
}

func textPick(rep, item, s string) curation.Pick {
	i := textItem(s)
	i.ID = item
	return curation.Pick{
		ID: "p" + item, Rep: rep, Date: "2026-11-01", Slot: 1, DueAt: day(1), Status: curation.Queued, Cause: s, Persona: s,
		Origin: curation.Origin(s), StoryID: "s" + s, Item: i, Score: 1, Ask: s,
		Reasons: []curation.Reason{{Kind: curation.ReasonKind(s), Topic: s, Points: 1, Evidence: s, Where: s}},
	}
}

func countsCount(t *testing.T, fresh Fresh) {
	s := opened(t, fresh)
	none := get(s.Counts(t.Context()))(t)
	same(t, "nothing", none, store.Counts{Reps: map[curation.RepState]int{}, Picks: map[curation.Status]int{}})

	failing := poll("https://down.example/feed", day(1))
	failing.State.Failures = 2
	save(t, s, failing, poll(feed, day(1), keyed(item("a", 1), "k"), keyed(item("b", 1), "k"), keyed(item("c", 1))))
	queued(t, s, pick("ana", 1, 1), pick("ana", 2, 1), pick("eve", 1, 1))
	begin(t, s, pick("ana", 1, 1))
	must(t, s.PauseRep(t.Context(), "eve", "x"))
	same(t, "something", get(s.Counts(t.Context()))(t), store.Counts{
		Feeds: 2, FeedsFailing: 1, Items: 3, Stories: 2,
		Reps:  map[curation.RepState]int{curation.RepActive: 1, curation.RepPaused: 1},
		Picks: map[curation.Status]int{curation.Queued: 2, curation.Sending: 1},
	})
}

func aCancelledCallChangesNothing(t *testing.T, fresh Fresh) {
	s := opened(t, fresh)
	queued(t, s, pick("ana", 1, 1))
	before := all(t, s)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for what, do := range map[string]func() error{
		"SavePolls": func() error {
			_, err := s.SavePolls(ctx, []curation.Polled{poll(feed, day(1), keyed(item("a", 1)))})
			return err
		},
		"SaveReps": func() error { _, _, err := s.SaveReps(ctx, []curation.Rep{rep("eve")}); return err },
		"SaveQueue": func() error {
			_, err := s.SaveQueue(ctx, "ana", []curation.Pick{pick("ana", 2, 1)}, nil)
			return err
		},
		"SetRepState": func() error { return s.SetRepState(ctx, "ana", curation.RepLeft, "") },
		"Begin":       func() error { _, err := s.Begin(ctx, "p-ana-1-1", day(1)); return err },
		"ClosePick":   func() error { return s.ClosePick(ctx, "p-ana-1-1", curation.Missed, "") },
		"Items":       func() error { _, err := s.Items(ctx, day(1)); return err },
		"Ping":        func() error { return s.Ping(ctx) },
	} {
		if err := do(); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: got error %v, want context.Canceled", what, err)
		}
	}
	same(t, "what is there", all(t, s), before)
	must(t, s.Ping(t.Context()))
}
