package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"example.com/pickwick/internal/app"
	"example.com/pickwick/internal/fake/feedhost"
)

// heldFeed is a desk with one feed that changed hands after its first poll.
type heldFeed struct {
	t      *testing.T
	config string
	feed   string // its address
}

func newHeldFeed(t *testing.T) heldFeed {
	t.Helper()
	host := feedhost.Start()
	t.Cleanup(host.Close)
	elsewhere := strings.Replace(host.URL("/spam"), "127.0.0.1", "localhost", 1)
	host.Serve("/feed", feedhost.Answer{Body: feedhost.RSS("before", 6)}, feedhost.Redirect(302, elsewhere))
	host.Serve("/spam", feedhost.Answer{Body: feedhost.RSS("afterwards", 7)})
	dir := t.TempDir()
	for name, text := range map[string]string{
		"configs/pickwick.yaml": "company: Acme\npoll: {allow_private_networks: true}\n",
		"feeds/cfo.yaml":        "persona: cfo\nname: CFO\ninterests: [{topic: story, ask: Why?}]\nfeeds: [{url: \"" + host.URL("/feed") + "\"}]\n",
		"feeds/company.yaml":    "company: Acme\nfeeds: []\n",
	} {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return heldFeed{t, filepath.Join(dir, "configs", "pickwick.yaml"), host.URL("/feed")}
}

// pickwick carries out a command line, and returns what was written, and the
// exit status.
func (h heldFeed) pickwick(args ...string) (out, errs string, status int) {
	var o, e bytes.Buffer
	status = run(h.t.Context(), append([]string{"--config", h.config}, args...), &surroundings{
		in: strings.NewReader(""), out: &o, err: &e, now: func() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) },
	})
	return o.String(), e.String(), status
}

func TestFetchSaysWhichFeedIsHeldBackAndWhatToDo(t *testing.T) {
	h := newHeldFeed(t)
	if out, errs, _ := h.pickwick("fetch"); strings.Contains(out, "need a look") {
		t.Fatalf("%s%s", out, errs)
	}
	out, errs, status := h.pickwick("fetch")
	_, look, _ := strings.Cut(out, "These need a look:\n")
	for _, want := range []string{
		"  afterwards (" + h.feed + ")\n", "\n      its new items are held back: its address now leads to localhost",
		"\n      To do: look at its site; if all is well: pickwick feeds accept " + h.feed + "\n",
	} {
		if !strings.Contains("\n"+look, want) {
			t.Errorf("no %q in (status %d)\n%s%s", want, status, out, errs)
		}
	}
	out, _, _ = h.pickwick("fetch", "--json")
	var sum app.FetchSummary
	if err := json.Unmarshal([]byte(out), &sum); err != nil || len(sum.Held) != 1 || sum.Held[0].Feed != h.feed || sum.Held[0].Held == "" || !strings.Contains(out, `"held":[{`) {
		t.Errorf("%v: %s", err, out)
	}
	if out, _, _ := h.pickwick("fetch"); !strings.Contains(out, "     1  unchanged since last time\n") {
		t.Errorf("the next time: %s", out)
	}
}

func TestExplainSaysThatAnItemIsHeldBack(t *testing.T) {
	h := newHeldFeed(t)
	for range 2 {
		if _, errs, status := h.pickwick("fetch"); status != 0 {
			t.Fatal(errs)
		}
	}
	const name = "https://example.com/afterwards/3"
	_, errs, status := h.pickwick("explain", name, "--persona", "cfo")
	for _, want := range []string{"“afterwards, story number 3 of the day” is held back", "leads to localhost", "pickwick feeds accept " + h.feed} {
		if !strings.Contains(errs, want) {
			t.Errorf("no %q in: %s", want, errs)
		}
	}
	if status != exitFailed {
		t.Errorf("status %d", status)
	}
	if _, errs, status := h.pickwick("explain", "https://example.com/nowhere", "--persona", "cfo"); !strings.Contains(errs, "there is no story or item") || status != exitFailed {
		t.Errorf("what isn't there: status %d: %s", status, errs)
	}
	out, errs, _ := h.pickwick("explain", "https://example.com/before/3", "--persona", "cfo")
	if !strings.Contains(out, "before, story number 3") {
		t.Errorf("what came before: %s%s", out, errs)
	}
	if _, errs, status := h.pickwick("feeds", "accept", h.feed); status != 0 {
		t.Fatal(errs)
	}
	out, errs, _ = h.pickwick("explain", name, "--persona", "cfo", "--json")
	var e shownExplanation
	if err := json.Unmarshal([]byte(out), &e); err != nil || e.Item.URL != name {
		t.Errorf("accepted: %v: %s%s", err, out, errs)
	}
}

func TestOutcomesInPlainWords(t *testing.T) {
	var out bytes.Buffer
	c := cli{surroundings: &surroundings{out: &out}}
	c.printFetched(app.FetchSummary{Feeds: 68, NewItems: 1, Outcomes: map[string]int{
		"dead host": 47, "unchanged": 12, "nothing new": 3, "new items": 4, "HTTP status 418": 2,
	}})
	const want = `68 feeds polled, 1 new item.
    47  host not found
    12  unchanged since last time
     4  new items
     3  changed, but nothing new
     2  HTTP status 418
`
	if out.String() != want {
		t.Errorf("%s", &out)
	}
}
