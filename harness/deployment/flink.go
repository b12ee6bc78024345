package deployment

// FlinkKind says what Flink a server has beside it.
type FlinkKind string

// The kinds.
const (
	// StandIn answers what StreamPark asks before it starts an application, and
	// runs nothing.
	StandIn FlinkKind = ""
	// RealFlink is a session cluster of the deployment's own. It is there from
	// the start to the end, over restarts and upgrades of the server.
	RealFlink FlinkKind = "a real Flink"
	// RealFlinkWithoutSavepoints is one that knows no directory for savepoints.
	RealFlinkWithoutSavepoints FlinkKind = "a real Flink without a savepoint directory"
)

// Real reports whether jobs run on it.
func (k FlinkKind) Real() bool { return k != StandIn }
