package docker_test

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/database"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/docker"
	"streampark-regress/harness/docker/dockertest"
	"streampark-regress/harness/flink"
	"streampark-regress/harness/requirement"
	"streampark-regress/harness/streampark"
)

// counter is the application of these tests.
const counter = 200001

// flinkWithin is how long StreamPark may take to see what Flink did, on a busy
// machine.
const flinkWithin = 3 * time.Minute

// flinkBench is a bench with Flink.
func flinkBench(t *testing.T) bench {
	t.Helper()
	b := newBench(t)
	for _, ref := range docker.FlinkImages() {
		if dockertest.Has(t, b.engine, ref) {
			found, err := b.engine.FindFlink(t.Context(), []string{ref}, ignore)
			require.NoError(t, err)
			b.options.Flink, b.options.StartTimeout = &found, 20*time.Minute
			return b
		}
	}
	requirement.Missing(t, "flink", "none of the images "+fmt.Sprint(docker.FlinkImages())+" is here; `make flink-image` builds one")
	return b
}

// beside returns a deployment of a real release beside a real Flink.
func (b bench) beside(t *testing.T, version string) deployment.Deployment {
	t.Helper()
	spec := b.spec(t, version)
	spec.Flink = deployment.RealFlink
	d, err := b.real(t, version).provider(t).Start(t.Context(), version, spec, func(detail string) { t.Log(detail) })
	require.NoError(t, err)
	t.Cleanup(func() {
		assert.NoError(t, d.Close(context.Background()))
		log, err := os.ReadFile(filepath.Join(b.options.Folder, version, "flink.log"))
		assert.NoError(t, err)
		assert.Contains(t, string(log), "COUNTER restored=true")
	})
	return d
}

// caller starts and stops the counter with an API token.
type caller struct {
	t *testing.T
	deployment.Deployment
	flink *flink.Cluster
	token string
}

func newCaller(t *testing.T, d deployment.Deployment) caller {
	t.Helper()
	cluster, err := d.Cluster()
	require.NoError(t, err)
	require.NoError(t, d.Database().AddFlink(t.Context(), d.Flink()))
	require.NoError(t, d.Database().AddProgram(t.Context(), counter, "counter", d.Flink().Program))
	admin, err := streampark.New(d.URL()).SignIn(t.Context(), streampark.SeededAdmin, streampark.SeededPassword)
	require.NoError(t, err)
	made, err := admin.CreateToken(t.Context(), database.AdminID, "caller")
	require.NoError(t, err)
	return caller{t, d, cluster, made.Token}
}

// start starts the counter and returns its Flink job.
func (c caller) start(call streampark.Call) string {
	c.t.Helper()
	require.NoError(c.t, c.Database().AwaitStartable(c.t.Context(), counter))
	before, err := c.Database().FlinkJob(c.t.Context(), counter)
	require.NoError(c.t, err)
	c.call(call)
	var job string
	c.eventually("a job of the start", func() bool {
		job, err = c.Database().FlinkJob(c.t.Context(), counter)
		return err == nil && job != "" && job != before
	})
	_, err = c.flink.AwaitRunning(c.t.Context(), job)
	require.NoError(c.t, err)
	c.state(5)
	return job
}

// cancel stops the counter.
func (c caller) cancel(call streampark.Call, job string) {
	c.t.Helper()
	c.call(call)
	_, err := c.flink.AwaitEnd(c.t.Context(), job)
	require.NoError(c.t, err)
	c.state(9)
}

func (c caller) call(call streampark.Call) {
	c.t.Helper()
	answer, err := streampark.New(c.URL()).Do(c.t.Context(), call.As(streampark.Header(c.token)))
	require.NoError(c.t, err)
	require.Equal(c.t, http.StatusOK, answer.Status, "%s", answer.Body)
}

// state waits until StreamPark sees the counter in a state.
func (c caller) state(wanted int) {
	c.t.Helper()
	c.eventually(fmt.Sprintf("state %d", wanted), func() bool {
		state, err := c.Database().ApplicationState(c.t.Context(), counter)
		return err == nil && state == wanted
	})
}

func (c caller) eventually(what string, is func() bool) {
	c.t.Helper()
	require.Eventually(c.t, is, flinkWithin, 100*time.Millisecond, what)
}

// real returns the bench with the real image of a release.
func (b bench) real(t *testing.T, version string) bench {
	t.Helper()
	r, err := b.catalogue.Find(version)
	require.NoError(t, err)
	for _, ref := range r.Images {
		if dockertest.Has(t, b.engine, ref) {
			b.options.Images[version] = ref
			return b
		}
	}
	requirement.Missing(t, "streampark", fmt.Sprintf("none of the images %v is here", r.Images))
	return b
}

func TestImageWithoutFlink(t *testing.T) {
	b := newBench(t)
	_, err := b.engine.FindFlink(t.Context(), []string{b.postgres()}, ignore)
	assert.EqualError(t, err, "look for Flink in image "+b.postgres()+": there is no flink-dist jar in /opt/flink/lib: it does not look like Flink\n"+
		"  name another with --flink real=IMAGE")
	_, err = b.engine.FindFlink(t.Context(), []string{"localhost:1/nobody/flink:1.18"}, ignore)
	assert.ErrorContains(t, err, "none can be pulled")
	assert.ErrorContains(t, err, "`make flink-image` builds one where no registry is reached")
}

func TestFlinkWithoutShims(t *testing.T) {
	b := newBench(t)
	found := docker.FlinkImage{Ref: "flink:1.18", Distribution: flink.Distribution{Version: "1.18.1", Scala: "2.12"}}
	r := b.spec(t, "2.1.4").Release
	assert.ErrorContains(t, b.engine.CheckShims(t.Context(), b.options.Images["2.1.4"], r, found),
		"image streampark-regress/model:2.1.4 has no shims for Flink 1.18.1 (Scala 2.12) of image flink:1.18: it has none for Scala 2.12\n")
	image := b.real(t, "2.1.4").options.Images["2.1.4"]
	assert.NoError(t, b.engine.CheckShims(t.Context(), image, r, found))
	found.Version = "1.20.0"
	assert.ErrorContains(t, b.engine.CheckShims(t.Context(), image, r, found), "it has them for 1.12, 1.13, 1.14, 1.15, 1.16, 1.17, 1.18, 1.19\n"+
		"  name an image of such a version with --flink real=IMAGE")
}

// A Flink that does not come up is told before a server is started.
func TestFlinkThatDoesNotComeUp(t *testing.T) {
	for name, test := range map[string]struct {
		spoil func(*docker.Options)
		says  []string
	}{
		"it exits": {func(o *docker.Options) { o.Flink.Home = "/usr/lib/jvm" }, []string{"exited with code 1", "org/apache/flink/"}},
		"no Java":  {func(o *docker.Options) { o.Flink.Ref = o.Databases[database.PostgreSQL].Image }, []string{"java", "executable file not found"}},
	} {
		t.Run(name, func(t *testing.T) {
			b := flinkBench(t).real(t, "2.1.4")
			spec := b.spec(t, "2.1.4")
			spec.Flink = deployment.RealFlink
			b.options.Flink = new(*b.options.Flink)
			test.spoil(&b.options)
			_, err := b.provider(t).Start(t.Context(), "none", spec, ignore)
			require.Error(t, err)
			for _, text := range append(test.says, "start Flink ("+b.options.Flink.Ref+"): ") {
				assert.ErrorContains(t, err, text)
			}
		})
	}
}

func TestFlinkThatNobodyChose(t *testing.T) {
	b := newBench(t)
	spec := b.spec(t, "2.1.4")
	spec.Flink = deployment.RealFlink
	_, err := b.provider(t).Start(t.Context(), "none", spec, ignore)
	assert.ErrorContains(t, err, "start a real Flink: no image of Flink was chosen; choose one with --flink real[=IMAGE]")
}

// The caller of each release keeps its state: what is stopped with a savepoint
// goes on with its count. That is what Flink says, and the job itself.
func TestStateIsKept(t *testing.T) {
	for version, test := range map[string]struct{ start, cancel, restore, save, path string }{
		"2.1.4": {"/flink/app/start", "/flink/app/cancel", "savePointed", "savePointed", "savePoint"},
		"2.1.5": {"/openapi/app/start", "/openapi/app/cancel", "restoreFromSavepoint", "triggerSavepoint", "savepointPath"},
	} {
		t.Run(version, func(t *testing.T) {
			c := newCaller(t, flinkBench(t).beside(t, version))
			start, cancel := streampark.StartCall(test.start, counter).Without("savePointed"), streampark.CancelCall(test.cancel, counter)

			first := c.start(start)
			_, restored, err := c.flink.Restored(t.Context(), first)
			require.NoError(t, err)
			assert.False(t, restored)
			counted, err := c.flink.AwaitCount(t.Context(), first)
			require.NoError(t, err)
			assert.False(t, counted.Restored)

			c.cancel(cancel.With(test.save, "true"), first)
			written, err := c.flink.Savepoints(t.Context(), first)
			require.NoError(t, err)
			require.Len(t, written, 1)
			last, err := c.flink.AwaitCount(t.Context(), first)
			require.NoError(t, err)

			second := c.start(start.With(test.restore, "true").With(test.path, written[0].Path))
			path, restored, err := c.flink.Restored(t.Context(), second)
			require.NoError(t, err)
			assert.True(t, restored)
			assert.Equal(t, written[0].Path, path)
			again, err := c.flink.AwaitCount(t.Context(), second)
			require.NoError(t, err)
			assert.True(t, again.Restored)
			assert.LessOrEqual(t, counted.Now, again.First)
			assert.LessOrEqual(t, again.First, last.Now)

			c.cancel(cancel, second)
			written, err = c.flink.Savepoints(t.Context(), second)
			require.NoError(t, err)
			assert.Empty(t, written, "nobody asked for one")
		})
	}
}
