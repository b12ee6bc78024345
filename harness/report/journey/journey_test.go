package journey_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/report/journey"
	"streampark-regress/harness/report/reporttest"
	"streampark-regress/harness/upgrade"
)

const (
	flink   = "/flink/app/start"
	openapi = "/openapi/app/start"
)

// started is a call that started the application.
func started(look upgrade.Look, version, path string) upgrade.Step {
	return upgrade.Step{Look: look, Release: version, Attempt: &evidence.Attempt{Path: path, Status: 200, Outcome: outcome.Started}}
}

// rejected is a call that was answered 401.
func rejected(look upgrade.Look, version, path string, c cause.Cause) upgrade.Step {
	return upgrade.Step{Look: look, Release: version, Attempt: &evidence.Attempt{Path: path, Status: 401, Outcome: outcome.Unauthenticated, Rejection: outcome.Decoded, Cause: c}}
}

// failed is a call that was answered 500.
func failed(look upgrade.Look, version, path string, o outcome.Outcome, message string) upgrade.Step {
	return upgrade.Step{Look: look, Release: version, Attempt: &evidence.Attempt{Path: path, Status: 500, Outcome: o, Message: message}}
}

func row(version string, state evidence.RowState) upgrade.Step {
	return upgrade.Step{Look: upgrade.OldRow, Release: version, Fact: &evidence.Fact{Kind: evidence.RowFact, Row: state}}
}

func second(version, refused string) upgrade.Step {
	return upgrade.Step{Look: upgrade.SecondToken, Release: version, Fact: &evidence.Fact{Kind: evidence.SecondTokenFact, Refused: refused}}
}

// there is a whole way from 2.1.4 to 2.1.5 and back.
func there() upgrade.Found {
	advice := func(k upgrade.AdviceKind, looks ...upgrade.Look) upgrade.Advice {
		a := upgrade.Advice{Kind: k, From: "2.1.4", To: "2.1.5", Looks: looks}
		if k == upgrade.MoveAddress {
			a.OldPath, a.NewPath = flink, openapi
		}
		return a
	}
	return upgrade.Found{Target: "docker", Path: []string{"2.1.4", "2.1.5"}, Scripts: []string{"2.1.5.sql"},
		Steps: []upgrade.Step{
			started(upgrade.TokenBefore, "2.1.4", flink), started(upgrade.DeveloperBefore, "2.1.4", flink), started(upgrade.SignInBefore, "2.1.4", flink),
			rejected(upgrade.OldToken, "2.1.5", flink, cause.Signature), row("2.1.5", evidence.RowState{State: evidence.RowUnchanged}),
			rejected(upgrade.SignInAfter, "2.1.5", openapi, cause.BeforeStart), second("2.1.5", "user admin already has a token"),
			failed(upgrade.OldAddress, "2.1.5", flink, outcome.Closed, "internal server error: java.lang.UnsupportedOperationException: Openapi unsupported: /flink/app/start"),
			started(upgrade.NewAddress, "2.1.5", openapi),
			failed(upgrade.DeveloperAfter, "2.1.5", openapi, outcome.Failed, "internal server error: org.springframework.expression.spel.SpelEvaluationException: EL1008E: no field"),
			{Look: upgrade.NewcomerAfter, Release: "2.1.5", Fact: &evidence.Fact{Kind: evidence.AdmissionFact, Admission: evidence.AskedForTeam}},
			rejected(upgrade.Back, "2.1.4", flink, cause.Signature), started(upgrade.BackRenewed, "2.1.4", flink),
		},
		Advice: []upgrade.Advice{
			advice(upgrade.ChooseTeams, upgrade.NewcomerAfter),
			advice(upgrade.DeleteAndRenew, upgrade.OldToken, upgrade.OldRow, upgrade.SecondToken),
			advice(upgrade.MoveAddress, upgrade.OldAddress, upgrade.NewAddress),
			advice(upgrade.UseAdministrator, upgrade.DeveloperBefore, upgrade.DeveloperAfter),
			advice(upgrade.SignInAgain, upgrade.SignInAfter),
		}}
}

// into is a way to 2.1.7, where no token works, on the model.
func into(issue, title string) upgrade.Found {
	return upgrade.Found{Target: "model", Path: []string{"2.1.5", "2.1.6", "2.1.7"},
		Steps: []upgrade.Step{
			rejected(upgrade.OldToken, "2.1.7", openapi, cause.Cipher), row("2.1.7", evidence.RowState{State: evidence.RowChanged, Columns: []string{"status", "token"}}),
			second("2.1.7", ""), rejected(upgrade.NewAddress, "2.1.7", openapi, cause.Cipher),
		},
		Advice: []upgrade.Advice{
			{Kind: upgrade.DoNotUpgrade, From: "2.1.5", To: "2.1.7", Issue: issue, Title: title, Looks: []upgrade.Look{upgrade.OldToken, upgrade.NewAddress}},
			{Kind: upgrade.RenewTokens, From: "2.1.5", To: "2.1.7", Looks: []upgrade.Look{upgrade.OldToken, upgrade.OldRow}},
		}}
}

func text(t *testing.T, f upgrade.Found, end upgrade.End) string {
	t.Helper()
	var b bytes.Buffer
	f.End = end
	require.NoError(t, journey.Write(&b, f))
	return b.String()
}

func TestJourneysAreWritten(t *testing.T) {
	reporttest.Text(t, "there.txt", text(t, there(), upgrade.Arrived))
	reporttest.Text(t, "into.txt", text(t, into("4322", "every API token answers 401"), upgrade.Arrived))
	reporttest.Text(t, "unknown.txt", text(t, into("", ""), upgrade.Arrived))
	harmless := upgrade.Found{Target: "docker", Path: []string{"2.1.5", "2.1.6"}, Steps: []upgrade.Step{
		started(upgrade.TokenBefore, "2.1.5", openapi), started(upgrade.OldToken, "2.1.6", openapi), started(upgrade.NewAddress, "2.1.6", openapi)}}
	reporttest.Text(t, "harmless.txt", text(t, harmless, upgrade.Arrived))
	half := there()
	half.Steps, half.Advice = half.Steps[:4], nil
	reporttest.Text(t, "half.txt", text(t, half, upgrade.Broken))
}

// A way that did not come to its end says so, whatever was advised.
func TestABrokenJourneyAdvisesNothing(t *testing.T) {
	for _, f := range []upgrade.Found{there(), {Path: []string{"2.1.4", "2.1.5"}}} {
		got := text(t, f, upgrade.Broken)
		assert.Contains(t, got, "nothing can be said about what it breaks")
		assert.NotContains(t, got, "Nothing breaks")
		assert.NotContains(t, got, "change:")
	}
}

// Whatever answers, the model is called so.
func TestTheModelIsCalledSo(t *testing.T) {
	for target, want := range map[string]bool{"model": true, "docker-model": true, "docker": false} {
		f := there()
		f.Target = target
		assert.Equal(t, want, strings.HasPrefix(text(t, f, upgrade.Arrived), "MODEL: "), target)
	}
}

func TestJourneysAreReadByPrograms(t *testing.T) {
	f := there()
	f.Steps[3].Attempt.Body = "<token>"
	f.Steps[3].Attempt.ServerTime = time.Date(2026, 11, 22, 14, 1, 0, 0, time.UTC)
	var b bytes.Buffer
	require.NoError(t, journey.JSON(&b, f))
	var read upgrade.Found
	require.NoError(t, json.Unmarshal(b.Bytes(), &read))
	assert.Equal(t, f, read)
	assert.Contains(t, b.String(), `"2.1.5.sql"`)
	assert.Contains(t, b.String(), "<token>", "people read it too")
}

// full is where nothing can be written.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestWhatCannotBeWrittenIsAnError(t *testing.T) {
	assert.EqualError(t, journey.Write(full{}, there()), "write the findings: no space left")
	assert.ErrorContains(t, journey.JSON(full{}, there()), "write the findings: no space left")
}
