# Shared by the benchmarks of the running program: a server of their own on the release build, and what it uses.
# Sourced by bench/*.sh from the repository's root. Only 127.0.0.1, bounded in time.

say() { echo "bench: $*" >&2; }
die() { say "$*"; exit 1; }

vouch=${VOUCH_BIN:-${CARGO_TARGET_DIR:-target}/release/vouch}
[ -x "$vouch" ] || die "build the program first: ./x build --release"
shared=${VOUCH_SHARED_DATA:-../shared/data}
work=$(mktemp -d "${TMPDIR:-/tmp}/vouch-bench.XXXXXX")
export VOUCH_DATA_DIR="$work/data"
export VOUCH_ADDR="127.0.0.1:$((30000 + $$ % 5000))"
api="http://$VOUCH_ADDR/api/v1"
server=

start_server() {
	began=$(now_ms)
	"$vouch" serve >>"$work/log" 2>&1 &
	server=$!
	until curl -fsS -o "$work/ready" "http://$VOUCH_ADDR/api/health/ready" 2>/dev/null; do
		kill -0 "$server" 2>/dev/null || { tail -n 5 "$work/log" >&2; die "the server ended"; }
		[ $(($(now_ms) - began)) -lt 60000 ] || die "the server is not ready after 60 s"
		sleep 0.05
	done
	ready_ms=$(($(now_ms) - began))
}

stop_server() {
	[ -z "$server" ] || { kill "$server" 2>/dev/null && wait "$server" 2>/dev/null || :; }
	server=
}

cleanup() {
	stop_server
	rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

now_ms() { date +%s%3N; }

# User and system time of the server so far, in milliseconds.
cpu_ms() { awk -v hertz="$(getconf CLK_TCK)" '{ sub(/.*\) /, ""); print int(($12 + $13) * 1000 / hertz) }' "/proc/$server/stat"; }

# The most memory the server has held, in MB.
peak_mb() { awk '/^VmHWM/ { print int($2 / 1000) }' "/proc/$server/status"; }

new_key() {
	key=$("$vouch" keys create --organization Bench --create-organization --name bench --preset full | awk 'END { print $NF }')
}

# Answers the set-up link of a new server. Gives the administrator's session in `cookie`, as `name=value`.
set_up() {
	token=$(sed -n 's/.*setup?token=\([A-Za-z0-9_-]*\).*/\1/p' "$work/log" | head -n1)
	[ -n "$token" ] || die "the server printed no set-up link"
	action=$(curl -fsS "http://$VOUCH_ADDR/setup?token=$token" | sed -n 's/.*action="\(\/api\/complete_setup[^"]*\)".*/\1/p' | head -n1)
	curl -fsS -o "$work/setup" -c "$work/cookies" -H "Origin: http://$VOUCH_ADDR" -H "Accept: text/html" \
		--data-urlencode "form[token]=$token" --data-urlencode "form[organization_name]=Bench" \
		--data-urlencode "form[name]=Ben" --data-urlencode "form[email]=ben@example.com" \
		--data-urlencode "form[password]=seven lanterns over quiet water" "http://$VOUCH_ADDR$action"
	cookie=$(awk '/vouch/ { print $6 "=" $7 }' "$work/cookies" | tail -n1)
}

call() { curl -fsS -H "Authorization: Bearer $key" "$@"; }

field() { sed -n "s/.*\"$1\":\"\{0,1\}\([^,\"}]*\).*/\1/p" | head -n1; }

# Uploads a file to a resource and waits until it is worked through. Gives its id in `id`.
run_file() {
	id=$(call -F "file=@$2" "$api/$1" | field id)
	[ -n "$id" ] || die "the upload was refused"
	while :; do
		status=$(call "$api/$1/$id" | field status)
		case $status in
		done) return ;;
		failed | cancelled) call "$api/$1/$id" >&2; die "the work on $2 is $status" ;;
		esac
		sleep 0.2
	done
}

machine() {
	echo "machine: $(nproc) cores, $(awk '/MemTotal/ { print int($2 / 1000000) }' /proc/meminfo) GB, load $(cut -d' ' -f1 /proc/loadavg)"
	date -u '+date: %Y-%m-%d'
}
