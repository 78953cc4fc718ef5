package discord

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// createMessage is POST /channels/{id}/messages.
func (s *Server) createMessage(in *incoming) answer {
	ch, ok := s.channels[in.args[0]]
	if !ok {
		return failure(http.StatusNotFound, codeUnknownChannel, "Unknown Channel")
	}
	var p Payload
	if err := json.Unmarshal(in.body, &p); err != nil {
		return s.invalid(in, []problem{{code: "UNREADABLE", message: err.Error()}})
	}
	if p.empty() {
		s.violate("%s: the message is empty", in.entry.Call)
		return failure(http.StatusBadRequest, codeEmpty, "Cannot send an empty message")
	}
	if ps := checkMessage(p); len(ps) > 0 {
		return s.invalid(in, ps)
	}
	now := s.opts.Now()
	if p.Nonce != nil {
		in.entry.Nonce = fmt.Sprint(p.Nonce)
	}
	if n, ok := s.nonces[in.entry.Nonce]; ok && p.EnforceNonce && now.Sub(n.at) < s.opts.NonceWindow {
		if s.message(n.message.Channel, n.message.ID) == nil {
			return failure(http.StatusNotFound, codeUnknownMessage, "Unknown Message")
		}
		return answer{status: http.StatusOK, body: n.message.response(true)}
	}
	m := &Message{
		ID: s.newID(), Channel: ch.id, User: ch.user, Author: BotID, Nonce: in.entry.Nonce,
		At: now, Payload: p, Pings: pings(p), Raw: bytes.Clone(in.body),
	}
	number(m.Components, new(int))
	ch.messages = append(ch.messages, m)
	in.entry.Created = true
	if m.Nonce != "" {
		s.nonces[m.Nonce] = nonce{message: m, at: now}
	}
	return answer{status: http.StatusOK, body: m.response(true)}
}

// editMessage is PATCH /channels/{id}/messages/{id}: what the body leaves out
// stays, except the allowed mentions, which count anew.
func (s *Server) editMessage(in *incoming) answer {
	if _, ok := s.channels[in.args[0]]; !ok {
		return failure(http.StatusNotFound, codeUnknownChannel, "Unknown Channel")
	}
	m := s.message(in.args[0], in.args[1])
	if m == nil {
		return failure(http.StatusNotFound, codeUnknownMessage, "Unknown Message")
	}
	if m.Author != BotID {
		return failure(http.StatusForbidden, codeNotYours, "Cannot edit a message authored by another user")
	}
	edited := m.Payload
	edited.AllowedMentions = nil
	if err := json.Unmarshal(in.body, &edited); err != nil {
		return s.invalid(in, []problem{{code: "UNREADABLE", message: err.Error()}})
	}
	if edited.empty() {
		s.violate("%s: the message would be empty", in.entry.Call)
		return failure(http.StatusBadRequest, codeEmpty, "Cannot send an empty message")
	}
	if m.Flags&flagV2 != 0 {
		edited.Flags |= flagV2
	}
	if ps := checkMessage(edited); len(ps) > 0 {
		return s.invalid(in, ps)
	}
	m.Payload, m.Pings, m.Edited = edited, pings(edited), s.opts.Now()
	number(m.Components, new(int))
	return answer{status: http.StatusOK, body: m.response(false)}
}

// listMessages is GET /channels/{id}/messages: newest first, and with `after`
// those that follow it most closely.
func (s *Server) listMessages(in *incoming) answer {
	ch, ok := s.channels[in.args[0]]
	if !ok {
		return failure(http.StatusNotFound, codeUnknownChannel, "Unknown Channel")
	}
	q := in.URL.Query()
	limit := 50
	if v := q.Get("limit"); v != "" {
		n, err := strconv.Atoi(v)
		if err != nil || n < 1 || n > 100 {
			return s.invalid(in, []problem{{"limit", "NUMBER_TYPE_MAX", "int value should be between 1 and 100."}})
		}
		limit = n
	}
	after, ok1 := snowflake(q.Get("after"))
	before, ok2 := snowflake(q.Get("before"))
	if !ok1 || !ok2 || (q.Has("after") && q.Has("before")) || q.Has("around") {
		return s.invalid(in, []problem{{"after", "BAD_RANGE", "The fake takes one snowflake, as before or after."}})
	}
	var found []*Message
	for _, m := range ch.messages {
		id, _ := snowflake(m.ID)
		if id > after && (before == 0 || id < before) {
			found = append(found, m)
		}
	}
	if len(found) > limit {
		if q.Has("after") {
			found = found[:limit]
		} else {
			found = found[len(found)-limit:]
		}
	}
	list := make([]map[string]any, 0, len(found))
	for i := len(found) - 1; i >= 0; i-- {
		list = append(list, found[i].response(false))
	}
	return answer{status: http.StatusOK, body: list}
}

// snowflake reads an id; the empty string is 0.
func snowflake(s string) (uint64, bool) {
	if s == "" {
		return 0, true
	}
	n, err := strconv.ParseUint(s, 10, 64)
	return n, err == nil
}

// message finds one; nil if there is none. The caller holds mu.
func (s *Server) message(channel, id string) *Message {
	if ch, ok := s.channels[channel]; ok {
		for _, m := range ch.messages {
			if m.ID == id {
				return m
			}
		}
	}
	return nil
}

// number gives every component without an id the next one, as Discord does, and
// a select the one value that it takes unless told otherwise.
func number(cs []Component, last *int) {
	for i := range cs {
		*last++
		if cs[i].ID == 0 {
			cs[i].ID = *last
		}
		if isSelect(cs[i].Type) && cs[i].MinValues == nil && cs[i].MaxValues == nil {
			one := 1
			cs[i].MinValues, cs[i].MaxValues = &one, &one
		}
		number(cs[i].Components, last)
	}
}

// response is the message object. History does not return nonces: only the
// answer to the request that made the message does.
func (m *Message) response(created bool) map[string]any {
	embeds := make([]any, 0, len(m.Embeds))
	for _, e := range m.Embeds {
		embeds = append(embeds, struct {
			Type string `json:"type"`
			Embed
		}{"rich", e})
	}
	components := m.Components
	if components == nil {
		components = []Component{}
	}
	author := userObject(m.Author, "rep", false)
	if m.Author == BotID {
		author = userObject(BotID, "pickwick", true)
	}
	out := map[string]any{
		"id": m.ID, "channel_id": m.Channel, "type": 0, "content": m.Content, "author": author,
		"mentions": []any{}, "mention_roles": []any{}, "mention_everyone": false,
		"attachments": []any{}, "embeds": embeds, "components": components,
		"timestamp": m.At.UTC().Format(time.RFC3339Nano), "edited_timestamp": nil,
		"flags": m.Flags, "pinned": false, "tts": false,
	}
	if !m.Edited.IsZero() {
		out["edited_timestamp"] = m.Edited.UTC().Format(time.RFC3339Nano)
	}
	if created && m.Nonce != "" {
		out["nonce"] = m.Nonce
	}
	return out
}
