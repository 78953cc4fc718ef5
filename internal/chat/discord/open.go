package discord

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"github.com/bwmarrin/discordgo"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/delivery"
)

// open returns the id of the conversation with a rep. Discord returns the one
// that there is or makes one. It is asked once for each rep and one at a time:
// who opens many quickly is taken for a spammer (error 40003), and no number is
// published.
func (c *Chat) open(ctx context.Context, to curation.Address) (string, error) {
	if id, err := strconv.ParseUint(to.User, 10, 64); err != nil || id == 0 {
		return "", &delivery.SendError{
			Outcome: delivery.Refused,
			Reason:  "the rep's chat address has no Discord user id: write discord: and the long number that Discord shows under Copy User ID",
			Err:     errors.New("not a snowflake"),
		}
	}
	if channel, ok := c.known(to.User); ok {
		return channel, nil
	}
	select {
	case c.opening <- struct{}{}:
		defer func() { <-c.opening }()
	case <-ctx.Done():
		return "", c.failed(opening, reply{err: &held{cause: ctx.Err()}})
	}
	if channel, ok := c.known(to.User); ok { // somebody else opened it meanwhile
		return channel, nil
	}
	r := c.call(ctx, http.MethodPost, discordgo.EndpointUserChannels("@me"), struct {
		Recipient string `json:"recipient_id"`
	}{to.User})
	if r.status != http.StatusOK {
		return "", c.failed(opening, r)
	}
	var opened discordgo.Channel
	if err := json.Unmarshal(r.body, &opened); err != nil || opened.ID == "" {
		r.err = errors.New("discord opened a conversation with an answer that can't be read")
		return "", c.failed(opening, r)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.channels[to.User] = opened.ID
	return opened.ID, nil
}

// known is the id of a conversation that was opened before.
func (c *Chat) known(user string) (channel string, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	channel, ok = c.channels[user]
	return channel, ok
}

// forget drops a conversation that is gone, so that the next send opens one.
func (c *Chat) forget(user string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.channels, user)
}
