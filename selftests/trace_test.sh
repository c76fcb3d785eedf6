#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# The trace event sct:sct_match, as tracefs, perf and trace-cmd show it

here=$(cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=sct_helpers.sh
. "$here/sct_helpers.sh"

start 12

for tracefs in /sys/kernel/tracing /sys/kernel/debug/tracing; do
	[ ! -d "$tracefs/events" ] || break
	mount -t tracefs tracefs "$tracefs" 2>/dev/null && break
done

# An instance of this test's own: nobody else's trace is touched.
trace=$tracefs/instances/sct_test.$$
if [ ! -d "$tracefs/events/sct/sct_match" ] || ! mkdir "$trace"; then
	while [ "$test_number" -lt "$test_plan" ]; do
		skip "trace event" "no tracefs with sct:sct_match"
	done
	exit
fi
event=$trace/events/sct/sct_match
trap 'echo 0 >$event/enable; rmdir "$trace"; finish' EXIT

# lines: the events that were traced since the last time, without the task's columns
lines()
{
	sed -n 's/^.*: sct_match: //p' "$trace/trace"
	echo >"$trace/trace"
}

# on [FILTER]: the event is traced, where it matches
on()
{
	echo 0 >"$trace/events/enable"
	echo "${1:-0}" >"$event/filter" || return 1
	echo >"$trace/trace"
	echo 1 >"$event/enable"
}

load()
{
	echo "$1" >"$rules"
}

mkdir_rule='rule { syscall_name = mkdir, mkdirat rule_name = make
	filter_expression { COMM == "mkdir" } action { type = LOG } }'

# Calls by the number that the machine's tools make: mkdir may call mkdirat.
has_fields()
{
	for field in 'char[] rule' 'char[] syscall' 'char[] abi' 'char[] when' 'char[] decision' \
		'char[] params' 'unsigned int nr' 'u32 uid' 's64 retval' \
		'u64 arg1' 'u64 arg2' 'u64 arg3' 'u64 arg4' 'u64 arg5' 'u64 arg6' 'int common_pid'; do
		grep -q "field:\(__data_loc \)\{0,1\}$(echo "$field" | sed 's/\[\]/\\[\\]/');" \
			"$event/format" || {
			echo "no field '$field' in"
			cat "$event/format"
			return 1
		}
	done
}
check "the event has the documented fields" has_fields

is_off()
{
	load "$mkdir_rule" || return 1
	echo 0 >"$event/enable"
	echo >"$trace/trace"
	mkdir off
	same "trace" "" "$(lines)"
}
check "nothing is traced while it is off" is_off

shows()
{
	load "$mkdir_rule" && on || return 1
	mkdir -m 750 'a "b"'
	got=$(lines)
	contains "$got" "rule=make native uid=$(id -u) before " || return 1
	contains "$got" '"a \"b\""' || return 1
	contains "$got" 'retval=0 decision=allow' || return 1
	same lines 1 "$(echo "$got" | wc -l)"
}
check "a match shows" shows

decides()
{
	load 'rule { syscall_name = mkdir, mkdirat rule_name = no filter_expression { COMM == "mkdir" }
		action { type = FAIL error_code = EACCES } }' && on || return 1
	! mkdir refused 2>/dev/null || return 1
	contains "$(lines)" 'rule=no native' || return 1
	on 'decision == "fail"' || return 1
	! mkdir refused 2>/dev/null || return 1
	contains "$(lines)" 'decision=fail'
}
check "a decision shows, without a LOG action" decides

after()
{
	load 'rule { syscall_name = mkdir, mkdirat rule_name = end filter_expression { COMM == "mkdir" }
		action { type = LOG log_format { x } } when = after }' && on 'retval == -17' || return 1
	mkdir twice
	mkdir twice 2>/dev/null
	got=$(lines)
	contains "$got" 'after ' || return 1
	contains "$got" '"twice"' || return 1
	contains "$got" 'retval=-17' || return 1
	same lines 1 "$(echo "$got" | wc -l)"
}
check "results show, and can be filtered" after

every_rule()
{
	load 'rule { syscall_name = mkdir, mkdirat rule_name = first filter_expression { COMM == "mkdir" }
			continue = yes action { type = LOG limit = 1/h } }
		rule { syscall_name = mkdir, mkdirat rule_name = second
			filter_expression { COMM == "mkdir" } action { type = LOG limit = 1/h } }
		rule { syscall_name = mkdir, mkdirat rule_name = third
			filter_expression { COMM == "mkdir" } action { type = LOG } }' && on || return 1
	mkdir one
	mkdir two
	got=$(lines | sed 's/^rule=\([a-z]*\) .*/\1/')
	same rules "first
second
first
second" "$got"
}
check "each rule that matches is an event, logged or not" every_rule

filters()
{
	load "$mkdir_rule" || return 1
	for filter in 'rule == "make"' 'rule ~ "ma*"' 'syscall ~ "mkdir*"' 'abi == "native"' \
		'when == "before"' 'decision == "allow"' 'params ~ "*yes*"' "uid == $(id -u)" \
		'nr > 0' 'retval == 0' '(arg2 == 0750 || arg3 == 0750) && arg1 != 0'; do
		on "$filter" || { echo "$filter is refused"; return 1; }
		mkdir -m 750 yes && rmdir yes
		contains "$(lines)" 'rule=make' || { echo "with $filter"; return 1; }
		on "!($filter)" || { echo "!($filter) is refused"; return 1; }
		mkdir -m 750 yes && rmdir yes
		same "not $filter" "" "$(lines)" || return 1
	done
}
check "every field can be filtered" filters

by_pid()
{
	load "$mkdir_rule" || return 1
	on "common_pid == $$" || return 1
	mkdir other
	same "another process" "" "$(lines)"
}
check "processes can be filtered" by_pid

odd_name()
{
	load "$mkdir_rule" && on || return 1
	mkdir "$(printf 'new\nline\377')"
	contains "$(lines)" '"new\nline\377"'
}
check "no name forges a line" odd_name

# 200 characters a component, 19 of them: more than an event holds
long_name()
{
	load "$mkdir_rule" && on || return 1
	part=$(printf '%200s' '' | tr ' ' x)
	name=$part
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18; do
		name=$name/$part
	done
	mkdir "$name" 2>/dev/null
	got=$(lines)
	contains "$got" 'xxx...)' || return 1
	contains "$got" 'decision=allow'
}
check "a long parameter is cut" long_name

on_perf()
{
	load "$mkdir_rule" || return 1
	perf record -q -o perf.data -e sct:sct_match --filter 'syscall ~ "mkdir*"' -- mkdir seen || return 1
	got=$(perf script -i perf.data -F event,trace) || return 1
	contains "$got" 'sct:sct_match:' || return 1
	contains "$got" '"seen"'
}
if perf --version >/dev/null 2>&1; then
	check "perf shows it" on_perf
else
	skip "perf shows it" "no perf that runs here"
fi

on_trace_cmd()
{
	load "$mkdir_rule" || return 1
	trace-cmd record -q -o trace.dat -e sct:sct_match mkdir shown >/dev/null || return 1
	got=$(trace-cmd report -i trace.dat) || return 1
	contains "$got" 'sct_match:' || return 1
	contains "$got" '"shown"'
}
if command -v trace-cmd >/dev/null; then
	check "trace-cmd shows it" on_trace_cmd
else
	skip "trace-cmd shows it" "no trace-cmd here"
fi
