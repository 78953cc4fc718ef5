package config

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"

	"example.com/pickwick/configs"
	"example.com/pickwick/internal/curation"
)

// property is what the tests read of a JSON Schema.
type property struct {
	Type       any                 `json:"type"`
	Default    any                 `json:"default"`
	Properties map[string]property `json:"properties"`
	Items      *property           `json:"items"`
	Enum       []string            `json:"enum"`
}

func readSchema(t *testing.T, name string) string {
	t.Helper()
	data, err := configs.Files.ReadFile("schema/" + name + ".schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func schema(t *testing.T, name string) property {
	t.Helper()
	var p property
	if err := json.Unmarshal([]byte(readSchema(t, name)), &p); err != nil {
		t.Fatal(err)
	}
	return p
}

// defaults are the default values of an object.
func (p property) defaults() map[string]any {
	out := map[string]any{}
	for key, q := range p.Properties {
		if q.Properties != nil || q.Type == "object" {
			out[key] = q.defaults()
		} else if q.Default != nil {
			out[key] = q.Default
		}
	}
	return out
}

// keys are the paths of every key, such as "feeds.url".
func (p property) keys() []string {
	var out []string
	for key, q := range p.Properties {
		out = append(out, key)
		if q.Items != nil {
			q = *q.Items
		}
		for _, k := range q.keys() {
			out = append(out, key+"."+k)
		}
	}
	slices.Sort(out)
	return out
}

const shippedApp = "../../configs/pickwick.yaml"

func TestEveryShippedFileLoadsWithoutAWarning(t *testing.T) {
	cfg, report := Load(shippedApp, nil)
	for _, p := range append(report.Mistakes, report.Warnings...) {
		t.Error(p)
	}
	if cfg == nil {
		t.FailNow()
	}
	lists, err := filepath.Glob("../../feeds/*.yaml")
	if err != nil || len(lists) != len(cfg.Personas)+1 {
		t.Errorf("%d lists, %d personas, %v", len(lists), len(cfg.Personas), err)
	}
	for _, id := range []string{"cfo", "ciso", "sales", "hr"} {
		if !slices.ContainsFunc(cfg.Personas, func(p curation.Persona) bool { return p.ID == id }) {
			t.Errorf("there is no list for the persona %s", id)
		}
	}
}

func TestTheExampleIsTheDefaults(t *testing.T) {
	got, report := Load(shippedApp, nil)
	if err := report.Err(); err != nil {
		t.Fatal(err)
	}
	install(t, good(t))
	want := load(t)
	if diff := cmp.Diff([]any{want.Mix, want.Delivery, want.Poll, want.Chat, want.Web}, []any{got.Mix, got.Delivery, got.Poll, got.Chat, got.Web}); diff != "" {
		t.Errorf("(-defaults +configs/pickwick.yaml):\n%s", diff)
	}
}

// uncommented is the example with its commented block taken in.
func uncommented(t *testing.T) string {
	t.Helper()
	data, err := configs.Files.ReadFile("pickwick.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return regexp.MustCompile(`(?m)^  # (discord:|  [a-z_]+:)`).ReplaceAllString(string(data), "  $1")
}

func TestTheExampleShowsEveryKey(t *testing.T) {
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(uncommented(t)), &doc); err != nil {
		t.Fatal(err)
	}
	for _, path := range schema(t, "pickwick").keys() {
		n := doc.Content[0]
		for _, key := range strings.Split(path, ".") {
			if n = child(n, key); n == nil {
				t.Errorf("configs/pickwick.yaml doesn't show %s", path)
				break
			}
		}
	}
}

func TestTheExampleWorksWithDiscordToo(t *testing.T) {
	files := good(t)
	files["configs/pickwick.yaml"] = uncommented(t)
	install(t, files)
	cfg := load(t, "PICKWICK_DISCORD_TOKEN=x")
	want := Chat{Console: true, Discord: &Discord{ApplicationID: "123", GuildID: "456", APIURL: "https://discord.com/"}}
	if diff := cmp.Diff(want, cfg.Chat); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTheFourExampleReps(t *testing.T) {
	cfg, report := Load(shippedApp, nil)
	if err := report.Err(); err != nil {
		t.Fatal(err)
	}
	cfg.Chat.Discord = &Discord{}
	reps, report := LoadReps("../../configs/reps.example.csv", cfg)
	for _, p := range append(report.Mistakes, report.Warnings...) {
		t.Error(p)
	}
	personas, zones := map[string]bool{}, map[string]bool{}
	for _, rep := range reps {
		zones[rep.TimeZone] = true
		for _, p := range rep.Personas {
			personas[p] = true
		}
	}
	if len(reps) != 4 || len(personas) != 4 || len(zones) != 4 {
		t.Fatalf("%d reps of %d personas in %d zones, want 4 of each", len(reps), len(personas), len(zones))
	}
	want := curation.Rep{
		ID: "ana", Name: "Ana Silva", Chat: curation.Address{Chat: "console"}, Personas: []string{"cfo"}, TimeZone: "America/Sao_Paulo", At: "09:00",
		Days: []time.Weekday{time.Monday, time.Wednesday, time.Friday}, Mix: curation.DefaultMix(),
		Networks: []curation.Network{curation.LinkedIn, curation.X}, OwnFeeds: []string{"https://ana.example/feed"}, State: curation.RepActive,
	}
	if diff := cmp.Diff(want, reps[0]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestShippedFilesNameTheirSchema(t *testing.T) {
	files, err := filepath.Glob("../../feeds/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range append(files, shippedApp) {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		first, _, _ := strings.Cut(string(data), "\n")
		name, ok := strings.CutPrefix(first, "# yaml-language-server: $schema=")
		if _, err := os.Stat(filepath.Join(filepath.Dir(file), name)); !ok || err != nil {
			t.Errorf("%s: the first line is %q, which names no schema (%v)", file, first, err)
		}
	}
}

func TestTheSchemaKnowsEveryNetworkAndFormat(t *testing.T) {
	persona := schema(t, "persona")
	var networks, formats []string
	for _, n := range curation.Networks() {
		networks = append(networks, string(n))
	}
	for _, f := range curation.Formats() {
		formats = append(formats, string(f))
	}
	slices.Sort(formats)
	if got := persona.Properties["networks"].Items.Enum; !slices.Equal(got, networks) {
		t.Errorf("networks in the schema: %v, in the vocabulary: %v", got, networks)
	}
	if got := slices.Sorted(maps.Keys(persona.Properties["formats"].Properties)); !slices.Equal(got, formats) {
		t.Errorf("formats in the schema: %v, in the vocabulary: %v", got, formats)
	}
}
