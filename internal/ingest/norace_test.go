//go:build !race

package ingest

const slack = 1
