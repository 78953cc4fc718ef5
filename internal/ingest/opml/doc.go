// Package opml reads lists of feeds and writes them in OPML 2.0.
//
// It reads OPML of any version, also such as is no well-formed XML, and the
// tables (CSV) and JSON in which people keep lists too. Nothing in a file is
// expanded or fetched, and a file costs time and memory in proportion to its
// size, which is limited.
package opml
