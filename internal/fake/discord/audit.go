package discord

import (
	"fmt"
	"slices"
	"time"
)

// Request is one call that reached the server.
type Request struct {
	At      time.Time
	Call    Call
	Method  string
	Path    string // with its query
	Channel string // empty unless the call is about one
	User    string // the recipient; empty unless the call is about one
	Nonce   string // of a message
	Status  int    // as answered; 0 when the connection was reset or hangs
	Created bool   // a new message came into being
}

// Requests lists every call in the order of arrival.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// Count is the number of calls of one kind; of all kinds for Any.
func (s *Server) Count(c Call) int {
	n := 0
	for _, r := range s.Requests() {
		if c == Any || r.Call == c {
			n++
		}
	}
	return n
}

// Seen lists what the bot has put in front of a user, oldest first, as it is
// now, after edits.
func (s *Server) Seen(user string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	ch, ok := s.byUser[user]
	if !ok {
		return nil
	}
	var seen []Message
	for _, m := range ch.messages {
		if m.Author == BotID {
			seen = append(seen, *m)
		}
	}
	return seen
}

// Say puts a message of the user's own into the channel with the bot.
func (s *Server) Say(user, text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ch := s.open(user)
	ch.messages = append(ch.messages, &Message{
		ID: s.newID(), Channel: ch.id, User: user, Author: user, At: s.opts.Now(), Payload: Payload{Content: text},
	})
	s.notify()
}

// Delete removes a message, as only the bot or Discord itself could.
func (s *Server) Delete(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, ch := range s.channels {
		ch.messages = slices.DeleteFunc(ch.messages, func(m *Message) bool { return m.ID == id })
	}
}

// ForgetNonces lets the window of every nonce so far pass.
func (s *Server) ForgetNonces() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.nonces)
}

// Violations lists every broken rule, of the client's and of the server's own
// answers.
func (s *Server) Violations() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.violations)
}

// AllowViolations keeps New from failing the test for them.
func (s *Server) AllowViolations() { s.allowed = true }

// violate records a broken rule. The caller holds mu.
func (s *Server) violate(format string, args ...any) {
	s.violations = append(s.violations, fmt.Sprintf(format, args...))
}
