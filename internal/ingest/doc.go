// Package ingest turns feeds into items: it polls them, gives each item a
// lasting identity and the keys by which its story is found, and saves what is
// new. Package fetch asks the web, package document reads what it answers.
package ingest
