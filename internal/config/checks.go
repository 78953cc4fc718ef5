package config

import (
	"fmt"
	"net"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"example.com/pickwick/internal/curation"
)

// place is where a feed or a topic stands first.
type place struct {
	file    string
	line    int
	address string // of the feed, as it is spelled there
}

func (p place) String() string { return fmt.Sprintf("%s:%d", p.file, p.line) }

// checkTell finds a chat for marketing that is not set up.
func (d *document) checkTell() {
	node := child(child(d.root, "marketing"), "tell")
	to, _ := text(node)
	chats := child(d.root, "chat")
	switch chat := curation.ParseAddress(to).Chat; {
	case to == "", checkChat(to) != nil, child(chats, chat) != nil:
	case chat == "console" && child(chats, "discord") == nil: // then there is nothing but the console
	default:
		d.mistake(node, "the chat %s is not set up: add chat.%s, or name one that is", chat, chat)
	}
}

// checkMix reports shares that don't add up to 100.
func (d *document) checkMix() {
	mix := child(d.root, "mix")
	var m curation.Mix
	for key, share := range map[string]*int{"others": &m.Others, "company": &m.Company, "own": &m.Own} {
		n := child(mix, key)
		if n == nil || n.Kind != yaml.ScalarNode || n.Decode(share) != nil || *share < 0 || *share > 100 {
			return // the schema has said so
		}
	}
	if err := m.Validate(); err != nil {
		d.mistake(mix, "`mix`: %v: change them until they do", err)
	}
}

// checkPersona reports what the schema can't see in a persona's file.
func (d *document) checkPersona(ids map[string]string) {
	id := personaOf(d.file)
	if err := checkPersonaID(id); err != nil {
		d.mistake(d.at(""), "the name of the file is not a persona: %v", err)
	} else if n := child(d.root, "persona"); n != nil {
		if got, ok := text(n); ok && got != id && checkPersonaID(got) == nil {
			d.mistake(n, "`persona` is %s, but the file is %s: write %s, or rename the file to %s.yaml%s",
				quote(got), filepath.Base(d.file), id, got, alreadyHas(ids, got))
		}
	}
	topics := map[string]int{}
	for _, i := range items(child(d.root, "interests")) {
		n := child(i, "topic")
		if topic, ok := text(n); ok {
			key := fold(topic)
			if line := topics[key]; line != 0 {
				d.mistake(n, "the topic %s stands twice, first on line %d: keep one, with all its synonyms under `also`", quote(topic), line)
			} else {
				topics[key] = n.Line
			}
		}
	}
	d.checkPhrases(topics)
}

func alreadyHas(ids map[string]string, id string) string {
	if file, ok := ids[id]; ok {
		return " (there is one already: " + file + ")"
	}
	return ""
}

// personaOf is the persona that a file is for, by its name.
func personaOf(file string) string { return strings.TrimSuffix(filepath.Base(file), ".yaml") }

// checkFeeds reports feeds that stand twice on one list, or on all under another
// spelling, and adds the others to all, by sameFeed.
func (d *document) checkFeeds(all map[string]place) {
	seen := map[string]int{}
	var open []*yaml.Node
	for _, f := range items(child(d.root, "feeds")) {
		n := child(f, "url")
		address, ok := text(n)
		if !ok || checkWebAddress(address) != nil {
			continue
		}
		key := sameFeed(address)
		if line := seen[key]; line != 0 {
			d.mistake(n, "this feed stands twice, first on line %d: keep one", line)
			continue
		}
		seen[key] = n.Line
		if first, ok := all[key]; !ok {
			all[key] = place{d.file, n.Line, address}
		} else if first.address != address {
			d.warn(n, "this is the feed of %s, spelled differently: use one spelling", first)
		}
		if scheme, _, _ := strings.Cut(address, ":"); strings.EqualFold(scheme, "http") && !onThisMachine(address) {
			open = append(open, n)
		}
	}
	switch len(open) {
	case 0:
	case 1:
		d.warn(open[0], "the feed is fetched over http, where anybody on the way can change it: use https if the site has it")
	default:
		d.warn(open[0], "%d feeds are fetched over http, where anybody on the way can change them, this one first: use https where the site has it", len(open))
	}
}

// onThisMachine reports whether an address leads back to where Pickwick runs.
func onThisMachine(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Hostname() == "localhost" || net.ParseIP(u.Hostname()).IsLoopback())
}

// sameFeed is equal for addresses that bring the same feed, as far as an
// address can tell. It is for comparing, not for visiting.
func sameFeed(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return address
	}
	host := strings.TrimPrefix(strings.ToLower(u.Host), "www.")
	if port := u.Port(); port == "80" || port == "443" {
		host = strings.TrimSuffix(host, ":"+port)
	}
	parameters := slices.DeleteFunc(strings.Split(u.RawQuery, "&"), func(parameter string) bool {
		return parameter == "" || strings.HasPrefix(strings.ToLower(parameter), "utm_")
	})
	path := strings.TrimRight(slashes.ReplaceAllString(u.EscapedPath(), "/"), "/")
	return host + path + "?" + strings.Join(parameters, "&")
}

var slashes = regexp.MustCompile("//+")

// checkCompany reports what the schema can't see in company.yaml. personas are
// those that have a file; others are the places of their feeds.
func (d *document) checkCompany(app *document, personas []string, others map[string]place) {
	n := child(d.root, "company")
	want, said := text(child(app.root, "company"))
	if got, ok := text(n); ok && said && oneLine(got) != oneLine(want) && strings.TrimSpace(got) != "" {
		d.mistake(n, "`company` is %s, but %s says %s: write the same name in both", quote(got), app.file, quote(want))
	}
	for _, f := range items(child(d.root, "feeds")) {
		for _, p := range items(child(f, "personas")) {
			if id, ok := text(p); ok && checkPersonaID(id) == nil && !slices.Contains(personas, id) {
				d.mistake(p, "there is no persona %s: %s", quote(id), suggestion(id, personas))
			}
		}
		address, ok := text(child(f, "url"))
		if at, listed := others[sameFeed(address)]; ok && listed {
			d.mistake(child(f, "url"), "this feed is on the list %s too: it is either the company's or others', keep it in one", at)
		}
	}
}

// warnPersona points at what makes a persona's picks poor.
func (d *document) warnPersona() {
	if len(items(child(d.root, "interests"))) == 0 {
		d.warn(d.at("persona"), "the persona has no interests: nothing can be matched, so list what these buyers care about")
	}
	for _, i := range items(child(d.root, "interests")) {
		if ask, _ := text(child(i, "ask")); strings.TrimSpace(ask) == "" && child(i, "topic") != nil {
			d.warn(child(i, "topic"), "the interest has no `ask`: its picks come without a conversation starter")
		}
	}
	if len(items(child(d.root, "feeds"))) < 3 {
		d.warn(d.at("feeds"), "the list has fewer than the 3 feeds that it should have at least: days without a pick are likely")
	}
}

// warnCompany points at personas that never get company content.
func (d *document) warnCompany(personas []string) {
	for _, id := range personas {
		serves := func(f *yaml.Node) bool {
			list := items(child(f, "personas"))
			return len(list) == 0 || slices.ContainsFunc(list, func(n *yaml.Node) bool { s, _ := text(n); return s == id })
		}
		if !slices.ContainsFunc(items(child(d.root, "feeds")), serves) {
			d.warn(d.at("feeds"), "no company feed serves the persona %s: its reps get no company content", id)
		}
	}
}

// at is a key of the file, or the beginning of the file without that key.
func (d *document) at(key string) *yaml.Node {
	if k, _ := entry(d.root, key); k != nil {
		return k
	}
	return &yaml.Node{Line: 1, Column: 1}
}

// oneLine trims a text and makes every run of blanks one space.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
