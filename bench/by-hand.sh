#!/bin/sh
# What a good engineer would write to see issue 3933: each release as its image starts it,
# one after the other, with a session TTL of 30 s. It signs in, makes a token, starts the
# application, waits 31 s, starts it again, and prints what was answered.
. "$(dirname "$0")/lib.sh"

# field NAME prints a field of the JSON that comes in.
field() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p"; }

try() {
	version=$1 address=$2
	prepare "$version" 30s
	launch "$version"
	await "$version"
	for again in 1 2; do # up to 2.1.4 the first sign-in asks for a team
		session=$(curl -s -c "$work/jar" -d 'username=admin&password=streampark&loginType=PASSWORD' "$base/passport/signin" | field token)
		[ -z "$session" ] || break
		curl -s -o /dev/null -d 'userId=100000&teamId=100000' "$base/user/initTeam"
	done
	token=$(curl -s -b "$work/jar" -H "Authorization: $session" -d 'userId=100000&description=bench' "$base/token/create" | field token)
	[ -n "$token" ] || { echo "$version: no token was made (try $again)" >&2; exit 1; }
	for age in 0 31; do
		sleep "$age"
		status=$(curl -s -o "$work/answer" -w '%{http_code}' -H "Authorization: $token" -d 'id=100000&teamId=100000' "$base$address")
		echo "$version: the token is $age s old: $status $(head -c 120 "$work/answer")"
	done
	docker rm -fv "$run-$version" >/dev/null
}

begin
try 2.1.4 /flink/app/start
try 2.1.5 /openapi/app/start
