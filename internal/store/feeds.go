package store

import (
	"context"
	"database/sql"
	"encoding/base64"
	"time"

	"example.com/pickwick/internal/curation"
)

const feedColumns = `url, title, etag, last_modified, hash, next_poll, last_poll, last_success, last_new,
	failures, failing_since, outcome, error, host, usual, moved, moved_times, retired, quarantined, accepted, told, asks`

func scanFeed(r scanner) (f curation.FeedState, err error) {
	var usual int64
	err = r.Scan(&f.URL, &f.Title, &f.ETag, &f.LastModified, &f.Hash,
		when{&f.NextPoll}, when{&f.LastPoll}, when{&f.LastSuccess}, when{&f.LastNew},
		&f.Failures, when{&f.FailingSince}, &f.Outcome, &f.Error, &f.Host, &usual,
		&f.Moved, &f.MovedTimes, &f.Retired, &f.Quarantined, when{&f.Accepted}, &f.Told, &f.Asks)
	f.Usual = time.Duration(usual) * time.Millisecond
	return f, err
}

// saveFeeds writes the states of feeds. When one last brought something new is
// never forgotten.
func (s *Store) saveFeeds(ctx context.Context, tx *sql.Tx, states []curation.FeedState) error {
	return insert(ctx, s, tx, `INSERT INTO feeds (key, `+feedColumns+`) VALUES `, 23,
		` ON CONFLICT (key) DO UPDATE SET title = excluded.title, etag = excluded.etag,
			last_modified = excluded.last_modified, hash = excluded.hash, next_poll = excluded.next_poll,
			last_poll = excluded.last_poll, last_success = excluded.last_success,
			last_new = CASE WHEN feeds.last_new > excluded.last_new THEN feeds.last_new ELSE excluded.last_new END,
			failures = excluded.failures, failing_since = excluded.failing_since, outcome = excluded.outcome, error = excluded.error,
			host = excluded.host, usual = excluded.usual, moved = excluded.moved, moved_times = excluded.moved_times,
			retired = excluded.retired, quarantined = excluded.quarantined, accepted = excluded.accepted, told = excluded.told,
			asks = excluded.asks`,
		states, func(args []any, f curation.FeedState) []any {
			return append(args,
				feedKey(f.URL), clean(f.URL), clean(f.Title), clean(f.ETag), clean(f.LastModified), clean(f.Hash),
				millis(f.NextPoll), millis(f.LastPoll), millis(f.LastSuccess), millis(f.LastNew), f.Failures, millis(f.FailingSince),
				clean(f.Outcome), clean(f.Error), clean(f.Host), f.Usual.Milliseconds(), clean(f.Moved), f.MovedTimes,
				flag(f.Retired), clean(f.Quarantined), millis(f.Accepted), clean(f.Told), clean(f.Asks))
		})
}

// SaveFeedState saves the state of one feed alone, or returns a
// curation.NotFound error if it was never polled.
func (s *Store) SaveFeedState(ctx context.Context, state curation.FeedState) error {
	return s.change(ctx, "save the feed", func(tx *sql.Tx) error {
		var n int
		if err := tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM feeds WHERE key = $1`, feedKey(state.URL)).Scan(&n); err != nil {
			return err
		}
		if n == 0 {
			return curation.Errorf(curation.NotFound, "the feed %s was never polled", state.URL)
		}
		return s.saveFeeds(ctx, tx, []curation.FeedState{state})
	})
}

// FeedMemory returns the memory of a feed as it was saved last; nil when it
// has none.
func (s *Store) FeedMemory(ctx context.Context, url string) ([]byte, error) {
	list, err := read(ctx, s, "read what the feed's items are known by", func(r scanner) (text string, err error) {
		err = r.Scan(&text)
		return text, err
	}, `SELECT memory FROM feed_memory WHERE key = $1`, feedKey(url))
	if err != nil || len(list) == 0 {
		return nil, err
	}
	memory, err := base64.StdEncoding.DecodeString(list[0])
	return memory, s.fail("read what the feed's items are known by", err)
}

// statesOf is the state of each feed after its last poll, with when it last
// brought something new.
func statesOf(polls []curation.Polled, added []int) (states []curation.FeedState) {
	at := map[string]int{}
	for n, p := range polls {
		f := p.State
		if added[n] > 0 {
			f.LastNew = f.LastPoll
		}
		i, again := at[feedKey(f.URL)]
		if !again {
			at[feedKey(f.URL)] = len(states)
			states = append(states, f)
			continue
		}
		if states[i].LastNew.After(f.LastNew) {
			f.LastNew = states[i].LastNew
		}
		states[i] = f
	}
	return states
}

func (s *Store) saveMemories(ctx context.Context, tx *sql.Tx, polls []curation.Polled) error {
	at := map[string]int{}
	var last []curation.Polled
	for _, p := range polls {
		switch i, again := at[feedKey(p.State.URL)]; {
		case p.Memory == nil:
		case again:
			last[i] = p
		default:
			at[feedKey(p.State.URL)] = len(last)
			last = append(last, p)
		}
	}
	return insert(ctx, s, tx, `INSERT INTO feed_memory (key, memory) VALUES `, 2,
		` ON CONFLICT (key) DO UPDATE SET memory = excluded.memory`,
		last, func(args []any, p curation.Polled) []any {
			return append(args, feedKey(p.State.URL), base64.StdEncoding.EncodeToString(p.Memory))
		})
}

// feedKey is what a feed is found by.
func feedKey(url string) string { return indexable(clean(url)) }

// flag is a truth as it is stored.
func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
