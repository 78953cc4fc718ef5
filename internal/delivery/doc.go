// Package delivery brings due picks to reps: due → claim → render → send →
// record. It owns the seams to the database (Outbox) and to the chats (Chat,
// Message, SendError); docs/delivery.md shows the states and what each outcome
// means.
//
// A pick is marked as being sent before it goes out and as delivered after, so
// a crash leaves a mark where it happened and the next run can ask the chat
// what became of the message.
package delivery
