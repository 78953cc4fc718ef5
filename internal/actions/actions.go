// Package actions is what reps and marketers can ask for: import reps, pause,
// resume, leave, answer a pick, list picks. The command line, and later chats
// and the web page, offer the same actions and so behave alike.
package actions

import (
	"context"
	"strings"
	"time"

	"example.com/pickwick/internal/curation"
)

// Actions carries out requests. It holds no state of its own.
type Actions struct {
	store Store
	now   func() time.Time
}

// New makes Actions on a store.
func New(store Store, now func() time.Time) *Actions {
	return &Actions{store: store, now: now}
}

// Reps lists every rep, by ID.
func (a *Actions) Reps(ctx context.Context) ([]curation.Rep, error) { return a.store.Reps(ctx) }

// ImportReps adds reps and updates those that exist, all of them or none. A
// rep who paused or left stays so: only they, or Resume, bring them back.
func (a *Actions) ImportReps(ctx context.Context, reps []curation.Rep) (added, updated int, err error) {
	return a.store.SaveReps(ctx, reps)
}

// Pause stops all messages to a rep.
func (a *Actions) Pause(ctx context.Context, rep string) (curation.Rep, error) {
	return a.move(ctx, rep, curation.RepPaused, "on request")
}

// Resume brings a paused rep, or one who left, back. Their queue begins anew
// with the next plan.
func (a *Actions) Resume(ctx context.Context, rep string) (curation.Rep, error) {
	return a.move(ctx, rep, curation.RepActive, "")
}

// Leave ends all messages to a rep at once and drops what was queued.
func (a *Actions) Leave(ctx context.Context, rep string) (curation.Rep, error) {
	return a.move(ctx, rep, curation.RepLeft, "")
}

func (a *Actions) move(ctx context.Context, id string, to curation.RepState, reason string) (curation.Rep, error) {
	if err := a.store.SetRepState(ctx, id, to, reason); err != nil {
		return curation.Rep{}, err
	}
	return a.store.Rep(ctx, id)
}

// Picks lists the picks that match, empty days included.
func (a *Actions) Picks(ctx context.Context, f curation.PickFilter) ([]curation.Pick, error) {
	if f.Rep != "" {
		if _, err := a.store.Rep(ctx, f.Rep); err != nil {
			return nil, err
		}
	}
	return a.store.ListPicks(ctx, f)
}

// The answers that a rep can give.
const (
	AnswerShared       = "shared"
	AnswerSkipped      = "skipped"
	AnswerConversation = "conversation"
)

// Answer records what a rep did with a pick: AnswerShared and AnswerSkipped
// become its status, AnswerConversation is noted beside it. Anything else is a
// curation.Invalid error; a pick that was not delivered is a curation.Conflict.
func (a *Actions) Answer(ctx context.Context, pick, answer, why string) (curation.Pick, error) {
	var err error
	switch answer {
	case AnswerShared:
		err = a.store.Answer(ctx, pick, curation.Shared, strings.TrimSpace(why), a.now())
	case AnswerSkipped:
		err = a.store.Answer(ctx, pick, curation.Skipped, strings.TrimSpace(why), a.now())
	case AnswerConversation:
		err = a.store.Talked(ctx, pick, a.now())
	default:
		return curation.Pick{}, curation.Errorf(curation.Invalid,
			"%q is not an answer: use shared, skipped or conversation", answer)
	}
	if err != nil {
		return curation.Pick{}, err
	}
	return a.store.Pick(ctx, pick)
}
