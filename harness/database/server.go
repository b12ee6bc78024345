package database

import (
	"context"
	"fmt"
)

// Server is where the databases of deployments are made.
type Server struct {
	dialect dialect
	address string
}

// NewServer returns the server at an address: the URL of a database whose user
// may make others, or sqlite:FOLDER. It connects to nothing.
func NewServer(address string) (Server, error) {
	d, err := dialectOf(address)
	return Server{d, address}, err
}

// Ping connects to the server, to see whether it takes connections.
func (s Server) Ping(ctx context.Context) error {
	if err := s.dialect.ping(ctx, s.address); err != nil {
		return fmt.Errorf("connect to the database server: %w", err)
	}
	return nil
}

// TryWriting connects to the server and writes something that is gone at once, to see
// whether it still can: one whose disk is full answers questions.
func (s Server) TryWriting(ctx context.Context) error {
	if err := s.dialect.tryWriting(ctx, s.address); err != nil {
		return fmt.Errorf("write to the database server: %w", err)
	}
	return nil
}

// Address is the address of one of its databases, as Open takes it; there may
// be a password in it.
func (s Server) Address(name string) (string, error) { return s.dialect.address(s.address, name) }

// Create makes a database and connects to it. One of that name must not be
// there yet.
func (s Server) Create(ctx context.Context, name string) (*Database, error) {
	if err := s.dialect.create(ctx, s.address, name); err != nil {
		return nil, fmt.Errorf("create the database %s: %w", name, err)
	}
	address, err := s.Address(name)
	if err != nil {
		return nil, fmt.Errorf("create the database %s: %w", name, err)
	}
	return Open(ctx, address)
}

// Drop removes a database, whoever is still connected to it. One that is not
// there is not an error.
func (s Server) Drop(ctx context.Context, name string) error {
	if err := s.dialect.drop(ctx, s.address, name); err != nil {
		return fmt.Errorf("drop the database %s: %w", name, err)
	}
	return nil
}
