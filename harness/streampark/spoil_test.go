package streampark_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/streampark"
)

func TestSpoiltToken(t *testing.T) {
	for _, tt := range []struct{ got, want string }{
		{streampark.Bearer("eyJh"), "Bearer eyJh"},
		{streampark.Half("abcdef"), "abc"},
		{streampark.Half("abcdefg"), "abc"},
		{streampark.Half("a"), ""},
		{streampark.Changed("69qM", 0), "A9qM"},
		{streampark.Changed("A9qM", 0), "B9qM"},
		{streampark.Changed("B9qM", 0), "A9qM"},
		{streampark.Changed("69qM", 2), "69AM"},
		{streampark.Changed("69qA", 3), "69qB"},
	} {
		assert.Equal(t, tt.want, tt.got)
	}
}

func TestTokenInTheAddress(t *testing.T) {
	s := says(t, http.StatusOK, "")
	_, err := s.client().Do(t.Context(), streampark.StartCall("/flink/app/start", 7).InQuery("a+/b="))
	require.NoError(t, err)
	got := s.only(t)
	assert.Equal(t, "POST /flink/app/start", got.Method+" "+got.Path)
	assert.Equal(t, "Authorization=a%2B%2Fb%3D", got.Query)
	assert.Equal(t, "allowNonRestored=false&id=7&teamId=100000", got.Body)
	assert.Empty(t, got.Header.Values("Authorization"))
}
