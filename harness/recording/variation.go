package recording

import (
	"strings"

	"streampark-regress/harness/streampark"
)

// variation is what differs in one exchange about state from the plain call.
type variation struct {
	name       string
	of         func(streampark.Call) streampark.Call
	savepoints savepoints
	job        job
}

// savepoints are those StreamPark knows of the application.
type savepoints int

const (
	one savepoints = iota
	oneOlder
	none
)

// job is what StreamPark takes the application's job for.
type job int

const (
	runs job = iota
	noID
	ended
)

// Every release has other names for the flag and the path; whoever sends all of
// them says the same to each.
func flags(action string) []string {
	return []string{"savePointed", map[string]string{"start": "restoreFromSavepoint", "cancel": "triggerSavepoint"}[action], "restoreOrTriggerSavepoint"}
}

func paths() []string { return []string{"savePoint", "savepointPath"} }

const (
	givenPath   = "file:///elsewhere/given"
	anotherPath = "file:///elsewhere/another"
)

// asWritten is a call with the fields of a text such as "a=1&b=2".
func asWritten(fields string) variation {
	return variation{name: fields, of: func(c streampark.Call) streampark.Call { return c.Filled(fields) }}
}

// each is a call with each of the names sent with the values, in turn.
func each(label string, names []string, values ...string) variation {
	return variation{name: label, of: func(c streampark.Call) streampark.Call {
		for _, name := range names {
			c = c.Repeating(name, values...)
		}
		return c
	}}
}

// and is one variation after another, with the name and circumstances of this one.
func (v variation) and(other variation) variation {
	first := v.of
	v.of = func(c streampark.Call) streampark.Call { return other.of(first(c)) }
	return v
}

func (v variation) knowing(s savepoints) variation {
	v.savepoints = s
	return v
}

func (v variation) whose(j job) variation {
	v.job = j
	return v
}

// values are what people write for a flag and for a path.
func values(action string) []variation {
	f := flags(action)
	path := each("", paths(), givenPath)
	return []variation{
		each("every flag, every path", f, "true").and(path),
		each("every path, no flag", paths(), givenPath),
		each("every flag false, every path", f, "false").and(path),
		each("every flag empty, every path", f, "").and(path),
		each("every flag, every path empty", f, "true").and(each("", paths(), "")),
		each("every flag, every path a space", f, "true").and(each("", paths(), " ")),
		each("every flag TRUE", f, "TRUE"),
		each("every flag True with spaces around", f, " True "),
		each("every flag 1", f, "1"),
		each("every flag yes", f, "yes"),
		each("every flag on", f, "on"),
		each("every flag 0", f, "0"),
		asWritten("savePointed=maybe"), asWritten(f[1] + "=maybe"), asWritten("restoreOrTriggerSavepoint=maybe"),
		each("every flag true, then false", f, "true", "false"),
		each("every flag false, then true", f, "false", "true"),
		each("every flag, every path twice", f, "true").and(each("", paths(), givenPath, anotherPath)),
		asWritten(f[1] + "=true&restoreOrTriggerSavepoint=false"), asWritten(f[1] + "=false&restoreOrTriggerSavepoint=true"),
		asWritten(f[1] + "=&restoreOrTriggerSavepoint=true"), asWritten(f[1] + "=true&restoreOrTriggerSavepoint="),
		asWritten("restoreOrTriggerSavepoint=1"), asWritten("restoreOrTriggerSavepoint= True "), asWritten("restoreOrTriggerSavepoint="),
		asWritten(f[1] + "=1"), asWritten(f[1] + "="),
		asWritten("SAVEPOINTED=true&" + strings.ToUpper(f[1]) + "=true&RESTOREORTRIGGERSAVEPOINT=true"),
	}
}

// names are the fields that people send who read one release's documentation or
// another's.
func names(action string) []variation {
	f := flags(action)[1]
	all := []variation{{name: "no field about savepoints", of: func(c streampark.Call) streampark.Call { return c }}}
	for _, fields := range []string{"savePointed=true", "savePointed=true&savePoint=" + givenPath, f + "=true", f + "=true&savepointPath=" + givenPath,
		"restoreOrTriggerSavepoint=true", "restoreOrTriggerSavepoint=true&savepointPath=" + givenPath,
		"savePointed=true&savepointPath=" + givenPath, f + "=true&savePoint=" + givenPath} {
		all = append(all, asWritten(fields))
	}
	return all
}

func startsWithState() []variation {
	f := flags("start")
	return append(append(names("start"), values("start")...),
		each("every flag, no savepoint known", f, "true").knowing(none),
		each("every flag, two savepoints known", f, "true").knowing(oneOlder),
		each("every flag, state may be left", f, "true").and(asWritten("allowNonRestored=true")),
		asWritten("allowNonRestored=TRUE"), asWritten("allowNonRestored="), asWritten("allowNonRestored=maybe"),
		asWritten("allowNonRestored=maybe&drain=perhaps"), asWritten("drain=true"))
}

func cancelsWithState() []variation {
	f := flags("cancel")
	plain := func(c streampark.Call) streampark.Call { return c }
	drains := asWritten("drain=true")
	return append(append(names("cancel"), values("cancel")...),
		drains, each("every flag and drain=true", f, "true").and(drains), each("every path and drain=true", paths(), givenPath).and(drains),
		asWritten("drain=TRUE"), asWritten("drain=1"), asWritten("drain="), asWritten("drain=maybe"),
		variation{name: "no job ID", of: plain}.whose(noID), each("every flag, no job ID", f, "true").whose(noID),
		variation{name: "it does not run", of: plain}.whose(ended), each("every flag, it does not run", f, "true").whose(ended),
		asWritten("id=999999"), variation{name: "no id", of: func(c streampark.Call) streampark.Call { return c.Without("id") }})
}
