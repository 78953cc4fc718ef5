package config

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"
)

var secretKey = regexp.MustCompile(`(?i)token|secret|passw|credential|api_?key`)

// unknownKey says what may have been meant by a key that s doesn't know.
func unknownKey(key string, s, root *jsonschema.Schema) string {
	if secretKey.MatchString(key) {
		if root.Properties["database"] == nil {
			return fmt.Sprintf("`%s` looks like a secret, which must not stand in a file like this: remove it, only feeds that anybody can read are allowed", word(key))
		}
		variable := "PICKWICK_DISCORD_TOKEN"
		if strings.Contains(strings.ToLower(key), "pass") {
			variable = "PICKWICK_DATABASE"
		}
		return fmt.Sprintf("`%s` looks like a secret, which must not stand in a file like this: set %s in the environment, or %s_FILE to the path of a file that holds it",
			word(key), variable, variable)
	}
	known := slices.Sorted(maps.Keys(s.Properties))
	if words := withoutBlank(key, known); words != "" {
		return words
	}
	if near := Nearest(key, known); near != "" {
		return fmt.Sprintf("unknown key `%s`: did you mean `%s`?", word(key), near)
	}
	if len(known) == 0 {
		return fmt.Sprintf("unknown key `%s`: there are no keys here, write {}", word(key))
	}
	return fmt.Sprintf("unknown key `%s`: the keys here are %s", word(key), strings.Join(known, ", "))
}

// withoutBlank says what is wrong with "key:value", or is empty for anything else.
func withoutBlank(s string, known []string) string {
	k, value, _ := strings.Cut(s, ":")
	if value == "" || !slices.Contains(known, k) {
		return ""
	}
	return fmt.Sprintf("a blank must follow the colon of `%s`", k)
}

// withoutUnit says how to write a percentage or a length of time that is a
// plain number, or is empty for anything else.
func withoutUnit(name string, n *yaml.Node, s *jsonschema.Schema) string {
	if _, err := strconv.ParseFloat(n.Value, 64); err != nil || n.Kind != yaml.ScalarNode || s.Format == nil {
		return ""
	}
	usual := example(s)
	unit := strings.TrimLeft(usual, "0123456789")
	if such := n.Value + unit; s.Format.Validate(such) == nil && !strings.HasPrefix(n.Value, "0") {
		usual = such
	}
	switch s.Format.Name {
	case "percentage":
		return fmt.Sprintf("%s is a percentage: write %q", name, usual)
	case "time-span", "time-span-or-0":
		return fmt.Sprintf("%s is %s: write it with a unit, such as %s", name, word(n.Value), usual)
	case "byte-size":
		return fmt.Sprintf("%s is %s: write it with KiB or MiB, such as %s", name, word(n.Value), usual)
	}
	return ""
}

// wrongType says what a value must be that is something else.
func wrongType(name, got string, n *yaml.Node, s *jsonschema.Schema) string {
	want := s.Types.ToStrings()
	words := ""
	switch {
	case slices.Contains(want, "object"):
		words = withoutBlank(n.Value, slices.Collect(maps.Keys(s.Properties)))
	case slices.Contains(want, "string"):
		words = withoutUnit(name, n, s)
	}
	switch {
	case words != "":
		return words
	case slices.Contains(want, "array") && n.Kind == yaml.ScalarNode && n.Style&quoted == 0 && otherMark.MatchString(n.Value):
		return listMark
	}
	return name + " " + otherType(got, n, s)
}

// otherType continues a sentence that begins with the name of a value.
func otherType(got string, n *yaml.Node, s *jsonschema.Schema) string {
	want := s.Types.ToStrings()
	if got == "null" {
		return "has no value: write one, or remove the key"
	}
	switch {
	case slices.Contains(want, "object"):
		return "must be keys with their values, and a space after each colon: the keys are " + strings.Join(slices.Sorted(maps.Keys(s.Properties)), ", ")
	case slices.Contains(want, "array"):
		return "must be a list: write it like [a, b], or each entry on a line of its own after a -"
	case slices.Contains(want, "boolean"):
		return "must be true or false"
	case slices.Contains(want, "string") && n.Kind != yaml.ScalarNode:
		return "must be one text" + suchAs(s)
	case slices.Contains(want, "string"):
		return fmt.Sprintf("is %s, which YAML does not read as text: put it in quotes%s", word(n.Value), suchAs(s))
	}
	number := "a number"
	if slices.Contains(want, "integer") {
		number = "a whole number"
	}
	if _, err := strconv.ParseFloat(n.Value, 64); err == nil && got == "string" {
		return "must be " + number + ": remove the quotes"
	}
	return "must be " + number + " " + rangeInWords(s)
}

// rangeInWords is "from 1 to 5".
func rangeInWords(s *jsonschema.Schema) string {
	decimal := func(r *big.Rat) string {
		f, _ := r.Float64()
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	if s.ExclusiveMinimum != nil {
		return fmt.Sprintf("above %s and at most %s", decimal(s.ExclusiveMinimum), decimal(s.Maximum))
	}
	return fmt.Sprintf("from %s to %s", decimal(s.Minimum), decimal(s.Maximum))
}

// sample shows how to write a key that is missing.
func sample(key string, s *jsonschema.Schema) string {
	if v := example(s); v != "" {
		return fmt.Sprintf("write one like `%s: %s`", key, v)
	}
	return "write a list with at least one entry" // only a list has neither
}

func suchAs(s *jsonschema.Schema) string {
	if v := example(s); v != "" {
		return ", such as " + strconv.Quote(strings.Trim(v, `"`))
	}
	return ""
}

// needsQuotes matches text that some reader of YAML takes for a number or a time.
var needsQuotes = regexp.MustCompile(`^[0-9.:]+$`)

// example is the schema's own example, or else its default, as YAML.
func example(s *jsonschema.Schema) string {
	var v any
	switch {
	case len(s.Examples) > 0:
		v = s.Examples[0]
	case s.Default != nil:
		v = *s.Default
	}
	switch v := v.(type) {
	case string:
		if needsQuotes.MatchString(v) {
			return strconv.Quote(v)
		}
		return v
	case json.Number:
		return v.String()
	}
	return ""
}
