//go:build unix

package relevance

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"syscall"
	"testing"
	"time"

	"example.com/pickwick/internal/curation"
)

// news makes up items as long as real articles, of words that are as unevenly
// common as in language, and personas who ask for some of them.
type news struct {
	r     *rand.Rand
	zipf  *rand.Zipf
	words []string
}

func newNews() *news {
	n := &news{r: rand.New(rand.NewPCG(1, 2)), words: make([]string, 60_000)}
	for i := range n.words {
		var w strings.Builder
		for k := i; w.Len() < 3 || k > 0; k /= 17 {
			w.WriteString([]string{"ba", "co", "d", "fi", "gu", "ha", "le", "mo", "ni", "po", "r", "si", "ta", "v", "wo", "zu", "che"}[k%17])
		}
		n.words[i] = w.String()
	}
	n.zipf = rand.NewZipf(n.r, 1.3, 20, uint64(len(n.words)-1))
	return n
}

func (n *news) text(words int) string {
	var s strings.Builder
	for i := range words {
		w := n.words[n.zipf.Uint64()]
		switch {
		case i%14 == 0:
			w = strings.ToUpper(w[:1]) + w[1:]
		case i%14 == 13:
			w += "."
		case i%60 == 50:
			w += "’s"
		}
		s.WriteString(w + " ")
	}
	return s.String()
}

func (n *news) item(id int) curation.Item {
	body := n.text(500)
	return curation.Item{ID: fmt.Sprint(id), Title: n.text(8), Summary: body[:200], Text: body, Author: fmt.Sprint("Author ", id%900)}
}

// persona asks for words between the 150th and the 15,000th most common.
func (n *news) persona(id int) curation.Persona {
	phrase := func() string {
		return n.words[int(150*math.Pow(100, n.r.Float64()))] + " " + n.words[int(150*math.Pow(100, n.r.Float64()))]
	}
	p := curation.Persona{ID: fmt.Sprint(id), Influencers: []string{fmt.Sprint("Author ", id)}, Avoid: []string{phrase(), phrase()}}
	for range 6 {
		p.Interests = append(p.Interests, curation.Interest{Topic: phrase(), Weight: float64(1 + n.r.IntN(5)), Also: []string{phrase(), phrase()}})
	}
	return p
}

// BenchmarkPanel scores articles of 500 words for 200 personas of six
// interests with two synonyms each. Its figures stand in docs/benchmarks.md.
func BenchmarkPanel(b *testing.B) {
	const count, people = 30_000, 200
	n := newNews()
	personas := make([]curation.Persona, people)
	for i := range personas {
		personas[i] = n.persona(i)
	}
	stories := make([]curation.Story, count)
	for i := range stories {
		it := n.item(i)
		stories[i] = curation.Story{ID: it.ID, Item: it, Weight: 1}
	}
	b.ReportAllocs()
	before := cpu(b)
	for b.Loop() {
		p := NewPanel(personas, Settings{Now: morning})
		for _, st := range stories {
			p.Add(st)
		}
		scores := 0
		for _, verdicts := range p.Verdicts() {
			for _, v := range verdicts {
				if v.Total > 0 {
					scores++
				}
			}
		}
		held := 0
		for _, page := range p.sheets.pages {
			held += cap(page)
		}
		b.ReportMetric(float64(scores)/count, "scores/item")
		b.ReportMetric(float64(held)/count, "B-held/item")
	}
	b.ReportMetric(float64((cpu(b)-before).Microseconds())/float64(b.N)/count, "cpu-µs/item")
}

// cpu is what this process has used so far, on every core: other work on the
// machine moves it less than the time by the clock.
func cpu(b *testing.B) time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
