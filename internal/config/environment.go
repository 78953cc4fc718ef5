package config

import (
	"errors"
	"strings"

	"github.com/caarlos0/env/v11"
)

// environment is what Pickwick reads from environment variables. A variable
// that ends in _FILE names a file that holds the value.
type environment struct {
	Config           string `env:"PICKWICK_CONFIG"`
	Database         string `env:"PICKWICK_DATABASE"`
	DatabaseFile     string `env:"PICKWICK_DATABASE_FILE,file"`
	PollProxy        string `env:"PICKWICK_POLL_PROXY"`
	PollProxyFile    string `env:"PICKWICK_POLL_PROXY_FILE,file"`
	DiscordToken     string `env:"PICKWICK_DISCORD_TOKEN"`
	DiscordTokenFile string `env:"PICKWICK_DISCORD_TOKEN_FILE,file"`
}

// readEnvironment reads "NAME=value" settings and the files they name. No
// message holds a value, except the path of a file.
func readEnvironment(environ []string, r *Report) environment {
	var e environment
	set := env.ToMap(environ)
	err := env.ParseWithOptions(&e, env.Options{Environment: set})
	unread := map[string]bool{}
	if all := (env.AggregateError{}); errors.As(err, &all) {
		for _, err := range all.Errors {
			if file := (env.LoadFileContentError{}); errors.As(err, &file) {
				unread[file.Key] = true
				r.mistake(file.Key, "can't read the file %s that it names: %s", quote(file.Filename), inWords(file.Err))
			}
		}
	}
	secret := func(name, value, fromFile string) string {
		file := name + "_FILE"
		switch {
		case set[name] != "" && set[file] != "":
			r.mistake(file, "%s is set too: set one of the two", name)
			return ""
		case unread[file]:
			return ""
		case set[file] != "":
			name, value = file, fromFile
		}
		value = strings.TrimSpace(value)
		switch {
		case value == "" && set[name] != "":
			r.mistake(name, "the value is empty: it must be one word")
		case strings.ContainsAny(value, " \t\r\n"):
			r.mistake(name, "the value has a space or a line break inside: it must be one word")
		}
		return value
	}
	e.Database = secret("PICKWICK_DATABASE", e.Database, e.DatabaseFile)
	if e.Database != "" {
		if err := checkDatabaseForm(e.Database); err != nil {
			r.mistake("PICKWICK_DATABASE", "%v", err)
		}
	}
	e.PollProxy = secret("PICKWICK_POLL_PROXY", e.PollProxy, e.PollProxyFile)
	if err := checkProxyForm(e.PollProxy); err != nil {
		r.mistake("PICKWICK_POLL_PROXY", "%v", err)
	}
	e.DiscordToken = secret("PICKWICK_DISCORD_TOKEN", e.DiscordToken, e.DiscordTokenFile)
	return e
}
