# SPDX-License-Identifier: GPL-2.0-only
#
# Makes strace's form of the events that the rules of sctrace log
#
#   mark	the word that each of these events begins with; others are left out
#   errors	the file that has the words of errors
#   command	the process that sctrace has started: what it does before it is the
#		command is left out; 0 where there is none
#   follow	1: children too. to_file: 1 where the text goes into a file
#   shown	of the calls exit and exit_group those that were asked for
#   summary	1: count only
#
# Behind the mark stand: "s", the command has begun; "r", a call has returned:
# task, result, error, call; "b", a call that does not return: task, call; "e",
# the end: 0400 and the command's status as a shell has it, 128 if it is not known.

# The words of errors, when the first is needed.
function read_errors(	line, at)
{
	have_errors = 1
	while ((getline line <errors) > 0) {
		at = index(line, " ")
		if (at && line !~ /^#/)
			words[substr(line, 1, at - 1)] = substr(line, at + 1)
	}
	close(errors)
}

# n in hexadecimal: not every awk's %x takes 64 bits.
function hex(n,		s)
{
	n += 0
	if (n < 0)
		return n ""
	do {
		s = substr("0123456789abcdef", n % 16 + 1, 1) s
		n = int(n / 16)
	} while (n)
	return "0x" s
}

function octal(n,	s)
{
	for (n += 0; n; n = int(n / 8))
		s = n % 8 s
	return substr("000", length(s) + 1 < 3 ? length(s) + 1 : 3) s
}

# Of 0644 and the like.
function from_octal(s,	n)
{
	for (n = 0; s != ""; s = substr(s, 2))
		n = n * 8 + substr(s, 1, 1)
	return n
}

# <NULL> and <0x1000> without their signs, but not those in strings.
function plain_pointers(s,	out, word)
{
	while (match(s, /"([^"\\]|\\.)*"|<NULL>|<0x[0-9a-f]+>/)) {
		word = substr(s, RSTART, RLENGTH)
		if (word ~ /^</)
			word = substr(word, 2, RLENGTH - 2)
		out = out substr(s, 1, RSTART - 1) word
		s = substr(s, RSTART + RLENGTH)
	}
	return out s
}

# Numbers to the kernel that are addresses.
function addresses(name, s,	at, first, last)
{
	at = match(s, /[,)]/)
	first = substr(s, 1, at - 1)
	if (first ~ /^[0-9]+$/)
		s = (first == "0" ? "NULL" : hex(first)) substr(s, at)
	if (name == "mmap" && match(s, /[0-9]+\)$/)) {
		last = substr(s, RSTART, RLENGTH - 1)
		if (last != "0")
			s = substr(s, 1, RSTART - 1) hex(last) ")"
	}
	return s
}

# Numbers of more than 32 bits are addresses, most likely.
function long_numbers(s,	at, n)
{
	while (match(s, /, [0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]+[,)]/)) {
		at = RSTART + 2
		n = RLENGTH - 3
		if (substr(s, at, n) + 0 < 4294967296)
			break
		s = substr(s, 1, at - 1) hex(substr(s, at, n)) substr(s, at + n)
	}
	return s
}

# open takes a mode to make a file only.
function without_mode(s,	flags)
{
	flags = s
	sub(/^.*"/, "", flags)
	if (flags !~ /O_CREAT|O_TMPFILE/)
		sub(/, [0-7]+\)$/, ")", s)
	return s
}

function result(name, value, error)
{
	if (error != "0") {
		if (!have_errors)
			read_errors()
		return "-1 " error (error in words ? " (" words[error] ")" : "")
	}
	if (name in gives_address)
		return hex(value)
	if (name == "umask")
		return octal(value)
	return value
}

# The number of a task in front, where there are several.
function prefix(task)
{
	if (!(task in alive)) {
		alive[task] = 1
		tasks++
	}
	if (follow && to_file)
		return sprintf("%-5s ", task)
	return tasks > 1 ? "[pid " task "] " : ""
}

function show(task, name, call, value,	text)
{
	if (call ~ /</)
		call = plain_pointers(call)
	if (name == "open" || name == "openat")
		call = without_mode(call)
	if (name in may_take_address)
		call = long_numbers(call)
	if (name in takes_address)
		call = name "(" addresses(name, substr(call, length(name) + 2))
	# The signs = stand below each other, as strace has them.
	text = prefix(task) call
	if (length(text) < 39)
		text = sprintf("%-39s", text)
	print text " = " value
}

function gone(task, how)
{
	print prefix(task) "+++ " how " +++"
	delete alive[task]
	tasks--
	ended[task] = 1
}

function count_call(name, failed)
{
	calls[name]++
	errs[name] += failed
}

# exit and exit_group, which come unasked too.
function unreturned(task, name, call,	status)
{
	if (index(shown, " " name " "))
		show(task, name, call, "?")
	status = substr(call, length(name) + 2) + 0
	gone(task, "exited with " (status % 256 + 256) % 256)
}

# As strace -c, without the columns of times.
function print_summary(	n, i, j, name, list, all, failed)
{
	for (name in calls) {
		for (i = ++n; i > 1; i--) {
			j = list[i - 1]
			if (calls[j] > calls[name] ||
			    (calls[j] == calls[name] && j < name))
				break
			list[i] = j
		}
		list[i] = name
		all += calls[name]
		failed += errs[name]
	}
	print "    calls    errors syscall"
	print "--------- --------- ----------------"
	for (i = 1; i <= n; i++)
		printf "%9d %9s %s\n", calls[list[i]],
			errs[list[i]] ? errs[list[i]] : "", list[i]
	print "--------- --------- ----------------"
	printf "%9d %9s total\n", all, failed ? failed : ""
}

# The command has ended, with this status of a shell.
function finish(status)
{
	if (summary)
		print_summary()
	else if (status != 128 && started && !(command in ended))
		gone(command, status > 128 ? \
			"killed by " ((status - 128) in signal ? \
				"SIG" signal[status - 128] : "signal " status - 128) : \
			"exited with " status)
}

function set_of(s, set,		n, i, list)
{
	n = split(s, list, " ")
	for (i = 1; i <= n; i++)
		set[list[i]] = 1
}

BEGIN {
	set_of("brk mmap mmap2 mremap shmat", gives_address)
	set_of("brk mmap mprotect pkey_mprotect mremap madvise msync mincore " \
		"mlock mlock2 munlock munmap", takes_address)
	set_of("arch_prctl fcntl futex ioctl prctl ptrace", may_take_address)
	split("HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM " \
		"TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM " \
		"PROF WINCH IO PWR SYS", signal, " ")
	started = !command
}

/^-- [0-9]+ events? lost --$/ {
	print
	# The beginning may be among them.
	started = 1
	next
}

$1 != mark {
	next
}

$2 == "r" || $2 == "b" {
	if (!started && $3 == command)
		next
	call = substr($0, length($1 $2 $3) + 4 + \
		($2 == "r" ? length($4 $5) + 2 : 0))
	name = substr(call, 1, index(call, "(") - 1)
	if ($2 == "b")
		unreturned($3, name, call)
	else if (summary)
		count_call(name, $5 != "0")
	else
		show($3, name, call, result(name, $4, $5))
	next
}

$2 == "s" {
	started = 1
	next
}

$2 == "e" {
	finish(from_octal($3) % 256)
	exit
}
