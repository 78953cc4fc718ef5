package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

const user = "81384788765712384"

// client calls a fake as a well-behaved bot does.
type client struct {
	t *testing.T
	*Server
	clock  time.Time
	header http.Header
}

// spec is loaded once: it takes 50 ms.
var spec = sync.OnceValues(func() (*Spec, error) { return LoadSpec(func(string, ...any) {}) })

func start(t *testing.T, o Options) *client {
	t.Helper()
	c := &client{t: t, clock: time.Date(2026, 11, 23, 8, 30, 0, 0, time.UTC), header: http.Header{
		"User-Agent": {"DiscordBot (https://example.com, 1)"}, "Authorization": {"Bot " + DefaultToken},
		"Content-Type": {"application/json"},
	}}
	o.Now = func() time.Time { return c.clock }
	var err error
	if o.Spec, err = spec(); err != nil {
		t.Fatal(err)
	}
	c.Server = New(t, o)
	return c
}

// do makes a call and returns its status, headers and decoded answer.
func (c *client) do(method, path, body string) (int, http.Header, map[string]any) {
	c.t.Helper()
	status, header, raw, err := c.try(context.Background(), method, path, body)
	if err != nil {
		c.t.Fatal(err)
	}
	var out map[string]any
	if err := json.Unmarshal(raw, &out); err != nil && len(raw) > 0 && raw[0] == '{' {
		c.t.Fatal(err)
	}
	return status, header, out
}

func (c *client) try(ctx context.Context, method, path, body string) (int, http.Header, []byte, error) {
	req, err := http.NewRequestWithContext(ctx, method, c.URL()+"api/v10"+path, strings.NewReader(body))
	if err != nil {
		return 0, nil, nil, err
	}
	req.Header = c.header.Clone()
	resp, err := c.http.Client().Do(req)
	if err != nil {
		return 0, nil, nil, err
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	return resp.StatusCode, resp.Header, raw, err
}

func (c *client) dm() string {
	c.t.Helper()
	_, _, ch := c.do("POST", "/users/@me/channels", `{"recipient_id":"`+user+`"}`)
	id, _ := ch["id"].(string)
	return "/channels/" + id + "/messages"
}

func TestEveryEndpointSatisfiesTheDocument(t *testing.T) {
	c := start(t, Options{})
	messages := c.dm()
	_, _, m := c.do("POST", messages, `{"content":"hello","embeds":[{"title":"t","url":"https://example.com/","footer":{"text":"f"}}],
		"components":[{"type":1,"components":[{"type":2,"style":5,"label":"Go","url":"https://example.com/"}]}]}`)
	for _, call := range []struct{ method, path, body string }{
		{"GET", messages + "?limit=100", ""},
		{"PATCH", messages + "/" + m["id"].(string), `{"content":"edited"}`},
		{"GET", "/users/@me", ""},
		{"GET", "/gateway", ""},
		{"GET", "/gateway/bot", ""},
		{"GET", "/applications/@me", ""},
		{"GET", "/oauth2/applications/@me", ""},
	} {
		if status, _, _ := c.do(call.method, call.path, call.body); status != 200 {
			t.Errorf("%s %s answers %d", call.method, call.path, status)
		}
	}
	if got := c.Seen(user); len(got) != 1 || got[0].Content != "edited" || len(got[0].Embeds) != 1 || len(got[0].Buttons()) != 1 {
		t.Errorf("the user sees %+v", got)
	}
	if n := len(c.Requests()); n != 9 || c.Count(CreateMessage) != 1 {
		t.Errorf("%d calls in the log", n)
	}
	// New fails this test for any answer that breaks the document.
}

func TestOpeningTwiceGivesOneChannel(t *testing.T) {
	c := start(t, Options{})
	if a, b := c.dm(), c.dm(); a != b {
		t.Errorf("%s, then %s", a, b)
	}
}

func TestEveryRequestMustSayWhoAsks(t *testing.T) {
	for name, c := range map[string]struct {
		header, value string
		body          string
		status        int
		violation     bool
	}{
		"no user agent":       {"User-Agent", "curl/8", `{"content":"x"}`, 403, true},
		"agent without url":   {"User-Agent", "DiscordBot (pickwick, 1)", `{"content":"x"}`, 403, true},
		"no token":            {"Authorization", "", `{"content":"x"}`, 401, false},
		"token without Bot":   {"Authorization", DefaultToken, `{"content":"x"}`, 401, false},
		"wrong token":         {"Authorization", "Bot other", `{"content":"x"}`, 401, false},
		"no content type":     {"Content-Type", "", `{"content":"x"}`, 400, true},
		"form":                {"Content-Type", "application/x-www-form-urlencoded", `{"content":"x"}`, 400, true},
		"not JSON":            {"Content-Type", "application/json", `{"content":`, 400, true},
		"all as it should be": {"Content-Type", "application/json", `{"content":"x"}`, 200, false},
	} {
		t.Run(name, func(t *testing.T) {
			cl := start(t, Options{})
			messages := cl.dm()
			cl.header.Set(c.header, c.value)
			status, _, _ := cl.do("POST", messages, c.body)
			if status != c.status {
				t.Errorf("answered %d, want %d", status, c.status)
			}
			if got := len(cl.Violations()) > 0; got != c.violation {
				t.Errorf("violations: %q", cl.Violations())
			}
			cl.AllowViolations()
			if made := len(cl.Seen(user)) > 0; made != (c.status == 200) {
				t.Errorf("made=%v with status %d", made, status)
			}
		})
	}
}

func TestUnknownPlacesAreViolationsOrUnknown(t *testing.T) {
	c := start(t, Options{})
	if status, _, e := c.do("POST", "/channels/99/messages", `{"content":"x"}`); status != 404 || e["code"] != 10003.0 {
		t.Errorf("unknown channel: %d %v", status, e)
	}
	if len(c.Violations()) > 0 {
		t.Errorf("an unknown channel is no fault of form: %q", c.Violations())
	}
	if status, _, _ := c.do("GET", "/guilds/1", ""); status != 404 || len(c.Violations()) != 1 {
		t.Errorf("unknown endpoint: %d, %q", status, c.Violations())
	}
	c.AllowViolations()
}

func TestNonceMemory(t *testing.T) {
	c := start(t, Options{NonceWindow: 3 * time.Minute})
	messages := c.dm()
	send := func(nonce string, enforce bool) string {
		t.Helper()
		_, _, m := c.do("POST", messages, fmt.Sprintf(`{"content":"x","nonce":%q,"enforce_nonce":%v}`, nonce, enforce))
		if m["nonce"] != nonce {
			t.Errorf("the answer has nonce %v, want %s", m["nonce"], nonce)
		}
		id, _ := m["id"].(string)
		return id
	}
	first := send("a", true)
	if again := send("a", true); again != first {
		t.Error("the same nonce made a second message")
	}
	if send("b", true) == first {
		t.Error("another nonce made none")
	}
	c.clock = c.clock.Add(3*time.Minute - time.Second)
	if send("a", true) != first {
		t.Error("forgotten before the window was over")
	}
	if send("a", false) == first {
		t.Error("a nonce that is not enforced was")
	}
	c.clock = c.clock.Add(4 * time.Minute)
	second := send("a", true)
	if second == first {
		t.Error("remembered after the window was over")
	}
	c.ForgetNonces()
	if third := send("a", true); third == second {
		t.Error("remembered after ForgetNonces")
	} else {
		c.Delete(third)
	}
	if status, _, e := c.do("POST", messages, `{"content":"x","nonce":"a","enforce_nonce":true}`); status != 404 || e["code"] != 10008.0 {
		t.Errorf("the nonce of a deleted message: %d %v", status, e)
	}
}

func TestHistoryIsPagedAndHasNoNonce(t *testing.T) {
	c := start(t, Options{})
	messages := c.dm()
	for i := range 7 {
		c.clock = c.clock.Add(time.Second)
		c.do("POST", messages, fmt.Sprintf(`{"content":"%d","nonce":"n%d"}`, i, i))
	}
	c.Say(user, "7")
	list := func(query string) string {
		t.Helper()
		_, _, raw, err := c.try(t.Context(), "GET", messages+query, "")
		if err != nil {
			t.Fatal(err)
		}
		var page []map[string]any
		if err := json.Unmarshal(raw, &page); err != nil {
			t.Fatal(err)
		}
		var text strings.Builder
		for _, m := range page {
			if _, has := m["nonce"]; has {
				t.Error("history shows a nonce")
			}
			text.WriteString(m["content"].(string))
		}
		return text.String()
	}
	id := func(i int) string { return c.byUser[user].messages[i].ID }
	for query, want := range map[string]string{
		"":                           "76543210",
		"?limit=3":                   "765",
		"?after=0&limit=3":           "210",
		"?after=" + id(2):            "76543",
		"?limit=2&after=" + id(2):    "43",
		"?limit=2&before=" + id(5):   "43",
		"?after=" + id(7):            "",
		"?limit=100&after=" + id(-0): "7654321",
	} {
		if got := list(query); got != want {
			t.Errorf("%s gives %q, want %q", query, got, want)
		}
	}
	for _, bad := range []string{"?limit=0", "?limit=101", "?limit=x", "?after=x", "?after=1&before=2"} {
		if status, _, _ := c.do("GET", messages+bad, ""); status != 400 {
			t.Errorf("%s answers %d", bad, status)
		}
	}
	c.AllowViolations()
	if got := c.Seen(user); len(got) != 7 {
		t.Errorf("the bot has shown %d messages, want 7: what the user says is not among them", len(got))
	}
}

func TestEditsAreOfOwnMessagesAndReparseMentions(t *testing.T) {
	c := start(t, Options{})
	messages := c.dm()
	_, _, m := c.do("POST", messages, `{"content":"@everyone","allowed_mentions":{"parse":[]}}`)
	c.Say(user, "mine")
	at := messages + "/" + m["id"].(string)
	if got := c.Seen(user)[0].Pings; got != nil {
		t.Errorf("pinged %v", got)
	}
	c.do("PATCH", at, `{"content":"@here"}`)
	if got := c.Seen(user)[0].Pings; len(got) != 1 || got[0] != "here" {
		t.Errorf("an edit without allowed_mentions pinged %v", got)
	}
	if status, _, e := c.do("PATCH", messages+"/"+c.byUser[user].messages[1].ID, `{"content":"x"}`); status != 403 || e["code"] != 50005.0 {
		t.Errorf("editing another's: %d %v", status, e)
	}
	if status, _, e := c.do("PATCH", messages+"/1", `{"content":"x"}`); status != 404 || e["code"] != 10008.0 {
		t.Errorf("editing none: %d %v", status, e)
	}
}

func TestFaultsComeInOrderForTheirCall(t *testing.T) {
	c := start(t, Options{})
	messages := c.dm()
	c.Script(
		ServerError(502).For(CreateMessage),
		Refuse(403, 50007, "Cannot send messages to this user").For(CreateMessage).AfterAccept(),
		Cloudflare(429, 5*time.Second).For(ListMessages),
	)
	if status, _, _ := c.do("GET", "/users/@me", ""); status != 200 {
		t.Errorf("a call that no fault waits for: %d", status)
	}
	if status, _, _ := c.do("POST", messages, `{"content":"x"}`); status != 502 || len(c.Seen(user)) != 0 {
		t.Errorf("first: %d, %d seen", status, len(c.Seen(user)))
	}
	if status, _, e := c.do("POST", messages, `{"content":"x"}`); status != 403 || e["code"] != 50007.0 || len(c.Seen(user)) != 1 {
		t.Errorf("second: %d %v, %d seen", status, e, len(c.Seen(user)))
	}
	if status, h, _ := c.do("GET", messages, ""); status != 429 || h.Get("Content-Type") != "text/html" || h.Get("Retry-After") != "5" {
		t.Errorf("third: %d %v", status, h)
	}
	if status, _, _ := c.do("POST", messages, `{"content":"x"}`); status != 200 {
		t.Errorf("after the script: %d", status)
	}
	c.Block(user, Refuse(403, 50007, "Cannot send messages to this user"))
	for range 2 {
		if status, _, _ := c.do("POST", messages, `{"content":"x"}`); status != 403 {
			t.Errorf("blocked: %d", status)
		}
	}
	c.Unblock(user)
	if status, _, _ := c.do("POST", messages, `{"content":"x"}`); status != 200 {
		t.Errorf("unblocked: %d", status)
	}
}

func TestResetsAndHangs(t *testing.T) {
	c := start(t, Options{})
	messages := c.dm()
	hold := NewHold()
	c.Script(Reset(), Reset().AfterAccept(), hold.Fault().AfterAccept())
	for want := range 2 {
		if _, _, _, err := c.try(t.Context(), "POST", messages, `{"content":"x"}`); err == nil {
			t.Error("a reset connection answered")
		}
		if got := len(c.Seen(user)); got != want {
			t.Errorf("%d seen, want %d", got, want)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() {
		if _, _, _, err := c.try(ctx, "POST", messages, `{"content":"x"}`); !errors.Is(err, context.Canceled) {
			t.Errorf("the hanging call ended with %v", err)
		}
	})
	<-hold.Arrived()
	if err := c.Await(t.Context(), func() bool { return len(c.Seen(user)) == 2 }); err != nil {
		t.Error(err)
	}
	cancel()
	wg.Wait()
	hold.Release()
	if err := c.Await(ctx, func() bool { return false }); !errors.Is(err, context.Canceled) {
		t.Errorf("Await ended with %v", err)
	}
}

func TestRateLimits(t *testing.T) {
	c := start(t, Options{PerRoute: Rate{2, 5 * time.Second}, Global: Rate{6, time.Second}})
	messages := c.dm()
	post := func() (int, http.Header, map[string]any) { return c.do("POST", messages, `{"content":"x"}`) }
	post()
	if status, h, _ := post(); status != 200 || h.Get("X-RateLimit-Remaining") != "0" || h.Get("X-RateLimit-Limit") != "2" || h.Get("X-RateLimit-Reset-After") != "5.000" {
		t.Errorf("last of the bucket: %d %v", status, h)
	}
	if status, h, e := post(); status != 429 || h.Get("Retry-After") != "5" || h.Get("X-RateLimit-Scope") != "user" || e["retry_after"] != 5.0 || e["global"] != false {
		t.Errorf("over the bucket: %d %v %v", status, h, e)
	}
	c.do("GET", "/users/@me", "")
	c.do("GET", "/users/@me", "")
	if status, h, e := c.do("GET", "/gateway", ""); status != 429 || h.Get("X-RateLimit-Global") != "true" || h.Get("X-RateLimit-Reset-After") != "" || e["global"] != true {
		t.Errorf("over the global limit: %d %v %v", status, h, e)
	}
	c.clock = c.clock.Add(5 * time.Second)
	if status, _, _ := post(); status != 200 {
		t.Errorf("in the next window: %d", status)
	}
}
