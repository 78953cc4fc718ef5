package config

import (
	"cmp"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"example.com/pickwick/internal/curation"
)

// defaultApp is pickwick.yaml with nothing in it. The schema repeats these
// values for editors; a test holds the two together.
func defaultApp() appFile {
	return appFile{
		Feeds:    "../feeds",
		Database: "../pickwick.db",
		Mix:      mixFile(curation.DefaultMix()),
		Delivery: deliveryFile{
			At: "08:30", TimeZone: "Europe/Berlin", Days: []string{"mon", "tue", "wed", "thu", "fri"}, PicksPerDay: 1,
			MinScore: 30, MaxAge: "30d", RepeatAfter: "90d", Spread: "25%",
		},
		Poll: pollFile{Every: "30m", PerHost: perHostFile{Parallel: 2, Gap: "1s"}},
		Web:  webFile{Listen: "127.0.0.1:8080"},
	}
}

const discordAPI = "https://discord.com/"

// build turns documents without mistakes into a Config.
func build(file string, env environment, app *document, l lists) (*Config, error) {
	f := defaultApp()
	f.Delivery.Days = nil // or a shorter list would be written over the front of the default
	if err := app.decode(&f); err != nil {
		return nil, err
	}
	if f.Delivery.Days == nil {
		f.Delivery.Days = defaultApp().Delivery.Days
	}
	c := &Config{
		File:     file,
		Company:  oneLine(f.Company),
		FeedsDir: below(file, f.Feeds),
		Database: database(file, f.Database),
		Mix:      curation.Mix(f.Mix),
		Poll: Poll{
			PerHost:              PerHost{Parallel: f.Poll.PerHost.Parallel},
			AllowPrivateNetworks: f.Poll.AllowPrivateNetworks, Proxy: Secret(cmp.Or(env.PollProxy, f.Poll.Proxy)),
		},
		Chat:         Chat{Console: f.Chat.Console != nil || f.Chat.Discord == nil},
		Web:          Web{Listen: f.Web.Listen, PublicURL: strings.TrimRight(f.Web.PublicURL, "/")},
		Tell:         curation.ParseAddress(f.Marketing.Tell),
		DiscordToken: Secret(env.DiscordToken),
		Delivery: Delivery{
			At: f.Delivery.At, TimeZone: f.Delivery.TimeZone, Days: weekdays(f.Delivery.Days),
			PicksPerDay: f.Delivery.PicksPerDay, MinScore: f.Delivery.MinScore,
		},
	}
	for _, s := range []struct {
		text string
		into *time.Duration
	}{
		{string(f.Delivery.MaxAge), &c.Delivery.MaxAge},
		{f.Delivery.RepeatAfter, &c.Delivery.RepeatAfter},
		{f.Poll.Every, &c.Poll.Every},
		{string(f.Poll.PerHost.Gap), &c.Poll.PerHost.Gap},
	} {
		d, err := parseSpanOr0(s.text)
		if err != nil {
			return nil, err
		}
		*s.into = d
	}
	var err error
	if c.Delivery.Spread, err = parsePercentage(f.Delivery.Spread); err != nil {
		return nil, err
	}
	if d := f.Chat.Discord; d != nil {
		c.Chat.Discord = &Discord{ApplicationID: d.ApplicationID, GuildID: d.GuildID, APIURL: cmp.Or(d.APIURL, discordAPI)}
	}
	if env.Database != "" {
		if c.Database, err = filepath.Abs(env.Database); isPostgres(env.Database) {
			c.Database, err = database("", env.Database), nil
		}
		if err != nil {
			return nil, err
		}
	}
	for _, d := range l.personas {
		p, err := d.persona()
		if err != nil {
			return nil, err
		}
		c.Personas = append(c.Personas, p)
	}
	c.Places = l.places()
	c.Profile, err = l.profile(c.Company)
	return c, err
}

// database is the absolute path of a file, or the address of a PostgreSQL
// database, always with the shorter of its two schemes.
func database(file, s string) string {
	if isPostgres(s) {
		_, rest, _ := strings.Cut(s, "://")
		return "postgres://" + rest
	}
	return below(file, s)
}

// places is where each feed stands first, such as "feeds/cfo.yaml:12".
func (l lists) places() map[string]string {
	places := map[string]string{}
	for _, d := range append(slices.Clone(l.personas), l.company) {
		if d == nil {
			continue
		}
		for _, f := range items(child(d.root, "feeds")) {
			n := child(f, "url")
			if address, ok := text(n); ok && places[address] == "" {
				places[address] = place{file: d.file, line: n.Line}.String()
			}
		}
	}
	return places
}

// persona is the persona that a checked document describes.
func (d *document) persona() (curation.Persona, error) {
	var f personaFile
	if err := d.decode(&f); err != nil {
		return curation.Persona{}, err
	}
	p := curation.Persona{
		ID: f.Persona, Name: oneLine(f.Name), About: oneLine(f.About), Avoid: eachOneLine(f.Avoid),
		Languages: f.Languages, Influencers: eachOneLine(f.Influencers),
	}
	for _, i := range f.Interests {
		p.Interests = append(p.Interests, curation.Interest{
			Topic: oneLine(i.Topic), Weight: cmp.Or(i.Weight, 1), Also: eachOneLine(i.Also), Ask: oneLine(i.Ask),
		})
	}
	for format, weight := range map[curation.Format]*float64{
		curation.Article: f.Formats.Article, curation.Report: f.Formats.Report,
		curation.Podcast: f.Formats.Podcast, curation.Video: f.Formats.Video,
	} {
		if weight != nil {
			if p.Formats == nil {
				p.Formats = map[curation.Format]float64{}
			}
			p.Formats[format] = *weight
		}
	}
	for _, n := range f.Networks {
		p.Networks = append(p.Networks, curation.Network(n))
	}
	for _, feed := range f.Feeds {
		most, err := maxBytes(feed.MaxSize)
		if err != nil {
			return p, err
		}
		p.Feeds = append(p.Feeds, curation.Feed{
			URL: feed.URL, Title: oneLine(feed.Title), Weight: cmp.Or(feed.Weight, 1), MaxBytes: most,
			Origin: curation.Others, Personas: []string{f.Persona},
		})
	}
	return p, nil
}

// profile is what company.yaml says, or what can be said without one.
func (l lists) profile(company string) (curation.CompanyProfile, error) {
	var f companyFile
	if l.company != nil {
		if err := l.company.decode(&f); err != nil {
			return curation.CompanyProfile{}, err
		}
	}
	p := curation.CompanyProfile{Name: company, Names: eachOneLine(f.Names), Domains: f.Domains}
	if len(p.Names) == 0 {
		p.Names = []string{company}
	}
	for _, feed := range f.Feeds {
		most, err := maxBytes(feed.MaxSize)
		if err != nil {
			return p, err
		}
		p.Feeds = append(p.Feeds, curation.Feed{
			URL: feed.URL, Title: oneLine(feed.Title), Weight: cmp.Or(feed.Weight, 1), MaxBytes: most,
			Origin: curation.Company, Personas: feed.Personas,
		})
	}
	return p, nil
}

func eachOneLine(list []string) []string {
	for i, s := range list {
		list[i] = oneLine(s)
	}
	return list
}

// weekdays reads "mon" to "sun".
func weekdays(names []string) []time.Weekday {
	var days []time.Weekday
	for _, name := range names {
		for d := time.Sunday; d <= time.Saturday; d++ {
			if strings.ToLower(d.String()[:3]) == name {
				days = append(days, d)
			}
		}
	}
	return days
}
