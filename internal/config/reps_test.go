package config

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/pickwick/internal/curation"
)

func team() *Config {
	return &Config{
		Chat:     Chat{Console: true, Discord: &Discord{ApplicationID: "1"}},
		Personas: []curation.Persona{{ID: "cfo"}, {ID: "hr"}},
	}
}

// readReps reads CSV that must be right.
func readReps(t *testing.T, content string) []curation.Rep {
	t.Helper()
	t.Chdir(t.TempDir())
	if err := os.WriteFile("reps.csv", []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	reps, report := LoadReps("reps.csv", team())
	for _, p := range append(report.Mistakes, report.Warnings...) {
		t.Error(p)
	}
	return reps
}

func TestFourColumnsMakeARep(t *testing.T) {
	want := []curation.Rep{{
		ID: "ana", Name: "Ana Silva", Chat: curation.Address{Chat: "console"},
		Personas: []string{"cfo"}, State: curation.RepActive,
	}}
	if diff := cmp.Diff(want, readReps(t, "id,name,chat,personas\nana,Ana Silva,console,cfo\n")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestEveryColumnArrivesInAnyOrder(t *testing.T) {
	want := []curation.Rep{{
		ID: "ana", Name: `Silva, Ana "Nina"`, Chat: curation.Address{Chat: "discord", User: "81384788765712384"},
		Personas: []string{"cfo", "hr"}, TimeZone: "America/Sao_Paulo", At: "09:00",
		Days: []time.Weekday{time.Monday, time.Sunday}, Mix: curation.Mix{Others: 60, Company: 30, Own: 10},
		Networks: []curation.Network{curation.LinkedIn, curation.X},
		OwnFeeds: []string{"https://ana.example/feed", "https://ana.example/b?x=1"}, State: curation.RepActive,
	}}
	got := readReps(t, "own_feeds,networks,mix,days,at,timezone,personas,chat,name,id\n"+
		`https://ana.example/feed; https://ana.example/b?x=1,linkedin;x,60/30/10,mon;sun,09:00,America/Sao_Paulo,cfo ; hr;,discord:81384788765712384,"Silva,  Ana ""Nina""",ana`+"\n")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSpreadsheetsWriteTheSameReps(t *testing.T) {
	const plain = "id,name,chat,personas\nana,Ana,console,cfo\nbjö,Björn,console,hr\n"
	want := readReps(t, strings.ReplaceAll(plain, "bjö", "bjo"))
	for name, content := range map[string]string{
		"byte order mark":  "\uFEFF" + plain,
		"Windows lines":    strings.ReplaceAll(plain, "\n", "\r\n"),
		"empty lines":      strings.ReplaceAll(plain, "\n", "\n\n"),
		"no last line end": strings.TrimSuffix(plain, "\n"),
		"quotes":           `"id","name","chat","personas"` + "\n\"ana\",\"Ana\",\"console\",\"cfo\"\nbjo,Björn,console,hr\n",
		"blanks":           " id , name , chat , personas \n ana , Ana , console , cfo \nbjo,Björn,console,hr\n",
	} {
		if diff := cmp.Diff(want, readReps(t, strings.ReplaceAll(content, "bjö", "bjo"))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestMistakesOfRepsStandWhereTheyAre(t *testing.T) {
	many := strings.Repeat("mon;", 100)
	for name, tt := range map[string]struct{ content, want string }{
		"columns count characters":  {"id,name,chat,personas\nana,Björn Müller,console,cof\n", "reps.csv:2:26: personas: there is no persona \"cof\": did you mean `cfo`?"},
		"rows may span lines":       {"id,name,chat,personas\nana,\"Ana\nSilva\",console,cfo\nbo,Bo,consol,cfo\n", "reps.csv:4:7: chat: \"consol\" is not a known chat: did you mean `console`?"},
		"a byte order mark":         {"\uFEFFid,name,chat,persona\n", "reps.csv:1:1: the column personas is missing: id, name, chat, personas are needed\nreps.csv:1:14: unknown column \"persona\": did you mean `personas`?"},
		"text behind a quote":       {"id,name,chat,personas\nana,\"Ana\"x,console,cfo\n", "reps.csv:2:1: a quoted field of this row is not closed, or text follows its closing quote"},
		"bytes that are no text":    {"id,name,chat,personas\nana,Bj\xf6rn,console,cfo\n", "reps.csv:2:7: this byte is not UTF-8: save the file as UTF-8"},
		"a list that is too long":   {"id,name,chat,personas,days\nana,Ana,console,cfo," + many + "mon\n", "reps.csv:2:21: days: the list has more than the 100 entries that are read"},
		"mistakes before a bad row": {"id,name,chat,personas\nana,Ana,pigeon,cfo\nbo,B\"o,console,cfo\n", "reps.csv:2:9: chat: \"pigeon\" is not a known chat: it must be one of console, discord\nreps.csv:3:5: a quote stands in the middle of a field: put the whole field in quotes, and write each quote inside it twice"},
		"a file that is not there":  {"", "reps.csv: can't read it: it is not there"},
		"a discord user by name":    {"id,name,chat,personas\nana,Ana,discord,cfo\n", "reps.csv:2:9: chat: it is not a Discord user: write discord: and the user's number, such as discord:81384788765712384"},
		"only separators":           {"id,name,chat,personas\nana,Ana,console,;\n", "reps.csv:2:17: personas is empty: every rep needs one"},
		"a token in place of users": {"id,name,chat,personas\nana,Ana,discord:hunter2,cfo\n", "reps.csv:2:9: chat: it is not a Discord user: write discord: and the user's number, such as discord:81384788765712384"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			if tt.content != "" {
				if err := os.WriteFile("reps.csv", []byte(tt.content), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			reps, report := LoadReps("reps.csv", team())
			var got string
			if err := report.Err(); err != nil {
				got = err.Error()
			}
			if got != tt.want {
				t.Errorf("got:\n%s\nwant:\n%s", got, tt.want)
			}
			if reps != nil {
				t.Errorf("reps were loaded: %+v", reps)
			}
		})
	}
}
