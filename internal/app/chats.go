package app

import (
	"context"
	"time"

	"example.com/pickwick/internal/chat/console"
	"example.com/pickwick/internal/chat/discord"
	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/delivery"
)

// chatTable lists every chat that Pickwick can deliver to. make returns nil
// without an error when the configuration does not ask for the chat, and a
// curation.Unavailable error when it does but lacks what the chat needs.
var chatTable = []struct {
	name string
	make func(*App) (delivery.Chat, error)
}{
	{"console", (*App).console},
	{"discord", (*App).discord},
}

// makeChats makes the chats that the configuration asks for. missing says why one
// of them can't be had; reps on the others are served all the same.
func (a *App) makeChats() (chats map[string]delivery.Chat, missing map[string]string, err error) {
	chats, missing = map[string]delivery.Chat{}, map[string]string{}
	for _, c := range chatTable {
		chat, err := c.make(a)
		switch {
		case curation.KindOf(err) == curation.Unavailable:
			missing[c.name] = err.Error()
		case err != nil:
			return nil, nil, err
		case chat != nil:
			chats[c.name] = chat
		}
	}
	return chats, missing, nil
}

// chatCheck is how long a chat may take to say whether it knows us.
const chatCheck = 10 * time.Second

// checkChats asks each chat that has credentials whether they are good. One
// that can't be reached now is no reason not to start.
func (a *App) checkChats(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, chatCheck)
	defer cancel()
	for _, c := range chatTable {
		if reason, ok := a.missingChats[c.name]; ok {
			return curation.Errorf(curation.Invalid, "%s; or take chat.%s out of the configuration", reason, c.name)
		}
		chat, ok := a.chats[c.name].(interface {
			Check(context.Context) (string, error)
		})
		if !ok {
			continue
		}
		name, err := chat.Check(ctx)
		switch {
		case curation.KindOf(err) == curation.Invalid:
			return err
		case err != nil:
			a.log.Warn("the chat can't be reached now; it is tried again at each delivery", "chat", c.name, "error", err)
		default:
			a.log.Info("the chat knows us", "chat", c.name, "as", name)
		}
	}
	return nil
}

func (a *App) console() (delivery.Chat, error) {
	if !a.cfg.Chat.Console {
		return nil, nil //nolint:nilnil // not asked for
	}
	return console.New(a.opts.Out, console.Options{Colour: a.opts.Color, Width: a.opts.Width}), nil
}

func (a *App) discord() (delivery.Chat, error) {
	d := a.cfg.Chat.Discord
	if d == nil {
		return nil, nil //nolint:nilnil // not asked for
	}
	if a.cfg.DiscordToken == "" {
		return nil, curation.Errorf(curation.Unavailable, "Discord has no token: set PICKWICK_DISCORD_TOKEN or PICKWICK_DISCORD_TOKEN_FILE")
	}
	chat, err := discord.New(discord.Options{
		Token:         a.cfg.DiscordToken.Reveal(),
		ApplicationID: d.ApplicationID,
		APIURL:        d.APIURL,
		Logger:        a.log,
		Now:           a.opts.Now,
	})
	if err != nil {
		return nil, curation.Errorf(curation.Invalid, "Discord can't be set up: %w", err)
	}
	return chat, nil
}
