// Package curation is the vocabulary of Pickwick: personas and their
// interests, feeds, items, stories, scores with their reasons, the mix, reps
// and the picks they are offered. Every other package speaks in these types.
//
// It depends on the standard library alone, does no input or output, and
// never asks for the time: instants come in as arguments.
package curation
