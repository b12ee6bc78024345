package model

import (
	"context"
	"errors"

	"streampark-regress/harness/database"
	"streampark-regress/harness/model/store"
	"streampark-regress/harness/release"
	"streampark-regress/harness/streampark"
)

// storage is how the release keeps its rows on the product that the model stands
// in for.
func (m *embedded) storage() release.Storage {
	return m.spec.Release.Databases[string(m.spec.Product())]
}

func (m *embedded) makeDatabase(ctx context.Context) error {
	server, err := database.NewServer("sqlite:" + m.home)
	if err != nil {
		return err
	}
	const name = "streampark"
	if m.database != nil {
		m.endSubmissions()
		if err := errors.Join(m.database.Close(), server.Drop(ctx, name)); err != nil {
			return err
		}
	}
	if m.database, err = server.Create(ctx, name); err != nil {
		return err
	}
	if err := store.Create(ctx, m.database); err != nil {
		return err
	}
	m.database.OnWait(func(application int64) { m.handler.Load().submissions.hurry(application) })
	s := m.storage()
	if s.FailedStartsStay {
		m.database.FailedStartsStay()
	}
	return store.Seed(ctx, m.database, store.Seeds{Teams: s.Teams, TeamUnset: s.TeamUnset, FirstToken: s.FirstTokenID})
}

// enter signs the seeded administrator in for the first time, where that takes a
// choice.
func (m *embedded) enter(ctx context.Context) error {
	if !m.storage().HasConsole() {
		return nil
	}
	return streampark.New(m.address).FirstSignIn(ctx)
}
