// Package relevance says how well a story serves a buyer persona: a score from
// 0 to 100, with the reasons that add up to it and the article's own words that
// earned them.
//
// It is pure: items and personas go in, scores come out. It knows no clock, no
// network, no file and no database; an [Index] never changes once it is built,
// so any number of goroutines may read it. The formula, its constants and its
// sources are described in docs/scoring.md.
package relevance
