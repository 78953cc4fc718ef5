package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/fake/discord"
	"example.com/pickwick/internal/store"
)

// Corpus: the main job on every real feed document, killed on the way.
const (
	corpusReps = 10
	corpusDays = 10
)

// TestMainJobOnRealFeedsSurvivesKills serves every real document of the feed
// corpus, some as one persona's feeds, some as the company's, some as ten
// reps' own, and has the built program fetch, plan and deliver, each killed
// with SIGKILL again and again. In the end nothing is lost and nothing doubled.
func TestMainJobOnRealFeedsSurvivesKills(t *testing.T) {
	data := os.Getenv("PICKWICK_DATA")
	if data == "" {
		t.Skip("set PICKWICK_DATA to the folder with the feed corpus to run this test")
	}
	c := newCorpus(t, filepath.Join(data, "feeds", "corpus", "dev"))

	// What a fetch that nobody disturbs brings.
	calm := c.install(t, "calm", "")
	c.importReps(t, calm)
	want := c.fetch(t, calm)
	if want.Feeds != len(c.documents) {
		t.Errorf("%d feeds polled, want %d", want.Feeds, len(c.documents))
	}
	for _, f := range want.Failures {
		if f.Error == "" {
			t.Errorf("%s failed and the summary does not say why", f.Feed)
		}
		t.Logf("failed: %s: %s", strings.TrimPrefix(f.Feed, c.site.URL), f.Error)
	}
	items := c.counts(t, calm).Items
	t.Logf("%d feeds, %d items, %d feeds failed", want.Feeds, items, len(want.Failures))
	if items < 2000 {
		t.Errorf("only %d items came in", items)
	}

	chat := discord.New(t, discord.Options{})
	in := c.install(t, "killed", chat.URL())
	c.importReps(t, in)

	t.Run("fetch", func(t *testing.T) {
		for _, n := range []int{1, 40, 120, 200, len(c.documents)} {
			c.killAt(t, in, c.request(n), "fetch")
		}
		kills := c.killLaterAndLater(t, in, "fetch")
		c.fetch(t, in)
		if got := c.counts(t, in).Items; got != items {
			t.Errorf("after %d kills %d items are held, want %d", kills+5, got, items)
		}
	})
	t.Run("plan", func(t *testing.T) {
		kills := c.killLaterAndLater(t, in, "plan", "--days", strconv.Itoa(corpusDays))
		c.checkQueues(t, in)
		before := c.run(t, in, "picks", "--json")
		c.run(t, in, "plan", "--days", strconv.Itoa(corpusDays))
		if after := c.run(t, in, "picks", "--json"); !bytes.Equal(before, after) {
			t.Error("planning again changed the queues")
		}
		t.Logf("%d kills", kills)
	})
	t.Run("deliver", func(t *testing.T) {
		for i := range corpusReps {
			hold := discord.NewHold()
			fault := hold.Fault().For(discord.CreateMessage)
			if i%2 == 1 {
				fault = fault.AfterAccept()
			}
			chat.Script(fault)
			c.killAt(t, in, hold.Arrived(), "deliver")
			hold.Release()
		}
		kills := c.killLaterAndLater(t, in, "deliver")
		c.run(t, in, "deliver")
		c.checkDelivered(t, in, chat)
		t.Logf("%d kills", kills+corpusReps)
	})
}

// corpus is the real documents, served on loopback by a server that can tell
// when its n-th request comes.
type corpus struct {
	binary    string
	documents []string
	site      *httptest.Server

	mu    sync.Mutex
	seen  int
	alarm int
	rang  chan struct{}
}

// installation is one configuration with a database of its own.
type installation struct {
	dir    string
	config string
}

func newCorpus(t *testing.T, dir string) *corpus {
	t.Helper()
	c := &corpus{binary: filepath.Join(t.TempDir(), "pickwick")}
	build := exec.CommandContext(t.Context(), "go", "build", "-o", c.binary, ".")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	index, err := os.Open(filepath.Join(dir, "index.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	defer index.Close()
	lines := bufio.NewScanner(index)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if f := strings.Split(lines.Text(), "\t"); f[1] == "real" {
			c.documents = append(c.documents, f[0])
		}
	}
	if len(c.documents) < 200 {
		t.Fatalf("the corpus has only %d real documents", len(c.documents))
	}
	c.site = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c.mu.Lock()
		c.seen++
		if c.seen == c.alarm {
			close(c.rang)
		}
		c.mu.Unlock()
		var n int
		if _, err := fmt.Sscanf(r.URL.Path, "/%d", &n); err != nil || n >= len(c.documents) {
			http.NotFound(w, r)
			return
		}
		body, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(c.documents[n])))
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		kind := "application/xml"
		if strings.HasSuffix(c.documents[n], ".json") {
			kind = "application/feed+json"
		}
		w.Header().Set("Content-Type", kind)
		_, _ = w.Write(body)
	}))
	t.Cleanup(c.site.Close)
	return c
}

// request returns a channel that closes at the n-th request from now.
func (c *corpus) request(n int) <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seen, c.alarm, c.rang = 0, n, make(chan struct{})
	return c.rang
}

func (c *corpus) address(n int) string { return fmt.Sprintf("%s/%d", c.site.URL, n) }

// install writes a configuration: of ten documents seven are a persona's, two
// the company's and one a rep's own. Without an address for Discord the reps
// are on the console.
func (c *corpus) install(t *testing.T, name, discordURL string) installation {
	t.Helper()
	dir := filepath.Join(t.TempDir(), name)
	var persona, company strings.Builder
	own := make([][]string, corpusReps)
	for i := range c.documents {
		switch {
		case i%10 < 7:
			fmt.Fprintf(&persona, "  - url: %s\n", c.address(i))
		case i%10 < 9:
			fmt.Fprintf(&company, "  - url: %s\n", c.address(i))
		default:
			r := i / 10 % corpusReps
			own[r] = append(own[r], c.address(i))
		}
	}
	chat := "console: {}"
	if discordURL != "" {
		chat = "discord: {application_id: \"" + discord.ApplicationID + "\", api_url: \"" + discordURL + "\"}"
	}
	write(t, filepath.Join(dir, "configs", "pickwick.yaml"), `company: Acme
delivery: {at: "00:00", timezone: UTC, days: [mon, tue, wed, thu, fri, sat, sun], min_score: 0, max_age: 0}
poll: {allow_private_networks: true}
chat:
  `+chat+"\n")
	write(t, filepath.Join(dir, "feeds", "reader.yaml"), `persona: reader
name: Somebody who reads about technology
interests:
  - {topic: software, weight: 3, also: [open source, release]}
  - {topic: podcast, also: [episode]}
  - {topic: security}
feeds:
`+persona.String())
	write(t, filepath.Join(dir, "feeds", "company.yaml"), "company: Acme\nfeeds:\n"+company.String())
	var reps bytes.Buffer
	w := csv.NewWriter(&reps)
	_ = w.Write([]string{"id", "name", "chat", "personas", "own_feeds"})
	for r := range corpusReps {
		to := "console"
		if discordURL != "" {
			to = "discord:" + user(r)
		}
		_ = w.Write([]string{fmt.Sprintf("rep%d", r), fmt.Sprintf("Rep %d", r), to, "reader", strings.Join(own[r], ";")})
	}
	w.Flush()
	write(t, filepath.Join(dir, "configs", "reps.csv"), reps.String())
	return installation{dir: dir, config: filepath.Join(dir, "configs", "pickwick.yaml")}
}

func user(rep int) string { return fmt.Sprintf("10000000000000%04d", rep) }

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func (c *corpus) command(ctx context.Context, in installation, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, c.binary, append([]string{"--config", in.config}, args...)...)
	cmd.Env = append(os.Environ(), "PICKWICK_DISCORD_TOKEN="+discord.DefaultToken)
	return cmd
}

// run runs a command to its end and returns what it printed.
func (c *corpus) run(t *testing.T, in installation, args ...string) []byte {
	t.Helper()
	cmd := c.command(t.Context(), in, args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("pickwick %s: %v\n%s", strings.Join(args, " "), err, stderr.Bytes())
	}
	return out
}

func (c *corpus) importReps(t *testing.T, in installation) {
	t.Helper()
	c.run(t, in, "reps", "import", filepath.Join(in.dir, "configs", "reps.csv"))
}

type fetched struct {
	Feeds    int
	Failures []struct{ Feed, Error string }
}

func (c *corpus) fetch(t *testing.T, in installation) fetched {
	t.Helper()
	var sum fetched
	if err := json.Unmarshal(c.run(t, in, "fetch", "--json"), &sum); err != nil {
		t.Fatal(err)
	}
	return sum
}

// killAt starts a command and kills it when the event comes. A command that
// ends by itself first has failed the test.
func (c *corpus) killAt(t *testing.T, in installation, event <-chan struct{}, args ...string) {
	t.Helper()
	cmd := c.command(t.Context(), in, args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	select {
	case <-event:
		_ = cmd.Process.Kill()
		if err := <-ended; err == nil {
			t.Fatalf("pickwick %s ended well although it was killed", strings.Join(args, " "))
		}
	case err := <-ended:
		t.Fatalf("pickwick %s ended before it could be killed: %v\n%s", strings.Join(args, " "), err, stderr.Bytes())
	}
}

// killLaterAndLater starts a command again and again and gives it a little
// longer each time before it is killed, until it ends by itself. It returns
// the number of kills.
func (c *corpus) killLaterAndLater(t *testing.T, in installation, args ...string) (kills int) {
	t.Helper()
	for life := 2 * time.Millisecond; ; life += life/3 + time.Millisecond {
		ctx, cancel := context.WithTimeout(t.Context(), life)
		out, err := c.command(ctx, in, args...).CombinedOutput()
		killed := ctx.Err() != nil
		cancel()
		var exit *exec.ExitError
		switch {
		case err == nil:
			return kills
		case killed && (errors.As(err, &exit) && exit.ExitCode() == -1 || errors.Is(err, context.DeadlineExceeded)):
			kills++
		default:
			t.Fatalf("pickwick %s, after %d kills: %v\n%s", strings.Join(args, " "), kills, err, out)
		}
	}
}

func (c *corpus) counts(t *testing.T, in installation) store.Counts {
	t.Helper()
	st, err := store.Open(t.Context(), filepath.Join(in.dir, "pickwick.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	n, err := st.Counts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// listed returns the picks of each rep as the program prints them.
func (c *corpus) listed(t *testing.T, in installation) map[string][]shownPick {
	t.Helper()
	picks := map[string][]shownPick{}
	dec := json.NewDecoder(bytes.NewReader(c.run(t, in, "picks", "--json")))
	for dec.More() {
		var p shownPick
		if err := dec.Decode(&p); err != nil {
			t.Fatal(err)
		}
		picks[p.Rep] = append(picks[p.Rep], p)
	}
	return picks
}

// checkQueues checks that every rep has ten picks: a day each, no address twice.
func (c *corpus) checkQueues(t *testing.T, in installation) {
	t.Helper()
	picks := c.listed(t, in)
	for r := range corpusReps {
		id := fmt.Sprintf("rep%d", r)
		if n := len(picks[id]); n != corpusDays {
			t.Errorf("%s has %d picks, want %d", id, n, corpusDays)
		}
		once := map[string]bool{}
		for _, p := range picks[id] {
			for _, key := range []string{p.ID, p.Date, p.Item.ID, p.Item.URL} {
				if once[key] {
					t.Errorf("%s has %s twice", id, key)
				}
				once[key] = true
			}
		}
	}
}

// checkDelivered checks that every rep has seen exactly the pick of today.
func (c *corpus) checkDelivered(t *testing.T, in installation, chat *discord.Server) {
	t.Helper()
	c.checkQueues(t, in)
	picks := c.listed(t, in)
	for r := range corpusReps {
		id := fmt.Sprintf("rep%d", r)
		delivered := 0
		for _, p := range picks[id] {
			switch p.Status {
			case curation.Delivered:
				delivered++
			case curation.Queued:
			default:
				t.Errorf("%s: the pick of %s is %s", id, p.Date, p.Status)
			}
		}
		if seen := len(chat.Seen(user(r))); seen != 1 || delivered != 1 {
			t.Errorf("%s saw %d messages and has %d picks delivered, want 1 and 1", id, seen, delivered)
		}
	}
}
