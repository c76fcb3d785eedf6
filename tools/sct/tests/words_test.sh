#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What the words of a failed open or write become

# shellcheck source=tap.sh
. "$TOOLS/tests/tap.sh"

# shellcheck disable=SC2034 # said and gave look at status
# refused ERROR: runs sct_refused in a shell of its own, as user $user
refused()
{
	status=0
	# shellcheck disable=SC2086,SC2016 # SH may be two words
	$SH -c '. "$1/lib/sct.sh"
		sct_tool=sct_config user=$3
		id() { echo $user; }
		sct_refused "load rules" "$2"' \
		sh "$TOOLS" "$1" "$user" >"$work/out" 2>"$work/err" || status=$?
}

user=0
for shell_said in \
	"sct_config: 79: cannot create /sys/kernel/sct/rules: Device or resource busy" \
	"/lib/sct.sh: line 79: /sys/kernel/sct/rules: Device or resource busy" \
	"sh: can't create /sys/kernel/sct/rules: Resource busy"; do
	refused "$shell_said"
	ok "busy: ${shell_said%%/*}" said 1 "sct_config: Device or resource busy" \
		"Another program is loading rules" "try again"
done

user=1000
refused "cannot create /sys/kernel/sct/rules: Permission denied"
ok "not root" said 1 "permission denied: cannot load rules" "sudo sct_config"
user=0
refused "cannot create /sys/kernel/sct/rules: Operation not permitted"
ok "root without the capability" said 1 "operation not permitted: cannot load rules" \
	CAP_SYS_ADMIN container
refused "cannot create /sys/kernel/sct/rules: Permission denied"
ok "root of a user namespace" said 1 "operation not permitted" CAP_SYS_ADMIN

refused "cat: write error: Cannot allocate memory"
ok "anything else" gave 1 "" "sct_config: cannot load rules: Cannot allocate memory"

# Who is not root can't look.
fake
echo 5 >"$sct/trial"
chmod 0 "$sct/trial" "$sct/rules" "$SCT_DEBUGFS"
run_as_user sct_config --version
if [ "$status" -eq 0 ] && [ "$(id -u)" -eq 0 ]; then
	for what in confirm stats list download delete; do
		run_as_user sct_config $what
		ok "$what by a user" said 1 "permission denied: cannot" \
			"Only root may. Try: sudo sct_config ..."
	done
	printf 'rule { }\n' >"$work/a.rules"
	run_as_user sct_config upload --trial 5 "$work/a.rules"
	ok "upload --trial by a user" said 1 "permission denied: cannot load rules" sudo
	for what in sctlog "sctrace true"; do
		# shellcheck disable=SC2086 # words
		run_as_user $what
		ok "${what% *} by a user" said 1 "permission denied: cannot read the log" sudo
	done
else
	ok "a user # SKIP not root, or the tools are root's alone" true
fi
chmod 755 "$SCT_DEBUGFS"

end_tests
