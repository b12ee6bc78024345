package words

import (
	"fmt"
	"strconv"
	"strings"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
)

// Outcome says what a call came to, such as "unauthenticated 401 (decoded, then
// rejected)".
func Outcome(a evidence.Attempt) Phrase {
	s := Summary(a)
	return Phrase{string(a.Outcome) + " " + s.Text, s.Aside}
}

// Summary is the answer in a few words: its status, and what tells it from
// others with that status.
func Summary(a evidence.Attempt) Phrase {
	status := strconv.Itoa(a.Status)
	switch a.Outcome {
	case outcome.Started:
		return Phrase{join(", ", status+" data:true", stateOf(a)), Flink(a)}
	case outcome.Cancelled:
		return Phrase{join(", ", status, stateOf(a)), Flink(a)}
	case outcome.Closed:
		return Phrase{Text: status + " not open to API tokens"}
	case outcome.Unauthenticated:
		return Phrase{status, Rejection(a.Rejection)}
	case outcome.Failed:
		if a.Message == "" {
			return Phrase{Text: status + " without a message"}
		}
	case outcome.Answered, outcome.Refused, outcome.Forbidden, outcome.NotFound:
	}
	return Phrase{Text: join(" ", status, message(a.Message))}
}

// Rejection tells the kinds of 401 apart.
func Rejection(r outcome.Rejection) string {
	switch r {
	case outcome.NoRejection:
		return ""
	case outcome.Decoded:
		return "decoded, then rejected"
	case outcome.Undecoded:
		return "nothing could be decoded"
	case outcome.Sessionless:
		return "no web session"
	case outcome.Unfamiliar:
		return "in an unfamiliar form"
	}
	return string(r)
}

// message is the first line of StreamPark's message, without what stands before
// the message proper: "internal server error: ", "[StreamPark] " and the
// package of an exception's class.
func message(text string) string {
	text, _, _ = strings.Cut(text, "\n")
	text = strings.TrimPrefix(text, "internal server error: ")
	text = strings.TrimPrefix(text, "[StreamPark] ")
	if class, rest, ok := strings.Cut(text, ": "); ok && !strings.Contains(class, " ") {
		text = class[strings.LastIndex(class, ".")+1:] + ": " + rest
	}
	return text
}

// Cause says why a call was unauthenticated, such as "expired: exp passed 1m
// ago"; the zero phrase for a call that was not.
func Cause(a evidence.Attempt) Phrase {
	because := Because(a)
	return Phrase{join(": ", string(a.Cause), because.Text), because.Aside}
}

// Because is the evidence for a call's cause; the zero phrase for none.
func Because(a evidence.Attempt) Phrase {
	if f, decided := a.Decisive(); decided {
		return Detail(f)
	}
	return Phrase{}
}

// Finding is a cause that was looked at, as a line of a list.
func Finding(f evidence.Finding) string {
	mark := "?  "
	switch f.State {
	case evidence.Holds:
		mark = "yes"
	case evidence.Excluded:
		mark = "no "
	case evidence.Unseen:
	}
	return fmt.Sprintf("%s %s: %s", mark, f.Cause, Detail(f))
}

// Effect says what became of the application after a call.
func Effect(e evidence.Effect) string {
	switch e.Name {
	case evidence.EffectNone:
		return fmt.Sprintf("the application's state did not change (%d)", e.After)
	case evidence.EffectStarted, evidence.EffectCancelled:
		return fmt.Sprintf("the application's state changed from %d to %d", e.Before, e.After)
	case evidence.EffectUnseen:
	}
	return "nobody saw what became of the application"
}

// RowState says how the token's row compares with what it was.
func RowState(r evidence.RowState) string {
	switch r.State {
	case evidence.RowUnchanged:
		return "unchanged"
	case evidence.RowChanged:
		if len(r.Columns) == 0 {
			return "changed"
		}
		return "changed: " + strings.Join(r.Columns, ", ")
	case evidence.RowMissing:
		return "gone"
	case evidence.RowUnseen:
	}
	return "not looked at"
}

// Answer says what came back for whoever wants to see it: the status and the
// body, cut after so many characters.
func Answer(a evidence.Attempt, most int) string {
	body := []rune(a.Body)
	switch {
	case len(body) == 0:
		return fmt.Sprintf("%d, an empty body", a.Status)
	case len(body) > most:
		return fmt.Sprintf("%d, %s…", a.Status, string(body[:most]))
	}
	return fmt.Sprintf("%d, %s", a.Status, a.Body)
}
