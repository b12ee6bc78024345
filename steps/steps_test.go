package steps_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/diagnosis"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
	"streampark-regress/steps"
)

// block is a text block for the phrases that have one.
const block = "server:\n  session:\n    ttl: 24h\n"

// below is what stands below a phrase.
func below(s steps.Step) string {
	if s.WithBlock {
		return block
	}
	return ""
}

func TestEveryExampleIsOfItsPhraseAlone(t *testing.T) {
	patterns, examples := map[string]bool{}, map[string]bool{}
	for _, s := range steps.Vocabulary() {
		t.Run(s.Example, func(t *testing.T) {
			bound, err := steps.Bind(s.Example, below(s))
			require.NoError(t, err, "it is of one phrase alone")
			assert.Equal(t, s.Pattern, bound.Pattern)
			assert.Equal(t, below(s), bound.Block)
			assert.False(t, patterns[s.Pattern], "every pattern is there once")
			assert.False(t, examples[s.Example], "every example is there once")
			patterns[s.Pattern], examples[s.Example] = true, true

			assert.Regexp(t, `^\^.*\$$`, s.Pattern, "it is held against the whole text")
			assert.NotEqual(t, s.Does != nil, s.Expects != nil, "it acts or it expects")
			assert.False(t, s.Sees != nil && s.Expects == nil, "a fact is seen to be held against something")
			for _, other := range []string{s.Example + " now", "now " + s.Example} {
				found, err := steps.Bind(other, below(s))
				if err == nil { // a text in quotes, or a phrase that goes on
					assert.NotEqual(t, s.Pattern, found.Pattern, other)
				}
			}
		})
	}
}

func TestWhatEachPhraseNeedsOfAPlan(t *testing.T) {
	want := map[string]steps.Needs{
		"StreamPark 2.1.4 as shipped":                                   {Deployment: &steps.Deployment{Version: "2.1.4"}},
		"StreamPark 2.1.4 beside a Flink without a savepoint directory": {Deployment: &steps.Deployment{Version: "2.1.4", Flink: deployment.RealFlinkWithoutSavepoints}},
		"StreamPark 2.1.4 with this in config.yaml:": {Deployment: &steps.Deployment{Version: "2.1.4",
			Settings: []release.Setting{{Key: "server.session.ttl", Value: "24h"}}}},
		"StreamPark 2.1.4 with this in its environment:": {Deployment: &steps.Deployment{Version: "2.1.4",
			Environment: []release.Setting{{Key: "server.session.ttl", Value: "24h"}}}},
		"StreamPark 2.1.4 as two replicas behind a round robin":               {Deployment: &steps.Deployment{Version: "2.1.4", Front: deployment.RoundRobin}},
		"StreamPark 2.1.4 behind a reverse proxy that drops Authorization":    {Deployment: &steps.Deployment{Version: "2.1.4", Front: deployment.DroppingProxy}},
		"the server's container is replaced and its database kept":            {Restart: true},
		"the second replica is restarted":                                     {Restart: true},
		"2h01m have passed since the token was made":                          {Elapsed: 121 * time.Minute},
		"2h01m have passed since the scheduler signed in":                     {Elapsed: 121 * time.Minute},
		"6s pass on the wall clock without a call":                            {},
		"an application that can be started":                                  {Application: true},
		"another application that can be started":                             {Application: true},
		"an application that is being started already":                        {Application: true},
		"an application of another team":                                      {Application: true},
		"a second scheduler with a token and an application of its own":       {Application: true},
		"the server is restarted":                                             {Restart: true, Shared: true},
		"the server is upgraded to 2.1.5":                                     {Restart: true, Release: "2.1.5"},
		"the scheduler starts the application 2h01m after the token was made": {Elapsed: 121 * time.Minute},
		"the scheduler calls /flink/app/start 2h01m after the token was made": {Elapsed: 121 * time.Minute},
		`the server has logged "This subject is anonymous" for that call`:     {Log: true},
		`the server has not logged "This subject is anonymous" for that call`: {Log: true},
	}
	for _, s := range steps.Vocabulary() {
		bound, err := steps.Bind(s.Example, below(s))
		require.NoError(t, err)
		assert.Equal(t, want[s.Example], bound.Needs, s.Example)
		delete(want, s.Example)
	}
	assert.Empty(t, want, "each of them is a phrase")
}

func TestOtherWordsOfThePhrases(t *testing.T) {
	for text, want := range map[string]steps.Needs{
		"StreamPark as shipped":                                                    {Deployment: &steps.Deployment{}},
		"400 days have passed since the token was made":                            {Elapsed: 400 * 24 * time.Hour},
		"1 day have passed since the scheduler signed in":                          {Elapsed: 24 * time.Hour},
		"the server goes back to 2.1.4":                                            {Restart: true, Release: "2.1.4"},
		"the scheduler calls /openapi/app/start 400 days after the token was made": {Elapsed: 400 * 24 * time.Hour},
	} {
		bound, err := steps.Bind(text, "")
		require.NoError(t, err, text)
		assert.Equal(t, want, bound.Needs, text)
	}
}

func TestWhatEachPhraseExpects(t *testing.T) {
	want := map[string]evidence.Expectation{
		"the application starts":                                                    {Outcome: outcome.Started},
		"the start is refused":                                                      {Outcome: outcome.Refused},
		"the call is answered with an error":                                        {Outcome: outcome.Failed},
		"the server's log tells no secret":                                          {Secret: true},
		"the second scheduler's owner is not let in":                                {Admission: evidence.Barred},
		"the scheduler may not do that":                                             {Outcome: outcome.Forbidden},
		"the endpoint is closed to API tokens":                                      {Outcome: outcome.Closed},
		"the call is not authenticated":                                             {Outcome: outcome.Unauthenticated, Explained: true},
		"the call is answered 401, because the token has expired":                   {Outcome: outcome.Unauthenticated, Cause: cause.Expired},
		"the call fails as in known issue 3933: 401, because the token has expired": {Outcome: outcome.Unauthenticated, Cause: cause.Expired, KnownIssue: "3933"},
		"the token's row has not changed since it was made":                         {Row: evidence.RowUnchanged},
		"the token says that it never expires":                                      {Life: &evidence.Life{Never: true}},
		"the token says that it expires 2h after it was made":                       {Life: &evidence.Life{Seconds: 7200}},
		`the server has logged "This subject is anonymous" for that call`:           {Logged: "This subject is anonymous"},
		`the server has not logged "This subject is anonymous" for that call`:       {NotLogged: "This subject is anonymous"},
		"the second scheduler's row is as it was left":                              {Row: evidence.RowUnchanged},
		"the token's owner is let in":                                               {Admission: evidence.Admitted},
		"the token's owner is not let in":                                           {Admission: evidence.Barred},
		"the token's owner is not let in with a wrong password":                     {Admission: evidence.Barred},
		"the job starts without its state":                                          {Outcome: outcome.Started, State: evidence.StartedFresh},
		"the job goes on from its latest savepoint":                                 {Outcome: outcome.Started, State: evidence.RestoredLatest},
		"the job goes on from the given savepoint":                                  {Outcome: outcome.Started, State: evidence.RestoredGiven},
		"the job ends without a savepoint":                                          {Outcome: outcome.Cancelled, State: evidence.StoppedBare},
		"the job ends with a savepoint in the usual folder":                         {Outcome: outcome.Cancelled, State: evidence.StoppedSaved},
		"the job ends with a savepoint in the given folder":                         {Outcome: outcome.Cancelled, State: evidence.StoppedSavedGiven},
		"the copied command calls /flink/app/start, without a host":                 {Address: "/flink/app/start"},
		"another token is refused while the old row is there":                       {Refused: "already has a token"},
		"the job runs and counts from nothing":                                      {Outcome: outcome.Started, State: evidence.StartedFresh, Job: evidence.JobRunning},
		"the job fails for want of that savepoint":                                  {Outcome: outcome.Started, State: evidence.RestoredGiven, Job: evidence.JobFailed},
		"the job goes on counting where it was stopped":                             {Outcome: outcome.Started, Job: evidence.JobRunning, Going: evidence.GoesOn},
		"the job goes back to its savepoint of before":                              {Outcome: outcome.Started, State: evidence.RestoredLatest, Going: evidence.GoesBack},
		"the job starts without its state although it was stopped with a savepoint": {Outcome: outcome.Started, State: evidence.StartedFresh, Going: evidence.GoesFresh},
		"the job ends with a savepoint that StreamPark keeps":                       {Outcome: outcome.Cancelled, State: evidence.StoppedSaved, Kept: evidence.KeptAsLatest},
		`the job runs on although its cancel is answered "success"`:                 {Outcome: outcome.Cancelled, Job: evidence.JobRunning},
		"the job is drained and ends with a savepoint":                              {Outcome: outcome.Cancelled, State: evidence.StoppedSaved, Job: evidence.JobFinished},
	}
	for _, s := range steps.Vocabulary() {
		bound, err := steps.Bind(s.Example, below(s))
		require.NoError(t, err)
		expected, has := want[s.Example]
		require.Equal(t, has, bound.Expected != nil, s.Example)
		if has {
			assert.Equal(t, expected, *bound.Expected, s.Example)
		}
		delete(want, s.Example)
	}
	assert.Empty(t, want, "each of them is a phrase")
}

// Whatever a cause is called in the table, a scenario can expect it.
func TestEveryCauseCanBeExpected(t *testing.T) {
	expectable := map[cause.Cause]bool{}
	for _, entry := range diagnosis.Causes() {
		for _, phrase := range entry.Phrases {
			bound, err := steps.Bind("the call is answered 401, because "+phrase, "")
			require.NoError(t, err, phrase)
			assert.Equal(t, entry.Cause, bound.Expected.Cause)
			expectable[entry.Cause] = true
		}
	}
	for _, c := range cause.All() {
		assert.Equal(t, c != cause.Unknown, expectable[c], "%s: what nobody knows is not expected", c)
	}
}

func TestWordsThatMakeNoSense(t *testing.T) {
	for name, tt := range map[string]struct{ text, block, want string }{
		"no phrase":               {"a pony", "", "no step is defined for \"a pony\"; the nearest is "},
		"a slip":                  {"the token is disabled on the tokens page", "", "the nearest is \"the token is disabled on the token page\", and `regress steps` lists all"},
		"a phrase and more":       {"the application starts twice", "", "no step is defined"},
		"another case":            {"The application starts", "", "no step is defined"},
		"an unknown cause":        {"the call is answered 401, because of the weather", "", `no cause is called "of the weather": write one of`},
		"a cause by its name":     {"the call is answered 401, because expired", "", `no cause is called "expired": write one of "the token has expired"`},
		"a known issue without":   {"the call fails as in known issue 3933: 401, because it rains", "", `no cause is called "it rains": write one of`},
		"no duration":             {"soon have passed since the token was made", "", `"soon" is an invalid duration: write it as`},
		"no duration of a call":   {"the scheduler starts the application later after the token was made", "", `"later" is an invalid duration`},
		"a wait of no duration":   {"forever pass on the wall clock without a call", "", `"forever" is an invalid duration`},
		"a life of no duration":   {"the token says that it expires soon after it was made", "", `"soon" is an invalid duration`},
		"a negative time":         {"-2h have passed since the token was made", "", `"-2h" is an invalid duration`},
		"a row that is neither":   {"somebody sets the row's status to 2 in the database", "", "no step is defined"},
		"no such twist":           {"the scheduler starts the application with half a token", "", "no step is defined"},
		"a block too much":        {"StreamPark 2.1.4 as shipped", block, `"StreamPark 2.1.4 as shipped": it takes no text block`},
		"a block too few":         {"StreamPark 2.1.4 with this in config.yaml:", "", `a text block is missing below it`},
		"a block of no YAML":      {"StreamPark with this in config.yaml:", "a: [", "read the settings below the step: [1:4]"},
		"a block of no variables": {"StreamPark with this in its environment:", "# none\n", "read the variables below the step: there are none"},
		"a block of nothing":      {"StreamPark with this in config.yaml:", "# nothing\n", "read the settings below the step: there are none"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := steps.Bind(tt.text, tt.block)
			assert.ErrorContains(t, err, tt.want)
		})
	}
}
