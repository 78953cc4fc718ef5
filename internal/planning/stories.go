package planning

import (
	"cmp"
	"iter"
	"maps"
	"slices"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/relevance"
)

// Stories groups items by the story they tell. Items of feeds that are on no
// list, the company's included, and written by none of the reps, are left out.
//
// A story of the lists is the company's if one of its items is from a feed of
// the company, links to it or names it. A story from a rep's own feed is told
// a second time, as that rep's own, for that rep alone.
func Stories(items []curation.Item, lists Lists, reps []curation.Rep) []curation.Story {
	t := teller{sourcesOf(lists, reps), lists.Company}
	told := map[string][]curation.Item{}
	for _, it := range items {
		if t.knows(it) {
			told[it.StoryID] = append(told[it.StoryID], it)
		}
	}
	var stories []curation.Story
	for _, id := range slices.Sorted(maps.Keys(told)) {
		stories = append(stories, t.tell(told[id])...)
	}
	return stories
}

// EachStory is Stories for a stream of items that come by story: no more than
// the items of one story are in memory at once. An error ends it.
func EachStory(items iter.Seq2[curation.Item, error], lists Lists, reps []curation.Rep) iter.Seq2[curation.Story, error] {
	return func(yield func(curation.Story, error) bool) {
		t := teller{sourcesOf(lists, reps), lists.Company}
		var group []curation.Item
		end := func() bool {
			for _, st := range t.tell(group) {
				if !yield(st, nil) {
					return false
				}
			}
			group = group[:0:0] // the stories keep the items
			return true
		}
		for it, err := range items {
			if err != nil {
				yield(curation.Story{}, err)
				return
			}
			if !t.knows(it) {
				continue
			}
			if len(group) > 0 && group[0].StoryID != it.StoryID && !end() {
				return
			}
			group = append(group, it)
		}
		end()
	}
}

// teller tells stories of what the lists and the reps' own feeds bring.
type teller struct {
	sources map[string]*source
	company curation.CompanyProfile
}

func (t teller) knows(it curation.Item) bool { return it.StoryID != "" && t.sources[it.FeedURL] != nil }

// tell is the stories that the items of one story ID make: one of the lists,
// and one for each rep who wrote it.
func (t teller) tell(group []curation.Item) (stories []curation.Story) {
	slices.SortFunc(group, func(a, b curation.Item) int {
		return cmp.Or(a.Published.Compare(b.Published), cmp.Compare(a.ID, b.ID))
	})
	var listed []curation.Item
	own := map[string][]curation.Item{}
	for _, it := range group {
		src := t.sources[it.FeedURL]
		if src.listed {
			listed = append(listed, it)
		}
		for _, rep := range src.reps {
			own[rep] = append(own[rep], it)
		}
	}
	if len(listed) > 0 {
		stories = append(stories, sharedStory(group[0].StoryID, listed, t.sources, t.company))
	}
	for _, rep := range slices.Sorted(maps.Keys(own)) {
		it := best(own[rep])
		stories = append(stories, curation.Story{
			ID: it.StoryID, Item: it, AlsoIn: except(group, it), Origin: curation.Own, Rep: rep, Weight: 1,
		})
	}
	return stories
}

// source is what the lists say of a feed address. It may be on several.
type source struct {
	listed   bool // on a persona's list or the company's
	company  bool
	all      bool     // serves every persona
	personas []string // else these
	weight   float64
	reps     []string // who write it
}

func sourcesOf(lists Lists, reps []curation.Rep) map[string]*source {
	sources := map[string]*source{}
	at := func(url string) *source {
		if sources[url] == nil {
			sources[url] = &source{}
		}
		return sources[url]
	}
	for _, p := range lists.Personas {
		for _, f := range p.Feeds {
			s := at(f.URL)
			s.listed = true
			s.personas = append(s.personas, p.ID)
			s.weight = max(s.weight, cmp.Or(f.Weight, 1))
		}
	}
	for _, f := range lists.Company.Feeds {
		s := at(f.URL)
		s.listed, s.company = true, true
		s.all = s.all || len(f.Personas) == 0
		s.personas = append(s.personas, f.Personas...)
		s.weight = max(s.weight, cmp.Or(f.Weight, 1))
	}
	for _, r := range reps {
		for _, url := range r.OwnFeeds {
			s := at(url)
			s.reps = append(s.reps, r.ID)
		}
	}
	return sources
}

// sharedStory is a story of the lists, from its items, oldest first.
func sharedStory(id string, items []curation.Item, sources map[string]*source, company curation.CompanyProfile) curation.Story {
	it := best(items)
	st := curation.Story{ID: id, Item: it, AlsoIn: except(items, it), Origin: curation.Others}
	all := false
	for _, it := range items {
		src := sources[it.FeedURL]
		all = all || src.all
		st.Serves = append(st.Serves, src.personas...)
		st.Weight = max(st.Weight, src.weight)
		if st.Origin != curation.Company {
			if about, _ := relevance.Whose(it, company); about || src.company {
				st.Origin = curation.Company
			}
		}
	}
	slices.Sort(st.Serves)
	st.Serves = slices.Compact(st.Serves)
	if all {
		st.Serves = nil
	}
	return st
}

// except is the items without one of them.
func except(items []curation.Item, it curation.Item) (rest []curation.Item) {
	for _, other := range items {
		if other.ID != it.ID {
			rest = append(rest, other)
		}
	}
	return rest
}
