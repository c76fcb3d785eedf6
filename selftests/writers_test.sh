#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Loading tables with what a shell has: each writes in pieces of its own

here=$(dirname -- "$0")
# shellcheck source=sct_helpers.sh
. "$here/sct_helpers.sh"

# Ways to write the file $table, one a line: the shell, what is tried with it, its
# name, the command. Tried are: s, a small table; l, one of 1.3 MB; e, an error.
# A @ in a command stands for a newline.
# shellcheck disable=SC2016 # the shells of the list expand it
ways='
sh sle cat cat "$table" >"$rules"
sh sle sed sed -n p "$table" >"$rules"
sh sle tee tee "$rules" <"$table" >/dev/null
sh s grep grep "" "$table" >"$rules"
sh se dd-bs=1 dd bs=1 if="$table" of="$rules" 2>/dev/null
sh s dd-bs=7 dd bs=7 if="$table" of="$rules" 2>/dev/null
sh l dd-bs=1M dd bs=1M if="$table" of="$rules" 2>/dev/null
sh s line-by-line while IFS= read -r line; do printf "%s\n" "$line"; done <"$table" >"$rules"
sh se two-halves { head -n 71 "$table"; tail -n +72 "$table"; } >"$rules"
sh s commit { cat "$table"; echo commit; } | cat >"$rules"
dash sle echo text=$(cat "$table"); echo "$text" >"$rules"
dash sle printf text=$(cat "$table"); printf "%s\n" "$text" >"$rules"
dash s printf-without-newline text=$(cat "$table"); printf %s "$text" >"$rules"
dash s here-document cat >"$rules" <<END@$(cat "$table")@END
bash sle echo text=$(<"$table"); echo "$text" >"$rules"
bash s echo-e text=$(<"$table"); echo -e "$text" >"$rules"
bash sle printf text=$(<"$table"); printf "%s\n" "$text" >"$rules"
bash s here-string cat >"$rules" <<<"$(<"$table")"
busybox sle echo text=$(cat "$table"); echo "$text" >"$rules"
busybox sl printf text=$(cat "$table"); printf "%s\n" "$text" >"$rules"
busybox sl cat busybox cat "$table" >"$rules"
busybox sl sed busybox sed -n p "$table" >"$rules"
busybox sl tee busybox tee "$rules" <"$table" >/dev/null
busybox s dd-bs=1 busybox dd bs=1 if="$table" of="$rules" 2>/dev/null
'

# make_table RULES: in the canonical form, so that it reads back as it is
make_table()
{
	awk -v n="$1" 'BEGIN {
		for (i = 0; i < n; i++)
			printf "rule {\n\tsyscall_name = unlink\n\trule_name = r%d\n" \
				"\tfilter_expression { PARAMS[1] == \"file%d\" }\n" \
				"\taction { type = FAIL error_code = -30 }\n" \
				"\twhen = before\n}\n", i, i
	}'
}

# run_in SHELL COMMAND
run_in()
{
	case $2 in
	*@*) set -- "$1" "$(printf '%s' "$2" | tr @ '\n')" ;;
	esac
	case $1 in
	busybox) busybox sh -c "$2" ;;
	*) "$1" -c "$2" ;;
	esac
}

# load_and_compare SHELL COMMAND: one new table, byte for byte
load_and_compare()
{
	: >"$rules"
	number generation
	before=$number
	run_in "$1" "$2" || {
		echo "exit status $?"
		cat "$sct/error_log"
		return 1
	}
	number generation
	same generation "$((before + 1))" "$number" && cmp "$table" "$rules"
}

# refuse_and_keep SHELL COMMAND: the writer is told, and the table stays
refuse_and_keep()
{
	cat small >"$rules"
	number generation
	before=$number
	! run_in "$1" "$2" || {
		echo "no error"
		return 1
	}
	number generation
	same generation "$before" "$number" && cmp small "$rules"
}

# each WHAT FUNCTION TEXT: FUNCTION for all ways that try WHAT
each()
{
	what=$1
	function=$2
	while read -r shell tried name command; do
		case $tried in
		*"$what"*) ;;
		*) continue ;;
		esac
		if command -v "$shell" >/dev/null; then
			check "$3 $shell $name" "$function" "$shell" "$command"
		else
			skip "$3 $shell $name" "no $shell"
		fi
	done <ways
}

count()
{
	printf '%s' "$ways" | grep -c "^[a-z]* [a-z]*$1[a-z]* "
}

append()
{
	cat small >"$rules"
	echo 'rule { syscall_name = rmdir rule_name = more action { type = LOG } }' >more.conf
	run_in sh "$1" || return 1
	number nr_rules
	same nr_rules 41 "$number" && grep -q 'rule_name = more' "$rules"
}

# The writer dies in the middle, and what it had written goes with it.
killed_mid_table()
{
	cat small >"$rules"
	number generation
	before=$number
	mkfifo fifo
	cat fifo >"$rules" &
	writer=$!
	exec 9>fifo
	cat small >&9
	kill "-$1" "$writer"
	wait "$writer" 2>/dev/null
	exec 9>&-
	number generation
	same generation "$before" "$number" && cmp small "$rules"
}

start $(($(count s) + $(count l) + $(count e) + 9))
printf '%s' "$ways" >ways
export table rules
make_table 40 >small
# A kernel that looks for leaks is slow.
many=9000
[ ! -e /sys/kernel/debug/kmemleak ] || many=1500
make_table $many >large
sed 's/^\twhen = before$/\twhen = befor/' small >bad

table=small
each s load_and_compare "40 rules:"
table=large
each l load_and_compare "$many rules:"
# shellcheck disable=SC2016 # run_in expands it
one_a_write='dd bs=1 if="$table" of="$rules" 2>/dev/null'
check "$many rules: sh dd-bs=1" load_and_compare sh "$one_a_write"
table=bad
each e refuse_and_keep "an error is told to"

# shellcheck disable=SC2016 # run_in expands it
{
	check "cat appends" append 'cat more.conf >>"$rules"'
	check "printf appends" append 'printf "%s" "$(cat more.conf)" >>"$rules"'
	check "tee -a appends" append 'tee -a "$rules" <more.conf >/dev/null'
	check "dd appends" append \
		'dd bs=1 if=more.conf of="$rules" oflag=append conv=notrunc 2>/dev/null'
}
for signal in KILL TERM HUP PIPE; do
	check "a cat that SIG$signal ends changes nothing" killed_mid_table "$signal"
done
