package streampark_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/streampark"
)

// told is the time of every header Date below.
const told = "Thu, 26 Nov 2026 11:25:21 GMT"

func saying(t *testing.T, status int, body string) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		assert.Equal(t, http.MethodGet, r.Method)
		assert.Empty(t, r.Header.Get("Authorization"), "it is asked by nobody")
		w.Header().Set("Date", told)
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}))
	t.Cleanup(s.Close)
	return s.URL
}

func TestAnErrorTellsTheTimeInItsText(t *testing.T) {
	date := time.Date(2026, 11, 26, 11, 25, 21, 0, time.UTC)
	for name, tt := range map[string]struct {
		status int
		body   string
		want   time.Time
	}{
		"as 2.1.4 answers":       {404, `{"timestamp":"2026-11-26 19:25:22","status":404,"error":"Not Found","path":"/passport/clock"}`, date.Add(8*time.Hour + time.Second)},
		"without a time":         {404, `{"status":404}`, time.Time{}},
		"in another form":        {404, `{"timestamp":"2026-11-26T19:25:22.000+00:00"}`, time.Time{}},
		"a number":               {404, `{"timestamp":1795692322000}`, time.Time{}},
		"no JSON":                {404, `<html>2026-11-26 19:25:22</html>`, time.Time{}},
		"rejected":               {401, "", time.Time{}},
		"a page of another kind": {200, `{"timestamp":"2026-11-26 19:25:22"}`, time.Time{}},
	} {
		t.Run(name, func(t *testing.T) {
			at, text, err := streampark.New(saying(t, tt.status, tt.body)).Stamp(t.Context())
			require.NoError(t, err)
			assert.True(t, date.Equal(at), "the header tells %s", at)
			assert.True(t, tt.want.Equal(text), "the text tells %s", text)
		})
	}
	_, _, err := streampark.New("http://127.0.0.1:1").Stamp(t.Context())
	assert.ErrorContains(t, err, "call GET /passport/clock")
}

func TestAnswersAreDatedByWhoeverKnowsBetter(t *testing.T) {
	address := saying(t, 200, "")
	later := streampark.NewWith(address, streampark.Options{Dated: func(_ context.Context, date time.Time) (time.Time, error) {
		return date.Add(2 * time.Hour), nil
	}})
	at, err := later.ServerTime(t.Context())
	require.NoError(t, err)
	assert.Equal(t, "2026-11-26 13:25:21", at.UTC().Format(time.DateTime))

	lost := streampark.NewWith(address, streampark.Options{Dated: func(_ context.Context, date time.Time) (time.Time, error) {
		return date, errors.New("nobody knows")
	}})
	_, err = lost.ServerTime(t.Context())
	assert.EqualError(t, err, "date the answer to GET /: nobody knows")
}
