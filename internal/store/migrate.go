package store

import (
	"context"
	"database/sql"
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
	p, err := s.steps(files)
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

// steps are the migrations: those of the files, and those that need Go.
func (s *Store) steps(files fs.FS) (*goose.Provider, error) {
	skip, err := foreign(files, s.dialect.name())
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.Dialect(s.dialect.name()), s.write, files,
		goose.WithExcludeNames(skip), goose.WithDisableGlobalRegistry(true),
		goose.WithGoMigrations(goose.NewGoMigration(5, &goose.GoFunc{RunTx: s.hashKeys}, nil)))
}

// hashKeys is the fifth step. It moves the keys of stories to the table in
// which they are hashes.
func (s *Store) hashKeys(ctx context.Context, tx *sql.Tx) error {
	type old struct {
		key  string
		span span
	}
	for last := (old{}); ; {
		// The keys are there twice for a moment, but not all of them in memory.
		part, err := rows(ctx, tx, func(r scanner) (o old, err error) {
			err = r.Scan(&o.key, &o.span.story, &o.span.first, &o.span.last)
			o.span.key = hashKey(o.key)
			return o, err
		}, `SELECT key, story_id, first_at, last_at FROM story_keys_before
			WHERE key > $1 OR key = $1 AND story_id > $2 ORDER BY key, story_id LIMIT 1000`, last.key, last.span.story)
		if err != nil {
			return err
		}
		if len(part) == 0 {
			break
		}
		last = part[len(part)-1]
		var spans []*span
		for _, o := range part {
			spans = append(spans, &o.span)
		}
		if err := s.writeSpans(ctx, tx, spans); err != nil {
			return err
		}
	}
	_, err := exec(ctx, tx, `DROP TABLE story_keys_before`)
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
