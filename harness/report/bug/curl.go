package bug

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/report/words"
)

func calls(b *strings.Builder, s result.Scenario) {
	if len(s.Attempts) == 0 {
		return
	}
	b.WriteString("<details><summary>the calls as curl commands</summary>\n\n```sh\n")
	for _, k := range []evidence.SubjectKind{evidence.SignIn, evidence.Forged, evidence.Unsigned, evidence.ForgedSignIn, evidence.UnsignedSignIn, evidence.Unheld, evidence.Former} {
		if slices.ContainsFunc(s.Attempts, func(a evidence.Attempt) bool { return a.Subject.Kind == k && strings.Contains(curl(a), variable(k)) }) {
			fmt.Fprintf(b, "# $%s is %s\n", variable(k), made(k))
		}
	}
	last := ""
	for _, a := range s.Attempts {
		command := curl(a)
		fmt.Fprintf(b, "# %s: %s, %s\n", words.Call(a), a.Outcome, words.Summary(a))
		if command == last {
			b.WriteString("# (the same call again)\n")
			continue
		}
		b.WriteString(command)
		last = command
	}
	b.WriteString("```\n\n</details>\n\n")
}

// curl is a call as a command line; $STREAMPARK, $SESSION and a variable for each
// kind of token stand for what a report does not tell.
func curl(a evidence.Attempt) string {
	var b strings.Builder
	fmt.Fprintf(&b, "curl -i -X %s \"$STREAMPARK%s\"", a.Method, address(a))
	if header := authorization(a); header != "" {
		fmt.Fprintf(&b, " \\\n  -H \"%s\"", header)
	}
	if cookie := a.Subject.Twist; a.Subject.Cookie || cookie == evidence.CookieAlone || cookie == evidence.GarbageInSession {
		b.WriteString(" \\\n  -b \"JSESSIONID=$SESSION\"")
	}
	for _, more := range elsewhere(a.Subject) {
		b.WriteString(" \\\n  " + more)
	}
	var keys []string
	for k := range a.Form {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	for _, k := range keys {
		if a.Subject.Twist == evidence.InForm && (k == "Authorization" || k == "token") {
			fmt.Fprintf(&b, " \\\n  --data-urlencode \"%s=$%s\"", k, variable(a.Subject.Kind))
			continue
		}
		fmt.Fprintf(&b, " \\\n  --data-urlencode '%s=%s'", k, a.Form[k])
	}
	b.WriteString("\n")
	return b.String()
}

// variable is the shell variable that stands for what a caller sent: a token that
// was forged was not made on the token page.
func variable(k evidence.SubjectKind) string {
	switch k {
	case evidence.SignIn:
		return "SIGNIN"
	case evidence.Forged:
		return "FORGED"
	case evidence.Unsigned:
		return "UNSIGNED"
	case evidence.ForgedSignIn:
		return "FORGED_SIGNIN"
	case evidence.UnsignedSignIn:
		return "UNSIGNED_SIGNIN"
	case evidence.Unheld:
		return "UNHELD"
	case evidence.Former:
		return "FORMER"
	case evidence.APIToken:
	}
	return "TOKEN"
}

// made says how a token came about that is not one of the token page.
func made(k evidence.SubjectKind) string {
	switch k {
	case evidence.SignIn:
		return "the token in the answer to /passport/signin"
	case evidence.Forged:
		return "a token that names the owner and is signed with a secret of the forger's"
	case evidence.Unsigned:
		return "a token that names the owner, says alg: none and has no signature"
	case evidence.ForgedSignIn:
		return "a sign-in token that is signed with a secret of the forger's"
	case evidence.UnsignedSignIn:
		return "a sign-in token that says alg: none and has no signature"
	case evidence.Unheld:
		return "a token that its owner's secret signed and no row holds"
	case evidence.Former:
		return "a token that was used before and was deleted"
	case evidence.APIToken:
	}
	return "a token of the token page"
}

// address is where a call goes; a token in it is its variable.
func address(a evidence.Attempt) string {
	if a.Subject.Twist != evidence.InQuery {
		return a.Path
	}
	path, _, _ := strings.Cut(a.Path, "?")
	name := variable(a.Subject.Kind)
	return fmt.Sprintf("%s?Authorization=$%[2]s&token=$%[2]s", path, name)
}

// elsewhere are the options that send a token elsewhere than it belongs.
func elsewhere(s evidence.Subject) []string {
	name := variable(s.Kind)
	switch s.Twist { //nolint:exhaustive // the others are sent in the header, the form or the address
	case evidence.InOtherHeaders:
		return []string{`-H "X-Access-Token: $` + name + `"`, `-H "Token: $` + name + `"`}
	case evidence.InCookies:
		return []string{fmt.Sprintf(`-b "Authorization=$%[1]s; token=$%[1]s"`, name)}
	}
	return nil
}

// authorization is the header that was sent, empty for none. An empty header
// is what curl sends for a semicolon.
func authorization(a evidence.Attempt) string {
	name := variable(a.Subject.Kind)
	switch a.Subject.Twist {
	case evidence.Absent, evidence.InQuery, evidence.InForm, evidence.CookieAlone, evidence.InOtherHeaders, evidence.InCookies:
		return ""
	case evidence.Empty:
		return "Authorization;"
	case evidence.ProxySignIn:
		return "Authorization: Basic $PROXY_SIGN_IN"
	case evidence.Garbage, evidence.GarbageInSession:
		return "Authorization: garbage"
	case evidence.BearerInSmall:
		return "Authorization: bearer $" + name
	case evidence.Basic:
		return "Authorization: Basic $" + name
	case evidence.Quoted:
		return `Authorization: \"$` + name + `\"`
	case evidence.Longer:
		return fmt.Sprintf("Authorization: ${%s}x", name)
	case evidence.Half:
		return fmt.Sprintf("Authorization: ${%[1]s:0:${#%[1]s}/2}", name)
	case evidence.Changed:
		return fmt.Sprintf("Authorization: ${%[1]s:0:20}x${%[1]s:21}", name)
	case evidence.Bearer:
		return "Authorization: Bearer $" + name
	case evidence.Whole:
	}
	return "Authorization: $" + name
}

// byHand tells how to try it without this program. The calls are those of
// recordings/2.1.4.json; an application that does not exist tells an accepted
// token from a rejected one.
func byHand(b *strings.Builder) {
	b.WriteString(`## By hand, on a server of your own

` + "```sh" + `
STREAMPARK=${STREAMPARK:-http://127.0.0.1:10000}
JAR=$(mktemp)
# sign in as the administrator; its token is good only with the cookie
SIGNIN=$(curl -s -c "$JAR" -X POST "$STREAMPARK/passport/signin" \
  --data-urlencode username=admin --data-urlencode "password=${PASSWORD:-streampark}" --data-urlencode loginType=PASSWORD |
  sed -n 's/.*"token":"\([^"]*\)".*/\1/p')
# make an API token (delete the user's earlier one first: a second one breaks both on 2.1.4)
TOKEN=$(curl -s -b "$JAR" -X POST "$STREAMPARK/token/create" -H "Authorization: $SIGNIN" \
  --data-urlencode userId=100000 --data-urlencode description=reproduce |
  sed -n 's/.*"token":"\([^"]*\)".*/\1/p')
# 401 means the token was rejected; anything else, also 500, that it was accepted
curl -s -o /dev/null -w '%{http_code}\n' -X POST "$STREAMPARK/flink/app/start" -H "Authorization: $TOKEN" \
  --data-urlencode id=999999999 --data-urlencode teamId=100000
# what the token says of its own expiry, without any server
regress inspect "$TOKEN"
` + "```" + `

`)
}
