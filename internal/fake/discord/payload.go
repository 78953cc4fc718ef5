package discord

import (
	"encoding/json"
	"time"
)

// Payload is the part of a message's body that the fake understands.
type Payload struct {
	Content         string           `json:"content"`
	Embeds          []Embed          `json:"embeds"`
	Components      []Component      `json:"components"`
	Flags           int              `json:"flags"`
	Nonce           any              `json:"nonce"`
	EnforceNonce    bool             `json:"enforce_nonce"`
	AllowedMentions *AllowedMentions `json:"allowed_mentions"`
	StickerIDs      []string         `json:"sticker_ids"`
	Attachments     []any            `json:"attachments"`
	Poll            any              `json:"poll"`
	ClientTheme     any              `json:"shared_client_theme"`
}

// AllowedMentions says which mentions of a content may notify.
type AllowedMentions struct {
	Parse []string `json:"parse"`
	Users []string `json:"users"`
	Roles []string `json:"roles"`
}

// Embed is a rich embed.
type Embed struct {
	Title       string       `json:"title,omitempty"`
	Description string       `json:"description,omitempty"`
	URL         string       `json:"url,omitempty"`
	Colour      int          `json:"color,omitempty"`
	Timestamp   string       `json:"timestamp,omitempty"`
	Author      *EmbedAuthor `json:"author,omitempty"`
	Footer      *EmbedFooter `json:"footer,omitempty"`
	Fields      []EmbedField `json:"fields,omitempty"`
}

// EmbedAuthor is the line above an embed's title.
type EmbedAuthor struct {
	Name string `json:"name"`
	URL  string `json:"url,omitempty"`
}

// EmbedFooter is the line under an embed.
type EmbedFooter struct {
	Text string `json:"text"`
}

// EmbedField is a titled text in an embed.
type EmbedField struct {
	Name   string `json:"name"`
	Value  string `json:"value"`
	Inline bool   `json:"inline"`
}

// Component is an action row, a button, a select, or one of the newer kinds.
type Component struct {
	Type       int         `json:"type"`
	ID         int         `json:"id,omitempty"`
	CustomID   string      `json:"custom_id,omitempty"`
	Style      int         `json:"style,omitempty"`
	Label      string      `json:"label,omitempty"`
	URL        string      `json:"url,omitempty"`
	SKU        string      `json:"sku_id,omitempty"`
	Disabled   bool        `json:"disabled,omitempty"`
	MinValues  *int        `json:"min_values,omitempty"`
	MaxValues  *int        `json:"max_values,omitempty"`
	Content    string      `json:"content,omitempty"`
	Components []Component `json:"components,omitempty"`
	Accessory  *Component  `json:"accessory,omitempty"`
}

// Message is one message in a channel.
type Message struct {
	ID      string
	Channel string
	User    string // whose channel with the bot it is
	Author  string
	Nonce   string // empty when it had none
	At      time.Time
	Edited  time.Time // zero before the first edit
	Payload
	Pings []string // whom its content notifies: user ids, "everyone", "here"
	Raw   json.RawMessage
}

// Buttons lists every button of the message, row by row.
func (p Payload) Buttons() []Component {
	var out []Component
	for _, c := range flatten(p.Components) {
		if c.Type == typeButton {
			out = append(out, c)
		}
	}
	return out
}

// flatten lists components and everything in them, outer ones first.
func flatten(cs []Component) []Component {
	var out []Component
	for _, c := range cs {
		out = append(out, c)
		out = append(out, flatten(c.Components)...)
		if c.Accessory != nil {
			out = append(out, flatten([]Component{*c.Accessory})...)
		}
	}
	return out
}
