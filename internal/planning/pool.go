package planning

import (
	"slices"
	"time"

	"example.com/pickwick/internal/curation"
)

// since is when the oldest item appeared that matters for these reps: own
// stories may be of any age.
func (p *Planner) since(reps []curation.Rep, now time.Time) time.Time {
	if slices.ContainsFunc(reps, func(r curation.Rep) bool { return len(r.OwnFeeds) > 0 }) {
		return time.Time{}
	}
	return p.oldest(now)
}

// oldest is when a story of others or the company appeared at the earliest to
// be young enough for a slot of today, wherever in the world the rep is.
func (p *Planner) oldest(now time.Time) time.Time {
	if p.set.MaxAge <= 0 {
		return time.Time{}
	}
	return now.Add(-p.set.MaxAge - 24*time.Hour)
}

// offerable leaves out the stories that can be offered to nobody: those that
// have no address to share, and those that are too old.
func (p *Planner) offerable(stories []curation.Story, now time.Time) []curation.Story {
	oldest := p.oldest(now)
	return slices.DeleteFunc(stories, func(st curation.Story) bool {
		return st.Item.URL == "" || st.Origin != curation.Own && st.Item.Published.Before(oldest)
	})
}

// serves reports whether a story is from a list that the persona has a part in.
func serves(st curation.Story, persona string) bool {
	return len(st.Serves) == 0 || slices.Contains(st.Serves, persona)
}
