package discord

import (
	"errors"
	"fmt"
	"math"
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/delivery"
)

// Limits in UTF-16 units, of
// https://docs.discord.com/developers/resources/message#embed-object-embed-limits
// and https://docs.discord.com/developers/components/reference#button. The
// texts have lower ones of ours: the whole is for a phone, and together they
// stay far below the 4,096 of a description and the 6,000 of a message.
const (
	maxTitle     = 256
	maxAuthor    = 256
	maxLink      = 2048 // an embed's url
	maxButtonURL = 512
	maxInRow     = 5
	maxRows      = 5

	maxName  = 150
	maxLine  = 600
	maxQuote = 800
	maxPoint = 220 // of a notice, of which nine with their advice go into one description
)

// The colours beside a message: whose content it is, at a glance.
const (
	colourOthers  = 0x2F81F7
	colourCompany = 0xD29922
	colourOwn     = 0x3FB950
	colourEmpty   = 0x8B949E
)

// separator stands between the parts of a line.
const separator = " · "

// howToStop is true while the bot has no commands of its own.
const howToStop = "To stop, tell whoever runs Pickwick"

// inOwnWords stands above the buttons: the rep shares, not Pickwick.
const inOwnWords = "Say in your own words why it matters, and share"

// payload is the body of a message with what discordgo's lacks.
type payload struct {
	*discordgo.MessageSend
	Nonce        string `json:"nonce"`
	EnforceNonce bool   `json:"enforce_nonce"`
}

// compose lays a message out. Text from outside stands in the embed only, where
// no mention notifies anybody; allowed_mentions is empty all the same. A link
// that Discord can't take gives a *delivery.SendError.
func compose(m delivery.Message) (payload, error) {
	send := &discordgo.MessageSend{
		AllowedMentions: &discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{}},
	}
	var embed *discordgo.MessageEmbed
	if m.Notice != nil {
		send.Content = "For marketing"
		embed = card(colourEmpty)
		embed.Title = markdown(m.Notice.Heading, maxTitle)
		embed.Description = points(m.Notice.Points)
		embed.Footer = footer("pickwick feeds health tells more", marker(m.PickID))
	} else if m.Empty != "" {
		send.Content = "No pick for " + day(m.Date)
		embed = card(colourEmpty)
		embed.Description = markdown(sentence(m.Empty), maxLine)
		embed.Footer = footer(howToStop, marker(m.PickID))
	} else {
		link, ok := webLink(m.URL, maxLink)
		if !ok {
			return payload{}, &delivery.SendError{
				Outcome: delivery.Rejected,
				Reason:  "the article's address is none that Discord links: it must be http or https and at most 2,048 characters long",
				Err:     errors.New("unusable address"),
			}
		}
		send.Content = "Your pick for " + day(m.Date)
		embed = card(colour(m.Origin))
		embed.URL = link
		embed.Title = markdown(m.Title, maxTitle)
		if by := plain(join(m.Source, m.Author, m.Age), maxAuthor); by != "" {
			embed.Author = &discordgo.MessageEmbedAuthor{Name: by}
		}
		embed.Footer = footer(fmt.Sprintf("Score %.0f of 100", math.Round(m.Score)), howToStop, marker(m.PickID))
		var missing []string
		send.Components, missing = buttons(m)
		embed.Description = describe(m, len(send.Components) > 0, missing)
	}
	send.Embeds = []*discordgo.MessageEmbed{embed}
	return payload{MessageSend: send, Nonce: nonce(m.PickID), EnforceNonce: true}, nil
}

// points is the text of a notice: each point, and under it what to do.
func points(list []delivery.Point) string {
	parts := make([]string, len(list))
	for i, p := range list {
		parts[i] = "**" + markdown(sentence(p.What), maxPoint) + "**"
		if p.Advice != "" {
			parts[i] += "\n" + markdown(sentence(p.Advice), maxPoint)
		}
	}
	return strings.Join(parts, "\n\n")
}

// describe is the text under the title.
func describe(m delivery.Message, shareable bool, missing []string) string {
	var b strings.Builder
	who := origin(m.Origin)
	if m.Persona != "" {
		who += " for **" + markdown(m.Persona, maxName) + "**"
	}
	b.WriteString(who)
	if m.AlsoIn == 1 {
		b.WriteString(separator + "also in 1 other feed")
	} else if m.AlsoIn > 1 {
		fmt.Fprintf(&b, "%salso in %d other feeds", separator, m.AlsoIn)
	}
	if m.Why != "" {
		b.WriteString("\n\n" + markdown(m.Why, maxLine))
	}
	if m.Quote != "" {
		b.WriteString("\n> " + markdown(m.Quote, maxQuote))
	}
	if m.Ask != "" {
		b.WriteString("\n\n**To start a conversation:** " + markdown(m.Ask, maxLine))
	}
	copying := "copy the link of the title"
	switch {
	case shareable && len(missing) > 0:
		b.WriteString("\n\n" + inOwnWords + " (for " + strings.Join(missing, ", ") + ", " + copying + "):")
	case shareable:
		b.WriteString("\n\n" + inOwnWords + ":")
	case len(missing) > 0:
		b.WriteString("\n\n" + inOwnWords + ": for " + strings.Join(missing, ", ") + ", " + copying + ".")
	}
	return b.String()
}

// buttons are links to the composers of the rep's networks, five to a row. A
// link that a button can't hold is made anew with a shorter text; networks for
// which none can be had, such as e-mail, are named in missing.
func buttons(m delivery.Message) (rows []discordgo.MessageComponent, missing []string) {
	var row []discordgo.MessageComponent
	for _, s := range m.Shares {
		link, ok := webLink(s.URL, maxButtonURL)
		if !ok {
			link, ok = webLink(delivery.ShareURL(s.Network, m.Title, m.URL, maxButtonURL), maxButtonURL)
		}
		if !ok || len(rows) == maxRows {
			missing = append(missing, markdown(s.Network.InWords(), maxName))
			continue
		}
		row = append(row, discordgo.Button{Label: s.Network.InWords(), Style: discordgo.LinkButton, URL: link})
		if len(row) == maxInRow {
			rows, row = append(rows, discordgo.ActionsRow{Components: row}), nil
		}
	}
	if len(row) > 0 {
		rows = append(rows, discordgo.ActionsRow{Components: row})
	}
	return rows, missing
}

func card(colour int) *discordgo.MessageEmbed {
	return &discordgo.MessageEmbed{Color: colour}
}

func footer(parts ...string) *discordgo.MessageEmbedFooter {
	return &discordgo.MessageEmbedFooter{Text: join(parts...)}
}

// join leaves empty parts out.
func join(parts ...string) string {
	var kept []string
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, separator)
}

func origin(o curation.Origin) string {
	if o == curation.Own {
		return "**Your own**"
	}
	return "From **" + o.InWords() + "**"
}

func colour(o curation.Origin) int {
	switch o {
	case curation.Company:
		return colourCompany
	case curation.Own:
		return colourOwn
	default:
		return colourOthers
	}
}

// day writes a date as people say it; what is no date stays as it is.
func day(date string) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return "today"
	}
	return t.Format("Monday 2 January")
}

// sentence begins with a capital.
func sentence(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// webLink is s if Discord can link it: http or https, with a host, at most
// limit units long.
func webLink(s string, limit int) (string, bool) {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return "", false
	}
	s = strings.ReplaceAll(s, " ", "%20")
	return s, units(s) <= limit
}
