package flink

import (
	"bytes"
	_ "embed"
	"fmt"
	"path"
	"regexp"
	"strconv"
)

// What a session cluster takes. It is a JobManager and a TaskManager in one
// process, which Flink calls a MiniCluster: two processes take twice the memory
// and three times as long (docs/measured.md). Only a class starts one, which is
// in a jar of its own.
const (
	// Port is that of the REST interface.
	Port = 8081
	// Slots is how many jobs can run at once.
	Slots = 16
	// MemoryMB is the most that was seen of a cluster.
	MemoryMB = 250
	// clusterFile and loggingFile are what Files puts into a folder.
	clusterFile = "cluster.jar"
	loggingFile = "log4j2.properties"
)

//go:embed job/cluster.jar
var clusterJar []byte

// logging has Flink write its log to the standard output.
const logging = `rootLogger.level = INFO
rootLogger.appenderRef.console.ref = console
appender.console.name = console
appender.console.type = CONSOLE
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d{yyyy-MM-dd HH:mm:ss,SSS} %-5p %c{1} - %m%n
`

// Session is a session cluster to start.
type Session struct {
	// Home is where Flink lies, and Folder where Files are put.
	Home, Folder string
	// State is the folder of checkpoints. Savepoints is that of savepoints for
	// which nobody names another; empty for a cluster that knows none.
	State, Savepoints string
}

// Files are what the command needs in the folder, by their names.
func (s Session) Files() map[string][]byte {
	return map[string][]byte{clusterFile: bytes.Clone(clusterJar), loggingFile: []byte(logging)}
}

// Command is the program and its arguments. It ends with the container.
func (s Session) Command() []string {
	settings := []string{
		"rest.port: " + strconv.Itoa(Port), "rest.address: 0.0.0.0", "rest.bind-address: 0.0.0.0",
		// How old an answer may be; 3 s where nothing is said.
		fmt.Sprintf("web.refresh-interval: %d", refresh.Milliseconds()),
		// Ten checkpoints would push a savepoint out of the list in 20 s.
		"web.checkpoints.history: 1000",
		// Accumulators come with it; every 10 s where nothing is said.
		"heartbeat.interval: 500",
		// A job that fails is to be seen failing.
		"restart-strategy: none",
		"taskmanager.memory.managed.size: 1m", "taskmanager.memory.network.min: 8m", "taskmanager.memory.network.max: 8m",
		"state.checkpoints.dir: file://" + s.State, "execution.checkpointing.interval: 2s",
	}
	if s.Savepoints != "" {
		settings = append(settings, "state.savepoints.dir: file://"+s.Savepoints)
	}
	return append([]string{"java", "-Xmx128m", "-XX:MaxMetaspaceSize=160m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
		"-Dlog4j.configurationFile=" + path.Join(s.Folder, loggingFile),
		"-cp", path.Join(s.Folder, clusterFile) + ":" + path.Join(s.Home, "lib") + "/*", "regress.Cluster", strconv.Itoa(Slots)}, settings...)
}

// Environment is what the command needs of variables: Java 17 opens what Flink
// looks into only if it is told to, and Java 8 does not read this one.
func (s Session) Environment() map[string]string {
	return map[string]string{"JDK_JAVA_OPTIONS": "--add-opens=java.base/java.lang=ALL-UNNAMED --add-opens=java.base/java.util=ALL-UNNAMED"}
}

// Distribution is a release of Flink, by the name of its main jar.
type Distribution struct {
	// Version is as "1.18.1", Scala as "2.12".
	Version, Scala string
}

// distribution is the name of the jar: up to 1.14 with the version of Scala.
var distribution = regexp.MustCompile(`^flink-dist(?:_(\d+\.\d+))?-((\d+\.\d+)\.\d+.*)\.jar$`)

// ParseDistribution reads the name of a file such as "flink-dist-1.18.1.jar"; the
// second result is false for one that is not Flink's main jar.
func ParseDistribution(name string) (Distribution, bool) {
	m := distribution.FindStringSubmatch(name)
	if m == nil {
		return Distribution{}, false
	}
	d := Distribution{Version: m[2], Scala: m[1]}
	if d.Scala == "" {
		d.Scala = "2.12"
	}
	return d, true
}

// Minor is as "1.18".
func (d Distribution) Minor() string {
	return distribution.FindStringSubmatch("flink-dist-" + d.Version + ".jar")[3]
}
