package database

import (
	"context"
	"encoding/json"
	"fmt"
)

// AddProgram makes an application that runs a program on the cluster of
// AddFlink: a copy of the seeded one that is custom code (job type 1) for Apache
// Flink (application type 2) in remote mode, and built. Nothing else is needed
// for StreamPark to run it: measured on 2.1.4 and 2.1.5, see docs/measured.md.
func (d *Database) AddProgram(ctx context.Context, id int64, name string, p Program) error {
	return d.together(ctx, fmt.Sprintf("add the application %d", id), func(s Statements) error {
		mode, err := s.mode(ctx, "t_flink_app")
		if err != nil {
			return err
		}
		err = s.copy(ctx, applicationRow(DemoApplicationID), map[string]any{"id": id, "job_name": name, "state": added, "option_state": 0,
			"job_type": 1, "app_type": 2, "main_class": p.Class,
			mode: 1, "version_id": 1, "flink_cluster_id": 1, "options": "{}"})
		if err != nil {
			return err
		}
		return s.build(ctx, id, p.Jar)
	})
}

// build says that an application was built into a jar.
func (s Statements) build(ctx context.Context, id int64, jar string) error {
	result, err := json.Marshal(map[string]any{"workspacePath": "/tmp", "shadedJarPath": jar, "pass": true})
	if err != nil {
		return err
	}
	_, err = s.Exec(ctx, "insert into t_app_build_pipe (app_id, pipe_type, pipe_status, cur_step, total_step, steps_status, steps_status_ts, build_result) "+
		"values (?, 3, 3, 1, 1, '{}', '{}', ?)", id, string(result))
	return err
}

// FlinkJob is the ID under which Flink runs an application, as StreamPark knows
// it: that of its latest start, empty before the first.
func (d *Database) FlinkJob(ctx context.Context, id int64) (string, error) {
	var job *string
	if err := d.statements.Row(ctx, "select job_id from t_flink_app where id = ?", id).Scan(&job); err != nil {
		return "", fmt.Errorf("read the Flink job of the application %d: %w", id, err)
	}
	if job == nil {
		return "", nil
	}
	return *job, nil
}

// OptionState is what StreamPark is doing to an application (OptionState of
// v2.1.4: 0 nothing, 1 releasing, 2 cancelling, 3 starting, 4 taking a
// savepoint).
func (d *Database) OptionState(ctx context.Context, id int64) (int, error) {
	var state int
	if err := d.statements.Row(ctx, "select option_state from t_flink_app where id = ?", id).Scan(&state); err != nil {
		return 0, fmt.Errorf("read what is being done to the application %d: %w", id, err)
	}
	return state, nil
}
