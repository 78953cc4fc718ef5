// Package arch holds the architecture as tests: who may import whom, which
// library lives where, and that docs/architecture.md tells the truth. It has
// no code of its own.
package arch
