package main

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// serveFiles serves a folder on loopback and returns its address.
func serveFiles(t *testing.T, dir string) string {
	t.Helper()
	server := httptest.NewServer(http.FileServer(http.Dir(dir)))
	t.Cleanup(server.Close)
	return server.URL
}
