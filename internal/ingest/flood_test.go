package ingest_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"example.com/pickwick/internal/fake/feedhost"
	"example.com/pickwick/internal/ingest"
)

// piece is an item of a made-up feed.
type piece struct {
	n    int
	guid string
	link string
	text string
	date time.Time
}

// pieces are n items, the newest first, one a day before the start.
func pieces(n int) []piece {
	var list []piece
	for i := range n {
		list = append(list, piece{
			n: n - i, guid: fmt.Sprintf("http://site.example/?p=%d", n-i), link: fmt.Sprintf("http://site.example/2026/%d/", n-i),
			text: fmt.Sprintf("What piece number %d says, at such length that it can be told from every other one.", n-i),
			date: start.Add(-time.Duration(i)*24*time.Hour - time.Hour),
		})
	}
	return list
}

// change does something to every piece.
func change(list []piece, do func(*piece)) []piece {
	changed := append([]piece(nil), list...)
	for i := range changed {
		do(&changed[i])
	}
	return changed
}

func feedOf(list []piece) []byte {
	var b strings.Builder
	b.WriteString(`<rss version="2.0"><channel><title>Site</title><link>http://site.example/</link>`)
	for _, p := range list {
		date := ""
		if !p.date.IsZero() {
			date = "<pubDate>" + p.date.Format(time.RFC1123Z) + "</pubDate>"
		}
		fmt.Fprintf(&b, `<item><title>Piece number %d of the archive</title><link>%s</link><guid isPermaLink="false">%s</guid>%s<description>%s</description></item>`,
			p.n, strings.ReplaceAll(p.link, "&", "&amp;"), p.guid, date, p.text)
	}
	return []byte(b.String() + "</channel></rss>")
}

// TestNoFlood is section D of what may go wrong with feeds: whatever a
// publisher does to items that were there, none of them is new again, and
// nothing that is new is lost.
func TestNoFlood(t *testing.T) {
	ten := pieces(10)
	later := func(p *piece) { p.date = p.date.Add(30 * 24 * time.Hour) }
	for name, c := range map[string]struct {
		second []piece
		new    int
	}{
		"nothing changed":                      {ten, 0},
		"all guids change":                     {change(ten, func(p *piece) { p.guid = fmt.Sprint("tag:", p.n) }), 0},
		"all guids are made anew and re-dated": {change(ten, func(p *piece) { p.guid = fmt.Sprint("tag:", p.n); later(p) }), 0},
		"guids and links to https": {change(ten, func(p *piece) {
			p.guid, p.link = strings.Replace(p.guid, "http:", "https:", 1), strings.Replace(p.link, "http:", "https:", 1)
		}), 0},
		"utm parameters":                      {change(ten, func(p *piece) { p.guid = ""; p.link += "?utm_source=rss&utm_medium=feed" }), 0},
		"fbclid":                              {change(ten, func(p *piece) { p.guid = p.link + "?fbclid=1"; p.link += "?fbclid=2" }), 0},
		"a fragment":                          {change(ten, func(p *piece) { p.guid = ""; p.link += "#xtor=RSS-1" }), 0},
		"no trailing slash":                   {change(ten, func(p *piece) { p.guid = ""; p.link = strings.TrimSuffix(p.link, "/") }), 0},
		"AMP":                                 {change(ten, func(p *piece) { p.guid = ""; p.link += "amp/" }), 0},
		"a mobile host":                       {change(ten, func(p *piece) { p.guid = ""; p.link = strings.Replace(p.link, "site.", "m.site.", 1) }), 0},
		"www":                                 {change(ten, func(p *piece) { p.link = strings.Replace(p.link, "site.", "www.site.", 1) }), 0},
		"new addresses":                       {change(ten, func(p *piece) { p.link = fmt.Sprintf("http://site.example/archive/%d.html", p.n) }), 0},
		"new addresses and guids":             {change(ten, func(p *piece) { p.link = fmt.Sprintf("http://site.example/archive/%d.html", p.n); p.guid = p.link }), 0},
		"moved to another domain, dated anew": {change(ten, func(p *piece) { p.link = fmt.Sprintf("http://new.example/%d", p.n); p.guid = p.link; later(p) }), 0},
		"titles corrected":                    {change(ten, func(p *piece) { p.n += 100 }), 0},
		"re-dated":                            {change(ten, later), 0},
		"dates left out":                      {change(ten, func(p *piece) { p.date = time.Time{} }), 0},
		"texts rewritten": {change(ten, func(p *piece) {
			p.text = "Rewritten from beginning to end, and about something that was not in it before."
		}), 0},
		"newest deleted": {ten[1:], 0},
		"two more": {append(change(pieces(2), func(p *piece) {
			p.n += 10
			p.guid += "-new"
			p.link += "new"
			p.date = start
			p.text = fmt.Sprintf("Something that happened today, number %d, and was in no earlier piece.", p.n)
		}), ten...), 2},
		"one guid used again": {append([]piece{{n: 99, guid: ten[0].guid, link: "http://site.example/99", date: start, text: "Another piece under a guid that was used before, as badly built sites have it."}}, ten[1:]...), 1},
		"one guid for all": {change(pieces(3), func(p *piece) {
			p.n += 20
			p.guid = "same"
			p.link += "x"
			p.date = start.Add(time.Duration(p.n) * time.Minute)
			p.text += "!" + p.link
		}), 3},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.host.Serve("/feed", feedhost.Answer{Body: feedOf(ten)}, feedhost.Answer{Body: feedOf(c.second)}, feedhost.Answer{Body: feedOf(ten)})
			feeds := w.feeds("/feed")
			if s := w.poll(feeds); s.NewItems != 10 {
				t.Fatalf("the first poll brought %d items", s.NewItems)
			}
			w.now = start.Add(24 * time.Hour)
			if s := w.poll(feeds); s.NewItems != c.new {
				t.Errorf("%d new items, not %d", s.NewItems, c.new)
			}
			w.now = start.Add(31 * 24 * time.Hour)
			if s := w.poll(feeds); s.NewItems != 0 {
				t.Errorf("when all was as before, %d items were new", s.NewItems)
			}
			if got := w.state("/feed").Quarantined; got != "" {
				t.Errorf("quarantined: %s", got)
			}
		})
	}
}

func TestAFeedThatComesBackWithItsArchiveBringsNothingOldAgain(t *testing.T) {
	w := newWorld(t)
	all := pieces(300)
	w.host.Serve("/feed", feedhost.Answer{Body: feedOf(all[290:])}, feedhost.Answer{Body: feedOf(all[200:])}, feedhost.Answer{Body: feedOf(all[100:120])},
		feedhost.Answer{Status: 404}, feedhost.Answer{Body: feedOf(all[100:])})
	feeds := w.feeds("/feed")
	for i, want := range []int{10, 90, 20, 0, 80} {
		w.now = start.Add(time.Duration(i) * 30 * 24 * time.Hour)
		if s := w.poll(feeds); s.NewItems != want {
			t.Errorf("poll %d brought %d new items, not %d", i+1, s.NewItems, want)
		}
	}
	if got := w.state("/feed").Quarantined; got != "" {
		t.Errorf("an archive is quarantined: %s", got)
	}
}

// held counts the items that wait for marketing.
func (w *world) held() (n int) {
	for _, held := range w.store.held {
		if held {
			n++
		}
	}
	return n
}

func TestASiteThatChangedHandsIsQuarantined(t *testing.T) {
	spam := change(pieces(10), func(p *piece) {
		p.n += 500
		p.guid, p.link = fmt.Sprint("spam", p.n), fmt.Sprintf("http://casino.example/%d", p.n)
		p.text = fmt.Sprintf("Win number %d at the tables tonight, with a welcome bonus for whoever comes first.", p.n)
		p.date = start
	})
	for name, c := range map[string]struct {
		first, second string // path that is asked for
		body          []piece
		quarantined   bool
	}{
		"links elsewhere":                    {"/feed", "/feed", spam, true},
		"answers from elsewhere":             {"/feed", "/away", change(spam, func(p *piece) { p.link = strings.Replace(p.link, "casino", "site", 1) }), true},
		"moved with all its items":           {"/feed", "/away", pieces(12), false},
		"moved, and one of its items is new": {"/feed", "/away", append(spam[:1:1], pieces(9)...), false},
		"all new on the same site":           {"/feed", "/feed", change(spam, func(p *piece) { p.link = strings.Replace(p.link, "casino", "site", 1) }), false},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.host.Serve("/feed", feedhost.Answer{Body: feedOf(pieces(10))}, feedhost.Answer{Body: feedOf(c.body)})
			if c.second == "/away" { // localhost is another site than 127.0.0.1
				elsewhere := strings.Replace(w.host.URL("/elsewhere"), "127.0.0.1", "localhost", 1)
				w.host.Serve("/feed", feedhost.Answer{Body: feedOf(pieces(10))}, feedhost.Redirect(http.StatusFound, elsewhere))
				w.host.Serve("/elsewhere", feedhost.Answer{Body: feedOf(c.body)})
			}
			feeds := w.feeds("/feed")
			w.poll(feeds)
			w.now = start.Add(24 * time.Hour)
			s := w.poll(feeds)
			state := w.state("/feed")
			if (state.Quarantined != "") != c.quarantined || (w.held() > 0) != c.quarantined {
				t.Errorf("quarantined %q, %d of %d new items held", state.Quarantined, w.held(), s.NewItems)
			}
			if c.quarantined && w.held() != s.NewItems {
				t.Errorf("%d of %d new items held", w.held(), s.NewItems)
			}
		})
	}
}

func TestASuddenBurstIsQuarantinedUntilMarketingAcceptsIt(t *testing.T) {
	w := newWorld(t)
	flood := change(pieces(80), func(p *piece) {
		p.n += 500
		p.guid, p.link, p.date = fmt.Sprint("n", p.n), fmt.Sprintf("http://site.example/n/%d", p.n), time.Time{}
		p.text = fmt.Sprintf("One more of very many pieces, number %d, that all came within the hour.", p.n)
	})
	w.host.Serve("/feed",
		feedhost.Answer{Body: feedOf(pieces(20)[10:])}, feedhost.Answer{Body: feedOf(pieces(20)[8:])}, feedhost.Answer{Body: feedOf(pieces(20)[5:])},
		feedhost.Answer{Body: feedOf(append(flood[40:], pieces(20)...))}, feedhost.Answer{Body: feedOf(append(flood, pieces(20)...))}, feedhost.Answer{Body: feedOf(append(flood, pieces(21)...))})
	feeds := w.feeds("/feed")
	for _, day := range []int{0, 5, 8} {
		w.now = start.Add(time.Duration(day) * 24 * time.Hour)
		w.poll(feeds)
	}
	if got := w.state("/feed").Quarantined; got != "" || w.held() != 0 {
		t.Fatalf("quarantined at once: %s", got)
	}
	w.now = w.now.Add(time.Hour)
	w.poll(feeds)
	state := w.state("/feed")
	if !strings.Contains(state.Quarantined, "40 new items at once, and never more than 3 a day") || w.held() != 45 {
		t.Errorf("%q, %d items held", state.Quarantined, w.held())
	}
	w.now = w.now.Add(time.Hour)
	w.poll(feeds)
	if w.held() != 85 {
		t.Errorf("in quarantine %d items are held, not 85", w.held())
	}
	ingest.Accept(&state, w.now)
	w.store.states[state.URL] = state
	w.now = w.now.Add(time.Hour)
	if s := w.poll(feeds); s.NewItems != 1 || w.held() != 85 || w.state("/feed").Quarantined != "" {
		t.Errorf("after it was accepted: %d new, %d held, %q", s.NewItems, w.held(), w.state("/feed").Quarantined)
	}
}

func TestTheFirstPollOfALargeFeedIsNoSuddenBurst(t *testing.T) {
	w := newWorld(t)
	w.host.Serve("/feed", feedhost.Answer{Body: feedOf(pieces(500))})
	if s := w.poll(w.feeds("/feed")); s.NewItems != 500 || w.held() != 0 {
		t.Errorf("%d new, %d held", s.NewItems, w.held())
	}
}

func TestAPermanentMoveCountsAfterThreeEqualAnswers(t *testing.T) {
	w := newWorld(t)
	to := w.host.URL("/new")
	moved, other := feedhost.Redirect(http.StatusMovedPermanently, to), feedhost.Redirect(http.StatusMovedPermanently, w.host.URL("/other"))
	w.host.Serve("/feed", moved, moved, other, moved, moved, moved, moved)
	for _, path := range []string{"/new", "/other"} {
		w.host.Serve(path, feedhost.Answer{Body: feedOf(pieces(10))})
	}
	feeds := w.feeds("/feed")
	total := 0
	for range 6 {
		total += w.poll(feeds).NewItems
	}
	asked := len(w.host.Requests("/feed"))
	total += w.poll(feeds).NewItems
	if n := len(w.host.Requests("/feed")); asked != 6 || n != 6 {
		t.Errorf("the old address was asked %d times, then %d", asked, n)
	}
	if s := w.state("/feed"); s.Moved != to || total != 10 {
		t.Errorf("%d new items; %+v", total, s)
	}
	w.host.Serve("/new", feedhost.Answer{Status: 404})
	w.host.Serve("/feed", feedhost.Answer{Body: feedOf(pieces(11)[:1])})
	w.poll(feeds)
	if s := w.poll(feeds); s.NewItems != 1 || w.state("/feed").Moved != "" {
		t.Errorf("lost at its new address, it is not looked for at the old one: %+v, %+v", s, w.state("/feed"))
	}
}

func TestATemporaryRedirectChangesNothing(t *testing.T) {
	w := newWorld(t)
	w.host.Serve("/new", feedhost.Answer{Body: feedOf(pieces(3))})
	for _, status := range []int{302, 303, 307} {
		w.host.Serve("/feed", feedhost.Redirect(status, w.host.URL("/new")))
		for range 4 {
			w.poll(w.feeds("/feed"))
		}
		if s := w.state("/feed"); s.Moved != "" || s.MovedTimes != 0 {
			t.Errorf("%d: %+v", status, s)
		}
	}
}

func TestAFeedThatIsGoneIsLeftInPeace(t *testing.T) {
	w := newWorld(t)
	w.host.Serve("/feed", feedhost.Answer{Body: feedOf(pieces(3))}, feedhost.Answer{Status: 410}, feedhost.Answer{Body: feedOf(pieces(4))})
	feeds := w.feeds("/feed")
	w.poll(feeds)
	w.poll(feeds)
	s := w.state("/feed")
	if due := ingest.Due(w.states(), feeds, w.now.Add(365*24*time.Hour)); !s.Retired || len(due) != 0 || len(w.store.items) != 3 {
		t.Errorf("%+v; due: %v", s, due)
	}
	w.poll(feeds) // because somebody named it
	if s := w.state("/feed"); s.Retired || s.Error != "" || len(w.store.items) == 0 {
		t.Errorf("back again: %+v", s)
	}
}

// TestNoFloodOfTitles is TestNoFlood for feeds that have titles and no words.
func TestNoFloodOfTitles(t *testing.T) {
	ten := change(pieces(10), func(p *piece) { p.text = "" })
	moved := func(p *piece) { p.link = fmt.Sprintf("http://site.example/archive/%d.html", p.n); p.guid = p.link }
	for name, second := range map[string][]piece{
		"new addresses and guids, re-dated": change(ten, func(p *piece) { moved(p); p.date = p.date.Add(30 * 24 * time.Hour) }),
		"new addresses and guids, undated":  change(ten, func(p *piece) { moved(p); p.date = time.Time{} }),
	} {
		w := newWorld(t)
		w.host.Serve("/feed", feedhost.Answer{Body: feedOf(ten)}, feedhost.Answer{Body: feedOf(second)})
		w.poll(w.feeds("/feed"))
		w.now = start.Add(30 * 24 * time.Hour)
		if s := w.poll(w.feeds("/feed")); s.NewItems != 0 {
			t.Errorf("%s: %d new items", name, s.NewItems)
		}
	}
}

func TestASeriesOfOneTitleLosesNoItem(t *testing.T) {
	w := newWorld(t)
	for day := range 12 { // three a day under one title, two days' worth in the document
		var list []piece
		for i := range 6 {
			n := 3*day + i
			list = append(list, piece{n: 1, guid: fmt.Sprint("g", n), link: fmt.Sprintf("http://site.example/photo/%d", n), date: start.Add(time.Duration(n) * 8 * time.Hour)})
		}
		w.now = start.Add(time.Duration(day) * 24 * time.Hour)
		w.host.Serve("/feed", feedhost.Answer{Body: feedOf(list)})
		want := 3
		if day == 0 {
			want = 6
		}
		if s := w.poll(w.feeds("/feed")); s.NewItems != want {
			t.Errorf("day %d: %d new items, not %d", day, s.NewItems, want)
		}
	}
}

func TestAFeedThatCollectsLinksIsNotQuarantined(t *testing.T) {
	for name, perDay := range map[string]int{"one link": 1, "five links": 5} {
		w := newWorld(t)
		for day := range 12 {
			var list []piece
			for i := range perDay {
				n := day*perDay + i
				list = append(list, piece{n: n, guid: fmt.Sprint("g", n), link: fmt.Sprintf("http://site%d.example/page", n), date: w.now, text: fmt.Sprintf("What somebody elsewhere, number %d of many, has to say, and at which length.", n)})
			}
			w.host.Serve("/feed", feedhost.Answer{Body: feedOf(list)})
			w.poll(w.feeds("/feed"))
			if q := w.state("/feed").Quarantined; q != "" {
				t.Fatalf("%s a day, day %d: %s", name, day, q)
			}
			w.now = w.now.Add(24 * time.Hour)
		}
	}
}

// TestAHijackerUnderOldTitlesChangesNothing has a feed taken over by somebody
// who writes new links and words under guids and titles that were there.
func TestAHijackerUnderOldTitlesChangesNothing(t *testing.T) {
	w := newWorld(t)
	ten := pieces(10)
	spam := change(pieces(10), func(p *piece) {
		p.n += 500
		p.guid, p.link, p.date = fmt.Sprint("spam", p.n), fmt.Sprintf("http://casino.example/%d", p.n), start
		p.text = fmt.Sprintf("Win number %d at the tables tonight, with a welcome bonus for whoever comes first.", p.n)
	})
	under := change(ten, func(p *piece) {
		p.link = fmt.Sprintf("http://casino.example/old/%d", p.n)
		p.text = "Win at the tables."
	})
	w.host.Serve("/feed", feedhost.Answer{Body: feedOf(ten)},
		feedhost.Answer{Body: feedOf(append(under[:1:1], spam...))}, // one old title is kept
		feedhost.Answer{Body: feedOf(append(under, spam...))})
	feeds := w.feeds("/feed")
	for range 3 {
		w.poll(feeds)
		w.now = w.now.Add(24 * time.Hour)
	}
	if state := w.state("/feed"); state.Quarantined == "" || w.held() != 10 {
		t.Fatalf("%q, %d held", state.Quarantined, w.held())
	}
	for id, it := range w.store.items {
		if !w.store.held[id] && strings.Contains(it.URL+it.Summary, "casino") || !w.store.held[id] && strings.Contains(it.Summary, "tables") {
			t.Errorf("%q leads to %s", it.Title, it.URL)
		}
	}
	state := w.state("/feed")
	ingest.Accept(&state, w.now)
	w.store.states[state.URL] = state
	w.poll(feeds)
	changed := 0
	for _, it := range w.store.items {
		if strings.Contains(it.URL, "casino.example/old/") {
			changed++
		}
	}
	if changed != 10 || w.state("/feed").Quarantined != "" {
		t.Errorf("once it was accepted, %d of 10 items are as the feed has them now; %q", changed, w.state("/feed").Quarantined)
	}
}
