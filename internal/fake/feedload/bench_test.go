//go:build unix

package feedload_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"example.com/pickwick/internal/fake/feedload"
	"example.com/pickwick/internal/fake/hostile"
	"example.com/pickwick/internal/store"
)

// The environment of `make bench-ingest`.
const (
	benchVar   = "PICKWICK_BENCH_INGEST"  // number of runs; set: measure at full size
	profileVar = "PICKWICK_BENCH_PROFILE" // folder for profiles of our process
)

// size is how much is measured. Outside of `make bench-ingest` it is enough to
// see that everything works, and no time is judged.
type size struct {
	feeds, runs, lost, neighbours int
	full                          bool
}

func sizeOf(t *testing.T) size {
	if wanted := os.Getenv(benchVar); wanted != "" {
		runs, err := strconv.Atoi(wanted)
		if err != nil || runs < 1 {
			t.Fatalf("%s is no number of runs: %q", benchVar, wanted)
		}
		return size{feeds: 2000, runs: runs, lost: 2000, neighbours: 400, full: true}
	}
	if testing.Short() {
		t.Skip("starts several processes")
	}
	return size{feeds: 100, runs: 1, lost: 300, neighbours: 20}
}

// benchRounds are what serve meets, one after the other.
var benchRounds = []struct {
	order order
	serve feedload.Round
	bar   float64 // ours at most, as a multiple of the floor
}{
	{order{Name: "cold", Score: true}, feedload.Round{Validators: true}, 1.4},
	{order{Name: "one new item a feed"}, feedload.Round{Version: 1, Validators: true}, 0.5},
	{order{Name: "all 304", Bare: true}, feedload.Round{Version: 1, Validators: true}, 2.5},
	{order{Name: "same body, no validators", Bare: true}, feedload.Round{Version: 1}, 1.5},
}

// Bars of the poll as a whole.
const (
	memoryBar     = 120 // MB
	faultyBar     = 1.25
	faultyGrace   = 3 * time.Second
	neighboursBar = 1.2
	inFlight      = 256
)

// TestBenchRounds measures what our process takes for each round, beside the
// floor. Each run has a process and a database of its own for both.
func TestBenchRounds(t *testing.T) {
	n := sizeOf(t)
	server := startServer(t, n.feeds)
	reports := map[bool][][]report{} // by whether it is the floor, by round
	for _, floor := range []bool{true, false} {
		reports[floor] = make([][]report, len(benchRounds))
	}
	for run := range n.runs {
		for _, floor := range []bool{run%2 == 0, run%2 != 0} {
			for i, r := range oneRun(t, server, n.feeds, floor) {
				reports[floor][i] = append(reports[floor][i], r)
			}
		}
	}
	t.Log(roundsTable(n, reports))
	t.Log(faultyLine(t, server, n, reports[false][0]))
}

func startServer(t *testing.T, feeds int) *feedload.Server {
	t.Helper()
	server := feedload.Start(feedload.Options{Feeds: feeds, Now: time.Now()})
	t.Cleanup(server.Close)
	return server
}

// oneRun is all rounds in one process, with what they brought.
func oneRun(t *testing.T, server *feedload.Server, feeds int, floor bool) []report {
	t.Helper()
	j := job{Floor: floor, Dir: t.TempDir(), URLs: server.URLs()}
	if !floor {
		j.Profile = os.Getenv(profileVar)
	}
	c := startChild(t, j)
	defer c.end()
	var list []report
	for _, round := range benchRounds {
		if err := server.Begin(round.serve); err != nil {
			t.Fatal(err)
		}
		r := c.do(round.order)
		checkRound(t, round.order.Name, feeds, r, server.Counts())
		list = append(list, r)
	}
	return list
}

// checkRound sees to it that what was measured is what was to be measured.
func checkRound(t *testing.T, name string, feeds int, r report, c feedload.Counts) {
	t.Helper()
	items, full := 0, feeds
	switch name {
	case "cold":
		items = 30 * feeds
	case "one new item a feed":
		items = feeds
	case "all 304":
		full = 0
	}
	if r.New != items || r.Failed != 0 || c.Full != full || c.Unchanged != feeds-full || c.Requests != feeds {
		t.Errorf("%s: %+v, served %+v", name, r, c)
	}
}

func roundsTable(n size, reports map[bool][][]report) string {
	table := fmt.Sprintf("\n%d feeds of 30 items, medians of %d run(s), processor time per 1,000 feeds\n\n"+
		"| round | floor | ours | ratio | at most | |\n| --- | --- | --- | --- | --- | --- |\n", n.feeds, n.runs)
	per := func(list []report, what func(report) time.Duration) float64 {
		return medianOf(list, what).Seconds() * 1000 / float64(n.feeds)
	}
	memory, unscored := 0, 0
	for i, round := range benchRounds {
		floor := per(reports[true][i], func(r report) time.Duration { return r.Poll.Busy })
		ours := per(reports[false][i], func(r report) time.Duration { return r.Poll.Busy + r.Score.Busy })
		scored := per(reports[false][i], func(r report) time.Duration { return r.Score.Busy })
		name := round.order.Name
		if round.order.Score {
			name += fmt.Sprintf(" (%.2f s of it scores for %d personas)", scored, personas)
		}
		table += fmt.Sprintf("| %s | %.3f s | %.3f s | %.2f | %.1f | %s |\n", name, floor, ours, ours/floor, round.bar, kept(ours <= floor*round.bar))
		for _, r := range reports[false][i] {
			memory = max(memory, r.Memory)
			if i == 0 {
				unscored = max(unscored, r.Polled)
			}
		}
	}
	return table + fmt.Sprintf("\nPeak memory %d MB (%d MB before anything was scored), at most %d: %s", memory, unscored, memoryBar, kept(memory <= memoryBar))
}

// faultyLine measures a cold poll of which a tenth of the hosts are slow and a
// twentieth fail, beside the clean ones.
func faultyLine(t *testing.T, server *feedload.Server, n size, clean []report) string {
	t.Helper()
	round := feedload.Round{Validators: true, Slow: 10, Failing: 5}
	if !n.full {
		round.Slow = 0 // three seconds that prove nothing here
	}
	var faulty []report
	for range n.runs {
		if err := server.Begin(round); err != nil {
			t.Fatal(err)
		}
		c := startChild(t, job{Dir: t.TempDir(), URLs: server.URLs()})
		r := c.do(order{Name: "faulty"})
		c.end()
		if r.Failed != n.feeds/20 || r.New != 30*(n.feeds-r.Failed) {
			t.Errorf("%+v, served %+v", r, server.Counts())
		}
		faulty = append(faulty, r)
	}
	took := func(r report) time.Duration { return r.Poll.Took }
	before, after := medianOf(clean, took), medianOf(faulty, took)
	limit := time.Duration(float64(before)*faultyBar) + faultyGrace
	return fmt.Sprintf("\nA cold poll takes %.1f s; with %d %% of the hosts 3 s slow and %d %% failing %.1f s, at most %.1f s: %s",
		before.Seconds(), round.Slow, round.Failing, after.Seconds(), limit.Seconds(), kept(after <= limit))
}

// TestNothingIsLostWith256RequestsInFlight counts what is in the database
// against what was served.
func TestNothingIsLostWith256RequestsInFlight(t *testing.T) {
	n := sizeOf(t)
	server := startServer(t, n.lost)
	if err := server.Begin(feedload.Round{Validators: true, Together: inFlight}); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	c := startChild(t, job{Dir: dir, URLs: server.URLs(), Total: inFlight})
	c.do(order{Name: "cold, 256 at once"})
	c.end()
	st, err := store.Open(t.Context(), filepath.Join(dir, databaseName))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	byFeed, total := map[string]int{}, 0
	for it, err := range st.RecentItems(t.Context(), time.Time{}) {
		if err != nil {
			t.Fatal(err)
		}
		byFeed[it.FeedURL]++
		total++
	}
	counts := server.Counts()
	if total != counts.Items || counts.Full != n.lost || counts.Peak != inFlight {
		t.Errorf("%d items are saved; served %+v", total, counts)
	}
	for _, url := range server.URLs() {
		if byFeed[url] != 30 {
			t.Errorf("%s: %d items are saved", url, byFeed[url])
		}
	}
	t.Logf("%d feeds, up to %d requests at once: %d items served, %d missing", n.lost, counts.Peak, counts.Items, counts.Items-total)
}

// TestHostileFeedsDelayNoOther compares when the last ordinary feed of a poll
// is saved, without and with all hostile kinds in the same poll.
func TestHostileFeedsDelayNoOther(t *testing.T) {
	n := sizeOf(t)
	server := startServer(t, n.neighbours)
	if err := server.Begin(feedload.Round{Validators: true}); err != nil {
		t.Fatal(err)
	}
	host, err := hostile.Start()
	if err != nil {
		t.Fatal(err)
	}
	defer host.Close()
	var kinds []string
	for _, k := range hostile.Kinds() {
		kinds = append(kinds, host.URL(k.Name))
	}
	reports := map[bool][]report{}
	for run := range n.runs {
		for _, attacked := range []bool{run%2 != 0, run%2 == 0} {
			j := job{Dir: t.TempDir(), URLs: server.URLs()}
			if attacked {
				j.First, j.Profile = kinds, os.Getenv(profileVar)
			}
			c := startChild(t, j)
			r := c.do(order{Name: "among hostile feeds"})
			c.end()
			if r.New < 30*n.neighbours || attacked != (r.Failed > 0) {
				t.Errorf("%+v", r)
			}
			reports[attacked] = append(reports[attacked], r)
		}
	}
	last := func(r report) time.Duration { return r.Last }
	busy := func(r report) time.Duration { return r.Poll.Busy }
	alone, among := medianOf(reports[false], last), medianOf(reports[true], last)
	t.Logf("\n%d feeds alone: the last is saved after %.2f s (%.2f s of processor time). With %d hostile ones: %.2f s (%.2f s), %.2f times as long, at most %.1f: %s",
		n.neighbours, alone.Seconds(), medianOf(reports[false], busy).Seconds(), len(kinds), among.Seconds(), medianOf(reports[true], busy).Seconds(),
		among.Seconds()/alone.Seconds(), neighboursBar, kept(among.Seconds() <= neighboursBar*alone.Seconds()))
}

func medianOf(list []report, what func(report) time.Duration) time.Duration {
	var all []time.Duration
	for _, r := range list {
		all = append(all, what(r))
	}
	slices.Sort(all)
	return all[len(all)/2]
}

func kept(ok bool) string {
	if ok {
		return "yes"
	}
	return "**no**"
}
