package discord

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/delivery"
)

// DefaultAPI is where Discord is.
const DefaultAPI = "https://discord.com/"

// userAgent has the shape that Discord asks of bots; others are blocked:
// https://docs.discord.com/developers/reference#user-agent
const userAgent = "DiscordBot (https://example.com/pickwick, 1)"

// repeatSafe is how long a nonce surely holds. Discord promises "the past few
// minutes", no number, so this is the low end:
// https://docs.discord.com/developers/resources/message#create-message
const repeatSafe = 2 * time.Minute

// Options are what a Chat needs. Only Token must be set.
type Options struct {
	Token         string           // the bot's token, with or without "Bot " before it; never shown
	ApplicationID string           // checked by Check when set
	APIURL        string           // DefaultAPI when empty; http or https, for proxies and tests
	HTTP          *http.Client     // whose Transport is used; a plain one when nil
	Logger        *slog.Logger     // slog.Default() when nil
	Now           func() time.Time // time.Now when nil
}

// Chat is Discord as a delivery.Chat. It is safe for concurrent use.
type Chat struct {
	session *discordgo.Session
	gate    *gate
	log     *slog.Logger
	token   string
	appID   string

	opening  chan struct{} // holds a value while a conversation is being opened
	mu       sync.Mutex
	channels map[string]string // user id to the id of the conversation
}

var _ delivery.Chat = (*Chat)(nil)

// New makes a Chat without calling Discord. A missing token or an address that
// is none gives a curation.Invalid error.
func New(o Options) (*Chat, error) {
	token := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(o.Token), "Bot "))
	if token == "" || strings.ContainsAny(token, " \t\r\n") {
		return nil, curation.Errorf(curation.Invalid, "the Discord token is missing or has blanks in it: set PICKWICK_DISCORD_TOKEN, or PICKWICK_DISCORD_TOKEN_FILE to a file with nothing else in it")
	}
	if o.APIURL == "" {
		o.APIURL = DefaultAPI
	}
	api, err := url.Parse(o.APIURL)
	if err != nil || api.Host == "" || (api.Scheme != "http" && api.Scheme != "https") {
		return nil, curation.Errorf(curation.Invalid, "chat.discord.api_url is %q: it must be an http or https address, such as %s", o.APIURL, DefaultAPI)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	base := http.DefaultTransport
	if o.HTTP != nil && o.HTTP.Transport != nil {
		base = o.HTTP.Transport
	}
	session, err := discordgo.New("Bot " + token)
	if err != nil {
		return nil, errors.New("the Discord client can't be set up")
	}
	session.UserAgent = userAgent
	session.LogLevel = -1 // its errors come back to us; nothing else is to be printed
	session.Client = &http.Client{
		Transport:     &transport{base: base, api: api},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return &Chat{
		session: session, gate: newGate(o.Now), log: o.Logger, token: token, appID: o.ApplicationID,
		opening: make(chan struct{}, 1), channels: map[string]string{},
	}, nil
}

// RepeatSafe is how long Discord surely knows a repeat by its nonce.
func (c *Chat) RepeatSafe() time.Duration { return repeatSafe }

// Send puts the message into the rep's direct messages. The reference is
// "CHANNEL/MESSAGE" in Discord's ids.
func (c *Chat) Send(ctx context.Context, to curation.Address, m delivery.Message) (string, error) {
	body, err := compose(m)
	if err != nil {
		return "", err
	}
	channel, err := c.open(ctx, to)
	if err != nil {
		return "", err
	}
	url := discordgo.EndpointChannelMessages(channel)
	r := c.call(ctx, http.MethodPost, url, body)
	if r.status != http.StatusOK {
		if r.code == codeUnknownChannel {
			c.forget(to.User)
		}
		return "", c.failed(writing, r)
	}
	var sent discordgo.Message
	if err := json.Unmarshal(r.body, &sent); err != nil || sent.ID == "" {
		r.err = errors.New("discord accepted the message with an answer that can't be read")
		return "", c.failed(writing, r)
	}
	return channel + "/" + sent.ID, nil
}

// Check asks Discord whom the token belongs to and returns the application's
// name. A token that is refused or belongs to another application than the
// configured one gives a curation.Invalid error, a Discord that can't be
// reached curation.Unavailable.
func (c *Chat) Check(ctx context.Context) (name string, err error) {
	r := c.call(ctx, http.MethodGet, discordgo.EndpointApplication("@me"), nil)
	if r.status != http.StatusOK {
		kind := curation.Unavailable
		failure := c.failed(reading, r)
		if failure.Outcome == delivery.Halted {
			kind = curation.Invalid
		}
		return "", curation.Errorf(kind, "%w", failure)
	}
	var app discordgo.Application
	if err := json.Unmarshal(r.body, &app); err != nil {
		return "", curation.Errorf(curation.Unavailable, "discord's answer about the application can't be read: is chat.discord.api_url right?")
	}
	if c.appID != "" && app.ID != c.appID {
		return "", curation.Errorf(curation.Invalid, "the Discord token belongs to application %s, but chat.discord.application_id is %s: correct one of them", app.ID, c.appID)
	}
	return app.Name, nil
}
