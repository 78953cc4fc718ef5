package discord

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode/utf16"
)

// Limits that the OpenAPI document does not state, or states otherwise; from
// resources/message.
const (
	maxContent    = 2000 // the document says 4000
	maxEmbedTotal = 6000 // over all embeds of a message
	maxEmbeds     = 10

	maxTitle       = 256
	maxDescription = 4096
	maxAuthor      = 256
	maxFooter      = 2048
	maxFields      = 25
	maxFieldName   = 256
	maxFieldValue  = 1024
	maxNonce       = 25
	maxURL         = 2048
)

// Flags that may be set when a message is made.
const (
	flagSuppressEmbeds = 1 << 2
	flagSilent         = 1 << 12
	flagVoice          = 1 << 13
	flagV2             = 1 << 15
)

// length is the number of UTF-16 units.
func length(s string) int { return len(utf16.Encode([]rune(s))) }

// checker gathers what is wrong with a message.
type checker struct{ problems []problem }

func (c *checker) fail(path, code, format string, args ...any) {
	c.problems = append(c.problems, problem{path, code, fmt.Sprintf(format, args...)})
}

func (c *checker) short(path, s string, limit int) {
	if n := length(strings.TrimSpace(s)); n > limit {
		c.fail(path, "BASE_TYPE_MAX_LENGTH", "Must be %d or fewer in length: it has %d.", limit, n)
	}
}

func (c *checker) web(path, s string, limit int) {
	if s == "" {
		return
	}
	c.short(path, s, limit)
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		c.fail(path, "URL_TYPE_INVALID_SCHEME", "Not a well formed http or https URL: %q.", s)
	}
}

// checkMessage applies the limits to a message about to be made, or to the
// parts that an edit sets.
func checkMessage(p Payload) []problem {
	c := &checker{}
	c.short("content", p.Content, maxContent)
	c.embeds(p.Embeds)
	c.mentions(p.AllowedMentions)
	if rest := p.Flags &^ (flagSuppressEmbeds | flagSilent | flagVoice | flagV2); rest != 0 {
		c.fail("flags", "BITFIELD_INVALID", "Flags %d can't be set on a message.", rest)
	}
	if s, ok := p.Nonce.(string); ok {
		c.short("nonce", s, maxNonce)
	}
	if p.EnforceNonce && (p.Nonce == nil || p.Nonce == "") {
		c.fail("enforce_nonce", "NONCE_REQUIRED", "enforce_nonce needs a nonce.")
	}
	c.components(p)
	return c.problems
}

func (c *checker) embeds(es []Embed) {
	if len(es) > maxEmbeds {
		c.fail("embeds", "BASE_TYPE_MAX_LENGTH", "Must be %d or fewer in length.", maxEmbeds)
	}
	total := 0
	add := func(path, s string, limit int) {
		total += length(strings.TrimSpace(s))
		c.short(path, s, limit)
	}
	for i, e := range es {
		at := fmt.Sprintf("embeds.%d.", i)
		add(at+"title", e.Title, maxTitle)
		add(at+"description", e.Description, maxDescription)
		c.web(at+"url", e.URL, maxURL)
		if e.Author != nil {
			add(at+"author.name", e.Author.Name, maxAuthor)
			c.web(at+"author.url", e.Author.URL, maxURL)
		}
		if e.Footer != nil {
			add(at+"footer.text", e.Footer.Text, maxFooter)
		}
		if len(e.Fields) > maxFields {
			c.fail(at+"fields", "BASE_TYPE_MAX_LENGTH", "Must be %d or fewer in length.", maxFields)
		}
		for j, f := range e.Fields {
			path := fmt.Sprintf("%sfields.%d.", at, j)
			add(path+"name", f.Name, maxFieldName)
			add(path+"value", f.Value, maxFieldValue)
			if strings.TrimSpace(f.Name) == "" || strings.TrimSpace(f.Value) == "" {
				c.fail(path+"value", "BASE_TYPE_REQUIRED", "This field is required.")
			}
		}
		if strings.TrimSpace(e.Title+e.Description) == "" && e.Author == nil && e.Footer == nil && len(e.Fields) == 0 {
			c.fail(at+"description", "BASE_TYPE_REQUIRED", "This field is required.")
		}
	}
	if total > maxEmbedTotal {
		c.fail("embeds", "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of %d: it is %d.", maxEmbedTotal, total)
	}
}

func (c *checker) mentions(m *AllowedMentions) {
	if m == nil {
		return
	}
	for kind, ids := range map[string][]string{"users": m.Users, "roles": m.Roles} {
		if slices.Contains(m.Parse, kind) && len(ids) > 0 {
			c.fail("allowed_mentions", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", `parse:["%s"] and %s: [ids...] are mutually exclusive.`, kind, kind)
		}
	}
}

// empty reports whether there would be nothing to see.
func (p Payload) empty() bool {
	return strings.TrimSpace(p.Content) == "" && len(p.Embeds) == 0 && len(p.Components) == 0 &&
		len(p.StickerIDs) == 0 && len(p.Attachments) == 0 && p.Poll == nil && p.ClientTheme == nil
}
