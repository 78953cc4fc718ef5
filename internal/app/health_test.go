package app

import (
	"bytes"
	"context"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"example.com/pickwick/internal/config"
	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/fake/feedhost"
	"example.com/pickwick/internal/ingest"
)

// desk is an application with feeds on a fake host and a clock that is set by hand.
type desk struct {
	*App
	host *feedhost.Host
	now  time.Time
	out  bytes.Buffer
	log  bytes.Buffer
}

func newDesk(t *testing.T, tell string, paths ...string) *desk {
	t.Helper()
	d := &desk{host: feedhost.Start(), now: noon}
	t.Cleanup(d.host.Close)
	persona := curation.Persona{ID: "cfo", Name: "CFO"}
	for _, p := range paths {
		persona.Feeds = append(persona.Feeds, curation.Feed{URL: d.host.URL(p), Origin: curation.Others, Weight: 1})
	}
	cfg := &config.Config{
		Company: "Acme", Database: filepath.Join(t.TempDir(), "pickwick.db"), Personas: []curation.Persona{persona},
		Poll: config.Poll{Every: 30 * time.Minute, AllowPrivateNetworks: true},
		Chat: config.Chat{Console: true}, Tell: curation.ParseAddress(tell),
	}
	var err error
	d.App, err = New(t.Context(), cfg, Options{
		Now: func() time.Time { return d.now }, Out: &d.out, Logger: slog.New(slog.NewTextHandler(&d.log, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

// pass lets time go by in steps of half a day, with everything that serve does.
func (d *desk) pass(ctx context.Context, t *testing.T, days int) {
	t.Helper()
	for range 2 * days {
		d.now = d.now.Add(12 * time.Hour)
		if _, err := d.pollDue(ctx); err != nil {
			t.Fatal(err)
		}
	}
}

func TestMarketingIsToldOnceOfAFeedThatFailedForThreeDays(t *testing.T) {
	d := newDesk(t, "console", "/feed", "/other")
	d.host.Serve("/other", feedhost.Answer{Body: feedhost.RSS("other", 2)})
	d.host.Serve("/feed", feedhost.Answer{Body: feedhost.RSS("CFO Weekly", 3)}, feedhost.Answer{Status: 500})
	d.pass(t.Context(), t, 1)
	for _, step := range []struct {
		days, told int
	}{{2, 0}, {3, 1}, {10, 1}} {
		d.pass(t.Context(), t, step.days)
		if n := strings.Count(d.out.String(), "1 feed needs a look"); n != step.told {
			t.Errorf("on %s marketing was told %d times, not %d:\n%s", d.now.Format(time.DateOnly), n, step.told, d.out.String())
		}
	}
	for _, want := range []string{"For marketing", "CFO Weekly (" + d.host.URL("/feed") + "): failing since", "To do:"} {
		if !strings.Contains(strings.Join(strings.Fields(d.out.String()), " "), want) {
			t.Errorf("no %q in:\n%s", want, d.out.String())
		}
	}
	if n := strings.Count(d.log.String(), "marketing was told"); n != 1 {
		t.Errorf("the log says it %d times:\n%s", n, d.log.String())
	}
	d.host.Serve("/feed", feedhost.Answer{Body: feedhost.RSS("CFO Weekly", 3)})
	d.pass(t.Context(), t, 2)
	d.host.Serve("/feed", feedhost.Answer{Status: 500})
	d.pass(t.Context(), t, 6)
	if n := strings.Count(d.out.String(), "1 feed needs a look"); n != 2 {
		t.Errorf("the next time it failed, marketing had been told %d times, not 2", n)
	}
}

func TestMarketingIsToldOnceOfAFeedThatFellSilent(t *testing.T) {
	d := newDesk(t, "console", "/feed")
	for n := range 6 { // an item comes in each day, and then no more
		d.host.Serve("/feed", feedhost.Answer{Body: feedhost.RSS("Ledger Notes", n+1)})
		d.pass(t.Context(), t, 1)
	}
	d.pass(t.Context(), t, 40)
	for range 2 { // it stays away for a day, and comes back as silent as before
		d.host.Serve("/feed", feedhost.Answer{Status: 503}, feedhost.Answer{Body: feedhost.RSS("Ledger Notes", 6)})
		d.pass(t.Context(), t, 4)
	}
	if n := strings.Count(d.out.String(), "silent since"); n != 1 {
		t.Errorf("told %d times:\n%s", n, d.out.String())
	}
}

func TestWithoutAChatTheLogTells(t *testing.T) {
	d := newDesk(t, "", "/feed")
	d.host.Serve("/feed", feedhost.Answer{Status: 410})
	d.pass(t.Context(), t, 5)
	if n := strings.Count(d.log.String(), "a feed needs a look"); n != 1 || d.out.Len() > 0 {
		t.Errorf("the log says it %d times, and the console %q:\n%s", n, d.out.String(), d.log.String())
	}
}

func TestWhatIsHeldBackIsOfferedOnceMarketingAcceptsIt(t *testing.T) {
	d := newDesk(t, "console", "/feed")
	elsewhere := strings.Replace(d.host.URL("/spam"), "127.0.0.1", "localhost", 1)
	d.host.Serve("/feed", feedhost.Answer{Body: feedhost.RSS("before", 6)}, feedhost.Redirect(302, elsewhere))
	d.host.Serve("/spam", feedhost.Answer{Body: feedhost.RSS("afterwards", 7)})
	d.pass(t.Context(), t, 2)
	offered := func() int {
		items, err := d.store.Items(t.Context(), time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		return len(items)
	}
	health, err := d.Health(t.Context(), nil)
	if err != nil || len(health) != 1 || health[0].Condition != ingest.Quarantined || offered() != 6 {
		t.Fatalf("%+v (%v), %d items to offer", health, err, offered())
	}
	if !strings.Contains(d.out.String(), "feeds accept") {
		t.Errorf("marketing is not told what to do:\n%s", d.out.String())
	}
	if n, err := d.Accept(t.Context(), "AFTERWARDS"); err != nil || n != 7 || offered() != 13 {
		t.Errorf("accepted: %d items released (%v), %d to offer", n, err, offered())
	}
	if _, err := d.Accept(t.Context(), d.host.URL("/feed")); curation.KindOf(err) != curation.Conflict {
		t.Errorf("accepted again: %v", err)
	}
	if _, err := d.Accept(t.Context(), "nobody"); curation.KindOf(err) != curation.Invalid {
		t.Errorf("a feed that is on no list: %v", err)
	}
	if health, err = d.Health(t.Context(), nil); err != nil || health[0].Condition != ingest.Well {
		t.Errorf("%+v (%v)", health, err)
	}
}

func TestWhoIsOfflineBlamesNoFeed(t *testing.T) {
	d := newDesk(t, "console", "/feed")
	for _, host := range []string{"one.invalid", "two.invalid", "three.invalid"} {
		d.cfg.Personas[0].Feeds = append(d.cfg.Personas[0].Feeds, curation.Feed{URL: "http://" + host + "/feed", Origin: curation.Others})
	}
	d.cfg.Personas[0].Feeds = d.cfg.Personas[0].Feeds[1:]
	d.pass(t.Context(), t, 6)
	if d.out.Len() > 0 || !strings.Contains(d.log.String(), "look at the network of this machine") {
		t.Errorf("marketing was told:\n%s\nlog:\n%s", d.out.String(), d.log.String())
	}
	if health, err := d.Health(t.Context(), nil); err != nil || health[0].Condition != ingest.Failing {
		t.Errorf("%+v, %v", health, err)
	}
}

func TestAFeedThatIsGoneIsFetchedOnlyWhenNamed(t *testing.T) {
	d := newDesk(t, "", "/gone", "/well")
	d.host.Serve("/gone", feedhost.Answer{Status: 410})
	d.host.Serve("/well", feedhost.Answer{Body: feedhost.RSS("well", 1)})
	for n, names := range [][]string{nil, nil, {d.host.URL("/gone")}} {
		if _, err := d.Fetch(t.Context(), names, nil); err != nil {
			t.Fatal(err)
		}
		if got, want := len(d.host.Requests("/gone")), []int{1, 1, 2}[n]; got != want {
			t.Errorf("after fetch %d it was asked %d times, not %d", n+1, got, want)
		}
	}
}
