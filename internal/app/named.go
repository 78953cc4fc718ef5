package app

import (
	"fmt"
	"slices"
	"strings"

	"example.com/pickwick/internal/config"
	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/ingest/address"
)

// choose keeps the feeds that are named, each by its address or by a title that
// no other feed has, the one that the list gives or its own; naming none keeps
// all. A name that fits none, or several, is a curation.Invalid error with what
// may have been meant.
func choose(feeds []curation.Feed, states map[string]curation.FeedState, names []string) ([]curation.Feed, error) {
	if len(names) == 0 {
		return feeds, nil
	}
	var chosen []curation.Feed
	for _, name := range names {
		found := named(feeds, states, name)
		switch {
		case len(found) == 0:
			return nil, curation.Errorf(curation.Invalid, "no feed on the lists has the address or title %q: %s", name, meant(feeds, states, name))
		case len(found) > 1:
			return nil, curation.Errorf(curation.Invalid, "%d feeds have the title %q: name one by its address\n%s", len(found), name, strings.Join(addresses(found), "\n"))
		}
		if !slices.ContainsFunc(chosen, func(f curation.Feed) bool { return f.URL == found[0].URL }) {
			chosen = append(chosen, found[0])
		}
	}
	return chosen, nil
}

// named are the feeds with an address, or else those with a title.
func named(feeds []curation.Feed, states map[string]curation.FeedState, name string) (found []curation.Feed) {
	for _, f := range feeds {
		if f.URL == name || address.Shown(f.URL) == name {
			return []curation.Feed{f}
		}
		if slices.ContainsFunc(titles(f, states), func(t string) bool { return strings.EqualFold(t, name) }) {
			found = append(found, f)
		}
	}
	return found
}

// titles are what a feed is called: by the list, and by itself.
func titles(f curation.Feed, states map[string]curation.FeedState) []string {
	return slices.DeleteFunc([]string{f.Title, states[f.URL].Title}, func(t string) bool { return t == "" })
}

func addresses(feeds []curation.Feed) (all []string) {
	for _, f := range feeds {
		all = append(all, address.Shown(f.URL))
	}
	return all
}

// mostMeant is how many feeds are offered for a name that fits none.
const mostMeant = 3

// meant ends the sentence about a name that fits no feed: with the address that
// only differs in how it is spelled, else with titles like it and the feeds of
// that site, else with what to do.
func meant(feeds []curation.Feed, states map[string]curation.FeedState, name string) string {
	var same, near, known []string
	page, _ := address.Clean(name) // empty for what is no address
	page = address.Canonical(page)
	for _, f := range feeds {
		theirs, shown := address.Canonical(f.URL), address.Shown(f.URL)
		switch {
		case page == "":
		case theirs == page:
			same = append(same, shown)
		case address.Base(theirs).Host == address.Base(page).Host:
			near = append(near, shown)
		}
		for _, title := range titles(f, states) {
			known = append(known, title)
			if len(name) > 2 && strings.Contains(strings.ToLower(title), strings.ToLower(name)) {
				near = append(near, title)
			}
		}
	}
	if len(same) > 0 {
		near = same
	} else if title := config.Nearest(name, known); title != "" && page == "" {
		near = append([]string{title}, near...)
	}
	var quoted []string
	for _, n := range near {
		if q := fmt.Sprintf("%q", n); !slices.Contains(quoted, q) && len(quoted) < mostMeant {
			quoted = append(quoted, q)
		}
	}
	if len(quoted) == 0 {
		return "add it to a feed list first, or choose one of pickwick feeds health --all"
	}
	return "did you mean " + strings.Join(quoted, " or ") + "?"
}
