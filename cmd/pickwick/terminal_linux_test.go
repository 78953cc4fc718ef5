package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"charm.land/lipgloss/v2"
	"github.com/google/go-cmp/cmp"
)

// onTerminal carries out a command line whose output is a terminal of so many
// columns, and returns what was written to it.
func onTerminal(t *testing.T, columns int, now time.Time, args ...string) string {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("no terminal can be made here: %v", err)
	}
	defer func() { _ = master.Close() }()
	var number, unlocked uint32
	control(t, master, syscall.TIOCSPTLCK, unsafe.Pointer(&unlocked))
	control(t, master, syscall.TIOCGPTN, unsafe.Pointer(&number))
	control(t, master, syscall.TIOCSWINSZ, unsafe.Pointer(&[4]uint16{24, uint16(columns)}))
	terminal, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	written := make(chan string)
	go func() {
		all, _ := io.ReadAll(master) // ends with an error when the terminal is closed
		written <- string(all)
	}()
	var errs bytes.Buffer
	status := run(t.Context(), args, &surroundings{
		in: strings.NewReader(""), out: terminal, err: &errs, now: func() time.Time { return now }, environ: []string{"NO_COLOR=1"},
	})
	if err := terminal.Close(); err != nil {
		t.Error(err)
	}
	out := strings.ReplaceAll(<-written, "\r\n", "\n")
	if status != 0 || errs.Len() > 0 {
		t.Fatalf("status %d: %s%s", status, out, &errs)
	}
	return out
}

func control(t *testing.T, f *os.File, request uintptr, value unsafe.Pointer) {
	t.Helper()
	if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, f.Fd(), request, uintptr(value)); errno != 0 {
		t.Fatal(errno)
	}
}

// tooWide is the lines that a terminal would break, within a word perhaps,
// unless they are one word that can't be broken.
func tooWide(out string, columns int) (lines []string) {
	for line := range strings.Lines(out) {
		if line = strings.TrimRight(line, "\n"); lipgloss.Width(line) > columns && len(strings.Fields(line)) > 1 {
			lines = append(lines, line)
		}
	}
	return lines
}

func TestForecastFitsTheTerminal(t *testing.T) {
	config := fetchedDemo(t)
	args := []string{"--config", config, "feeds", "forecast"}
	plain := output(t, demoNow, args...)
	for _, columns := range []int{120, 80, 60, 48} {
		got := onTerminal(t, columns, demoNow, args...)
		if lines := tooWide(got, columns); len(lines) > 0 {
			t.Errorf("%d columns: too wide are\n%s", columns, strings.Join(lines, "\n"))
		}
		if diff := cmp.Diff(strings.Fields(plain), strings.Fields(got)); diff != "" {
			t.Errorf("%d columns: a word is broken, cut or missing: %s", columns, diff)
		}
	}
	if got := onTerminal(t, 60, demoNow, args...); !strings.Contains(got, "\nothers: from ") || !strings.Contains(got, ",\n    ") && !strings.Contains(got, "\n    Weekly") {
		t.Errorf("what is wrapped does not hang:\n%s", got)
	}
}

func TestHealthFitsTheTerminal(t *testing.T) {
	config := fetchedDemo(t)
	for _, columns := range []int{120, 80, 72} {
		got := onTerminal(t, columns, demoNow, "--config", config, "feeds", "health", "--all")
		if lines := tooWide(got, columns); len(lines) > 0 {
			t.Errorf("%d columns: too wide are\n%s", columns, strings.Join(lines, "\n"))
		}
		for _, want := range []string{"last new seen", "20 Nov 2026", "under 1", "well", "12 feeds: 0 need a look, 12 are well or new."} {
			if !strings.Contains(got, want) {
				t.Errorf("%d columns: no %q in\n%s", columns, want, got)
			}
		}
		if columns <= 80 && !strings.Contains(got, "…  ") {
			t.Errorf("%d columns: no title gives way:\n%s", columns, got)
		}
	}
}
