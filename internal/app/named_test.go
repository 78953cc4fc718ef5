package app

import (
	"strings"
	"testing"

	"example.com/pickwick/internal/curation"
)

// TestAFeedIsNamedByItsAddressOrBySomeTitleThatIsItsOwn has what people type,
// and the feed that it names or what they are told.
func TestAFeedIsNamedByItsAddressOrBySomeTitleThatIsItsOwn(t *testing.T) {
	feeds := []curation.Feed{
		{URL: "https://treasury.example/feed", Title: "Treasury Weekly"},
		{URL: "https://one.example/feed", Title: "Cash"},
		{URL: "https://jane:hunter2@two.example/feed"},
		{URL: "https://three.example/feed?a=1"},
		{URL: "https://three.example/feed?a=2", Title: "https://one.example/feed"},
	}
	states := map[string]curation.FeedState{
		"https://treasury.example/feed":         {Title: "treasury weekly"},
		"https://jane:hunter2@two.example/feed": {Title: "CASH"},
		"https://three.example/feed?a=1":        {Title: "Payroll Today\x1b[2J"},
	}
	const none = "no feed on the lists has the address or title "
	for name, want := range map[string]string{
		"Treasury Weekly":               feeds[0].URL,
		"TREASURY weekly":               feeds[0].URL,
		"https://treasury.example/feed": feeds[0].URL,
		"https://two.example/feed":      feeds[2].URL,
		"https://one.example/feed":      feeds[1].URL,

		"cash": "2 feeds have the title \"cash\": name one by its address\nhttps://one.example/feed\nhttps://two.example/feed",

		"Treasury Weakly":                none + `"Treasury Weakly": did you mean "Treasury Weekly"?`,
		"treasury":                       none + `"treasury": did you mean "Treasury Weekly" or "treasury weekly"?`,
		"https://treasury.example/feed/": none + `"https://treasury.example/feed/": did you mean "https://treasury.example/feed"?`,
		"http://treasury.example/feed":   none + `"http://treasury.example/feed": did you mean "https://treasury.example/feed"?`,
		"treasury.example/feed":          none + `"treasury.example/feed": did you mean "https://treasury.example/feed"?`,
		"http://two.example/feed":        none + `"http://two.example/feed": did you mean "https://two.example/feed"?`,
		"https://three.example/rss":      none + `"https://three.example/rss": did you mean "https://three.example/feed?a=1" or "https://three.example/feed?a=2"?`,
		"payroll":                        none + `"payroll": did you mean "Payroll Today\x1b[2J"?`,
		"nobody":                         none + `"nobody": add it to a feed list first, or choose one of pickwick feeds health --all`,
		"https://nobody.example/feed":    none + `"https://nobody.example/feed": add it to a feed list first, or choose one of pickwick feeds health --all`,
		"":                               none + `"": add it to a feed list first, or choose one of pickwick feeds health --all`,
		strings.Repeat("x", 300):         none + `"` + strings.Repeat("x", 300) + `": add it to a feed list first, or choose one of pickwick feeds health --all`,
	} {
		got, err := choose(feeds, states, []string{name})
		if err != nil && (err.Error() != want || curation.KindOf(err) != curation.Invalid) {
			t.Errorf("%q: %v\nnot %s", name, err, want)
		} else if err == nil && (len(got) != 1 || got[0].URL != want) {
			t.Errorf("%q: %+v, not %s", name, got, want)
		}
	}
	if all, err := choose(feeds, states, nil); err != nil || len(all) != len(feeds) {
		t.Errorf("%v, %v", all, err)
	}
	if one, err := choose(feeds, states, []string{"Treasury Weekly", feeds[0].URL}); err != nil || len(one) != 1 {
		t.Errorf("one feed under two names: %v, %v", one, err)
	}
}
