package model_test

import (
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/model"
)

// The model's image takes its database from the file, or from Spring's variables.
func TestTheDatabaseOfTheModelsImage(t *testing.T) {
	const shipped = "datasource:\n  dialect: h2\n  url:\n  username:\n  password:\n"
	spring := map[string]string{"SPRING_PROFILES_ACTIVE": "pgsql", "SPRING_DATASOURCE_URL": "jdbc:postgresql://127.0.0.1:9/rows?stringtype=unspecified",
		"SPRING_DATASOURCE_USERNAME": "somebody", "SPRING_DATASOURCE_PASSWORD": "secret"}
	for name, tt := range map[string]struct {
		config string
		env    map[string]string
		want   string
	}{
		"as shipped":          {shipped, nil, `datasource.dialect is "h2" in config.yaml and the model's image needs pgsql or mysql`},
		"in the file":         {"datasource:\n  dialect: pgsql\n  url: jdbc:postgresql://127.0.0.1:9/mine\n  username: me\n  password: secret\n", nil, "database=mine"},
		"in variables":        {shipped, spring, "database=rows"},
		"variables overrule":  {"datasource:\n  dialect: pgsql\n  url: jdbc:postgresql://127.0.0.1:9/mine\n  username: me\n  password: secret\n", spring, "user=somebody"},
		"the profile is h2's": {shipped, map[string]string{"SPRING_PROFILES_ACTIVE": "h2"}, `datasource.dialect is "h2"`},
	} {
		t.Run(name, func(t *testing.T) {
			for variable, value := range tt.env {
				t.Setenv(variable, value)
			}
			file := filepath.Join(t.TempDir(), "application.yml")
			require.NoError(t, os.WriteFile(file, []byte(tt.config), 0o600))
			design, err := model.DesignOf(builtIn(t, "2.1.3"))
			require.NoError(t, err)
			err = model.Serve(t.Context(), design, file, "127.0.0.1:0", io.Discard)
			require.ErrorContains(t, err, tt.want)
			assert.NotContains(t, err.Error(), "secret")
		})
	}
}
