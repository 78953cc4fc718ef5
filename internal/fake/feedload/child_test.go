//go:build unix

package feedload_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"runtime/pprof"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// childVar makes this binary a child process that polls: what is measured
// shares its process with nothing else.
const childVar = "PICKWICK_BENCH_CHILD"

func TestMain(m *testing.M) {
	if os.Getenv(childVar) != "" {
		if err := beChild(context.Background(), os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// job is what a child is told first.
type job struct {
	Floor   bool     // the least that can be done, instead of what Pickwick does
	Dir     string   // for its database
	Profile string   // folder for profiles; none when empty
	Total   int      // documents at once; 64 when 0
	First   []string // addresses that are polled too, and don't count
	URLs    []string
}

// order is what it is told then, again and again.
type order struct {
	Name  string
	Bare  bool // the floor only gets
	Score bool // for all personas, after the poll
}

// effort is what something took.
type effort struct {
	Busy time.Duration // of the processors, in user and system mode
	Took time.Duration
}

// report is what it answers.
type report struct {
	Poll, Score effort
	Last        time.Duration // until the last of the URLs was saved
	New, Failed int           // items, feeds
	Polled      int           // MB of memory at the peak since the start, after the poll; 0 where the system doesn't tell
	Memory      int           // likewise after the scores
}

// worker carries out orders.
type worker interface {
	poll(ctx context.Context, o order) (report, error)
	score(ctx context.Context) error
	close() error
}

func beChild(ctx context.Context, in io.Reader, out io.Writer) (err error) {
	orders := json.NewDecoder(bufio.NewReader(in))
	answers := json.NewEncoder(out)
	var j job
	if err := orders.Decode(&j); err != nil {
		return err
	}
	start := newOurs
	if j.Floor {
		start = newFloor
	} else {
		debug.SetGCPercent(50) // as the program does
	}
	w, err := start(ctx, j)
	if err != nil {
		return err
	}
	for {
		var o order
		if err := orders.Decode(&o); err != nil {
			return w.close() // the parent has heard enough
		}
		r, err := carryOut(ctx, w, j, o)
		if err != nil {
			return fmt.Errorf("%s: %w", o.Name, err)
		}
		if err := answers.Encode(r); err != nil {
			return err
		}
	}
}

func carryOut(ctx context.Context, w worker, j job, o order) (r report, err error) {
	polled, err := measure(j.Profile, o.Name, func() (err error) {
		r, err = w.poll(ctx, o)
		return err
	})
	r.Poll, r.Polled = polled, peak()
	if err == nil && o.Score {
		r.Score, err = measure(j.Profile, o.Name+" score", func() error { return w.score(ctx) })
	}
	r.Memory = peak()
	return r, err
}

func measure(dir, name string, what func() error) (e effort, err error) {
	stop, err := profile(dir, name)
	if err != nil {
		return e, err
	}
	defer stop()
	busy, began := processors(), time.Now()
	err = what()
	return effort{processors() - busy, time.Since(began)}, err
}

// processors is the processor time of this process so far.
func processors() time.Duration {
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		panic(err) // it can't fail for oneself
	}
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}

// peak is the most memory that this process ever held, in MB. What rusage says
// would not do: a child inherits it from its parent.
func peak() int {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	kilobytes, err := strconv.Atoi(strings.Fields(rest + " 0")[0])
	if err != nil {
		return 0
	}
	return kilobytes / 1000
}

// profile notes in a folder where the time goes, and at the end where the
// memory is.
func profile(dir, name string) (stop func(), err error) {
	if dir == "" {
		return func() {}, nil
	}
	name = filepath.Join(dir, strings.NewReplacer(" ", "-", ",", "").Replace(name))
	cpu, err := os.Create(name + ".cpu.pprof")
	if err != nil {
		return nil, err
	}
	if err := pprof.StartCPUProfile(cpu); err != nil {
		return nil, err
	}
	return func() {
		pprof.StopCPUProfile()
		_ = cpu.Close()
		if heap, err := os.Create(name + ".heap.pprof"); err == nil {
			runtime.GC()
			_ = pprof.WriteHeapProfile(heap)
			_ = heap.Close()
		}
	}, nil
}

// child is a running one, seen from its parent.
type child struct {
	t       testing.TB
	cmd     *exec.Cmd
	in      io.WriteCloser
	orders  *json.Encoder
	answers *json.Decoder
}

func startChild(t testing.TB, j job) *child {
	t.Helper()
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := &child{t: t, cmd: exec.CommandContext(t.Context(), binary)}
	c.cmd.Env = append(os.Environ(), childVar+"=1")
	c.cmd.Stderr = os.Stderr
	if c.in, err = c.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	c.orders, c.answers = json.NewEncoder(c.in), json.NewDecoder(out)
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if err := c.orders.Encode(j); err != nil {
		t.Fatal(err)
	}
	return c
}

func (c *child) do(o order) (r report) {
	c.t.Helper()
	if err := c.orders.Encode(o); err != nil {
		c.t.Fatal(err)
	}
	if err := c.answers.Decode(&r); err != nil {
		c.t.Fatalf("%s: %v", o.Name, err)
	}
	return r
}

func (c *child) end() {
	c.t.Helper()
	if err := c.in.Close(); err != nil {
		c.t.Error(err)
	}
	if err := c.cmd.Wait(); err != nil {
		c.t.Error(err)
	}
}
