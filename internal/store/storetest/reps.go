package storetest

import (
	"testing"
	"time"

	"example.com/pickwick/internal/curation"
)

func repsComeBack(t *testing.T, fresh Fresh) {
	s := opened(t, fresh)
	bare := curation.Rep{ID: "Bob", Name: "Bob", Chat: curation.Address{Chat: "console"}, Personas: []string{"cfo"}}
	added, updated, err := s.SaveReps(t.Context(), []curation.Rep{rep("ana"), bare})
	must(t, err)
	same(t, "added and updated", []int{added, updated}, []int{2, 0})
	bare.State = curation.RepActive
	same(t, "reps by ID", get(s.Reps(t.Context()))(t), []curation.Rep{bare, rep("ana")})
	same(t, "rep", get(s.Rep(t.Context(), "ana"))(t), rep("ana"))
}

func savingRepsKeepsTheirState(t *testing.T, fresh Fresh) {
	s := opened(t, fresh)
	_, _, err := s.SaveReps(t.Context(), []curation.Rep{rep("ana")})
	must(t, err)
	must(t, s.PauseRep(t.Context(), "ana", "on leave"))
	changed := rep("ana")
	changed.Name, changed.Days, changed.Mix, changed.OwnFeeds, changed.Reason = "Ana S.", nil, curation.Mix{}, nil, "ignored"
	added, updated, err := s.SaveReps(t.Context(), []curation.Rep{changed, rep("eve"), rep("eve")})
	must(t, err)
	same(t, "added and updated", []int{added, updated}, []int{1, 2})
	changed.State, changed.Reason = curation.RepPaused, "on leave"
	same(t, "rep", get(s.Rep(t.Context(), "ana"))(t), changed)

	for name, bad := range map[string]curation.Rep{
		"no ID":       {},
		"a wrong mix": {ID: "x", Mix: curation.Mix{Others: 50, Company: 20}},
	} {
		_, _, err := s.SaveReps(t.Context(), []curation.Rep{rep("new"), bad})
		wantKind(t, name, err, curation.Invalid)
	}
	_, err = s.Rep(t.Context(), "new")
	wantKind(t, "a rep beside a wrong one", err, curation.NotFound)
}

func repsChangeState(t *testing.T, fresh Fresh) {
	s := opened(t, fresh)
	queued(t, s, pick("ana", 1, 1), pick("ana", 2, 1), pick("ana", 3, 1), pick("eve", 1, 1))
	begin(t, s, pick("ana", 1, 1))
	begin(t, s, pick("ana", 2, 1))
	must(t, s.Delivered(t.Context(), "p-ana-1-1", "ref", day(1)))

	is := func(want curation.RepState, reason string) {
		t.Helper()
		r := get(s.Rep(t.Context(), "ana"))(t)
		same(t, "state and reason", []string{string(r.State), r.Reason}, []string{string(want), reason})
	}
	must(t, s.SetRepState(t.Context(), "ana", curation.RepPaused, "on leave"))
	is(curation.RepPaused, "on leave")
	must(t, s.PauseRep(t.Context(), "ana", "the chat refuses messages"))
	is(curation.RepPaused, "the chat refuses messages")
	same(t, "picks of a paused rep", len(get(s.Picks(t.Context(), "ana"))(t)), 3)
	must(t, s.SetRepState(t.Context(), "ana", curation.RepActive, "back"))
	is(curation.RepActive, "")

	must(t, s.SetRepState(t.Context(), "ana", curation.RepLeft, "asked to"))
	is(curation.RepLeft, "")
	var left []curation.Status
	for _, p := range get(s.Picks(t.Context(), "ana"))(t) {
		left = append(left, p.Status)
	}
	same(t, "what leaving left", left, []curation.Status{curation.Delivered, curation.Sending})
	same(t, "picks of another", len(get(s.Picks(t.Context(), "eve"))(t)), 1)

	wantKind(t, "pausing who left", s.PauseRep(t.Context(), "ana", "x"), curation.Conflict)
	is(curation.RepLeft, "")
	same(t, "written for who left", get(s.SaveQueue(t.Context(), "ana", []curation.Pick{pick("ana", 4, 1)}, nil))(t), 0)
	same(t, "picks of who left", len(get(s.Picks(t.Context(), "ana"))(t)), 2)

	must(t, s.SetRepState(t.Context(), "ana", curation.RepActive, ""))
	same(t, "written for who came back", get(s.SaveQueue(t.Context(), "ana", []curation.Pick{pick("ana", 4, 1)}, nil))(t), 1)

	wantKind(t, "an unknown state", s.SetRepState(t.Context(), "ana", "asleep", ""), curation.Invalid)
	wantKind(t, "an unknown rep", s.SetRepState(t.Context(), "nobody", curation.RepLeft, ""), curation.NotFound)
	wantKind(t, "pausing an unknown rep", s.PauseRep(t.Context(), "nobody", ""), curation.NotFound)
}

func begin(t testing.TB, s Store, p curation.Pick) {
	t.Helper()
	get(s.Begin(t.Context(), p.ID, day(1).Add(time.Second)))(t)
}
