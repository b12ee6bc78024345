package script_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/script"
)

// one reads a text with one call in it.
func one(t *testing.T, text string) script.Call {
	t.Helper()
	s := script.Read("x", text)
	require.Empty(t, s.Unread)
	require.Len(t, s.Calls, 1, text)
	return s.Calls[0]
}

// sent lists the fields of a call as name=value, with what is hidden in angles.
func sent(c script.Call) []string {
	var all []string
	for _, f := range c.Fields {
		text := f.Name + "="
		for _, p := range f.Value {
			if p.Hidden {
				text += "<" + p.Text + ">"
				continue
			}
			text += p.Text
		}
		all = append(all, text)
	}
	return all
}

func hidden(c script.Call) string {
	var all []string
	for _, h := range c.Hidden {
		all = append(all, h.String())
	}
	return strings.Join(all, " ")
}

// What curl would send is read from every way to say it.
func TestWhatACommandSends(t *testing.T) {
	for name, tt := range map[string]struct {
		text   string
		method string
		url    string
		fields []string
		body   script.Body
		hidden string
	}{
		"nothing but an address":     {"curl http://h/a", "GET", "http://h/a", nil, script.NoBody, ""},
		"-d":                         {"curl -d a=1 -d b=2 h/a", "POST", "h/a", []string{"a=1", "b=2"}, script.Form, ""},
		"-d with several":            {"curl --data 'a=1&b=2' h/a", "POST", "h/a", []string{"a=1", "b=2"}, script.Form, ""},
		"-da=1":                      {"curl -sda=1 h/a", "POST", "h/a", []string{"a=1"}, script.Form, ""},
		"--data-raw":                 {"curl --data-raw @a=1 h/a", "POST", "h/a", []string{"@a=1"}, script.Form, ""},
		"--data-urlencode":           {"curl --data-urlencode 'a=1&2' --data-urlencode =c --data-urlencode d@f h/a", "POST", "h/a", []string{"a=1&2", "d=<@f>"}, script.Form, ""},
		"-F":                         {"curl -F a=1 -F b=@f --form-string c=@d h/a", "POST", "h/a", []string{"a=1", "b=<@f>", "c=@d"}, script.Multipart, ""},
		"a file of fields":           {"curl -d @form.txt h/a", "POST", "h/a", nil, script.Form, "-d @form.txt"},
		"fields from a pipe":         {"echo a=1 | curl -d @- h/a", "POST", "h/a", nil, script.Form, "-d @-"},
		"fields from a document":     {"curl -d @- h/a <<E\na=1&\nb=$B\nE\n", "POST", "h/a", []string{"a=1", "b=<$B>"}, script.Form, ""},
		"fields from a string":       {"curl -d @- h/a <<< 'a=1'", "POST", "h/a", []string{"a=1"}, script.Form, ""},
		"a query":                    {"curl 'h/a?a=1&b=2#c'", "GET", "h/a", []string{"a=1", "b=2"}, script.NoBody, ""},
		"a query and a form":         {"curl 'h/a?a=1' -d b=2", "POST", "h/a", []string{"b=2", "a=1"}, script.Form, ""},
		"-G":                         {"curl -G -d a=1 h/a", "GET", "h/a", []string{"a=1"}, script.NoBody, ""},
		"-X":                         {"curl -XPUT -d a=1 h/a", "PUT", "h/a", []string{"a=1"}, script.Form, ""},
		"--request":                  {"curl --request post h/a", "POST", "h/a", nil, script.NoBody, ""},
		"a hidden method":            {"curl -X $M h/a", "", "h/a", nil, script.NoBody, ""},
		"-I":                         {"curl -I h/a", "HEAD", "h/a", nil, script.NoBody, ""},
		"--url":                      {"curl -o out --url h/a --max-time 5 -k", "GET", "h/a", nil, script.NoBody, ""},
		"options with values":        {"curl -sS -w '%{http_code}' -o /dev/null --retry 3 --connect-timeout 2 h/a", "GET", "h/a", nil, script.NoBody, ""},
		"JSON":                       {`curl -d '{"a": 1}' h/a`, "POST", "h/a", nil, script.JSON, ""},
		"--json":                     {`curl --json '{"a": 1}' h/a`, "POST", "h/a", nil, script.JSON, ""},
		"a form called JSON":         {"curl -H 'content-type: application/json' -d a=1 h/a", "POST", "h/a", []string{"a=1"}, script.JSON, ""},
		"a form called text":         {"curl -H 'Content-Type: text/plain' -d a=1 h/a", "POST", "h/a", []string{"a=1"}, script.OtherBody, ""},
		"a form called a form":       {"curl -H 'Content-Type: application/x-www-form-urlencoded; charset=UTF-8' -d a=1 h/a", "POST", "h/a", []string{"a=1"}, script.Form, ""},
		"a variable in a value":      {`curl -d "a=$A&b=${B:-x}" h/a`, "POST", "h/a", []string{"a=<$A>", "b=<${B:-x}>"}, script.Form, ""},
		"a command in a value":       {`curl -d a=$(date +%s) h/a`, "POST", "h/a", []string{"a=<$(date +%s)>"}, script.Form, ""},
		"a variable for a name":      {`curl -d "$A=1" h/a`, "POST", "h/a", nil, script.Form, "-d $A=1"},
		"a variable for the form":    {`curl -d "$FORM" -d a=1 h/a`, "POST", "h/a", []string{"a=1"}, script.Form, "-d $FORM"},
		"a variable in the address":  {`curl "$HOST/a/${B}c"`, "GET", "$HOST/a/${B}c", nil, script.NoBody, ""},
		"a variable for the address": {`curl -s $URL`, "GET", "$URL", nil, script.NoBody, ""},
		"an array of options":        {`curl "${ARGS[@]}" $OPTS h/a`, "GET", "h/a", nil, script.NoBody, "${ARGS[@]} $OPTS"},
		"a file of options":          {`curl -K curlrc h/a`, "GET", "h/a", nil, script.NoBody, "-K curlrc"},
		"a file of everything":       {`curl -K curlrc`, "GET", "-K curlrc", nil, script.NoBody, "-K curlrc"},
		"continued lines":            {"curl \\\n  -d a=1 \\\n\th/a", "POST", "h/a", []string{"a=1"}, script.Form, ""},
		"lines that end as Windows":  {"curl \\\r\n  -d a=1 \\\r\n  h/a\r\n", "POST", "h/a", []string{"a=1"}, script.Form, ""},
		"quotes within words":        {`curl -d a='b c'"d\"e"\ f h/a`, "POST", "h/a", []string{`a=b cd"e f`}, script.Form, ""},
		"dollars that are none":      {`curl -d "a=\$b" h/a`, "POST", "h/a", []string{"a=$b"}, script.Form, ""},
		"ANSI quotes":                {`curl -d $'a=1' h/a`, "POST", "h/a", []string{"a=1"}, script.Form, ""},
	} {
		t.Run(name, func(t *testing.T) {
			c := one(t, tt.text)
			assert.Equal(t, tt.method, c.Method)
			assert.Equal(t, tt.url, c.URL.String())
			assert.Equal(t, tt.fields, sent(c))
			assert.Equal(t, tt.body, c.Body)
			assert.Equal(t, tt.hidden, hidden(c))
		})
	}
}

// Wherever a script calls curl, it is found, on its line.
func TestWhereCommandsAre(t *testing.T) {
	for name, tt := range map[string]struct {
		text  string
		lines []int
	}{
		"none":                   {"echo hello\n", nil},
		"an empty text":          {"", nil},
		"no address":             {"curl --version\ncommand -v curl\n", nil},
		"comments":               {"# curl h/a\ncurl h/b # curl h/c\n", []int{2}},
		"one after another":      {"curl h/a; curl h/b && curl h/c ||\ncurl h/d | jq .\n", []int{1, 1, 1, 2}},
		"in the background":      {"curl h/a?b=1&\nwait\n", []int{1}},
		"a loop":                 {"for i in 1 2; do\n  curl h/$i/a\ndone\n", []int{2}},
		"conditions":             {"if ! curl h/a; then\n while curl h/b; do :; done\nelse\n case x in x) curl h/c;; esac\nfi\n", []int{1, 2, 4}},
		"a function":             {"call() {\n  curl h/a\n}\n", []int{2}},
		"a substitution":         {"T=$(curl h/a)\necho \"`curl h/b`\"\ncurl h/c -d t=$(curl h/d)\n", []int{1, 2, 3, 3}},
		"after other words":      {"sudo -u x /usr/bin/curl h/a\ntimeout 3 curl h/b\nA=1 curl h/c\n", []int{1, 2, 3}},
		"several addresses":      {"curl h/a h/b\n", []int{1, 1}},
		"--next":                 {"curl h/a --next h/b\n", []int{1, 1}},
		"a variable for curl":    {"$CURL h/a\n${MY_CURL} h/b\n$OTHER h/c\n", []int{1, 2}},
		"a script in a word":     {"bash -c 'x=1\ncurl h/a'\nssh host \"curl h/b\"\n", []int{2, 3}},
		"a script in a document": {"ssh host <<'E'\ncd /x\ncurl -d a=1 \\\n  h/a\nE\ncurl h/b\n", []int{3, 6}},
		"prose":                  {"It's called so:\n\n    curl h/a\n\nor, with a form, `curl -d a=1 h/b`.\n", []int{3, 5}},
		"a page":                 {"# Don't\n```sh\n$ curl h/a \\\n    -d a=1\n```\n- run: curl h/b\n", []int{3, 6}},
		"no shell":               {"import requests\nif x:\n    requests.post('h/a')\n", nil},
	} {
		t.Run(name, func(t *testing.T) {
			s := script.Read("x", tt.text)
			var lines []int
			for _, c := range s.Calls {
				lines = append(lines, c.Line)
			}
			assert.Equal(t, tt.lines, lines)
			assert.Empty(t, s.Unread)
		})
	}
}

// What stands outside of comments and commands is not lost.
func TestMentions(t *testing.T) {
	s := script.Read("x", "# /a/b\ncurl h/a/b\nU=h/a/b\nwget h/a/b h/a/bc\nbash -c 'curl h/a/b; wget h/a/b'\necho calling /a/b\n")
	assert.Equal(t, []int{3, 4, 5}, sortedLines(s.Mentions("/a/b")))
	assert.Empty(t, s.Mentions("/a/c"))
}

func sortedLines(lines []int) []int {
	for i := range lines {
		for j := range lines[:i] {
			if lines[j] > lines[i] {
				lines[i], lines[j] = lines[j], lines[i]
			}
		}
	}
	return lines
}

func TestWhatCannotBeRead(t *testing.T) {
	s := script.Read("x", "don't\ncurl -d \"a=1 h/a\n")
	require.Len(t, s.Unread, 1)
	assert.Equal(t, 2, s.Unread[0].Line)
	assert.NotEmpty(t, s.Unread[0].Why)
	assert.Empty(t, s.Calls)
}

// What is printed of a call is a command that says the same.
func TestACallIsWrittenAsACommand(t *testing.T) {
	for _, text := range []string{
		`curl -X POST http://h/a -H 'Authorization: a b' --data-urlencode 'x=it'\''s' -i`,
		`curl -X POST "$HOST/a" -H "Authorization: ${TOKEN}" -b cookies -d "id=$id" -s -o /dev/null`,
		`curl -X GET "$HOST/a" "${ARGS[@]}"`,
		`curl -X POST h/a -F 'x=a "quoted" $word'`,
		`curl -X POST h/a -d "x=\$a $b \"c\""`,
	} {
		c := one(t, text)
		assert.Equal(t, text, c.String())
		assert.Equal(t, c.String(), one(t, c.String()).String())
	}
	assert.Equal(t, `curl "$URL"`, one(t, "curl -X $M $URL").String())
	assert.Equal(t, "curl -X POST h/a -d b=2 -d a=1", one(t, "curl h/a?a=1 -d b=2").String())
}

func TestCredentials(t *testing.T) {
	const sealed = "eyJhbGciOiJIUzI1NiJ9abcdefghijkl"
	for text, want := range map[string]struct{ tokens, passwords []string }{
		"curl h/a -H 'Authorization: " + sealed + "'":            {[]string{sealed, sealed}, nil},
		"curl h/a -H 'authorization: short'":                     {[]string{"short"}, nil},
		"curl h/a -H 'Authorization: Bearer " + sealed + "'":     {[]string{"Bearer " + sealed, sealed}, nil},
		"curl h/a --oauth2-bearer " + sealed:                     {[]string{"Bearer " + sealed, sealed}, nil},
		`curl h/a -H "Authorization: ${TOKEN:-` + sealed + `}"`:  {[]string{sealed}, nil},
		`curl h/a -H "Authorization: $TOKEN"`:                    {nil, nil},
		"curl h/a -d username=u -d password=p%20w":               {nil, []string{"p%20w", "p w"}},
		"curl h/a -u me:secret -b JSESSIONID=1 -H 'Cookie: a=b'": {nil, []string{"a=b", "me:secret", "1"}},
		"curl h/a -b jar": {nil, nil},
		"curl h/a -b \"$JAR\" -d \"password=$PW\" -H 'Accept: x/y'": {nil, nil},
	} {
		tokens, passwords := one(t, text).Credentials()
		assert.Equal(t, want.tokens, tokens, text)
		assert.Equal(t, want.passwords, passwords, text)
	}
}
