package main

import (
	"cmp"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"example.com/pickwick/internal/curation"
)

// isCommand refuses arguments that name no command, which cobra's help answers
// with a shrug.
func isCommand(cmd *cobra.Command, args []string) error {
	if found, rest, err := cmd.Root().Find(args); err != nil || len(rest) > 0 {
		return fmt.Errorf("unknown command %q for %q", strings.Join(rest, " "), found.CommandPath())
	}
	return nil
}

// wrongUse makes every mistake in the use of a command a curation.Invalid
// error, in plain words, that ends with where to read on. A command that only
// holds others shows its help, and takes no word that is none of theirs.
func wrongUse(cmd *cobra.Command) {
	if cmd.HasSubCommands() && !cmd.Runnable() {
		cmd.Args = cobra.NoArgs
		cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
	}
	invalid := func(cmd *cobra.Command, err error) error {
		return curation.Errorf(curation.Invalid, "%w\nSee: %s --help", err, cmd.CommandPath())
	}
	cmd.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error { return invalid(cmd, flagInWords(err)) })
	if check := cmd.Args; check != nil {
		cmd.Args = func(cmd *cobra.Command, args []string) error {
			if err := check(cmd, args); err != nil {
				return invalid(cmd, argsInWords(cmd, args, err))
			}
			return nil
		}
	}
	for _, sub := range cmd.Commands() {
		wrongUse(sub)
	}
}

// argsInWords says which argument is missing or too many, by the line that
// tells how the command is used.
func argsInWords(cmd *cobra.Command, args []string, err error) error {
	if cmd.HasSubCommands() || cmd.Name() == "help" {
		return err // an unknown command
	}
	var takes []string
	for _, word := range strings.Fields(cmd.Use)[1:] {
		if strings.HasPrefix(word, "--") {
			break
		}
		takes = append(takes, word)
	}
	usage := strings.TrimSuffix(cmd.CommandPath(), cmd.Name()) + cmd.Use
	if len(args) >= len(takes) {
		return fmt.Errorf("%q is one word too many: %s (a name with blanks in it needs quotes)", args[len(takes)], usage)
	}
	missing := takes[len(args)]
	what := map[string]string{
		"FEED": "name a feed", "FILE": "name a file", "FILE|URL…": "name a file or an address", "URL": "name the address of a page",
		"ID": "give an ID", "PICK": "give the ID of a pick",
	}
	return fmt.Errorf("%s: %s", cmp.Or(what[missing], "say one of "+strings.ReplaceAll(missing, "|", ", ")), usage)
}

// flagInWords says what the value of a flag must be, and not what read it.
func flagInWords(err error) error {
	var read *strconv.NumError
	if !errors.As(err, &read) {
		return err
	}
	must := "it must be a whole number"
	switch {
	case errors.Is(err, strconv.ErrRange):
		must = "the number is too large"
	case read.Func == "ParseBool":
		must = "it must be true or false"
	}
	where, _, _ := strings.Cut(err.Error(), ": strconv.")
	return fmt.Errorf("%s: %s", where, must)
}
