package caller

import (
	"context"
	"slices"

	"streampark-regress/harness/evidence"
)

// startedBeside lists the applications of others that were at rest before the
// call and are not any more: whoever starts one starts no other. On a deployment
// that others use too, they may start what is theirs.
func (c *Caller) startedBeside(ctx context.Context) ([]int64, error) {
	now, err := c.database().RestingApplications(ctx)
	if err != nil {
		return nil, err
	}
	var started []int64
	for _, id := range c.history.resting {
		if id != c.application.id && c.tenancy().Owns(id) && !slices.Contains(now, id) {
			started = append(started, id)
		}
	}
	return started, nil
}

// secrets are what no answer to a call may tell, by kind.
type secrets map[evidence.Secret][]string

func (s secrets) add(kind evidence.Secret, text string) {
	if text != "" {
		s[kind] = append(s[kind], text)
	}
}

// toldBy lists the kinds of secrets that an answer tells. Pages that are not
// about an application may show tokens: the token page is there for that.
func (s secrets) toldBy(tells func(string) bool, about evidence.Application) []evidence.Secret {
	kinds := []evidence.Secret{evidence.SecretSalt, evidence.SecretHash, evidence.SecretPassword}
	if about != evidence.NoApplication {
		kinds = append(kinds, evidence.SecretToken)
	}
	return s.among(tells, kinds...)
}

// among lists the kinds of secrets of which one is told.
func (s secrets) among(tells func(string) bool, kinds ...evidence.Secret) []evidence.Secret {
	var told []evidence.Secret
	for _, kind := range kinds {
		if slices.ContainsFunc(s[kind], tells) {
			told = append(told, kind)
		}
	}
	return told
}
