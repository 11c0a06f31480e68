#!/bin/sh
# The console's supplier list with 50 rows from SQLite, as a signed-in person gets it. Goal: at least 2,000 requests per
# CPU second of the server. Baseline of the same run: the health check that touches nothing (/api/health/lightweight).
set -eu
. bench/lib.sh

command -v wrk >/dev/null || die "this needs wrk: apt-get install wrk"
{
	echo "id,name,address,city,state,country,tax_id"
	awk 'BEGIN { for (i = 1; i <= 20000; i++) printf "S%05d,Supplier %05d Trading LLC,%d Mill Road,Dayton,OH,US,31-%07d\n", i, (i * 7919) % 20000, i, i }'
} >"$work/suppliers.csv"

start_server
set_up
new_key
run_file supplier-imports "$work/suppliers.csv"
rows=$(curl -fsS -H "Cookie: $cookie" "http://$VOUCH_ADDR/suppliers" | grep -o 'data-row' | wc -l)
[ "$rows" -eq 50 ] || die "the page has $rows rows, not 50"

# A payee file whose rows are misspelt suppliers, so that there is something to show and to review.
{
	echo "name,city"
	awk 'BEGIN { for (i = 1; i <= 500; i++) printf "Suplier %05d Tradng,Dayton\n", i * 37 }'
} >"$work/payees.csv"
run_file payee-files "$work/payees.csv"
payee_file=$id

# Requests per CPU second of the server under 8 connections for so many seconds; with compression when asked.
measure() {
	before=$(cpu_ms)
	requests=$(wrk -t1 -c8 -d"$2"s -H "Cookie: $cookie" ${3:+-H "$3"} "http://$VOUCH_ADDR$1" | awk '/requests in/ { print $1 }')
	echo $((requests * 1000 / ($(cpu_ms) - before)))
}

measure /suppliers 4 >/dev/null
machine
for round in 1 2 3; do
	page=$(measure /suppliers 8)
	bare=$(measure /api/health/lightweight 8)
	echo "round $round: list page $page requests per CPU second, bare answer $bare, ratio 1 : $(awk "BEGIN { printf \"%.1f\", $bare / $page }")"
done
echo "goal: 2000 list pages per CPU second"
echo "list page compressed: $(measure /suppliers 4 "Accept-Encoding: gzip, deflate, br")"
for path in / /reviews "/payee-files/$payee_file" /payee-files /suppliers/imports /jobs /audit /users; do
	echo "$path: $(measure "$path" 4)"
done
