package discord

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/delivery"
	"example.com/pickwick/internal/delivery/deliverytest"
	fake "example.com/pickwick/internal/fake/discord"
)

// failure sends and wants it to fail as a *SendError.
func failure(t *testing.T, r *rig, m delivery.Message) *delivery.SendError {
	t.Helper()
	_, err := r.Send(t.Context(), to, m)
	var se *delivery.SendError
	if !errors.As(err, &se) {
		t.Fatalf("got %T %v, want a *SendError", err, err)
	}
	return se
}

func TestEachFaultHasItsOutcomeAndWait(t *testing.T) {
	for _, f := range faults {
		t.Run(f.name, func(t *testing.T) {
			r := newRig(t, fake.Options{})
			r.server.Script(f.fault)
			se := failure(t, r, deliverytest.Sample("1"))
			if se.Outcome != f.want || se.Wait != f.wait {
				t.Errorf("outcome %d after %s, want %d after %s: %v", se.Outcome, se.Wait, f.want, f.wait, se.Err)
			}
			if n := r.server.Count(f.fault.On); n != 1 {
				t.Errorf("asked %d times, want once: delivery repeats, not the chat", n)
			}
			if se.Reason == "" || se.Err == nil || strings.Contains(se.Reason, "%!") {
				t.Errorf("reason %q, cause %v", se.Reason, se.Err)
			}
		})
	}
}

func TestNoRefusalIsSilentAboutWhatToDo(t *testing.T) {
	for code := range 200_000 {
		if o, reason, ok := byCode(code); ok && o == delivery.Refused && !strings.Contains(reason, "then resume them") {
			t.Errorf("%d: %q names no way back", code, reason)
		}
	}
}

func TestTheTokenIsNowhere(t *testing.T) {
	// A server that repeats everything it was sent, in every place there is.
	for _, status := range []int{200, 400, 401, 403, 404, 429, 500, 502} {
		r := newRig(t, fake.Options{})
		echo := "Bot " + fake.DefaultToken
		r.server.Script(fake.Fault{
			On: fake.CreateMessage, Status: status, Odd: true,
			Header: map[string]string{"Retry-After": echo, "X-RateLimit-Reset-After": echo, "Location": "https://" + fake.DefaultToken + ".example/"},
			Body:   fmt.Sprintf(`{"code":50099,"message":"line\nbreak %s","id":7}`, echo),
		})
		se := failure(t, r, deliverytest.Sample("1"))
		for err := error(se); err != nil; err = errors.Unwrap(err) {
			for _, text := range []string{err.Error(), fmt.Sprintf("%v %+v", err, err)} {
				if strings.Contains(text, fake.DefaultToken) || strings.Contains(text, "\n") {
					t.Errorf("%d: %q", status, text)
				}
			}
		}
		if strings.Contains(r.log.String(), fake.DefaultToken) {
			t.Errorf("%d: the log shows the token", status)
		}
	}
}

func TestNothingListens(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	_ = l.Close()
	for name, api := range map[string]string{"closed port": "http://" + address, "no such host": "http://discord.invalid/"} {
		c, err := New(Options{Token: "x", APIURL: api})
		if err != nil {
			t.Fatal(err)
		}
		_, err = c.Send(t.Context(), to, deliverytest.Sample("1"))
		var se *delivery.SendError
		if !errors.As(err, &se) || se.Outcome != delivery.Later {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestNobodyToWriteTo(t *testing.T) {
	r := newRig(t, fake.Options{})
	for _, user := range []string{"", "0", "ana", "-1", "81384788765712384/../1", "99999999999999999999999"} {
		_, err := r.Send(t.Context(), curation.Address{Chat: "discord", User: user}, deliverytest.Sample("1"))
		var se *delivery.SendError
		if !errors.As(err, &se) || se.Outcome != delivery.Refused {
			t.Errorf("%q: %v", user, err)
		}
	}
	if n := r.server.Count(fake.Any); n != 0 {
		t.Errorf("Discord was asked %d times", n)
	}
}

func TestConversationsAreOpenedOnce(t *testing.T) {
	r := newRig(t, fake.Options{})
	for i := range 3 {
		if _, err := r.Send(t.Context(), to, deliverytest.Sample(strconv.Itoa(i))); err != nil {
			t.Fatal(err)
		}
	}
	if n := r.server.Count(fake.OpenDM); n != 1 {
		t.Errorf("opened %d times", n)
	}
	// One that is gone is opened anew at the next send.
	r.server.Script(fake.Refuse(404, 10003, "Unknown Channel").For(fake.CreateMessage))
	_ = failure(t, r, deliverytest.Sample("gone"))
	if _, err := r.Send(t.Context(), to, deliverytest.Sample("back")); err != nil {
		t.Fatal(err)
	}
	if n := r.server.Count(fake.OpenDM); n != 2 {
		t.Errorf("opened %d times, want again after it was gone", n)
	}
}

func TestAConversationBeingOpenedHoldsUpNoOther(t *testing.T) {
	r := newRig(t, fake.Options{})
	if _, err := r.Send(t.Context(), to, deliverytest.Sample("1")); err != nil {
		t.Fatal(err)
	}
	hold := fake.NewHold()
	r.server.Script(hold.Fault().For(fake.OpenDM))
	opened := make(chan struct{})
	go func() {
		defer close(opened)
		_, _ = r.Send(t.Context(), curation.Address{Chat: "discord", User: "81384788765712385"}, deliverytest.Sample("2"))
	}()
	<-hold.Arrived()
	sent := make(chan error, 1)
	go func() {
		_, err := r.Send(t.Context(), to, deliverytest.Sample("3"))
		sent <- err
	}()
	select {
	case err := <-sent:
		if err != nil {
			t.Error(err)
		}
	case <-opened: // given up for want of an answer
		t.Error("a known conversation waited for another to be opened")
	}
	hold.Release()
	<-opened
}

func TestARepeatAfterAnyDoubtIsOneMessage(t *testing.T) {
	for _, f := range faults {
		if f.want != delivery.Unsure {
			continue
		}
		t.Run(f.name, func(t *testing.T) {
			r := newRig(t, fake.Options{NonceWindow: repeatSafe + time.Second})
			r.server.Script(f.fault)
			_ = failure(t, r, deliverytest.Sample("1"))
			r.advance(repeatSafe)
			ref, err := r.Send(t.Context(), to, deliverytest.Sample("1"))
			if err != nil {
				t.Fatal(err)
			}
			seen := r.server.Seen(rep)
			if len(seen) != 1 || ref != seen[0].Channel+"/"+seen[0].ID {
				t.Errorf("%d messages, reference %s", len(seen), ref)
			}
		})
	}
}

func TestARestartKeepsTheNonce(t *testing.T) {
	r := newRig(t, fake.Options{})
	m := deliverytest.Sample("1")
	if _, err := r.Send(t.Context(), to, m); err != nil {
		t.Fatal(err)
	}
	again, err := New(Options{Token: "Bot " + fake.DefaultToken + "\n", APIURL: r.server.URL(), Now: r.now})
	if err != nil {
		t.Fatal(err)
	}
	m.Score, m.Age = 12, "yesterday" // what a later rendering may change
	if _, err := again.Send(t.Context(), to, m); err != nil {
		t.Fatal(err)
	}
	if n := len(r.server.Seen(rep)); n != 1 {
		t.Errorf("%d messages", n)
	}
}

// The server says that nothing remains for an hour. Discordgo's limiter would
// sleep for it under a lock, whatever the context says.
func TestALongWaitIsReturnedNotSlept(t *testing.T) {
	r := newRig(t, fake.Options{PerRoute: fake.Rate{Limit: 1, Window: time.Hour}})
	if _, err := r.Send(t.Context(), to, deliverytest.Sample("1")); err != nil {
		t.Fatal(err)
	}
	se := failure(t, r, deliverytest.Sample("2"))
	if se.Outcome != delivery.Later || se.Wait != time.Hour {
		t.Errorf("outcome %d after %s", se.Outcome, se.Wait)
	}
	if n := r.server.Count(fake.CreateMessage); n != 1 {
		t.Errorf("asked %d times: a 429 was provoked", n)
	}
	r.advance(time.Hour)
	if _, err := r.Send(t.Context(), to, deliverytest.Sample("2")); err != nil {
		t.Error(err)
	}
}

func TestAGlobalLimitHoldsBackOtherReps(t *testing.T) {
	r := newRig(t, fake.Options{})
	r.server.Script(fake.RateLimited("global", time.Minute).For(fake.CreateMessage))
	_ = failure(t, r, deliverytest.Sample("1"))
	before := r.server.Count(fake.Any)
	_, err := r.Send(t.Context(), curation.Address{Chat: "discord", User: "7"}, deliverytest.Sample("2"))
	var se *delivery.SendError
	if !errors.As(err, &se) || se.Outcome != delivery.Later || se.Wait != time.Minute {
		t.Errorf("another rep: %v", err)
	}
	if n := r.server.Count(fake.Any); n != before {
		t.Error("Discord was asked during the pause")
	}
}

func TestABadTokenStopsEverything(t *testing.T) {
	r := newRig(t, fake.Options{Token: "another"})
	if se := failure(t, r, deliverytest.Sample("1")); se.Outcome != delivery.Halted || !strings.Contains(se.Reason, "PICKWICK_DISCORD_TOKEN") {
		t.Errorf("%d %s", se.Outcome, se.Reason)
	}
	if se := failure(t, r, deliverytest.Sample("2")); se.Outcome != delivery.Halted || !strings.Contains(se.Reason, "PICKWICK_DISCORD_TOKEN") {
		t.Errorf("second: %d %s", se.Outcome, se.Reason)
	}
	if n := r.server.Count(fake.Any); n != 1 {
		t.Errorf("asked %d times, want once", n)
	}
}

func TestCancellingWhileTheConversationIsOpened(t *testing.T) {
	r := newRig(t, fake.Options{})
	hold := fake.NewHold()
	r.server.Script(hold.Fault().For(fake.OpenDM))
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-hold.Arrived()
		cancel()
	}()
	_, err := r.Send(ctx, to, deliverytest.Sample("1"))
	var se *delivery.SendError
	if !errors.As(err, &se) || se.Outcome != delivery.Later || !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	hold.Release()
}

func TestAPathBeforeTheAPIIsKept(t *testing.T) {
	seen := make(chan string, 1)
	c, err := New(Options{Token: "x", APIURL: "http://proxy.example/discord/", HTTP: &http.Client{
		Transport: roundTrip(func(req *http.Request) (*http.Response, error) {
			seen <- req.URL.String() + " " + req.Header.Get("User-Agent")
			return nil, errors.New("enough")
		}),
	}})
	if err != nil {
		t.Fatal(err)
	}
	_, _, _ = c.Find(t.Context(), to, deliverytest.Sample("1"), time.Time{})
	if got, want := <-seen, "http://proxy.example/discord/api/v9/users/@me/channels "+userAgent; got != want {
		t.Errorf("asked %s, want %s", got, want)
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

func TestNewRefusesWhatCannotWork(t *testing.T) {
	for name, o := range map[string]Options{
		"no token":       {},
		"blank token":    {Token: " \n"},
		"token in two":   {Token: "abc def"},
		"no address":     {Token: "x", APIURL: "discord"},
		"not the web":    {Token: "x", APIURL: "ftp://discord.com/"},
		"address broken": {Token: "x", APIURL: "http://[::1"},
	} {
		c, err := New(o)
		if c != nil || curation.KindOf(err) != curation.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if c, err := New(Options{Token: "x"}); err != nil || c.RepeatSafe() != 2*time.Minute {
		t.Errorf("the least that is needed: %v", err)
	}
}

func TestCheckTellsWhoseTokenItIs(t *testing.T) {
	r := newRig(t, fake.Options{})
	if name, err := r.Check(t.Context()); err != nil || name != "Pickwick" {
		t.Errorf("%q, %v", name, err)
	}
	r.appID = "7"
	if _, err := r.Check(t.Context()); curation.KindOf(err) != curation.Invalid || !strings.Contains(err.Error(), fake.ApplicationID) {
		t.Errorf("another application: %v", err)
	}
	r.server.Script(fake.ServerError(500))
	if _, err := r.Check(t.Context()); curation.KindOf(err) != curation.Unavailable {
		t.Errorf("an outage: %v", err)
	}
	r.server.Script(fake.Fault{Status: 200, Body: "[", Odd: true})
	if _, err := r.Check(t.Context()); curation.KindOf(err) != curation.Unavailable {
		t.Errorf("nonsense: %v", err)
	}
	r.server.Script(fake.BadToken())
	if _, err := r.Check(t.Context()); curation.KindOf(err) != curation.Invalid || !strings.Contains(err.Error(), "PICKWICK_DISCORD_TOKEN") {
		t.Errorf("a bad token: %v", err)
	}
}
