package release

import (
	"net/http"
	"reflect"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/document"
	"streampark-regress/harness/outcome"
)

// symptoms finds what contradicts itself in the symptoms of a known issue.
func (k *checker) symptoms(at *document.Node, issue KnownIssue) {
	k.symptom(at.Find("symptom"), issue.Symptom)
	for i, s := range issue.Also {
		k.symptom(at.Find("also", i), s)
	}
}

func (k *checker) symptom(at *document.Node, s Symptom) {
	if s.Log != "" {
		if !reflect.DeepEqual(s, Symptom{Log: s.Log}) {
			k.add(at, "symptom: what a log tells is no answer to a call: say nothing but log")
		}
		return
	}
	for name, missing := range map[string]bool{"subject": s.Subject == "", "outcome": s.Outcome == "", "effect": s.Effect == "", "status": s.Status == 0} {
		if missing {
			k.add(at, "%s is missing", name)
		}
	}
	unauthenticated := s.Outcome == outcome.Unauthenticated
	switch {
	case s.Outcome == "":
	case unauthenticated && s.Cause == cause.None:
		k.add(at, "symptom: the cause is missing: an unauthenticated call has one")
	case !unauthenticated && s.Cause != cause.None:
		k.add(at.Find("cause"), "cause: only an unauthenticated call has one, and the outcome is %s", s.Outcome)
	}
	switch {
	case s.Status == 0 || s.Outcome == "":
	case s.Status < 100 || s.Status > 599:
		k.add(at.Find("status"), "status: %d is not an HTTP status", s.Status)
	case unauthenticated != (s.Status == http.StatusUnauthorized):
		k.add(at.Find("status"), "status: unauthenticated is the outcome of a 401 and of nothing else, and this is %s with %d", s.Outcome, s.Status)
	}
}

// forgets reports whether a secret is forgotten when a server ends, or before.
func forgets(s Secret) bool { return s == SignedWithProcess || s == SignedWithNothingKept }
