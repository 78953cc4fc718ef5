package config

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// TestBytesThatNoEditorWrites holds what a txtar file can't show.
func TestBytesThatNoEditorWrites(t *testing.T) {
	long := func(f string, n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, f, i)
		}
		return b.String()
	}
	const app, cfo = "configs/pickwick.yaml", "feeds/cfo.yaml"
	persona := good(t)[cfo]
	for _, tt := range []struct{ name, file, content, want string }{
		{"a byte order mark is skipped", app, "\uFEFFcompany: Acme\ncolour: blue\n", app + ":2:1: unknown key `colour`: the keys here are chat, company, database, delivery, feeds, marketing, mix, poll, web\n"},
		{"a byte order mark takes no column", app, "\uFEFFcolour: blue\ncompany: Acme\n", app + ":1:1: unknown key `colour`: the keys here are chat, company, database, delivery, feeds, marketing, mix, poll, web\n"},
		{"lines may end as on Windows", app, "company: Acme\r\ndelivery:\r\n  at: 9:00\r\n", app + ":3:7: `at`: \"9:00\" is not a time of day: write hours and minutes with two digits each, from \"00:00\" to \"23:59\"\n"},
		{"columns count characters", app, "company: Acme\nmix: {öthers: 70, company: 20, own: 10, others: seventy}\n", app + ":2:7: unknown key `öthers`: did you mean `others`?\n" + app + ":2:49: `others` must be a whole number from 0 to 100\n"},
		{"UTF-16", app, "\xff\xfec\x00o\x00", app + ":1:1: the file is in UTF-16: save it as UTF-8\n"},
		{"Latin-1", cfo, "persona: cfo\nname: Gesch\xe4ftsf\xfchrerin\n", cfo + ":2:12: this byte is not UTF-8: save the file as UTF-8\n"},
		{"NUL", cfo, "persona: cfo\nname: é\x00\n", cfo + ":2:8: the control character U+0000 is not allowed: remove it\n"},
		{"escape sequences", cfo, "persona: \x1b[31mcfo\n", cfo + ":1:10: the control character U+001B is not allowed: remove it\n"},
		{"a huge file", cfo, persona + long("# %d\n", 200_000), cfo + ": can't read it: it is larger than 1024 KiB, the most that is read: split it\n"},
		{"a huge list", cfo, persona + "avoid: [" + long("a%d, ", 5001) + "]\n", cfo + ":10:8: the list has 5001 entries, more than the 5000 that are read\n"},
		{"a huge block", cfo, persona + long("a%d: 1\n", 101), cfo + ":1:1: the block has 105 keys, more than the 100 that are read\n"},
		{"deep nesting", cfo, "persona: " + strings.Repeat("[", 500_000), cfo + ":1:10010: blocks are nested too deeply here\n"},
		{"a folder", cfo, "", cfo + ": can't read it: it is a folder\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			files := good(t)
			files[tt.file] = tt.content
			if tt.content == "" {
				files[tt.file] = absent
			}
			install(t, files)
			if tt.content == "" {
				if err := os.Mkdir(tt.file, 0o755); err != nil {
					t.Fatal(err)
				}
			}
			if got := findings(t, nil); got != tt.want {
				t.Errorf("got:\n%swant:\n%s", got, tt.want)
			}
		})
	}
}

func TestAFileThatMayNotBeReadIsNamed(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may read every file")
	}
	install(t, good(t))
	if err := os.Chmod("feeds/cfo.yaml", 0); err != nil {
		t.Fatal(err)
	}
	if got, want := findings(t, nil), "feeds/cfo.yaml: can't read it: you may not read it\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTextIsTextWhereYAMLOnceSawSomethingElse(t *testing.T) {
	files := good(t)
	files["configs/pickwick.yaml"] = "company: Acme\ndelivery:\n  at: 08:30\n  days: [mon]\n  max_age: 0\n  repeat_after: 36h\n"
	files["feeds/cfo.yaml"] += "languages: [no]\ninfluencers: [2024-01-01, Off]\n"
	install(t, files)
	cfg, report := Load("", nil)
	if err := report.Err(); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprintln(cfg.Delivery.At, cfg.Personas[0].Languages, cfg.Personas[0].Influencers, cfg.Delivery.MaxAge, cfg.Delivery.RepeatAfter, cfg.Delivery.Days); got != "08:30 [no] [2024-01-01 Off] 0s 36h0m0s [Monday]\n" {
		t.Error(got)
	}
}
