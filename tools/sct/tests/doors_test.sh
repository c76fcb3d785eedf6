#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# sct_config: the doors that the selftest of that name lists, without a kernel

# shellcheck source=tap.sh
. "$TOOLS/tests/tap.sh"

cd "$work" || exit 1
fake

# SCT's repository, or a kernel tree
for selftest in "$TOOLS/../../selftests/doors_test.sh" \
	"$TOOLS/../testing/selftests/sct/doors_test.sh"; do
	[ ! -r "$selftest" ] || break
done
if [ ! -r "$selftest" ]; then
	echo "1..0 # SKIP no selftests"
	exit
fi

# What that one says with a kernel, this one says of all calls: there is no list.
# shellcheck disable=SC2034 # untold uses it
syscalls=$logs/syscalls
for name in doors doors32 batches untold doors_told; do
	eval "$(sed -n "/^$name()\$/,/^}/p" "$selftest")"
done

# shellcheck disable=SC2317 # untold calls it
sct_config()
{
	shift
	# shellcheck disable=SC2086 # SH may be two words
	$SH "$TOOLS/sct_config" upload "$@"
}

ok "calls of other names that reach the same" doors_told doors
ok "those of 32-bit programs" doors_told doors32

# No call stands before '>' in two groups.
# shellcheck disable=SC2317 # ok calls it
once()
{
	awk '{ sub(/^#.*/, ""); sub(/[|>].*/, ""); for (i = 1; i <= NF; i++) print $i }' \
		"$TOOLS/lib/siblings" | sort | uniq -d >twice
	cat twice
	[ ! -s twice ]
}
ok "each call is told once" once

end_tests
