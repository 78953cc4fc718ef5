package config

import "strings"

// The structs of this file are the files that people write. The schemas in
// configs/schema are made from their tags by `go test ./internal/config -update`;
// what a format allows is in formats.go.

type appFile struct {
	Company   string        `json:"company" jsonschema:"required,format=text,example=Acme" jsonschema_description:"Name of the company, the same as in feeds/company.yaml."`
	Feeds     string        `json:"feeds" jsonschema:"format=text,default=../feeds" jsonschema_description:"Folder of the feed lists, relative to this file."`
	Database  string        `json:"database" jsonschema:"format=database,default=../pickwick.db,example=postgres://pickwick@db.example/pickwick" jsonschema_description:"SQLite file, relative to this one, or a postgres:// address without its password. PICKWICK_DATABASE overrides it."`
	Mix       mixFile       `json:"mix" jsonschema_description:"Target share of each origin in whole percent, adding up to 100."`
	Delivery  deliveryFile  `json:"delivery" jsonschema_description:"When and what reps receive who have not set it themselves."`
	Poll      pollFile      `json:"poll" jsonschema_description:"How often and how gently feeds are fetched."`
	Chat      chatFile      `json:"chat" jsonschema_description:"Where reps can be reached. Without any, the console."`
	Marketing marketingFile `json:"marketing" jsonschema_description:"Those who keep the feed lists."`
	Web       webFile       `json:"web" jsonschema_description:"The web page."`
}

type mixFile struct {
	Others  int `json:"others" jsonschema:"required,minimum=0,maximum=100,default=70" jsonschema_description:"Third parties: trade press, analysts, peers."`
	Company int `json:"company" jsonschema:"required,minimum=0,maximum=100,default=20" jsonschema_description:"The company itself, or press about it."`
	Own     int `json:"own" jsonschema:"required,minimum=0,maximum=100,default=10" jsonschema_description:"The rep's own pieces."`
}

type deliveryFile struct {
	At          string   `json:"at" jsonschema:"format=time-of-day,default=08:30" jsonschema_description:"The rep's local time, HH:MM in quotes."`
	TimeZone    string   `json:"timezone" jsonschema:"format=time-zone,default=Europe/Berlin" jsonschema_description:"IANA time zone of reps who have set none."`
	Days        []string `json:"days" jsonschema:"minItems=1,uniqueItems=true,enum=mon,enum=tue,enum=wed,enum=thu,enum=fri,enum=sat,enum=sun,default=mon,default=tue,default=wed,default=thu,default=fri" jsonschema_description:"Days of the week on which picks are sent."`
	PicksPerDay int      `json:"picks_per_day" jsonschema:"minimum=1,maximum=10,default=1" jsonschema_description:"Picks a rep gets on such a day."`
	MinScore    float64  `json:"min_score" jsonschema:"minimum=0,maximum=100,default=30" jsonschema_description:"Below this score there is no pick, and the rep is told so. 0 also offers what matches no interest, saying so."`
	MaxAge      spanOr0  `json:"max_age" jsonschema_extras:"default=30d" jsonschema_description:"Age of news when offered, at most. 0 means any age."`
	RepeatAfter string   `json:"repeat_after" jsonschema:"format=time-span,default=90d" jsonschema_description:"Own evergreen content may come back after this long."`
	Spread      string   `json:"spread" jsonschema:"format=percentage,default=25%" jsonschema_description:"Share of a team that is offered the same story on one day, at most."`
}

type pollFile struct {
	Every                string      `json:"every" jsonschema:"format=time-span,default=30m" jsonschema_description:"Time between two polls of a feed that brings much. Others are polled less often."`
	PerHost              perHostFile `json:"per_host" jsonschema_description:"Limits for one host. Loopback addresses have none."`
	AllowPrivateNetworks bool        `json:"allow_private_networks" jsonschema:"default=false" jsonschema_description:"Lets feeds be on private networks and on any port. Only for tests and intranets."`
	Proxy                string      `json:"proxy" jsonschema:"format=proxy-or-none,example=http://proxy.example:3128" jsonschema_description:"Proxy through which feeds are fetched, without user name and password. PICKWICK_POLL_PROXY overrides it."`
}

type perHostFile struct {
	Parallel int     `json:"parallel" jsonschema:"minimum=1,maximum=100,default=2" jsonschema_description:"Connections at once."`
	Gap      spanOr0 `json:"gap" jsonschema_extras:"default=1s" jsonschema_description:"Time between two requests. 0 means none."`
}

type chatFile struct {
	Console *consoleFile `json:"console" jsonschema_description:"Prints picks to the terminal. It has no settings."`
	Discord *discordFile `json:"discord" jsonschema_description:"Direct messages on Discord. The bot token comes from PICKWICK_DISCORD_TOKEN."`
}

type consoleFile struct{}

type discordFile struct {
	ApplicationID string `json:"application_id" jsonschema:"required,format=discord-id,example=123" jsonschema_description:"The application's number in the developer portal, in quotes."`
	GuildID       string `json:"guild_id" jsonschema:"format=discord-id,example=456" jsonschema_description:"The server where commands are to be registered, in quotes. Not used yet: the bot has no commands."`
	APIURL        string `json:"api_url" jsonschema:"format=web-address,default=https://discord.com/" jsonschema_description:"Only for proxies and tests."`
}

type marketingFile struct {
	Tell string `json:"tell" jsonschema:"format=chat-address-or-none,example=discord:81384788765712384" jsonschema_description:"Where marketing is told, once each, of feeds that need a look: a chat that is set up, written as in reps.csv. Without it the log says so."`
}

type webFile struct {
	Listen    string `json:"listen" jsonschema:"format=listen-address,default=127.0.0.1:8080" jsonschema_description:"Host and port that the web page listens on."`
	PublicURL string `json:"public_url" jsonschema:"format=web-address-or-none,example=https://pickwick.example" jsonschema_description:"How reps reach the web page, to count clicks through /r/ links. Not used yet: there is no page."`
}

type personaFile struct {
	Persona     string            `json:"persona" jsonschema:"required,format=persona-id,example=cfo" jsonschema_description:"Short name of the persona: the name of this file without .yaml."`
	Name        string            `json:"name" jsonschema:"required,format=text,example=CFO at a mid-size manufacturer" jsonschema_description:"Who this buyer is, in a few words."`
	About       string            `json:"about" jsonschema:"format=text" jsonschema_description:"One or two sentences about them."`
	Interests   []interestFile    `json:"interests" jsonschema_description:"What they care about, best first."`
	Avoid       []string          `json:"avoid" jsonschema:"format=text,uniqueItems=true,example=layoffs" jsonschema_description:"Phrases. A story with one of them is never offered."`
	Formats     formatsFile       `json:"formats" jsonschema_description:"How much each format counts: 1 is as usual, 0 offers none of it."`
	Languages   []string          `json:"languages" jsonschema:"format=language,uniqueItems=true,example=en" jsonschema_description:"Languages they read. Items in others are not offered. Any, if left out."`
	Influencers []string          `json:"influencers" jsonschema:"format=text,uniqueItems=true,example=Jane Doe" jsonschema_description:"Authors they follow."`
	Networks    []string          `json:"networks" jsonschema:"uniqueItems=true,enum=linkedin,enum=x,enum=bluesky,enum=threads,enum=mastodon,enum=facebook,enum=whatsapp,enum=email" jsonschema_description:"Networks where they read."`
	Feeds       []personaFeedFile `json:"feeds" jsonschema:"required,minItems=1" jsonschema_description:"Third-party feeds for this persona."`
}

type interestFile struct {
	Topic  string   `json:"topic" jsonschema:"required,format=text,example=cash flow forecasting" jsonschema_description:"The topic, as articles name it."`
	Weight float64  `json:"weight" jsonschema:"minimum=1,maximum=5,default=1" jsonschema_description:"How much it matters, 1 to 5."`
	Also   []string `json:"also" jsonschema:"format=text,uniqueItems=true,example=working capital" jsonschema_description:"Synonyms that count like the topic."`
	Ask    string   `json:"ask" jsonschema:"format=text,example=How far out do you trust your cash forecast today?" jsonschema_description:"A question with which the rep can start a conversation."`
}

type formatsFile struct {
	Article *float64 `json:"article,omitempty" jsonschema:"minimum=0,maximum=10,default=1" jsonschema_description:"Articles and posts."`
	Report  *float64 `json:"report,omitempty" jsonschema:"minimum=0,maximum=10,default=1" jsonschema_description:"Studies, white papers, surveys."`
	Podcast *float64 `json:"podcast,omitempty" jsonschema:"minimum=0,maximum=10,default=1" jsonschema_description:"Audio."`
	Video   *float64 `json:"video,omitempty" jsonschema:"minimum=0,maximum=10,default=1" jsonschema_description:"Video."`
}

type personaFeedFile struct {
	URL     string  `json:"url" jsonschema:"required,format=web-address,example=https://www.example.org/feed.xml" jsonschema_description:"Address of an RSS, Atom or JSON feed."`
	Title   string  `json:"title" jsonschema:"format=text,example=CFO Weekly" jsonschema_description:"What to call it. Its own title, if left out."`
	Weight  float64 `json:"weight" jsonschema:"exclusiveMinimum=0,maximum=10,default=1" jsonschema_description:"Multiplies the relevance of its items."`
	MaxSize string  `json:"max_size" jsonschema:"format=byte-size,default=10MiB" jsonschema_description:"Size up to which it is read, unpacked: 1KiB to 100MiB."`
}

type companyFile struct {
	Company string            `json:"company" jsonschema:"required,format=text,example=Acme" jsonschema_description:"Name of the company, the same as in pickwick.yaml."`
	Names   []string          `json:"names" jsonschema:"format=text,uniqueItems=true,example=Acme Cloud" jsonschema_description:"Press that names one of these counts as company content. The name of the company, if left out."`
	Domains []string          `json:"domains" jsonschema:"format=domain,uniqueItems=true,example=acme.example" jsonschema_description:"So does whatever links here. Without https:// and path."`
	Feeds   []companyFeedFile `json:"feeds" jsonschema_description:"The company's own feeds."`
}

type companyFeedFile struct {
	URL      string   `json:"url" jsonschema:"required,format=web-address,example=https://blog.acme.example/feed.xml" jsonschema_description:"Address of an RSS, Atom or JSON feed."`
	Title    string   `json:"title" jsonschema:"format=text,example=Acme Blog" jsonschema_description:"What to call it. Its own title, if left out."`
	Weight   float64  `json:"weight" jsonschema:"exclusiveMinimum=0,maximum=10,default=1" jsonschema_description:"Multiplies the relevance of its items."`
	MaxSize  string   `json:"max_size" jsonschema:"format=byte-size,default=10MiB" jsonschema_description:"Size up to which it is read, unpacked: 1KiB to 100MiB."`
	Personas []string `json:"personas" jsonschema:"minItems=1,uniqueItems=true,format=persona-id,example=cfo" jsonschema_description:"Personas that it serves. All, if left out."`
}

// spanOr0 is a length of time such as "30d", or the number 0.
type spanOr0 string

// UnmarshalJSON takes text, or a number by its digits.
func (s *spanOr0) UnmarshalJSON(b []byte) error {
	*s = spanOr0(strings.Trim(string(b), `"`))
	return nil
}
