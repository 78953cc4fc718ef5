package delivery

import (
	"cmp"
	"slices"

	"example.com/pickwick/internal/curation"
)

// Fate is what became of a due pick in one run.
type Fate string

// The fates of a due pick.
const (
	Delivered Fate = "delivered"
	Postponed Fate = "postponed" // not sent; tried again by itself
	Unknown   Fate = "unknown"   // may have arrived, nobody can tell; not sent again
	Missed    Fate = "missed"    // not sent, and too late
	Paused    Fate = "paused"    // the rep can't be reached and is paused
	Failed    Fate = "failed"    // left as it is; the next run takes it up
	Waiting   Fate = "waiting"   // not its turn, or too late in the day
)

// Summary counts what became of the picks that were due in one run.
type Summary struct {
	Due       int    `json:"due"`
	Delivered int    `json:"delivered"`
	Postponed int    `json:"postponed"`
	Unknown   int    `json:"unknown"`
	Missed    int    `json:"missed"`
	Paused    int    `json:"paused"`
	Failed    int    `json:"failed"`
	Waiting   int    `json:"waiting"`
	Notes     []Note `json:"notes,omitempty"` // one for each pick that was not delivered, by rep and date
}

// Note says why a pick was not delivered.
type Note struct {
	Pick   string `json:"pick"`
	Rep    string `json:"rep"`
	Date   string `json:"date"` // the rep's local date, YYYY-MM-DD
	Fate   Fate   `json:"fate"`
	Reason string `json:"reason"` // in plain words
}

func (s *Summary) add(p curation.Pick, e *end) {
	s.Due++
	switch e.fate {
	case Delivered:
		s.Delivered++
		return
	case Postponed:
		s.Postponed++
	case Unknown:
		s.Unknown++
	case Missed:
		s.Missed++
	case Paused:
		s.Paused++
	case Failed:
		s.Failed++
	case Waiting:
		s.Waiting++
	}
	s.Notes = append(s.Notes, Note{Pick: p.ID, Rep: p.Rep, Date: p.Date, Fate: e.fate, Reason: e.reason})
}

// sort makes the order of notes that of the reps, whoever was served first.
func (s *Summary) sort() {
	slices.SortStableFunc(s.Notes, func(a, b Note) int {
		return cmp.Or(cmp.Compare(a.Rep, b.Rep), cmp.Compare(a.Date, b.Date))
	})
}
