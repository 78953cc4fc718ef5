package curation

import (
	"strings"
	"time"
)

// Rep is a salesperson who receives picks. What is unset falls back on the
// delivery settings of the application.
type Rep struct {
	ID       string
	Name     string
	Chat     Address
	Personas []string
	TimeZone string         // IANA name; empty means the default
	At       string         // "HH:MM", local; empty means the default
	Days     []time.Weekday // empty means the default
	Mix      Mix            // zero means the default
	Networks []Network      // empty means the persona's, else LinkedIn
	OwnFeeds []string       // addresses of feeds that the rep writes
	State    RepState
	Reason   string // why paused, in plain words; empty unless paused
}

// Address is where a rep is reached: the name of a chat and, for chats that
// have users, the user there. Written "discord:81384788765712384" or "console".
type Address struct {
	Chat string
	User string
}

// ParseAddress splits at the first colon.
func ParseAddress(s string) Address {
	chat, user, _ := strings.Cut(strings.TrimSpace(s), ":")
	return Address{Chat: chat, User: user}
}

// String is the inverse of ParseAddress.
func (a Address) String() string {
	if a.User == "" {
		return a.Chat
	}
	return a.Chat + ":" + a.User
}

// RepState says whether a rep receives picks.
type RepState string

// The states of a rep. Only an active one receives anything.
const (
	RepActive RepState = "active"
	RepPaused RepState = "paused"
	RepLeft   RepState = "left"
)
