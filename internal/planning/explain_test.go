package planning

import (
	"strings"
	"testing"

	"example.com/pickwick/internal/curation"
)

func TestExplain(t *testing.T) {
	w := newWorld("cfo")
	w.persona("cio", "https://cio.example/")
	w.rep("ana", "cfo")
	w.item("top", othersFeed, 80)
	w.item("same", companyFeed, 80)
	w.item("low", othersFeed, 20)
	w.item("gossip", othersFeed, 90)
	w.item("essay", ownFeed("ana"), 40)
	w.item("elsewhere", "https://cio.example/", 99)
	retold := w.item("retold", othersFeed, 10)
	retold.StoryID, retold.Text = "story of top", ""
	w.avoids["gossip"] = true
	w.item("stale", othersFeed, 80).Published = w.now.AddDate(0, 0, -50)
	w.item("nowhere", othersFeed, 80).URL = ""
	w.item("dropped", "https://dropped.example/", 80)
	for _, tc := range []struct {
		id    string
		item  string
		place int
		of    int
		why   string
	}{
		{"top", "top", 2, 2, ""}, // of equals the newer, then the smaller ID
		{"story of same", "same", 1, 2, ""},
		{"retold", "top", 2, 2, ""},
		{"low", "low", 0, 2, "less than the 30"},
		{"gossip", "gossip", 0, 2, "the persona's avoid list has “gossip”"},
		{"elsewhere", "elsewhere", 0, 2, "other personas"},
		{"essay", "essay", 1, 1, ""},
		{"https://site.example/same", "same", 1, 2, ""},
		{"stale", "stale", 0, 2, "it is 50 days old, and delivery.max_age is 30 days"},
		{"nowhere", "nowhere", 0, 2, "no address"},
		{"dropped", "dropped", 0, 2, "on no list"},
	} {
		e, err := w.planner().Explain(background, tc.id, "cfo")
		if err != nil {
			t.Errorf("%s: %v", tc.id, err)
			continue
		}
		if e.Story.Item.ID != tc.item || e.Place != tc.place || e.Of != tc.of || !strings.Contains(e.Why, tc.why) || (tc.why == "") != (e.Why == "") ||
			e.Score.Total != w.score[tc.item] || e.MinScore != 30 || e.Persona.ID != "cfo" {
			t.Errorf("%s: %s is number %d of %d, scores %g, %q", tc.id, e.Story.Item.ID, e.Place, e.Of, e.Score.Total, e.Why)
		}
	}
	for wrong, kind := range map[[2]string]curation.Kind{{"nothing", "cfo"}: curation.NotFound, {"top", "ceo"}: curation.Invalid} {
		if _, err := w.planner().Explain(background, wrong[0], wrong[1]); curation.KindOf(err) != kind {
			t.Errorf("%v: %v", wrong, err)
		}
	}
}

// With the real scorer, every pick names its interest, quotes the article, and
// brings the conversation starter of that interest.
func TestExplainedPicksQuoteTheirArticle(t *testing.T) {
	w := newWorld()
	w.lists.Personas = []curation.Persona{{
		ID: "cfo", Name: "CFO", Feeds: []curation.Feed{{URL: othersFeed}},
		Interests: []curation.Interest{
			{Topic: "cash flow forecasting", Weight: 3, Ask: "How far out do you trust your cash forecast?"},
			{Topic: "audit", Weight: 1, Ask: "What slows your audit?"},
		},
	}}
	w.set.MinScore = 1
	w.rep("ana", "cfo").Mix = curation.Mix{Others: 100}
	w.item("forecast", othersFeed, 0).Title = "Cash flow forecasting for small manufacturers"
	w.item("audit", othersFeed, 0).Title = "An audit without tears"
	w.item("gardening", othersFeed, 0).Title = "Roses in winter"
	p := New(&w.store, w.lists, w.set, w.planner().now)
	res, err := p.Plan(background, Request{Days: 3})
	if err != nil {
		t.Fatal(err)
	}
	asks := map[string]string{"forecast": "How far out do you trust your cash forecast?", "audit": "What slows your audit?"}
	picks := only(t, res).Picks
	for _, pick := range picks[:2] {
		r, ok := curation.Evidence(pick.Reasons)
		if !ok || r.Topic == "" || !strings.Contains(pick.Item.Title+"\nAll about "+pick.Item.ID, r.Evidence) {
			t.Errorf("%q gives as its reason %+v", pick.Item.Title, r)
		}
		if pick.Ask == "" || pick.Ask != asks[pick.Item.ID] {
			t.Errorf("%q asks %q", pick.Item.Title, pick.Ask)
		}
	}
	if !picks[2].Empty() {
		t.Errorf("%q was offered to a CFO", picks[2].Item.Title)
	}
	e, err := p.Explain(background, "forecast", "cfo")
	if err != nil || e.Score.Total != picks[0].Score && e.Score.Total != picks[1].Score {
		t.Errorf("explain says %g (%v), the queue %g and %g", e.Score.Total, err, picks[0].Score, picks[1].Score)
	}
}
