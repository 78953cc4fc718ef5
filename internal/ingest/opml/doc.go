// Package opml reads lists of feeds in OPML, broken ones included, and writes
// them in OPML 2.0.
package opml
