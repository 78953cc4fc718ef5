package store

import (
	"context"

	"example.com/pickwick/internal/curation"
)

// Counts is what the database holds.
type Counts struct {
	Feeds        int // ever polled
	FeedsFailing int // of which the last poll failed
	Items        int
	Stories      int
	Reps         map[curation.RepState]int
	Picks        map[curation.Status]int
}

// Counts counts what the database holds.
func (s *Store) Counts(ctx context.Context) (Counts, error) {
	c := Counts{Reps: map[curation.RepState]int{}, Picks: map[curation.Status]int{}}
	type count struct {
		what, which string
		n           int
	}
	list, err := read(ctx, s, "count what there is", func(r scanner) (c count, err error) {
		err = r.Scan(&c.what, &c.which, &c.n)
		return c, err
	}, `SELECT 'feeds', '', COUNT(*) FROM feeds
		UNION ALL SELECT 'failing', '', COUNT(*) FROM feeds WHERE failures > 0
		UNION ALL SELECT 'items', '', COUNT(*) FROM items
		UNION ALL SELECT 'stories', '', COUNT(DISTINCT story_id) FROM items
		UNION ALL SELECT 'reps', state, COUNT(*) FROM reps GROUP BY state
		UNION ALL SELECT 'picks', status, COUNT(*) FROM picks GROUP BY status`)
	if err != nil {
		return c, err
	}
	for _, l := range list {
		switch l.what {
		case "feeds":
			c.Feeds = l.n
		case "failing":
			c.FeedsFailing = l.n
		case "items":
			c.Items = l.n
		case "stories":
			c.Stories = l.n
		case "reps":
			c.Reps[curation.RepState(l.which)] = l.n
		case "picks":
			c.Picks[curation.Status(l.which)] = l.n
		}
	}
	return c, nil
}
