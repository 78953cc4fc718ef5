//go:build unix

package ingest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/fake/hostile"
	"example.com/pickwick/internal/ingest"
	"example.com/pickwick/internal/ingest/fetch"
	"example.com/pickwick/internal/store"
)

// What one hostile feed may take, opening the database and all.
const (
	hostileTime   = 2 * time.Second
	hostileMemory = 256 // MB
)

// hostileVar makes this binary a child process that polls one address.
const hostileVar = "PICKWICK_HOSTILE_URL"

// polledAlone is what came of one poll in a process of its own.
type polledAlone struct {
	Outcome string
	Error   string
	Feed    string // what the feed calls itself
	Items   int
	Titles  []string // of the items, each once
	Busy    time.Duration
	Took    time.Duration
	Memory  int // MB at the peak; 0 where the system doesn't tell
}

// TestEachHostileKindEndsInTimeAndMemory polls each kind in a process of its
// own, from the address to the database.
func TestEachHostileKindEndsInTimeAndMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("starts 74 processes")
	}
	host, err := hostile.Start()
	if err != nil {
		t.Fatal(err)
	}
	defer host.Close()
	table := "\n| kind | time | processor time | peak memory | outcome | items |\n| --- | --- | --- | --- | --- | --- |\n"
	for _, k := range hostile.Kinds() {
		got, err := pollAlone(t, host.URL(k.Name))
		if err != nil {
			t.Errorf("%s: %v", k.Name, err)
			continue
		}
		table += fmt.Sprintf("| %s | %.2f s | %.2f s | %d MB | %s | %d |\n", k.Name, got.Took.Seconds(), got.Busy.Seconds(), got.Memory, got.Outcome, got.Items)
		judge(t, k, got)
	}
	t.Log(table)
}

func judge(t *testing.T, k hostile.Kind, got polledAlone) {
	t.Helper()
	refused := slices.Contains(k.Want.Refused, got.Outcome) && got.Items == 0 && got.Error != ""
	read := k.Want.Items != hostile.Nothing && got.Error == "" && got.Items >= k.Want.Items &&
		(k.Want.Title == "" || slices.Contains(got.Titles, k.Want.Title))
	if !refused && !read {
		t.Errorf("%s: %+v, not %+v", k.Name, got, k.Want)
	}
	if strings.Contains(got.Feed, "root:") || strings.Contains(got.Feed, "haha") {
		t.Errorf("%s: an entity was expanded: %.100s", k.Name, got.Feed)
	}
	if raced() {
		return // the race detector takes several times as much of both
	}
	// Others may be at work on this machine: neither they nor our own
	// threads side by side count.
	if took := min(got.Took, got.Busy); took > hostileTime {
		t.Errorf("%s took %v", k.Name, took)
	}
	if got.Memory > hostileMemory {
		t.Errorf("%s took %d MB of memory", k.Name, got.Memory)
	}
}

func pollAlone(t *testing.T, url string) (got polledAlone, err error) {
	t.Helper()
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	var out, trouble bytes.Buffer
	cmd := exec.CommandContext(t.Context(), binary, "-test.run=^TestPollOneAddressAlone$", "-test.v")
	cmd.Env = append(os.Environ(), hostileVar+"="+url)
	cmd.Stdout, cmd.Stderr = &out, &trouble
	if err := cmd.Run(); err != nil {
		return got, fmt.Errorf("the process died: %w: %.500s%.500s", err, out.String(), trouble.String())
	}
	_, line, _ := strings.Cut(out.String(), "polled: ")
	line, _, _ = strings.Cut(line, "\n")
	return got, json.Unmarshal([]byte(line), &got)
}

// TestPollOneAddressAlone is the child process.
func TestPollOneAddressAlone(t *testing.T) {
	url := os.Getenv(hostileVar)
	if url == "" {
		t.Skip("runs only as a child of TestEachHostileKindEndsInTimeAndMemory")
	}
	begun := time.Now()
	st, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "pickwick.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	client := fetch.New(fetch.Options{AllowPrivate: true})
	defer client.Close()
	var got polledAlone
	_, err = ingest.New(st, client, time.Now).Poll(t.Context(), []curation.Feed{{URL: url}}, func(_, _ int, r ingest.Result) {
		got.Outcome, got.Error, got.Feed, got.Items = r.Outcome, r.Error, r.Title, r.Items
	})
	if err != nil {
		t.Fatal(err)
	}
	got.Took, got.Busy, got.Memory = time.Since(begun), busy(t), peak(t)
	items, err := st.Items(t.Context(), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	if len(items) != got.Items {
		t.Errorf("%d items are saved, not %d", len(items), got.Items)
	}
	for _, it := range items {
		if !slices.Contains(got.Titles, it.Title) {
			got.Titles = append(got.Titles, it.Title)
		}
	}
	line, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("polled: %s\n", line)
}

// busy is the processor time of this process so far.
func busy(t *testing.T) time.Duration {
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		t.Fatal(err)
	}
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}

// peak is the most memory that this process ever held. What rusage says would
// not do: a child inherits it from its parent.
func peak(t *testing.T) int {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Log("no figure for the memory: ", err)
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	kilobytes, err := strconv.Atoi(strings.Fields(rest + " 0")[0])
	if err != nil {
		t.Fatal(err)
	}
	return kilobytes / 1000
}

// raced reports whether the race detector watches.
func raced() bool {
	info, _ := debug.ReadBuildInfo()
	return info != nil && slices.ContainsFunc(info.Settings, func(s debug.BuildSetting) bool { return s.Key == "-race" && s.Value == "true" })
}
