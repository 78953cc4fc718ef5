// Package relevance says how well a story serves a buyer persona: a score from
// 0 to 100, with the reasons that add up to it and the article's own words that
// earned them.
//
// It is pure: items and personas go in, scores come out. It knows no clock, no
// network, no file and no database. An [Index] holds a pool of items and ranks
// them for one persona after the other; it never changes once it is built, so
// any number of goroutines may read it. A [Panel] takes in a stream of stories,
// keeps none of their text, and scores them for many personas at once. Both give
// the same scores. The formula, its constants and its sources are described in
// docs/scoring.md.
package relevance
