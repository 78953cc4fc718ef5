package stories

import "math"

// formula is the constants by which stories are found. docs/stories.md says how
// each was found, and what happens when it moves.
type formula struct {
	// A word is taken to be in prior items before any was seen, a common one in
	// priorCommon more, of priorItems.
	prior, priorCommon, priorItems float32

	// burst is how much more often than in the items remembered a word is
	// expected: words come in bursts.
	burst float32

	// loose is how many items without it a story is taken to have for each of
	// its words, so that a story of one or two items binds only what is close.
	loose float32

	// noun is how much less a word tells that is known to be no name.
	noun float32

	// share is the least part of what an item tells that a story must know,
	// evidence how much it must know at least, in nats.
	share, evidence float32

	// telling is how many words besides common ones and numbers they must
	// share; one is enough for a story of as many items as grown, which is well
	// known by then. In a younger one a word right behind another that is shared
	// is most often the rest of a name, and counts only the part behind.
	telling, behind float32
	grown           float32
}

// usual is the formula in use.
var usual = formula{
	prior: 2, priorCommon: 15, priorItems: 3000, burst: 2, loose: 15, noun: 0.5,
	share: 0.15, evidence: 5, telling: 2, behind: 0.4, grown: 4,
}

// Limits of a search.
const (
	short      = 3  // words that a title must have for one of them to bind
	maxPlaces  = 24 // stories that are looked at for a word, the latest
	maxMembers = 32 // items of a story that are looked at, the latest
)

// titleSpan is how long the same title is the same story, in seconds. One that
// comes again later is a series: "Market outlook for the week". A brief title,
// such as "Twitter is down", is the same story for briefSpan only.
const (
	titleSpan = 7 * 24 * 60 * 60
	briefSpan = 24 * 60 * 60
)

// find returns the story that an item published at an instant belongs to; 0
// when it knows none.
func (g *Grouper) find(d *item, at int64) uint32 {
	if s := g.byTitle(d, at); s != 0 {
		return s
	}
	return g.byWords(d, at)
}

// byTitle finds the story of an item with the same title; 0 when there is none.
// A title that several items of one feed have, under several addresses, is a
// series, and proves nothing.
func (g *Grouper) byTitle(d *item, at int64) uint32 {
	n := g.titles[d.title]
	if d.title == 0 || n == 0 {
		return 0
	}
	s := g.items[n].story
	d.series = g.items[n].series
	for m, looked := g.stories[s].newest, 0; m != 0 && looked < maxMembers; m, looked = g.items[m].older, looked+1 {
		if it := &g.items[m]; it.title == d.title && d.feed != 0 && it.feed == d.feed && (it.url != d.url || d.url == 0) {
			it.series, d.series = true, true
		}
	}
	within := int64(titleSpan)
	if g.text.brief {
		within = briefSpan
	}
	if st := &g.stories[s]; d.series || max(at, st.last)-min(at, st.first) > within {
		return 0
	}
	return s
}

// byWords finds the story that shares most of what the words of an item tell;
// 0 when none shares enough.
func (g *Grouper) byWords(d *item, at int64) (best uint32) {
	f := &g.formula
	total := float32(0)
	words := 0
	for i, w := range d.words {
		if w == 0 {
			break
		}
		words++
		total += g.search(w, g.text.tokens[i].place, at)
	}
	for best == 0 && len(g.touched) > 0 {
		pick, share := -1, float32(0)
		for i, s := range g.touched {
			st := &g.stories[s]
			if st.score < f.evidence || st.telling < f.telling && (st.telling < 1 || float32(st.items) < f.grown || words < short) {
				continue
			}
			if x := st.score / (total + st.known); x >= f.share && (x > share || x == share && s < g.touched[pick]) {
				pick, share = i, x
			}
		}
		if pick < 0 {
			break
		}
		if s := g.touched[pick]; g.fits(d, s) {
			best = s
		} else {
			g.stories[s].score = 0
		}
	}
	for _, s := range g.touched {
		st := &g.stories[s]
		st.score, st.known, st.telling, st.touched = 0, 0, 0, false
	}
	g.touched = g.touched[:0]
	return best
}

// search adds to the score of each story what a word, at a place in the title,
// has in common with it, and returns what the word tells by itself, both in nats.
func (g *Grouper) search(w uint32, place int16, at int64) float32 {
	f, wd := &g.formula, &g.words[w]
	weight := 1 - f.noun*(wd.lower+0.5)/(wd.lower+wd.upper+1)
	before := f.prior
	if wd.common {
		before += f.priorCommon
	}
	items := float32(len(g.itemOf))
	info := -logOf(f.burst * (float32(wd.items) + before) / (items + f.priorItems))
	var alone, aloneInfo float32 // for the many stories of a single item
	for i := range wd.places {
		p := &wd.places[i]
		st := &g.stories[p.story]
		if max(at, st.last)-min(at, st.first) > span {
			continue
		}
		var x, told float32
		n := float32(st.items)
		if st.items == 1 && alone > 0 {
			x, told = alone, aloneInfo
		} else {
			elsewhere := f.burst * (float32(wd.items-p.items) + before) / (items - n + f.priorItems)
			told = -logOf(elsewhere)
			x = min(told, logOf1(float32(p.items)/(n+f.loose)/elsewhere))
			if st.items == 1 {
				alone, aloneInfo = x, told
			}
		}
		if !st.touched {
			st.touched = true
			g.touched = append(g.touched, p.story)
		}
		part := float32(1)
		if st.telling > 0 && st.place == place-1 && n < f.grown {
			part = f.behind
		}
		st.score += part * weight * x
		st.known += weight * (told - info)
		if !wd.common && !wd.digits {
			st.telling += part
			st.place = place
		}
	}
	return weight * info
}

// logOf is the natural logarithm of a probability, at most 0.
func logOf(p float32) float32 { return float32(math.Log(float64(min(p, 1)))) }

// logOf1 is the natural logarithm of 1+x.
func logOf1(x float32) float32 { return float32(math.Log(float64(1 + x))) }

// fits reports whether nothing speaks against an item's belonging to a story:
// that it differs from one of its items in numbers alone, that both are of a
// series, or that half of them are of its own feed, which would hardly tell it
// twice, unless it was sent again.
func (g *Grouper) fits(d *item, s uint32) bool {
	looked, own, again := 0, 0, false
	for m := g.stories[s].newest; m != 0 && looked < maxMembers; m = g.items[m].older {
		it := &g.items[m]
		looked++
		c := g.compare(d, it)
		if c.numbers > 0 && c.mine+c.theirs == 0 || d.series && it.title == d.title {
			return false
		}
		if it.feed == d.feed && d.feed != 0 {
			own++
			again = again || c.again() && it.title != d.title
		}
	}
	return again || 2*own < looked
}

// comparison is how two items differ: in words that both have or only one, and
// in numbers.
type comparison struct{ same, mine, theirs, numbers int }

// again reports whether one of the titles is the other with a few more words,
// as when a feed sends an item again with its title touched up.
func (c comparison) again() bool {
	return c.same >= titleWords && c.numbers == 0 && min(c.mine, c.theirs) == 0 && 2*(c.mine+c.theirs) <= c.same
}

func (g *Grouper) compare(a, b *item) (c comparison) {
	count := func(a, b *item, only *int) (same int) {
	words:
		for _, w := range a.words {
			if w == 0 {
				break
			}
			for _, v := range b.words {
				if v == w {
					same++
					continue words
				}
				if v == 0 {
					break
				}
			}
			if g.words[w].digits {
				c.numbers++
			} else {
				*only++
			}
		}
		return same
	}
	c.same = count(a, b, &c.mine)
	count(b, a, &c.theirs)
	return c
}
