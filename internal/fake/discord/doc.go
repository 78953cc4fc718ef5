// Package discord is a fake Discord for tests: an HTTP server on loopback that
// speaks the part of the REST API, versions 9 and 10, that Pickwick uses.
//
// It is strict where the real one is. Every request, and every answer of its
// own, is checked against Discord's OpenAPI document when that is at hand (see
// [LoadSpec]), and against the limits that the document does not state. What
// breaks a rule is answered as Discord would and kept as a violation, which
// [New] turns into a failed test.
//
// It remembers nonces for a settable window, keeps every direct message as its
// recipient would see it, and plays scripted faults. What it has seen is the
// oracle of delivery tests: [Server.Seen] and [Server.Requests].
//
// Limits are from https://docs.discord.com/developers (resources/message,
// components/reference, topics/rate-limits, reference). Lengths are counted in
// UTF-16 units, the strictest reading of "characters".
package discord
