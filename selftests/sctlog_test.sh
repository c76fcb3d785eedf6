#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# sctlog: following, JSON, single rules and syslog

here=$(cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=sct_helpers.sh
. "$here/sct_helpers.sh"
logs=/sys/kernel/debug/sct

# two_rules: hits NAME is logged by rule hits, miss NAME by rule miss; each is cheap
# and told apart by the name alone, whichever call the shell makes
two_rules()
{
	cat >"$rules" <<-\EOF
	rule { syscall_name = mkdir, mkdirat rule_name = hits
		filter_expression { PARAMS[pathname] startswith "hit" }
		action { type = FAIL error_code = EACCES }
		action { type = LOG log_format { hits %params } } }
	rule { syscall_name = mkdir, mkdirat rule_name = miss
		filter_expression { PARAMS[pathname] startswith "miss" }
		action { type = FAIL error_code = EACCES }
		action { type = LOG log_format { "rule":"hits" %params } } }
	EOF
}

try()
{
	mkdir "$@" 2>/dev/null || :
}

# follow ARGUMENT...: sctlog behind, as process $pid, once it has its file open
follow()
{
	sctlog "$@" >out 2>err &
	pid=$!
	tries=0
	until readlink "/proc/$pid/fd/"* 2>/dev/null | grep -q 'sct/log_' &&
		! grep -qx sctlog "/proc/$pid/comm"; do
		tries=$((tries + 1))
		[ $tries -lt 100 ] || { echo "sctlog does not start"; cat err; return 1; }
		sleep 0.1
	done
}

# lines NUMBER FILE: wait until it has so many
lines()
{
	tries=0
	until [ "$(wc -l <"$2")" -ge "$1" ]; do
		tries=$((tries + 1))
		[ $tries -lt 200 ] || { echo "$2 has not got $1 lines:"; cat "$2"; return 1; }
		sleep 0.1
	done
}

# ends: sctlog, by a signal, and leaves nobody behind
ends()
{
	kill "$pid"
	wait "$pid"
	tries=0
	while readlink /proc/[0-9]*/fd/* 2>/dev/null | grep -q 'sct/log_json$'; do
		tries=$((tries + 1))
		[ $tries -lt 50 ] || { echo "somebody reads on"; return 1; }
		sleep 0.1
	done
}

one_rule()
{
	two_rules
	follow --rule hits || return 1
	try hit1 miss1 hit2 miss2 'hit"\3'
	lines 3 out || return 1
	ends || return 1
	same followed "$(grep '^hits' "$logs/log")" "$(cat out)" || return 1
	same held "$(cat out)" "$(sctlog -n --rule hits)" || return 1
	same both "$(cat "$logs/log")" "$(sctlog -n --rule miss --rule hits)" || return 1
	same json 2 "$(sctlog -n --json --rule miss | grep -c '"rule":"miss"')"
}

# A format of several lines, with bytes that are no UTF-8, of a rule that is gone
odd_text()
{
	printf 'rule { syscall_name = mkdir, mkdirat rule_name = odd
		filter_expression { PARAMS[pathname] startswith "hit" }
		action { type = LOG log_format { a\351\001\002\\b "\n\n%%params\303\251 } } }' >"$rules"
	try hit "$(printf 'hit\n\377')"
	: >"$rules"
	same text "$(cat "$logs/log")" "$(sctlog -n --rule odd 2>err)" || return 1
	same lines 6 "$(wc -l <"$logs/log")" || return 1
	contains "$(cat err)" "no rule 'odd' is in force now"
}

# Every name is one object, and valid UTF-8.
valid_json()
{
	two_rules
	follow --json || return 1
	byte=1
	while [ $byte -lt 256 ]; do
		# shellcheck disable=SC2059 # an escape
		name=$(printf "\\$(printf %o $byte)x")
		try "hit$name" "miss$name"
		byte=$((byte + 1))
	done
	try hit,last
	lines 510 out || return 1
	ends || return 1
	sctlog -n --json >held
	for file in out held; do
		python3 - $file <<-\EOF || return 1
		import json, sys
		names = []
		for line in open(sys.argv[1], 'rb'):
		    event = json.loads(line.decode('utf-8'))
		    names.append(eval('b' + event['params'][-2].replace('\\e', '\\33')))
		want = [p + bytes([b]) + b'x' for b in range(1, 256) for p in (b'hit', b'miss') if b != 10]
		want += [b'hit\nx', b'miss\nx', b'hit,last']
		assert sorted(names) == sorted(want), [set(want) - set(names), set(names) - set(want)]
		EOF
	done
}

goes_on()
{
	two_rules
	follow --rule hits || return 1
	try hit1
	lines 1 out || return 1
	echo 0 >"$sct/enabled"
	try hit-held && rmdir hit-held
	echo 1 >"$sct/enabled"
	try hit2
	lines 2 out || return 1
	sct_unload && sct_load || return 1
	two_rules
	try hit3
	lines 3 out || return 1
	# Unmounted under it: who has a file open keeps it.
	umount -l /sys/kernel/debug && sct_load || return 1
	try hit4
	lines 4 out || return 1
	ends || return 1
	same names "hit1 hit2 hit3 hit4" \
		"$(sed 's/.*"\(hit[^"]*\)".*/\1/' out | paste -s -d ' ' -)"
}

several_at_once()
{
	two_rules
	pids=
	for i in 1 2 3; do
		follow --rule hits || return 1
		cp err err$i && pids="$pids $pid" && mv out out$i
	done
	i=0
	while [ $i -lt 20 ]; do
		try hit$i miss$i
		i=$((i + 1))
	done
	lines 20 out1 && lines 20 out2 && lines 20 out3 || return 1
	# shellcheck disable=SC2086 # words
	kill $pids && wait $pids
	cmp out1 out2 && cmp out1 out3
}

lost_in_place()
{
	two_rules
	kb=$(cat "$logs/buffer_kb")
	echo 64 >"$logs/buffer_kb"
	follow --rule hits || return 1
	try hit1
	lines 1 out || return 1
	kill -STOP "$pid"
	long=$(printf '%0200d' 0)
	i=0
	while [ $i -lt 40 ]; do
		# shellcheck disable=SC2046 # words
		try $(printf "miss%s$long " 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20)
		i=$((i + 1))
	done
	try hit2
	kill -CONT "$pid"
	lines 3 out
	status=$?
	echo "$kb" >"$logs/buffer_kb"
	ends && [ $status -eq 0 ] || return 1
	# What several CPUs lose is told for each.
	same first 'hits ' "$(sed -n '1s/\(hits \).*/\1/p' out)" || return 1
	grep -q '^-- [0-9]* events lost --$' out || return 1
	contains "$(tail -n 1 out)" hit2
}

pipe_ends()
{
	two_rules
	{ sctlog --rule hits 2>err; echo $? >ended; } | head -n 1 >out &
	tries=0
	until [ -e ended ] || [ $tries -eq 200 ]; do
		try hit-it
		sleep 0.1
		tries=$((tries + 1))
	done
	[ -e ended ] || return 1
	same line 1 "$(wc -l <out)"
}

# daemon: takes messages of syslog
daemon()
{
	rm -f socket
	perl -MSocket -e 'socket(S, PF_UNIX, SOCK_DGRAM, 0); bind(S, pack_sockaddr_un("socket")) || die;
		$| = 1; alarm 300;
		while (1) { recv(S, my $got, 1 << 20, 0); print "$got\n" }' >messages &
	daemon=$!
	tries=0
	until [ -S socket ] || [ $tries -eq 100 ]; do
		sleep 0.1
		tries=$((tries + 1))
	done
}

# The daemon is busy, and its queue short: sctlog waits, and the log holds the rest.
burst_to_syslog()
{
	two_rules
	kb=$(cat "$logs/buffer_kb")
	echo 2048 >"$logs/buffer_kb"
	daemon
	follow --syslog="$PWD/socket" --rule hits || return 1
	kill -STOP $daemon
	i=0
	while [ $i -lt 100 ]; do
		# shellcheck disable=SC2046 # words
		try $(printf "hit-$i-%s miss " 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20)
		i=$((i + 1))
	done
	kill -CONT $daemon
	lines 2000 messages
	status=$?
	ends
	kill $daemon
	wait $daemon
	echo "$kb" >"$logs/buffer_kb"
	[ $status -eq 0 ] || return 1
	same names 2000 "$(sed 's/.*hits "\(hit-[0-9]*-[0-9]*\)".*/\1/' messages | sort -u | wc -l)" ||
		return 1
	! grep -v '^<29>1 20[-0-9]*T[0-9:.]*Z [^ ]* sct [0-9]* event \[sct@32473 rule="hits" sequence="[0-9]*" cpu="[0-9]*" when="before" syscall="mkdir\(at\)*" .* comm="mkdir"\] hits .*"hit-' messages
}

in_each_shell()
{
	two_rules
	try hit1 miss1
	for shell in dash bash "busybox sh"; do
		command -v "${shell%% *}" >/dev/null || continue
		# shellcheck disable=SC2086 # words
		same "$shell" "$(grep ^hits "$logs/log")" \
			"$($shell "$(command -v sctlog)" -n --rule hits)" || return 1
	done
}

# clean COMMAND...: in a folder of its own, with nothing loaded
clean()
{
	rm -rf run && mkdir run && cd run && empty && "$@"
}

start 9
check "--rule" clean one_rule
check "--rule prints any text as the log has it" clean odd_text
if command -v python3 >/dev/null; then
	check "--json is valid whatever a name holds" clean valid_json
else
	skip "--json is valid whatever a name holds" "no python3"
fi
check "it goes on while SCT is off, and debugfs unmounted" clean goes_on
check "three at once" clean several_at_once
check "losses are told in their place" clean lost_in_place
check "it ends with its pipe" clean pipe_ends
if command -v perl >/dev/null; then
	check "--syslog, and a busy daemon" clean burst_to_syslog
else
	skip "--syslog, and a busy daemon" "no perl"
fi
check "each shell" clean in_each_shell
