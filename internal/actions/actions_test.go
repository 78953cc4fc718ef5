package actions_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"example.com/pickwick/internal/actions"
	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/store"
)

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// newTeam is two reps on a real database; ana has a pick delivered and one queued.
func newTeam(t *testing.T) (*actions.Actions, *store.Store) {
	t.Helper()
	ctx := t.Context()
	st, err := store.Open(ctx, filepath.Join(t.TempDir(), "pickwick.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	a := actions.New(st, func() time.Time { return noon })
	added, updated, err := a.ImportReps(ctx, []curation.Rep{rep("ana"), rep("bo")})
	if err != nil || added != 2 || updated != 0 {
		t.Fatalf("import: %d added, %d updated, %v", added, updated, err)
	}
	if _, err := st.SaveQueue(ctx, "ana", []curation.Pick{pick("p1", "2026-11-20"), pick("p2", "2026-11-23")}, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := st.Begin(ctx, "p1", noon); err != nil {
		t.Fatal(err)
	}
	if err := st.Delivered(ctx, "p1", "", noon); err != nil {
		t.Fatal(err)
	}
	return a, st
}

func rep(id string) curation.Rep {
	return curation.Rep{ID: id, Name: id, Chat: curation.Address{Chat: "console"}, Personas: []string{"cfo"}, State: curation.RepActive}
}

func pick(id, date string) curation.Pick {
	return curation.Pick{
		ID: id, Rep: "ana", Date: date, Slot: 1, DueAt: noon, Status: curation.Queued,
		Persona: "cfo", Origin: curation.Others, StoryID: "s" + id, Item: curation.Item{ID: "i" + id},
	}
}

func status(t *testing.T, a *actions.Actions, id string) curation.Status {
	t.Helper()
	picks, err := a.Picks(t.Context(), curation.PickFilter{Rep: "ana"})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range picks {
		if p.ID == id {
			return p.Status
		}
	}
	return ""
}

func TestAnswersAreRecordedAndCanBeCorrected(t *testing.T) {
	a, _ := newTeam(t)
	ctx := t.Context()
	p, err := a.Answer(ctx, "p1", actions.AnswerSkipped, " seen it \n")
	if err != nil || p.Status != curation.Skipped || p.Why != "seen it" || !p.AnsweredAt.Equal(noon) {
		t.Errorf("skipped: %+v, %v", p, err)
	}
	p, err = a.Answer(ctx, "p1", actions.AnswerShared, "")
	if err != nil || p.Status != curation.Shared {
		t.Errorf("shared after all: %+v, %v", p, err)
	}
	// A conversation is noted beside the answer, not instead of it.
	p, err = a.Answer(ctx, "p1", actions.AnswerConversation, "")
	if err != nil || p.Status != curation.Shared || !p.TalkedAt.Equal(noon) {
		t.Errorf("conversation: %+v, %v", p, err)
	}
}

func TestAnswersThatCannotBeAreRefused(t *testing.T) {
	a, _ := newTeam(t)
	for _, c := range []struct {
		pick, answer string
		want         curation.Kind
	}{
		{"p1", "liked", curation.Invalid},
		{"nothing", actions.AnswerShared, curation.NotFound},
		{"p2", actions.AnswerShared, curation.Conflict}, // not delivered yet
	} {
		if _, err := a.Answer(t.Context(), c.pick, c.answer, ""); curation.KindOf(err) != c.want {
			t.Errorf("answering %s with %s: %v", c.pick, c.answer, err)
		}
	}
	if s := status(t, a, "p2"); s != curation.Queued {
		t.Errorf("the queued pick became %s", s)
	}
}

// TestOneStepOut is promise 8: leaving ends all messages at once.
func TestOneStepOut(t *testing.T) {
	a, st := newTeam(t)
	ctx := t.Context()
	r, err := a.Leave(ctx, "ana")
	if err != nil || r.State != curation.RepLeft {
		t.Fatalf("leave: %+v, %v", r, err)
	}
	if s := status(t, a, "p2"); s != "" {
		t.Errorf("the queued pick is still there, %s", s)
	}
	if s := status(t, a, "p1"); s != curation.Delivered {
		t.Errorf("what was delivered became %s", s)
	}
	due, err := st.Due(ctx, noon.Add(1000*time.Hour))
	if err != nil || len(due) > 0 {
		t.Errorf("still due: %v, %v", due, err)
	}
	// An import does not bring somebody back who chose to leave; they do.
	if _, _, err := a.ImportReps(ctx, []curation.Rep{rep("ana")}); err != nil {
		t.Fatal(err)
	}
	if s := state(ctx, t, a, "ana"); s != curation.RepLeft {
		t.Errorf("after an import ana is %s", s)
	}
	if r, err := a.Resume(ctx, "ana"); err != nil || r.State != curation.RepActive {
		t.Errorf("resume: %+v, %v", r, err)
	}
}

func TestAQueueBeginsAnewAfterAPause(t *testing.T) {
	a, _ := newTeam(t)
	r, err := a.Pause(t.Context(), "ana")
	if err != nil || r.State != curation.RepPaused || r.Reason == "" {
		t.Fatalf("pause: %+v, %v", r, err)
	}
	if s := status(t, a, "p2"); s != curation.Queued {
		t.Errorf("the queued pick became %q", s)
	}
	if r, err := a.Resume(t.Context(), "ana"); err != nil || r.State != curation.RepActive || r.Reason != "" {
		t.Errorf("resume: %+v, %v", r, err)
	}
	if s := status(t, a, "p2"); s != "" {
		t.Errorf("a pick chosen before the pause is still %s", s)
	}
	if s := status(t, a, "p1"); s != curation.Delivered {
		t.Errorf("what was delivered became %s", s)
	}
	if _, err := a.Pause(t.Context(), "nobody"); curation.KindOf(err) != curation.NotFound {
		t.Errorf("pausing nobody: %v", err)
	}
	if _, err := a.Picks(t.Context(), curation.PickFilter{Rep: "nobody"}); curation.KindOf(err) != curation.NotFound {
		t.Errorf("the picks of nobody: %v", err)
	}
}

func state(ctx context.Context, t *testing.T, a *actions.Actions, id string) curation.RepState {
	t.Helper()
	reps, err := a.Reps(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range reps {
		if r.ID == id {
			return r.State
		}
	}
	return ""
}
