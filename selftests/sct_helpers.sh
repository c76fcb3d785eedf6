# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
#
# What the SCT selftests in shell share: KTAP, SCT's files, a folder that goes

# What the tests need to be told apart by words is told in these.
LC_ALL=C
export LC_ALL

# shellcheck disable=SC2034 # the tests use them
{
	sct=/sys/kernel/sct
	rules=$sct/rules
	log=/sys/kernel/debug/sct/log
}
test_number=0
test_failed=0
test_skip=4

# The tools: on PATH, or where a kernel tree or SCT's repository has them.
test_here=$(cd -- "$(dirname -- "$0")" && pwd)
PATH=$PATH:$test_here/../../../sct:$test_here/../tools/sct
export PATH

# source_of PATH: a file of the kernel tree, into $found: beside this test where it
# was installed, else in SCT's repository or in a kernel tree
source_of()
{
	for found in "$test_here/${1##*/}" "$test_here/../$1" "$test_here/../../../../$1"; do
		[ ! -f "$found" ] || return 0
	done
	found=
	return 1
}

# skip_all WHY: in place of start
skip_all()
{
	echo "TAP version 13"
	echo "1..0 # SKIP $1"
	exit "$test_skip"
}

# start TESTS: KTAP's head; a folder of this test's own; an empty table
start()
{
	echo "TAP version 13"
	[ -d /sys/kernel/debug/sct ] ||
		mount -t debugfs debugfs /sys/kernel/debug 2>/dev/null
	if [ ! -e "$rules" ]; then
		echo "1..0 # SKIP no $rules: a kernel without SCT"
		exit "$test_skip"
	fi
	if [ ! -w "$rules" ] || [ "$(id -u)" -ne 0 ]; then
		echo "1..0 # SKIP run this as root"
		exit "$test_skip"
	fi
	test_plan=$1
	echo "1..$test_plan"
	work=$(mktemp -d /tmp/sct.XXXXXX) || exit 1
	trap finish EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM
	cd "$work" || exit 1
	cat "$rules" >saved || exit 1
	empty
}

# empty: no rules, no events
empty()
{
	: >"$rules" && echo 1 >"$sct/enabled" && : >"$log"
}

finish()
{
	status=$?
	trap - EXIT
	cat saved >"$rules"
	: >"$log"
	cd / && rm -rf "$work"
	if [ "$test_number" -ne "$test_plan" ]; then
		echo "# planned $test_plan tests, ran $test_number"
		status=1
	fi
	[ "$test_failed" -eq 0 ] || status=1
	exit "$status"
}

# check NAME COMMAND...: one test, which is passed if COMMAND succeeds
check()
{
	test_name=$1
	shift
	test_number=$((test_number + 1))
	# A subshell: nothing that COMMAND sets or leaves outlives it.
	if test_output=$("$@" 2>&1); then
		echo "ok $test_number $test_name"
	else
		test_failed=$((test_failed + 1))
		printf '%s\n' "$test_output" | sed 's/^/# /'
		echo "not ok $test_number $test_name"
	fi
}

# skip NAME WHY
skip()
{
	test_number=$((test_number + 1))
	echo "ok $test_number $1 # SKIP $2"
}

# same WHAT EXPECTED GOT: two texts
same()
{
	[ "$2" != "$3" ] || return 0
	printf '%s: expected\n%s\nbut got\n%s\n' "$1" "$2" "$3"
	return 1
}

# contains TEXT WORD
contains()
{
	case $1 in
	*"$2"*) return 0 ;;
	esac
	printf 'expected "%s" in\n%s\n' "$2" "$1"
	return 1
}

# number FILE: what a file of SCT's holds, in $number
number()
{
	read -r number <"$sct/$1"
}

# numbers NR_RULES [GENERATION]: are these in force?
numbers()
{
	number nr_rules
	same nr_rules "$1" "$number" || return 1
	[ $# -gt 1 ] || return 0
	number generation
	same generation "$2" "$number"
}
