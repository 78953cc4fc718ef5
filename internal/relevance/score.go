package relevance

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"

	"example.com/pickwick/internal/curation"
)

// Settings are what a score depends on besides story and persona.
type Settings struct {
	Now      time.Time     // by which a story's age is told; when zero, age doesn't count
	HalfLife time.Duration // after which half of the effect of freshness is gone; 0 means 7 days
}

// Scorer scores stories for one persona. It never changes, so any number of
// goroutines may use it.
type Scorer struct {
	index    *Index
	persona  curation.Persona
	settings Settings
	queries  map[string]*query // by language code
	follows  []followedAuthor
}

// Scorer prepares to score many stories for one persona.
func (x *Index) Scorer(p curation.Persona, set Settings) *Scorer {
	s := &Scorer{index: x, persona: p, settings: set, queries: make(map[string]*query), follows: followedBy(p)}
	for code, v := range x.vocabs {
		s.queries[code] = newQuery(p, v.vocabulary, x.formula)
	}
	return s
}

// Score says how well one story serves a persona. For many stories, Scorer
// saves work.
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
	doc := s.index.document(it, q)
	found, odds := q.match(doc, s.index.formula)

	var t tally
	for _, i := range byShare(found) {
		r := curation.Reason{Kind: curation.ReasonInterest, Topic: q.interests[i].topic}
		if t.add(r, points(odds)*found[i].share) && quote {
			last := &t.reasons[len(t.reasons)-1]
			last.Evidence, last.Where = q.evidence(it, found[i].phrase)
		}
	}
	change := func(kind curation.ReasonKind, topic string, to float64) {
		t.add(curation.Reason{Kind: kind, Topic: topic}, points(to)-points(odds))
		odds = to
	}
	change(curation.ReasonSource, cmp.Or(it.FeedTitle, it.FeedURL), times(odds, weightOf(st.Weight)))
	format := cmp.Or(it.Format, curation.Article)
	if m, ok := s.persona.Formats[format]; ok && m >= 0 {
		change(curation.ReasonFormat, string(format), times(odds, m))
	}
	if name, as := s.author(it); name != "" {
		to := odds*followed + followedAlone
		t.add(curation.Reason{Kind: curation.ReasonInfluencer, Topic: name, Evidence: as, Where: "author"}, points(to)-points(odds))
		odds = to
	}
	if !s.settings.Now.IsZero() && !it.Published.IsZero() {
		age := s.settings.Now.Sub(it.Published)
		change(curation.ReasonFreshness, ageInWords(age), odds*freshness(age, s.settings.HalfLife))
	}
	return curation.Score{
		Persona: s.persona.ID,
		Total:   float64(t.tenths) / 10,
		Reasons: t.sorted(),
		Avoided: s.avoided(it, doc, q),
	}
}

// query is the persona in the terms of a language.
func (s *Scorer) query(tag string) *query {
	if q := s.queries[languageCode(tag)]; q != nil {
		return q
	}
	return newQuery(s.persona, newVocabulary(languageOf(tag)), s.index.formula)
}

// avoided is what rules an item out, "" when nothing does.
func (s *Scorer) avoided(it curation.Item, d document, q *query) string {
	if i := q.avoided(d); i >= 0 {
		return s.persona.Avoid[i]
	}
	format := cmp.Or(it.Format, curation.Article)
	if m, ok := s.persona.Formats[format]; ok && m <= 0 {
		return "format: " + string(format)
	}
	if it.Language != "" && len(s.persona.Languages) > 0 && !slices.ContainsFunc(s.persona.Languages, func(l string) bool {
		return primaryTag(l) == primaryTag(it.Language)
	}) {
		return "language: " + it.Language
	}
	return ""
}

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

// tally adds up parts so that, rounded to tenths, they make exactly their
// rounded sum: each part is the step from one rounded sum to the next.
type tally struct {
	sum     float64
	tenths  int
	reasons []curation.Reason
}

// add takes in a part, and reports whether it makes a difference that shows.
func (t *tally) add(r curation.Reason, part float64) bool {
	t.sum += part
	now := int(math.Round(t.sum * 10))
	step := now - t.tenths
	t.tenths = now
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
