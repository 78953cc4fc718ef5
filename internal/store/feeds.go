package store

import (
	"context"
	"database/sql"
	"encoding/base64"
	"iter"
	"time"

	"example.com/pickwick/internal/curation"
)

const feedColumns = `url, title, etag, last_modified, hash, next_poll, last_poll, last_success, last_new,
	failures, failing_since, outcome, error, host, usual, moved, moved_times, retired, quarantined, accepted, told`

func scanFeed(r scanner) (f curation.FeedState, err error) {
	var usual int64
	err = r.Scan(&f.URL, &f.Title, &f.ETag, &f.LastModified, &f.Hash,
		when{&f.NextPoll}, when{&f.LastPoll}, when{&f.LastSuccess}, when{&f.LastNew},
		&f.Failures, when{&f.FailingSince}, &f.Outcome, &f.Error, &f.Host, &usual,
		&f.Moved, &f.MovedTimes, &f.Retired, &f.Quarantined, when{&f.Accepted}, &f.Told)
	f.Usual = time.Duration(usual) * time.Millisecond
	return f, err
}

func saveFeeds(ctx context.Context, tx *sql.Tx, polls []curation.Polled, added []int) error {
	for n, p := range polls {
		f := p.State
		if added[n] > 0 {
			f.LastNew = f.LastPoll
		}
		if err := saveFeed(ctx, tx, f); err != nil {
			return err
		}
	}
	return nil
}

func saveFeed(ctx context.Context, tx *sql.Tx, f curation.FeedState) error {
	_, err := exec(ctx, tx, `INSERT INTO feeds (key, `+feedColumns+`)
		VALUES `+values(1, 22)+`
		ON CONFLICT (key) DO UPDATE SET title = excluded.title, etag = excluded.etag,
			last_modified = excluded.last_modified, hash = excluded.hash, next_poll = excluded.next_poll,
			last_poll = excluded.last_poll, last_success = excluded.last_success,
			last_new = CASE WHEN feeds.last_new > excluded.last_new THEN feeds.last_new ELSE excluded.last_new END,
			failures = excluded.failures, failing_since = excluded.failing_since, outcome = excluded.outcome, error = excluded.error,
			host = excluded.host, usual = excluded.usual, moved = excluded.moved, moved_times = excluded.moved_times,
			retired = excluded.retired, quarantined = excluded.quarantined, accepted = excluded.accepted, told = excluded.told`,
		indexable(clean(f.URL)), f.URL, f.Title, f.ETag, f.LastModified, f.Hash, millis(f.NextPoll), millis(f.LastPoll),
		millis(f.LastSuccess), millis(f.LastNew), f.Failures, millis(f.FailingSince), f.Outcome, f.Error, f.Host,
		f.Usual.Milliseconds(), f.Moved, f.MovedTimes, flag(f.Retired), f.Quarantined, millis(f.Accepted), f.Told)
	return err
}

// SaveFeedState saves the state of one feed alone, or returns a
// curation.NotFound error if it was never polled.
func (s *Store) SaveFeedState(ctx context.Context, state curation.FeedState) error {
	return s.change(ctx, "save the feed", func(tx *sql.Tx) error {
		var n int
		if err := tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM feeds WHERE key = $1`, indexable(clean(state.URL))).Scan(&n); err != nil {
			return err
		}
		if n == 0 {
			return curation.Errorf(curation.NotFound, "the feed %s was never polled", state.URL)
		}
		return saveFeed(ctx, tx, state)
	})
}

// FeedMemory returns the memory of a feed as it was saved last; nil when it
// has none.
func (s *Store) FeedMemory(ctx context.Context, url string) ([]byte, error) {
	list, err := read(ctx, s, "read what the feed's items are known by", func(r scanner) (text string, err error) {
		err = r.Scan(&text)
		return text, err
	}, `SELECT memory FROM feed_memory WHERE key = $1`, indexable(clean(url)))
	if err != nil || len(list) == 0 {
		return nil, err
	}
	memory, err := base64.StdEncoding.DecodeString(list[0])
	return memory, s.fail("read what the feed's items are known by", err)
}

func saveMemories(ctx context.Context, tx *sql.Tx, polls []curation.Polled) error {
	for _, p := range polls {
		if p.Memory == nil {
			continue
		}
		_, err := exec(ctx, tx, `INSERT INTO feed_memory (key, memory) VALUES ($1, $2)
			ON CONFLICT (key) DO UPDATE SET memory = excluded.memory`,
			indexable(clean(p.State.URL)), base64.StdEncoding.EncodeToString(p.Memory))
		if err != nil {
			return err
		}
	}
	return nil
}

// Release lets the items of a feed be offered that were held back, and returns
// how many there were.
func (s *Store) Release(ctx context.Context, url string) (n int, err error) {
	err = s.change(ctx, "release the items", func(tx *sql.Tx) error {
		n, err = exec(ctx, tx, `UPDATE items SET held = 0 WHERE feed_url = $1 AND held = 1`, url)
		return err
	})
	return n, err
}

// RecentItems gives the items first seen at or after since, oldest first, one
// at a time and without their Text, held ones included.
func (s *Store) RecentItems(ctx context.Context, since time.Time) iter.Seq2[curation.Item, error] {
	return func(yield func(curation.Item, error) bool) {
		for it, err := range stream(ctx, s, "read the items", scanItem, selectItem+` WHERE first_seen >= $1 ORDER BY first_seen, id`, millis(since)) {
			it.Text = ""
			if !yield(it, err) {
				return
			}
		}
	}
}

// flag is a truth as it is stored.
func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
