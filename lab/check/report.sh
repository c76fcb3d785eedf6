# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# How a check reports. Sourced, with SCT_RESULTS set to a folder: results has a line a test, "pass|fail|skip<TAB>name",
# and n.out the output of the test in line n.

: "${SCT_RESULTS:?a folder for the results; make test sets it}"

# result pass|fail|skip NAME: the test's output, or the reason why it was skipped, on standard input
result() {
	printf '%s\t%s\n' "$1" "$2" >>"$SCT_RESULTS/results"
	cat >"$SCT_RESULTS/$(grep -c '' "$SCT_RESULTS/results").out"
	case $1 in
	fail) printf 'not ok %s\n' "$2" ;;
	skip) printf 'ok %s # SKIP\n' "$2" ;;
	*) printf 'ok %s\n' "$2" ;;
	esac
}

# check NAME COMMAND...: one test: the command's status decides
check() {
	_name=$1 _out=$(mktemp)
	shift
	if "$@" >"$_out" 2>&1 </dev/null; then
		result pass "$_name" <"$_out"
	else
		result fail "$_name" <"$_out"
	fi
	rm -f "$_out"
}
