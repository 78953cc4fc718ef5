package relevance

import (
	"bufio"
	"cmp"
	"crypto/md5"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"example.com/pickwick/internal/curation"
)

// labelled is one set of items and personas with judgements.
type labelled struct {
	name     string
	items    []curation.Item
	bodies   []string // of the items, where the set has them; measured in the grid alone
	personas []curation.Persona
	grades   map[string]map[string]int // by persona, then item
}

// measured is the quality of a ranking, each from 0 to 1.
type measured struct{ ndcg10, p5, ap, recall50 float64 }

func (m measured) plus(o measured, by float64) measured {
	return measured{m.ndcg10 + o.ndcg10*by, m.p5 + o.p5*by, m.ap + o.ap*by, m.recall50 + o.recall50*by}
}

var labelledNames = []string{"digitalgov", "wsj", "ted", "reuters", "bcdocs", "huffpost", "fiqa", "cisi", "cacm"}

func dataFolder(tb testing.TB) string {
	dir := os.Getenv("PICKWICK_DATA")
	if dir == "" {
		tb.Skip("PICKWICK_DATA names no folder with the labelled sets")
	}
	return dir
}

func loadLabelled(tb testing.TB, name string) labelled {
	tb.Helper()
	dir := filepath.Join(dataFolder(tb), "relevance", name, "dev")
	set := labelled{name: name, grades: make(map[string]map[string]int)}
	eachLine(tb, filepath.Join(dir, "items.jsonl"), func(line []byte) error {
		var it struct{ ID, Title, Summary, Body string }
		err := json.Unmarshal(line, &it)
		set.items = append(set.items, curation.Item{ID: it.ID, Title: it.Title, Summary: it.Summary})
		set.bodies = append(set.bodies, it.Body)
		return err
	})
	eachLine(tb, filepath.Join(dir, "personas.jsonl"), func(line []byte) error {
		var p struct {
			ID        string
			Interests []struct {
				Phrase string
				Weight float64
			}
		}
		err := json.Unmarshal(line, &p)
		persona := curation.Persona{ID: p.ID}
		for _, i := range p.Interests {
			persona.Interests = append(persona.Interests, curation.Interest{Topic: i.Phrase, Weight: i.Weight})
		}
		set.personas = append(set.personas, persona)
		return err
	})
	eachLine(tb, filepath.Join(dir, "qrels.tsv"), func(line []byte) error {
		f := strings.Split(string(line), "\t")
		grade, err := strconv.Atoi(f[2])
		if set.grades[f[0]] == nil {
			set.grades[f[0]] = make(map[string]int)
		}
		set.grades[f[0]][f[1]] = grade
		return err
	})
	return set
}

func eachLine(tb testing.TB, path string, do func([]byte) error) {
	tb.Helper()
	f, err := os.Open(path)
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		if err := do(lines.Bytes()); err != nil {
			tb.Fatalf("%s: %v", path, err)
		}
	}
	if err := lines.Err(); err != nil {
		tb.Fatal(err)
	}
}

// measure judges the index's rankings of a set, as the mean over its personas.
// Ties, and what was not ranked, go by the MD5 of "persona|item".
func measure(x *Index, set labelled) measured {
	var sum measured
	judged := 0.0
	for _, p := range set.personas {
		if grades := set.grades[p.ID]; grades != nil {
			sum = sum.plus(judge(order(p.ID, set.items, x.Rank(p, 1000)), grades), 1)
			judged++
		}
	}
	return measured{}.plus(sum, 1/judged)
}

func order(persona string, items []curation.Item, ranked []Ranked) []string {
	score := make(map[string]float64, len(items))
	for _, r := range ranked {
		score[r.Item.ID] = r.Score
	}
	tie := make(map[string]string, len(items))
	ids := make([]string, len(items))
	for i, it := range items {
		ids[i] = it.ID
		sum := md5.Sum([]byte(persona + "|" + it.ID))
		tie[it.ID] = hex.EncodeToString(sum[:])
	}
	slices.SortFunc(ids, func(a, b string) int {
		return cmp.Or(cmp.Compare(score[b], score[a]), cmp.Compare(tie[a], tie[b]))
	})
	return ids
}

func judge(ids []string, grades map[string]int) measured {
	var m measured
	var ideal []int
	relevant := 0.0
	for _, g := range grades {
		ideal = append(ideal, g)
		if g > 0 {
			relevant++
		}
	}
	slices.SortFunc(ideal, func(a, b int) int { return b - a })
	best := 0.0
	for k, g := range ideal[:min(10, len(ideal))] {
		best += gain(g, k)
	}
	hits := 0.0
	for k, id := range ids {
		g := grades[id]
		if k < 10 {
			m.ndcg10 += gain(g, k)
		}
		if g == 0 {
			continue
		}
		hits++
		m.ap += hits / float64(k+1)
		if k < 5 {
			m.p5 += 1.0 / 5
		}
		if k < 50 {
			m.recall50++
		}
	}
	m.ndcg10 /= best
	m.ap /= relevant
	m.recall50 /= relevant
	return m
}

func gain(grade, place int) float64 {
	return (math.Pow(2, float64(grade)) - 1) / math.Log2(float64(place+2))
}

// TestRankQuality measures the rankings of the labelled sets and holds their
// means above those of plain BM25. It prints the table of docs/benchmarks.md.
func TestRankQuality(t *testing.T) {
	dataFolder(t)
	var mean measured
	var table strings.Builder
	table.WriteString("\n| set | items | personas | nDCG@10 | MAP | P@5 | recall@50 |\n| --- | --- | --- | --- | --- | --- | --- |\n")
	for _, name := range labelledNames {
		set := loadLabelled(t, name)
		m := measure(NewIndex(set.items), set)
		mean = mean.plus(m, 1/float64(len(labelledNames)))
		fmt.Fprintf(&table, "| %s | %d | %d | %s |\n", name, len(set.items), len(set.grades), m)
	}
	fmt.Fprintf(&table, "| mean | | | %s |\n", mean)
	t.Log(table.String())
	for _, c := range []struct {
		name           string
		got, wantAbove float64
	}{
		{"nDCG@10", mean.ndcg10, 0.504},
		{"MAP", mean.ap, 0.318},
		{"P@5", mean.p5, 0.490},
		{"recall@50", mean.recall50, 0.430},
	} {
		if c.got < c.wantAbove {
			t.Errorf("mean %s is %.4f, want at least %.3f", c.name, c.got, c.wantAbove)
		}
	}
}

func (m measured) String() string {
	return fmt.Sprintf("%.3f | %.3f | %.3f | %.3f", m.ndcg10, m.ap, m.p5, m.recall50)
}

// TestFormulaGrid prints how the means move when one constant does. It is how
// the constants were chosen, takes a minute, and is run by PICKWICK_GRID=1.
func TestFormulaGrid(t *testing.T) {
	if os.Getenv("PICKWICK_GRID") == "" {
		t.Skip("PICKWICK_GRID is not set")
	}
	var sets []labelled
	for _, name := range labelledNames {
		sets = append(sets, loadLabelled(t, name))
	}
	var table strings.Builder
	table.WriteString("\n| constant | value | nDCG@10 | MAP | P@5 | recall@50 |\n| --- | --- | --- | --- | --- | --- |\n")
	run := func(name string, value float64, set func(*formula, float64)) {
		f := standard()
		set(&f, value)
		var mean measured
		for _, s := range sets {
			mean = mean.plus(measure(newIndex(s.items, f), s), 1/float64(len(sets)))
		}
		fmt.Fprintf(&table, "| %s | %g | %s |\n", name, value, mean)
	}
	for _, c := range []struct {
		name   string
		values []float64
		set    func(*formula, float64)
	}{
		{"k1", []float64{1.2, 1.6, 2, 2.5}, func(f *formula, v float64) { f.k1 = v }},
		{"weight of the title", []float64{1, 1.5, 2, 3}, func(f *formula, v float64) { f.weight[title] = v }},
		{"b of the title", []float64{0.3, 0.5, 0.75}, func(f *formula, v float64) { f.b[title] = v }},
		{"b of the summary", []float64{0.5, 0.75, 0.9}, func(f *formula, v float64) { f.b[summary] = v }},
		{"prior documents", []float64{10, 50, 200}, func(f *formula, v float64) { f.priorDocs = v }},
		{"rarest", []float64{0.001, 0.005, 0.01, 0.02}, func(f *formula, v float64) { f.rarest = v }},
		{"balance", []float64{0, 0.2, 0.35, 0.5, 1}, func(f *formula, v float64) { f.balance = v }},
		{"emphasis", []float64{0, 0.667, 1}, func(f *formula, v float64) { f.emphasis = v }},
	} {
		for _, v := range c.values {
			run(c.name, v, c.set)
		}
	}
	for _, s := range sets {
		for i := range s.items {
			s.items[i].Text = s.bodies[i]
		}
	}
	for _, v := range []float64{0, 0.1, 0.3, 0.5, 1} {
		run("weight of the text", v, func(f *formula, v float64) { f.weight[text] = v })
	}
	t.Log(table.String())
}

func TestMeasuresAreThoseOfTheTextbook(t *testing.T) {
	grades := map[string]int{"a": 2, "b": 1, "c": 1, "x": 0}
	m := judge([]string{"x", "a", "y", "b"}, grades)
	want := measured{
		ndcg10:   (3/math.Log2(3) + 1/math.Log2(5)) / (3 + 1/math.Log2(3) + 1/math.Log2(4)),
		p5:       2.0 / 5,
		ap:       (1.0/2 + 2.0/4) / 3,
		recall50: 2.0 / 3,
	}
	for name, d := range map[string]float64{"nDCG": m.ndcg10 - want.ndcg10, "P@5": m.p5 - want.p5, "AP": m.ap - want.ap, "recall": m.recall50 - want.recall50} {
		if math.Abs(d) > 1e-12 {
			t.Errorf("%s is off by %g", name, d)
		}
	}
}

func TestUnrankedItemsComeLastByTheirTie(t *testing.T) {
	items := titled("one", "two", "three")
	got := order("p", items, []Ranked{{Item: items[2], Score: 1}})
	first := "i00"
	if fmt.Sprintf("%x", md5.Sum([]byte("p|i01"))) < fmt.Sprintf("%x", md5.Sum([]byte("p|i00"))) {
		first = "i01"
	}
	if got[0] != "i02" || got[1] != first || len(got) != 3 {
		t.Errorf("ordered %v", got)
	}
}
