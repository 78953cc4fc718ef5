package app

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"example.com/pickwick/internal/curation"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// noon is a Friday; the sample feeds are dated relative to it.
var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func newDemo(t *testing.T, opts Options) *Demo {
	t.Helper()
	t.Setenv("TMPDIR", t.TempDir())
	if opts.Now == nil {
		opts.Now = func() time.Time { return noon }
	}
	d, err := NewDemo(t.Context(), opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
		if left, err := os.ReadDir(os.Getenv("TMPDIR")); err != nil || len(left) > 0 {
			t.Errorf("the demo left %v behind (%v)", left, err)
		}
	})
	return d
}

func TestDemoFillsTenDaysWithAllOriginsEachWithAQuote(t *testing.T) {
	var out bytes.Buffer
	d := newDemo(t, Options{Out: &out})
	sum, err := d.Fetch(t.Context(), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if sum.Feeds != 12 || len(sum.Failures) > 0 || sum.NewItems < 200 {
		t.Errorf("fetched %+v, want 12 feeds without a failure and 200 items or more", sum)
	}
	plan, err := d.Plan(t.Context(), 10)
	if err != nil {
		t.Fatal(err)
	}
	if len(plan.Queues) != 3 {
		t.Fatalf("%d queues, want 3", len(plan.Queues))
	}
	for _, q := range plan.Queues {
		origins := map[curation.Origin]int{}
		stories := map[string]bool{}
		for _, p := range q.Picks {
			origins[p.Origin]++
			r, ok := curation.Evidence(p.Reasons)
			if !ok {
				t.Errorf("%s, %s: no reason quotes the article", q.Rep.ID, p.Date)
			}
			if whole := p.Item.Title + "\n" + p.Item.Summary + "\n" + p.Item.Text; !strings.Contains(whole, r.Evidence) {
				t.Errorf("%s, %s: %q does not stand in the article", q.Rep.ID, p.Date, r.Evidence)
			}
			if strings.Contains(strings.ToLower(p.Item.Title+p.Item.Summary), "book a demo") {
				t.Errorf("%s, %s: a pitch: %s", q.Rep.ID, p.Date, p.Item.Title)
			}
			stories[p.StoryID] = true
		}
		if origins[curation.Others] != 7 || origins[curation.Company] != 2 || origins[curation.Own] != 1 {
			t.Errorf("%s: %v, want 7 others, 2 company, 1 own", q.Rep.ID, origins)
		}
		if len(stories) != 10 {
			t.Errorf("%s: %d different stories in ten days", q.Rep.ID, len(stories))
		}
	}
	if _, err := d.Deliver(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(out.String(), "Pick for "); n != 3 {
		t.Errorf("%d cards were printed, want 3", n)
	}
}

// TestExplainAgreesWithThePlan checks that the score of a pick, explained,
// is the score that it was picked for.
func TestExplainAgreesWithThePlan(t *testing.T) {
	d := newDemo(t, Options{})
	if _, err := d.Fetch(t.Context(), nil, nil); err != nil {
		t.Fatal(err)
	}
	plan, err := d.Plan(t.Context(), 10)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range plan.Queues {
		for _, p := range q.Picks {
			e, err := d.Explain(t.Context(), p.Item.ID, p.Persona)
			if err != nil {
				t.Fatal(err)
			}
			if e.Score.Total != p.Score || e.Story.ID != p.StoryID || e.Place < 1 || e.Place > e.Of {
				t.Errorf("%s, %s: explained as %.1f (number %d of %d), picked for %.1f", q.Rep.ID, p.Date, e.Score.Total, e.Place, e.Of, p.Score)
			}
		}
	}
	if _, err := d.Explain(t.Context(), "nothing", "cfo"); curation.KindOf(err) != curation.NotFound {
		t.Errorf("an unknown ID: %v", err)
	}
	if _, err := d.Explain(t.Context(), plan.Queues[0].Picks[0].Item.ID, "nobody"); curation.KindOf(err) != curation.Invalid {
		t.Errorf("an unknown persona: %v", err)
	}
}

// counter is a writer that says when a text has been written so many times.
type counter struct {
	mu     sync.Mutex
	text   string
	want   int
	seen   bytes.Buffer
	closed bool
	done   chan struct{}
}

func (c *counter) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seen.Write(p)
	if !c.closed && strings.Count(c.seen.String(), c.text) >= c.want {
		c.closed = true
		close(c.done)
	}
	return len(p), nil
}

func TestServeDoesTheJobByItselfAndStops(t *testing.T) {
	cards := &counter{text: "Pick for ", want: 3, done: make(chan struct{})}
	// Early enough for serve to deliver in Chicago, Stockholm and Tokyo alike.
	d := newDemo(t, Options{Out: cards, Now: func() time.Time { return noon.Add(-330 * time.Minute) }})
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	ready, ended := make(chan net.Addr, 1), make(chan error, 1)
	go func() { ended <- d.Serve(ctx, func(a net.Addr) { ready <- a }) }()
	var addr net.Addr
	select {
	case addr = <-ready:
	case err := <-ended:
		t.Fatalf("serve ended: %v", err)
	}

	for path, want := range map[string]string{
		"/healthz": "ok\n",
		"/readyz":  "ready\n",
		"/metrics": "pickwick_feeds",
	} {
		status, header, body := get(t, "http://"+addr.String()+path)
		if status != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("%s answered %d: %s", path, status, body)
		}
		if path != "/metrics" && header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s lets a browser guess its type", path)
		}
	}
	if status, _, _ := get(t, "http://"+addr.String()+"/elsewhere"); status != http.StatusNotFound {
		t.Errorf("an unknown path answered %d", status)
	}

	if err := d.Serve(t.Context(), nil); curation.KindOf(err) != curation.Conflict {
		t.Errorf("a second serve on one database: %v", err)
	}

	select {
	case <-cards.done:
	case err := <-ended:
		t.Fatalf("serve ended before it delivered: %v", err)
	}
	stop()
	if err := <-ended; err != nil {
		t.Errorf("serve: %v", err)
	}
}

func get(t *testing.T, url string) (int, http.Header, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, res.Header, string(body)
}

func TestReadyzSaysWhenTheDatabaseIsGone(t *testing.T) {
	d := newDemo(t, Options{})
	handler := d.operations()
	ask := func() (int, string) {
		server := &recorder{header: http.Header{}}
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "/readyz", nil)
		if err != nil {
			t.Fatal(err)
		}
		handler.ServeHTTP(server, req)
		return server.status, server.body.String()
	}
	if status, _ := ask(); status != http.StatusOK {
		t.Errorf("readyz answered %d", status)
	}
	if err := d.store.Close(); err != nil {
		t.Fatal(err)
	}
	if status, body := ask(); status != http.StatusServiceUnavailable || body != "the database does not answer\n" {
		t.Errorf("without a database readyz answered %d: %s", status, body)
	}
}

type recorder struct {
	status int
	header http.Header
	body   bytes.Buffer
}

func (r *recorder) Header() http.Header         { return r.header }
func (r *recorder) WriteHeader(status int)      { r.status = status }
func (r *recorder) Write(p []byte) (int, error) { return r.body.Write(p) }

func TestAJobThatFailsOrPanicsIsCountedAndTheNextOneRuns(t *testing.T) {
	d := newDemo(t, Options{})
	d.work(t.Context(), "poll", func(context.Context) error { return errors.New("no") })
	d.work(t.Context(), "poll", func(context.Context) error { panic("no") })
	d.work(t.Context(), "poll", func(context.Context) error { return nil })
	families, err := d.metrics.registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]uint64{}
	for _, f := range families {
		if f.GetName() == "pickwick_job_seconds" {
			for _, m := range f.GetMetric() {
				got[m.GetLabel()[1].GetValue()] += m.GetHistogram().GetSampleCount()
			}
		}
	}
	if got["failed"] != 2 || got["ok"] != 1 {
		t.Errorf("counted %v, want 2 failed and 1 ok", got)
	}
}
