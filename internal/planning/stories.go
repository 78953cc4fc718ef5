package planning

import (
	"cmp"
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
	sources := sourcesOf(lists, reps)
	told := map[string][]curation.Item{}
	for _, it := range items {
		if it.StoryID != "" && sources[it.FeedURL] != nil {
			told[it.StoryID] = append(told[it.StoryID], it)
		}
	}
	var stories []curation.Story
	for _, id := range slices.Sorted(maps.Keys(told)) {
		group := told[id]
		slices.SortFunc(group, func(a, b curation.Item) int {
			return cmp.Or(a.Published.Compare(b.Published), cmp.Compare(a.ID, b.ID))
		})
		var listed []curation.Item
		own := map[string][]curation.Item{}
		for _, it := range group {
			src := sources[it.FeedURL]
			if src.listed {
				listed = append(listed, it)
			}
			for _, rep := range src.reps {
				own[rep] = append(own[rep], it)
			}
		}
		if len(listed) > 0 {
			stories = append(stories, sharedStory(id, listed, sources, lists.Company))
		}
		for _, rep := range slices.Sorted(maps.Keys(own)) {
			it := best(own[rep])
			stories = append(stories, curation.Story{
				ID: id, Item: it, AlsoIn: except(group, it), Origin: curation.Own, Rep: rep, Weight: 1,
			})
		}
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

// best is the item that represents a story: one that can be shared, with the
// most to read; of equals the first.
func best(items []curation.Item) curation.Item {
	return slices.MaxFunc(items, func(a, b curation.Item) int {
		return cmp.Or(linked(a)-linked(b), cmp.Compare(length(a), length(b)))
	})
}

func linked(it curation.Item) int { return min(1, len(it.URL)) }

func length(it curation.Item) int { return max(len(it.Text), len(it.Summary)) }

// except is the items without one of them.
func except(items []curation.Item, it curation.Item) (rest []curation.Item) {
	for _, other := range items {
		if other.ID != it.ID {
			rest = append(rest, other)
		}
	}
	return rest
}
