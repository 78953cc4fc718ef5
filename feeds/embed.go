// Package feeds carries the files of this folder inside the program: the
// persona lists that a marketer edits, as a starting point, and the sample
// feeds of a fictional company that the demo serves.
//
// It only embeds. Loading the lists belongs to the configuration, rendering
// and serving the samples to the demo; sample/README.md says how.
package feeds

import "embed"

// Lists holds the shipped feed lists at its root: one file per persona, and
// company.yaml.
//
//go:embed *.yaml
var Lists embed.FS

// Sample holds the demo's feeds, persona lists and settings under "sample".
// They are text/template documents, dated relative to now.
//
//go:embed sample
var Sample embed.FS
