package app

import (
	"fmt"
	"strings"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/planning"
)

// Queue is one rep's upcoming picks.
type Queue = planning.Queue

// MixInWords says how a queue's picks divide among the origins, beside the target:
// "7 others, 2 company, 1 own of 10 picks (target 70/20/10)".
func MixInWords(q Queue) string {
	count := map[curation.Origin]int{}
	total := 0
	for _, p := range q.Picks {
		if p.Counts() {
			count[p.Origin]++
			total++
		}
	}
	parts := make([]string, 0, 3)
	for _, o := range curation.Origins() {
		parts = append(parts, fmt.Sprintf("%d %s", count[o], o))
	}
	picks := "picks"
	if total == 1 {
		picks = "pick"
	}
	return fmt.Sprintf("%s of %d %s (target %s)", strings.Join(parts, ", "), total, picks, q.Mix)
}

// PersonasInWords names a rep's personas: "CISO at … and CFO at …".
func (a *App) PersonasInWords(r curation.Rep) string {
	names := make([]string, 0, len(r.Personas))
	for _, id := range r.Personas {
		if p, ok := a.persona(id); ok {
			names = append(names, p.Name)
		}
	}
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
