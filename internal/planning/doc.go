// Package planning fills each rep's queue: from items it makes stories, scores
// them for each persona once, and gives every open slot of every rep the best
// story of the origin that the mix asks for.
//
// The promises it keeps (mix, never filler, spread, on time, explained) are
// tested under their names. The whole team is always planned together, since
// what one rep may be offered depends on what the others get that day.
//
// The stages, in order, one file each: team, stories, shelves, fill (with
// choose and spread), cause.
package planning
