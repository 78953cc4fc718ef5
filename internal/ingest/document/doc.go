// Package document turns the bytes of a feed into items.
//
// Every byte is hostile. A scan of our own comes before the parser (see
// docs/decisions/0003-pre-scan-before-gofeed.md), and whatever leaves the
// package is plain text, an absolute http or https address, or an instant.
// What an item is known by, over many polls, is for package ingest to tell.
package document
