package planning

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"strings"

	"example.com/pickwick/internal/calendar"
	"example.com/pickwick/internal/curation"
)

// newPick is the pick of a slot, still empty.
func newPick(m *member, slot calendar.Slot) curation.Pick {
	return curation.Pick{
		ID:     pickID(m.rep.ID, slot),
		Rep:    m.rep.ID,
		Date:   slot.Date.String(),
		Slot:   slot.N,
		DueAt:  slot.At.UTC(),
		Status: curation.Queued,
	}
}

// pickOf is the pick of a slot with an offer in it.
func pickOf(m *member, slot calendar.Slot, o offer, reasons []curation.Reason) curation.Pick {
	p := newPick(m, slot)
	p.Persona = o.score.Persona
	p.Origin = o.story.Origin
	p.StoryID = o.story.ID
	p.Item = o.story.Item
	p.Item.Text = "" // the item keeps it; hundreds of queues need not
	p.Score = o.score.Total
	p.Reasons = reasons
	p.AlsoIn = otherFeeds(o.story)
	for _, persona := range m.personas {
		if persona.ID == p.Persona {
			p.Ask = persona.Ask(winner(p.Reasons))
		}
	}
	return p
}

// winner is the interest that earned the most points, "" when none did.
func winner(reasons []curation.Reason) string {
	topic, most := "", 0.0
	for _, r := range reasons {
		if r.Kind == curation.ReasonInterest && r.Points > most {
			topic, most = r.Topic, r.Points
		}
	}
	return topic
}

// otherFeeds is how many feeds besides its own carried a story.
func otherFeeds(st *curation.Story) int {
	feeds := map[string]bool{}
	for _, it := range st.AlsoIn {
		feeds[it.FeedURL] = it.FeedURL != st.Item.FeedURL
	}
	delete(feeds, st.Item.FeedURL)
	return len(feeds)
}

// pickID is derived from the slot, so that planning it again gives the same:
// 60 bits in 12 letters and digits that are easy to read out.
func pickID(rep string, slot calendar.Slot) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%s\x00%d", rep, slot.Date, slot.N))
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:]))[:12]
}
