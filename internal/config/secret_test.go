package config

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestASecretIsSeenNowhere(t *testing.T) {
	cfg := &Config{DiscordToken: "hunter2", Database: "/pickwick.db"}
	for _, v := range []any{cfg.DiscordToken, &cfg.DiscordToken, cfg, *cfg, []Secret{cfg.DiscordToken}, map[string]any{"k": cfg.DiscordToken}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t", "%10.3s", "%#q", "% x"} {
			if out := fmt.Sprintf(verb, v); leaks(out) {
				t.Errorf("%s of %T prints %s", verb, v, out)
			}
		}
		if out, err := json.Marshal(v); err != nil || leaks(string(out)) {
			t.Errorf("JSON of %T is %s, %v", v, out, err)
		}
		var log bytes.Buffer
		slog.New(slog.NewJSONHandler(&log, nil)).Info("m", "k", v)
		slog.New(slog.NewTextHandler(&log, nil)).Info("m", "k", v)
		if leaks(log.String()) {
			t.Errorf("the log of %T is %s", v, log.String())
		}
	}
	if out, err := xml.Marshal(cfg.DiscordToken); err != nil || leaks(string(out)) {
		t.Errorf("XML is %s, %v", out, err)
	}
	if out := fmt.Errorf("can't log in with %v", cfg.DiscordToken).Error(); out != "can't log in with [secret]" {
		t.Error(out)
	}
	if got := cfg.DiscordToken.Reveal(); got != "hunter2" {
		t.Errorf("Reveal gives %q", got)
	}
}

// leaks finds hunter2 in clear, in hexadecimal and as numbers.
func leaks(out string) bool {
	compact := strings.ToLower(strings.NewReplacer(" ", "", "0x", "", ",", "").Replace(out))
	return strings.Contains(out, "hunter2") || strings.Contains(out, "hun") ||
		strings.Contains(compact, fmt.Sprintf("%x", "hunter2")) || strings.Contains(out, fmt.Sprintf("%d", []byte("hunter2")))
}

func TestSecretsComeFromTheEnvironmentOrAFile(t *testing.T) {
	install(t, good(t))
	file := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(file, []byte("hunter2\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, environ := range [][]string{
		{"PICKWICK_DISCORD_TOKEN=hunter2"},
		{"PICKWICK_DISCORD_TOKEN= hunter2\n"},
		{"PICKWICK_DISCORD_TOKEN_FILE=" + file},
		{"PICKWICK_DISCORD_TOKEN=", "PICKWICK_DISCORD_TOKEN_FILE=" + file},
		{"PICKWICK_DISCORD_TOKEN=hunter2", "PICKWICK_DISCORD_TOKEN_FILE="},
	} {
		if got := load(t, environ...).DiscordToken.Reveal(); got != "hunter2" {
			t.Errorf("%q gives %q", environ, got)
		}
	}
}

func TestOnlyTheGivenEnvironmentIsRead(t *testing.T) {
	install(t, good(t))
	t.Setenv("PICKWICK_DISCORD_TOKEN", "hunter2")
	if got := load(t).DiscordToken; got != "" {
		t.Error("a token came from the environment of the process")
	}
}

func TestTheEnvironmentOverridesTheDatabase(t *testing.T) {
	install(t, good(t))
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("dsn", []byte("postgresql://pickwick:hunter2@db.example/pickwick\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for setting, want := range map[string]struct{ database, words string }{
		"PICKWICK_DATABASE=var/p.db":                               {filepath.Join(here, "var/p.db"), filepath.Join(here, "var/p.db")},
		"PICKWICK_DATABASE=postgres://pickwick:hunter2@db.example": {"postgres://pickwick:hunter2@db.example", "postgres://pickwick:xxxxx@db.example"},
		"PICKWICK_DATABASE=postgres://db.example/p?password=hunter2&user=pickwick": {
			"postgres://db.example/p?password=hunter2&user=pickwick", "postgres://db.example/p",
		},
		"PICKWICK_DATABASE_FILE=dsn": {"postgres://pickwick:hunter2@db.example/pickwick", "postgres://pickwick:xxxxx@db.example/pickwick"},
	} {
		cfg := load(t, setting)
		if cfg.Database != want.database {
			t.Errorf("%s gives %s", setting, cfg.Database)
		}
		if got := cfg.DatabaseInWords(); got != want.words {
			t.Errorf("%s is shown as %s, want %s", setting, got, want.words)
		}
	}
}

// TestNoMessageRepeatsASecret runs over every wrong file: those with a secret
// in them hold the word hunter2.
func TestNoMessageRepeatsASecret(t *testing.T) {
	cases, err := filepath.Glob("testdata/wrong/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	secrets := 0
	for _, file := range cases {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		before, want, _ := strings.Cut(string(data), "-- want --")
		if strings.Contains(before, "hunter2") {
			secrets++
		}
		if leaks(want) {
			t.Errorf("%s repeats a secret:\n%s", file, want)
		}
	}
	if secrets < 5 {
		t.Errorf("only %d cases have a secret", secrets)
	}
}
