package report

import (
	"fmt"
	"html"
	"sort"
	"strings"

	"streampark-regress/harness/evidence"
)

// bugScenario tells one scenario with everything that was seen.
func bugScenario(b *strings.Builder, s Scenario) {
	fmt.Fprintf(b, "**%s**", s.outcome())
	if len(s.KnownIssues) > 0 {
		fmt.Fprintf(b, " (known issue %s)", strings.Join(s.KnownIssues, ", "))
	}
	if first, rest, _ := strings.Cut(s.why(), "\n"); first != "" {
		fmt.Fprintf(b, ": %s", first)
		if rest != "" {
			fmt.Fprintf(b, "\n\n```\n%s\n```", strings.ReplaceAll(rest, "```", "'''"))
		}
	}
	b.WriteString("\n\n```gherkin\n")
	for _, step := range s.Steps {
		mark := ""
		if step.Status != evidence.StepPassed {
			mark = "   # " + string(step.Status)
		}
		fmt.Fprintf(b, "%s %s%s\n", step.Keyword, step.Text, mark)
	}
	b.WriteString("```\n\n")
	expectations(b, s)
	timeline(b, s)
	for _, t := range s.Tokens {
		fmt.Fprintf(b, "The token says: kind %s, of %s, made %s UTC, expires %s.", t.Kind, t.Owner, t.Made.UTC().Format("2006-01-02 15:04:05"), t.Expires)
		if t.Claims != "" {
			fmt.Fprintf(b, " Its claims:\n\n```json\n%s\n```", t.Claims)
		}
		b.WriteString("\n\n")
	}
	rows(b, s.Rows)
	calls(b, s)
	serverLog(b, s)
}

func expectations(b *strings.Builder, s Scenario) {
	if len(s.Checks) == 0 {
		return
	}
	b.WriteString("| check | expected | actual | cause | verdict |\n|---|---|---|---|---|\n")
	for _, c := range s.Checks {
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s |\n", cell(c.Label), cell(c.Expected), cell(c.Outcome), cell(c.Cause), say(c))
	}
	b.WriteString("\n")
}

func timeline(b *strings.Builder, s Scenario) {
	if len(s.Timeline) == 0 {
		return
	}
	b.WriteString("| server's clock (UTC) | what happened |\n|---|---|\n")
	for _, m := range s.Timeline {
		fmt.Fprintf(b, "| %s | %s |\n", serverTime(m), cell(m.Text))
	}
	b.WriteString("\n")
}

// cell is a text that stays within its cell and is no markup.
func cell(text string) string {
	return strings.NewReplacer("|", `\|`, "\n", " ", "<", "&lt;").Replace(text)
}

// rows tells what the token's row held at first, and what changed.
func rows(b *strings.Builder, all []evidence.Row) {
	if len(all) == 0 {
		return
	}
	byID := map[int64][]evidence.Row{}
	var ids []int64
	for _, r := range all {
		if byID[r.ID] == nil {
			ids = append(ids, r.ID)
		}
		byID[r.ID] = append(byID[r.ID], r)
	}
	for _, id := range ids {
		read := byID[id]
		first, last := read[0], read[len(read)-1]
		fmt.Fprintf(b, "Row %d of %s was read %d times", id, first.Table, len(read))
		switch {
		case last.Missing:
			b.WriteString("; at the end it was gone. At first:\n\n")
		case len(read) == 1:
			b.WriteString(":\n\n")
		case last.Digest == first.Digest:
			b.WriteString(" and was byte for byte the same at the end:\n\n")
		default:
			b.WriteString(" and changed. At first:\n\n")
		}
		snapshot(b, first)
		if !last.Missing && last.Digest != first.Digest {
			b.WriteString("At the end:\n\n")
			snapshot(b, last)
		}
	}
}

func snapshot(b *strings.Builder, r evidence.Row) {
	b.WriteString("```\n")
	for i, column := range r.Snapshot.Columns {
		fmt.Fprintf(b, "%-12s %s\n", column, r.Snapshot.Values[i])
	}
	b.WriteString("```\n\n")
}

func calls(b *strings.Builder, s Scenario) {
	if len(s.Attempts) == 0 {
		return
	}
	b.WriteString("<details><summary>the calls as curl commands</summary>\n\n```sh\n")
	last := ""
	for _, a := range s.Attempts {
		command := curl(a)
		fmt.Fprintf(b, "# %s: %s, %s\n", a.Label, a.Outcome, a.Summary)
		if command == last {
			b.WriteString("# (the same call again)\n")
			continue
		}
		b.WriteString(command)
		last = command
	}
	b.WriteString("```\n\n</details>\n\n")
}

// serverLog tells what the server logged meanwhile. Its times are the server's
// clock, so they match those of the calls.
func serverLog(b *strings.Builder, s Scenario) {
	if s.Log == nil {
		return
	}
	if len(s.Log.Lines) == 0 {
		b.WriteString("The server logged nothing meanwhile.\n\n")
		return
	}
	fmt.Fprintf(b, "<details><summary>what the server logged meanwhile (%d lines, without the frames of stack traces)</summary>\n\n```\n", len(s.Log.Lines))
	if s.Log.LeftOut > 0 {
		fmt.Fprintf(b, "... %d earlier lines are in the server's log beside this file\n", s.Log.LeftOut)
	}
	for _, line := range s.Log.Lines {
		// A line cannot end the block it stands in.
		fmt.Fprintf(b, "%s\n", strings.ReplaceAll(line, "```", "'''"))
	}
	b.WriteString("```\n\n</details>\n\n")
}

// rest tells what else was tried: a table, and each scenario folded.
func rest(b *strings.Builder, others []Scenario) {
	if len(others) == 0 {
		return
	}
	b.WriteString("## What else was tried\n\n")
	for _, s := range others {
		fmt.Fprintf(b, "<details><summary>%s %s: %s</summary>\n\n", verdictMark(s.outcome()), s.Release, html.EscapeString(s.Name))
		bugScenario(b, s)
		b.WriteString("</details>\n\n")
	}
}

// curl is a call as a command line; $STREAMPARK and $TOKEN stand for what a
// report does not tell.
func curl(a evidence.Attempt) string {
	var b strings.Builder
	fmt.Fprintf(&b, "curl -i -X %s \"$STREAMPARK%s\"", a.Method, a.Path)
	if a.Authorization != "" {
		b.WriteString(" \\\n  -H \"Authorization: $TOKEN\"")
	}
	if a.Session {
		b.WriteString(" \\\n  -b \"JSESSIONID=$SESSION\"")
	}
	var keys []string
	for k := range a.Form {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	for _, k := range keys {
		fmt.Fprintf(&b, " \\\n  --data-urlencode '%s=%s'", k, a.Form[k])
	}
	b.WriteString("\n")
	return b.String()
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
