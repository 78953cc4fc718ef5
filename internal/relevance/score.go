package relevance

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"example.com/pickwick/internal/curation"
)

// Settings are what a score depends on besides story and persona.
type Settings struct {
	Now      time.Time     // by which a story's age is told; when zero, age doesn't count
	HalfLife time.Duration // after which half of the effect of freshness is gone; 0 means 7 days
}

// fresh is what the age of a piece does to its odds.
func (set Settings) fresh(published time.Time) float64 {
	if set.Now.IsZero() || published.IsZero() {
		return 1
	}
	return freshness(set.Now.Sub(published), set.HalfLife)
}

// Scorer scores stories for one persona. It never changes, so any number of
// goroutines may use it.
type Scorer struct {
	index    *Index // nil where no document is kept
	formula  formula
	persona  curation.Persona
	settings Settings
	queries  map[string]*query // by language code
	follows  []followedAuthor
}

// Scorer prepares to score many stories for one persona.
func (x *Index) Scorer(p curation.Persona, set Settings) *Scorer {
	s := newScorer(p, set, x.formula)
	s.index = x
	for code, v := range x.vocabs {
		s.queries[code] = newQuery(p, v.vocabulary, x.formula)
	}
	return s
}

func newScorer(p curation.Persona, set Settings, f formula) *Scorer {
	return &Scorer{formula: f, persona: p, settings: set, queries: make(map[string]*query), follows: followedBy(p)}
}

// Score says how well one story serves a persona. For many stories, Scorer
// saves work; for many personas too, a Panel does.
func (x *Index) Score(p curation.Persona, st curation.Story, set Settings) curation.Score {
	return x.Scorer(p, set).Score(st)
}

// Score says how well a story serves the persona: 0 to 100, in tenths, with
// the reasons that add up to it, the largest first. A story that matches no
// interest gets nothing from any part but the author.
//
// Avoided says what rules the story out, whatever it scored: a phrase of the
// persona's avoid list, "format: video" for a format of weight 0, or
// "language: de" for one that the buyer doesn't read.
func (s *Scorer) Score(st curation.Story) curation.Score { return s.score(st, true) }

// Total is Score without its evidence, which is most of the work: for the many
// stories of which few are offered. Everything else is the same.
func (s *Scorer) Total(st curation.Story) curation.Score { return s.score(st, false) }

func (s *Scorer) score(st curation.Story, quote bool) curation.Score {
	it := st.Item
	q := s.query(it.Language)
	doc := s.document(it, q)
	found, odds := q.match(doc, s.formula)

	var t tally
	earned, sofar := points(odds), 0.0
	order := byShare(found)
	for n, i := range order {
		if sofar += earned * found[i].share; n == len(order)-1 {
			sofar = earned
		}
		r := curation.Reason{Kind: curation.ReasonInterest, Topic: q.interests[i].topic}
		if t.reach(sofar, r) && quote {
			last := &t.reasons[len(t.reasons)-1]
			last.Evidence, last.Where = q.evidence(it, found[i].phrase)
		}
	}
	format := formatOf(it)
	name, as := s.author(it)
	source, formatted, authored, aged := factors{
		source: weightOf(st.Weight), format: multiplier(s.persona, format), followed: name != "", fresh: s.settings.fresh(it.Published),
	}.after(odds)
	t.reach(points(source), curation.Reason{Kind: curation.ReasonSource, Topic: cmp.Or(it.FeedTitle, it.FeedURL)})
	t.reach(points(formatted), curation.Reason{Kind: curation.ReasonFormat, Topic: string(format)})
	t.reach(points(authored), curation.Reason{Kind: curation.ReasonInfluencer, Topic: name, Evidence: as, Where: "author"})
	t.reach(points(aged), curation.Reason{Kind: curation.ReasonFreshness, Topic: ageInWords(s.settings.Now.Sub(it.Published))})
	return curation.Score{
		Persona: s.persona.ID,
		Total:   float64(t.tenths) / 10,
		Reasons: t.sorted(),
		Avoided: s.avoided(it, doc, q),
	}
}

// document is an item in the terms of a persona.
func (s *Scorer) document(it curation.Item, q *query) (d document) {
	if s.index != nil {
		if i, ok := s.index.byID[it.ID]; ok && sameWords(s.index.items[i], it) {
			return s.index.docs[i]
		}
	}
	newReader(q.vocab.lang, q.term).analyse(it, &d)
	return d
}

// formatOf is the form of a piece, an article where nothing else is known.
func formatOf(it curation.Item) curation.Format { return cmp.Or(it.Format, curation.Article) }

// multiplier is what a persona makes of the relevance of a format.
func multiplier(p curation.Persona, f curation.Format) float64 {
	if m, ok := p.Formats[f]; ok && m >= 0 {
		return m
	}
	return 1
}

// refuses reports whether a persona takes no pieces of a format.
func refuses(p curation.Persona, f curation.Format) bool {
	m, ok := p.Formats[f]
	return ok && m <= 0
}

// reads reports whether a persona reads a language, or it is not known.
func reads(p curation.Persona, tag string) bool {
	return tag == "" || len(p.Languages) == 0 || slices.ContainsFunc(p.Languages, func(l string) bool {
		return primaryTag(l) == primaryTag(tag)
	})
}

// query is the persona in the terms of a language.
func (s *Scorer) query(tag string) *query {
	if q := s.queries[languageCode(tag)]; q != nil {
		return q
	}
	return newQuery(s.persona, newVocabulary(languageOf(tag)), s.formula)
}

// avoided is what rules an item out, "" when nothing does.
func (s *Scorer) avoided(it curation.Item, d document, q *query) string {
	if i := q.avoided(d); i >= 0 {
		return s.persona.Avoid[i]
	}
	if f := formatOf(it); refuses(s.persona, f) {
		return formatAvoided(f)
	}
	if !reads(s.persona, it.Language) {
		return languageAvoided(it.Language)
	}
	return ""
}

func formatAvoided(f curation.Format) string { return "format: " + string(f) }
func languageAvoided(tag string) string      { return "language: " + tag }

// byShare is the places of the interests that match, strongest first.
func byShare(ms []matched) []int {
	var is []int
	for i, m := range ms {
		if m.share > 0 {
			is = append(is, i)
		}
	}
	slices.SortStableFunc(is, func(a, b int) int { return cmp.Compare(ms[b].share, ms[a].share) })
	return is
}

// tally parts a score so that, rounded to tenths, the parts make exactly the
// rounded sum: each is the step from one rounded sum to the next.
type tally struct {
	tenths  int
	reasons []curation.Reason
}

// reach takes in the part that brings the points so far to what they are, and
// reports whether it makes a difference that shows.
func (t *tally) reach(points float64, r curation.Reason) bool {
	step := tenths(points) - t.tenths
	t.tenths += step
	if step == 0 {
		return false
	}
	r.Points = float64(step) / 10
	t.reasons = append(t.reasons, r)
	return true
}

// sorted is the reasons, most points first.
func (t *tally) sorted() []curation.Reason {
	slices.SortStableFunc(t.reasons, func(a, b curation.Reason) int { return cmp.Compare(b.Points, a.Points) })
	return t.reasons
}

// ageInWords is an age for people: "today", "1 day old", "12 days old".
func ageInWords(age time.Duration) string {
	switch days := int(age.Hours() / 24); {
	case days < 1:
		return "less than a day old"
	case days == 1:
		return "1 day old"
	default:
		return fmt.Sprintf("%d days old", days)
	}
}
