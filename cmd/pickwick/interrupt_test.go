package main

import (
	"bytes"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestCtrlCEndsAFetchWithAWord starts a fetch on a feed that never answers and
// interrupts it.
func TestCtrlCEndsAFetchWithAWord(t *testing.T) {
	asked := make(chan struct{})
	host := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(asked)
		<-r.Context().Done()
	}))
	defer host.Close()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "configs", "pickwick.yaml"), "company: Acme\npoll: {allow_private_networks: true}\n")
	write(t, filepath.Join(dir, "feeds", "cfo.yaml"), "persona: cfo\nname: CFO\nfeeds:\n  - url: "+host.URL+"\n")
	write(t, filepath.Join(dir, "feeds", "company.yaml"), "company: Acme\nfeeds: []\n")

	cmd := exec.CommandContext(t.Context(), os.Args[0], "fetch")
	cmd.Env = append(os.Environ(), asPickwick+"=1", "PICKWICK_CONFIG="+filepath.Join(dir, "configs", "pickwick.yaml"))
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	<-asked
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) || exit.ExitCode() != exitFailed {
		t.Errorf("fetch ended with %v, want exit status %d", err, exitFailed)
	}
	const want = "pickwick: stopped before it was done; what was saved so far is kept\n"
	if got := stderr.String(); got != want {
		t.Errorf("it said %q, want %q", got, want)
	}
	if stdout.Len() > 0 {
		t.Errorf("it printed a result: %s", stdout.String())
	}
}
