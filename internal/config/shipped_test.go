package config

import "testing"

func TestEveryShippedFileLoads(t *testing.T) {
	cfg, report := Load("../../configs/pickwick.yaml", nil)
	if err := report.Err(); err != nil {
		t.Fatal(err)
	}
	reps, report := LoadReps("../../configs/reps.example.csv", cfg)
	if err := report.Err(); err != nil {
		t.Fatal(err)
	}
	if len(reps) != 4 {
		t.Errorf("reps.example.csv has %d reps, want 4", len(reps))
	}
}
