// Package configs holds the example configuration and the JSON Schemas of
// every file that people write.
package configs

import "embed"

// Files are the schemas (schema/*.schema.json) and the examples.
//
//go:embed schema/*.schema.json pickwick.yaml reps.example.csv
var Files embed.FS
