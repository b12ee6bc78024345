package evidence

// ObstacleKind is why a plan leaves a scenario out.
type ObstacleKind string

// The obstacles of a clock.
const (
	// BeyondReach: it takes more time than the clock can let pass.
	BeyondReach ObstacleKind = "beyond-reach"
	// TooSlow: it restarts the server, which takes longer than a small TTL.
	TooSlow ObstacleKind = "restart-takes-longer-than-ttl"
)

// The obstacles of a database that StreamPark brings itself.
const (
	// RowsLost: it restarts the server, whose database is in memory.
	RowsLost ObstacleKind = "restart-loses-rows"
	// NoUpgrade: it upgrades the server, and there are no scripts for its database.
	NoUpgrade ObstacleKind = "no-upgrade-scripts"
	// InsideServer: it is about what stands around the server, such as another on
	// the same database.
	InsideServer ObstacleKind = "database-inside-server"
)

// The obstacles of a server that runs already and is not the run's own: what a
// scenario needs and cannot have there.
const (
	NeedsSettings    ObstacleKind = "needs-settings"
	NeedsEnvironment ObstacleKind = "needs-environment"
	// NeedsFront: it has replicas, or a proxy of the run's own in front.
	NeedsFront   ObstacleKind = "needs-replicas-or-proxy"
	NeedsUpgrade ObstacleKind = "needs-upgrade"
	NeedsRestart ObstacleKind = "needs-restart"
	NeedsFlink   ObstacleKind = "needs-real-flink"
	NeedsLog     ObstacleKind = "needs-server-log"
	// NeedsWrites: it makes users, tokens or applications.
	NeedsWrites ObstacleKind = "needs-writes"
	NeedsRows   ObstacleKind = "needs-rows"
	// NeedsCluster: it starts applications, and the server knows no Flink for them.
	NeedsCluster ObstacleKind = "needs-cluster"
	// NeedsKey: it opens tokens that are sealed with the server's key file.
	NeedsKey ObstacleKind = "needs-key-file"
)

// Obstacle is why a plan leaves a scenario out.
type Obstacle struct {
	Kind  ObstacleKind `json:"kind"`
	Clock string       `json:"clock,omitempty"`
	// NeededSeconds is what it takes, MostSeconds what the clock can do.
	NeededSeconds float64 `json:"needed_seconds,omitempty"`
	MostSeconds   float64 `json:"most_seconds,omitempty"`
}
