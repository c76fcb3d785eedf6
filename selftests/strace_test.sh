#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# What SCT prints of the parameters of a call, held against what strace prints
#
# sct_strace_calls makes its calls once, under strace, while a rule logs each of
# them. Every call is one test: its name and each parameter must be the same text.
# Differences that are meant are in the table below; a row of it that nothing needs
# any more is a failure too.

here=$(cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=sct_helpers.sh
. "$here/sct_helpers.sh"

program=$here/sct_strace_calls
least=80	# different calls that are to be compared

# Differences that are meant: a row is
#
#	CALL[,CALL...] PARAMETER[,PARAMETER...] KIND [STRACE=SCT...]
#
# A parameter counts from 1, in the kernel's order; # begins a comment. The kinds:
#
# out	the call fills it in. strace waits for that and prints what came; SCT
#	judges the call before it runs and prints the address
# in	the call reads it, and strace prints it. It is no struct nor string of a
#	known length to the kernel's types, so SCT prints the address
# octal	a mode of less than three digits: strace fills up with zeros
# id	the kernel declares it unsigned; strace prints all ones as -1
# hex	the kernel declares it a number, and SCT prints it in decimal. strace
#	prints it as an address (NULL for 0), or in hex for other reasons
# unused the call doesn't look at it and at what follows, and strace leaves it out;
#	SCT prints all that is passed. Zero, or <NULL>
# is	just this text of strace's is just that text of SCT's
# text	the same with blanks in it: one pair, a blank around the =
# first	an array of structs, of which the kernel's types have but one. strace prints
#	them all, SCT the first; and of an iov_base that strace prints as a string,
#	SCT prints the address
#
# Not in the table, as they are the same everywhere: SCT's <NULL> and <0xADDRESS>
# are strace's NULL and 0xADDRESS; every escape is compared as three octal digits
# (strace leaves out zeros where it may, SCT has \a and \e); strace's comments are
# left out; strace names and swaps the parameters of clone.
differences()
{
	cat <<-\EOF
	# strace prints what came back
	read,pread64,readlink,stat,clock_gettime 2 out
	newfstatat 3 out

	# Arrays, sets of signals, and what another parameter tells the type of
	poll 1 in
	execve,rt_sigprocmask,signalfd4 2 in
	fcntl 3 in
	setsockopt 4 in
	mount 5 in
	utimes,writev 2 first
	utimensat 3 first
	epoll_ctl 4 text {events=EPOLLIN|EPOLLET, data={u32=7, u64=7}} = {events=2147483649, data=7}

	chmod 2 octal
	open,fchmodat 3 octal

	# uid_t, gid_t
	chown 2,3 id
	setfsuid 1 id
	setregid,setresuid 2 id
	setreuid 1,2 id
	setresgid 1,2,3 id
	# Signed to the kernel, which refuses them for that, and not to strace
	truncate 2 is 18446744073709551615=-1
	setdomainname 2 is 4294967295=-1
	socket 3 is 18446744073709551615=-1

	# unsigned long that is an address for some requests only, or newsp
	clone,prctl 2 hex
	ioctl,ptrace 3 hex
	ptrace 4 hex
	# unsigned long that is an address
	mmap,mprotect,mremap,madvise,msync,mincore,mlock,munlock,munmap,brk 1 hex
	# A number that stands for nothing known
	reboot 2,3 hex
	setrlimit 1 hex
	socket 1 is 0xffffffff=-1
	# An offset in a file, a key, a personality
	mmap 6 hex
	msgget,semget,personality 1 hex

	# open without O_CREAT, mknod of no device, 64 bits in one register, ...
	prctl,ptrace 2 unused
	clone,fcntl,mknod,open 3 unused
	futex,mknodat,openat,reboot 4 unused
	mremap,preadv 5 unused

	# What a parameter means hangs on another
	fcntl 3 is FD_CLOEXEC=1 O_RDWR|O_APPEND|O_NONBLOCK=3074 O_RDONLY=0
	ptrace 4 is SIGUSR1=10 PTRACE_O_TRACESYSGOOD|PTRACE_O_TRACEEXEC=17
	setsockopt 3 is SO_REUSEADDR=2
	getsockopt 3 is SO_ERROR=4
	socket 3 is IPPROTO_TCP=6 IPPROTO_UDP=17 NETLINK_ROUTE=0
	ioctl 2 is FIONREAD=21531
	shmget 1 is IPC_PRIVATE=0
	# The kind of a file in front of its mode
	mknod 2 is S_IFIFO|0600=010600
	mknodat 3 is S_IFREG|0644=0100644
	# The order of flags: that of their values
	openat 3 is O_ACCMODE|O_DIRECT|FASYNC=O_ACCMODE|FASYNC|O_DIRECT
	eventfd2 2 is EFD_CLOEXEC|EFD_NONBLOCK=EFD_NONBLOCK|EFD_CLOEXEC
	# No type of a socket
	socket 2 is SOCK_CLOEXEC|SOCK_NONBLOCK|0xfff7f7ff=0xf|SOCK_CLOEXEC|SOCK_NONBLOCK|0xfff7f7f0
	EOF
}

# compare TABLE STRACE SCT: a line a call, "same CALL", "absent CALL" where this
# kernel has none (so SCT knows no parameter of it), or "differs CALL PARAMETERS";
# behind a tab strace's line, and behind another SCT's. At the end, "unused" and a
# row of the table. Both logs from behind the call that begins to that which ends.
compare()
{
	[ -e /sys/kernel/btf/vmlinux ] && types=1 || types=0
	awk -v table="$1" -v strace="$2" -v sct="$3" -v types="$types" '
	# A quoted string from @at on: every escape as three octal digits; sets end.
	function canonical(text, at,    out, c, digits)
	{
		out = "\""
		for (at++; at <= length(text); at++) {
			c = substr(text, at, 1)
			if (c == "\"")
				break
			if (c != "\\") {
				out = out c
				continue
			}
			c = substr(text, ++at, 1)
			if (c in escapes) {
				out = out "\\" escapes[c]
				continue
			}
			digits = ""
			while (length(digits) < 3 && substr(text, at, 1) ~ /[0-7]/)
				digits = digits substr(text, at++, 1)
			at--
			out = out "\\" substr("000" digits, length(digits) + 1)
		}
		end = at
		return out "\""
	}

	# The call of a line: its name, and its parameters to param[1..]. Returns how many.
	function take(text, param,    at, c, n, depth, one)
	{
		at = index(text, "(")
		name = substr(text, 1, at - 1)
		n = 0
		depth = 1
		one = ""
		while (depth && ++at <= length(text)) {
			c = substr(text, at, 1)
			if (c == "\"") {
				one = one canonical(text, at)
				at = end
				continue
			}
			if (substr(text, at, 3) == " /*") {
				at += index(substr(text, at), "*/")
				continue
			}
			if (c ~ /[([{]/)
				depth++
			if (c ~ /[])}]/)
				depth--
			if (!depth || (depth == 1 && c == ",")) {
				if (n || c == "," || one != "")
					param[++n] = one
				one = ""
				if (c == ",")
					at++
				continue
			}
			one = one c
		}
		return n
	}

	# As the kernel has them: flags, newsp, ...
	function clone_order(param,    stack)
	{
		if (sub(/^child_stack=/, "", param[1]) && sub(/^flags=/, "", param[2])) {
			stack = param[1]
			param[1] = param[2]
			param[2] = stack
		}
	}

	function plain(number)
	{
		sub(/^0+/, "", number)
		return number
	}

	function add_row(call, param, kind, theirs, ours)
	{
		row_call[++rows] = call
		row_param[rows] = param
		row_kind[rows] = kind
		row_theirs[rows] = theirs
		row_ours[rows] = ours
		row_text[rows] = call " " param " " kind " " theirs " " ours
	}

	# A row for each pair.
	function add_rows(call, param, words, word, line,    i, at)
	{
		if (words == 3)
			add_row(call, param, word[3], "", "")
		if (word[3] == "text") {
			sub(/^[^ ]* [^ ]* [^ ]* /, "", line)
			at = index(line, " = ")
			add_row(call, param, "text", substr(line, 1, at - 1), substr(line, at + 3))
			return
		}
		for (i = 4; i <= words; i++) {
			at = match(word[i], /=[^=]*$/)
			add_row(call, param, word[3], substr(word[i], 1, at - 1),
				substr(word[i], at + 1))
		}
	}

	function from_hex(text,    number)
	{
		number = 0
		for (text = substr(text, 3); text != ""; text = substr(text, 2))
			number = number * 16 + index("123456789abcdef", substr(text, 1, 1))
		return sprintf("%.0f", number)
	}

	function is_first(theirs, ours)
	{
		gsub(/iov_base=("[^"]*"|0x[0-9a-f]+)/, "iov_base=ADDRESS", theirs)
		sub(/iov_base=0x[0-9a-f]+/, "iov_base=ADDRESS", ours)
		return ours ~ /^[{].*[}]$/ && index(theirs, "[" ours) == 1
	}

	function meant(i, theirs, ours,    row, kind)
	{
		for (row = 1; row <= rows; row++) {
			if (row_call[row] != name)
				continue
			kind = row_kind[row]
			if (kind == "unused" ? i < row_param[row] : i != row_param[row])
				continue
			if (kind == "out" || kind == "in")
				kind = ours ~ /^(0x[0-9a-f]+|[0-9]+)$/ && theirs ~ /^~?[[{"]/
			else if (kind == "octal")
				kind = theirs ~ /^0[0-7]*$/ && plain(ours) == plain(theirs)
			else if (kind == "id")
				kind = theirs == "-1" && ours == "4294967295"
			else if (kind == "hex")
				kind = theirs ~ /^0x[0-9a-f]+$/ && from_hex(theirs) == ours ||
					theirs == "NULL" && ours == "0"
			else if (kind == "first")
				kind = is_first(theirs, ours)
			else if (kind == "unused")
				kind = theirs == "" && ours ~ /^(0|NULL)$/
			else
				kind = theirs == row_theirs[row] && ours == row_ours[row]
			if (kind) {
				used[row] = 1
				return 1
			}
		}
		return 0
	}

	function judge(theirs, ours,    n, m, i, a, b, bad, first)
	{
		n = take(theirs, a)
		first = name
		m = take(ours, b)
		if (first != name)
			return "differs " (first == "" ? name : first)
		if (n && !m && theirs ~ / = -1 ENOSYS /) {
			for (i = 1; i <= rows; i++)
				used[i] = used[i] || row_call[i] == name
			return "absent " name
		}
		if (name == "clone")
			clone_order(a)
		bad = ""
		for (i = 1; i <= n || i <= m; i++) {
			if (i > n)
				a[i] = ""
			if (i > m)
				b[i] = ""
			else if (b[i] == "<NULL>" || b[i] ~ /^<0x[0-9a-f]+>$/)
				b[i] = substr(b[i], 2, length(b[i]) - 2)
			# Without BTF a struct is an address.
			if (!types && a[i] ~ /^\[?[{]/ && b[i] ~ /^0x[0-9a-f]+$/)
				b[i] = a[i]
			if (a[i] != b[i] && !meant(i, a[i], b[i]))
				bad = bad ", " i
		}
		return bad == "" ? "same " name : "differs " name substr(bad, 2)
	}

	# The next call between the two that mark, in @file. Sets line.
	function next_line(file)
	{
		while ((getline line < file) > 0) {
			if (line ~ /access\("sct: end"/)
				inside[file] = ""
			else if (line ~ /access\("sct: begin"/) {
				inside[file] = "yes"
				if (file == sct)
					task = substr(line, 1, index(line, " "))
			} else if (!inside[file])
				continue
			else if (file != sct)
				return 1
			# Of the same task: its number begins the line.
			else if (index(line, task) == 1) {
				sub(/^[0-9]+ /, "", line)
				return 1
			}
		}
		line = ""
		return 0
	}

	BEGIN {
		split("a 007 b 010 t 011 n 012 v 013 f 014 r 015 e 033 \" 042 \\ 134", pair, " ")
		for (i = 1; i in pair; i += 2)
			escapes[pair[i]] = pair[i + 1]
		while ((getline line < table) > 0) {
			sub(/ *#.*/, "", line)
			words = split(line, word, " ")
			calls = split(word[1], call, ",")
			params = split(word[2], param, ",")
			for (i = 1; words && i <= calls; i++)
				for (j = 1; j <= params; j++)
					add_rows(call[i], param[j], words, word, line)
		}
		for (;;) {
			more = next_line(strace)
			theirs = line
			more += next_line(sct)
			if (!more)
				break
			print judge(theirs, line) "\t" theirs "\t" line
		}
		for (row = 1; row <= rows; row++)
			if (!used[row] && (types || row_kind[row] !~ /^(first|text|in|out)$/))
				print "unused\t" row_text[row]
	}'
}

# run_both: the calls once, with strace's text in strace.log and SCT's in sct.log
run_both()
{
	differences >table
	mkdir run
	cat >"$rules" <<-\EOF || return 1
	rule {
		syscall_name = *
		rule_name = all
		filter_expression { COMM == "sct_strace_call" }
		action { type = LOG log_format { %tid %sname(%params) } }
		when = before
	}
	EOF
	# -v: structs with all their members.
	(cd run && strace -v -s 32 -a 1 -e signal=none -o ../strace.log "$program") || return 1
	cat "$log" >sct.log
	empty
	compare table strace.log sct.log >compared
}

enough_calls()
{
	different=$(sed -n 's/^same \([a-z0-9_]*\).*/\1/p' compared | sort -u | wc -l)
	[ "$different" -ge "$least" ] || {
		echo "$different different calls are the same, $least were expected"
		return 1
	}
}

every_difference_is_met()
{
	! grep '^unused' compared
}

no_event_was_lost()
{
	same "calls" "$calls" "$(grep -vc '^unused' compared)" || return 1
	! grep '^-- .* lost --' sct.log
}

# is_same RESULT PARAMETERS STRACE SCT
is_same()
{
	[ "$1" != same ] || return 0
	printf 'parameter %s\nstrace: %s\nSCT:    %s\n' "$2" "$3" "$4"
	return 1
}

# each_call: one test for each
each_call()
{
	nr=0
	while [ "$nr" -lt "$calls" ]; do
		nr=$((nr + 1))
		IFS='	' read -r result theirs ours || result=differs
		what=${result%% *}
		result=${result#* }
		name="call $nr: ${result%% *}"
		if [ "$what" = absent ]; then
			skip "$name" "not in this kernel"
		else
			check "$name" is_same "$what" "${result#* }" "$theirs" "$ours"
		fi
	done
}

command -v strace >/dev/null || skip_all "no strace"
[ -x "$program" ] || skip_all "no $program: make it"
calls=$("$program" -n)

start $((calls + 4))
check "strace and SCT at the same calls" run_both
check "no event was lost" no_event_was_lost
check "at least $least different calls" enough_calls
check "every difference that is meant is met" every_difference_is_met
each_call <compared
