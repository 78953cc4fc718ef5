package feeds_test

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"
	"time"
)

// Ten days of picks need more than ten stories that fit, from every origin.
const (
	needPress   = 12
	needCompany = 4
	needOwn     = 3
)

// companyDocs are the documents of the company itself.
var companyDocs = []string{"acme-blog.rss", "acme-newsroom.atom"}

func TestEveryRepHasEnoughToShare(t *testing.T) {
	ps := samples(t)
	for _, r := range reps(t) {
		for _, id := range r.personas {
			p, ok := ps[id+".yaml"]
			if !ok {
				t.Fatalf("%s: no persona %q", r.id, id)
			}
			press := map[string]int{}
			for _, f := range p.Feeds {
				doc := strings.TrimPrefix(f.URL, base+"/")
				press[doc] = fitting(t, p, doc)
			}
			var others int
			for _, n := range press {
				others += n
			}
			var own, comp int
			for _, doc := range companyDocs {
				comp += fitting(t, p, doc)
			}
			if id == r.personas[0] { // a rep writes for their first persona
				own = fitting(t, p, r.own)
				if own < needOwn {
					t.Errorf("%s: %d own posts fit %s, fewer than %d", r.id, own, id, needOwn)
				}
			}
			if others < needPress || comp < needCompany {
				t.Errorf("%s: %d press and %d company items fit %s, fewer than %d and %d", r.id, others, comp, id, needPress, needCompany)
			}
			// No two picks in a row come from one feed while another has as good.
			if n := len(slices.DeleteFunc(values(press), func(n int) bool { return n < 2 })); n < 4 {
				t.Errorf("%s: only %d press feeds have two or more for %s: %v", r.id, n, id, press)
			}
			t.Logf("%s for %s: press %v = %d, company %d, own %d", r.id, id, press, others, comp, own)
		}
	}
}

// fitting counts the items of a document, fresh enough to be offered, whose
// title or summary has an interest of the persona in so many words.
func fitting(t *testing.T, p persona, doc string) int {
	t.Helper()
	var n int
	for _, e := range entries(t, doc) {
		if topic(p, e) != "" && fresh(e) && e.link != "" {
			n++
		}
	}
	return n
}

// topic is the heaviest interest that an item matches, "" for none or an avoided one.
func topic(p persona, e entry) string {
	if slices.ContainsFunc(p.Avoid, func(a string) bool { return matches(e, a) }) {
		return ""
	}
	var best string
	var weight float64
	for _, i := range p.Interests {
		hit := slices.ContainsFunc(append([]string{i.Topic}, i.Also...), func(s string) bool { return matches(e, s) })
		if hit && i.Weight > weight {
			best, weight = i.Topic, i.Weight
		}
	}
	return best
}

// fresh reports whether an item may be offered as news: an own one always may.
func fresh(e entry) bool {
	if strings.HasPrefix(e.doc, "maya") || strings.HasPrefix(e.doc, "daniel") || strings.HasPrefix(e.doc, "hana") {
		return true
	}
	for _, l := range []string{"Mon, 02 Jan 2006 15:04:05 GMT", time.RFC3339, "2006-01-02T15:04Z07:00"} {
		if d, err := time.Parse(l, e.date); err == nil {
			return now.Sub(d) < 20*24*time.Hour // still under the limit of 30 ten days on
		}
	}
	return true
}

// matches reports whether an item has the phrase, word for word.
func matches(e entry, phrase string) bool { return strings.Contains(e.folded, fold(phrase)) }

// The heaviest stories of the personas differ, so that three reps get three.
func TestPersonasWantDifferentStories(t *testing.T) {
	ps := samples(t)
	for _, e := range all(t) {
		var who []string
		for name, p := range ps {
			for _, i := range p.Interests {
				if i.Weight == 5 && i.Topic == topic(p, e) {
					who = append(who, name)
				}
			}
		}
		if len(who) == len(ps) {
			t.Errorf("%s is a first interest of all: %v", e.name(), who)
		}
	}
}

// Some company items are plain pitches, to be told apart; most are of use.
func TestMostCompanyItemsAreNoPitch(t *testing.T) {
	pitch := []string{"book a demo", "don't miss", "free webinar", "award recognises", "market leader"}
	var pitches, items int
	for _, doc := range companyDocs {
		for _, e := range entries(t, doc) {
			items++
			if slices.ContainsFunc(pitch, func(s string) bool { return matches(e, s) }) {
				pitches++
			}
		}
	}
	if pitches < 3 || pitches > items/5 {
		t.Errorf("%d of %d company items are pitches", pitches, items)
	}
}

// rep is what a test needs to know of a line of reps.csv.
type rep struct {
	id, zone, own string
	personas      []string
}

func reps(t *testing.T) []rep {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(render(t, "reps.csv"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	col := func(row []string, name string) string { return row[slices.Index(rows[0], name)] }
	var out []rep
	for _, row := range rows[1:] {
		if col(row, "chat") != "console" {
			t.Errorf("%s is not on the console", col(row, "id"))
		}
		out = append(out, rep{
			id: col(row, "id"), zone: col(row, "timezone"), personas: strings.Split(col(row, "personas"), ";"),
			own: strings.TrimPrefix(col(row, "own_feeds"), base+"/"),
		})
	}
	return out
}

func TestThreeRepsInThreeZones(t *testing.T) {
	zones, lists := map[string]bool{}, map[int]int{}
	rs := reps(t)
	for _, r := range rs {
		if _, err := time.LoadLocation(r.zone); err != nil {
			t.Error(err)
		}
		zones[r.zone] = true
		lists[len(r.personas)]++
		if !slices.Contains(documents(t), r.own) {
			t.Errorf("%s writes %q, which is not served", r.id, r.own)
		}
	}
	if len(rs) != 3 || len(zones) != 3 || lists[2] != 1 {
		t.Errorf("%d reps, zones %v, personas %v", len(rs), zones, lists)
	}
}

// values are the values of a map, in no order.
func values(m map[string]int) []int {
	var out []int
	for _, v := range m {
		out = append(out, v)
	}
	return out
}
