package store

import (
	"context"
	"database/sql"
	"time"

	"example.com/pickwick/internal/curation"
)

// Due returns the picks whose turn it is, oldest first: queued ones with DueAt
// and NextTry at or before now, and those that an earlier process left in
// sending. Only picks of active reps are returned.
func (s *Store) Due(ctx context.Context, now time.Time) ([]curation.Pick, error) {
	return read(ctx, s, "read what is due", scanPick, selectPick+`
		WHERE status IN ('queued', 'sending')
			AND (status = 'sending' OR due_at <= $1 AND next_try <= $1)
			AND rep IN (SELECT id FROM reps WHERE state = 'active')
		ORDER BY due_at, id`, millis(now))
}

// Begin moves a pick from queued or sending to sending, counts the try and
// sets FirstTry if this is the first. It is refused for a rep who is not
// active. Of several that begin at once, each gets a number of tries of its own.
func (s *Store) Begin(ctx context.Context, id string, now time.Time) (p curation.Pick, err error) {
	err = s.change(ctx, "begin to send the pick", func(tx *sql.Tx) error {
		n, err := exec(ctx, tx, `UPDATE picks SET status = 'sending', tries = tries + 1,
				first_try = CASE WHEN first_try = 0 THEN $2 ELSE first_try END
			WHERE id = $1 AND status IN ('queued', 'sending')
				AND EXISTS (SELECT 1 FROM reps WHERE reps.id = picks.rep AND reps.state = 'active')`, id, millis(now))
		if err != nil {
			return err
		}
		if p, err = pick(ctx, tx, id); err != nil || n > 0 {
			return err
		}
		if p.Status == curation.Queued || p.Status == curation.Sending {
			return curation.Errorf(curation.Conflict, "the rep %q does not receive picks now", p.Rep)
		}
		return refused(p, curation.Sending)
	})
	if err != nil {
		return curation.Pick{}, err
	}
	return p, nil
}

// Delivered moves a pick from sending to delivered.
func (s *Store) Delivered(ctx context.Context, id, ref string, at time.Time) error {
	return s.move(ctx, id, curation.Delivered, `status = 'delivered', message_ref = $2, delivered_at = $3`,
		`status = 'sending'`, ref, millis(at))
}

// Postpone moves a pick from sending back to queued: it was surely not sent.
func (s *Store) Postpone(ctx context.Context, id string, next time.Time) error {
	return s.move(ctx, id, curation.Queued, `status = 'queued', next_try = $2`, `status = 'sending'`, millis(next))
}

// ClosePick moves a queued or sending pick to unknown or missed. The reason
// becomes the Why of the pick.
func (s *Store) ClosePick(ctx context.Context, id string, to curation.Status, why string) error {
	if to != curation.Unknown && to != curation.Missed {
		return curation.Errorf(curation.Invalid, "a pick can't be closed as %q: use unknown or missed", to)
	}
	return s.move(ctx, id, to, `status = $2, why = $3`, `status IN ('queued', 'sending')`, string(to), why)
}

// Answer records what a rep did with a delivered pick. Shared or Skipped
// become its status; a later answer replaces an earlier one, and one that
// comes after the pick expired still counts. An answer to a pick of which it
// is unknown whether it arrived shows that it did.
func (s *Store) Answer(ctx context.Context, id string, to curation.Status, why string, at time.Time) error {
	if to != curation.Shared && to != curation.Skipped {
		return curation.Errorf(curation.Invalid, "%q is no answer: use shared or skipped", to)
	}
	return s.move(ctx, id, to, `status = $2, why = $3, answered_at = $4`, arrived, string(to), why, millis(at))
}

// Talked records that a pick started a conversation. Saying so again changes nothing.
func (s *Store) Talked(ctx context.Context, id string, at time.Time) error {
	return s.move(ctx, id, "", `talked_at = CASE WHEN talked_at = 0 THEN $2 ELSE talked_at END`, arrived, millis(at))
}

// arrived holds for the picks that a rep has in front of them.
const arrived = `story_id <> '' AND status IN ('delivered', 'unknown', 'shared', 'skipped', 'expired')`

// move changes a pick if it is in the state that the change starts from.
func (s *Store) move(ctx context.Context, id string, to curation.Status, set, from string, args ...any) error {
	return s.change(ctx, "change the pick", func(tx *sql.Tx) error {
		n, err := exec(ctx, tx, `UPDATE picks SET `+set+` WHERE id = $1 AND `+from, append([]any{id}, args...)...)
		if err != nil || n > 0 {
			return err
		}
		p, err := pick(ctx, tx, id)
		if err != nil {
			return err
		}
		return refused(p, to)
	})
}

// pick is one pick as the transaction sees it, or a curation.NotFound error.
func pick(ctx context.Context, tx *sql.Tx, id string) (curation.Pick, error) {
	picks, err := rows(ctx, tx, scanPick, selectPick+" WHERE id = $1", id)
	return only(picks, err, "pick", id)
}

func refused(p curation.Pick, to curation.Status) error {
	switch {
	case to == "" && p.Empty(), (to == curation.Shared || to == curation.Skipped) && p.Empty():
		return curation.Errorf(curation.Conflict, "there was no story on %s to answer for", p.Date)
	case to == "":
		return curation.Errorf(curation.Conflict, "the pick %q is %s: only a delivered one can start a conversation", p.ID, p.Status)
	}
	return curation.Errorf(curation.Conflict, "the pick %q is %s: it can't become %s", p.ID, p.Status, to)
}

// Expire marks as expired the delivered picks with a story that were delivered
// before the given instant and not answered. It returns how many.
func (s *Store) Expire(ctx context.Context, before time.Time) (n int, err error) {
	err = s.change(ctx, "mark what was not answered", func(tx *sql.Tx) error {
		n, err = exec(ctx, tx, `UPDATE picks SET status = 'expired'
			WHERE status = 'delivered' AND story_id <> '' AND delivered_at < $1`, millis(before))
		return err
	})
	return n, err
}
