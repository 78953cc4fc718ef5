package store

import (
	"context"
	"database/sql"
	"math"
	"strconv"
	"strings"
	"time"

	"example.com/pickwick/internal/curation"
)

const pickColumns = `id, rep, date, slot, due_at, status, cause, persona, origin, story_id, item, score, reasons,
	ask, also_in, tries, next_try, first_try, message_ref, delivered_at, answered_at, why, talked_at`

const selectPick = `SELECT ` + pickColumns + ` FROM picks`

func scanPick(r scanner) (p curation.Pick, err error) {
	err = r.Scan(&p.ID, &p.Rep, &p.Date, &p.Slot, when{&p.DueAt}, &p.Status, &p.Cause, &p.Persona, &p.Origin, &p.StoryID,
		snapshot{&p.Item}, &p.Score, list[curation.Reason]{&p.Reasons}, &p.Ask, &p.AlsoIn, &p.Tries, when{&p.NextTry},
		when{&p.FirstTry}, &p.MessageRef, when{&p.DeliveredAt}, when{&p.AnsweredAt}, &p.Why, when{&p.TalkedAt})
	return p, err
}

// Picks returns every pick of a rep, empty days included, by date and slot.
func (s *Store) Picks(ctx context.Context, rep string) ([]curation.Pick, error) {
	return read(ctx, s, "read the picks", scanPick, selectPick+" WHERE rep = $1 ORDER BY date, slot, id", rep)
}

// ListPicks returns the picks that match, by date, rep and slot, empty days included.
func (s *Store) ListPicks(ctx context.Context, f curation.PickFilter) ([]curation.Pick, error) {
	var where []string
	var args []any
	for _, c := range []struct{ test, value string }{
		{"rep =", f.Rep}, {"date >=", f.From}, {"date <=", f.To},
	} {
		if c.value != "" {
			args = append(args, c.value)
			where = append(where, c.test+" $"+strconv.Itoa(len(args)))
		}
	}
	query := selectPick
	if where != nil {
		query += " WHERE " + strings.Join(where, " AND ")
	}
	return read(ctx, s, "read the picks", scanPick, query+" ORDER BY date, rep, slot, id", args...)
}

// Pick returns one pick, or a curation.NotFound error.
func (s *Store) Pick(ctx context.Context, id string) (curation.Pick, error) {
	picks, err := read(ctx, s, "read the pick", scanPick, selectPick+" WHERE id = $1", id)
	return only(picks, err, "pick", id)
}

// SaveQueue makes picks the rep's queue in one transaction. before names the
// queued picks that the plan has seen and set aside: those with nothing for
// their slot in picks are dropped, the others are replaced where they differ.
// It returns how many were written: none for a rep who has left.
//
// A slot whose pick was begun meanwhile is a curation.Conflict error, and
// nothing is changed: whoever planned has not seen it. An unknown rep is a
// curation.NotFound error; picks of another rep, or that are more than queued,
// are curation.Invalid.
func (s *Store) SaveQueue(ctx context.Context, rep string, picks []curation.Pick, before []string) (int, error) {
	for _, p := range picks {
		if err := newPick(rep, p); err != nil {
			return 0, err
		}
	}
	written := 0
	err := s.change(ctx, "save the queue", func(tx *sql.Tx) (err error) {
		written = 0
		state, err := stateOf(ctx, tx, rep, s.dialect.forUpdate())
		if err != nil || state == curation.RepLeft {
			return err
		}
		if err := dropPicks(ctx, tx, rep, picks, before); err != nil {
			return err
		}
		written, err = savePicks(ctx, tx, rep, picks)
		return err
	})
	if err != nil {
		return 0, err
	}
	return written, nil
}

// dropPicks drops those of before that picks has nothing for.
func dropPicks(ctx context.Context, tx *sql.Tx, rep string, picks []curation.Pick, before []string) error {
	kept := map[string]bool{}
	for _, p := range picks {
		kept[p.ID] = true
	}
	for _, id := range before {
		if kept[id] {
			continue
		}
		n, err := exec(ctx, tx, "DELETE FROM picks WHERE id = $1 AND rep = $2 AND "+neverBegun, id, rep)
		if err != nil {
			return err
		}
		if n > 0 {
			continue
		}
		begun, err := rows(ctx, tx, scanPick, selectPick+" WHERE id = $1 AND rep = $2", id, rep)
		if err != nil {
			return err
		}
		if len(begun) > 0 {
			return begunMeanwhile(begun[0])
		}
	}
	return nil
}

// savePicks writes what differs from what is there, and returns how many that is.
func savePicks(ctx context.Context, tx *sql.Tx, rep string, picks []curation.Pick) (written int, err error) {
	type slot struct {
		date string
		n    int
	}
	first := ""
	for _, p := range picks {
		if first == "" || p.Date < first {
			first = p.Date
		}
	}
	held, err := rows(ctx, tx, scanPick, selectPick+" WHERE rep = $1 AND date >= $2", rep, first)
	if err != nil {
		return 0, err
	}
	at := map[slot]curation.Pick{}
	for _, h := range held {
		at[slot{h.Date, h.Slot}] = h
	}
	for _, p := range picks {
		if h, taken := at[slot{p.Date, p.Slot}]; taken && samePick(h, p) {
			continue
		}
		n, err := savePick(ctx, tx, p)
		if err != nil {
			return 0, err
		}
		if n == 0 {
			return 0, begunMeanwhile(p)
		}
		written++
	}
	return written, nil
}

func begunMeanwhile(p curation.Pick) error {
	return curation.Errorf(curation.Conflict, "the pick of %s for %s was begun while the queue was being planned: plan again", p.Date, p.Rep)
}

// samePick reports whether two picks of a slot offer the same for the same reason.
func samePick(a, b curation.Pick) bool {
	return a.StoryID == b.StoryID && a.Cause == b.Cause && a.Persona == b.Persona && a.Origin == b.Origin &&
		a.Score == b.Score && a.Ask == b.Ask && millis(a.DueAt) == millis(b.DueAt) &&
		a.Item.ID == b.Item.ID && a.Item.Title == b.Item.Title && a.Item.Summary == b.Item.Summary &&
		a.Item.URL == b.Item.URL && a.Item.FeedURL == b.Item.FeedURL
}

// neverBegun is the picks that planning may still change: no sending was begun,
// or it is an empty day that was surely not sent.
const neverBegun = `picks.status = 'queued' AND (picks.story_id = '' OR picks.tries = 0)`

func newPick(rep string, p curation.Pick) error {
	if err := checkID("pick", p.ID); err != nil {
		return err
	}
	if _, err := time.Parse(time.DateOnly, p.Date); err != nil || p.Slot < 1 {
		return curation.Errorf(curation.Invalid, "the pick %q has no date and slot that can be used: %q, %d", p.ID, p.Date, p.Slot)
	}
	switch {
	case p.Rep != rep:
		return curation.Errorf(curation.Invalid, "the pick %q is for %q, not for %q", p.ID, p.Rep, rep)
	case p.Status != "" && p.Status != curation.Queued:
		return curation.Errorf(curation.Invalid, "the pick %q is %s: only a queued one can be added", p.ID, p.Status)
	case math.IsNaN(p.Score) || math.IsInf(p.Score, 0):
		return curation.Errorf(curation.Invalid, "the score of the pick %q is no number", p.ID)
	}
	return nil
}

func savePick(ctx context.Context, tx *sql.Tx, p curation.Pick) (int, error) {
	item := docOf(p.Item)
	reasons, err := encode(cleanReasons(p.Reasons))
	if err != nil {
		return 0, err
	}
	return exec(ctx, tx, `INSERT INTO picks (`+pickColumns+`)
		VALUES ($1, $2, $3, $4, $5, 'queued', $6, $7, $8, $9, $10, $11, $12, $13, $14, 0, $15, 0, '', 0, 0, '', 0)
		ON CONFLICT (rep, date, slot) DO UPDATE SET id = excluded.id, due_at = excluded.due_at, cause = excluded.cause,
			persona = excluded.persona, origin = excluded.origin, story_id = excluded.story_id, item = excluded.item,
			score = excluded.score, reasons = excluded.reasons, ask = excluded.ask, also_in = excluded.also_in,
			tries = 0, next_try = excluded.next_try, first_try = 0
		WHERE `+neverBegun,
		p.ID, p.Rep, p.Date, p.Slot, millis(p.DueAt), p.Cause, p.Persona, string(p.Origin), p.StoryID, string(item.append(nil)), p.Score, reasons,
		p.Ask, p.AlsoIn, millis(p.NextTry))
}
