package store_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"example.com/pickwick/internal/store"
	"example.com/pickwick/internal/store/pgtest"
)

// postgres is the server of this test binary. It starts when a test needs it.
var postgres pgtest.Cluster

// childVar makes this binary a child process: "what argument path".
const childVar = "PICKWICK_STORE_CHILD"

func TestMain(m *testing.M) {
	if job := os.Getenv(childVar); job != "" {
		beChild(job)
		os.Exit(0)
	}
	code := m.Run()
	postgres.Stop()
	os.Exit(code)
}

// child makes a command that runs this binary as a child process.
func child(t testing.TB, what string, n int, path string) *exec.Cmd {
	t.Helper()
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), binary)
	cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%s %d %s", childVar, what, n, path))
	cmd.Stderr = os.Stderr
	return cmd
}

// beChild does the work of a child process.
func beChild(job string) {
	parts := strings.SplitN(job, " ", 3)
	n, err := strconv.Atoi(parts[1])
	if err != nil {
		panic(err)
	}
	ctx, path := context.Background(), parts[2]
	switch parts[0] {
	case "open": // says how opening went
		s, err := store.Open(ctx, path)
		if err != nil {
			fmt.Println(err)
			return
		}
		_ = s.Close()
	case "work": // works until it is killed, saying what is confirmed
		s, err := store.Open(ctx, path)
		if err != nil {
			panic(err)
		}
		for round := 0; ; round++ {
			work(ctx, s, fmt.Sprintf("%d-%d", n, round))
		}
	case "step": // dies at the n-th step, which may be one while it opens
		s, err := store.OpenDeadly(ctx, path, int64(n), func() { _ = syscall.Kill(os.Getpid(), syscall.SIGKILL) })
		if err != nil {
			panic(err)
		}
		work(ctx, s, strconv.Itoa(n))
		_ = s.Close()
	case "hold": // takes a lock and dies without giving it back
		s, err := store.Open(ctx, path)
		if err != nil {
			panic(err)
		}
		if _, err := s.Lock(ctx, "serve"); err != nil {
			panic(err)
		}
		fmt.Println("held")
		_, _ = bufio.NewReader(os.Stdin).ReadByte()
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	}
}
