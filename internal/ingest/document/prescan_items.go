package document

import (
	"slices"
	"time"
)

// keepNewest drops the items beyond the newest maxItems, and those beyond
// maxElements. Feeds list the newest first or, seldom, last: the dates tell;
// an item without one counts as old as the one before it.
func (s *scanner) keepNewest() {
	keep := s.newest()
	if keep == nil {
		s.kept = s.items
		return
	}
	out := s.out[:0]
	from := 0
	for i, it := range s.items {
		if !keep[i] {
			out = append(out, s.out[from:it.start]...)
			from = it.end
			s.dropped++
			continue
		}
		s.kept = append(s.kept, it)
	}
	s.out = append(out, s.out[from:]...)
}

// newest says which items to keep; nil means all.
func (s *scanner) newest() []bool {
	elements := 0
	for _, it := range s.items {
		elements += it.elements
	}
	if len(s.items) <= maxItems && elements <= maxElements {
		return nil
	}
	dates := make([]time.Time, len(s.items))
	order := make([]int, len(s.items))
	var last time.Time
	for i, it := range s.items {
		if t, ok := parseDate(string(limit(s.out[it.date[0]:it.date[1]], 100))); ok {
			last = t
		}
		dates[i], order[i] = last, i
	}
	slices.SortStableFunc(order, func(a, b int) int { return dates[b].Compare(dates[a]) })
	keep := make([]bool, len(s.items))
	elements = 0
	for n, i := range order {
		elements += s.items[i].elements
		if n == maxItems || elements > maxElements {
			break
		}
		keep[i] = true
	}
	return keep
}
