#!/bin/sh
# Stands before go in the PATH of gremlins, which knows no options for go test
# and takes whatever ends with 1 for a mutant killed.
case $1 in
test) shift ;;
*) exec "$MUTANTS_GO" "$@" ;;
esac

# A mutant that never stops growing ends by itself. (Not every shell can.)
ulimit -v 8000000 2>/dev/null || :

profile= before=
for arg; do
	shift
	# gremlins measures the coverage of everything below a package.
	case $arg in */...) arg=${arg%/...} ;; esac
	[ "$before" != -coverprofile ] || profile=$arg
	before=$arg
	set -- "$@" "$arg"
done

# A mutant that vet finds is not one that a test found, a result from the cache
# has no time to go by, and -short leaves out what starts containers. Nobody looks
# at the binary with a debugger: to link it without the information for one takes
# half the time.
said=$("$MUTANTS_GO" test -count=1 -short -vet=off -ldflags=-w -run "$MUTANTS_TESTS" -skip "$MUTANTS_SKIP" "$@" 2>&1)
status=$?
printf '%s\n' "$said"

# What cannot be built was not killed: gremlins calls it not viable.
case $said in
*'[build failed]'* | *'[setup failed]'*) exit 2 ;;
esac

# A profile says nothing of what stands behind "case", and gremlins leaves out
# what is not covered. Here everything is tried; what no test runs, lives.
if [ -n "$profile" ] && [ "$status" = 0 ]; then
	awk -F: 'NR > 1 && !seen[$1]++ { print $1 ":1.1,99999.1 1 1" }' "$profile" >"$profile.all"
	cat "$profile.all" >>"$profile"
fi
exit $status
