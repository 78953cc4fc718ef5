package pgtest

import "syscall"

// attributes runs a program as another user, and ends it with this process,
// even if that is killed.
func attributes(run *syscall.Credential) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Credential: run, Pdeathsig: syscall.SIGINT}
}
