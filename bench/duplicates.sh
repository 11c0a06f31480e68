#!/bin/sh
# The supplier master compared with itself: time, memory and proposals of a search for duplicates, and of the page that
# lists them.
set -eu
. bench/lib.sh

master=$shared/payees/suppliers_483227.csv.gz
[ -f "$master" ] || { say "skipped: $master is not here"; exit 0; }
gzip -dc "$master" >"$work/suppliers.csv"
rows=$(($(wc -l <"$work/suppliers.csv") - 1))

start_server
new_key
run_file supplier-imports "$work/suppliers.csv"
# The import's own memory and time shall not count.
stop_server
start_server
call "$api/suppliers?limit=1" >"$work/first.json"
resident_mb=$(peak_mb)
cpu=$(cpu_ms)
began=$(now_ms)
call -X POST "$api/supplier-duplicates/search" >"$work/job.json"
while :; do
	call "$api/supplier-duplicates/search" >"$work/search.json"
	status=$(field status <"$work/search.json")
	case $status in
	done) break ;;
	dead | cancelled) die "the search is $status" ;;
	esac
	sleep 0.1
done
search_ms=$(($(now_ms) - began))
search_cpu=$(($(cpu_ms) - cpu))
search_peak=$(peak_mb)
began=$(now_ms)
call "$api/supplier-duplicates" >"$work/page.json"
page_ms=$(($(now_ms) - began))

machine
echo "rows $rows; proposals $(sed -n 's/.*"open_count":\([0-9]*\).*/\1/p' "$work/search.json")"
echo "search: $search_ms ms wall, $search_cpu ms CPU"
echo "peak resident memory: $resident_mb MB before, $search_peak MB after"
echo "the first 50 proposals with their evidence: $page_ms ms, $(($(wc -c <"$work/page.json") / 1000)) kB"
