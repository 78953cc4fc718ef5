package discord

import (
	"encoding/json"
	"strings"
)

// Codes of Discord's JSON errors that the fake gives of itself, from
// topics/opcodes-and-status-codes.
const (
	codeUnknownChannel = 10003
	codeUnknownMessage = 10008
	codeBlockedAgent   = 40333
	codeNotYours       = 50005
	codeEmpty          = 50006
	codeInvalidForm    = 50035
	codeBadJSON        = 50109
)

// problem is one rule that a request breaks.
type problem struct {
	path    string // keys and indexes joined by dots; empty for the whole body
	code    string // Discord's name for it
	message string
}

// errorBody is the shape of every error.
func errorBody(code int, message string) string {
	b, _ := json.Marshal(map[string]any{"code": code, "message": message})
	return string(b)
}

// formError is 50035 with the problems nested by their paths.
func formError(ps []problem) string {
	root := map[string]any{}
	for _, p := range ps {
		at := root
		for _, key := range strings.FieldsFunc(p.path, func(r rune) bool { return r == '.' }) {
			next, ok := at[key].(map[string]any)
			if !ok {
				next = map[string]any{}
				at[key] = next
			}
			at = next
		}
		list, _ := at["_errors"].([]any)
		at["_errors"] = append(list, map[string]any{"code": p.code, "message": p.message})
	}
	// An object holds either _errors or deeper keys, never both.
	prune(root)
	b, _ := json.Marshal(map[string]any{"code": codeInvalidForm, "message": "Invalid Form Body", "errors": root})
	return string(b)
}

func prune(m map[string]any) {
	if _, ok := m["_errors"]; ok && len(m) > 1 {
		delete(m, "_errors")
	}
	for _, v := range m {
		if child, ok := v.(map[string]any); ok {
			prune(child)
		}
	}
}
