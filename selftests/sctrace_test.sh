#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# sctrace: its trace held against strace's, and what it leaves behind

here=$(cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=sct_helpers.sh
. "$here/sct_helpers.sh"

# One line a call, the tasks one behind the other:
#
#	TASK CALL <tab> PARAMETER... <tab> = RESULT
#
# Tasks are counted from 1. Addresses become ADDR and other hexadecimal numbers
# decimal; the number of a task becomes TASK where that is what a call returns.
# What strace alone has (signals, comments) is left out, and so are calls whose
# place hangs on when a child ends.
calls()
{
	awk '
	function number(s,	n, digits)
	{
		if (s ~ /^0x/) {
			n = 0
			for (digits = substr(s, 3); digits != ""; digits = substr(digits, 2))
				n = n * 16 + index("123456789abcdef", substr(digits, 1, 1))
			# A program that is not relocated begins here, its heap anywhere behind.
			if (n >= 4194304)
				return "ADDR"
			s = sprintf("%.0f", n)
		}
		# The heap of a program that is not relocated is low, and so is what lies there.
		if (s ~ /^[0-9]+$/ && (s + 0 >= 4294967296 || (name in of_heap && s + 0 >= 65536)))
			return "ADDR"
		return s
	}

	# A line that another task has interrupted comes whole.
	function whole(task, s)
	{
		if (sub(/ *<unfinished \.\.\.>$/, "", s)) {
			begun[task] = s
			return ""
		}
		if (sub(/^<\.\.\. [a-z0-9_]+ resumed>/, "", s))
			s = begun[task] " " s
		return s
	}

	function take(s,	at, c, depth, one, out, quoted)
	{
		at = index(s, "(")
		name = substr(s, 1, at - 1)
		out = name
		depth = 1
		one = ""
		while (depth && ++at <= length(s)) {
			c = substr(s, at, 1)
			if (quoted) {
				if (c == "\\")
					c = c substr(s, ++at, 1)
				else if (c == "\"")
					quoted = 0
				one = one c
				continue
			}
			if (substr(s, at, 2) == "/*") {
				at += index(substr(s, at), "*/")
				continue
			}
			if (c == "\"")
				quoted = 1
			if (c ~ /[([{]/)
				depth++
			if (c ~ /[])}]/)
				depth--
			if (!depth || (depth == 1 && c == ",")) {
				gsub(/^ +| +$/, "", one)
				if (name == "kill" && one == task)
					one = "TASK"
				out = out "\t" number(one)
				one = ""
			} else {
				one = one c
			}
		}
		s = substr(s, at + 1)
		gsub(/^ *= */, "", s)
		s = name in gives_task && s > 0 ? "TASK" : number(s)
		return out "\t= " s
	}

	BEGIN {
		split("clone clone3 fork vfork wait4 getpid getppid gettid set_tid_address",
			list, " ")
		for (i in list)
			gives_task[list[i]] = 1
		split("brk arch_prctl set_tid_address set_robust_list rseq", list, " ")
		for (i in list)
			of_heap[list[i]] = 1
	}

	/^[0-9]+ / {
		task = $1
		sub(/^[0-9]+ +/, "")
		if (/^---/ || (line = whole(task, $0)) == "")
			next
		if (line !~ /^\+\+\+/) {
			line = take(line)
			if (line ~ /^(rt_sigreturn|wait4)\t/)
				next
		}
		if (!(task in place))
			place[task] = ++tasks
		text[place[task]] = text[place[task]] place[task] " " line "\n"
	}

	END {
		for (i = 1; i <= tasks; i++)
			printf "%s", text[i]
	}' "$1"
}

# compare STRACE SCTRACE: two texts of calls(). What a call fills in, and arrays and
# structs, strace prints by what is there and SCT as an address or in another form.
compare()
{
	awk -F '\t' -v strace="$1" -v sctrace="$2" '
	function is_high(s)
	{
		return s ~ /^[0-9]+$/ && s + 0 >= 4194304
	}

	function equal(theirs, ours)
	{
		if (theirs == ours || (theirs in number && ours == number[theirs]))
			return 1
		# One may print in decimal what the other does as an address.
		if ((theirs == "ADDR" && is_high(ours)) || (ours == "ADDR" && is_high(theirs)))
			return 1
		if (theirs ~ /^~?[[{"]/ && (ours == "ADDR" || ours ~ /^[0-9]+$/ && ours + 0 >= 65536))
			return 1
		return theirs ~ /^[{]/ && ours ~ /^[{]/
	}

	BEGIN {
		# What hangs on another parameter.
		number["TCGETS"] = 21505
		number["FD_CLOEXEC"] = 1
		for (;;) {
			more = (getline theirs <strace) > 0
			more += (getline ours <sctrace) > 0
			if (!more)
				break
			n = split(theirs, a, "\t")
			m = split(ours, b, "\t")
			# strace prints those that the request has.
			if (a[1] ~ / prctl$/ && m > n) {
				b[n] = b[m]
				m = n
			}
			bad = more < 2 || n != m
			for (i = 1; i <= n && !bad; i++)
				bad = !equal(a[i], b[i])
			if (bad) {
				print "line " lines + 1 "\nstrace:  " theirs "\nsctrace: " ours
				exit 1
			}
			lines++
		}
		if (lines < 20) {
			print lines + 0 " lines are too few"
			exit 1
		}
	}'
}

some_files()
{
	rm -rf dir && mkdir dir && echo >dir/a && echo >dir/b && echo some text >file
}

# as_strace COMMAND [ARGUMENT]...: the same calls in the same order
as_strace()
{
	some_files
	strace -f -s 32 -o strace.log "$@" >strace.out 2>strace.err
	theirs=$?
	some_files
	sctrace -f -o sctrace.log "$@" >sctrace.out 2>sctrace.err
	same status "$theirs" "$?" || return 1
	same output "$(cat strace.out strace.err)" "$(cat sctrace.out sctrace.err)" || return 1
	calls strace.log >theirs
	calls sctrace.log >ours
	compare theirs ours
}

only_those()
{
	echo x >file
	sctrace -e openat,close -o out cat file >/dev/null || return 1
	contains "$(cat out)" 'openat(AT_FDCWD, "file", O_RDONLY)      = 3' || return 1
	contains "$(cat out)" 'close(3)                                = 0' || return 1
	same others "+++ exited with 0 +++" "$(grep -v -e '^openat(' -e '^close(' out)"
}

only_classes()
{
	sctrace -e trace=%process -o out cat /dev/null || return 1
	same calls "execve exit_group" "$(sed -n 's/(.*//p' out | paste -s -d ' ' -)"
}

all_but()
{
	sctrace -o all cat /dev/null && sctrace -e '!mmap,exit_group' -o out cat /dev/null || return 1
	same lines "$(grep -vc -e '^mmap(' -e '^exit_group' all)" "$(grep -c . out)" || return 1
	! grep -q -e '^mmap(' -e '^exit_group' out
}

counts()
{
	strace -c -U calls,errors,name -o theirs cat /dev/null /no || :
	sctrace -c -o ours cat /dev/null /no
	same status 1 $? || return 1
	same head "$(head -n 2 theirs)" "$(head -n 2 ours)" || return 1
	same counts "$(sed 1,2d theirs | sort)" "$(sed 1,2d ours | sort)" || return 1
	same order "$(sed 1,2d ours | sed '/^---/,$d')" \
		"$(sed 1,2d ours | sed '/^---/,$d' | sort -k 1,1nr -s)"
}

statuses()
{
	for status in 0 3 255; do
		sctrace -o out sh -c "exit $status"
		same status $status $? || return 1
		same last "+++ exited with $status +++" "$(tail -n 1 out)" || return 1
	done
	sctrace -o out sh -c 'kill -9 $$'
	same status 137 $? || return 1
	same last "+++ killed by SIGKILL +++" "$(tail -n 1 out)" || return 1
	sctrace no-such-command 2>err
	same status 1 $? || return 1
	sctrace -e opne true 2>err
	same status 1 $? || return 1
	contains "$(cat err)" 'did you mean "open"?'
}

# The command has its input, its locale and its signals.
passes_on()
{
	same input hi "$(echo hi | sctrace -o out cat)" || return 1
	same locale X "$(LC_ALL=X sctrace -o out env | sed -n 's/^LC_ALL=//p')" || return 1
	env --default-signal=INT true 2>/dev/null || return 0
	same signals "$(sed -n 's/SigIgn://p' /proc/self/status)" \
		"$(sctrace -o out sed -n 's/SigIgn://p' /proc/self/status)"
}

# others: somebody else's rules
others()
{
	cat >"$rules" <<-\EOF
	rule { syscall_name = unlink, unlinkat rule_name = keep
		filter_expression { PARAMS[pathname] == "kept" }
		action { type = FAIL error_code = EXDEV } }
	rule { syscall_name = * rule_name = everything
		filter_expression { UID == 12345 } action { type = LOG } }
	rule { syscall_name = openat rule_name = opens when = after
		action { type = LOG log_format { other's %params } } }
	EOF
	cp "$rules" before
	: >kept
}

untouched()
{
	same rules "$(cat before)" "$(cat "$rules")"
}

others_stay()
{
	others
	sctrace -f -o out sh -c 'cat kept; rm -f kept' 2>err
	same status 1 $? || return 1
	contains "$(cat err)" "Invalid cross-device link" || return 1
	[ -e kept ] || return 1
	# They would have hidden the call from rules behind them, and still log.
	contains "$(cat out)" '"kept", O_RDONLY' || return 1
	contains "$(cat "$log")" "other's AT_FDCWD" || return 1
	untouched
}

# wait_for WORDS FILE
wait_for()
{
	tries=0
	until grep -q "$1" "$2"; do
		tries=$((tries + 1))
		[ $tries -lt 100 ] || return 1
		sleep 0.1
	done
}

# ended_by SIGNAL NUMBER: the command too, and the rules are as they were
ended_by()
{
	others
	# Out of what starts it behind, INT is ignored: there only TERM can be told.
	sctrace -e %clock -o out sleep 777 2>err &
	pid=$!
	wait_for sctrace-.*-end "$rules" && wait_for execve "$log" && sleep 0.3
	kill -s "$1" $pid
	wait "$pid"
	same status $((128 + $2)) $? || return 1
	! grep -q '^sleep.777' /proc/[0-9]*/cmdline || return 1
	untouched
}

attaches()
{
	others
	sh -c 'while :; do umask 022; sleep 0.1; done' &
	pid=$!
	sctrace -f -e umask,execve -o out -p $pid 2>err &
	tracer=$!
	tries=0
	until grep -q execve out 2>/dev/null || [ $tries -eq 100 ]; do
		tries=$((tries + 1))
		sleep 0.1
	done
	kill $tracer
	wait $tracer
	same status 143 $? || return 1
	kill -0 $pid || return 1
	kill "$pid"
	contains "$(cat out)" "$pid" || return 1
	contains "$(cat out)" "umask(022)" || return 1
	contains "$(cat out)" "execve(" || return 1
	untouched
}

attached_ends()
{
	mkfifo end || return 1
	cat end &
	sctrace -o out -p $! 2>err &
	tracer=$!
	until grep -q tracing err; do
		kill -0 $tracer || return 1
		sleep 0.1
	done
	: >end
	wait $tracer
	same status 0 $? || return 1
	contains "$(cat out)" "+++ exited with 0 +++"
}

twice_at_once()
{
	others
	pids=
	for i in 1 2 3 4; do
		sctrace -e %file -o out$i cat no-$i 2>err$i &
		pids="$pids $!"
	done
	for pid in $pids; do
		wait "$pid"
		same status 1 $? || return 1
	done
	for i in 1 2 3 4; do
		same own "no-$i" "$(sed -n 's/.*"\(no-.\)".*/\1/p' out$i)" || return 1
	done
	untouched
}

# Another table while it runs: that one stays, and nothing else.
table_replaced()
{
	others
	sctrace -o out sh -c 'sleep 3; exit 5' 2>err &
	pid=$!
	wait_for sctrace-.*-end "$rules" || return 1
	sed -n '1,/^}/p' before >"$rules"
	cp "$rules" before
	wait "$pid"
	same status 5 $? || return 1
	contains "$(cat err)" "It is not complete" || return 1
	untouched
}

while_another_loads()
{
	others
	(exec 9>>"$rules" && sleep 2) &
	sleep 0.3
	sctrace -o out true || return 1
	wait
	contains "$(cat out)" execve || return 1
	untouched
}

disk_full()
{
	others
	sctrace -o /dev/full cat /dev/null 2>err
	same status 1 $? || return 1
	contains "$(cat err)" "cannot write /dev/full: No space left on device" || return 1
	untouched
}

ten_thousand_children()
{
	others
	# shellcheck disable=SC2016 # it is for that shell
	sctrace -c -f -o out sh -c \
		'i=0; while [ $i -lt 10000 ]; do (:); i=$((i + 1)); done' || return 1
	untouched || return 1
	grep -q 'events lost' out ||
		same children 10000 "$(awk '$NF ~ /^v?fork$|^clone3?$/ { print $1 }' out)"
}

switched_off()
{
	echo 0 >"$sct/enabled"
	sctrace true 2>err
	same status 1 $? || return 1
	contains "$(cat err)" "Run sct_load"
}

in_each_shell()
{
	others
	for shell in dash bash "busybox sh"; do
		command -v "${shell%% *}" >/dev/null || continue
		# shellcheck disable=SC2086 # words
		$shell "$(command -v sctrace)" -o out sh -c 'exit 7' 2>err
		same "$shell" 7 $? || return 1
		same "$shell" "+++ exited with 7 +++" "$(tail -n 1 out)" || return 1
	done
	untouched
}

# clean COMMAND...: in a folder of its own, with nothing loaded
clean()
{
	rm -rf run && mkdir run && cd run && empty && "$@"
}

start 24
if command -v strace >/dev/null; then
	check "as strace: cat" clean as_strace cat file
	check "as strace: what is missing" clean as_strace cat no-file
	check "as strace: ls" clean as_strace ls dir
	check "as strace: rm" clean as_strace rm -r dir
	check "as strace: a shell" clean as_strace sh -c 'cd dir; umask 027; : >x; kill -0 $$; exit 3'
	check "as strace: children" clean as_strace sh -c 'cat file; ls no-file; exit 4'
	check "-c counts as strace" clean counts
else
	for name in cat "what is missing" ls rm "a shell" children "-c"; do
		skip "as strace: $name" "no strace"
	done
fi
check "-e names" clean only_those
check "-e classes" clean only_classes
check "-e all but names" clean all_but
check "exit status" clean statuses
check "the command gets what is its own" clean passes_on
check "other rules stay, and work" clean others_stay
check "SIGTERM" clean ended_by TERM 15
check "SIGHUP" clean ended_by HUP 1
check "-p" clean attaches
check "-p, and the process ends" clean attached_ends
check "four at once" clean twice_at_once
check "the table is replaced meanwhile" clean table_replaced
check "another is loading" clean while_another_loads
check "a full disk" clean disk_full
check "ten thousand children" clean ten_thousand_children
check "SCT is switched off" clean switched_off
check "each shell" clean in_each_shell
