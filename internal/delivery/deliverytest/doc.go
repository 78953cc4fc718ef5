// Package deliverytest checks chats against what delivery relies on, and holds
// an outbox and a chat in memory for tests. It is imported by tests only.
package deliverytest
