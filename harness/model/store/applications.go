package store

import (
	"context"
	"fmt"
)

// The states of an application that the model brings about (FlinkAppState of
// v2.1.4).
const (
	AtRest     = 0
	Starting   = 3
	Failed     = 7
	Cancelling = 8
)

// The execution modes that the model tells apart (FlinkExecutionMode of v2.1.4).
const (
	// Remote is that of an application that runs on a session cluster.
	Remote = 1
	// YarnApplication is that of the seeded application.
	YarnApplication = 4
)

// Application is a row of t_flink_app.
type Application struct {
	ID, Team, Owner int64
	Mode, State     int
	Name            string
	// Job is Flink's ID of its job, empty for one that has none.
	Job string
	// Version and Cluster are ids of t_flink_env and t_flink_cluster, nil where
	// none was chosen.
	Version, Cluster *int64
}

// Application returns an application; the second result is false when there is
// none.
func (s *Store) Application(ctx context.Context, id int64) (Application, bool, error) {
	a := Application{ID: id}
	err := s.db.Row(ctx, "select team_id, user_id, execution_mode, state, version_id, flink_cluster_id, job_name, coalesce(job_id, '') from t_flink_app where id = ?", id).
		Scan(&a.Team, &a.Owner, &a.Mode, &a.State, &a.Version, &a.Cluster, &a.Name, &a.Job)
	if missing(err) {
		return Application{}, false, nil
	}
	if err != nil {
		return Application{}, false, fmt.Errorf("read the application %d: %w", id, err)
	}
	return a, true, nil
}

// Applications returns all applications, with their ids, teams, names and states.
func (s *Store) Applications(ctx context.Context) ([]Application, error) {
	rows, err := s.db.Rows(ctx, "select id, team_id, job_name, state from t_flink_app order by id")
	if err != nil {
		return nil, fmt.Errorf("read t_flink_app: %w", err)
	}
	defer rows.Close()
	var all []Application
	for rows.Next() {
		var a Application
		if err := rows.Scan(&a.ID, &a.Team, &a.Name, &a.State); err != nil {
			return nil, fmt.Errorf("read t_flink_app: %w", err)
		}
		all = append(all, a)
	}
	return all, rows.Err()
}

// SetState changes the state of an application, if it is there.
func (s *Store) SetState(ctx context.Context, id int64, state int) error {
	if _, err := s.db.Exec(ctx, "update t_flink_app set state = ? where id = ?", state, id); err != nil {
		return fmt.Errorf("set the state of the application %d: %w", id, err)
	}
	return nil
}

// Advance changes the state of an application that is still in another.
func (s *Store) Advance(ctx context.Context, id int64, from, to int) error {
	if _, err := s.db.Exec(ctx, "update t_flink_app set state = ? where id = ? and state = ?", to, id, from); err != nil {
		return fmt.Errorf("set the state of the application %d: %w", id, err)
	}
	return nil
}

// EndSubmissions fails what another server was submitting when it ended: nobody else
// will. What is being cancelled stays so (recordings, "restart").
func (s *Store) EndSubmissions(ctx context.Context) error {
	if _, err := s.db.Exec(ctx, "update t_flink_app set state = ? where state = ?", Failed, Starting); err != nil {
		return fmt.Errorf("end the submissions of another server: %w", err)
	}
	return nil
}

// Built reports whether an application was built.
func (s *Store) Built(ctx context.Context, id int64) (bool, error) {
	var n int
	if err := s.db.Row(ctx, "select count(*) from t_app_build_pipe where app_id = ?", id).Scan(&n); err != nil {
		return false, fmt.Errorf("look for the build of the application %d: %w", id, err)
	}
	return n > 0, nil
}

// FlinkHome returns the home of a Flink version, or of the default one for nil;
// the second result is false when there is none.
func (s *Store) FlinkHome(ctx context.Context, version *int64) (string, bool, error) {
	query, args := "select flink_home from t_flink_env where is_default limit 1", []any(nil)
	if version != nil {
		query, args = "select flink_home from t_flink_env where id = ?", []any{*version}
	}
	var home string
	err := s.db.Row(ctx, query, args...).Scan(&home)
	if missing(err) {
		return "", false, nil
	}
	if err != nil {
		return "", false, fmt.Errorf("read t_flink_env: %w", err)
	}
	return home, true, nil
}

// ClusterAddress returns the address of a session cluster; the second result is
// false when there is none.
func (s *Store) ClusterAddress(ctx context.Context, cluster *int64) (string, bool, error) {
	var address string
	err := s.db.Row(ctx, "select address from t_flink_cluster where id = ?", cluster).Scan(&address)
	if missing(err) {
		return "", false, nil
	}
	if err != nil {
		return "", false, fmt.Errorf("read t_flink_cluster: %w", err)
	}
	return address, true, nil
}

// DeleteApplicationBut deletes the oldest application but one.
func (s *Store) DeleteApplicationBut(ctx context.Context, id int64) error {
	if _, err := s.db.Exec(ctx, "delete from t_flink_app where id = (select id from (select min(id) as id from t_flink_app where id <> ?) oldest)", id); err != nil {
		return fmt.Errorf("delete an application: %w", err)
	}
	return nil
}
