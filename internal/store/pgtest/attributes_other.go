//go:build !linux

package pgtest

import "syscall"

// attributes runs a program as another user.
func attributes(run *syscall.Credential) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Credential: run}
}
