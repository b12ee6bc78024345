package database

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// UsualFlink is the version of a Flink of which nothing is said.
const UsualFlink = "1.18.1"

// Flink says where StreamPark finds Flink: the home directory inside its
// container and the address of a session cluster.
type Flink struct {
	Home    string
	Address string
	// Version is UsualFlink where nothing is said, and Scala is 2.12.
	Version, Scala string
	// Program is a job that StreamPark can have it run; none where the cluster is
	// a stand-in.
	Program Program
	// Registered is what StreamPark knows already; the zero value is for a Flink
	// that AddFlink registers.
	Registered Registered
}

// Registered are the ids of a Flink home in t_flink_env and of a session cluster in
// t_flink_cluster.
type Registered struct{ Home, Cluster int64 }

// ids are those that applications name.
func (r Registered) ids() Registered {
	if r == (Registered{}) {
		return Registered{1, 1}
	}
	return r
}

// Program is a job that somebody has written, where StreamPark finds it.
type Program struct {
	// Jar is a path inside StreamPark's container, and Class its main class.
	Jar, Class string
}

// flinkConf is the Flink configuration "jobmanager.rpc.address: flink",
// compressed with zlib and in base64, which is the form of t_flink_env.
const flinkConf = "eJzLyk/KTcxLTE8t0isqSNZLTEkpSi0utlJIy8nMy+YCALMfCxY="

// FindFlink finds a Flink home and a session cluster (execution mode 1 is remote)
// that somebody has registered and that is not known to be stopped (cluster state 1
// is started): the default one before others. The second result is false where one
// of them is missing.
func (d *Database) FindFlink(ctx context.Context) (Registered, bool, error) {
	var found Registered
	mode, err := d.statements.mode(ctx, "t_flink_cluster")
	if err != nil {
		return found, false, fmt.Errorf("look for a Flink that is registered: %w", err)
	}
	for _, q := range []struct {
		into  *int64
		query string
	}{
		{&found.Home, "select id from t_flink_env order by is_default desc, id"},
		{&found.Cluster, "select id from t_flink_cluster where " + mode + " = 1 and cluster_state = 1 order by id"},
	} {
		there, err := d.first(ctx, q.query, q.into)
		if err != nil || !there {
			return found, false, err
		}
	}
	return found, true, nil
}

// first reads the first row of a query of numbers; false for none.
func (d *Database) first(ctx context.Context, query string, into *int64) (bool, error) {
	err := d.statements.Row(ctx, query).Scan(into)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("look for a Flink that is registered: %w", err)
	}
	return true, nil
}

// AddFlink registers a Flink home and a session cluster (execution mode 1 is
// remote) unless they are registered already. An installation as shipped has
// neither.
func (d *Database) AddFlink(ctx context.Context, f Flink) error {
	if f.Registered != (Registered{}) {
		return nil
	}
	// The inner table with one row is what lets all products take a condition.
	const unless = "from (select 1 as one) once where not exists (select 1 from "
	version, scala := cmp.Or(f.Version, UsualFlink), cmp.Or(f.Scala, "2.12")
	return d.together(ctx, "register Flink", func(s Statements) error {
		if _, err := s.Exec(ctx, "insert into t_flink_env (id, flink_name, flink_home, version, scala_version, flink_conf, is_default) "+
			"select 1, ?, ?, ?, ?, ?, true "+unless+"t_flink_env where id = 1)", "flink-"+version, f.Home, version, scala, flinkConf); err != nil {
			return err
		}
		mode, err := s.mode(ctx, "t_flink_cluster")
		if err != nil {
			return err
		}
		_, err = s.Exec(ctx, "insert into t_flink_cluster (id, address, cluster_name, "+mode+", version_id, cluster_state) "+
			"select 1, ?, 'session', 1, 1, 1 "+unless+"t_flink_cluster where id = 1)", f.Address)
		return err
	})
}
