package curation

import (
	"fmt"
	"strconv"
	"strings"
)

// Origin says who content is from, and so who gains from its being shared.
type Origin string

// The three origins, in the order in which a mix is written.
const (
	Others  Origin = "others"  // third parties: trade press, analysts, peers
	Company Origin = "company" // the rep's employer, or press about it
	Own     Origin = "own"     // the rep's own writing
)

// Origins lists every origin in the order in which a mix is written.
func Origins() []Origin { return []Origin{Others, Company, Own} }

// InWords is how the origin is named to a rep: "others", "our company", "your own".
func (o Origin) InWords() string {
	switch o {
	case Company:
		return "our company"
	case Own:
		return "your own"
	default:
		return "others"
	}
}

// Mix is the target share of each origin in whole percent, adding up to 100.
type Mix struct {
	Others  int `json:"others"`
	Company int `json:"company"`
	Own     int `json:"own"`
}

// DefaultMix is 70/20/10.
func DefaultMix() Mix { return Mix{Others: 70, Company: 20, Own: 10} }

// IsZero reports whether no mix was set.
func (m Mix) IsZero() bool { return m == Mix{} }

// Share is the target share of an origin in percent, 0 to 100.
func (m Mix) Share(o Origin) int {
	switch o {
	case Others:
		return m.Others
	case Company:
		return m.Company
	case Own:
		return m.Own
	}
	return 0
}

// String writes the mix as reps.csv does: "70/20/10".
func (m Mix) String() string { return fmt.Sprintf("%d/%d/%d", m.Others, m.Company, m.Own) }

// Validate reports a share outside 0 to 100, or shares that do not add up to 100.
func (m Mix) Validate() error {
	for _, o := range Origins() {
		if s := m.Share(o); s < 0 || s > 100 {
			return fmt.Errorf("the share of %s is %d: a share is a whole percent from 0 to 100", o, s)
		}
	}
	if sum := m.Others + m.Company + m.Own; sum != 100 {
		return fmt.Errorf("the shares %s add up to %d, not 100", m, sum)
	}
	return nil
}

// ParseMix reads "others/company/own" in whole percent, such as "70/20/10".
func ParseMix(s string) (Mix, error) {
	parts := strings.Split(strings.TrimSpace(s), "/")
	if len(parts) != 3 {
		return Mix{}, fmt.Errorf("%q is not a mix: write others/company/own, such as 70/20/10", s)
	}
	var share [3]int
	for i, p := range parts {
		n, err := strconv.Atoi(strings.TrimSpace(p))
		if err != nil {
			return Mix{}, fmt.Errorf("%q is not a mix: %q is not a whole percent", s, p)
		}
		share[i] = n
	}
	m := Mix{Others: share[0], Company: share[1], Own: share[2]}
	return m, m.Validate()
}
