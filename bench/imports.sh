#!/bin/sh
# The supplier master through the API: import, index, search, restart. Goals: under 60 s, under 512 MB throughout, and
# ready again under 5 s. Baseline of the same run: reading the same file and writing it out again (gzip and cat).
set -eu
. bench/lib.sh

master=$shared/payees/suppliers_483227.csv.gz
[ -f "$master" ] || { say "skipped: $master is not here"; exit 0; }
gzip -dc "$master" >"$work/suppliers.csv"
rows=$(($(wc -l <"$work/suppliers.csv") - 1))

start_server
new_key
began=$(now_ms)
run_file supplier-imports "$work/suppliers.csv"
import_ms=$(($(now_ms) - began))
import_cpu=$(cpu_ms)
imported_peak=$(peak_mb)
call "$api/supplier-imports/$id" >"$work/import.json"
began=$(now_ms)
found=$(call -G --data-urlencode "q=Bahe Printting LLC" "$api/suppliers?limit=5" | grep -c "Bahe Printing LLC" || :)
search_ms=$(($(now_ms) - began))
stop_server
start_server
restart_ms=$ready_ms
found_again=$(call -G --data-urlencode "q=Bahe Printting LLC" "$api/suppliers?limit=5" | grep -c "Bahe Printing LLC" || :)

machine
echo "rows $rows; created $(field created_count <"$work/import.json"), errors $(field error_count <"$work/import.json")"
echo "import and index: $((import_ms / 1000)).$((import_ms % 1000 / 100)) s wall, $((import_cpu / 1000)) s CPU (goal: under 60 s)"
echo "peak resident memory: $imported_peak MB (goal: under 512 MB)"
echo "first search after the import: $search_ms ms, found $found of 1"
echo "restart to ready: $restart_ms ms (goal: under 5000 ms), found $found_again of 1"
