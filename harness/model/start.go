package model

import (
	"context"
	"net/http"
	"os"
	"strings"
	"time"

	"streampark-regress/harness/database"
	"streampark-regress/harness/model/store"
	"streampark-regress/harness/release"
)

// submits is how long a submission takes here.
func (s *Server) submits() time.Duration {
	if s.db.Product() == database.SQLite {
		return submission
	}
	return submissionBeside
}

// refusal is what stands in the way of a start, told in the release's words.
type refusal struct {
	message string
	// exception is the class of what was thrown, empty for a plain refusal.
	exception string
}

// scope is who may act on an application: 2.1.4 asks for a member of the
// team and of the application's team, unless the caller is an administrator.
func (s *Server) scope(ctx context.Context, c *call) *answer {
	a, found, err := s.store.AccountByID(ctx, c.who.caller.UserID)
	var bad answer
	switch {
	case err != nil:
		bad = internal(err.Error())
	case !found:
		bad = alert("Permission denied, please login first.")
	case a.Kind == store.Administrator, s.design.breakage.anyScope, s.design.StartsForAnyTeam:
		return nil
	case !s.design.OpenAPIForMembers && strings.HasPrefix(c.request.URL.Path, openAPI):
		// The rule names a field that does not exist, so nobody but an
		// administrator gets past it (2.1.5, upstream PR 4281).
		bad = thrown("org.springframework.expression.spel.SpelEvaluationException: EL1008E: Property or field 'appId' cannot be found on object of type " +
			"'org.apache.streampark.console.core.entity.Application' - maybe not public or not valid?")
	default:
		return s.scopeOfMember(ctx, c, a)
	}
	return &bad
}

func (s *Server) scopeOfMember(ctx context.Context, c *call, a store.Account) *answer {
	var bad answer
	if team := c.form("teamId"); team != "" && !s.design.IgnoresFormTeam {
		if in, err := s.store.Member(ctx, number(team), a.ID); err != nil || !in {
			bad = alert("Permission denied, only members of this team can access this permission")
			return &bad
		}
	}
	app, found, err := s.store.Application(ctx, number(c.form("id")))
	if err != nil || !found {
		bad = alert("Invalid operation, application is null")
		return &bad
	}
	if in, err := s.store.Member(ctx, app.Team, a.ID); app.Owner != a.ID && (err != nil || !in) {
		bad = alert("Permission denied, this job not created by the current user, And the job cannot be found in the current user's team.")
		return &bad
	}
	return nil
}

// startOldStyle is /flink/app/start: every refusal is HTTP 200 with
// "data": false. It alone looks at the session cluster.
func (s *Server) startOldStyle(ctx context.Context, c *call) answer {
	no := s.start(ctx, c, s.flinkHome, s.cluster, s.build)
	switch {
	case no == nil:
		return ok(true)
	case no.exception != "":
		return answer{http.StatusOK, fields{"code": "200", "status": "success", "data": false,
			"message": "Detail exception: \n" + no.exception + no.message + "\n\tat streampark-regress.model(a stand-in, not StreamPark)\n"}}
	}
	body := fields{"code": "200", "status": "success", "data": false, "message": nil}
	if no.message != "" {
		body["message"] = no.message
	}
	return answer{http.StatusOK, body}
}

// startOpenAPI is /openapi/app/start: refusals are HTTP 500.
func (s *Server) startOpenAPI(ctx context.Context, c *call) answer {
	no := s.start(ctx, c, s.flinkHome, s.yarn, s.build)
	switch {
	case no == nil:
		return ok(true)
	case no.exception != "" && no.message != "":
		return thrown(no.exception + no.message)
	case no.exception != "":
		return thrown(no.exception + ": this argument must not be null")
	}
	return alert(no.message)
}

// start checks what a release checks, in the order of the needs, and submits.
func (s *Server) start(ctx context.Context, c *call, needs ...need) *refusal {
	app, found, err := s.store.Application(ctx, number(c.form("id")))
	switch {
	case err != nil:
		return &refusal{message: err.Error()}
	case !found:
		return &refusal{exception: "java.lang.NullPointerException"}
	case !startable(app.State) && !s.design.breakage.readies && !s.design.StartsWhatIsStarting:
		return &refusal{message: "[StreamPark] The application cannot be started repeatedly."}
	}
	for _, lacks := range needs {
		if no := lacks(ctx, app); no != nil {
			return no
		}
	}
	if s.failsEmpty(c) {
		return &refusal{}
	}
	if err := s.store.SetState(ctx, app.ID, store.Starting); err != nil {
		return &refusal{message: err.Error()}
	}
	if err := s.submitStart(ctx, c, app); err != nil {
		return &refusal{message: err.Error()}
	}
	s.failLater(ctx, app.ID, store.Starting)
	return nil
}

// failLater ends what is being submitted: there is no Flink to submit it to.
func (s *Server) failLater(ctx context.Context, id int64, during int) {
	if during == store.Starting && s.design.FailedStartsStay[s.product] {
		return
	}
	s.submissions.begin(id, s.submits(), func() {
		if err := s.store.Advance(context.WithoutCancel(ctx), id, during, store.Failed); err != nil {
			s.log.Warn("the submission could not be ended", "application", id, "error", err)
		}
	})
}

// need is something a start needs of an application; nil where it is there.
type need func(context.Context, store.Application) *refusal

// flinkHome looks for the folder of the application's Flink.
func (s *Server) flinkHome(ctx context.Context, app store.Application) *refusal {
	home, found, err := s.store.FlinkHome(ctx, app.Version)
	if err != nil || !found {
		return &refusal{message: "[StreamPark] can no found flink version"}
	}
	if _, err := os.Stat(home); err != nil {
		return &refusal{message: "[StreamPark] " + home + " is not a Flink home"}
	}
	return nil
}

// cluster looks at the session cluster of an application that runs on one.
func (s *Server) cluster(ctx context.Context, app store.Application) *refusal {
	if app.Mode == store.Remote && !s.clusterAnswers(ctx, app.Cluster) {
		return &refusal{exception: "org.apache.streampark.console.base.exception.ApiAlertException", message: ": [StreamPark] the target cluster is unavailable, please check!"}
	}
	return nil
}

// yarn looks for YARN where the application runs there; there is none (found by
// exploring 2.1.5).
func (s *Server) yarn(_ context.Context, app store.Application) *refusal {
	if app.Mode == store.YarnApplication {
		return &refusal{exception: "java.lang.RuntimeException", message: ": Failed to connect hadoop YARN. Ensure that hadoop yarn is running."}
	}
	return nil
}

// build looks for what was built of the application.
func (s *Server) build(ctx context.Context, app store.Application) *refusal {
	if built, err := s.store.Built(ctx, app.ID); err != nil || !built {
		return &refusal{exception: "java.lang.NullPointerException"}
	}
	return nil
}

// clusterAnswers asks the session cluster for its overview, as StreamPark does.
func (s *Server) clusterAnswers(ctx context.Context, cluster *int64) bool {
	address, found, err := s.store.ClusterAddress(ctx, cluster)
	if err != nil || !found {
		return false
	}
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address+"/overview", nil)
	if err != nil {
		return false
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return false
	}
	defer resp.Body.Close()
	return resp.StatusCode == http.StatusOK
}

// cancel moves the state and submits, whether or not a job runs. It fails where
// there is no Flink to ask, and before all where it was told neither to take a
// savepoint nor not to.
func (s *Server) cancel(ctx context.Context, c *call) answer {
	if s.flag(c, release.Trigger) == release.Unset {
		return s.nullPointer()
	}
	app, found, err := s.store.Application(ctx, number(c.form("id")))
	if err != nil {
		return internal(err.Error())
	}
	if err := s.store.SetState(ctx, app.ID, store.Cancelling); err != nil {
		return internal(err.Error())
	}
	if !found || app.Version == nil || app.Cluster == nil || s.failsEmpty(c) {
		return s.nullPointer()
	}
	s.submitCancel(c, app)
	s.failLater(ctx, app.ID, store.Cancelling)
	return done()
}

func (s *Server) nullPointer() answer {
	if s.design.ErrorsCarryTraces {
		return thrown("java.lang.NullPointerException")
	}
	return internal("null")
}

func startable(state int) bool {
	switch state {
	case 0, 2, store.Failed, 9, 10, 13, 18, 19, 20, -9:
		return true
	}
	return false
}
