package streampark

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// What every installation is seeded with, as far as requests name it (upstream's
// *-data.sql; the password is the documented default).
const (
	SeededAdmin    = "admin"
	SeededPassword = "streampark"
	// defaultTeam is the team "default", developerRole the role "developer".
	defaultTeam   int64 = 100000
	developerRole int64 = 100001
)

// UserKind is StreamPark's kind of user (UserType of v2.1.4).
type UserKind string

// The kinds.
const (
	// Administrator may do everything, and can sign in at once.
	Administrator UserKind = "ADMIN"
	// PlainUser may do what its role in a team allows.
	PlainUser UserKind = "USER"
)

// SignInCall signs a user in with a password.
func SignInCall(user, password string) Call {
	return post("/passport/signin", url.Values{"username": {user}, "password": {password}, "loginType": {"PASSWORD"}})
}

// SignOutCall ends the web session of whoever makes it.
func SignOutCall() Call { return post("/passport/signout", nil) }

// CreateUserCall makes a user who is not locked.
func CreateUserCall(name, password string, kind UserKind) Call {
	return post("/user/post", url.Values{"username": {name}, "nickName": {name}, "password": {password},
		"userType": {string(kind)}, "status": {"1"}, "sex": {"0"}})
}

// JoinTeamCall gives a user a role in a team.
func JoinTeamCall(user string, team, role int64) Call {
	return post("/member/post", url.Values{"teamId": {id(team)}, "userName": {user}, "roleId": {id(role)}})
}

// ChangePasswordCall changes a user's password from the old to a fresh one.
func ChangePasswordCall(userID int64, name, old, fresh string) Call {
	return request(http.MethodPut, "/user/password", url.Values{"userId": {id(userID)}, "username": {name},
		"oldPassword": {old}, "password": {fresh}})
}

// ResetPasswordCall gives a user a password that StreamPark makes up.
func ResetPasswordCall(name string) Call {
	return request(http.MethodPut, "/user/password/reset", url.Values{"username": {name}})
}

// ResetPasswordsCall gives a user the password that 2.0.0 gives everybody; it takes
// several names (tag UserController of v2.0.0).
func ResetPasswordsCall(name string) Call {
	return request(http.MethodPut, "/user/password/reset", url.Values{"usernames": {name}})
}

// CreateTokenCall makes an API token for a user.
func CreateTokenCall(userID int64, description string) Call {
	return post("/token/create", url.Values{"userId": {id(userID)}, "description": {description}})
}

// CheckTokenCall asks how it stands with a user's API token.
func CheckTokenCall(userID int64) Call {
	return post("/token/check", url.Values{"userId": {id(userID)}})
}

// ToggleTokenCall disables an enabled API token and enables a disabled one.
func ToggleTokenCall(tokenID int64) Call {
	return post("/token/toggle", url.Values{"tokenId": {id(tokenID)}})
}

// DeleteTokenCall deletes an API token.
func DeleteTokenCall(tokenID int64) Call {
	return request(http.MethodDelete, "/token/delete", url.Values{"tokenId": {id(tokenID)}})
}

// DeleteUserCall deletes a user with its memberships. Its tokens stay, and no page
// shows them any more: they have to be deleted before (measured on 2.1.4 and 2.1.5).
func DeleteUserCall(userID int64) Call {
	return request(http.MethodDelete, "/user/delete", url.Values{"userId": {id(userID)}})
}

// ChooseTeamCall chooses a team for a user who has chosen none. Releases that choose
// one by themselves answer 404 (measured on 2.1.5).
func ChooseTeamCall(userID, team int64) Call {
	return post("/user/initTeam", url.Values{"userId": {id(userID)}, "teamId": {id(team)}})
}

// ListTokensCall asks for the first ten API tokens.
func ListTokensCall() Call { return list("/token/list") }

// ListUsersCall asks for the first ten users.
func ListUsersCall() Call { return list("/user/list") }

// ListApplicationsCall asks for the first ten applications of the default team.
func ListApplicationsCall() Call { return PageCall("/flink/app/list") }

// PageCall asks any address for the first ten of what it lists of the default
// team.
func PageCall(path string) Call { return list(path).With("teamId", id(defaultTeam)) }

// DashboardCall asks for the figures on the default team's dashboard.
func DashboardCall() Call {
	return post("/flink/app/dashboard", url.Values{"teamId": {id(defaultTeam)}})
}

// StartPaths are the addresses that start an application in one release or
// another: that of the web page, and that of callers with an API token.
func StartPaths() []string { return []string{"/flink/app/start", "/openapi/app/start"} }

// StartCall starts an application of the default team. What says whether it is
// restored from a savepoint has another name in each release, and is for who
// knows the release to add (release.Request).
func StartCall(path string, application int64) Call {
	return post(path, url.Values{"id": {id(application)}, "teamId": {id(defaultTeam)}, "allowNonRestored": {"false"}})
}

// CancelPaths are the addresses that cancel an application, as StartPaths.
func CancelPaths() []string { return []string{"/flink/app/cancel", "/openapi/app/cancel"} }

// CancelCall cancels an application of the default team.
func CancelCall(path string, application int64) Call {
	return post(path, url.Values{"id": {id(application)}, "teamId": {id(defaultTeam)}})
}

// CopyCall asks, as the web page does, for the curl command that starts or cancels
// an application of the default team. Where it is asked and with what differs
// between releases (release.CopyCurl); {application}, {team} and {base} in the form
// are filled in. The answer holds the API token of whoever asks.
func CopyCall(path string, form map[string]string, application int64, base string) Call {
	fill := strings.NewReplacer("{application}", id(application), "{team}", id(defaultTeam), "{base}", base)
	filled := url.Values{}
	for name, value := range form {
		filled.Set(name, fill.Replace(value))
	}
	return post(path, filled)
}

// list asks for the first page of a list.
func list(path string) Call {
	return post(path, url.Values{"pageNum": {"1"}, "pageSize": {"10"}})
}

func post(path string, form url.Values) Call { return request(http.MethodPost, path, form) }

func request(method, path string, form url.Values) Call {
	return Call{Method: method, Path: path, Form: form}
}

func id(n int64) string { return strconv.FormatInt(n, 10) }
