#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# sct_config: what reaches the kernel, and what the kernel's answers become

# shellcheck source=tap.sh
. "$TOOLS/tests/tap.sh"

cd "$work" || exit 1
cat >a.rules <<'END'
rule {
	syscall_name = ptrace
	rule_name = a
	action { type = LOG }
}
END
# No newline at its end.
printf 'rule { syscall_name = ptrace rule_name = b\n action { type = LOG } }' >b.rules

fake
echo 'old table' >"$sct/rules"
run sct_config upload a.rules
ok "upload" gave 0 "Successfully uploaded rules from file 'a.rules'" ""
ok "upload replaces, and ends with commit" holds "$sct/rules" "$(cat a.rules)
commit"

run sct_config upload b.rules ./a.rules
ok "upload two files" gave 0 "Successfully uploaded rules from file 'b.rules'
Successfully uploaded rules from file './a.rules'" ""
ok "two files are one text" holds "$sct/rules" "$(cat b.rules)
$(cat a.rules)
commit"

echo 'old table' >"$sct/rules"
run sct_config add a.rules
ok "add" gave 0 "Successfully added rules from file 'a.rules'" ""
ok "add appends" holds "$sct/rules" "old table
$(cat a.rules)
commit"

run sct_config upload - <a.rules
ok "upload from standard input" holds "$sct/rules" "$(cat a.rules)
commit"

{
	echo 'a line that is read before'
	cat a.rules
} >behind
# shellcheck disable=SC2034 # only the rest of the file counts
{
	read -r line
	run sct_config upload -
} <behind
ok "from where standard input is" gave 0 "Successfully uploaded rules from file '-'" ""
ok "not from the file's begin" holds "$sct/rules" "$(cat a.rules)
commit"
printf 'rule {\n \303\251\0}\n' | {
	run sct_config upload -
	exit $status
}
status=$?
ok "an error in standard input" said 1 "-:2:3: byte 0 or 1"

cp a.rules 'name with  blank'
run sct_config upload 'name with  blank'
ok "a file name with blanks" gave 0 \
	"Successfully uploaded rules from file 'name with  blank'" ""

cp a.rules ./-f
run sct_config upload -- -f
ok "a file name like an option" gave 0 \
	"Successfully uploaded rules from file '-f'" ""

printf 'rule {\n \303\251\0}\n' >nul.rules
echo 'old table' >"$sct/rules"
run sct_config upload nul.rules
ok "a NUL byte" gave 1 "" "$(printf 'nul.rules:2:3: byte 0 or 1; expected text
     \303\251 }
      ^')"
ok "a NUL byte changes nothing" holds "$sct/rules" "old table"

printf '# \303\251\200\377 \\n %%s \\\n' >bytes.rules
run sct_config upload bytes.rules
{ cat bytes.rules; echo commit; } >want
ok "bytes reach the kernel as they are" cmp want "$sct/rules"
awk 'BEGIN { for (i = 0; i < 120000; i++) print "# a comment é " i }' >long.rules
run sct_config upload long.rules
{ cat long.rules; echo commit; } >want
ok "so do megabytes" cmp want "$sct/rules"

{ cat a.rules; echo 'commit # loaded by cat as well'; } >commit.rules
run sct_config upload commit.rules b.rules
ok "a file's own commit does not cut the stroke" holds "$sct/rules" "$(cat a.rules)
       # loaded by cat as well
$(cat b.rules)
commit"

echo 'old table' >"$sct/rules"
run sct_config upload a.rules gone.rules
ok "a missing file" gave 1 "" \
	"sct_config: cannot read gone.rules: No such file or directory"
ok "a missing file changes nothing" holds "$sct/rules" "old table"
mkdir -p rules.d/sub.rules.d "it's"
run sct_config upload rules.d
ok "a directory without rules" said 1 "rules.d: there is no *.rules in this directory"
ok "it changes nothing" holds "$sct/rules" "old table"
cp b.rules rules.d/10-b.rules
cp a.rules rules.d/9.rules
cp a.rules rules.d/.hidden.rules
cp a.rules rules.d/other.conf
cp a.rules "it's/a.rules"
run sct_config upload rules.d/ "it's" a.rules
ok "a directory" gave 0 "Successfully uploaded rules from file 'rules.d/10-b.rules'
Successfully uploaded rules from file 'rules.d/9.rules'
Successfully uploaded rules from file 'it's/a.rules'
Successfully uploaded rules from file 'a.rules'" ""
ok "its rules in the order of names" holds "$sct/rules" "$(cat b.rules)
$(cat a.rules a.rules a.rules)
commit"
printf 'rule {\n\0}\n' >rules.d/5-bad.rules
echo 'old table' >"$sct/rules"
run sct_config upload rules.d
ok "a bad file in a directory" said 1 "rules.d/5-bad.rules:2:1: byte 0 or 1"
ok "it keeps all from loading" holds "$sct/rules" "old table"

mkdir etc
SCT_RULES_D=$work/etc
export SCT_RULES_D
run sct_config upload
ok "upload without a file takes the folder of rules" said 1 \
	"etc: there is no *.rules in this directory"
cp a.rules etc/a.rules
run sct_config upload
ok "all that is in it" gave 0 "Successfully uploaded rules from file '$work/etc/a.rules'" ""
run sct_config check
ok "check too" said 0 "The rules of file '$work/etc/a.rules' are right"
run sct_config add
ok "add does not" said 2 "add needs the name of a file"
SCT_RULES_D=$work/gone

run sct_config check a.rules
ok "check" gave 0 "a  before  LOG  ptrace" "The rules of file 'a.rules' are right"
u2212=$(printf '\342\210\222')
for minus in - "$u2212" '- ' "$u2212 "; do
	echo "rule { syscall_name = ptrace rule_name = a action { error_code = ${minus}1 type = FAIL } }" >m.rules
	run sct_config check m.rules
	ok "check with a minus: '$minus'" gave 0 "a  before  FAIL(-1)  ptrace" \
		"The rules of file 'm.rules' are right"
done
run sct_config check a.rules
ok "check ends with check" holds "$sct/rules" "$(cat a.rules)
check"
echo 'old table' >"$sct/rules"
run sct_config check rules.d
ok "check tells what is wrong" said 1 "rules.d/5-bad.rules:2:1: byte 0 or 1"
printf 'rule {\n' >open.rules
run sct_config check open.rules
ok "check of an open brace" said 1 "open.rules:1:6: unclosed brace"
ok "that changes nothing" holds "$sct/rules" "old table"
run sct_config check
ok "check without a file" said 2 "check needs the name of a file"

echo 0 >"$sct/trial"
run sct_config upload --trial 30 a.rules
ok "a trial" said 0 "taken back after 30 seconds" "sct_config confirm"
ok "the kernel knows" holds "$sct/trial" 30
run sct_config list
ok "list tells of the trial" said 0 "in 30 seconds" "sct_config confirm"
run sct_config confirm
ok "confirm" gave 0 "Confirmed: the rules stay in force" ""
ok "the kernel gets it" holds "$sct/trial" confirm
echo 0 >"$sct/trial"
run sct_config confirm
ok "nothing to confirm" said 1 "no rules are on trial" "--trial 60 FILE"
for wrong in 0 -1 x ''; do
	run sct_config upload --trial "$wrong" a.rules
	ok "a trial of '$wrong' seconds" said 2 "expected a number of seconds"
done
run sct_config upload a.rules --trial=31
ok "options may stand behind" said 0 "taken back after 31 seconds"
echo 0 >"$sct/trial"
run sct_config list --trial 5
ok "a trial of nothing" said 2 "--trial goes with upload, add or delete"
run sct_config check --trial 5 a.rules
ok "a trial of a check" said 2 "--trial goes with upload, add or delete"

# Who can't open the file of rules, and so does not hold it, arms no trial: not for a
# moment. It would be one of the rules that another program loads.
echo 0 >"$sct/trial"
touch -t 200001010000 "$sct/trial"
touch -t 200101010000 later
cp a.rules table
rm "$sct/rules"
mkdir "$sct/rules"
for what in "upload a.rules" "add a.rules" delete; do
	# shellcheck disable=SC2086 # words
	run sct_config $what --trial 30
	ok "no trial of ${what%% *} while another loads" said 1 "Is a directory"
done
ok "the file trial is not written" test -z "$(find "$sct/trial" -newer later)"
rmdir "$sct/rules"
echo '1:1: unknown word "rule"' >"$sct/error_log"
ln -s /proc/self/oom_score_adj "$sct/rules"
for what in "upload a.rules" "add a.rules" delete; do
	# shellcheck disable=SC2086 # words
	run sct_config $what --trial 30
	ok "no trial of ${what%% *} that fails" test "$status" -eq 1 -a "$(cat "$sct/trial")" = 0
done
rm "$sct/rules" "$sct/error_log"
cp table "$sct/rules"
rm "$sct/trial"
run sct_config upload --trial 30 a.rules
ok "a kernel without trials" gave 1 "" "sct_config: this kernel's SCT knows no trial"
ok "nothing has changed" cmp table "$sct/rules"
echo 0 >"$sct/trial"

# Options in front.
run sct_config --trial 32 upload a.rules
ok "--trial in front of the command" said 0 "taken back after 32 seconds"
run sct_config --trial=33 -- upload a.rules
ok "-- in front of it" said 0 "taken back after 33 seconds"
run sct_config --trial 33
ok "options alone" said 2 "expected a command"
run sct_config --trial 5 --help
ok "--help behind other options" test "$status" -eq 0 -a -s "$work/out" -a ! -s "$work/err"
echo 0 >"$sct/trial"

cat >"$logs/stats" <<'END'
ring matched=12 logged=10 limited=2 failed=0 nanoseconds=123456
b matched=3 logged=0 limited=0 failed=3 nanoseconds=99
ring written=10 lost=1 overwritten=0
END
run sct_config stats
ok "stats" gave 0 "ring 12 10 2 0 123456
b     3  0 0 3     99
ring written=10 lost=1 overwritten=0" ""
run sct_config stats b
ok "stats of one rule" gave 0 "b 3 0 0 3 99" ""
run sct_config stats c
ok "stats of an unknown rule" said 1 "there is no rule 'c'" "sct_config list"

# on_full ARGUMENT...: where nothing can be printed
on_full()
{
	: >out
	status=0
	# shellcheck disable=SC2086 # SH may be two words
	$SH "$TOOLS/sct_config" "$@" >/dev/full 2>err || status=$?
}
cp a.rules "$sct/rules"
on_full stats
ok "stats on a full disk" said 1 "cannot write the counters"
on_full list
ok "list on a full disk" said 1 "cannot write the list"
on_full check a.rules
ok "check on a full disk" said 1 "cannot write the list"

echo 0 >"$sct/enabled"
run sct_config upload a.rules
ok "rules that are held" said 0 "the rules are held" "Run sct_load"
echo 1 >"$sct/enabled"

printf 'rule {\n\trule_name = x\n}\n' >"$sct/rules"
run sct_config download
ok "download" gave 0 "$(printf 'rule {\n\trule_name = x\n}')" ""
run sct_config download saved
ok "download into a file" holds saved "$(cat "$sct/rules")"
run sct_config download no/such
ok "download into nowhere" said 1 "cannot write no/such:"

run sct_config delete
ok "delete" gave 0 "" ""
ok "delete takes all" holds "$sct/rules" commit

# The kernel's own text, with a log_format that looks like rules.
cat >table <<'END'
rule {
	syscall_name = unlink, unlinkat
	rule_name = first
	filter_expression { PARAMS[1] == "/a}" && UID == 0 }
	action { type = LOG log_format { %comm \}
\}
rule {
	rule_name = second
when = after \} {
 } }
	action { type = FAIL error_code = -1 }
	when = before
}
rule {
	syscall_name = read
	rule_name = second
	action { type = LOG }
	when = after
}
rule {
	syscall_name = ptrace
	rule_name = third
	action { type = LOG log_format { rule { rule_name = fourth \} } }
	when = before
}
END
sed -n '1,/^	when/p' table >first
echo '}' >>first
sed -n '/= read/,/^}/p' table | sed '1i\
rule {' >second
sed '1,/= ptrace/d' table | sed '1i\
rule {\
	syscall_name = ptrace' >third

# drop NAME...: what sct_config delete and sctrace leave of the table. A plain file
# is empty as soon as it is opened for writing, so they can't be run on it.
drop()
{
	SCT_DROP=$(printf '%s\n' "$@") awk -v task=drop -f "$TOOLS/lib/rules.awk" table >left
}
drop second
ok "delete one leaves the others" cmp left - <<END
$(cat first third)
END
drop first third
ok "delete two" cmp left second
drop
ok "delete none" cmp left table
cp table "$sct/rules"
run sct_config delete second fourth
ok "delete an unknown one" gave 1 "" "sct_config: there is no rule 'fourth'; there are:
    first
    second
    third"
ok "delete an unknown one changes nothing" cmp table "$sct/rules"
awk 'BEGIN { for (i = 1; i <= 30; i++)
	printf "rule {\n\tsyscall_name = read\n\trule_name = r%d\n\twhen = after\n}\n", i }' >"$sct/rules"
run sct_config delete x
ok "not all of many rules are shown" said 1 "    r20" "    and 10 more: sct_config list"
: >"$sct/rules"
run sct_config delete first
ok "delete where there are none" gave 1 "" \
	"sct_config: there is no rule 'first': no rule is loaded"

cp table "$sct/rules"
run sct_config list
ok "list" gave 0 "first   before  LOG,FAIL(-1)  unlink,unlinkat
second  after   LOG           read
third   before  LOG           ptrace" ""

# What can't be opened.
fake
rm "$sct/rules"
mkdir "$sct/rules"
run sct_config upload a.rules
ok "rules that can't be opened" gave 1 "" "sct_config: cannot load rules: Is a directory"
run sct_config delete
ok "nor for deletion" gave 1 "" "sct_config: cannot remove the rules: Is a directory"

# What the kernel refuses.
refusing <<'END'
1:1: an older error; expected none
    x
    ^

3:14: unknown word "a"; expected b
     rule_name = a
                 ^
END
run sct_config upload a.rules
ok "an error" gave 1 "" 'a.rules:3:14: unknown word "a"; expected b
     rule_name = a
                 ^'

sed -i 's/^3:14/6:2/' "$sct/error_log"
run sct_config upload b.rules a.rules
ok "an error in the second of two files" said 1 'a.rules:4:2: unknown word "a"'
run sct_config upload a.rules b.rules
ok "an error on the next file's first line" said 1 'b.rules:1:2: unknown word "a"'
run sct_config upload a.rules
ok "an error at the end" gave 1 "" 'a.rules:6:1: unknown word "a"; expected b'

echo 'rule { filter_expression { UID == usernametoid("root") && XID == 0 }' >u.rules
sed -i 's/^6:2/1:59/' "$sct/error_log"
run sct_config upload u.rules
ok "an error behind a name that became a number" gave 1 "" \
	'u.rules:1:59: unknown word "a"; expected b
    rule { filter_expression { UID == usernametoid("root") && XID == 0 }
                                                              ^'

{
	awk 'BEGIN { for (i = 0; i < 50; i++) printf "\303\251 " }'
	printf 'bad '
	awk 'BEGIN { for (i = 0; i < 50; i++) printf "\303\251 " }'
} >wide.rules
printf '1:101: unknown word "bad"; expected rule, log_format or commit\n' | refusing
run sct_config upload wide.rules
ok "a long line is cut around its error" test "$(sed 1d "$work/err")" = \
	"     $(printf '\303\251 %.0s' 1 2 3 4 5 6 7 8 9 10 11 12 13 14)bad$(printf \
		' \303\251%.0s' 1 2 3 4 5 6 7 8 9 10)
$(printf '%33s' '')^"

# on_terminal ARGUMENT...: sct_config on a terminal of 80 columns; what it prints there
# is in err
on_terminal()
{
	: >"$work/out"
	SHELL=/bin/sh script -qec "stty cols 80; $SH '$TOOLS/sct_config' $*" /dev/null \
		</dev/null | tr -d '\r' >"$work/err"
	status=$?
}
if command -v script >/dev/null; then
	long=$(printf '%060d' 0)
	cp a.rules "$long.rules"
	printf '2:17: unknown system call "opne"; %s; %s\n    x\n    ^\n' \
		'expected a call that debugfs sct/syscalls lists' 'did you mean "open"?' | refusing
	on_terminal upload "$long.rules"
	ok "errors fit a terminal" narrow "$work/err"
	ok "folded, not cut" said 0 "$long.rules:2:17:" 'unknown system call "opne";' \
		'did you mean "open"?' '     syscall_name = ptrace'
	on_terminal upload "no-$long-no-$long"
	ok "words that are wider stay whole" said 0 "no-$long-no-$long:"
	on_terminal list --trial
	ok "errors of the command line fit" narrow "$work/err"
else
	ok "errors on a terminal # SKIP no script" true
fi

echo 'load given up' | refusing
run sct_config upload a.rules
ok "an error without a place" said 1 "does not say where" "load given up"

# A brace that is not closed takes the commit with it, so that the kernel says
# nothing; here it is the generation that does not change.
fake
head -n 4 a.rules >open.rules
run sct_config upload open.rules
ok "an unclosed brace at the end" gave 1 "" \
	"open.rules:1:6: unclosed brace; expected '}' before the end of the file
    rule {
         ^"
fake
echo 'old table' >"$sct/rules"
run sct_config upload open.rules b.rules
ok "an unclosed brace before the next file" said 1 "open.rules:1:6: unclosed brace"
ok "an unclosed brace changes nothing" holds "$sct/rules" "old table"
printf 'log_format { \303\251 \\}\n' >open.rules
run sct_config upload open.rules b.rules
ok "an unclosed log_format" said 1 "open.rules:1:12: unclosed brace"

# A string takes the braces behind it with it: what is missing is a quote.
printf 'rule { filter_expression { COMM == "x } }\n' >quote.rules
echo "1:36: unclosed string; expected '\"' before the line's end" | refusing
run sct_config upload quote.rules a.rules
ok "an unclosed string before the next file" gave 1 "" \
	"quote.rules:1:36: unclosed string; expected '\"' before the line's end
    rule { filter_expression { COMM == \"x } }
                                       ^"

fake
cat >"$sct/error_log" <<'END'
2:17: warning: rule a does not watch 32-bit callers: it can not
     syscall_name = ptrace
                    ^
END
run sct_config upload a.rules
ok "the kernel's warning" gave 0 "Successfully uploaded rules from file 'a.rules'" \
	'a.rules:2:17: warning: rule a does not watch 32-bit callers: it can not
     syscall_name = ptrace
                    ^'
cat >>"$sct/error_log" <<'END'

2:17: warning: rule a does not watch 32-bit callers: it can not
     syscall_name = ptrace
                    ^

3:14: warning: second; a\b
     rule_name = a
                 ^

1:1: warning: of another text
    other
    ^
END
run sct_config upload a.rules
ok "all of its warnings, once each" gave 0 "Successfully uploaded rules from file 'a.rules'" \
	'a.rules:2:17: warning: rule a does not watch 32-bit callers: it can not
     syscall_name = ptrace
                    ^
a.rules:3:14: warning: second; a\b
     rule_name = a
                 ^'
run sct_config upload b.rules
ok "a warning of another text" gave 0 \
	"Successfully uploaded rules from file 'b.rules'" ""

mkdir tmp
TMPDIR=$work/tmp
export TMPDIR
touch -t 200001010000 tmp
touch -t 200101010000 later
run sct_config upload a.rules
run sct_config add b.rules
run sct_config delete a
ok "no temporary file" test -z "$(find tmp -newer later)"
unset TMPDIR

rm -r "$sct"
run sct_config list
ok "no SCT" said 1 "sct_config: this kernel" "has no SCT" CONFIG_SCT=y reboot
rm -r "$SCT_SYSFS/kernel"
run sct_config delete
ok "no sysfs" said 1 "sysfs is not mounted on $SCT_SYSFS" "Run sct_load"

# The command line.
run sct_config
ok "no command" said 2 "Usage: sct_config"
run sct_config frobnicate
ok "an unknown command" said 2 "unknown command 'frobnicate'" \
	"Try: sct_config --help"
run sct_config upload
ok "upload without a file" said 2 "upload needs the name of a file"
run sct_config upload -x
ok "an unknown option" said 2 "unknown option '-x'"
run sct_config list all
ok "list with an argument" said 2 "list takes no argument"
run sct_config upload --help
ok "--help" test "$status" -eq 0 -a -s "$work/out" -a ! -s "$work/err"
ok "--help fits" narrow "$work/out"

end_tests
