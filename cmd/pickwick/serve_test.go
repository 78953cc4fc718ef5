package main

import (
	"bufio"
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestServeStopsWithinTenSecondsOfSIGTERM starts the program on a feed that
// never ends, and tells it to stop while that poll is under way.
func TestServeStopsWithinTenSecondsOfSIGTERM(t *testing.T) {
	asked, gone := make(chan struct{}), make(chan struct{})
	host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/rss+xml")
		_, _ = w.Write([]byte("<rss><channel>"))
		_ = http.NewResponseController(w).Flush()
		close(asked)
		<-r.Context().Done()
		close(gone)
	}))
	defer host.Close()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "configs", "pickwick.yaml"),
		"company: Acme\npoll: {allow_private_networks: true}\nweb: {listen: 127.0.0.1:0}\n")
	write(t, filepath.Join(dir, "feeds", "cfo.yaml"), "persona: cfo\nname: CFO\nfeeds:\n  - url: "+host.URL+"\n")
	write(t, filepath.Join(dir, "feeds", "company.yaml"), "company: Acme\nfeeds: []\n")

	// Ten seconds are the promise, not a wait: a program that keeps it ends at once.
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Args[0], "serve")
	cmd.Env = append(os.Environ(), asPickwick+"=1", "PICKWICK_CONFIG="+filepath.Join(dir, "configs", "pickwick.yaml"))
	logs, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	<-asked
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	late := time.AfterFunc(10*time.Second, cancel)
	defer late.Stop()
	var said strings.Builder
	for lines := bufio.NewScanner(logs); lines.Scan(); {
		said.WriteString(lines.Text() + "\n")
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("serve ended with %v; it said:\n%s", err, said.String())
	}
	<-gone
	for _, want := range []string{"msg=serving", "stopping", "msg=stopped"} {
		if !strings.Contains(said.String(), want) {
			t.Errorf("serve did not say %q; it said:\n%s", want, said.String())
		}
	}
}
