package stories_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/ingest/stories"
)

// told is an item of feed f, n hours after the start.
func told(f string, n int, title string) curation.Item {
	id := fmt.Sprintf("%s%d %s", f, n, title)
	return curation.Item{
		ID: id, FeedURL: "https://" + f + ".example/feed", FeedTitle: strings.ToUpper(f), URL: "https://" + f + ".example/" + id,
		Title: title, Published: start.Add(time.Duration(n) * time.Hour),
	}
}

// bankruptcies are of a dozen firms that are known a year before.
func bankruptcies() (items []curation.Item) {
	for i := range 12 {
		items = append(items, told("p", -365*24+i*100, fmt.Sprintf("Firm%dx files for bankruptcy protection", i)))
	}
	return items
}

func TestWhatIsOneStory(t *testing.T) {
	const day = 24
	for _, c := range []struct {
		name  string
		items []curation.Item
		want  bool // the last item tells the story of the first
	}{
		{"the same in other words", []curation.Item{
			told("a", 0, "Sbarro files for bankruptcy for the second time in three years"),
			told("b", 5, "Pizza chain Sbarro seeks bankruptcy protection again"),
			told("c", 9, "Sbarro declares bankruptcy"),
		}, true},
		{"other news of a kind that it knows", append([]curation.Item{
			told("a", 0, "Sbarro files for bankruptcy protection"),
		}, append(bankruptcies(), told("b", 5, "Exchange Mt. Gox files for bankruptcy protection"))...), false},
		{"one name in common", []curation.Item{
			told("a", 0, "Palo Alto Networks buys a start-up for identity checks"),
			told("b", 5, "Flaw in firewalls of Palo Alto Networks is being exploited"),
		}, false},
		{"the same title", []curation.Item{
			told("a", 0, "Central bank holds rates and hints at a cut"),
			told("b", 1, "Central bank holds rates and hints at a cut"),
		}, true},
		{"the same title with the name of its feed", []curation.Item{
			told("a", 0, "Central bank holds rates and hints at a cut"),
			told("b", 1, "Central Bank Holds Rates and Hints at a Cut | B"),
		}, true},
		{"the same title six days later", []curation.Item{
			told("a", 0, "Central bank holds rates and hints at a cut"),
			told("b", 6*day, "Central bank holds rates and hints at a cut"),
		}, true},
		{"the same title eight days later", []curation.Item{
			told("a", 0, "Central bank holds rates and hints at a cut"),
			told("b", 8*day, "Central bank holds rates and hints at a cut"),
		}, false},
		{"other words four days later", []curation.Item{
			told("a", 0, "Sbarro files for bankruptcy for the second time in three years"),
			told("b", 4*day, "Pizza chain Sbarro files for bankruptcy again"),
		}, false},
		{"a series of one feed", []curation.Item{
			told("a", 0, "What moves freight markets this week"),
			told("a", 1, "What moves freight markets this week"),
		}, false},
		{"another feed's piece with the title of a series", []curation.Item{
			told("a", 0, "What moves freight markets this week"),
			told("a", 1, "What moves freight markets this week"),
			told("b", 2, "What moves freight markets this week"),
		}, false},
		{"a series that differs in a number", []curation.Item{
			told("a", 0, "Freight market outlook for calendar week 12"),
			told("b", 1, "Freight market outlook for calendar week 13"),
		}, false},
		{"a series that differs in a name", []curation.Item{
			told("a", 0, "Earnings call transcript: Sbarro"),
			told("a", 1, "Earnings call transcript: Plosser"),
		}, false},
		{"one feed tells more about it", []curation.Item{
			told("a", 0, "Sbarro files for bankruptcy for the second time in three years"),
			told("a", 5, "Why pizza chain Sbarro went into bankruptcy again"),
		}, false},
		{"one feed sends it again with a longer title", []curation.Item{
			told("a", 0, "Sbarro files for bankruptcy protection in Manhattan court"),
			told("a", 5, "UPDATE: Sbarro files for bankruptcy protection in Manhattan court"),
		}, true},
		{"short titles with a word in common", []curation.Item{
			told("a", 0, "Sbarro: bankruptcy"), told("b", 1, "Sbarro bankruptcy"), told("c", 2, "Sbarro, bankruptcy"), told("d", 3, "Sbarro bankruptcy"),
			told("e", 4, "Sbarro quiz"),
		}, false},
		{"the same brief title", []curation.Item{told("a", 0, "Sbarro: bankruptcy"), told("b", 9, "Sbarro bankruptcy")}, true},
		{"the same brief title the day after next", []curation.Item{told("a", 0, "Sbarro: bankruptcy"), told("b", 2*day, "Sbarro bankruptcy")}, false},
		{"the same brief title of common words", []curation.Item{told("a", 0, "Weekly update"), told("b", 1, "Weekly update")}, false},
		{"titles without words", []curation.Item{told("a", 0, "— … —"), told("b", 0, "— … —")}, false},
		{"no titles", []curation.Item{told("a", 0, ""), told("b", 0, "")}, false},
		{"another script", []curation.Item{
			told("a", 0, "Sbarro объявляет о банкротстве второй раз"),
			told("b", 1, "Sbarro files for bankruptcy for the second time"),
		}, false},
		{"a script without blanks", []curation.Item{
			told("a", 0, "東京証券取引所でシステム障害が発生"),
			told("b", 1, "東京証券取引所、システム障害で全銘柄の売買停止"),
		}, true},
		{"numbers alone", []curation.Item{told("a", 0, "1987 4711 2.71 3.14 600"), told("b", 1, "600 2.71 4711 3.14 1987")}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			of := group(stories.New(stories.Options{}), c.items)
			first, last := c.items[0], c.items[len(c.items)-1]
			if got := of[first.ID] == of[last.ID]; got != c.want {
				t.Errorf("one story: %v, want %v", got, c.want)
			}
		})
	}
}

func TestAnItemWithoutDateCountsFromWhenItWasSeen(t *testing.T) {
	g := stories.New(stories.Options{})
	a, b := told("a", 0, "Central bank holds rates and hints at a cut"), told("b", 0, "Central bank holds rates and hints at a cut")
	g.Near(a)
	b.Published, b.FirstSeen = time.Time{}, start.Add(time.Hour)
	if got := g.Near(b); got != a.ID {
		t.Errorf("Near = %q, want %q", got, a.ID)
	}
	c := told("c", 0, "Central bank holds rates and hints at a cut")
	c.Published, c.FirstSeen = start.AddDate(300, 0, 0), start.Add(2*time.Hour) // a date that cannot be
	if got := g.Near(c); got != a.ID {
		t.Errorf("Near = %q, want %q", got, a.ID)
	}
}

func TestAnEditedItemIsReplacedAndStaysInItsStory(t *testing.T) {
	g := stories.New(stories.Options{})
	a := told("a", 0, "Sbarro files for bankruptcy for the second time")
	b := told("b", 1, "Pizza chain Sbarro files for bankruptcy again")
	g.Near(a)
	if got := g.Near(b); got != a.ID {
		t.Fatalf("Near = %q, want %q", got, a.ID)
	}
	b.Title = "Titanfall review: robots, parkour and a wobbly server"
	for range 5 {
		if got := g.Near(b); got != a.ID {
			t.Errorf("edited, it is near %q, want %q", got, a.ID)
		}
		if got := g.Near(a); got != "" {
			t.Errorf("the first of a story is near %q", got)
		}
	}
	if got := g.Near(told("c", 2, "Titanfall review: robots and parkour")); got != a.ID {
		t.Errorf("its new words lead to %q, want %q", got, a.ID)
	}
}

// TestTheOrderWithinADayDoesNotMatter makes stories that have no word in common
// and checks that they are found in any order.
func TestTheOrderWithinADayDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var items []curation.Item
		want := map[string]int{}
		for s := range rapid.IntRange(1, 6).Draw(t, "stories") {
			for v := range rapid.IntRange(1, 5).Draw(t, "variants") {
				var title []string
				for w := range 6 {
					if w != v { // each leaves out another word
						title = append(title, fmt.Sprintf("Name%c%cx", 'a'+s, 'a'+w))
					}
				}
				it := told(fmt.Sprintf("feed%d", v), rapid.IntRange(0, 23).Draw(t, "hour"), strings.Join(title, " and "))
				want[it.ID] = s
				items = append(items, it)
			}
		}
		items = rapid.Permutation(items).Draw(t, "order")
		of := group(stories.New(stories.Options{}), items)
		for _, a := range items {
			for _, b := range items {
				if (of[a.ID] == of[b.ID]) != (want[a.ID] == want[b.ID]) {
					t.Fatalf("%q and %q: one story: %v", a.Title, b.Title, of[a.ID] == of[b.ID])
				}
			}
		}
	})
}

func TestTheSameItemsGiveTheSameStories(t *testing.T) {
	items := madeUp(3000)
	a := group(stories.New(stories.Options{Max: 1000}), items)
	b := group(stories.New(stories.Options{Max: 1000}), slices.Clone(items))
	if diff := cmp.Diff(a, b); diff != "" {
		t.Error(diff)
	}
}

func TestTheOldestAreForgottenFirst(t *testing.T) {
	g := stories.New(stories.Options{Max: 100})
	old, recent := told("a", 0, "Sbarro files for bankruptcy for the second time"), told("a", 48, "Stacy Keibler marries Jared Pobre in Mexico")
	g.Near(recent)
	g.Near(old)
	for i, it := range madeUp(95) {
		it.Published = start.Add(time.Duration(24+i%20) * time.Hour)
		g.Near(it)
	}
	for i := range 10 { // the ninth comes when it is full
		g.Near(told(fmt.Sprintf("z%d", i), 30, fmt.Sprintf("Nothing%d alike%d here%d whatever%d", i, i, i, i)))
	}
	if got := g.Near(told("b", 49, "Stacy Keibler weds Jared Pobre in Mexico")); got != recent.ID {
		t.Errorf("a recent story is forgotten: Near = %q", got)
	}
	if got := g.Near(told("b", 1, "Pizza chain Sbarro files for bankruptcy for the second time")); got != "" {
		t.Errorf("the oldest story is remembered: Near = %q", got)
	}
}
