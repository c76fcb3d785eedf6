#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# sct_load, sct_unload, sct_config and sctlog, as the article uses them

here=$(cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=sct_helpers.sh
. "$here/sct_helpers.sh"

is_enabled()
{
	number enabled
	same enabled "$1" "$number"
}

# A rule that refuses unlink(NAME): rule NAME
rule()
{
	printf 'rule {\n\tsyscall_name = unlink\n\trule_name = %s\n' "$1"
	printf '\tfilter_expression { PARAMS[1] == "%s" }\n' "$1"
	printf '\taction { type = FAIL error_code = EPERM }\n}\n'
}

upload()
{
	same output "Successfully uploaded rules from file '$1'" "$(sct_config upload "$1" 2>err)"
}

upload_says_so()
{
	rule a >a.conf
	upload a.conf || return 1
	numbers 1
}

upload_replaces()
{
	rule a >"$rules"
	rule b >b.conf
	upload b.conf && numbers 1 || return 1
	contains "$(cat "$rules")" "rule_name = b"
}

upload_of_two_files_is_one_table()
{
	rule a >a.conf
	rule b >b.conf
	number generation
	before=$number
	same output "Successfully uploaded rules from file 'a.conf'
Successfully uploaded rules from file 'b.conf'" "$(sct_config upload a.conf b.conf 2>err)" ||
		return 1
	numbers 2 $((before + 1))
}

add_adds()
{
	rule a >"$rules"
	rule b >b.conf
	sct_config add b.conf && numbers 2
}

download_gives_what_uploads()
{
	sct_config upload "$here"/rules/*.conf >/dev/null 2>&1 || return 1
	sct_config download >first || return 1
	sct_config upload first >/dev/null 2>&1 || return 1
	sct_config download >second || return 1
	cmp first second && cmp first "$rules" && numbers 3
}

delete_empties()
{
	rule a >"$rules"
	sct_config delete || return 1
	numbers 0 && same download "" "$(sct_config download)"
}

delete_of_one()
{
	{
		rule a
		rule b
		rule c
	} >"$rules"
	sct_config delete b || return 1
	numbers 2 || return 1
	! grep -q 'rule_name = b' "$rules" || return 1
	! sct_config delete nothing 2>err || return 1
	contains "$(cat err)" nothing && numbers 2
}

# Each takes its own rule out, however many do, and none of another's comes back; the
# rule that nobody takes out refuses all the time.
delete_at_once()
{
	{
		rule keep
		for i in 1 2 3 4 5 6; do
			rule r$i
		done
	} | sed 's/= unlink$/= mkdir, mkdirat/; s/PARAMS.1./PARAMS[pathname]/' >"$rules"
	(while :; do mkdir keep 2>/dev/null; done) &
	tries=$!
	pids=
	for i in 1 2 3 4 5 6; do
		(
			until sct_config delete r$i 2>err$i; do
				grep -q "Device or resource busy" err$i || exit 1
				sleep 0.1
			done
		) &
		pids="$pids $!"
	done
	status=0
	for pid in $pids; do
		wait "$pid" || status=1
	done
	kill $tries
	wait $tries 2>/dev/null
	cat err?
	[ $status -eq 0 ] && [ ! -d keep ] || return 1
	same rules keep "$(sct_config list | sed 's/ .*//')"
}

# One broken file of a folder keeps all from loading, and is named.
directory()
{
	mkdir d
	rule b >d/20-b.rules
	rule a >d/10-a.rules
	rule no >d/no.conf
	same output "Successfully uploaded rules from file 'd/10-a.rules'
Successfully uploaded rules from file 'd/20-b.rules'" "$(sct_config upload d 2>err)" || return 1
	same order "a b" "$(sct_config list | sed 's/ .*//' | paste -s -d ' ' -)" || return 1
	cp "$rules" before
	printf 'rule {\n\tsyscall_name = unlnk\n}\n' >d/15-bad.rules
	# What is added must have names of its own.
	mkdir more
	rule c >more/10-c.rules
	cp d/15-bad.rules more/
	for use in "upload d" "check d" "add more"; do
		# shellcheck disable=SC2086 # two words
		sct_config $use >out 2>err
		same "$use" 1 $? || return 1
		contains "$(head -n 1 err)" \
			"${use#* }/15-bad.rules:2:17: unknown system call \"unlnk\"" || return 1
		cmp before "$rules" || return 1
	done
	rm d/15-bad.rules
	SCT_RULES_D=$PWD/d sct_config upload >out 2>err && numbers 2
}

check_changes_nothing()
{
	rule kept >"$rules"
	number generation
	before=$number
	rule a >a.conf
	sct_config check a.conf >out 2>err || return 1
	same watched "a  before  FAIL(EPERM)  unlink" "$(cat out)" || return 1
	contains "$(cat err)" "unlinkat reaches the same" || return 1
	numbers 1 "$before" && contains "$(cat "$rules")" "rule_name = kept"
}

trial_and_confirm()
{
	rule a >a.conf
	rule b >b.conf
	sct_config upload a.conf >out 2>err || return 1
	sct_config upload --trial 300 b.conf >out 2>err || return 1
	contains "$(cat err)" "sct_config confirm" || return 1
	same confirm "Confirmed: the rules stay in force" "$(sct_config confirm)" || return 1
	! sct_config confirm 2>err || return 1
	sct_config delete b --trial=1 2>err || return 1
	tries=0
	until contains "$(cat "$rules")" "rule_name = b" >out; do
		sleep 0.2
		tries=$((tries + 1))
		[ $tries -lt 100 ] || return 1
	done
}

counts()
{
	rule a >"$rules"
	unlink a 2>/dev/null
	# shellcheck disable=SC2046 # words
	set -- $(sct_config stats a)
	same counts "a 1 0 0 1 0 0 0" "$1 $2 $3 $4 $5 $6 $7 $8"
}

list_names_the_rules()
{
	cat "$here"/rules/*.conf >"$rules"
	list=$(sct_config list) || return 1
	same lines 3 "$(printf '%s\n' "$list" | wc -l)" || return 1
	contains "$list" unlink_rule1 && contains "$list" prevent_delete &&
		contains "$list" ptrace_rule1
}

# error_at FILE:LINE:COLUMN WORD FILE...: the upload fails there, and nothing changes
error_at()
{
	place=$1
	word=$2
	shift 2
	rule kept >"$rules"
	sct_config upload "$@" >out 2>err
	same status 1 $? || return 1
	same output "" "$(cat out)" || return 1
	contains "$(head -n 1 err)" "$word" || return 1
	case $(head -n 1 err) in
	"$place: "*) ;;
	*)
		echo "expected $place in"
		cat err
		return 1
		;;
	esac
	# The line, and the caret under the column.
	column=${place##*:}
	same caret "$((column + 4))" "$(sed -n 3p err | tr -d '\n' | wc -c)" || return 1
	numbers 1 && contains "$(cat "$rules")" "rule_name = kept"
}

error_in_a_file()
{
	{
		rule a
		printf 'rule {\n\tsycall_name = unlink\n}\n'
	} >bad.conf
	error_at bad.conf:8:2 sycall_name bad.conf && contains "$(cat err)" '"syscall_name"'
}

error_in_the_second_file()
{
	rule a >a.conf
	printf '# comment\n\nrule { syscall_name = unlnk }\n' >bad.conf
	error_at bad.conf:3:23 unlnk a.conf bad.conf
}

error_in_a_file_without_its_last_newline()
{
	printf '# no newline' >a.conf
	printf 'rule { syscall_name = unlnk }' >bad.conf
	error_at bad.conf:1:23 unlnk a.conf bad.conf
}

unclosed_brace()
{
	printf 'rule {\n\tsyscall_name = unlink\n' >bad.conf
	rule kept >"$rules"
	! sct_config upload bad.conf >out 2>err || return 1
	contains "$(cat err)" bad.conf: && numbers 1
}

missing_file()
{
	! sct_config upload no-such-file 2>err || return 1
	contains "$(cat err)" no-such-file
}

wrong_usage_is_2()
{
	for use in "sct_config" "sct_config frobnicate" "sct_config upload" "sctlog --no-such" \
		"sct_load x" "sct_unload x"; do
		$use >out 2>err
		same "$use" 2 $? || return 1
		[ -s err ] || return 1
	done
}

# The article's session. Its rm calls unlink; busybox's does today.
article_session()
{
	mkdir bin
	ln -s "$(command -v busybox)" bin/rm
	cp "$here/rules/unlink_rule1.conf" scttest.conf
	upload scttest.conf || return 1
	: >dummy
	# Another rm on PATH, which a tool may have called, is in the log as well.
	: >"$log"
	bin/rm "$PWD/dummy" || return 1
	same log "\"rm\" : \"$PWD/dummy\" suppression par 0 −−> 0" "$(sctlog -n)" || return 1
	same "log, again" "\"rm\" : \"$PWD/dummy\" suppression par 0 −−> 0" "$(sctlog -n)"
}

# prevent_delete on a file of this test's own, and the order that the article warns of
article_order()
{
	mkdir bin
	ln -s "$(command -v busybox)" bin/rm
	: >passwd
	sed "s|/etc/passwd|$PWD/passwd|" "$here/rules/prevent_delete.conf" >no.conf
	cat no.conf "$here/rules/unlink_rule1.conf" >try.conf
	cat try.conf >"$rules"
	! bin/rm -f "$PWD/passwd" 2>err || return 1
	contains "$(cat err)" "Operation not permitted" && [ -e passwd ] || return 1
	same log "" "$(sctlog -n)" || return 1

	sct_config delete
	cat "$here/rules/unlink_rule1.conf" no.conf >try.conf
	upload try.conf || return 1
	: >"$log"
	bin/rm -f "$PWD/passwd" || return 1
	same log "\"rm\" : \"$PWD/passwd\" suppression par 0 −−> 0" "$(sctlog -n)"
}

article_strace()
{
	cat "$here/rules/ptrace_rule1.conf" >"$rules"
	strace -o /dev/null true || return 1
	sctlog -n >out
	[ -s out ] || return 1
	# The number of the request, then of the process: "strace" : 24, 2019, ...
	! grep -v '^"strace" : .*, .* appel ptrace par 0 −−> 0$' out
}

sctlog_follows()
{
	printf 'rule { syscall_name = unlink rule_name = r filter_expression %s\n%s\n' \
		'{ PARAMS[1] startswith "seen" }' 'action { type = LOG log_format { %params } } }' >r.conf
	cat r.conf >"$rules"
	unlink seen-before 2>/dev/null
	sctlog >out &
	pid=$!
	tries=0
	# It begins with its opening, which no one can see: ask until it answers.
	until grep -q seen-now out; do
		unlink seen-now 2>/dev/null
		sleep 0.1
		tries=$((tries + 1))
		[ "$tries" -lt 100 ] || break
	done
	kill "$pid"
	wait "$pid" 2>/dev/null
	contains "$(cat out)" '"seen-now"' || return 1
	! grep -q seen-before out
}

load_and_unload()
{
	rule a >"$rules"
	same sct_unload "" "$(sct_unload 2>&1)" || return 1
	is_enabled 0 || return 1
	numbers 0 || return 1
	same sct_load "" "$(sct_load 2>&1)" || return 1
	is_enabled 1
}

unload_is_busy()
{
	rule a >"$rules"
	exec 9>>"$rules"
	sct_unload >out 2>err
	status=$?
	exec 9>&-
	same status 1 "$status" || return 1
	contains "$(cat err)" "Device or resource busy" || return 1
	is_enabled 1 && numbers 1
}

# in_each_shell: the tools run in every shell that is here
in_each_shell()
{
	rule a >a.conf
	for shell in dash bash "busybox sh"; do
		command -v "${shell%% *}" >/dev/null || continue
		for use in "sct_config upload a.conf" "sct_config delete a" "sctlog -n" "sct_load"; do
			# shellcheck disable=SC2086 # words
			set -- $use
			tool=$(command -v "$1")
			shift
			# shellcheck disable=SC2086 # words
			$shell "$tool" "$@" >out 2>err || {
				echo "$shell $use: $(cat err)"
				return 1
			}
		done
	done
}

# clean COMMAND...: in a folder of its own, with nothing loaded
clean()
{
	mkdir "$1" && cd "$1" && empty && "$@"
}

start 26
check "upload says so" clean upload_says_so
check "upload replaces" clean upload_replaces
check "upload of two files is one table" clean upload_of_two_files_is_one_table
check "add adds" clean add_adds
check "download gives what uploads to the same" clean download_gives_what_uploads
check "delete empties the table" clean delete_empties
check "delete of one rule" clean delete_of_one
check "six delete a rule each, at once" clean delete_at_once
check "a folder of rules" clean directory
check "check changes nothing" clean check_changes_nothing
check "a trial, and its end" clean trial_and_confirm
check "stats" clean counts
check "list names the rules" clean list_names_the_rules
check "error in a file" clean error_in_a_file
check "error in the second file" clean error_in_the_second_file
check "error behind a file without a last newline" clean error_in_a_file_without_its_last_newline
check "unclosed brace" clean unclosed_brace
check "missing file" clean missing_file
check "wrong usage is status 2" clean wrong_usage_is_2
if command -v busybox >/dev/null; then
	check "the article's session" clean article_session
	check "the article's order of rules" clean article_order
else
	skip "the article's session" "no busybox, whose rm calls unlink"
	skip "the article's order of rules" "no busybox, whose rm calls unlink"
fi
if command -v strace >/dev/null; then
	check "the article's strace" clean article_strace
else
	skip "the article's strace" "no strace"
fi
check "sctlog follows" clean sctlog_follows
check "sct_unload and sct_load" clean load_and_unload
check "sct_unload is busy while another loads" clean unload_is_busy
check "the tools run in each shell" clean in_each_shell
