package config

import (
	"fmt"
	"io"
	"log/slog"
)

// Secret is a text that must not be seen. However it is printed, logged or
// encoded, it appears as [secret]; only Reveal gives it. Never make it the key
// of a map: encoding/json asks string keys for nothing.
type Secret string

const hidden = "[secret]"

// Reveal is the secret itself, for the one place that sends it.
func (s Secret) Reveal() string { return string(s) }

// Format prints [secret] for every verb.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, hidden) }

// String is [secret].
func (s Secret) String() string { return hidden }

// MarshalText is [secret], for JSON and every other encoding that asks.
func (s Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// LogValue is [secret].
func (s Secret) LogValue() slog.Value { return slog.StringValue(hidden) }
