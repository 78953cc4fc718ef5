package discord

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
)

// TestLimits sends each text one below its limit, at it and one above.
func TestLimits(t *testing.T) {
	text := func(n int) string { return strings.Repeat("a", n) }
	url := func(n int) string { return "https://example.com/" + strings.Repeat("a", n-len("https://example.com/")) }
	link := func(b string) string {
		return `{"components":[{"type":1,"components":[{"type":2,"style":5,` + b + `}]}]}`
	}
	for name, c := range map[string]struct {
		limit int
		body  func(n int) string
	}{
		"content":      {2000, func(n int) string { return `{"content":"` + text(n) + `"}` }},
		"title":        {256, func(n int) string { return `{"embeds":[{"title":"` + text(n) + `"}]}` }},
		"description":  {4096, func(n int) string { return `{"embeds":[{"description":"` + text(n) + `"}]}` }},
		"author":       {256, func(n int) string { return `{"embeds":[{"author":{"name":"` + text(n) + `"}}]}` }},
		"footer":       {2048, func(n int) string { return `{"embeds":[{"footer":{"text":"` + text(n) + `"}}]}` }},
		"field name":   {256, func(n int) string { return `{"embeds":[{"fields":[{"name":"` + text(n) + `","value":"v"}]}]}` }},
		"field value":  {1024, func(n int) string { return `{"embeds":[{"fields":[{"name":"n","value":"` + text(n) + `"}]}]}` }},
		"embed url":    {2048, func(n int) string { return `{"embeds":[{"title":"t","url":"` + url(n) + `"}]}` }},
		"fields":       {25, func(n int) string { return `{"embeds":[{"fields":[` + list(n, `{"name":"n","value":"v"}`) + `]}]}` }},
		"embeds":       {10, func(n int) string { return `{"embeds":[` + list(n, `{"title":"t"}`) + `]}` }},
		"nonce":        {25, func(n int) string { return `{"content":"x","nonce":"` + text(n) + `"}` }},
		"button label": {80, func(n int) string { return link(`"url":"https://example.com/","label":"` + text(n) + `"`) }},
		"button url":   {512, func(n int) string { return link(`"label":"x","url":"` + url(n) + `"`) }},
		"custom id": {100, func(n int) string {
			return `{"components":[{"type":1,"components":[{"type":2,"style":1,"label":"x","custom_id":"` + text(n) + `"}]}]}`
		}},
		"buttons in a row": {5, func(n int) string {
			return `{"components":[{"type":1,"components":[` + list(n, `{"type":2,"style":5,"label":"x","url":"https://example.com/"}`) + `]}]}`
		}},
		"rows": {5, func(n int) string {
			return `{"components":[` + list(n, `{"type":1,"components":[{"type":2,"style":5,"label":"x","url":"https://example.com/"}]}`) + `]}`
		}},
		"all of the embeds": {6000, func(n int) string {
			return `{"embeds":[{"description":"` + text(4000) + `"},{"title":"` + text(200) + `","description":"` + text(n-4400) + `","footer":{"text":"` + text(200) + `"}}]}`
		}},
		"units, not code points": {256, func(n int) string {
			return `{"embeds":[{"title":"` + strings.Repeat("😀", n/2) + text(n%2) + `"}]}`
		}},
	} {
		t.Run(name, func(t *testing.T) {
			for d := -1; d <= 1; d++ {
				cl := start(t, Options{})
				cl.AllowViolations()
				want := 200
				if d > 0 {
					want = 400
				}
				status, _, _ := cl.do("POST", cl.dm(), c.body(c.limit+d))
				if status != want || (status == 400) != (len(cl.Violations()) > 0) {
					t.Errorf("%d of %d: answered %d, violations %.300q", c.limit+d, c.limit, status, cl.Violations())
				}
			}
		})
	}
}

func list(n int, s string) string { return strings.TrimSuffix(strings.Repeat(s+",", n), ",") }

func TestRulesOfForm(t *testing.T) {
	button := func(s string) string { return `{"components":[{"type":1,"components":[` + s + `]}]}` }
	ok := `{"type":2,"style":1,"label":"x","custom_id":"a"}`
	for name, c := range map[string]struct {
		body string
		code int // of the JSON error; 0 when it is fine
	}{
		"empty":                        {`{}`, 50006},
		"blank":                        {`{"content":" \n "}`, 50006},
		"nothing but empty lists":      {`{"content":"","embeds":[],"components":[]}`, 50006},
		"empty embed":                  {`{"embeds":[{}]}`, 50035},
		"javascript link":              {`{"embeds":[{"title":"t","url":"javascript:alert(1)"}]}`, 50035},
		"relative link":                {`{"embeds":[{"title":"t","url":"/x"}]}`, 50035},
		"field without value":          {`{"embeds":[{"fields":[{"name":"n","value":" "}]}]}`, 50035},
		"ephemeral":                    {`{"content":"x","flags":64}`, 50035},
		"silent":                       {`{"content":"x","flags":4096}`, 0},
		"enforced nothing":             {`{"content":"x","enforce_nonce":true}`, 50035},
		"parse and ids":                {`{"content":"x","allowed_mentions":{"parse":["users"],"users":["1"]}}`, 50035},
		"parse or ids":                 {`{"content":"x","allowed_mentions":{"parse":["roles"],"users":["1"]}}`, 0},
		"mailto button":                {button(`{"type":2,"style":5,"label":"x","url":"mailto:a@example.com"}`), 50035},
		"link button with id":          {button(`{"type":2,"style":5,"label":"x","url":"https://example.com","custom_id":"a"}`), 50035},
		"link button without link":     {button(`{"type":2,"style":5,"label":"x"}`), 50035},
		"button without id":            {button(`{"type":2,"style":1,"label":"x"}`), 50035},
		"button with link":             {button(`{"type":2,"style":1,"label":"x","custom_id":"a","url":"https://example.com"}`), 50035},
		"premium button with label":    {button(`{"type":2,"style":6,"label":"x","sku_id":"1"}`), 50035},
		"premium button":               {button(`{"type":2,"style":6,"sku_id":"1"}`), 0},
		"same id twice":                {button(ok + "," + ok), 50035},
		"empty row":                    {`{"components":[{"type":1,"components":[]}]}`, 50035},
		"button outside a row":         {`{"components":[` + ok + `]}`, 50035},
		"button beside a select":       {button(ok + `,{"type":5,"custom_id":"b"}`), 50035},
		"two selects":                  {button(`{"type":5,"custom_id":"a"},{"type":5,"custom_id":"b"}`), 50035},
		"one select":                   {button(`{"type":5,"custom_id":"a"}`), 0},
		"new component without a flag": {`{"components":[{"type":10,"content":"x"}]}`, 50035},
		"new component":                {`{"flags":32768,"components":[{"type":10,"content":"x"}]}`, 0},
		"new component and content":    {`{"flags":32768,"content":"x","components":[{"type":10,"content":"x"}]}`, 50035},
		"41 components":                {`{"flags":32768,"components":[{"type":17,"components":[` + list(40, `{"type":10,"content":"x"}`) + `]}]}`, 50035},
	} {
		t.Run(name, func(t *testing.T) {
			cl := start(t, Options{})
			cl.AllowViolations()
			status, _, e := cl.do("POST", cl.dm(), c.body)
			if c.code == 0 {
				if status != 200 || len(cl.Violations()) > 0 {
					t.Errorf("%d %v %q", status, e, cl.Violations())
				}
				return
			}
			if status != 400 || e["code"] != float64(c.code) || len(cl.Violations()) == 0 || len(cl.Seen(user)) > 0 {
				t.Errorf("%d %v %q", status, e, cl.Violations())
			}
		})
	}
}

func TestErrorsNameThePlace(t *testing.T) {
	c := start(t, Options{})
	c.AllowViolations()
	_, _, e := c.do("POST", c.dm(), fmt.Sprintf(`{"embeds":[{"title":"ok"},{"title":%q}]}`, strings.Repeat("a", 257)))
	raw, _ := json.Marshal(e["errors"])
	if !strings.HasPrefix(string(raw), `{"embeds":{"1":{"title":{"_errors":[{"code":`) {
		t.Errorf("errors are %s", raw)
	}
}

func TestTheDocumentIsAskedWhereItIsAtHand(t *testing.T) {
	if os.Getenv(DataEnv) == "" {
		t.Skip(DataEnv + " is unset, so there is no OpenAPI document to ask")
	}
	for name, body := range map[string]string{
		"colour":    `{"embeds":[{"title":"t","color":16777216}]}`,
		"timestamp": `{"embeds":[{"title":"t","timestamp":"yesterday"}]}`,
		"mentions":  `{"content":"x","allowed_mentions":{"parse":["all"]}}`,
		"type":      `{"content":7}`,
	} {
		c := start(t, Options{})
		c.AllowViolations()
		if status, _, _ := c.do("POST", c.dm(), body); status != 400 || len(c.Violations()) == 0 {
			t.Errorf("%s: answered %d, violations %q", name, status, c.Violations())
		}
	}
}

func TestWithoutTheDocumentItSaysSo(t *testing.T) {
	t.Setenv(DataEnv, "")
	var said string
	spec, err := LoadSpec(func(format string, args ...any) { said += fmt.Sprintf(format, args...) })
	if err != nil || spec.Loaded() || !strings.Contains(said, DataEnv+" is unset") {
		t.Errorf("loaded=%v, error %v, said %q", spec.Loaded(), err, said)
	}
	t.Setenv(DataEnv, t.TempDir())
	if _, err := LoadSpec(t.Logf); err == nil {
		t.Error("a folder without the document was taken")
	}
}
