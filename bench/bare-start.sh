#!/bin/sh
# Starts PostgreSQL, two schemas and both servers side by side, with the options that
# regress uses, and ends when both answer: what any run on the pair has to wait for.
. "$(dirname "$0")/lib.sh"
options="-Xms256m -Xmx512m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -Xverify:none"
begin
prepare 2.1.4 2h -e JVM_OPTS="$options"
launch 2.1.4
prepare 2.1.5 2h -e JAVA_OPTS="$options"
launch 2.1.5
await 2.1.4
await 2.1.5
