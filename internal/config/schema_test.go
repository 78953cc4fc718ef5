package config

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/invopop/jsonschema"
)

var update = flag.Bool("update", false, "write the schemas and the expected messages anew")

// schemaFiles are the schemas and the structs that they are made from.
func schemaFiles() map[string]struct {
	from  any
	title string
} {
	return map[string]struct {
		from  any
		title string
	}{
		"pickwick": {appFile{}, "The application: configs/pickwick.yaml"},
		"persona":  {personaFile{}, "One buyer persona and its feed list: feeds/<persona>.yaml"},
		"company":  {companyFile{}, "The company: feeds/company.yaml"},
	}
}

func TestSchemasAgreeWithTheStructs(t *testing.T) {
	for name, s := range schemaFiles() {
		r := jsonschema.Reflector{
			Anonymous: true, DoNotReference: true, ExpandedStruct: true, RequiredFromJSONSchemaTags: true,
			Mapper: func(t reflect.Type) *jsonschema.Schema {
				if t != reflect.TypeFor[spanOr0]() {
					return nil
				}
				return &jsonschema.Schema{Format: "time-span-or-0", Extras: map[string]any{"type": []string{"string", "integer"}}}
			},
		}
		schema := r.Reflect(s.from)
		schema.Title = s.title
		var got bytes.Buffer
		enc := json.NewEncoder(&got)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		if err := enc.Encode(schema); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join("../../configs/schema", name+".schema.json")
		if *update {
			if err := os.WriteFile(file, got.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got.String() != string(want) {
			t.Errorf("%s is not what the structs say: run go test ./internal/config -update", file)
		}
	}
}
