package store

import (
	"context"
	"database/sql"
	"time"
)

// pruneAtOnce is how many items one transaction looks at, so that others get
// to write meanwhile.
const pruneAtOnce = 1000

// Prune deletes the items first seen longer than keep before now, and returns
// how many they were. Those of a story that a pick names stay, whatever became
// of the pick, and those that a feed of a rep's own brought. The memories of
// feeds stay too, so that ingest knows what it has seen and saves none of it
// again: to SavePolls a pruned item would be new.
func (s *Store) Prune(ctx context.Context, now time.Time, keep time.Duration) (deleted int, err error) {
	own, err := s.ownFeeds(ctx)
	if err != nil {
		return 0, err
	}
	for last := (aged{}); ; {
		var seen []aged
		var n int
		err := s.change(ctx, "delete old items", func(tx *sql.Tx) (err error) {
			if err := s.dialect.alone(ctx, tx, "items"); err != nil {
				return err
			}
			seen, err = rows(ctx, tx, scanAged, `SELECT first_seen, id, feed_url, story_id IN (SELECT story_id FROM picks) FROM items
				WHERE first_seen < $1 AND (first_seen > $2 OR first_seen = $2 AND id > $3) ORDER BY first_seen, id LIMIT $4`,
				millis(now.Add(-keep)), last.seen, last.id, pruneAtOnce)
			if err != nil {
				return err
			}
			n, err = deleteItems(ctx, tx, seen, own)
			return err
		})
		if err != nil {
			return deleted, err
		}
		deleted += n
		if len(seen) < pruneAtOnce {
			break
		}
		last = seen[len(seen)-1]
	}
	return deleted, s.change(ctx, "delete the keys of stories that have gone", func(tx *sql.Tx) error {
		if err := s.dialect.alone(ctx, tx, "items"); err != nil {
			return err
		}
		_, err := exec(ctx, tx, `DELETE FROM story_keys WHERE NOT EXISTS (SELECT 1 FROM items WHERE items.story_id = story_keys.story_id)`)
		return err
	})
}

// aged is an item that is old enough to be deleted.
type aged struct {
	seen     int64
	id, feed string
	picked   bool // a pick names its story
}

func scanAged(r scanner) (a aged, err error) {
	err = r.Scan(&a.seen, &a.id, &a.feed, &a.picked)
	return a, err
}

func deleteItems(ctx context.Context, tx *sql.Tx, list []aged, own map[string]bool) (n int, err error) {
	var ids []string
	for _, a := range list {
		if !a.picked && !own[a.feed] {
			ids = append(ids, a.id)
		}
	}
	err = repeat(ctx, tx, ids, lookups, func(n int) string { return `DELETE FROM items WHERE id IN ` + values(1, n) },
		func(st *sql.Stmt, part []string) error {
			_, err := st.ExecContext(ctx, anys(part)...)
			return err
		})
	return len(ids), err
}

// ownFeeds are the feeds of all reps, as items name them.
func (s *Store) ownFeeds(ctx context.Context) (map[string]bool, error) {
	reps, err := s.Reps(ctx)
	own := map[string]bool{}
	for _, r := range reps {
		for _, url := range r.OwnFeeds {
			own[url] = true
		}
	}
	return own, err
}
