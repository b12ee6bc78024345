#!/bin/sh
# Checks the examples for CI: those for GitHub by actionlint, action.yml and the
# one for GitLab by their schemas. cmd/regress/ci_test.go checks what they type.
#
# Needs Go, and for the schemas Python 3 with venv.
set -eu
cd "$(dirname "$0")/../.."
ACTIONLINT=v1.7.12
SCHEMAS=0.39.0
go run "github.com/rhysd/actionlint/cmd/actionlint@$ACTIONLINT" -no-color examples/ci/github-*.yml

kept=${XDG_CACHE_HOME:-$HOME/.cache}/streampark-regress/check-jsonschema-$SCHEMAS
if [ ! -x "$kept/bin/check-jsonschema" ]; then
	if ! python3 -c 'import venv, ensurepip' 2>/dev/null; then
		echo "action.yml and the example for GitLab were not held against their schemas: there is no Python 3 with venv here (Debian: apt-get install python3-venv)"
		exit 0
	fi
	python3 -m venv "$kept"
	"$kept/bin/pip" -q --disable-pip-version-check install "check-jsonschema==$SCHEMAS"
fi
"$kept/bin/check-jsonschema" -q --builtin-schema vendor.github-actions action.yml
"$kept/bin/check-jsonschema" -q --builtin-schema vendor.gitlab-ci examples/ci/gitlab-ci.yml
