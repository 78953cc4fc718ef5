//go:build unix

package feedload_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"time"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/ingest"
	"example.com/pickwick/internal/ingest/fetch"
	"example.com/pickwick/internal/relevance"
	"example.com/pickwick/internal/store"
)

// databaseName is the file in the folder of a job.
const databaseName = "pickwick.db"

// ours polls as Pickwick does.
type ours struct {
	store  *store.Store
	client *fetch.Client
	poller *ingest.Poller
	feeds  []curation.Feed
	count  map[string]bool // the feeds that count
}

func newOurs(ctx context.Context, j job) (worker, error) {
	st, err := store.Open(ctx, filepath.Join(j.Dir, databaseName))
	if err != nil {
		return nil, err
	}
	client := fetch.New(fetch.Options{AllowPrivate: true, Total: j.Total})
	w := &ours{store: st, client: client, poller: ingest.New(st, client, time.Now), count: map[string]bool{}}
	for _, url := range append(j.First, j.URLs...) {
		w.feeds = append(w.feeds, curation.Feed{URL: url, Origin: curation.Others})
	}
	for _, url := range j.URLs {
		w.count[url] = true
	}
	return w, nil
}

func (w *ours) close() error {
	w.client.Close()
	return w.store.Close()
}

func (w *ours) poll(ctx context.Context, _ order) (r report, err error) {
	began := time.Now()
	sum, err := w.poller.Poll(ctx, w.feeds, func(_, _ int, res ingest.Result) {
		if w.count[res.Feed] {
			r.Last = time.Since(began)
		}
	})
	r.New, r.Failed = sum.NewItems, len(sum.Failures)
	return r, err
}

// personas is how many the items are scored for.
const personas = 200

// score scores every story that is held for every persona, as it is read from
// the database.
func (w *ours) score(ctx context.Context) error {
	panel := relevance.NewPanel(madePersonas(), relevance.Settings{Now: time.Now()})
	var held curation.Item // the longest of its story so far
	for it, err := range w.store.StoredItems(ctx, time.Time{}) {
		if err != nil {
			return err
		}
		switch {
		case it.StoryID != held.StoryID:
			add(panel, held)
			held = it
		case len(it.Text) > len(held.Text):
			held = it
		}
	}
	add(panel, held)
	stories, good := 0, 0
	for _, verdicts := range panel.Verdicts() {
		stories++
		for _, v := range verdicts {
			if v.Avoided == "" && v.Total >= 30 {
				good++
			}
		}
	}
	if good == 0 {
		return fmt.Errorf("none of %d stories is good for any persona", stories)
	}
	return nil
}

func add(panel *relevance.Panel, it curation.Item) {
	if it.StoryID != "" {
		panel.Add(curation.Story{ID: it.StoryID, Item: it, Origin: curation.Others, Weight: 1})
	}
}

// madePersonas are interested in what the feeds write of.
func madePersonas() []curation.Persona {
	words := strings.Fields(`cash forecast audit budget supply chain cloud security energy grid data breach freight carrier hospital nurse insurance claim
		labour union logistics warehouse mortgage rate payroll software pricing policy procurement contract renewable power retail store staff hiring tax reform`)
	r := rand.New(rand.NewPCG(1, 2))
	word := func() string { return words[r.IntN(len(words))] }
	list := make([]curation.Persona, personas)
	for i := range list {
		list[i] = curation.Persona{ID: fmt.Sprintf("persona%03d", i), Name: "a buyer"}
		for range 8 {
			list[i].Interests = append(list[i].Interests, curation.Interest{Topic: word() + " " + word(), Weight: float64(1 + r.IntN(5)), Also: []string{word()}})
		}
	}
	return list
}
