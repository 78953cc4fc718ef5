package config

import (
	"net/url"
	"strings"
	"time"

	"example.com/pickwick/internal/curation"
)

// Config is the whole configuration, checked and with every default filled in.
type Config struct {
	File         string // absolute path of pickwick.yaml; empty for none
	Company      string
	FeedsDir     string // absolute
	Database     string // absolute path of the SQLite file, or a postgres:// DSN; may hold a password: show DatabaseInWords instead
	Mix          curation.Mix
	Delivery     Delivery
	Poll         Poll
	Chat         Chat
	Web          Web
	Tell         curation.Address // where marketing is told of feeds that need a look; zero for the log alone
	DiscordToken Secret
	Personas     []curation.Persona      // by ID
	Profile      curation.CompanyProfile // feeds/company.yaml
	Places       map[string]string       // where each feed stands first, by address: "feeds/cfo.yaml:12"
}

// Delivery says when and what reps receive who have not set it themselves.
type Delivery struct {
	At          string // "HH:MM", the rep's local time
	TimeZone    string // IANA name, for reps who have set none
	Days        []time.Weekday
	PicksPerDay int           // 1 to 10
	MinScore    float64       // 0 to 100
	MaxAge      time.Duration // of news when offered; 0 means any age
	RepeatAfter time.Duration // after which own evergreen content may come back
	Spread      float64       // the share of a team that may be offered one story on one day, above 0 to 1
}

// Poll says how often and how gently feeds are fetched.
type Poll struct {
	Every                time.Duration // between two polls of one feed
	PerHost              PerHost
	AllowPrivateNetworks bool   // lets feeds be on any port of any network, loopback too
	Proxy                Secret // "http://host:port" that feeds are fetched through; may hold a password; empty for none
}

// PerHost limits the load on one host.
type PerHost struct {
	Parallel int           // connections at once, 1 to 100
	Gap      time.Duration // between two requests; 0 means none
}

// Chat says which chats reps can be reached in. Console is true when nothing
// else is set up.
type Chat struct {
	Console bool
	Discord *Discord // nil when it is not set up
}

// Discord names the application that Pickwick is on Discord.
type Discord struct {
	ApplicationID string
	GuildID       string // where commands are registered at once; may be empty
	APIURL        string // "https://discord.com/" unless there is a proxy
}

// Web says where the web page is.
type Web struct {
	Listen    string // "host:port"
	PublicURL string // how the world reaches it, without a slash at the end; may be empty
}

// DatabaseInWords is Database as it may be shown: without a password.
func (c *Config) DatabaseInWords() string {
	if !strings.HasPrefix(c.Database, "postgres://") {
		return c.Database
	}
	u, err := url.Parse(c.Database)
	if err != nil {
		return "postgres://"
	}
	u.RawQuery = "" // a password may stand there too
	return u.Redacted()
}
