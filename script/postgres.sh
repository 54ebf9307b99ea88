# postgres.sh - a PostgreSQL cluster of our own in a temporary folder, for tests and measurements; to be sourced.
as_pg() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
pg_bin() { ls -d /usr/lib/postgresql/*/bin | tail -n 1; }

# start_postgres FOLDER [OPTION…]: it listens on the socket in FOLDER alone; user and database kuangan.
start_postgres() {
	local folder=$1 bin options= o; shift
	bin=$(pg_bin)
	for o in "$@"; do options="$options -c $o"; done
	mkdir "$folder"
	if [ "$(id -u)" = 0 ]; then chown postgres "$folder"; chmod 755 "$(dirname "$folder")"; fi
	as_pg "$bin/initdb" -D "$folder/data" -U kuangan -A trust --locale=C.UTF-8 -E UTF8 >"$folder.log" 2>&1 &&
	as_pg "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/log" \
		-o "-k $folder -c listen_addresses= -c max_connections=200 $options" start >>"$folder.log" 2>&1 ||
		{ cat "$folder.log"; return 1; }
	as_pg "$bin/createdb" -h "$folder" -U kuangan kuangan
}

stop_postgres() {
	[ ! -d "$1/data" ] || as_pg "$(pg_bin)/pg_ctl" -D "$1/data" -m immediate stop >/dev/null 2>&1 || true
}
