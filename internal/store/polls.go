package store

import (
	"cmp"
	"context"
	"database/sql"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"example.com/pickwick/internal/curation"
)

// chunk is how many rows go into one statement. SQLite looks named parameters
// up one by one, so that much longer statements are slower, not faster.
const chunk = 64

// FeedStates returns what is known of every feed that was ever polled, by address.
func (s *Store) FeedStates(ctx context.Context) ([]curation.FeedState, error) {
	return read(ctx, s, "read the feeds", scanFeed, `SELECT `+feedColumns+` FROM feeds ORDER BY url`)
}

// entry is an item on its way into the database.
type entry struct {
	poll      int // which poll brought it
	item      curation.Item
	keys      []storyKey
	near      string // ID of an item, whose story it joins if no key binds it
	held      bool
	story     string
	published int64
	firstSeen int64
	known     bool
}

// SavePolls saves several polls in one transaction: the state of each feed,
// and its items. An item whose ID is known is updated in its text but keeps
// its story, its FirstSeen and the earliest Published that it ever had; a new
// one joins the story that holds one of its keys, or founds one. An item
// without Published gets its FirstSeen, and one without that the time of the
// poll. It returns the number of new items of each poll, in order, and notes
// LastNew where there are some. Saving the same polls twice is harmless. An ID
// that is empty or longer than 200 bytes is a curation.Invalid error.
func (s *Store) SavePolls(ctx context.Context, polls []curation.Polled) ([]int, error) {
	entries := entriesOf(polls)
	for _, e := range entries {
		if err := checkID("item", e.item.ID); err != nil {
			return nil, err
		}
	}
	var added []int
	err := s.change(ctx, "save what was polled", func(tx *sql.Tx) error {
		if err := s.dialect.alone(ctx, tx, "items"); err != nil {
			return err
		}
		if err := recall(ctx, tx, entries); err != nil {
			return err
		}
		spans, err := loadSpans(ctx, tx, entries)
		if err != nil {
			return err
		}
		near, err := storiesOf(ctx, tx, entries)
		if err != nil {
			return err
		}
		added = assign(entries, spans, near, len(polls))
		if err := saveItems(ctx, tx, entries); err != nil {
			return err
		}
		if err := saveSpans(ctx, tx, spans); err != nil {
			return err
		}
		if err := saveMemories(ctx, tx, polls); err != nil {
			return err
		}
		return saveFeeds(ctx, tx, polls, added)
	})
	if err != nil {
		return nil, err
	}
	return added, nil
}

// entriesOf lists the items of all polls, each ID once: the last one counts.
func entriesOf(polls []curation.Polled) []*entry {
	var entries []*entry
	at := map[string]int{}
	for n, p := range polls {
		for _, e := range p.Items {
			seen := cmp.Or(millis(e.Item.FirstSeen), millis(p.State.LastPoll))
			en := &entry{poll: n, item: e.Item, near: clean(e.Near), held: e.Held, published: cmp.Or(millis(e.Item.Published), seen), firstSeen: seen}
			en.item.ID = clean(e.Item.ID)
			for _, k := range e.Keys {
				en.keys = append(en.keys, storyKey{indexable(clean(k.Key)), k.Within})
			}
			if i, ok := at[en.item.ID]; ok {
				entries[i] = en
				continue
			}
			at[en.item.ID] = len(entries)
			entries = append(entries, en)
		}
	}
	return entries
}

// recall gives the items that are known what they keep.
func recall(ctx context.Context, tx *sql.Tx, entries []*entry) error {
	byID := make(map[string]*entry, len(entries))
	for _, e := range entries {
		// A transaction that is tried again starts from here.
		e.known, e.story = false, ""
		byID[e.item.ID] = e
	}
	return inChunks(entries, chunk, func(part []*entry) error {
		ids := make([]any, len(part))
		for i, e := range part {
			ids[i] = e.item.ID
		}
		_, err := rows(ctx, tx, func(r scanner) (none struct{}, err error) {
			var id, story string
			var published, firstSeen int64
			if err := r.Scan(&id, &story, &published, &firstSeen); err != nil {
				return none, err
			}
			e := byID[id]
			e.known, e.story, e.firstSeen = true, story, firstSeen
			e.published = min(e.published, published)
			return none, nil
		}, `SELECT id, story_id, published, first_seen FROM items WHERE id IN `+values(1, len(ids)), ids...)
		return err
	})
}

func loadSpans(ctx context.Context, tx *sql.Tx, entries []*entry) (stories, error) {
	var keys []any
	seen := map[string]bool{}
	for _, e := range entries {
		for _, k := range e.keys {
			if !seen[k.key] {
				seen[k.key] = true
				keys = append(keys, k.key)
			}
		}
	}
	found := stories{}
	err := inChunks(keys, chunk, func(part []any) error {
		list, err := rows(ctx, tx, func(r scanner) (sp span, err error) {
			err = r.Scan(&sp.key, &sp.story, &sp.first, &sp.last)
			return sp, err
		}, `SELECT key, story_id, first_at, last_at FROM story_keys WHERE key IN `+values(1, len(part)), part...)
		for _, sp := range list {
			found.add(sp)
		}
		return err
	})
	return found, err
}

// assign gives every new item its story, oldest first, and counts them by
// poll. A new story is named after the item that founded it, so that saving
// again comes to the same.
func assign(entries []*entry, spans stories, near map[string]string, polls int) []int {
	added := make([]int, polls)
	inOrder := slices.Clone(entries)
	slices.SortFunc(inOrder, func(a, b *entry) int {
		return cmp.Or(cmp.Compare(a.published, b.published), cmp.Compare(a.item.ID, b.item.ID))
	})
	for _, e := range inOrder {
		if !e.known {
			added[e.poll]++
			e.story = cmp.Or(spans.find(e.keys, e.published), near[e.near], "s-"+e.item.ID)
		}
		near[e.item.ID] = e.story
		spans.join(e.story, e.keys, e.published)
	}
	return added
}

// storiesOf is the stories of the items that new ones are near to.
func storiesOf(ctx context.Context, tx *sql.Tx, entries []*entry) (map[string]string, error) {
	near := map[string]string{}
	var ids []any
	for _, e := range entries {
		if e.near == "" || e.known {
			continue
		}
		if _, asked := near[e.near]; !asked {
			near[e.near] = ""
			ids = append(ids, e.near)
		}
	}
	err := inChunks(ids, chunk, func(part []any) error {
		_, err := rows(ctx, tx, func(r scanner) (none struct{}, err error) {
			var id, story string
			err = r.Scan(&id, &story)
			near[id] = story
			return none, err
		}, `SELECT id, story_id FROM items WHERE id IN `+values(1, len(part)), part...)
		return err
	})
	return near, err
}

func saveItems(ctx context.Context, tx *sql.Tx, entries []*entry) error {
	return inChunks(entries, chunk, func(part []*entry) error {
		var args []any
		for _, e := range part {
			// What has a column of its own is not in the document.
			doc := docOf(e.item)
			doc.ID, doc.StoryID, doc.FeedURL, doc.Published, doc.FirstSeen = "", "", "", 0, 0
			text, err := encode(doc)
			if err != nil {
				return err
			}
			args = append(args, e.item.ID, e.story, e.item.FeedURL, e.published, e.firstSeen, flag(e.held), text)
		}
		_, err := exec(ctx, tx, `INSERT INTO items (id, story_id, feed_url, published, first_seen, held, item)
			VALUES `+values(len(part), 7)+`
			ON CONFLICT (id) DO UPDATE SET published = excluded.published, item = excluded.item
			WHERE items.published <> excluded.published OR items.item <> excluded.item`, args...)
		return err
	})
}

func saveSpans(ctx context.Context, tx *sql.Tx, all stories) error {
	var changed []*span
	for _, list := range all {
		for _, sp := range list {
			if sp.changed {
				changed = append(changed, sp)
			}
		}
	}
	// Rows that are written in order lie in order.
	slices.SortFunc(changed, func(a, b *span) int {
		return cmp.Or(strings.Compare(a.key, b.key), strings.Compare(a.story, b.story))
	})
	return inChunks(changed, chunk, func(part []*span) error {
		var args []any
		for _, sp := range part {
			args = append(args, sp.key, sp.story, sp.first, sp.last)
		}
		_, err := exec(ctx, tx, `INSERT INTO story_keys (key, story_id, first_at, last_at)
			VALUES `+values(len(part), 4)+`
			ON CONFLICT (key, story_id) DO UPDATE SET first_at = excluded.first_at, last_at = excluded.last_at`, args...)
		return err
	})
}

// values writes n rows of numbered parameters: ($1, $2), ($3, $4).
func values(n, columns int) string {
	var b strings.Builder
	for row := range n {
		if row > 0 {
			b.WriteString(", ")
		}
		for col := range columns {
			b.WriteString(map[bool]string{true: "($", false: ", $"}[col == 0])
			b.WriteString(strconv.Itoa(row*columns + col + 1))
		}
		b.WriteByte(')')
	}
	return b.String()
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

// Item returns one item, or a curation.NotFound error.
func (s *Store) Item(ctx context.Context, id string) (curation.Item, error) {
	list, err := read(ctx, s, "read the item", scanItem, selectItem+" WHERE id = $1", id)
	return only(list, err, "item", id)
}

// StoryItems returns the items of a story, oldest first; none if there is no such story.
func (s *Store) StoryItems(ctx context.Context, storyID string) ([]curation.Item, error) {
	return read(ctx, s, "read the story", scanItem, selectItem+" WHERE story_id = $1 ORDER BY published, id", storyID)
}

const selectItem = `SELECT item, id, story_id, feed_url, published, first_seen FROM items`

func scanItem(r scanner) (i curation.Item, err error) {
	// Columns are scanned in order: the document first, then what it lacks.
	err = r.Scan(snapshot{&i}, &i.ID, &i.StoryID, &i.FeedURL, when{&i.Published}, when{&i.FirstSeen})
	return i, err
}
