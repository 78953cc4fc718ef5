package relevance

import (
	"iter"

	"example.com/pickwick/internal/curation"
)

// Verdict is what one persona makes of a story, without evidence.
type Verdict struct {
	Total   float64 // 0 to 100, in tenths
	New     float64 // what Total was on the day the story was published
	Avoided string  // what rules it out, whatever it scored; empty when nothing does

	// Interests is what each of the persona's interests has earned, in
	// proportion; nil when none matches. See [Verdict.Share].
	Interests []float64
}

// Share is the part of an interest, by its place in the persona's list, in what
// all of them earned: 0 to 1.
func (v Verdict) Share(interest int) float64 {
	sum := 0.0
	for _, earned := range v.Interests {
		sum += earned
	}
	if sum == 0 {
		return 0
	}
	return v.Interests[interest] / sum
}

// Verdicts yields the number of each story, in the order in which they were
// added and from 0, with one verdict for each persona of the panel. The slices
// are good until the next.
func (p *Panel) Verdicts() iter.Seq2[int, []Verdict] {
	return func(yield func(int, []Verdict) bool) {
		j, n := p.jury(), 0
		for s := range p.sheets.all {
			if !yield(n, j.judge(s)) {
				return
			}
			n++
		}
	}
}

// jury is a panel once everything was added.
type jury struct {
	personas  []curation.Persona
	followers [][]int // by key of an author, personas
	languages []*scales
	unread    []ruling    // by tag of a language
	unwanted  []ruling    // by format
	formats   [][]float64 // by format and persona, what it multiplies
	interests []int       // by persona, where its interests begin in shares; and where the last one's end

	verdicts []Verdict
	odds     []float64 // by persona, of its interests
	followed []bool    // by persona, the author
	place    []int     // by persona, of the phrase that it avoids
	shares   []float64 // of every interest of every persona
}

// ruling is why a story is ruled out, and for whom.
type ruling struct {
	why      string
	personas []int
}

func (p *Panel) jury() *jury {
	n := len(p.personas)
	j := &jury{
		personas: p.personas, followers: p.authors.by, interests: make([]int, 1, n+1),
		verdicts: make([]Verdict, n), odds: make([]float64, n), followed: make([]bool, n), place: make([]int, n),
	}
	for i, persona := range p.personas {
		j.interests = append(j.interests, j.interests[i]+len(persona.Interests))
	}
	j.shares = make([]float64, j.interests[n])
	for _, l := range p.languages {
		j.languages = append(j.languages, newScales(p, l, j.interests))
	}
	for _, tag := range p.tags.names() {
		r := ruling{why: languageAvoided(tag)}
		for i, persona := range p.personas {
			if !reads(persona, tag) {
				r.personas = append(r.personas, i)
			}
		}
		j.unread = append(j.unread, r)
	}
	for _, name := range p.formats.names() {
		format := curation.Format(name)
		r, by := ruling{why: formatAvoided(format)}, make([]float64, n)
		for i, persona := range p.personas {
			by[i] = multiplier(persona, format)
			if refuses(persona, format) {
				r.personas = append(r.personas, i)
			}
		}
		j.unwanted, j.formats = append(j.unwanted, r), append(j.formats, by)
	}
	return j
}

// judge is what each persona makes of a story.
func (j *jury) judge(s *sheet) []Verdict {
	clear(j.verdicts)
	clear(j.odds)
	clear(j.followed)
	j.languages[s.language].weigh(s, j)
	for _, key := range s.follows {
		for _, persona := range j.followers[key] {
			j.followed[persona] = true
		}
	}
	for i, odds := range j.odds {
		if odds == 0 && !j.followed[i] {
			continue
		}
		_, _, authored, aged := factors{s.source, j.formats[s.format][i], j.followed[i], s.fresh}.after(odds)
		v := &j.verdicts[i]
		v.Total = float64(tenths(points(aged))) / 10
		if v.New = v.Total; s.fresh != 1 { // age counts
			v.New = float64(tenths(points(authored*freshest))) / 10
		}
		if odds > 0 {
			v.Interests = j.sharesOf(i)
		}
	}
	j.rule(s)
	return j.verdicts
}

func (j *jury) sharesOf(persona int) []float64 {
	return j.shares[j.interests[persona]:j.interests[persona+1]]
}

// rule says for whom the story is ruled out. A phrase comes before a format,
// and that before a language.
func (j *jury) rule(s *sheet) {
	for _, at := range s.avoids {
		a := j.languages[s.language].avoids[at]
		if v := &j.verdicts[a.persona]; v.Avoided == "" || a.place < j.place[a.persona] {
			v.Avoided, j.place[a.persona] = j.personas[a.persona].Avoid[a.place], a.place
		}
	}
	for _, r := range [...]ruling{j.unwanted[s.format], j.unread[s.tag]} {
		for _, i := range r.personas {
			if v := &j.verdicts[i]; v.Avoided == "" {
				v.Avoided = r.why
			}
		}
	}
}
