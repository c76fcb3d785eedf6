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
run sct_config upload /
ok "a directory" said 1 "/: is a directory"

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

cp table "$sct/rules"
run sct_config delete second
ok "delete one" gave 0 "" ""
ok "delete one leaves the others" holds "$sct/rules" "$(cat first third)
commit"
cp table "$sct/rules"
run sct_config delete first third
ok "delete two" holds "$sct/rules" "$(cat second)
commit"
cp table "$sct/rules"
run sct_config delete second fourth
ok "delete an unknown one" gave 1 "" "sct_config: there is no rule 'fourth'; there are:
    first
    second
    third"
ok "delete an unknown one changes nothing" cmp table "$sct/rules"
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
