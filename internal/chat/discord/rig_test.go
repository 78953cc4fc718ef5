package discord

import (
	"bytes"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/delivery"
	"example.com/pickwick/internal/delivery/deliverytest"
	fake "example.com/pickwick/internal/fake/discord"
)

const rep = "81384788765712384"

var to = curation.Address{Chat: "discord", User: rep}

// spec is loaded once: it takes 50 ms.
var spec = sync.OnceValues(func() (*fake.Spec, error) {
	return fake.LoadSpec(func(string, ...any) {})
})

// rig is a chat before a fake Discord, with one clock for both.
type rig struct {
	*Chat
	server *fake.Server
	log    *bytes.Buffer

	mu    sync.Mutex
	clock time.Time
}

func newRig(t *testing.T, o fake.Options) *rig {
	t.Helper()
	r := &rig{clock: deliverytest.Now, log: &bytes.Buffer{}}
	var err error
	if o.Spec, err = spec(); err != nil {
		t.Fatal(err)
	}
	if !o.Spec.Loaded() {
		t.Logf("%s is unset: only the hand-written limits are checked", fake.DataEnv)
	}
	o.Now = r.now
	r.server = fake.New(t, o)
	// A transport of its own, so that every connection ends with the test.
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	r.Chat, err = New(Options{
		Token: fake.DefaultToken, ApplicationID: fake.ApplicationID, APIURL: r.server.URL(),
		HTTP: &http.Client{Transport: transport}, Now: r.now,
		Logger: slog.New(slog.NewTextHandler(r.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if strings.Contains(r.log.String(), fake.DefaultToken) {
			t.Error("the log shows the token")
		}
	})
	return r
}

func (r *rig) now() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.clock
}

func (r *rig) advance(d time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.clock = r.clock.Add(d)
}

// arrived is what the rep reads and can open.
func arrived(s *fake.Server) (out []deliverytest.Arrived) {
	for _, m := range s.Seen(rep) {
		a := deliverytest.Arrived{}
		text := []string{m.Content}
		for _, e := range m.Embeds {
			title, _ := fake.Render(e.Title)
			description, _ := fake.Render(e.Description)
			text = append(text, title, description)
			if e.Author != nil {
				text = append(text, e.Author.Name)
			}
			if e.Footer != nil {
				text = append(text, e.Footer.Text)
			}
			if e.URL != "" {
				a.Links = append(a.Links, e.URL)
			}
		}
		for _, b := range m.Buttons() {
			text = append(text, b.Label)
			a.Links = append(a.Links, b.URL)
		}
		a.Text = strings.Join(text, "\n")
		out = append(out, a)
	}
	return out
}

func TestDiscordPassesTheSuiteOfChats(t *testing.T) {
	deliverytest.Run(t, func(t *testing.T) deliverytest.Rig {
		t.Helper()
		r := newRig(t, fake.Options{})
		suite := deliverytest.Rig{
			Chat: r.Chat, To: to, Advance: r.advance, NoMailto: true,
			Secrets: []string{fake.DefaultToken},
			Arrived: func() []deliverytest.Arrived { return arrived(r.server) },
			Stall: func() <-chan struct{} {
				hold := fake.NewHold()
				r.server.Script(hold.Fault().For(fake.CreateMessage))
				t.Cleanup(hold.Release)
				return hold.Arrived()
			},
		}
		for _, f := range faults {
			suite.Faults = append(suite.Faults, deliverytest.Fault{
				Name: f.name, Want: f.want, Arrange: func() { r.server.Script(f.fault) },
			})
		}
		return suite
	})
}

// faults is every scripted answer to a message with what it means.
var faults = []struct {
	name  string
	fault fake.Fault
	want  delivery.Outcome
	wait  time.Duration
}{
	{"429 of the route", onMessage(fake.RateLimited("user", 30*time.Second)), delivery.Later, 30 * time.Second},
	{"429 for all", onMessage(fake.RateLimited("global", 30*time.Second)), delivery.Later, 30 * time.Second},
	{"429 shared", onMessage(fake.RateLimited("shared", 30*time.Second)), delivery.Later, 30 * time.Second},
	{"429 as a page", onMessage(fake.Cloudflare(429, 40*time.Second)), delivery.Later, 40 * time.Second},
	{"500", onMessage(fake.ServerError(500)), delivery.Unsure, 0},
	{"502", onMessage(fake.ServerError(502)), delivery.Unsure, 0},
	{"503", onMessage(fake.ServerError(503)), delivery.Unsure, 0},
	{"504 as a page", onMessage(fake.Cloudflare(504, 0)), delivery.Unsure, 0},
	{"500 after accept", onMessage(fake.ServerError(500)).AfterAccept(), delivery.Unsure, 0},
	{"502 after accept", onMessage(fake.ServerError(502)).AfterAccept(), delivery.Unsure, 0},
	{"overloaded", onMessage(fake.Refuse(503, 130000, "API resource is currently overloaded.")), delivery.Later, 0},
	{"reset before accept", onMessage(fake.Reset()), delivery.Unsure, 0},
	{"reset after accept", onMessage(fake.Reset()).AfterAccept(), delivery.Unsure, 0},
	{"200 that is no message", onMessage(fake.Fault{Status: 200, Body: "{}", Odd: true}).AfterAccept(), delivery.Unsure, 0},
	{"200 that is no JSON", onMessage(fake.Fault{Status: 200, Body: "<p>hello", Odd: true}).AfterAccept(), delivery.Unsure, 0},
	{"401", onMessage(fake.BadToken()), delivery.Halted, 0},
	{"403 missing access", onMessage(fake.Refuse(403, 50001, "Missing Access")), delivery.Refused, 0},
	{"403 direct messages closed", onMessage(fake.Refuse(403, 50007, "Cannot send messages to this user")), delivery.Refused, 0},
	{"403 no permission", onMessage(fake.Refuse(403, 50013, "Missing Permissions")), delivery.Refused, 0},
	{"403 no mutual server", onMessage(fake.Refuse(403, 50278, "Cannot send messages to this user due to having no mutual guilds")), delivery.Refused, 0},
	{"403 of a kind not known", onMessage(fake.Refuse(403, 59999, "No")), delivery.Refused, 0},
	{"403 as a page", onMessage(fake.Cloudflare(403, 0)), delivery.Halted, 0},
	{"403 blocked agent", onMessage(fake.Refuse(403, 40333, "internal network error")), delivery.Halted, 0},
	{"403 unverified", onMessage(fake.Refuse(403, 40002, "You need to verify your account")), delivery.Halted, 0},
	{"404 unknown channel", onMessage(fake.Refuse(404, 10003, "Unknown Channel")), delivery.Refused, 0},
	{"404 deleted since", onMessage(fake.Refuse(404, 10008, "Unknown Message")), delivery.Rejected, 0},
	{"404 as a page", onMessage(fake.Cloudflare(404, 0)), delivery.Halted, 0},
	{"307", onMessage(fake.Fault{Status: 307, Header: map[string]string{"Location": "https://other.example/"}}), delivery.Halted, 0},
	{"400 invalid form", onMessage(fake.Refuse(400, 50035, "Invalid Form Body")), delivery.Rejected, 0},
	{"400 empty", onMessage(fake.Refuse(400, 50006, "Cannot send an empty message")), delivery.Rejected, 0},
	{"413", onMessage(fake.Refuse(413, 40005, "Request entity too large")), delivery.Rejected, 0},
	{"slow mode", onMessage(fake.Fault{Status: 429, Body: `{"code":20016,"message":"slowmode","retry_after":30,"global":false}`}), delivery.Later, 30 * time.Second},

	{"opening too fast", onOpen(fake.Refuse(403, 40003, "You are opening direct messages too fast")), delivery.Later, 0},
	{"opening 429", onOpen(fake.RateLimited("user", 30*time.Second)), delivery.Later, 30 * time.Second},
	{"opening 500", onOpen(fake.ServerError(500)), delivery.Later, 0},
	{"opening reset", onOpen(fake.Reset()).AfterAccept(), delivery.Later, 0},
	{"opening answered by nonsense", onOpen(fake.Fault{Status: 200, Body: "[]", Odd: true}), delivery.Later, 0},
	{"opening unknown recipient", onOpen(fake.Refuse(400, 50033, "Invalid Recipient(s)")), delivery.Refused, 0},
	{"opening unknown user", onOpen(fake.Refuse(404, 10013, "Unknown User")), delivery.Refused, 0},
	{"opening invalid form", onOpen(fake.Refuse(400, 50035, "Invalid Form Body")), delivery.Refused, 0},
	{"opening 401", onOpen(fake.BadToken()), delivery.Halted, 0},
}

func onMessage(f fake.Fault) fake.Fault { return f.For(fake.CreateMessage) }
func onOpen(f fake.Fault) fake.Fault    { return f.For(fake.OpenDM) }
