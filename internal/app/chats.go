package app

import (
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

// chats makes the chats that the configuration asks for. missing says why one
// of them can't be had; reps on the others are served all the same.
func (a *App) chats() (chats map[string]delivery.Chat, missing map[string]string, err error) {
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
