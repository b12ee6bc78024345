package caller_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/caller"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/flink"
)

func TestWhatFlinkDidForAStart(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		next job
		want evidence.Flink
	}{
		"restored": {job{state: flink.Running, restored: "file:/a", first: 113}, evidence.Flink{Job: id(0), Status: evidence.JobRunning, Restored: "file:/a", First: 113}},
		"fresh":    {job{state: flink.Running}, evidence.Flink{Job: id(0), Status: evidence.JobRunning}},
		"failed":   {job{state: flink.Failed}, evidence.Flink{Job: id(0), Status: evidence.JobFailed}},
		"no job":   {job{}, evidence.Flink{Status: evidence.NoJob}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			st := serve(t, "2.1.5")
			s := beside(t, st)
			s.set(func() { s.next = tt.next })
			a := st.ready(t)
			a.do(t, (*caller.Caller).Start)
			require.NotNil(t, a.last(t).Flink)
			assert.Equal(t, tt.want, *a.last(t).Flink)
			assert.Zero(t, s.running(), "nothing is left running")
		})
	}
}

func TestWhatFlinkDidForACancel(t *testing.T) {
	t.Parallel()
	const path = "file:/regress/state/savepoints/savepoint-1"
	keep := func(t *testing.T, s *session) {
		require.NoError(t, s.Database().AddSavepoint(t.Context(), application, "file:///regress/state/savepoints/savepoint-1"))
	}
	for name, tt := range map[string]struct {
		ends   job
		before func(*testing.T, *session)
		want   evidence.Flink
	}{
		"a savepoint":      {job{state: flink.Canceled, writes: path}, keep, evidence.Flink{Job: id(0), Status: evidence.JobCanceled, Savepoint: path, Kept: evidence.KeptAsLatest}},
		"one that is lost": {job{state: flink.Finished, writes: path}, nil, evidence.Flink{Job: id(0), Status: evidence.JobFinished, Savepoint: path, Kept: evidence.KeptNot}},
		"none":             {job{state: flink.Canceled}, nil, evidence.Flink{Job: id(0), Status: evidence.JobCanceled}},
		"it runs on":       {job{state: flink.Running}, nil, evidence.Flink{Job: id(0), Status: evidence.JobRunning}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			st := serve(t, "2.1.5")
			s := beside(t, st)
			s.set(func() { s.ends = tt.ends })
			a := st.ready(t)
			if tt.before != nil {
				tt.before(t, s)
			}
			require.NoError(t, a.CancelAt(t.Context(), "", caller.Fields{"triggerSavepoint": "true"}))
			last := a.last(t)
			assert.Equal(t, evidence.StoppedSaved, last.Submission.State, "the cancel is of the job that runs")
			require.NotNil(t, last.Flink)
			assert.Equal(t, tt.want, *last.Flink)
			assert.Zero(t, s.running(), "nothing is left running")
		})
	}
}

// Paths that scenarios name are real ones where something looks at them.
func TestPathsOnFlink(t *testing.T) {
	t.Parallel()
	st := serve(t, "2.1.4")
	s := beside(t, st)
	a := st.ready(t)
	require.NoError(t, a.MakeSavepoint(t.Context()))
	latest, _, err := s.Database().LatestSavepoint(t.Context(), application)
	require.NoError(t, err)
	require.NoError(t, a.StartAt(t.Context(), "", caller.Fields{"savePointed": "true", "savePoint": "file:///elsewhere/sp"}))
	given := a.last(t).Form["savePoint"]
	assert.Contains(t, given, "file:/regress/state/savepoints/savepoint-")
	assert.NotEqual(t, latest, given)
	assert.Equal(t, evidence.RestoredGiven, a.last(t).Submission.State)
	s.set(func() { s.ends.writes = "file:/regress/state/given/savepoint-1" })
	require.NoError(t, a.CancelAt(t.Context(), "", caller.Fields{"savePointed": "true", "savePoint": "file:///elsewhere/sp"}))
	assert.Equal(t, "file:/regress/state/given", a.last(t).Form["savePoint"])
	require.NoError(t, a.StartAt(t.Context(), "", caller.Fields{"savePointed": "true", "savePoint": "file:///stopped/sp"}))
	assert.Equal(t, s.ends.writes, a.last(t).Form["savePoint"])
	assert.Equal(t, s.ends.writes, a.last(t).Flink.Stopped)
	require.NoError(t, a.StartAt(t.Context(), "", caller.Fields{"savePointed": "true", "savePoint": "file:///nowhere/sp"}))
	assert.Equal(t, "file:///nowhere/sp", a.last(t).Form["savePoint"])
}

// What this harness does to a job between two calls is none of the callers'.
func TestASavepointStaysTheLatestWhenAJobIsEnded(t *testing.T) {
	t.Parallel()
	st := serve(t, "2.1.4")
	beside(t, st)
	a := st.ready(t)
	require.NoError(t, a.MakeSavepoint(t.Context()))
	for _, flag := range []string{"false", "true", "true"} {
		require.NoError(t, a.StartAt(t.Context(), "", caller.Fields{"savePointed": flag}))
		want := evidence.RestoredLatest
		if flag == "false" {
			want = evidence.StartedFresh
		}
		assert.Equal(t, want, a.last(t).Submission.State)
	}
}

// A mark that StreamPark takes away itself, as 2.1.4 does when a cancel fails that
// asked for a savepoint, is not put back.
func TestASavepointThatStreamParkUnmarksStaysUnmarked(t *testing.T) {
	t.Parallel()
	st := serve(t, "2.1.4")
	s := beside(t, st)
	a := st.ready(t)
	require.NoError(t, a.MakeSavepoint(t.Context()))
	s.set(func() { s.ends, s.unmarks = job{state: flink.Running}, true })
	require.NoError(t, a.CancelAt(t.Context(), "", caller.Fields{"savePointed": "true"}))
	assert.Zero(t, s.running(), "the job was ended behind StreamPark's back")
	rows, err := s.Database().Savepoints(t.Context(), application)
	require.NoError(t, err)
	require.NotEmpty(t, rows)
	for _, row := range rows {
		assert.False(t, row.Latest)
	}
}

func TestAJobWhoseEndStreamParkNeverSees(t *testing.T) {
	if testing.Short() {
		t.Skip("it is waited for a minute")
	}
	t.Parallel()
	st := serve(t, "2.1.5")
	s := beside(t, st)
	s.set(func() { s.blind = true })
	a := st.ready(t)
	for range 2 {
		a.do(t, (*caller.Caller).Start)
		assert.Equal(t, evidence.JobRunning, a.last(t).Flink.Status)
	}
	assert.Zero(t, s.running(), "nothing is left running")
}
