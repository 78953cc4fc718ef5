package store

import (
	"context"
	"database/sql"
	"iter"
	"slices"
	"strings"
	"time"

	"example.com/pickwick/internal/curation"
)

const (
	// Columns are scanned in order: the document first, then what it lacks.
	fewItemColumns = `item, id, story_id, feed_url, published, first_seen`
	itemColumns    = fewItemColumns + `, text`
	selectItem     = `SELECT ` + itemColumns + ` FROM items`
)

func scanItem(r scanner) (i curation.Item, err error) {
	var text string
	err = r.Scan(snapshot{&i}, &i.ID, &i.StoryID, &i.FeedURL, when{&i.Published}, when{&i.FirstSeen}, &text)
	if text != "" { // else it may be in the document, where it used to be
		i.Text = text
	}
	return i, err
}

// scanItemBare scans an item without its text.
func scanItemBare(r scanner) (i curation.Item, err error) {
	err = r.Scan(snapshot{&i}, &i.ID, &i.StoryID, &i.FeedURL, when{&i.Published}, when{&i.FirstSeen})
	i.Text = ""
	return i, err
}

// saveItems writes what is new, and what differs of what is known.
func (s *Store) saveItems(ctx context.Context, tx *sql.Tx, entries []*entry) error {
	// Rows that are written in order lie in order, in the indexes too.
	entries = slices.SortedFunc(slices.Values(entries), func(a, b *entry) int { return strings.Compare(a.item.ID, b.item.ID) })
	var buf []byte // of one document after the other
	return insert(ctx, s, tx, `INSERT INTO items (id, story_id, feed_url, published, first_seen, held, item, text) VALUES `, 8,
		` ON CONFLICT (id) DO UPDATE SET published = excluded.published, item = excluded.item, text = excluded.text
		WHERE items.published <> excluded.published OR items.item <> excluded.item OR items.text <> excluded.text`,
		entries, func(args []any, e *entry) []any {
			// What has a column of its own is not in the document.
			doc := docOf(e.item)
			feed, text := doc.FeedURL, doc.Text
			doc.ID, doc.StoryID, doc.FeedURL, doc.Text, doc.Published, doc.FirstSeen = "", "", "", "", 0, 0
			buf = doc.append(buf[:0])
			return append(args, e.item.ID, e.story, feed, e.published, e.firstSeen, flag(e.held), string(buf), text)
		})
}

// Items returns the items published at or after since, by story, then by time,
// then by ID, without those that are held back. A zero since returns all.
func (s *Store) Items(ctx context.Context, since time.Time) ([]curation.Item, error) {
	var list []curation.Item
	err := s.persist(ctx, func() error {
		list = nil
		for it, err := range s.StoredItems(ctx, since) {
			if err != nil {
				return err
			}
			list = append(list, it)
		}
		return nil
	})
	return list, err
}

// StoredItems is Items, one at a time: what it gives is never in memory at once.
func (s *Store) StoredItems(ctx context.Context, since time.Time) iter.Seq2[curation.Item, error] {
	where, args := " WHERE held = 0", []any(nil)
	if !since.IsZero() {
		where, args = " WHERE held = 0 AND published >= $1", []any{millis(since)}
	}
	return stream(ctx, s, "read the items", scanItem, selectItem+where+" ORDER BY story_id, published, id", args...)
}

// RecentItems gives the items first seen at or after since, oldest first, then
// by ID, one at a time and without their Text, held ones included.
func (s *Store) RecentItems(ctx context.Context, since time.Time) iter.Seq2[curation.Item, error] {
	return stream(ctx, s, "read the items", scanItemBare,
		`SELECT `+fewItemColumns+` FROM items WHERE first_seen >= $1 ORDER BY first_seen, id`, millis(since))
}

// Item returns one item, held or not, or a curation.NotFound error.
func (s *Store) Item(ctx context.Context, id string) (curation.Item, error) {
	list, err := read(ctx, s, "read the item", scanItem, selectItem+" WHERE id = $1", id)
	return only(list, err, "item", id)
}

// StoryItems returns the items of a story, held ones included, oldest first;
// none if there is no such story.
func (s *Store) StoryItems(ctx context.Context, storyID string) ([]curation.Item, error) {
	return read(ctx, s, "read the story", scanItem, selectItem+" WHERE story_id = $1 ORDER BY published, id", storyID)
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
