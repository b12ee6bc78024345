package database

import (
	"context"
	"database/sql"
	"sync"
)

// prepared is a pool of connections that parses each statement once. SQLite takes
// longer to parse one than to run it.
type prepared struct {
	*sql.DB

	mu         sync.Mutex
	statements map[string]parsed
}

// parsed is a statement of the pool's, which is closed with it.
type parsed interface {
	ExecContext(ctx context.Context, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, args ...any) *sql.Row
}

func preparing(pool *sql.DB) *prepared {
	return &prepared{DB: pool, statements: map[string]parsed{}}
}

// statement is nil for one that cannot be parsed: running it says why.
func (p *prepared) statement(ctx context.Context, text string) parsed {
	p.mu.Lock()
	defer p.mu.Unlock()
	if s, ok := p.statements[text]; ok {
		return s
	}
	s, err := p.PrepareContext(ctx, text)
	if err != nil {
		return nil
	}
	p.statements[text] = s
	return s
}

func (p *prepared) ExecContext(ctx context.Context, text string, args ...any) (sql.Result, error) {
	if s := p.statement(ctx, text); s != nil {
		return s.ExecContext(ctx, args...)
	}
	return p.DB.ExecContext(ctx, text, args...)
}

func (p *prepared) QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	if s := p.statement(ctx, text); s != nil {
		return s.QueryContext(ctx, args...)
	}
	return p.DB.QueryContext(ctx, text, args...)
}

func (p *prepared) QueryRowContext(ctx context.Context, text string, args ...any) *sql.Row {
	if s := p.statement(ctx, text); s != nil {
		return s.QueryRowContext(ctx, args...)
	}
	return p.DB.QueryRowContext(ctx, text, args...)
}
