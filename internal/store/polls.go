package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"

	"example.com/pickwick/internal/curation"
)

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
	seen      bool // by an earlier poll: it is not new
	story     string
	published int64
	firstSeen int64
	known     bool
	placed    bool // its story is found, or being found
}

// SavePolls saves several polls in one transaction: the state of each feed,
// its memory, and its items. An item whose ID is known is updated in its text
// but keeps its story, its FirstSeen, the earliest Published that it ever had,
// and whether it is held; a new one joins the story that holds one of its keys,
// else that of the item it is near to, stored or saved with it, else it founds
// one; one that was seen but isn't there any more is left out. An item without Published gets its FirstSeen, and one without that the
// time of the poll. It returns the number of new items of each poll, in order,
// and notes LastNew where there are some. Saving the same polls twice is
// harmless. An ID that is empty or longer than 200 bytes is a curation.Invalid
// error.
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
		if err := s.recall(ctx, tx, entries); err != nil {
			return err
		}
		entries := slices.DeleteFunc(slices.Clone(entries), func(e *entry) bool { return e.seen && !e.known })
		spans, err := s.spansOf(ctx, tx, entries)
		if err != nil {
			return err
		}
		near, err := s.storiesOf(ctx, tx, entries)
		if err != nil {
			return err
		}
		added = assign(entries, spans, near, len(polls))
		if err := s.saveItems(ctx, tx, entries); err != nil {
			return err
		}
		if err := s.saveSpans(ctx, tx, spans); err != nil {
			return err
		}
		if err := s.saveMemories(ctx, tx, polls); err != nil {
			return err
		}
		return s.saveFeeds(ctx, tx, statesOf(polls, added))
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
			en := &entry{poll: n, item: e.Item, near: clean(e.Near), held: e.Held, seen: e.Seen, published: cmp.Or(millis(e.Item.Published), seen), firstSeen: seen}
			en.item.ID = clean(e.Item.ID)
			for _, k := range e.Keys {
				en.keys = append(en.keys, storyKey{hashKey(k.Key), k.Within})
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
func (s *Store) recall(ctx context.Context, tx *sql.Tx, entries []*entry) error {
	byID := make(map[string]*entry, len(entries))
	ids := make([]string, len(entries))
	for i, e := range entries {
		// A transaction that is tried again starts from here.
		e.known, e.placed, e.story = false, false, ""
		byID[e.item.ID] = e
		ids[i] = e.item.ID
	}
	return each(ctx, tx, `SELECT id, story_id, published, first_seen FROM items WHERE id IN `, ids, func(r scanner) error {
		var id, story string
		var published, firstSeen int64
		if err := r.Scan(&id, &story, &published, &firstSeen); err != nil {
			return err
		}
		e := byID[id]
		e.known, e.story, e.firstSeen = true, story, firstSeen
		e.published = min(e.published, published)
		return nil
	})
}

// spansOf is what the keys of the items have bound so far.
func (s *Store) spansOf(ctx context.Context, tx *sql.Tx, entries []*entry) (stories, error) {
	var keys []keyHash
	found := stories{}
	for _, e := range entries {
		for _, k := range e.keys {
			if _, asked := found[k.key]; !asked {
				found[k.key] = nil
				keys = append(keys, k.key)
			}
		}
	}
	err := each(ctx, tx, `SELECT key, story_id, first_at, last_at FROM story_keys WHERE key IN `, keys, func(r scanner) error {
		var sp span
		err := r.Scan(&sp.key, &sp.story, &sp.first, &sp.last)
		found.add(sp)
		return err
	})
	return found, err
}

// storiesOf is the stories of the items that new ones are near to.
func (s *Store) storiesOf(ctx context.Context, tx *sql.Tx, entries []*entry) (map[string]string, error) {
	near := map[string]string{}
	var ids []string
	for _, e := range entries {
		if e.near == "" || e.known {
			continue
		}
		if _, asked := near[e.near]; !asked {
			near[e.near] = ""
			ids = append(ids, e.near)
		}
	}
	err := each(ctx, tx, `SELECT id, story_id FROM items WHERE id IN `, ids, func(r scanner) error {
		var id, story string
		err := r.Scan(&id, &story)
		near[id] = story
		return err
	})
	return near, err
}

// assign gives every new item its story, oldest first, and counts them by
// poll. A new story is named after the item that founded it, so that saving
// again comes to the same.
func assign(entries []*entry, spans stories, near map[string]string, polls int) []int {
	added := make([]int, polls)
	byID := make(map[string]*entry, len(entries))
	for _, e := range entries {
		byID[e.item.ID] = e
	}
	var place func(e *entry)
	place = func(e *entry) {
		if e.placed {
			return
		}
		e.placed = true
		if !e.known {
			added[e.poll]++
			e.story = spans.find(e.keys, e.published)
			if n := byID[e.near]; e.story == "" && n != nil {
				place(n) // before its time, unless it waits for this one in turn
				e.story = n.story
			}
			e.story = cmp.Or(e.story, near[e.near], "s-"+e.item.ID)
		}
		spans.join(e.story, e.keys, e.published)
	}
	inOrder := slices.Clone(entries)
	slices.SortFunc(inOrder, func(a, b *entry) int {
		return cmp.Or(cmp.Compare(a.published, b.published), cmp.Compare(a.item.ID, b.item.ID))
	})
	for _, e := range inOrder {
		place(e)
	}
	return added
}

func (s *Store) saveSpans(ctx context.Context, tx *sql.Tx, all stories) error {
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
		return cmp.Or(cmp.Compare(a.key, b.key), strings.Compare(a.story, b.story))
	})
	return s.writeSpans(ctx, tx, changed)
}

func (s *Store) writeSpans(ctx context.Context, tx *sql.Tx, spans []*span) error {
	return insert(ctx, s, tx, `INSERT INTO story_keys (key, story_id, first_at, last_at) VALUES `, 4,
		` ON CONFLICT (key, story_id) DO UPDATE SET first_at = excluded.first_at, last_at = excluded.last_at`,
		spans, func(args []any, sp *span) []any { return append(args, sp.key, sp.story, sp.first, sp.last) })
}
