package streampark_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/streampark"
)

// verb is a request as it has to arrive, and where a recording of a real
// release holds it: file, flow and step, empty where none does.
type verb struct {
	call                streampark.Call
	request, form       string
	recording, at, step string
}

func verbs() map[string]verb {
	const release, members, explored = "2.1.4", "2.1.4-members", "2.1.4-explored"
	return map[string]verb{
		"sign in": {streampark.SignInCall("admin", "streampark"),
			"POST /passport/signin", "loginType=PASSWORD&password=streampark&username=admin", release, "sign-in", "admin signs in"},
		"sign in without saying how": {streampark.SignInCall("admin", "streampark").Without("loginType"),
			"POST /passport/signin", "password=streampark&username=admin", release, "sign-in", "no loginType"},
		"sign out": {streampark.SignOutCall(), "POST /passport/signout", "", release, "lifecycle", "sign out"},
		"create a user": {streampark.CreateUserCall("caller", "caller123", streampark.PlainUser),
			"POST /user/post", "nickName=caller&password=caller123&sex=0&status=1&userType=USER&username=caller", members, "members", "add a user"},
		"create an administrator": {streampark.CreateUserCall("newcomer", "newcomer1", streampark.Administrator),
			"POST /user/post", "nickName=newcomer&password=newcomer1&sex=0&status=1&userType=ADMIN&username=newcomer", explored, "two teams", "add an administrator"},
		"join a team": {streampark.JoinTeamCall("caller", 100000, 100001),
			"POST /member/post", "roleId=100001&teamId=100000&userName=caller", members, "members", "add the user to the default team"},
		"delete a user": {streampark.DeleteUserCall(10003), "DELETE /user/delete", "userId=10003", "", "", ""},
		"choose a team": {streampark.ChooseTeamCall(10003, 100000), "POST /user/initTeam", "teamId=100000&userId=10003", "", "", ""},
		"change a password": {streampark.ChangePasswordCall(100000, "admin", "streampark", "streampark2"),
			"PUT /user/password", "oldPassword=streampark&password=streampark2&userId=100000&username=admin", release, "password change", "change the password"},
		"reset a password": {streampark.ResetPasswordCall("caller"),
			"PUT /user/password/reset", "username=caller", members, "members", "reset the user's password as admin"},
		"create a token": {streampark.CreateTokenCall(100000, "first"),
			"POST /token/create", "description=first&userId=100000", release, "token administration", "create"},
		"check a token":  {streampark.CheckTokenCall(100000), "POST /token/check", "userId=100000", release, "token administration", "check: no token yet"},
		"toggle a token": {streampark.ToggleTokenCall(424242), "POST /token/toggle", "tokenId=424242", release, "lifecycle", "toggle: unknown token"},
		"delete a token": {streampark.DeleteTokenCall(10002), "DELETE /token/delete", "tokenId=10002", release, "lifecycle", "delete"},
		"list tokens":    {streampark.ListTokensCall(), "POST /token/list", "pageNum=1&pageSize=10", release, "token administration", "list"},
		"list users":     {streampark.ListUsersCall(), "POST /user/list", "pageNum=1&pageSize=10", release, "API token elsewhere", "/user/list"},
		"list applications": {streampark.ListApplicationsCall(),
			"POST /flink/app/list", "pageNum=1&pageSize=10&teamId=100000", release, "API token elsewhere", "/flink/app/list"},
		"any page":  {streampark.PageCall("/token/list"), "POST /token/list", "pageNum=1&pageSize=10&teamId=100000", "", "", ""},
		"dashboard": {streampark.DashboardCall(), "POST /flink/app/dashboard", "teamId=100000", release, "API token elsewhere", "/flink/app/dashboard"},
		"start": {streampark.StartCall("/openapi/app/start", 100000).With("savePointed", "false"),
			"POST /openapi/app/start", "allowNonRestored=false&id=100000&savePointed=false&teamId=100000", release, "start", "valid API token, demo application, /openapi/app/start"},
		"start another": {streampark.StartCall("/flink/app/start", 999999).With("savePointed", "false"),
			"POST /flink/app/start", "allowNonRestored=false&id=999999&savePointed=false&teamId=100000", release, "start", "unknown application, /flink/app/start"},
		"copy a command": {streampark.CopyCall("/token/curl", map[string]string{"appId": "{application}", "teamId": "{team}", "baseUrl": "{base}", "path": "/flink/app/start"}, 7, "http://h:1"),
			"POST /token/curl", "appId=7&baseUrl=http%3A%2F%2Fh%3A1&path=%2Fflink%2Fapp%2Fstart&teamId=100000", "", "", ""},
		"cancel": {streampark.CancelCall("/flink/app/cancel", 100000),
			"POST /flink/app/cancel", "id=100000&teamId=100000", release, "start", "cancel, /flink/app/cancel"},
	}
}

func TestWhatAVerbSends(t *testing.T) {
	for name, tt := range verbs() {
		t.Run(name, func(t *testing.T) {
			s := says(t, http.StatusOK, "")
			_, err := s.client().Do(t.Context(), tt.call)
			require.NoError(t, err)
			got := s.only(t)
			assert.Equal(t, tt.request, got.Method+" "+got.Path)
			form, elsewhere := got.Body, got.Query
			if got.Method == http.MethodDelete {
				form, elsewhere = elsewhere, form
			}
			assert.Equal(t, tt.form, form)
			assert.Empty(t, elsewhere)
			assert.Empty(t, got.Header.Values("Authorization"), "nobody's call until it is said whose")
			assert.Empty(t, got.Header.Values("Cookie"))
			if tt.recording != "" {
				want := recorded(t, tt.recording, tt.at, tt.step)
				assert.Equal(t, want, sent{got.Method, got.Path, fields(t, form)})
			}
		})
	}
}

// The addresses of starting and of cancelling are those that were called on the
// real releases.
func TestAddresses(t *testing.T) {
	assert.Equal(t, []string{"/flink/app/start", "/openapi/app/start"}, streampark.StartPaths())
	assert.Equal(t, []string{"/flink/app/cancel", "/openapi/app/cancel"}, streampark.CancelPaths())
	for verb, paths := range map[string][]string{"valid API token, demo application": streampark.StartPaths(), "cancel": streampark.CancelPaths()} {
		for _, path := range paths {
			assert.Equal(t, path, recorded(t, "2.1.5", "start", verb+", "+path).Path)
		}
	}
}

func TestStartIsWhatASchedulerSends(t *testing.T) {
	s := says(t, http.StatusOK, `{}`)
	_, err := s.client().Start(t.Context(), "/openapi/app/start", 100012, streampark.Credentials{Authorization: new("t0k3n"), Session: "c00k1e"})
	require.NoError(t, err)
	got := s.only(t)
	assert.Equal(t, "POST /openapi/app/start", got.Method+" "+got.Path)
	assert.Equal(t, "allowNonRestored=false&id=100012&teamId=100000", got.Body)
	assert.Equal(t, "t0k3n", got.Header.Get("Authorization"))
	assert.Equal(t, "JSESSIONID=c00k1e", got.Header.Get("Cookie"))
}

// sent is a request of a recording.
type sent struct {
	Method string            `json:"method"`
	Path   string            `json:"path"`
	Form   map[string]string `json:"form"`
}

// recorded is the request of a step in a recording of a real release.
func recorded(t *testing.T, name, flow, step string) sent {
	t.Helper()
	text, err := fixtures.Recordings.ReadFile("recordings/" + name + ".json")
	require.NoError(t, err)
	var file struct {
		Flows map[string][]struct {
			Step    string `json:"step"`
			Request *sent  `json:"request"`
		} `json:"flows"`
	}
	require.NoError(t, json.Unmarshal(text, &file))
	for _, entry := range file.Flows[flow] {
		if entry.Step == step && entry.Request != nil {
			return *entry.Request
		}
	}
	require.Failf(t, "no such request", "%s, %s, %s", name, flow, step)
	return sent{}
}

// fields is an encoded form as a recording keeps it.
func fields(t *testing.T, form string) map[string]string {
	t.Helper()
	values, err := url.ParseQuery(form)
	require.NoError(t, err)
	all := map[string]string{}
	for name, each := range values {
		require.Len(t, each, 1, name)
		all[name] = each[0]
	}
	return all
}
