#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Whoever watches a call by one of its forms is told of the others: sct_config knows
# every call of this kernel that is another's name with at, 2, 64 and the like behind

here=$(cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=sct_helpers.sh
. "$here/sct_helpers.sh"

syscalls=/sys/kernel/debug/sct/syscalls

# Lines "NAME FORM", and where NAME is no form itself or is one: forms 0|1
forms()
{
	awk -v want="$1" '
	!/# not in this kernel/ { split($0, part, /[ (]+/); is[part[3]] = 1 }
	END {
		n = split("_time64 64 32 at2 at 2 4 1 6 v2 v", ending, " ")
		for (name in is)
			for (i = 1; i <= n; i++) {
				at = length(name) - length(ending[i])
				base = substr(name, 1, at)
				if (at > 0 && substr(name, at + 1) == ending[i] && base in is)
					base_of[name, base] = form[name] = 1
			}
		for (pair in base_of) {
			split(pair, part, SUBSEP)
			if ((part[2] in form) == want)
				print part[2], part[1]
		}
	}' "$syscalls"
}

# The forms that no warning names: told 0|1
told()
{
	forms "$1" | sort >pairs
	[ -s pairs ] || return 1
	cut -d ' ' -f 1 pairs | sort -u |
		sed 's/.*/rule { syscall_name = & rule_name = & action { type = LOG } }/' >in.rules
	sct_config check in.rules >said 2>&1 || { cat said >&2; return 1; }
	# A warning is two lines or more; the calls stand before "reach".
	tr -d '\n' <said | sed 's/in\.rules:/\n&/g' >lines
	while read -r base form; do
		grep "watches $base alone;.* reach" lines | sed 's/ reach.*//' |
			grep -q "[ ,]$form\\(,\\|\$\\)" || echo "$base: $form is not told of" >&2
	done <pairs 2>missing
	cat missing >&2
	[ ! -s missing ]
}

# A rule that names all of them is told of none.
none_left()
{
	printf 'rule { syscall_name = open, openat, openat2, creat, open_by_handle_at\n' >in.rules
	printf ' rule_name = x action { type = LOG } }\n' >>in.rules
	sct_config check in.rules >said 2>&1 || return 1
	! grep warning said
}

# Of a class nobody is told anything.
class_has_all()
{
	printf 'rule { syscall_name = %%file rule_name = x action { type = LOG } }\n' >in.rules
	sct_config check in.rules >said 2>&1 || return 1
	! grep alone said
}

start 4
check "every form of a call is told of" told 0
check "and every form of a form" told 1
check "all of them leave nothing to tell" none_left
check "a class has all of them" class_has_all
