package storetest

import (
	"context"
	"testing"
	"time"

	"example.com/pickwick/internal/curation"
)

// change is something that can happen to a pick. Its effect on the status is
// in to, by the status before; a status that is absent refuses it.
type change struct {
	name string
	do   func(ctx context.Context, s Store, id string) error
	to   map[curation.Status]curation.Status
	zero bool // it does not refuse, it passes over
}

type statuses = map[curation.Status]curation.Status

func changes() []change {
	answer := func(to curation.Status) statuses {
		return statuses{
			curation.Delivered: to, curation.Unknown: to, curation.Shared: to, curation.Skipped: to, curation.Expired: to,
		}
	}
	return []change{
		{"Begin", func(ctx context.Context, s Store, id string) error {
			_, err := s.Begin(ctx, id, day(2))
			return err
		}, statuses{curation.Queued: curation.Sending, curation.Sending: curation.Sending}, false},
		{"Delivered", func(ctx context.Context, s Store, id string) error {
			return s.Delivered(ctx, id, "message 7", day(3))
		}, statuses{curation.Sending: curation.Delivered}, false},
		{"Postpone", func(ctx context.Context, s Store, id string) error {
			return s.Postpone(ctx, id, day(4))
		}, statuses{curation.Sending: curation.Queued}, false},
		{"ClosePick unknown", func(ctx context.Context, s Store, id string) error {
			return s.ClosePick(ctx, id, curation.Unknown, "the chat can't tell")
		}, statuses{curation.Queued: curation.Unknown, curation.Sending: curation.Unknown}, false},
		{"ClosePick missed", func(ctx context.Context, s Store, id string) error {
			return s.ClosePick(ctx, id, curation.Missed, "the day went by")
		}, statuses{curation.Queued: curation.Missed, curation.Sending: curation.Missed}, false},
		{"Answer shared", func(ctx context.Context, s Store, id string) error {
			return s.Answer(ctx, id, curation.Shared, "my buyers asked", day(5))
		}, answer(curation.Shared), false},
		{"Answer skipped", func(ctx context.Context, s Store, id string) error {
			return s.Answer(ctx, id, curation.Skipped, "seen elsewhere", day(6))
		}, answer(curation.Skipped), false},
		{"Talked", func(ctx context.Context, s Store, id string) error {
			return s.Talked(ctx, id, day(7))
		}, statuses{
			curation.Delivered: curation.Delivered, curation.Unknown: curation.Unknown, curation.Shared: curation.Shared,
			curation.Skipped: curation.Skipped, curation.Expired: curation.Expired,
		}, false},
		{"Expire", func(ctx context.Context, s Store, id string) error {
			_, err := s.Expire(ctx, day(30))
			return err
		}, statuses{curation.Delivered: curation.Expired}, true},
	}
}

// ways lead a queued pick to each status, by names of changes.
func ways() map[curation.Status][]string {
	return map[curation.Status][]string{
		curation.Queued:    nil,
		curation.Sending:   {"Begin"},
		curation.Delivered: {"Begin", "Delivered"},
		curation.Unknown:   {"Begin", "ClosePick unknown"},
		curation.Missed:    {"ClosePick missed"},
		curation.Shared:    {"Begin", "Delivered", "Answer shared"},
		curation.Skipped:   {"Begin", "Delivered", "Answer skipped"},
		curation.Expired:   {"Begin", "Delivered", "Expire"},
	}
}

func everyChangeOfState(t *testing.T, fresh Fresh) {
	s := opened(t, fresh)
	byName := map[string]change{}
	for _, c := range changes() {
		byName[c.name] = c
	}
	slot := 0
	for from, way := range ways() {
		for _, c := range changes() {
			t.Run(string(from)+", "+c.name, func(t *testing.T) {
				slot++
				p := pick("ana", 1, slot)
				queued(t, s, p)
				for _, step := range way {
					must(t, byName[step].do(t.Context(), s, p.ID))
				}
				before := get(s.Pick(t.Context(), p.ID))(t)
				same(t, "status before", before.Status, from)
				err := c.do(t.Context(), s, p.ID)
				to, ok := c.to[from]
				after := get(s.Pick(t.Context(), p.ID))(t)
				switch {
				case ok:
					must(t, err)
					same(t, "status after", after.Status, to)
				case c.zero:
					must(t, err)
					same(t, "pick that is passed over", after, before)
				default:
					wantKind(t, "refused change", err, curation.Conflict)
					same(t, "pick after a refused change", after, before)
				}
			})
		}
	}
}

func whatAChangeOfStateWrites(t *testing.T, fresh Fresh) {
	s := opened(t, fresh)
	want := pick("ana", 1, 1)
	queued(t, s, want)
	is := func(what string) {
		t.Helper()
		same(t, what, get(s.Pick(t.Context(), want.ID))(t), want)
	}
	want.Status, want.Tries, want.FirstTry = curation.Sending, 1, day(2)
	same(t, "what Begin returns", get(s.Begin(t.Context(), want.ID, day(2)))(t), want)
	is("begun")
	want.Tries = 2
	same(t, "what Begin returns again", get(s.Begin(t.Context(), want.ID, day(3)))(t), want)
	is("begun again")
	want.Status, want.NextTry = curation.Queued, day(4)
	must(t, s.Postpone(t.Context(), want.ID, day(4)))
	is("put off")
	want.Status, want.Tries = curation.Sending, 3
	same(t, "what Begin returns in the end", get(s.Begin(t.Context(), want.ID, day(5)))(t), want)
	want.Status, want.MessageRef, want.DeliveredAt = curation.Delivered, "message 7", day(5)
	must(t, s.Delivered(t.Context(), want.ID, "message 7", day(5)))
	is("delivered")
	same(t, "expired to the instant", get(s.Expire(t.Context(), day(5)))(t), 0)
	want.Status = curation.Expired
	same(t, "expired", get(s.Expire(t.Context(), day(5).Add(time.Millisecond)))(t), 1)
	is("expired")
	want.Status, want.AnsweredAt, want.Why = curation.Skipped, day(6), "too long"
	must(t, s.Answer(t.Context(), want.ID, curation.Skipped, "too long", day(6)))
	is("skipped")
	want.Status, want.AnsweredAt, want.Why = curation.Shared, day(7), ""
	must(t, s.Answer(t.Context(), want.ID, curation.Shared, "", day(7)))
	is("shared after all")
	want.TalkedAt = day(8)
	must(t, s.Talked(t.Context(), want.ID, day(8)))
	must(t, s.Talked(t.Context(), want.ID, day(9)))
	is("talked about")

	queued(t, s, pick("ana", 2, 1))
	closed := pick("ana", 3, 1)
	queued(t, s, closed)
	closed.Status, closed.Why = curation.Unknown, "the chat can't tell"
	must(t, s.ClosePick(t.Context(), closed.ID, curation.Unknown, "the chat can't tell"))
	same(t, "closed pick", get(s.Pick(t.Context(), closed.ID))(t), closed)

	for _, to := range []curation.Status{"", curation.Queued, curation.Sending, curation.Delivered, curation.Shared, "lost"} {
		wantKind(t, "closed as "+string(to), s.ClosePick(t.Context(), "p-ana-2-1", to, ""), curation.Invalid)
	}
	for _, to := range []curation.Status{"", curation.Delivered, curation.Missed, curation.Expired, "liked"} {
		wantKind(t, "answered with "+string(to), s.Answer(t.Context(), want.ID, to, "", day(9)), curation.Invalid)
	}
}

func beginIsRefusedUnlessTheRepIsActive(t *testing.T, fresh Fresh) {
	s := opened(t, fresh)
	for _, state := range []curation.RepState{curation.RepPaused, curation.RepLeft} {
		p := pick(string(state), 1, 1)
		queued(t, s, p)
		begin(t, s, p)
		must(t, s.SetRepState(t.Context(), p.Rep, state, "x"))
		_, err := s.Begin(t.Context(), p.ID, day(2))
		wantKind(t, "begin for a rep who is "+string(state), err, curation.Conflict)
		same(t, "tries", get(s.Pick(t.Context(), p.ID))(t).Tries, 1)
		must(t, s.Delivered(t.Context(), p.ID, "was under way", day(2)))
	}
}

func emptyDaysTakeNoAnswer(t *testing.T, fresh Fresh) {
	s := opened(t, fresh)
	p := empty("ana", 1)
	queued(t, s, p)
	begin(t, s, p)
	must(t, s.Delivered(t.Context(), p.ID, "ref", day(1)))
	wantKind(t, "share", s.Answer(t.Context(), p.ID, curation.Shared, "", day(2)), curation.Conflict)
	wantKind(t, "talk", s.Talked(t.Context(), p.ID, day(2)), curation.Conflict)
	same(t, "expired", get(s.Expire(t.Context(), day(30)))(t), 0)
}

func whatIsNotThereIsNotFound(t *testing.T, fresh Fresh) {
	s := opened(t, fresh)
	for _, id := range []string{"", "nothing", "no\x00thing", "\xff"} {
		for _, c := range changes() {
			if !c.zero {
				wantKind(t, c.name, c.do(t.Context(), s, id), curation.NotFound)
			}
		}
		_, err := s.Pick(t.Context(), id)
		wantKind(t, "Pick", err, curation.NotFound)
		_, err = s.Item(t.Context(), id)
		wantKind(t, "Item", err, curation.NotFound)
		_, err = s.Rep(t.Context(), id)
		wantKind(t, "Rep", err, curation.NotFound)
	}
}
