#!/bin/sh
# A payee file of 100,000 rows, classified and matched against the whole master through the job queue. Goals: at least
# 1,500 rows/s on 2 cores, under 512 MB. The names are the match queries of the development data, repeated, with a
# number behind them from the second time on, so that at least a third of the rows has no true match.
set -eu
. bench/lib.sh

queries=$shared/payees/match_queries_dev.csv
master=$shared/payees/suppliers_483227.csv.gz
[ -f "$queries" ] && [ -f "$master" ] || { say "skipped: the development data is not here"; exit 0; }
rows=${1:-100000}
gzip -dc "$master" >"$work/suppliers.csv"
tail -n +2 "$queries" >"$work/queries.csv"
{
	echo "name,x1,x2,x3,x4,address,city,state,country,tax_id,x5"
	round=0
	while [ $((round * $(wc -l <"$work/queries.csv"))) -lt "$rows" ]; do
		# The number goes to the end of the first field, before its closing quote where it has one.
		awk -v round="$round" '{
			at = match($0, /^"([^"]|"")*"/) ? RLENGTH - 1 : index($0, ",") - 1
			print (round ? substr($0, 1, at) " " round substr($0, at + 1) : $0)
		}' "$work/queries.csv"
		round=$((round + 1))
	done
} | head -n $((rows + 1)) >"$work/payees.csv"

start_server
new_key
run_file supplier-imports "$work/suppliers.csv"
cpu_before=$(cpu_ms)
began=$(now_ms)
run_file payee-files "$work/payees.csv"
wall=$(($(now_ms) - began))
cpu=$(($(cpu_ms) - cpu_before))
call "$api/payee-files/$id" >"$work/file.json"

machine
echo "rows $rows against $(($(wc -l <"$work/suppliers.csv") - 1)) suppliers"
echo "classified and matched: $((rows * 1000 / wall)) rows/s wall, $((rows * 1000 / cpu)) rows per CPU second (goal: 1500 rows/s)"
echo "peak resident memory: $(peak_mb) MB (goal: under 512 MB)"
sed 's/.*"split":{\([^}]*\)}.*/split: \1/' "$work/file.json"
