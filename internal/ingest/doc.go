// Package ingest turns feeds into items: it polls them, makes their bytes
// safe, parses them, gives each item a lasting identity and the keys by which
// its story is found, and saves what is new.
//
// Every byte of a feed is hostile. A scan of our own comes before the parser
// (see docs/decisions/0003-pre-scan-before-gofeed.md), and whatever leaves the
// package is plain text, an absolute http or https address, or an instant.
package ingest
