#!/bin/sh
# The review desk in Chromium: from the key that decides an item until the next one is painted. Goal: less than 100 ms.
# Baseline of the same run: the page loaded anew, until its item is painted. Figures are milliseconds of wall-clock time.
set -eu
. bench/lib.sh

[ -d end2end/node_modules ] || die "this needs a browser: ./x setup test"
start_server
set_up
new_key
{
	echo "id,name,city"
	awk 'BEGIN { for (i = 1; i <= 400; i++) printf "S%05d,Supplier %05d Trading,Dayton\n", i, i * 37 }'
} >"$work/suppliers.csv"
run_file supplier-imports "$work/suppliers.csv"
# Misspelt suppliers, each an item of its own.
{
	echo "name,city"
	awk 'BEGIN { for (i = 1; i <= 400; i++) printf "Suplier %05d Tradng,Dayton\n", i * 37 }'
} >"$work/payees.csv"
run_file payee-files "$work/payees.csv"
machine
node bench/reviews.mjs "http://$VOUCH_ADDR" "$cookie"
echo "goal: 100 ms"
