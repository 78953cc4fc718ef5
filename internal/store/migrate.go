package store

import (
	"context"
	"embed"
	"io/fs"
	"strings"

	"github.com/pressly/goose/v3"

	"example.com/pickwick/internal/curation"
)

// NNNN_name.sql runs on both databases; NNNN_name.postgres.sql on PostgreSQL
// alone, instead of NNNN_name.sql if there is one.
//
//go:embed migrations/*.sql
var migrationFiles embed.FS

// migrate brings the tables up to date. Each migration is one transaction, so
// that one cut short leaves nothing behind; processes take turns.
func (s *Store) migrate(ctx context.Context) error {
	files, err := fs.Sub(migrationFiles, "migrations")
	if err != nil {
		return err
	}
	return s.migrateFrom(ctx, files)
}

func (s *Store) migrateFrom(ctx context.Context, files fs.FS) error {
	unlock, err := s.Lock(ctx, "migrate")
	if err != nil {
		return err
	}
	defer unlock()
	skip, err := foreign(files, s.dialect.name())
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.Dialect(s.dialect.name()), s.write, files,
		goose.WithExcludeNames(skip), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	have, want, err := p.GetVersions(ctx)
	if err != nil {
		return err
	}
	if have > want {
		return curation.Errorf(curation.Invalid,
			"the database was made by a newer Pickwick (its tables are version %d, this program knows %d): use that program, or a backup from before it", have, want)
	}
	_, err = p.Up(ctx)
	return err
}

// foreign lists the files that are not for the named database.
func foreign(files fs.FS, name string) ([]string, error) {
	all, err := fs.Glob(files, "*.sql")
	if err != nil {
		return nil, err
	}
	var skip []string
	for _, f := range all {
		base, own := strings.CutSuffix(f, ".postgres.sql")
		switch {
		case own && name != "postgres":
			skip = append(skip, f)
		case own:
			skip = append(skip, base+".sql")
		}
	}
	return skip, nil
}
