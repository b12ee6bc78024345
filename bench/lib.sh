# What both scripts have in common: a network, a PostgreSQL, and StreamPark containers with
# a config.yaml of their own. Everything carries the label of the run and is removed at the end.
set -eu
run=${BENCH_RUN:-bench-$$}
postgres=${REGRESS_POSTGRES_IMAGE:-postgres:15-alpine}
label=streampark-regress.run=$run

remove() {
	docker ps -aq --filter "label=$label" | xargs -r docker rm -fv >/dev/null 2>&1 || true
	docker network rm "$run" >/dev/null 2>&1 || true
	rm -rf "$work"
}
work=$(mktemp -d)
trap remove EXIT
trap 'exit 130' INT TERM

begin() {
	docker network create --label "$label" "$run" >/dev/null
	docker run -d --label "$label" --network "$run" --network-alias db --name "$run-db" \
		-e POSTGRES_PASSWORD=bench -e PGPASSWORD=bench -e PGHOST=127.0.0.1 "$postgres" >/dev/null
	until docker exec "$run-db" psql -U postgres -c "select 1" >/dev/null 2>&1; do sleep 0.2; done
}

# prepare VERSION TTL [docker create's options] makes a container and its schema.
prepare() {
	version=$1 ttl=$2 name=$run-$1
	eval "image=\${BENCH_IMAGE_$(echo "$1" | tr . _):-apache/streampark:$1}"
	shift 2
	command=
	if [ "$version" = 2.1.4 ]; then command="bash bin/streampark.sh start_docker"; fi
	# shellcheck disable=SC2086
	docker create --label "$label" --network "$run" --name "$name" -p 127.0.0.1::10000 "$@" "$image" $command >/dev/null
	database=sp_$(echo "$version" | tr . _)
	docker exec "$run-db" psql -q -U postgres -c "create database $database" >/dev/null
	for file in schema/pgsql-schema.sql data/pgsql-data.sql; do
		docker cp "$name:/streampark/script/$file" "$work/script.sql" >/dev/null
		docker exec -i "$run-db" psql -q -U postgres -d "$database" <"$work/script.sql" >/dev/null 2>&1
	done
	docker cp "$name:/streampark/conf/config.yaml" "$work/config.yaml" >/dev/null
	sed -i.was -e "s/^    ttl: .*/    ttl: $ttl/" -e 's/^  dialect: .*/  dialect: pgsql/' -e 's/^  username:$/  username: postgres/' \
		-e 's/^  password:$/  password: bench/' \
		-e "s#^  url:\$#  url: jdbc:postgresql://db:5432/$database?stringtype=unspecified#" "$work/config.yaml"
	printf 'spring:\n  profiles.active: pgsql\n' >>"$work/config.yaml"
	docker cp "$work/config.yaml" "$name:/streampark/conf/config.yaml" >/dev/null
}

# launch VERSION starts it.
launch() { docker start "$run-$1" >/dev/null; }

# await VERSION waits until it answers, and sets base to its address.
await() {
	base=http://$(docker port "$run-$1" 10000 | head -n 1)
	until curl -s -o /dev/null -m 10 "$base/"; do
		[ "$(docker inspect -f '{{.State.Running}}' "$run-$1")" = true ] || { docker logs --tail 20 "$run-$1" >&2; exit 1; }
		sleep 0.2
	done
}
