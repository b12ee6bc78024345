package submission_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"streampark-regress/harness/submission"
)

// The blocks as StreamPark 2.1.4 and 2.1.5 log them, but for what they say of
// the application.
const (
	start = `21:13:00.888 [streampark-flink-app-bootstrap-1] INFO org.apache.streampark.flink.client.impl.RemoteClient - [StreamPark] 
--------------------------------------- flink job start ---------------------------------------
    userFlinkHome    : /regress/flink-1.18.1
    appName          : regress-1
    applicationType  : StreamPark Flink
    savePoint        : SAVEPOINT
    properties       : rest.address -> 127.0.0.1 rest.port -> 18081
-------------------------------------------------------------------------------------------

2026-11-25 21:13:00 | INFO | FlinkAppHttpWatcher:670] stop app`
	cancel = `----------------------------------------- flink job cancel --------------------------------
     clusterId     : null
     withSavePoint : true
     savePointPath : file:///regress/savepoints
     withDrain     : true
     appId         : null
     jobId         : 0123456789abcdef0123456789abcdef
-------------------------------------------------------------------------------------------`
)

func TestWhatIsReadOfALog(t *testing.T) {
	started := submission.Submission{Kind: submission.Start, Application: "regress-1"}
	restored := started
	restored.Savepoint = "file:///regress/savepoints/savepoint-1"
	leaving := restored
	leaving.Leaves = true
	cancelled := submission.Submission{Kind: submission.Cancel, Job: "0123456789abcdef0123456789abcdef", Savepoint: "file:///regress/savepoints", Saves: true, Drains: true}
	fresh, from := strings.Replace(start, "SAVEPOINT", "null", 1), strings.Replace(start, "SAVEPOINT", restored.Savepoint, 1)
	for name, c := range map[string]struct {
		log  string
		want []submission.Submission
	}{
		"nothing":         {"2026-11-25 21:13:00 | INFO | nothing", nil},
		"a start":         {fresh, []submission.Submission{started}},
		"a restart":       {from, []submission.Submission{restored}},
		"some state left": {strings.Replace(from, "18081", "18081 execution.savepoint.ignore-unclaimed-state -> true classloader.resolve-order -> parent-first", 1), []submission.Submission{leaving}},
		"a cancel":        {cancel, []submission.Submission{cancelled}},
		"one by one":      {fresh + "\n" + cancel + "\n" + from, []submission.Submission{started, cancelled, restored}},
		"not yet whole":   {strings.Split(fresh, "savePoint ")[0], nil},
		"another table":   {"----- flink version -----\n    flinkHome : /opt\n-----", nil},
	} {
		t.Run(name, func(t *testing.T) {
			var at, spread submission.Reader
			lines := strings.Split(c.log, "\n")
			assert.Equal(t, c.want, at.Read(lines))
			var found []submission.Submission
			for _, line := range lines {
				found = append(found, spread.Read([]string{line})...)
			}
			assert.Equal(t, c.want, found, "line by line")
		})
	}
}
