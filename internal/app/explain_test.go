package app

import (
	"strings"
	"testing"
	"time"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/fake/feedhost"
)

func TestWhatIsHeldBackIsNamedInEveryWay(t *testing.T) {
	d := newDesk(t, "", "/feed")
	elsewhere := strings.Replace(d.host.URL("/spam"), "127.0.0.1", "localhost", 1)
	d.host.Serve("/feed", feedhost.Answer{Body: feedhost.RSS("before", 6)}, feedhost.Redirect(302, elsewhere))
	d.host.Serve("/spam", feedhost.Answer{Body: feedhost.RSS("afterwards", 7)})
	d.pass(t.Context(), t, 2)
	var held curation.Item
	for it, err := range d.store.RecentItems(t.Context(), time.Time{}) {
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(it.Title, "afterwards") {
			held = it
		}
	}
	explained := func(name, want string, kind curation.Kind) {
		t.Helper()
		if _, err := d.Explain(t.Context(), name, "cfo"); curation.KindOf(err) != kind || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	accept := "pickwick feeds accept " + d.host.URL("/feed")
	explained(held.ID, accept, curation.Conflict)
	explained(held.StoryID, accept, curation.Conflict)
	explained(held.URL, accept, curation.Conflict)
	explained("nobody", "there is no story or item", curation.NotFound)
	if _, err := d.Explain(t.Context(), held.ID, "ceo"); curation.KindOf(err) != curation.Invalid {
		t.Errorf("an unknown persona: %v", err)
	}
	d.cfg.Personas[0].Feeds = nil
	explained(held.ID, "on no list any more", curation.Conflict)
}
