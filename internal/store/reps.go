package store

import (
	"context"
	"database/sql"

	"example.com/pickwick/internal/curation"
)

const selectRep = `SELECT id, name, chat, chat_user, personas, timezone, at, days, mix, networks, own_feeds, state, reason FROM reps`

func scanRep(r scanner) (p curation.Rep, err error) {
	var mix string
	err = r.Scan(&p.ID, &p.Name, &p.Chat.Chat, &p.Chat.User, list[string]{&p.Personas}, &p.TimeZone, &p.At,
		list[weekday]{&p.Days}, &mix, list[curation.Network]{&p.Networks}, list[string]{&p.OwnFeeds}, &p.State, &p.Reason)
	if err == nil && mix != "" {
		p.Mix, err = curation.ParseMix(mix)
	}
	return p, err
}

// Reps returns every rep, by ID.
func (s *Store) Reps(ctx context.Context) ([]curation.Rep, error) {
	return read(ctx, s, "read the reps", scanRep, selectRep+" ORDER BY id")
}

// Rep returns one rep, or a curation.NotFound error.
func (s *Store) Rep(ctx context.Context, id string) (curation.Rep, error) {
	reps, err := read(ctx, s, "read the rep", scanRep, selectRep+" WHERE id = $1", id)
	return only(reps, err, "rep", id)
}

// SaveReps adds reps and updates those that exist, all in one transaction. An
// existing rep keeps State and Reason. A new one without a State is active.
// An ID that is empty or longer than 200 bytes is a curation.Invalid error.
func (s *Store) SaveReps(ctx context.Context, reps []curation.Rep) (added, updated int, err error) {
	err = s.change(ctx, "save the reps", func(tx *sql.Tx) error {
		added, updated = 0, 0
		for _, r := range reps {
			isNew, err := saveRep(ctx, tx, r)
			if err != nil {
				return err
			}
			if isNew {
				added++
			} else {
				updated++
			}
		}
		return nil
	})
	if err != nil {
		return 0, 0, err
	}
	return added, updated, nil
}

func saveRep(ctx context.Context, tx *sql.Tx, r curation.Rep) (isNew bool, err error) {
	if err := checkID("rep", r.ID); err != nil {
		return false, err
	}
	var mix string
	if !r.Mix.IsZero() {
		if err := r.Mix.Validate(); err != nil {
			return false, curation.Errorf(curation.Invalid, "the mix of rep %q: %w", r.ID, err)
		}
		mix = r.Mix.String()
	}
	state := r.State
	if state == "" {
		state = curation.RepActive
	}
	personas, err := encode(cleanAll(r.Personas))
	if err != nil {
		return false, err
	}
	days, err := encode(append([]weekday{}, r.Days...))
	if err != nil {
		return false, err
	}
	networks, err := encode(cleanAll(r.Networks))
	if err != nil {
		return false, err
	}
	feeds, err := encode(cleanAll(r.OwnFeeds))
	if err != nil {
		return false, err
	}
	settings := []any{r.ID, r.Name, r.Chat.Chat, r.Chat.User, personas, r.TimeZone, r.At, days, mix, networks, feeds}
	n, err := exec(ctx, tx, `UPDATE reps SET name = $2, chat = $3, chat_user = $4, personas = $5, timezone = $6, at = $7,
		days = $8, mix = $9, networks = $10, own_feeds = $11 WHERE id = $1`, settings...)
	if err != nil || n > 0 {
		return false, err
	}
	_, err = exec(ctx, tx, `INSERT INTO reps (id, name, chat, chat_user, personas, timezone, at, days, mix, networks,
		own_feeds, state, reason) VALUES `+values(1, 13), append(settings, string(state), r.Reason)...)
	return true, err
}

// SetRepState moves a rep to a state, with a reason in plain words, which only
// a paused rep keeps. Leaving also drops every pick that is still queued. An
// unknown rep is a curation.NotFound error.
func (s *Store) SetRepState(ctx context.Context, id string, state curation.RepState, reason string) error {
	switch state {
	case curation.RepPaused:
	case curation.RepActive, curation.RepLeft:
		reason = ""
	default:
		return curation.Errorf(curation.Invalid, "%q is no state of a rep: use active, paused or left", state)
	}
	return s.change(ctx, "change the state of the rep", func(tx *sql.Tx) error {
		was, err := stateOf(ctx, tx, id, s.dialect.forUpdate())
		if err != nil {
			return err
		}
		if _, err := exec(ctx, tx, `UPDATE reps SET state = $2, reason = $3 WHERE id = $1`, id, string(state), reason); err != nil {
			return err
		}
		switch {
		case state == curation.RepLeft:
			_, err = exec(ctx, tx, `DELETE FROM picks WHERE rep = $1 AND status = 'queued'`, id)
		case state == curation.RepActive && was != curation.RepActive:
			_, err = exec(ctx, tx, "DELETE FROM picks WHERE rep = $1 AND "+neverBegun, id)
		}
		return err
	})
}

// PauseRep pauses a rep with a reason in plain words. It is refused with a
// curation.Conflict error for a rep who has left.
func (s *Store) PauseRep(ctx context.Context, id, reason string) error {
	return s.change(ctx, "pause the rep", func(tx *sql.Tx) error {
		n, err := exec(ctx, tx, `UPDATE reps SET state = 'paused', reason = $2 WHERE id = $1 AND state <> 'left'`, id, reason)
		if err != nil || n > 0 {
			return err
		}
		if _, err := stateOf(ctx, tx, id, ""); err != nil {
			return err
		}
		return curation.Errorf(curation.Conflict, "the rep %q has left", id)
	})
}

// stateOf is the state of a rep, or a curation.NotFound error.
func stateOf(ctx context.Context, r runner, id, suffix string) (curation.RepState, error) {
	states, err := rows(ctx, r, func(row scanner) (st curation.RepState, err error) {
		err = row.Scan(&st)
		return st, err
	}, "SELECT state FROM reps WHERE id = $1"+suffix, id)
	return only(states, err, "rep", id)
}
