#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Documentation/admin-guide/sct/rules.rst: its worked rules do what they say, and
# its tables hold the words that the kernel takes, and no others

here=$(cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=sct_helpers.sh
. "$here/sct_helpers.sh"

# take TEXT: does the kernel take it? What it says of it otherwise is in $said.
take()
{
	{
		printf '%s\n' "$1"
		echo commit
	} >text.conf
	: >"$sct/error_log"
	cat text.conf >"$rules" 2>/dev/null && return 0
	said=$(head -n 1 "$sct/error_log")
	return 1
}

# takes TEXT: as take, and tells why not
takes()
{
	take "$1" && return 0
	printf 'the kernel refuses\n%s\n%s\n' "$1" "$said"
	return 1
}

# refuses TEXT WORDS: the kernel refuses it, and says WORDS
refuses()
{
	if take "$1"; then
		printf 'the kernel takes\n%s\n' "$1"
		return 1
	fi
	contains "$said" "$2"
}

# rule FIELDS [NAME]: a rule that has them
rule()
{
	printf 'rule { rule_name = %s %s }\n' "${2-r}" "$1"
}

# filter EXPRESSION [FIELDS]: a rule that has it, on a call that takes nothing
filter()
{
	rule "syscall_name = getppid filter_expression { $1 } action { type = LOG } ${2-}"
}

# The document

# table NAME: the rows of its table, a tab between the cells, without the headings
table()
{
	awk -v name="$1" '
		function flush()
		{
			if (rows++ > 1)
				print row
			row = ""
		}
		/^\.\. list-table::/ { on = $0 == ".. list-table:: " name; rows = 0; next }
		!on || /^$/ { next }
		/^[^ ]/ { flush(); on = 0; next }
		/^   \* - / { flush(); row = substr($0, 8); next }
		/^     -/ { row = row "\t" substr($0, 8); next }
		/^       / { row = row " " substr($0, 8) }
		END { if (on) flush() }' "$doc"
}

# column NAME N: the words in quotes of a column of a table, one a line
column()
{
	table "$1" | cut -f "$2" | literals
}

# literals: what stands between two pairs of backticks, one a line
literals()
{
	awk '{
		for (; (i = index($0, "``")); $0 = substr($0, i + 2)) {
			$0 = substr($0, i + 2)
			i = index($0, "``")
			print substr($0, 1, i - 1)
		}
	}'
}

# worked: the blocks of the worked rules, an empty line behind each
worked()
{
	awk '
		/^Worked rules$/ { on = 1 }
		/^Warnings$/ { on = 0 }
		!on { next }
		/^  / { print substr($0, 3); in_block = 1 }
		/^[^ ]/ && in_block { print ""; in_block = 0 }
		END { if (in_block) print "" }' "$doc"
}

# worked_names: the name of the first rule of each block
worked_names()
{
	worked | awk 'BEGIN { RS = "" } match($0, /rule_name = [a-z_0-9]+/) {
		print substr($0, RSTART + 12, RLENGTH - 12) }'
}

# block NAME: the block whose first rule has this name
block()
{
	worked | awk -v name="$1" 'BEGIN { RS = "" } match($0, /rule_name = [a-z_0-9]+/) &&
		substr($0, RSTART + 12, RLENGTH - 12) == name'
}

# same_words WHAT ONES OTHERS: two lists, one word a line, whatever the order
same_words()
{
	[ -n "$2" ] || {
		echo "no $1 in the document"
		return 1
	}
	same "$1" "$(printf '%s\n' "$3" | sort -u)" "$(printf '%s\n' "$2" | sort -u)"
}

# expected: the words of a list in what the kernel said: "expected a, b or c"
expected()
{
	printf '%s\n' "${said#*expected }" | sed "s/ or '}'.*//; s/ or /, /; s/;.*//" |
		tr -s ', ' '\n'
}

fields()
{
	refuses 'rule { nothing = 1 }' 'unknown word "nothing"' || return 1
	same_words fields "$(column 'Fields of a rule' 1)" "$(expected)"
}

actions()
{
	refuses 'rule { action { type = nothing } }' 'unknown action "nothing"' || return 1
	same_words actions "$(column Actions 1)" "$(expected)"
}

action_fields()
{
	refuses 'rule { action { nothing = 1 } }' 'unknown word "nothing"' || return 1
	same_words "fields of an action" "$(column 'Fields of an action' 1)" "$(expected)" ||
		return 1
	same_words "fields in the table of actions" \
		"$(column Actions 2 && printf 'type\n')" "$(expected)"
}

# fields_belong: an action has the fields that its row names, and no others
fields_belong()
{
	table Actions >actions
	names=$(column 'Fields of an action' 1 | grep -vx type)
	while IFS='	' read -r type has _; do
		type=$(echo "$type" | literals)
		for field in $names; do
			case $field in
			log_format) text='log_format { x }' ;;
			limit) text='limit = 1/s' ;;
			*) text="$field = 1" ;;
			esac
			case $type,$field in
			REWRITE,param) text="$text value = 1" ;;
			REWRITE,value) text="$text param = 1" ;;
			REWRITE,*) text="$text param = 1 value = 1" ;;
			RETURN,value) ;;
			RETURN,*) text="$text value = 1" ;;
			esac
			# It must not happen: the test's own calls are among them.
			text=$(rule "syscall_name = close filter_expression { 0 }
				action { type = $type $text }")
			case $has in
			*"\`\`$field\`\`"*) takes "$text" ;;
			*) refuses "$text" "$field in a $type action" ;;
			esac || return 1
		done
	done <actions
}

# Each variable has the type that the table says: the kernel names it in an error.
variables_are_taken()
{
	table Variables >variables
	while IFS='	' read -r names type _; do
		for name in $(echo "$names" | literals); do
			takes "$(filter "$name == $name" "when = after")" || return 1
			other=0
			[ "$type" = string ] || other='""'
			refuses "$(filter "$name == $other" "when = after")" "$name ($type)" ||
				return 1
		done
	done <variables
	refuses "$(filter "RETVAL == 0")" "RETVAL is not known before the call"
}

variables_are_complete()
{
	same_words variables "$(column Variables 1)" \
		"$(sed -n 's/^SCT_VAR(\([A-Z]*\),.*/\1/p' "$1")"
}

# What of the table is the ancestor's, and what the call's, stands in the text.
ancestor_is_taken()
{
	for name in $(column Variables 1); do
		takes "$(filter "ANCESTOR($name == $name)" "when = after")" || return 1
	done
	refuses "$(filter 'ANCESTOR(ANCESTOR(1))')" "ANCESTOR inside ANCESTOR"
}

functions_are_taken()
{
	column Functions 1 >functions
	[ -s functions ] || return 1
	while read -r function; do
		takes "$(filter "$function != 0")" || return 1
	done <functions
}

symbols_are_taken()
{
	column Symbols 2 >symbols
	[ -s symbols ] || return 1
	while read -r symbol; do
		takes "$(filter "$symbol == $symbol")" || return 1
	done <symbols
}

# operators: each with the number of its row
operators()
{
	table Operators | cut -f 1 | awk '{ n = split($0, words, "``")
		for (i = 2; i <= n; i += 2) print words[i], NR }'
}

operators_are_taken()
{
	operators >signs
	[ -s signs ] || return 1
	while read -r sign row; do
		case $sign:$row in
		*:1) expr="$sign 1" ;;
		in:*) expr='1 in (1)' ;;
		*:6) expr="\"a\" $sign \"a\"" ;;
		*) expr="3 $sign 2" ;;
		esac
		takes "$(filter "$expr")" || return 1
	done <signs
}

# The fifth to the seventh row bind alike.
operators_bind()
{
	same_words "operators and how they bind" "$(operators |
		awk '$2 > 1 { print $1, $2 < 5 ? 12 - $2 : $2 < 8 ? 7 : 14 - $2 }')" \
		"$(sed -n 's/.*SCT_OP_[A-Z_]*,[^0-9]*\([0-9]*\),[^"]*"\([^"]*\)".*/\2 \1/p' "$1")"
}

# One call, and a rule for each expression: those of which it is true are logged.
expressions()
{
	table 'What this comes to' | cut -f 1,2 >expressions
	n=0
	while IFS='	' read -r expr is; do
		n=$((n + 1))
		rule "syscall_name = unlink
			filter_expression { PARAMS[1] == \"sct/probe\" && ($(echo "$expr" |
			literals)) }
			action { type = LOG log_format { $n %ruleid } } continue = yes" "$is"
	done <expressions | awk '{ if (sub(/rule_name = (true|false) /, "&")) n++
		sub(/rule_name = (true|false)/, "&-" n); print }' >text.conf
	[ "$(grep -c rule_name text.conf)" -ge 12 ] || return 1
	takes "$(cat text.conf)" || return 1
	unlink sct/probe 2>/dev/null
	same "what is true" "$(awk -F '\t' '$2 == "true" { print NR " true-" NR }' expressions)" \
		"$(cat "$log")"
}

macros_are_taken()
{
	column Macros 1 >macros
	[ -s macros ] || return 1
	while read -r macro; do
		takes "$(rule "syscall_name = getppid when = after
			action { type = LOG log_format { $macro } }")" || return 1
	done <macros
	for macro in %retval %errno; do
		refuses "$(rule "syscall_name = getppid
			action { type = LOG log_format { $macro } }")" \
			"$macro is not known before the call" || return 1
	done
}

macros_are_complete()
{
	same_words macros "$(column Macros 1)" \
		"$(sed -n 's/^SCT_MACRO(.*"\([a-z0-9]*\)").*/%\1/p' "$1")"
}

# The text that the document calls the default prints what the default prints.
default_format()
{
	text=$(awk '/^The default is::$/ { getline; getline; print substr($0, 3) }' "$doc")
	[ -n "$text" ] || return 1
	takes "$(rule "syscall_name = unlink filter_expression { PARAMS[1] == \"sct/probe\" }
		action { type = LOG }
		action { type = LOG log_format { $text } }")" || return 1
	unlink sct/probe 2>/dev/null
	same lines 2 "$(wc -l <"$log")" || return 1
	same lines "$(head -n 1 "$log")" "$(tail -n 1 "$log")"
}

classes_are_taken()
{
	for class in $(column Classes 1) '*'; do
		takes "$(rule "syscall_name = $class action { type = LOG }")" || return 1
	done
}

classes_are_complete()
{
	same_words classes "$(column Classes 1)" \
		"$(sed -n 's/^	{ "\(%[a-z%]*\)",.*/\1/p' "$1")"
}

# The paragraph begins with their names.
must_run()
{
	calls=$(awk '/^``exit``/ { on = 1 } on { print } on && /must run/ { exit }' "$doc" |
		sed '/must run/q' | literals | grep -v '\*')
	[ "$(echo "$calls" | wc -l)" -eq 5 ] || {
		echo "which calls must run? $calls"
		return 1
	}
	for call in $calls; do
		refuses "$(rule "syscall_name = $call action { type = FAIL }")" \
			"$call must run" || return 1
	done
	takes "$(rule "syscall_name = %process filter_expression { UID == 12345 }
		action { type = FAIL }")"
}

# The examples of the section of structs, in front of whichever call they fit.
structs_are_taken()
{
	awk '/^Structs$/ { on = 1 } !on { next } /^- / { exit }
		/^  [^ ]/ { print substr($0, 3) }' "$doc" >structs
	[ "$(wc -l <structs)" -ge 4 ] || return 1
	while read -r expr; do
		takes "$(rule "syscall_name = * filter_expression { $expr }
			action { type = LOG }")" || return 1
	done <structs
}

limits_are_those()
{
	table Limits >limits
	[ -s limits ] || return 1
	sed -n 's/^#define SCT_[A-Z_]*	*\([A-Z0-9_]*\)	.*\/\* \(.*\) \*\/$/\1	\2/p' "$1" |
		sed 's/^SZ_\([0-9]*\)\([KM]\)/\1 \2iB/' >known
	[ -s known ] || return 1
	while IFS='	' read -r most what; do
		awk -F '\t' -v most="$most" -v what="$what" '
			index($1, what) == 1 && $2 == most { found = 1 }
			END { exit !found }' limits && continue
		echo "not in the table: $what: $most"
		return 1
	done <known
	same "number of limits" $(($(wc -l <known) + 1)) "$(wc -l <limits)"
}

# repeat N WORD
repeat()
{
	awk -v n="$1" -v word="$2" 'BEGIN { while (n--) printf "%s", word }'
}

# edge LIMIT WHAT: rule_of WHAT of LIMIT is taken, and one more is not
edge()
{
	table Limits | grep -q "	$1\$" || {
		echo "$1 is no limit of the table"
		return 1
	}
	takes "$("rule_of_$2" "$1")" || return 1
	if take "$("rule_of_$2" $(($1 + 1)))"; then
		echo "$2: the kernel takes $(($1 + 1))"
		return 1
	fi
}

rule_of_name()
{
	rule "syscall_name = getppid action { type = LOG }" "$(repeat "$1" n)"
}

rule_of_string()
{
	filter "COMM == \"$(repeat "$1" s)\""
}

rule_of_format()
{
	rule "syscall_name = getppid action { type = LOG log_format { $(repeat "$1" f) } }"
}

rule_of_depth()
{
	filter "$(repeat "$1" '(')1$(repeat "$1" ')')"
}

# A minus, and ones with a plus between them.
rule_of_operands()
{
	filter "$(repeat $((1 + $1 % 2)) -)1$(repeat $((($1 - 2) / 2)) +1)"
}

rule_of_limit()
{
	rule "syscall_name = getppid action { type = LOG limit = $1/s }"
}

rule_of_logs()
{
	rule "syscall_name = getppid $(repeat "$1" 'action { type = LOG } ')"
}

limits_hold()
{
	edge 63 name && edge 4095 string && edge 4095 format && edge 64 depth &&
		edge 8192 operands && edge 1000000 limit && edge 8 logs
}

first_rule_is_taken()
{
	takes "$(awk '/^  rule {$/ { on = 1 } on { print } on && /^  }$/ { exit }' "$doc")"
}

# The worked rules

# The paths that are written to are those of the test's own folder.
here_sed()
{
	sed "s|/srv/photos|$PWD/photos|; s|/var/log/keep.log|$PWD/keep.log|
		s|/etc/hosts.tryout|$PWD/hosts.tryout|"
}

as_they_stand()
{
	worked >all.conf
	sct_config upload all.conf >out 2>err || {
		cat err
		return 1
	}
	[ "$(worked_names | wc -l)" -ge 12 ] || return 1
	numbers "$(grep -c '^rule {' all.conf)"
}

# does NAME FILE: the rules of FILE are in force; what NAME is about happens
does()
{
	here_sed <"$2" >rules.conf
	sct_config upload rules.conf >out 2>err || {
		cat err
		return 1
	}
	: >"$log"
	command -v "does_$1" >/dev/null || {
		echo "this test does not know what to do with the worked rule $1"
		return 1
	}
	"does_$1"
}

alone()
{
	block "$1" >"block.conf"
	does "$1" block.conf
}

together()
{
	worked >all.conf
	does "$1" all.conf
}

# logged TEXT: the log holds it
logged()
{
	contains "$(cat "$log")" "$1"
}

not_logged()
{
	! grep -F -e "$1" "$log"
}

# named NAME SCRIPT: Python under another name runs a script
named()
{
	ln -sf "$(command -v python3)" "$1"
	"./$1" -c "$2"
}

# as_nobody SCRIPT
as_nobody()
{
	python3 -c "import os, pwd
user = pwd.getpwnam('nobody').pw_uid
os.setgroups([])
os.setresuid(user, user, user)
$1"
}

# What Python has no function for; call() returns the error.
ctypes='import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
def call(*args):
    args = [ctypes.c_long(a) if isinstance(a, int) else a for a in args]
    return ctypes.get_errno() if libc.syscall(*args) == -1 else 0
'

does_who_deletes()
{
	mkdir photos
	: >photos/a
	: >photos/b
	: >kept
	(cd photos && python3 -c 'import os; os.unlink("a")')
	rm photos/b
	rm kept
	rmdir photos
	logged ': unlink("a") = 0' && logged 'photos/b"' && not_logged kept || return 1
	# The folder is not in itself.
	not_logged rmdir
}

does_to_port_25()
{
	python3 -c 'import socket
for family, host, port in ((socket.AF_INET, "127.0.0.1", 25), (socket.AF_INET6, "::1", 25),
                           (socket.AF_INET, "127.0.0.1", 26)):
    socket.socket(family).connect_ex((host, port))' || return 1
	logged 'user 0: connect(3, {sa_family=AF_INET, sin_port=htons(25), sin_addr=inet_addr("127.0.0.1")}, 16)' &&
		logged 'sin6_port=htons(25)' && not_logged 'htons(26)'
}

does_reads_shadow()
{
	ln -s /etc/shadow link
	cat /etc/shadow /etc/../etc/shadow link >/dev/null 2>&1
	for name in /etc/shadow /etc/../etc/shadow link; do
		logged "AT_FDCWD, \"$name\", O_RDONLY" || return 1
	done
	: >"$log"
	cat /etc/passwd >/dev/null
	not_logged passwd
}

does_keep_log_open()
{
	echo line >keep.log
	echo another >>keep.log
	# The first was no truncation of what was not there yet, but it looks like one.
	[ ! -s keep.log ] || same keep.log another "$(cat keep.log)" || return 1
	python3 -c "$ctypes"'
import struct
name = ctypes.c_char_p(b"keep.log")
how = ctypes.c_char_p(struct.pack("QQQ", os.O_WRONLY | os.O_TRUNC, 0, 0))
fd = os.open("keep.log", os.O_WRONLY)
errors = [call(2, name, os.O_WRONLY | os.O_TRUNC), call(257, -100, name, os.O_RDWR | os.O_TRUNC),
          call(437, -100, name, how, 24), call(85, name, 0o644), call(76, name, 0), call(77, fd, 0)]
print(errors)
raise SystemExit(errors != [1] * 6)' || return 1
	same keep.log another "$(cat keep.log)" || return 1
	echo third >>keep.log && : >other.log && echo x >other.log && : >other.log
}

does_no_memory()
{
	named hungry 'bytearray(256 << 20)' 2>err && return 1
	contains "$(cat err)" MemoryError && logged '"hungry" asked for 2684' || return 1
	python3 -c 'bytearray(256 << 20)'
}

does_traces()
{
	python3 -c "$ctypes"'
raise SystemExit(call(101, 16, 0x7fffffff, 0, 0) != 3)' || return 1
	logged '"python3" of user 0: PTRACE_ATTACH, 2147483647, 0, 0 = -3'
}

does_other_hosts()
{
	echo "192.0.2.1 elsewhere" >hosts.tryout
	same hosts "192.0.2.1 elsewhere" \
		"$(named tryout 'print(open("/etc/hosts").read(), end="")')" || return 1
	same "hosts of others" "$(cat /etc/hosts)" \
		"$(python3 -c 'print(open("/etc/hosts").read(), end="")')"
}

does_stop_first()
{
	: >a.lock
	ln -s "$(command -v python3)" mystery
	./mystery -c 'import os; os.unlink("a.lock")' &
	pid=$!
	tries=0
	until grep -q '^State:.T' "/proc/$pid/status"; do
		sleep 0.1
		tries=$((tries + 1))
		[ "$tries" -lt 100 ] || break
	done
	if ! logged "$pid stops before unlink(\"a.lock\")" || [ ! -e a.lock ]; then
		kill -KILL "$pid"
		return 1
	fi
	kill -CONT "$pid"
	wait "$pid" && [ ! -e a.lock ]
}

does_no_shell()
{
	named webserver 'import subprocess
status = [subprocess.call(command) for command in
          (["/bin/sh", "-c", "exit 7"], ["env", "true"], ["env", "sh", "-c", "exit 7"])]
print(status)
raise SystemExit(status != [-9, 0, -9])' || return 1
	logged 'killed in front of "/' || return 1
	sh -c 'exit 7'
	same "another's shell" 7 $?
}

does_no_sync()
{
	# A pipe can't be synced.
	script='import os; os.fsync(os.pipe()[1])'
	named buildd "$script" || return 1
	named buildd "import subprocess
raise SystemExit(subprocess.call(['python3', '-c', '$script']))" || return 1
	! python3 -c "$script" 2>/dev/null
}

does_denied()
{
	: >private
	chmod 600 private
	as_nobody 'try:
    open("private")
except PermissionError:
    pass' || return 1
	logged "in \"$PWD\": openat(AT_FDCWD, \"private\", O_RDONLY|O_CLOEXEC, 0) = EACCES"
}

does_in_container()
{
	cat=$(command -v cat)
	"$cat" </dev/null
	python3 -c "$ctypes
raise SystemExit(call(272, 0x20000000) or
                 os.spawnv(os.P_WAIT, '$cat', ['cat', '/dev/null']))" || return 1
	logged ' starts "/' && same lines 1 "$(grep -c starts "$log")"
}

does_setuid_bit()
{
	: >program
	chmod 755 program
	not_logged program || return 1
	chmod 4755 program
	logged '"program", 04755'
}

does_nobody_signals()
{
	as_nobody 'import signal
try:
    os.kill(os.getpid(), signal.SIGUSR1)
except ProcessLookupError:
    os.kill(os.getpid(), 0)
    raise SystemExit(0)
raise SystemExit(1)' || return 1
	logged ', SIGUSR1' && same lines 1 "$(grep -c ' sends ' "$log")"
}

# clean NAME COMMAND...: in a folder of its own, with nothing loaded
clean()
{
	mkdir "$1" && cd "$1" && empty || return 1
	shift
	"$@"
}

# against PATH NAME COMMAND: COMMAND with a file of the kernel's source
against()
{
	if source_of "$1"; then
		check "$2" clean "$3" "$3" "$found"
	else
		skip "$2" "no ${1##*/}"
	fi
}

# with_types NAME COMMAND...: where the kernel knows structs
with_types()
{
	if [ -e /sys/kernel/btf/vmlinux ]; then
		check "$@"
	else
		skip "$1" "no type information: CONFIG_DEBUG_INFO_BTF"
	fi
}

source_of Documentation/admin-guide/sct/rules.rst || skip_all "no rules.rst"
doc=$found
command -v python3 >/dev/null || skip_all "no python3"
blocks=$(worked_names)

start $((25 + 2 * $(echo "$blocks" | wc -w)))
check "fields of a rule" clean fields fields
check "types of actions" clean actions actions
check "fields of actions" clean action_fields action_fields
check "which field belongs to which action" clean fields_belong fields_belong
check "variables, and their types" clean variables variables_are_taken
against kernel/sct/vars.h "no variable is missing" variables_are_complete
check "variables of ancestors" clean ancestor ancestor_is_taken
check "functions" clean functions functions_are_taken
check "symbols" clean symbols symbols_are_taken
check "operators" clean operators operators_are_taken
against kernel/sct/expr.c "no operator is missing, and they bind so" operators_bind
check "what expressions come to" clean expressions expressions
check "macros" clean macros macros_are_taken
against kernel/sct/macros.h "no macro is missing" macros_are_complete
check "the default format" clean default_format default_format
check "classes" clean classes classes_are_taken
against kernel/sct/classes.c "no class is missing" classes_are_complete
check "calls that must run" clean must_run must_run
with_types "examples of structs" clean structs structs_are_taken
against kernel/sct/limits.h "limits are those of the kernel" limits_are_those
check "limits hold" clean limits_hold limits_hold
check "the first rule" clean first first_rule_is_taken
with_types "the worked rules as they stand" clean as_they_stand as_they_stand
check "sct_config knows the users that the kernel doesn't" clean users refuses \
	"$(filter 'UID == usernametoid("root")')" "resolved by sct_config"
check "an unknown word is offered the nearest" clean nearest refuses \
	"$(filter 'EUDI == 0')" 'did you mean "EUID"?'
for name in $blocks; do
	case $(block "$name") in
	*"]->"*) with_types "$name" clean "$name" alone "$name" ;;
	*) check "$name" clean "$name" alone "$name" ;;
	esac
done
for name in $blocks; do
	with_types "$name, among all" clean "all_$name" together "$name"
done
