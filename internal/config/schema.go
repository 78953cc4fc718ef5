package config

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"go.yaml.in/yaml/v4"

	"example.com/pickwick/configs"
)

// schemas are the compiled schemas of the three kinds of file.
type schemas struct {
	app, persona, company *jsonschema.Schema
}

// compileSchemas reads the embedded schemas. Its errors are faults of ours.
func compileSchemas() (s schemas, err error) {
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	for name, check := range formats() {
		c.RegisterFormat(&jsonschema.Format{Name: name, Validate: func(v any) error {
			switch v := v.(type) {
			case string:
				return check(v)
			case int:
				return check(strconv.Itoa(v)) // a time span may be the number 0
			}
			return nil
		}})
	}
	for name, to := range map[string]**jsonschema.Schema{"pickwick": &s.app, "persona": &s.persona, "company": &s.company} {
		file := "schema/" + name + ".schema.json"
		data, err := configs.Files.ReadFile(file)
		if err != nil {
			return s, err
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
		if err != nil {
			return s, fmt.Errorf("%s: %w", file, err)
		}
		if err := c.AddResource(file, doc); err != nil {
			return s, err
		}
		if *to, err = c.Compile(file); err != nil {
			return s, err
		}
	}
	return s, nil
}

// check holds the document against its schema and reports every difference.
func (d *document) check(s *jsonschema.Schema) {
	if d.root == nil {
		return
	}
	d.value = emptyBlocks(s, d.value)
	var all *jsonschema.ValidationError
	if errors.As(s.Validate(d.value), &all) {
		d.explain(s, all)
	}
}

// decode fills a struct of files.go, whose fields hold the defaults, with a
// document that passed check.
func (d *document) decode(into any) error {
	data, err := json.Marshal(d.value)
	if err != nil {
		return fmt.Errorf("%s: %w", d.file, err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		return fmt.Errorf("%s: %w", d.file, err)
	}
	return nil
}

// emptyBlocks reads a key with nothing after it as an empty block where a
// block is wanted, so that all of its keys may be commented out.
func emptyBlocks(s *jsonschema.Schema, v any) any {
	if v == nil && s.Types != nil && slices.Contains(s.Types.ToStrings(), "object") {
		return map[string]any{}
	}
	if m, ok := v.(map[string]any); ok {
		for key, p := range s.Properties {
			if value, has := m[key]; has {
				m[key] = emptyBlocks(p, value)
			}
		}
	}
	return v
}

// explain reports the leaves of the checker's tree of errors.
func (d *document) explain(root *jsonschema.Schema, e *jsonschema.ValidationError) {
	for _, cause := range e.Causes {
		d.explain(root, cause)
	}
	if len(e.Causes) > 0 {
		return
	}
	s, n := root, d.root
	name, key := "the file", ""
	for _, step := range e.InstanceLocation {
		if i, err := strconv.Atoi(step); err == nil && n.Kind == yaml.SequenceNode {
			s, n, name = s.Items2020, n.Content[i], "an entry of "+key
		} else {
			key = "`" + step + "`"
			s, n, name = s.Properties[step], child(n, step), key
		}
	}
	if d.broken[n] {
		return
	}
	switch k := e.ErrorKind.(type) {
	case *kind.AdditionalProperties:
		for _, p := range k.Properties {
			k, _ := entry(n, p)
			d.mistake(k, "%s", unknownKey(p, s, root))
		}
	case *kind.Required:
		for _, p := range k.Missing {
			if misspelt(p, n, s) {
				continue
			}
			d.mistake(n, "the key `%s` is missing: %s", p, sample(p, s.Properties[p]))
		}
	case *kind.Type:
		d.mistake(n, "%s", wrongType(name, k.Got, n, s))
	case *kind.Enum:
		if got, ok := k.Got.(string); ok { // or else its type is wrong, which is said already
			d.mistake(n, "%s: %s is not known here: %s", key, quote(got), suggestion(got, texts(k.Want)))
		}
	case *kind.Format:
		if words := withoutUnit(name, n, s); words != "" {
			d.mistake(n, "%s", words)
		} else {
			d.mistake(n, "%s: %v", key, k.Err)
		}
	case *kind.Minimum, *kind.Maximum, *kind.ExclusiveMinimum:
		d.mistake(n, "%s is %s: it must be %s", name, word(n.Value), rangeInWords(s))
	case *kind.MinItems:
		d.mistake(n, "%s is empty: give it at least one entry", name)
	case *kind.UniqueItems:
		d.repeated(name, n)
	default:
		d.mistake(n, "%s: %v", name, e)
	}
}

// misspelt says whether a missing key stands there under a name near to it,
// which is reported as an unknown key.
func misspelt(missing string, n *yaml.Node, s *jsonschema.Schema) bool {
	known := slices.Collect(maps.Keys(s.Properties))
	for i := 0; i+1 < len(n.Content) && n.Kind == yaml.MappingNode; i += 2 {
		key := n.Content[i].Value
		if s.Properties[key] == nil && (Nearest(key, known) == missing || strings.HasPrefix(key, missing+":")) {
			return true
		}
	}
	return false
}

// repeated reports every text of a list that stood before.
func (d *document) repeated(name string, list *yaml.Node) {
	first := map[string]int{}
	for _, n := range items(list) {
		s, ok := text(n)
		if !ok {
			continue
		}
		if line := first[s]; line != 0 {
			d.mistake(n, "%s: %s stands twice, first on line %d: keep one", name, quote(s), line)
		} else {
			first[s] = n.Line
		}
	}
}

func texts(vs []any) []string {
	var out []string
	for _, v := range vs {
		if s, ok := v.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

// word shows a key or number in a message.
func word(s string) string { return strings.Trim(quote(s), `"`) }
