// Package discord delivers picks as direct messages on Discord. It is the only
// package that knows bwmarrin/discordgo.
//
// One message is one POST with a nonce made from the pick's id and
// enforce_nonce, so that Discord itself drops a repeat within a few minutes.
// Later than that, Find reads the history of the conversation for the id, which
// stands in the footer of each message. Nothing is retried in here: every
// failure goes back as a delivery.SendError that says what it means for the
// pick. docs/discord.md tells operators the same.
//
// Of discordgo it uses the types, the addresses and the request building. What
// it works round, read in v0.29.0:
//
//   - MessageSend has no nonce, so the request is made from a struct of ours.
//   - Its rate limiter sleeps under a lock and ignores the context. Ours (gate)
//     stands before it and hides the headers that would set it going.
//   - It retries a 502 and, unless told not to, a 429, and loses the status of
//     one and the wait of the other. Both are off, and the transport keeps what
//     the server said.
package discord
