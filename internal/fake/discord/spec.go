package discord

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// DataEnv names the folder that holds discord/openapi.json, Discord's own
// OpenAPI document of API v10. It is not part of this repository.
const DataEnv = "PICKWICK_DATA"

// specURL is a name for the document; nothing is fetched from it.
const specURL = "https://discord.example/openapi.json"

// Spec checks bodies against Discord's OpenAPI document. A Spec without a
// document checks nothing.
type Spec struct {
	mu       sync.Mutex
	compiler *jsonschema.Compiler // nil without a document
	schemas  map[string]*jsonschema.Schema
}

// LoadSpec reads the document from the folder that PICKWICK_DATA names. When it
// is unset it says through logf that only the hand-written limits apply.
func LoadSpec(logf func(format string, args ...any)) (*Spec, error) {
	dir := os.Getenv(DataEnv)
	if dir == "" {
		logf("fake Discord: %s is unset, so requests are checked against the hand-written limits only, not against Discord's OpenAPI document", DataEnv)
		return &Spec{}, nil
	}
	f, err := os.Open(filepath.Join(dir, "discord", "openapi.json"))
	if err != nil {
		return nil, fmt.Errorf("discord's OpenAPI document can't be read: %w", err)
	}
	defer func() { _ = f.Close() }()
	doc, err := jsonschema.UnmarshalJSON(f)
	if err != nil {
		return nil, fmt.Errorf("discord's OpenAPI document is not JSON: %w", err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource(specURL, doc); err != nil {
		return nil, fmt.Errorf("discord's OpenAPI document: %w", err)
	}
	return &Spec{compiler: c, schemas: map[string]*jsonschema.Schema{}}, nil
}

// Loaded reports whether there is a document.
func (sp *Spec) Loaded() bool { return sp.compiler != nil }

// request checks the body of a call.
func (sp *Spec) request(rt route, body []byte) []problem {
	if !sp.Loaded() {
		return nil
	}
	return sp.check(pointer("paths", rt.spec, strings.ToLower(rt.method), "requestBody", "content", "application/json", "schema"), body)
}

// response checks an answer of the fake. A status that the document leaves out
// is not checked.
func (sp *Spec) response(rt route, status int, body []byte) []problem {
	if !sp.Loaded() || rt.spec == "" {
		return nil
	}
	switch {
	case status == 429:
		return sp.check(pointer("components", "responses", "ClientRatelimitedResponse", "content", "application/json", "schema"), body)
	case status >= 400 && status < 500:
		return sp.check(pointer("components", "responses", "ClientErrorResponse", "content", "application/json", "schema"), body)
	case status == 200:
		return sp.check(pointer("paths", rt.spec, strings.ToLower(rt.method), "responses", strconv.Itoa(status), "content", "application/json", "schema"), body)
	}
	return nil
}

func (sp *Spec) check(at string, body []byte) []problem {
	sp.mu.Lock()
	defer sp.mu.Unlock()
	schema, ok := sp.schemas[at]
	if !ok {
		var err error
		if schema, err = sp.compiler.Compile(specURL + "#" + at); err != nil {
			return []problem{{message: "the document has no usable schema there: " + err.Error(), code: "NO_SCHEMA"}}
		}
		sp.schemas[at] = schema
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return []problem{{message: err.Error(), code: "NOT_JSON"}}
	}
	var invalid *jsonschema.ValidationError
	if err := schema.Validate(value); errors.As(err, &invalid) {
		return leaves(invalid)
	}
	return nil
}

// leaves flattens an error to what is wrong at the deepest places. Of the
// branches of a oneOf, each with its own complaint, all are kept.
func leaves(e *jsonschema.ValidationError) []problem {
	if len(e.Causes) == 0 {
		return []problem{{
			path: strings.Join(e.InstanceLocation, "."), code: "SCHEMA",
			message: e.ErrorKind.LocalizedString(message.NewPrinter(language.English)),
		}}
	}
	var ps []problem
	for _, c := range e.Causes {
		ps = append(ps, leaves(c)...)
	}
	return ps
}

// pointer is an RFC 6901 JSON pointer, escaped for a URL fragment.
func pointer(keys ...string) string {
	var b strings.Builder
	esc := strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D")
	for _, k := range keys {
		b.WriteString("/" + esc.Replace(k))
	}
	return b.String()
}
