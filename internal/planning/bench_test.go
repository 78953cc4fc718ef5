package planning

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"example.com/pickwick/internal/curation"
)

// BenchmarkPlan plans ten days for 500 reps with eight personas over 10,000
// stories, scored by the real formula.
func BenchmarkPlan(b *testing.B) {
	w := benchmarkWorld(500, 10_000)
	b.ResetTimer()
	for range b.N {
		p := New(&w.store, w.lists, w.set, func() time.Time { return w.now })
		res, err := p.Plan(background, Request{Days: 10, DryRun: true})
		if err != nil {
			b.Fatal(err)
		}
		if len(res.Queues) != 500 {
			b.Fatal(len(res.Queues))
		}
	}
}

// BenchmarkAssign is the same without the scoring.
func BenchmarkAssign(b *testing.B) {
	for _, reps := range []int{500, 1000} {
		b.Run(fmt.Sprintf("reps=%d", reps), func(b *testing.B) {
			w := benchmarkWorld(reps, 10_000)
			for _, it := range w.store.items {
				w.score[it.ID] = float64(len(it.Text)*7919%701) / 10
			}
			p := w.planner()
			b.ResetTimer()
			for range b.N {
				if _, err := p.Plan(background, Request{Days: 10, DryRun: true}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func benchmarkWorld(reps, stories int) *world {
	r := rand.New(rand.NewPCG(1, 2))
	words := make([]string, 4000)
	for i := range words {
		words[i] = fmt.Sprintf("%c%c%cword%d", 'a'+r.IntN(26), 'a'+r.IntN(26), 'a'+r.IntN(26), i)
	}
	text := func(n int) string {
		var b strings.Builder
		for range n {
			// Squaring makes some words far commoner than others, as in language.
			f := r.Float64()
			b.WriteString(words[int(f*f*float64(len(words)))])
			b.WriteByte(' ')
		}
		return strings.TrimSpace(b.String())
	}
	w := newWorld()
	w.set.Spread, w.set.MinScore = 0.25, 10
	for i := range 8 {
		id := fmt.Sprintf("persona%d", i)
		w.persona(id, fmt.Sprintf("https://press%d.example/", i), fmt.Sprintf("https://press%d.example/", (i+1)%8))
		p := &w.lists.Personas[i]
		p.Interests = nil
		for range 10 {
			p.Interests = append(p.Interests, curation.Interest{Topic: text(1), Weight: float64(1 + r.IntN(5)), Also: []string{text(1), text(2)}})
		}
	}
	for i := range reps {
		w.rep(fmt.Sprintf("rep%04d", i), fmt.Sprintf("persona%d", i%8), fmt.Sprintf("persona%d", (i+3)%8))
	}
	for i := range stories {
		feed := fmt.Sprintf("https://press%d.example/", i%8)
		switch {
		case i%10 == 9:
			feed = companyFeed
		case i%10 == 8 && i/10 < 2*reps:
			feed = ownFeed(fmt.Sprintf("rep%04d", i/10%reps))
		}
		it := w.item(fmt.Sprintf("item%05d", i), feed, 50)
		it.Title, it.Summary, it.Text = text(8), text(40), text(150)
		it.Published = w.now.Add(-time.Duration(r.IntN(25*24)) * time.Hour)
	}
	return w
}
