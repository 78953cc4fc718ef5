package discord

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/bwmarrin/discordgo"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/delivery"
)

const (
	// pageSize is the most messages in one answer:
	// https://docs.discord.com/developers/resources/message#get-channel-messages
	pageSize = 100

	// maxPages bounds the reading of one conversation.
	maxPages = 50
)

// Find reads the conversation from since on, oldest page first, for the
// footer that ends with the pick's id. A conversation that Discord will not
// show gives delivery.ErrCannotTell; one that can't be read just now gives a
// *delivery.SendError.
func (c *Chat) Find(ctx context.Context, to curation.Address, m delivery.Message, since time.Time) (string, bool, error) {
	channel, err := c.open(ctx, to)
	if err != nil {
		return "", false, unreadable(err)
	}
	after := idBefore(since)
	for range maxPages {
		q := url.Values{"after": {after}, "limit": {strconv.Itoa(pageSize)}}
		r := c.call(ctx, http.MethodGet, discordgo.EndpointChannelMessages(channel)+"?"+q.Encode(), nil)
		if r.status != http.StatusOK {
			return "", false, unreadable(c.failed(reading, r))
		}
		var page []*discordgo.Message
		if err := json.Unmarshal(r.body, &page); err != nil {
			return "", false, fmt.Errorf("%w: Discord's history can't be read", delivery.ErrCannotTell)
		}
		for _, old := range page {
			if ours(old, to.User) && marked(old, m.PickID) {
				return channel + "/" + old.ID, true, nil
			}
		}
		if len(page) < pageSize {
			return "", false, nil
		}
		after = slices.MaxFunc(page, func(a, b *discordgo.Message) int {
			return cmp.Or(cmp.Compare(len(a.ID), len(b.ID)), cmp.Compare(a.ID, b.ID))
		}).ID
	}
	return "", false, fmt.Errorf("%w: more than %d messages since then", delivery.ErrCannotTell, maxPages*pageSize)
}

// ours reports whether the bot wrote a message: in a conversation of two,
// whoever is not the rep.
func ours(m *discordgo.Message, rep string) bool {
	return m != nil && m.Author != nil && m.Author.ID != rep
}

func marked(m *discordgo.Message, pickID string) bool {
	return slices.ContainsFunc(m.Embeds, func(e *discordgo.MessageEmbed) bool {
		return e != nil && e.Footer != nil && hasMarker(e.Footer.Text, pickID)
	})
}

// unreadable turns a failure that will not pass by itself into
// ErrCannotTell; one that will, and a bad token, stay what they are.
func unreadable(err error) error {
	failure, ok := err.(*delivery.SendError) //nolint:errorlint // made by this package, never wrapped
	if ok && (failure.Outcome == delivery.Refused || failure.Outcome == delivery.Rejected) {
		return fmt.Errorf("%w: %s", delivery.ErrCannotTell, failure.Reason)
	}
	return err
}
