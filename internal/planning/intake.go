package planning

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/relevance"
)

// intake is what came in of late, and what of it is good for whom.
type intake struct {
	lists   Lists
	min     float64
	now     time.Time
	window  time.Time          // from which on good stories are counted
	sources map[string]*source // by address
	states  map[string]curation.FeedState
	titles  map[string]string   // of the feeds, as the lists have them
	feeds   map[string]*metFeed // by address
	story   string              // the one met last
	items   []string            // of its items, those that were met
	stories []metStory          // those that were scored, in their order
	writers map[string]*member  // by rep ID
	place   map[string]int      // of each persona in the lists

	flows     map[label]*flow
	interests map[string][]float64 // by persona, good stories a week that speak of each
}

// metFeed is what came in of a feed.
type metFeed struct {
	title string
	since time.Time // the oldest that is known of it
	items int       // in the window
}

// metStory is what a forecast keeps of a story.
type metStory struct {
	id     string
	recent bool // it first came in within the window
	young  bool // enough to be offered today
	origin curation.Origin
	rep    string
	serves []string
	feeds  []string // that carry it, its own first
}

// flow is what is good of one origin for a persona, or of one rep's own.
type flow struct {
	good  map[string]int  // by feed that brought it, in the window
	told  map[string]bool // feeds that carried a good story, whichever brought it
	stock []string        // stories that can be offered today
}

func newIntake(lists Lists, set Settings, team []*member, states []curation.FeedState, now time.Time) *intake {
	in := &intake{
		lists: lists, min: set.MinScore, now: now, window: now.Add(-lookBack * week),
		sources: sourcesOf(lists, repsOf(team)), states: byAddress(states), titles: map[string]string{}, feeds: map[string]*metFeed{}, writers: map[string]*member{},
		place: map[string]int{}, flows: map[label]*flow{}, interests: map[string][]float64{},
	}
	for _, m := range team {
		in.writers[m.rep.ID] = m
	}
	for i, p := range lists.Personas {
		in.place[p.ID] = i
		in.interests[p.ID] = make([]float64, len(p.Interests))
		in.name(p.Feeds)
	}
	in.name(lists.Company.Feeds)
	return in
}

func (in *intake) name(feeds []curation.Feed) {
	for _, f := range feeds {
		in.titles[f.URL] = cmp.Or(in.titles[f.URL], f.Title)
	}
}

func (in *intake) flow(l label) *flow {
	if in.flows[l] == nil {
		in.flows[l] = &flow{good: map[string]int{}, told: map[string]bool{}}
	}
	return in.flows[l]
}

// meet takes note of a story, and reports whether it is to be scored: it can be
// shared, and came in of late or can be offered today.
func (in *intake) meet(st curation.Story, oldest time.Time) bool {
	met := metStory{
		id: strings.Clone(st.ID), recent: true, origin: st.Origin, rep: st.Rep, serves: st.Serves,
		young: st.Origin == curation.Own || !st.Item.Published.Before(oldest),
	}
	if st.ID != in.story {
		in.story, in.items = st.ID, in.items[:0]
	}
	for _, it := range append([]curation.Item{st.Item}, st.AlsoIn...) {
		if !slices.Contains(in.items, it.ID) { // a rep's own is told twice
			in.items = append(in.items, it.ID)
			in.meetItem(it)
		}
		met.recent = met.recent && !it.Published.Before(in.window)
		if !slices.Contains(met.feeds, it.FeedURL) {
			met.feeds = append(met.feeds, strings.Clone(it.FeedURL))
		}
	}
	if st.Item.URL == "" || !met.young && !met.recent {
		return false
	}
	in.stories = append(in.stories, met)
	return true
}

// meetItem takes note of what an item tells of its feed.
func (in *intake) meetItem(it curation.Item) {
	f := in.feeds[it.FeedURL]
	if f == nil {
		f = &metFeed{title: strings.Clone(it.FeedTitle), since: it.Published}
		in.feeds[strings.Clone(it.FeedURL)] = f
	}
	for _, t := range [...]time.Time{it.Published, it.FirstSeen} {
		if !t.IsZero() && t.Before(f.since) {
			f.since = t
		}
	}
	if !it.Published.Before(in.window) {
		f.items++
	}
}

// judge takes note of whom a story is good for.
func (in *intake) judge(n int, verdicts []relevance.Verdict) {
	st := &in.stories[n]
	if st.origin == curation.Own {
		in.judgeOwn(st, verdicts)
		return
	}
	for i, v := range verdicts {
		l := in.lists.Personas[i]
		if v.Avoided != "" || len(st.serves) > 0 && !slices.Contains(st.serves, l.ID) {
			continue
		}
		fl := in.flow(label{origin: st.origin, persona: l.ID})
		if st.young && v.Total >= in.min {
			fl.stock = append(fl.stock, st.id)
		}
		if v.New < in.min || !st.recent {
			continue
		}
		by := in.credit(st, fl, func(url string) bool { return in.sources[url].serves(l.ID) })
		if !in.goesOn(by) {
			continue
		}
		for k := range v.Interests {
			if v.Share(k) >= speaksOf {
				in.interests[l.ID][k] += 1 / in.weeks(by)
			}
		}
	}
}

// judgeOwn is judge for what a rep wrote: it serves one of their personas or none.
func (in *intake) judgeOwn(st *metStory, verdicts []relevance.Verdict) {
	writer, now, whenNew := in.writers[st.rep], false, false
	for _, p := range writer.personas {
		if v := verdicts[in.place[p.ID]]; v.Avoided == "" {
			now, whenNew = now || v.Total >= in.min, whenNew || v.New >= in.min
		}
	}
	fl := in.flow(label{origin: curation.Own, rep: st.rep})
	if now {
		fl.stock = append(fl.stock, st.id)
	}
	if whenNew && st.recent {
		in.credit(st, fl, func(url string) bool { return slices.Contains(writer.rep.OwnFeeds, url) })
	}
}

// credit counts a good story for the first of its feeds that is on the right
// list, and returns that one. A feed that goes on comes before one that doesn't:
// the next such story will come by it.
func (in *intake) credit(st *metStory, fl *flow, listed func(url string) bool) (by string) {
	for _, url := range st.feeds {
		switch {
		case !listed(url):
		case by == "" || !in.goesOn(by) && in.goesOn(url):
			by = url
		}
	}
	for _, url := range st.feeds {
		if listed(url) {
			fl.told[url] = true
		}
	}
	fl.good[by]++
	return by
}

// serves reports whether a feed is on a list that a persona has a part in.
func (s *source) serves(persona string) bool {
	return s.all || slices.Contains(s.personas, persona)
}

// known is how long a feed is known, as far as its items tell.
func (in *intake) known(url string) time.Duration { return in.now.Sub(in.feeds[url].since) }

// weeks is over how many weeks a feed's stories are spread: those of the window
// in which it was known, and at least one, so that nothing is promised that
// was not seen.
func (in *intake) weeks(url string) float64 {
	return min(max(weeksOf(in.known(url)), 1), lookBack)
}

func weeksOf(d time.Duration) float64 { return d.Hours() / week.Hours() }

// hundredths rounds a rate as it is told, so that parts add up to their sum.
func hundredths(x float64) float64 { return math.Round(x*100) / 100 }

// bring is the feeds that bring what is good and go on, most first, and the sum.
func (in *intake) bring(fl *flow) (feeds []FeedFlow, perWeek float64) {
	feeds = []FeedFlow{}
	for url, n := range fl.good {
		if !in.goesOn(url) {
			continue
		}
		f := in.feedFlow(url)
		f.Good, f.PerWeek = n, hundredths(float64(n)/in.weeks(url))
		feeds = append(feeds, f)
	}
	slices.SortFunc(feeds, byFlow)
	for _, f := range feeds {
		perWeek += f.PerWeek
	}
	return feeds, hundredths(perWeek)
}

// silent is those of a list that go on, but carried nothing good of any kind.
func (in *intake) silent(urls []string, flows ...*flow) []FeedFlow {
	feeds := []FeedFlow{}
	for _, url := range urls {
		if in.goesOn(url) && !slices.ContainsFunc(flows, func(fl *flow) bool { return fl.told[url] }) {
			feeds = append(feeds, in.feedFlow(url))
		}
	}
	return feeds
}

func byFlow(a, b FeedFlow) int {
	return cmp.Or(cmp.Compare(b.PerWeek, a.PerWeek), strings.Compare(a.Feed, b.Feed))
}

// feedFlow is what is known of a feed, whatever it is good for.
func (in *intake) feedFlow(url string) FeedFlow {
	f := FeedFlow{Feed: url, Title: in.titles[url]}
	if met := in.feeds[url]; met != nil {
		f.Title, f.Items = cmp.Or(f.Title, met.title), met.items
		f.New = in.known(url) < week
	}
	f.Title = cmp.Or(f.Title, in.states[url].Title)
	f.Stop, f.Since = in.stop(url)
	return f
}
