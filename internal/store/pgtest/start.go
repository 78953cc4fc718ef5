package pgtest

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// start makes a cluster in a temporary folder and waits until it takes connections.
func start() (admin string, stop func(), err error) {
	bin, err := programs()
	if err != nil {
		return "", nil, err
	}
	run, err := account()
	if err != nil {
		return "", nil, err
	}
	// Not under TMPDIR: the path of a Unix socket has room for 107 bytes.
	dir, err := os.MkdirTemp("/tmp", "pickwick-postgres-")
	if err != nil {
		return "", nil, err
	}
	remove := func() { _ = os.RemoveAll(dir) }
	if run != nil {
		if err := os.Chown(dir, int(run.Uid), int(run.Gid)); err != nil {
			remove()
			return "", nil, err
		}
	}
	data := filepath.Join(dir, "data")
	initdb := exec.CommandContext(context.Background(), filepath.Join(bin, "initdb"), "-D", data, "-U", "pickwick", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
	initdb.Dir, initdb.SysProcAttr = dir, attributes(run)
	if out, err := initdb.CombinedOutput(); err != nil {
		remove()
		return "", nil, fmt.Errorf("initdb failed: %w: %s", err, out)
	}
	server := exec.CommandContext(context.Background(), filepath.Join(bin, "postgres"), "-D", data, "-k", dir,
		"-c", "listen_addresses=", "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=200")
	server.Dir, server.SysProcAttr = dir, attributes(run)
	said, err := server.StderrPipe()
	if err != nil {
		remove()
		return "", nil, err
	}
	if err := server.Start(); err != nil {
		remove()
		return "", nil, err
	}
	stop = func() {
		_ = server.Process.Signal(syscall.SIGINT) // a fast shutdown
		_ = server.Wait()
		remove()
	}
	if err := ready(said); err != nil {
		stop()
		return "", nil, err
	}
	u := url.URL{Scheme: "postgres", Path: "/postgres", RawQuery: url.Values{"host": {dir}, "user": {"pickwick"}}.Encode()}
	return u.String(), stop, nil
}

// ready reads what the server says until it takes connections, and drains the
// rest in the background.
func ready(said io.Reader) error {
	var log strings.Builder
	lines := bufio.NewScanner(said)
	for lines.Scan() {
		if strings.Contains(lines.Text(), "database system is ready to accept connections") {
			go func() { _, _ = io.Copy(io.Discard, said) }()
			return nil
		}
		fmt.Fprintln(&log, lines.Text())
	}
	return fmt.Errorf("the server did not start: %s", log.String())
}

// programs is the folder of initdb and postgres, the newest one installed.
func programs() (string, error) {
	if p, err := exec.LookPath("initdb"); err == nil {
		// initdb looks for its neighbours beside itself, not beside a link.
		if p, err = filepath.EvalSymlinks(p); err == nil {
			return filepath.Dir(p), nil
		}
	}
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil || len(found) == 0 {
		return "", errors.New("initdb is neither on PATH nor in /usr/lib/postgresql")
	}
	return filepath.Dir(found[len(found)-1]), nil
}

// account is who runs the server: this user, or if that is root, whom
// PostgreSQL refuses, somebody without rights.
func account() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err := strconv.ParseUint(u.Uid, 10, 32)
		if err != nil {
			return nil, err
		}
		gid, err := strconv.ParseUint(u.Gid, 10, 32)
		if err != nil {
			return nil, err
		}
		return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
	}
	return nil, errors.New("PostgreSQL does not run as root, and there is no user postgres or nobody")
}
