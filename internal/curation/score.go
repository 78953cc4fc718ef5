package curation

// Score is how well a story serves one persona.
type Score struct {
	Persona string
	Total   float64  // 0 to 100
	Reasons []Reason // their points add up to Total
	Avoided string   // the phrase of the persona's avoid list that rules it out; empty when none does
}

// Reason is one part of a score.
type Reason struct {
	Kind     ReasonKind `json:"kind"`
	Topic    string     `json:"topic,omitempty"`    // the interest, format, author or feed that it speaks of
	Points   float64    `json:"points"`             // negative for a penalty
	Evidence string     `json:"evidence,omitempty"` // the article's own words, letter for letter; may be empty
	Where    string     `json:"where,omitempty"`    // the field that the evidence stands in: title, summary, text, categories or author
}

// ReasonKind names a part of the scoring formula.
type ReasonKind string

// The kinds of reason.
const (
	ReasonInterest   ReasonKind = "interest"
	ReasonFreshness  ReasonKind = "freshness"
	ReasonFormat     ReasonKind = "format"
	ReasonInfluencer ReasonKind = "influencer"
	ReasonSource     ReasonKind = "source"
)

// Evidence is the reason that best shows an interest with the article's words;
// ok is false when no interest matched.
func Evidence(rs []Reason) (best Reason, ok bool) {
	for _, r := range rs {
		if r.Kind == ReasonInterest && r.Evidence != "" && (!ok || r.Points > best.Points) {
			best, ok = r, true
		}
	}
	return best, ok
}
