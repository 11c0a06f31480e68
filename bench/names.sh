#!/bin/sh
# Person or organization: Vouch beside probablepeople (https://github.com/datamade/probablepeople), on lists that neither was
# trained on. The peer is installed from PyPI into a folder of its own, below the target directory.
set -eu

. bench/lib.sh

names=$shared/payees/payees_dev.csv.gz
[ -f "$names" ] || { say "skipped: there is no $names"; exit 0; }
command -v python3 >/dev/null || die "this needs Python: apt-get install python3-venv"
peer=${CARGO_TARGET_DIR:-target}/bench-probablepeople
if [ ! -x "$peer/bin/python" ] || ! "$peer/bin/python" -c 'import probablepeople' 2>/dev/null; then
	say "installing probablepeople into $peer"
	python3 -m venv "$peer"
	"$peer/bin/pip" install --quiet probablepeople==0.5.6
fi
"$peer/bin/python" bench/names.py "$vouch" "$names"
