// Package config reads what people write: pickwick.yaml, the feed lists of the
// personas and of the company, the reps' CSV, and the environment.
//
// A file goes through three steps. It is read as YAML with the place of every
// key; it is held against its JSON Schema, which names every key, type, range
// and kind of text; and what one value says of another (a mix that adds up to
// 100, a persona that exists) is checked in Go. Every step goes on after a
// mistake, so that all of them are reported at once, and nothing is loaded
// while there is one. See docs/decisions/0004-configuration-checks.md.
package config
