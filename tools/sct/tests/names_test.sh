#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# sct_config: usernametoid() and groupnametoid(), and the warnings of siblings

# shellcheck source=tap.sh
. "$TOOLS/tests/tap.sh"

cd "$work" || exit 1
fake

# becomes TEXT: what the kernel gets of it
becomes()
{
	printf '%s\n' "$1" >in.rules
	run sct_config upload in.rules
	sed '$d' "$sct/rules" >got
}

daemon=$(awk -F: '$1 == "daemon" { print $3 }' /etc/group)
becomes 'rule { filter_expression { UID == usernametoid("root") && é == 1 } }'
ok "a user" holds got \
	'rule { filter_expression { UID == 0                    && é == 1 } }'
becomes 'rule { filter_expression { groupnametoid ( "daemon" )==GID } }'
ok "a group" holds got "$(printf \
	'rule { filter_expression { %-26s==GID } }' "$daemon")"
becomes 'rule { filter_expression { UID in (usernametoid("root"), usernametoid("root")) } }'
ok "twice on a line" holds got \
	'rule { filter_expression { UID in (0                   , 0                   ) } }'

text='# usernametoid("nobody-has-this")
rule { filter_expression { COMM == "usernametoid(\"x\")" || xusernametoid("x") }
 action { log_format = { usernametoid("x") \} " # } } } # usernametoid("x")
log_format
# groupnametoid("x") {
{ usernametoid("x")
groupnametoid("x") }'
becomes "$text"
ok "not in comments, strings, texts and other words" holds got "$text"

printf 'rule { é = usernametoid("nobody-has-this") && groupnametoid(wheel) }\n' >in.rules
echo 'old table' >"$sct/rules"
run sct_config upload in.rules
ok "an unknown user, and no name" gave 1 "" \
	'in.rules:1:12: no user "nobody-has-this" on this machine; expected a name that /etc/passwd or getent knows
    rule { é = usernametoid("nobody-has-this") && groupnametoid(wheel) }
               ^
in.rules:1:47: bad groupnametoid; expected a name in quotes, as in groupnametoid("root")
    rule { é = usernametoid("nobody-has-this") && groupnametoid(wheel) }
                                                  ^'
ok "an unknown user changes nothing" holds "$sct/rules" "old table"

mkdir bin
cat >bin/getent <<'END'
#!/bin/sh
case "$1 $2" in
"passwd from-ldap") echo "from-ldap:x:4294967294:1::/:" ;;
"passwd 0") echo "root:x:0:0::/:" ;;
esac
END
chmod +x bin/getent
path=$PATH
PATH=$work/bin:$path
becomes 'UID == usernametoid("from-ldap");'
ok "a user that only getent knows" holds got 'UID == 4294967294               ;'
printf 'UID == usernametoid("0")\n' >in.rules
run sct_config upload in.rules
ok "a number is no name" said 1 'no user "0"'
# shellcheck disable=SC2016
printf 'UID == usernametoid("$(touch pwned)'"'"';touch pwned;'"'"'")\n' >in.rules
run sct_config upload in.rules
# shellcheck disable=SC2016
ok "a name is no command" said 1 'no user "$(touch pwned)'
ok "and does nothing" test ! -e pwned
PATH=$path

awk 'BEGIN { for (i = 0; i < 3000; i++) printf "UID == 0 || \"é\" == COMM || "
	print "usernametoid(\"root\") == UID && usernametoid(\"nope\")" }' >in.rules
run sct_config upload in.rules
ok "a long line" said 1 'in.rules:1:81032: no user "nope"' \
	' == COMM || usernametoid("root") == UID && usernametoid("nope")'

# shellcheck disable=SC2317 # ok calls it
# warns RULES WARNING: uploads, and compares
warns()
{
	printf '%s\n' "$1" >in.rules
	run sct_config upload in.rules
	gave 0 "Successfully uploaded rules from file 'in.rules'" "$2"
}

ok "unlink alone" warns 'rule {
 rule_name = x
 syscall_name = unlink
}' "in.rules:3:17: warning: rule 'x' watches unlink alone; unlinkat reaches the same
    (coreutils' rm calls it): add it to syscall_name, or watch it in another rule"
ok "some of them, after others" warns 'rule { syscall_name: ptrace , open,
 openat2 rule_name: x }' \
	"in.rules:1:31: warning: rule 'x' watches open, openat2 alone; openat, creat, open_by_handle_at reach the same
    (the C library's open() calls openat): add them to syscall_name, or watch them in another rule"
ok "all of them" warns 'rule { syscall_name = unlink,unlinkat, rmdir rule_name = x }' ""
ok "unlink and unlinkat" warns 'rule { syscall_name = unlink, unlinkat rule_name = x }' ""
ok "unlinkat" warns 'rule { syscall_name = unlinkat rule_name = x }' \
	"in.rules:1:23: warning: rule 'x' watches unlinkat alone; unlink reaches the same
    add it to syscall_name, or watch it in another rule"
ok "rmdir" warns 'rule { syscall_name = rmdir rule_name = x }' \
	"in.rules:1:23: warning: rule 'x' watches rmdir alone; unlinkat reaches the same
    add it to syscall_name, or watch it in another rule"
ok "two groups" warns 'rule { syscall_name = chdir, link rule_name = x }' \
	"in.rules:1:23: warning: rule 'x' watches chdir alone; fchdir reaches the same
    add it to syscall_name, or watch it in another rule
in.rules:1:30: warning: rule 'x' watches link alone; linkat reaches the same
    (coreutils' ln calls it): add it to syscall_name, or watch it in another rule"
warning()
{
	echo "in.rules:$1:23: warning: rule '$2' watches link alone; linkat reaches the same
    (coreutils' ln calls it): add it to syscall_name, or watch it in another rule"
}
ok "many rules" warns 'rule { syscall_name = link rule_name = a }
rule { syscall_name = link, ptrace rule_name = b }
rule { syscall_name = link rule_name = c }
rule { syscall_name = link rule_name = d }
rule { syscall_name = link rule_name = e }' "$(warning 1 a; warning 2 b; warning 3 c)
warning: 2 more rules watch link alone"
ok "the other in another rule" warns 'rule { syscall_name = unlink rule_name = x }
rule { syscall_name = unlinkat rule_name = y } rule { syscall_name = rmdir }' ""
ok "every call in another rule" warns 'rule { syscall_name = unlink rule_name = x }
rule { syscall_name = * rule_name = y }' ""
ok "a class with the others in another rule" warns 'rule { syscall_name = unlink, stat rule_name = x }
rule { syscall_name = %file, %%stat rule_name = y }' ""
ok "a class with some of them" warns 'rule { syscall_name = open rule_name = x }
rule { syscall_name = %file rule_name = y }' \
	"in.rules:1:23: warning: rule 'x' watches open alone; open_by_handle_at reaches the same
    add it to syscall_name, or watch it in another rule"
ok "a class without them" warns 'rule { syscall_name = unlink rule_name = x }
rule { syscall_name = %net rule_name = y }' \
	"in.rules:1:23: warning: rule 'x' watches unlink alone; unlinkat reaches the same
    (coreutils' rm calls it): add it to syscall_name, or watch it in another rule"
ok "a class of another name" warns 'rule { syscall_name = accept rule_name = x }
rule { syscall_name = %net rule_name = y }' ""
ok "one way" warns 'rule { syscall_name = seccomp rule_name = x }' \
	"in.rules:1:23: warning: rule 'x' watches seccomp alone; prctl reaches the same
    add it to syscall_name, or watch it in another rule"
ok "and not the other" warns 'rule { syscall_name = prctl rule_name = x }' ""
ok "the second of two that are missed often" warns \
	'rule { syscall_name = chmod, fchmod, fchmodat, fchmodat2 rule_name = x }' \
	"in.rules:1:23: warning: rule 'x' watches chmod, fchmod, fchmodat, fchmodat2 alone; setxattr, lsetxattr, fsetxattr reach the same
    (setfacl calls setxattr): add them to syscall_name, or watch them in another rule"
ok "calls without a sibling" warns 'rule { syscall_name = ptrace rule_name = x }' ""

printf 'rule {\n\tsyscall_name = unlinkat\n}\n' >"$sct/rules"
printf 'rule { syscall_name = unlink rule_name = x }\n' >in.rules
run sct_config add in.rules
ok "the other in force already" gave 0 \
	"Successfully added rules from file 'in.rules'" ""
printf 'rule {\n\tsyscall_name = link\n\trule_name = z\n}\n' >"$sct/rules"
run sct_config add in.rules
ok "no warning of rules in force already" gave 0 \
	"Successfully added rules from file 'in.rules'" \
	"in.rules:1:23: warning: rule 'x' watches unlink alone; unlinkat reaches the same
    (coreutils' rm calls it): add it to syscall_name, or watch it in another rule"
printf 'rule { syscall_name = open rule_name = y }\n' >in2.rules
run sct_config upload in.rules in2.rules
ok "two files" said 0 "in.rules:1:23: warning: rule 'x' watches unlink alone;" \
	"in2.rules:1:23: warning: rule 'y' watches open alone;"

cat >"$logs/syscalls" <<'END'
native   2 open(const char * filename, int flags, umode_t mode)
native 257 openat(int dfd, const char * filename, int flags, umode_t mode)
native  85 creat(const char * pathname, umode_t mode)	# not in this kernel: returns ENOSYS
compat  10 unlink(const char * pathname)
END
ok "only calls that this kernel has" warns 'rule { syscall_name = open rule_name = x }
rule { syscall_name = unlink rule_name = y }' \
	"in.rules:1:23: warning: rule 'x' watches open alone; openat reaches the same
    (the C library's open() calls it): add it to syscall_name, or watch it in another rule"

end_tests
