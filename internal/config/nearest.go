package config

import "strings"

// Nearest is the known word that s most likely stands for, or "" when none is
// near: at most a third of its letters may be wrong, missing, added or
// swapped, or it is written out in full (monday for mon).
func Nearest(s string, known []string) string {
	best, least := "", len(s)
	for _, k := range known {
		d := distance(strings.ToLower(s), strings.ToLower(k))
		near := d <= max(1, min(len(s), len(k))/3) || (len(k) >= 3 && strings.HasPrefix(strings.ToLower(s), k))
		if near && (best == "" || d < least) {
			best, least = k, d
		}
	}
	return best
}

// distance is the optimal string alignment distance: the fewest letters to
// change, add, drop or swap with their neighbour. Long words count as far.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	if len(x) > 64 || len(y) > 64 {
		return max(len(x), len(y))
	}
	before, last := make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := range x {
		now := make([]int, len(y)+1)
		now[0] = i + 1
		for j := range y {
			cost := 1
			if x[i] == y[j] {
				cost = 0
			}
			now[j+1] = min(last[j]+cost, last[j+1]+1, now[j]+1)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				now[j+1] = min(now[j+1], before[j-1]+1)
			}
		}
		before, last = last, now
	}
	return last[len(y)]
}

// suggestion ends a sentence about an unknown word: the nearest known one, or
// all of them.
func suggestion(s string, known []string) string {
	if near := Nearest(s, known); near != "" {
		return "did you mean `" + near + "`?"
	}
	if len(known) == 1 {
		return "it must be " + known[0]
	}
	return "it must be one of " + strings.Join(known, ", ")
}
