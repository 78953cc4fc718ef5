package store_test

import (
	"os"
	"testing"

	"example.com/pickwick/internal/store/pgtest"
)

// postgres is the server of this test binary. It starts when a test needs it.
var postgres pgtest.Cluster

func TestMain(m *testing.M) {
	code := m.Run()
	postgres.Stop()
	os.Exit(code)
}
