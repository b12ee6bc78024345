package words

import (
	"fmt"
	"time"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/evidence"
)

// longestWait is the longest real wait that is suggested.
const longestWait = 24 * time.Hour

// Obstacle says why a plan leaves a scenario out.
func Obstacle(o evidence.Obstacle) string {
	needed, most := duration(o.NeededSeconds), duration(o.MostSeconds)
	switch o.Kind {
	case evidence.BeyondReach:
		text := fmt.Sprintf("--clock %s cannot show %s, only up to %s", o.Clock, clock.Format(needed), clock.Format(most))
		if o.Clock == string(clock.Wait) && needed <= longestWait {
			text += fmt.Sprintf("; --clock wait --max-wait %s waits that long", needed)
		}
		return text
	case evidence.TooSlow:
		return fmt.Sprintf("--clock %s cannot show a restart, which may take longer than the small TTL; use --short-ttl %s", o.Clock, needed)
	case evidence.RowsLost:
		return "it needs a restart, and this release keeps its own database in memory: all rows are lost then"
	case evidence.NoUpgrade:
		return "it needs an upgrade, and upstream has no upgrade scripts for this database"
	case evidence.InsideServer:
		return "it is about replicas, replaced containers or proxies, and this database is inside the server"
	case evidence.NeedsSettings:
		return "it needs another config.yaml, and a server that runs already is left as it is"
	case evidence.NeedsEnvironment:
		return "it needs variables in the server's environment, and a server that runs already is left as it is"
	case evidence.NeedsFront:
		return "it is about replicas or a proxy in front, of which the run starts its own"
	case evidence.NeedsUpgrade:
		return "it upgrades the server, and one that runs already is left as it is"
	case evidence.NeedsRestart:
		return "it restarts the server, and one that runs already is left running"
	case evidence.NeedsFlink:
		return "it looks at a real Flink beside the server, of which none is the run's own"
	case evidence.NeedsLog:
		return "it looks at the server's log, which is out of reach"
	case evidence.NeedsWrites:
		return "it makes users, tokens or applications: --allow-writes lets it, and all is removed again"
	case evidence.NeedsRows:
		return "it looks at rows or makes some: --database-url lets it"
	case evidence.NeedsCluster:
		return "it starts an application, and the server knows no Flink home, or no session cluster (remote mode) that is started: register them on its pages"
	case evidence.NeedsKey:
		return "it opens tokens, which this release seals with a key file: --key-file names a copy of it"
	}
	return string(o.Kind)
}
