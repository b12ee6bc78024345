package database

import (
	"cmp"
	"context"
)

// Flink says where StreamPark finds Flink: the home directory inside its
// container and the address of a session cluster.
type Flink struct {
	Home    string
	Address string
	// Version is as "1.18.1", which it is too where nothing is said, and Scala as
	// "2.12", likewise.
	Version, Scala string
	// Program is a job that StreamPark can have it run; none where the cluster is
	// a stand-in.
	Program Program
}

// Program is a job that somebody has written, where StreamPark finds it.
type Program struct {
	// Jar is a path inside StreamPark's container, and Class its main class.
	Jar, Class string
}

// flinkConf is the Flink configuration "jobmanager.rpc.address: flink",
// compressed with zlib and in base64, which is the form of t_flink_env.
const flinkConf = "eJzLyk/KTcxLTE8t0isqSNZLTEkpSi0utlJIy8nMy+YCALMfCxY="

// AddFlink registers a Flink home and a session cluster (execution mode 1 is
// remote) unless they are registered already. An installation as shipped has
// neither.
func (d *Database) AddFlink(ctx context.Context, f Flink) error {
	// The inner table with one row is what lets all products take a condition.
	const unless = "from (select 1 as one) once where not exists (select 1 from "
	version, scala := cmp.Or(f.Version, "1.18.1"), cmp.Or(f.Scala, "2.12")
	return d.together(ctx, "register Flink", func(s Statements) error {
		if _, err := s.Exec(ctx, "insert into t_flink_env (id, flink_name, flink_home, version, scala_version, flink_conf, is_default) "+
			"select 1, ?, ?, ?, ?, ?, true "+unless+"t_flink_env where id = 1)", "flink-"+version, f.Home, version, scala, flinkConf); err != nil {
			return err
		}
		_, err := s.Exec(ctx, "insert into t_flink_cluster (id, address, cluster_name, execution_mode, version_id, cluster_state) "+
			"select 1, ?, 'session', 1, 1, 1 "+unless+"t_flink_cluster where id = 1)", f.Address)
		return err
	})
}
