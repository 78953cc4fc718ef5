package delivery

import (
	"context"
	"time"

	"example.com/pickwick/internal/curation"
)

// lateness says whether a pick may still be sent.
type lateness int

const (
	inTime     lateness = iota
	afterHours          // its day is not over, but a rep isn't messaged so late unasked
	dayOver             // its day went by
	superseded          // a newer day's pick is due as well: only that one is sent
)

const (
	// lastHour is the local hour until which a pick that is late may be sent unasked.
	lastHour = 18
	// always is how long after it was due a pick may be sent at any hour, so
	// that reps who want theirs at 17:59 or 23:59 are not cut off by one retry.
	always = 3 * time.Hour
)

// judge says for each of one rep's due picks whether it may be sent at now.
// Of several days only the newest is sent. With anyHour the rest of the day
// is allowed too.
//
// A pick's day is its date, or the local date on which it is due if that is
// later: the two differ once a rep has moved to another time zone.
func judge(picks []curation.Pick, zone *time.Location, now time.Time, anyHour bool) []lateness {
	now = now.In(zone)
	today := now.Format(time.DateOnly)
	evening := time.Date(now.Year(), now.Month(), now.Day(), lastHour, 0, 0, 0, zone)
	out := make([]lateness, len(picks))
	newest := ""
	for i, p := range picks {
		day := max(p.Date, p.DueAt.In(zone).Format(time.DateOnly))
		switch fresh := now.Before(p.DueAt.Add(always)); {
		case fresh:
		case day < today:
			out[i] = dayOver
		case !anyHour && !now.Before(evening):
			out[i] = afterHours
		}
		if out[i] != dayOver {
			newest = max(newest, p.Date)
		}
	}
	for i, p := range picks {
		if out[i] != dayOver && p.Date < newest {
			out[i] = superseded
		}
	}
	return out
}

// checkDay closes a queued pick whose day went by as missed. One that an
// earlier run left open is looked into first; see resolve.
func (r *run) checkDay(ctx context.Context, p *parcel) *end {
	if p.pick.Status != curation.Queued {
		return nil
	}
	switch p.when {
	case dayOver, superseded:
		return r.missed(ctx, p)
	case afterHours:
		return &end{fate: Waiting, reason: "it is late in the rep's day: `pickwick deliver` sends it all the same, tomorrow it counts as missed"}
	default:
		return nil
	}
}

// missed closes a pick that surely was not sent and is too late now.
func (r *run) missed(ctx context.Context, p *parcel) *end {
	why := "its day went by before it could be sent"
	if p.when == superseded {
		why = "a newer pick was due too, and only the newest is sent"
	}
	return r.close(ctx, p, curation.Missed, why)
}

// close ends a pick's way through the outbox without a delivery.
func (r *run) close(ctx context.Context, p *parcel, to curation.Status, why string) *end {
	err := r.inDatabase(ctx, func(ctx context.Context) error { return r.out.ClosePick(ctx, p.pick.ID, to, why) })
	if err != nil {
		return r.inDatabaseFailed(err, "the database did not take that it is "+string(to))
	}
	r.release(p)
	if to == curation.Missed {
		return &end{fate: Missed, reason: why}
	}
	return &end{fate: Unknown, reason: why}
}
