package caller

import (
	"errors"
	"fmt"
	"maps"
	"net/url"
	"strings"

	"streampark-regress/harness/release"
	"streampark-regress/harness/streampark"
)

// Given says whether a caller names a path: of the savepoint to start from, or of
// the folder for the one to write.
type Given string

// The ways to name one.
const (
	NoPath Given = "none"
	APath  Given = "a path"
	// TheStopped is the savepoint that the application's job was stopped with
	// last, which only a real Flink has written.
	TheStopped Given = "that of the last stop"
)

// givenPath is the path that callers name. It is no latest savepoint's.
const givenPath = "file:///elsewhere/sp"

// stoppedPath stands for the path of the savepoint that the job was stopped with.
const stoppedPath = "file:///stopped/sp"

// WrittenFor are the fields that somebody sends who read a release's own
// documentation, to start with state or to cancel with a savepoint.
func WrittenFor(c *Caller, action release.Action, version string, given Given) (Fields, error) {
	if c.options.Catalogue == nil {
		return nil, fmt.Errorf("find the fields of %s: there is no catalogue to find them in", version)
	}
	written, err := c.options.Catalogue.Find(version)
	if err != nil {
		return nil, err
	}
	request, known := written.RequestTo(action)
	if !known {
		return nil, fmt.Errorf("the catalogue knows no request to %s an application on %s", action, version)
	}
	return keeping(request, release.APIToken, given), nil
}

// OnPage are the fields that the release's own web page sends.
func OnPage(c *Caller, action release.Action, _ string, given Given) (Fields, error) {
	path := map[release.Action]string{release.Start: streampark.StartPaths()[0], release.Cancel: streampark.CancelPaths()[0]}[action]
	request, known := c.Release().Request(path)
	if !known {
		return nil, fmt.Errorf("the catalogue does not know which fields %s reads at %s", c.Release().Version, path)
	}
	return keeping(request, release.SignIn, given), nil
}

// EveryName are the fields of all releases at once, which each release reads its
// own of.
func EveryName(c *Caller, action release.Action, _ string, given Given) (Fields, error) {
	if c.options.Catalogue == nil {
		return nil, errors.New("find the fields of all releases: there is no catalogue to find them in")
	}
	all := Fields{}
	for _, r := range c.options.Catalogue.Releases {
		for _, request := range r.API.Requests {
			if request.Action == action {
				maps.Copy(all, keeping(request, release.APIToken, given))
			}
		}
	}
	return all, nil
}

// keeping are the fields with which somebody asks a request to keep a job's state.
func keeping(request release.Request, by release.Subject, given Given) Fields {
	fields := Fields{}
	path := map[Given]string{APath: givenPath, TheStopped: stoppedPath}[given]
	for means, value := range map[release.Meaning]string{release.Restore: "true", release.Trigger: "true", release.RestorePath: path, release.Target: path} {
		if f, has := request.Field(means, by); has && value != "" {
			fields[f.Name] = value
		}
	}
	return fields
}

func flat(form url.Values) map[string]string {
	flat := map[string]string{}
	for key, values := range form {
		flat[key] = strings.Join(values, ",")
	}
	return flat
}
