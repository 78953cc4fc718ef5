package config

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/pickwick/internal/curation"
)

// load loads the installation in the working directory, which must be right.
func load(t *testing.T, environ ...string) *Config {
	t.Helper()
	cfg, report := Load("", environ)
	if err := report.Err(); err != nil {
		t.Fatal(err)
	}
	return cfg
}

func TestOnlyTheCompanyIsNeeded(t *testing.T) {
	install(t, good(t))
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	feed := func(url string, o curation.Origin, personas ...string) curation.Feed {
		return curation.Feed{URL: url, Weight: 1, Origin: o, Personas: personas}
	}
	want := &Config{
		File:     filepath.Join(here, "configs", "pickwick.yaml"),
		Company:  "Acme",
		FeedsDir: filepath.Join(here, "feeds"),
		Database: filepath.Join(here, "pickwick.db"),
		Mix:      curation.Mix{Others: 70, Company: 20, Own: 10},
		Delivery: Delivery{
			At: "08:30", TimeZone: "Europe/Berlin", PicksPerDay: 1, MinScore: 30, Spread: 0.25,
			Days:   []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday},
			MaxAge: 30 * 24 * time.Hour, RepeatAfter: 90 * 24 * time.Hour,
		},
		Poll: Poll{Every: 30 * time.Minute, PerHost: PerHost{Parallel: 2, Gap: time.Second}},
		Chat: Chat{Console: true},
		Web:  Web{Listen: "127.0.0.1:8080"},
		Personas: []curation.Persona{{
			ID: "cfo", Name: "CFO at a mid-size manufacturer",
			Interests: []curation.Interest{{
				Topic: "cash flow forecasting", Weight: 1, Ask: "How far out do you trust your cash forecast today?",
			}},
			Feeds: []curation.Feed{
				feed("https://one.example/feed.xml", curation.Others, "cfo"),
				feed("https://two.example/feed.xml", curation.Others, "cfo"),
				feed("https://three.example/feed.xml", curation.Others, "cfo"),
			},
		}},
		Profile: curation.CompanyProfile{
			Name: "Acme", Names: []string{"Acme"},
			Feeds: []curation.Feed{feed("https://blog.acme.example/feed.xml", curation.Company)},
		},
		Places: map[string]string{
			"https://one.example/feed.xml": "feeds/cfo.yaml:7", "https://two.example/feed.xml": "feeds/cfo.yaml:8",
			"https://three.example/feed.xml": "feeds/cfo.yaml:9", "https://blog.acme.example/feed.xml": "feeds/company.yaml:3",
		},
	}
	if diff := cmp.Diff(want, load(t)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestWritingOutEveryDefaultChangesNothing takes the defaults from the schema,
// where editors see them, and compares with what the code fills in.
func TestWritingOutEveryDefaultChangesNothing(t *testing.T) {
	values := schema(t, "pickwick").defaults()
	values["company"] = "Acme"
	delete(values["chat"].(map[string]any), "discord") // needs an application
	written, err := json.Marshal(values)               // JSON is YAML
	if err != nil {
		t.Fatal(err)
	}
	files := good(t)
	install(t, files)
	want := load(t)
	if err := os.WriteFile("configs/pickwick.yaml", written, 0o600); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, load(t)); diff != "" {
		t.Errorf("with %s (-left out +written out):\n%s", written, diff)
	}
}

func TestEveryKeyArrives(t *testing.T) {
	files := good(t)
	files["configs/pickwick.yaml"] = `
company: "  Acme   GmbH "
feeds: ../feeds/
database: postgresql://pickwick@db.example:5432/pickwick?sslmode=require
mix: {others: 50, company: 30, own: 20}
delivery:
  at: "17:05"
  timezone: America/Sao_Paulo
  days: [sun, sat]
  picks_per_day: 3
  min_score: 0
  max_age: 1d12h
  repeat_after: 2h30m
  spread: 12.5%
poll:
  every: 90s
  per_host: {parallel: 7, gap: 500ms}
  allow_private_networks: true
chat:
  discord: {application_id: "123", guild_id: "456", api_url: "http://127.0.0.1:9/"}
web: {listen: ":0", public_url: "https://pickwick.example/team/"}
`
	files["feeds/cfo.yaml"] = `
persona: cfo
name: CFO
about: |
  Owns cash.
  Reports to a board.
interests:
  - topic: cash flow
    weight: 2.5
    also: [working  capital]
    ask: How far?
avoid: [layoffs]
formats: {article: 0, report: 1.2, podcast: 0.8, video: 10}
languages: [en, de]
influencers: [Jane Doe]
networks: [linkedin, x]
feeds:
  - {url: "https://one.example/feed.xml?a=b#c", title: One, weight: 0.5}
  - url: https://two.example/feed.xml
  - url: https://three.example/feed.xml
`
	files["feeds/company.yaml"] = `
company: Acme GmbH
names: [Acme, Acme Cloud]
domains: [acme.example, xn--acm-ema.example]
feeds:
  - {url: "https://blog.acme.example/feed.xml", title: Blog, weight: 2, personas: [cfo]}
`
	install(t, files)
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	want := &Config{
		File: filepath.Join(here, "configs", "pickwick.yaml"), FeedsDir: filepath.Join(here, "feeds"),
		Company:  "Acme GmbH",
		Database: "postgres://pickwick@db.example:5432/pickwick?sslmode=require",
		Mix:      curation.Mix{Others: 50, Company: 30, Own: 20},
		Delivery: Delivery{
			At: "17:05", TimeZone: "America/Sao_Paulo", Days: []time.Weekday{time.Sunday, time.Saturday}, PicksPerDay: 3,
			MaxAge: 36 * time.Hour, RepeatAfter: 150 * time.Minute, Spread: 0.125,
		},
		Poll:         Poll{Every: 90 * time.Second, PerHost: PerHost{Parallel: 7, Gap: 500 * time.Millisecond}, AllowPrivateNetworks: true},
		Chat:         Chat{Discord: &Discord{ApplicationID: "123", GuildID: "456", APIURL: "http://127.0.0.1:9/"}},
		Web:          Web{Listen: ":0", PublicURL: "https://pickwick.example/team"},
		DiscordToken: "hunter2",
		Personas: []curation.Persona{{
			ID: "cfo", Name: "CFO", About: "Owns cash. Reports to a board.",
			Interests: []curation.Interest{{Topic: "cash flow", Weight: 2.5, Also: []string{"working capital"}, Ask: "How far?"}},
			Avoid:     []string{"layoffs"},
			Formats:   map[curation.Format]float64{curation.Article: 0, curation.Report: 1.2, curation.Podcast: 0.8, curation.Video: 10},
			Languages: []string{"en", "de"}, Influencers: []string{"Jane Doe"},
			Networks: []curation.Network{curation.LinkedIn, curation.X},
			Feeds: []curation.Feed{
				{URL: "https://one.example/feed.xml?a=b#c", Title: "One", Weight: 0.5, Origin: curation.Others, Personas: []string{"cfo"}},
				{URL: "https://two.example/feed.xml", Weight: 1, Origin: curation.Others, Personas: []string{"cfo"}},
				{URL: "https://three.example/feed.xml", Weight: 1, Origin: curation.Others, Personas: []string{"cfo"}},
			},
		}},
		Profile: curation.CompanyProfile{
			Name: "Acme GmbH", Names: []string{"Acme", "Acme Cloud"}, Domains: []string{"acme.example", "xn--acm-ema.example"},
			Feeds: []curation.Feed{{URL: "https://blog.acme.example/feed.xml", Title: "Blog", Weight: 2, Origin: curation.Company, Personas: []string{"cfo"}}},
		},
		Places: map[string]string{
			"https://one.example/feed.xml?a=b#c": "feeds/cfo.yaml:18", "https://two.example/feed.xml": "feeds/cfo.yaml:19",
			"https://three.example/feed.xml": "feeds/cfo.yaml:20", "https://blog.acme.example/feed.xml": "feeds/company.yaml:6",
		},
	}
	got := load(t, "PICKWICK_DISCORD_TOKEN=hunter2")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestEmptyBlocksMeanTheirDefaults(t *testing.T) {
	files := good(t)
	install(t, files)
	want := load(t)
	for _, block := range []string{"delivery", "poll", "poll:\n  per_host", "chat", "chat:\n  console", "web"} {
		if err := os.WriteFile("configs/pickwick.yaml", []byte("company: Acme\n"+block+":\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, load(t)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", block, diff)
		}
	}
}

func TestTheConsoleIsThereUnlessAnotherChatIs(t *testing.T) {
	const discord = "\n  discord: {application_id: '1'}"
	files := good(t)
	for chat, want := range map[string]Chat{
		"{}":                         {Console: true},
		"{console: {}}":              {Console: true},
		discord:                      {Discord: &Discord{ApplicationID: "1", APIURL: "https://discord.com/"}},
		discord + "\n  console: {}":  {Console: true, Discord: &Discord{ApplicationID: "1", APIURL: "https://discord.com/"}},
		discord + "\n  console: # -": {Console: true, Discord: &Discord{ApplicationID: "1", APIURL: "https://discord.com/"}},
	} {
		files["configs/pickwick.yaml"] = "company: Acme\nchat: " + chat + "\n"
		install(t, files)
		if diff := cmp.Diff(want, load(t).Chat); diff != "" {
			t.Errorf("chat: %s (-want +got):\n%s", chat, diff)
		}
	}
}

func TestPersonasComeByID(t *testing.T) {
	files := good(t)
	for _, id := range []string{"b", "a-b", "a", "a_b"} {
		files["feeds/"+id+".yaml"] = strings.Replace(files["feeds/cfo.yaml"], "persona: cfo", "persona: "+id, 1)
	}
	install(t, files)
	var got []string
	for _, p := range load(t).Personas {
		got = append(got, p.ID)
	}
	if want := []string{"a", "a-b", "a_b", "b", "cfo"}; !cmp.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestOnlyVisibleListsAreRead(t *testing.T) {
	files := good(t)
	for _, name := range []string{".cfo.yaml", "cfo.yaml~", "README.md", "sample/cio.yaml", "#cfo.yaml#"} {
		files["feeds/"+name] = "no: feed list\n"
	}
	install(t, files)
	if n := len(load(t).Personas); n != 1 {
		t.Errorf("%d personas, want 1", n)
	}
}

func TestPathsAreRelativeToTheFileAndShownFromHere(t *testing.T) {
	cfo := good(t)["feeds/cfo.yaml"]
	install(t, map[string]string{
		"etc/pickwick.yaml":  "company: Acme\nfeeds: lists\ndatabase: db/p.db\n",
		"etc/lists/cfo.yaml": strings.Replace(cfo, "persona: cfo", "persona: coo", 1),
		"elsewhere/keep":     "",
	})
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for from, want := range map[string]string{
		".":         "etc/lists/cfo.yaml:1:10:",
		"etc":       "lists/cfo.yaml:1:10:",
		"elsewhere": filepath.Join(here, "etc/lists/cfo.yaml") + ":1:10:",
	} {
		t.Chdir(filepath.Join(here, from))
		_, report := Load(filepath.Join(here, "etc/pickwick.yaml"), nil)
		if len(report.Mistakes) != 1 || !strings.HasPrefix(report.Mistakes[0].String(), want) {
			t.Errorf("from %s: %v, want %s…", from, report.Mistakes, want)
		}
	}
	t.Chdir(here)
	if err := os.WriteFile("etc/lists/cfo.yaml", []byte(cfo), 0o600); err != nil {
		t.Fatal(err)
	}
	absolute := "company: Acme\nfeeds: " + filepath.Join(here, "etc/lists/") + "/\ndatabase: " + filepath.Join(here, "p.db") + "\n"
	if err := os.WriteFile("elsewhere/absolute.yaml", []byte(absolute), 0o600); err != nil {
		t.Fatal(err)
	}
	if cfg := load(t, "PICKWICK_CONFIG=elsewhere/absolute.yaml"); cfg.FeedsDir != filepath.Join(here, "etc/lists") || cfg.Database != filepath.Join(here, "p.db") {
		t.Errorf("absolute: feeds %s, database %s", cfg.FeedsDir, cfg.Database)
	}
	cfg := load(t, "PICKWICK_CONFIG=etc/pickwick.yaml")
	if cfg.FeedsDir != filepath.Join(here, "etc/lists") || cfg.Database != filepath.Join(here, "etc/db/p.db") {
		t.Errorf("feeds %s, database %s", cfg.FeedsDir, cfg.Database)
	}
}

func TestTheErrorIsEveryMistakeOnALine(t *testing.T) {
	report := Report{Mistakes: []Problem{{"a.yaml", 1, 2, "this"}, {"VARIABLE", 0, 0, "that"}}}
	err := report.Err()
	if err == nil || err.Error() != "a.yaml:1:2: this\nVARIABLE: that" || curation.KindOf(err) != curation.Invalid {
		t.Errorf("%v of kind %v", err, curation.KindOf(err))
	}
	if err := (Report{Warnings: report.Mistakes}).Err(); err != nil {
		t.Errorf("warnings alone are an error: %v", err)
	}
}

func TestTheReportIsSortedWithoutRepetitions(t *testing.T) {
	p := func(file string, line, column int) Problem { return Problem{file, line, column, "x"} }
	r := Report{Mistakes: []Problem{p("b", 1, 1), p("a", 10, 1), p("a", 2, 9), p("a", 2, 10), p("a", 2, 9)}}
	want := []Problem{p("a", 2, 9), p("a", 2, 10), p("a", 10, 1), p("b", 1, 1)}
	if diff := cmp.Diff(want, r.sorted().Mistakes); diff != "" {
		t.Error(diff)
	}
}
