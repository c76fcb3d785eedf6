# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# What the tests share: TAP, and a /sys that is none
#
# $TOOLS is the directory of the tools, $SH the shell that runs them. The files
# of the fake /sys are plain ones, so it shows what the tools read and write.
# What the kernel refuses is played by a file of /proc that refuses everything.

set -u

# TOOLS and SH come from tests/run; SH may be two words, as in "busybox sh".
work=$(mktemp -d)
trap clean EXIT
SCT_SYSFS=$work/sys
SCT_DEBUGFS=$work/debug
# Not by the PATH: a busybox shell takes its own mount before any other, and the
# clean-up would go through what that mounted.
SCT_MOUNT=$work/mount
export SCT_SYSFS SCT_DEBUGFS SCT_MOUNT
sct=$SCT_SYSFS/kernel/sct
logs=$SCT_DEBUGFS/sct
count=0
failed=0

# clean: all that the tests left behind, but nothing that is mounted
clean()
{
	if grep -Fq " $work/" /proc/mounts; then
		echo "Bail out! something is mounted below $work"
		exit 1
	fi
	rm -rf "$work"
}

# A mount that refuses; a test that wants another one writes it.
cat >"$SCT_MOUNT" <<'END'
#!/bin/sh
echo "mount: $4: unknown filesystem type '$2'." >&2
exit 32
END
chmod +x "$SCT_MOUNT"

# fake: a fresh /sys with an SCT that has no rule
fake()
{
	rm -rf "$work/sys" "$work/debug"
	mkdir -p "$sct" "$logs"
	: >"$sct/rules"
	: >"$sct/error_log"
	echo 1 >"$sct/enabled"
	echo 5 >"$sct/generation"
	: >"$logs/log"
	: >"$logs/log_pipe"
}

# refusing: the kernel answers a table with EINVAL; standard input is error_log
refusing()
{
	fake
	rm "$sct/rules"
	ln -s /proc/self/oom_score_adj "$sct/rules"
	cat >"$sct/error_log"
}

# run TOOL ARGUMENT...: its status is in $status, what it printed in out and err
run()
{
	tool=$1
	shift
	status=0
	# shellcheck disable=SC2086 # SH may be two words
	(cd "$work" && exec $SH "$TOOLS/$tool" "$@") \
		>"$work/out" 2>"$work/err" || status=$?
}

# run_as_user TOOL ARGUMENT...: as run, but not as root
run_as_user()
{
	tool=$1
	shift
	status=0
	chmod 755 "$work"
	# shellcheck disable=SC2016,SC2086 # it is perl; SH may be two words
	perl -e '$( = $) = "65534 65534"; $< = $> = 65534; exec @ARGV; exit 126' \
		$SH "$TOOLS/$tool" "$@" >"$work/out" 2>"$work/err" || status=$?
}

# ok NAME COMMAND...: a test, which COMMAND's status decides
ok()
{
	count=$((count + 1))
	name=$1
	shift
	if "$@" >"$work/why" 2>&1; then
		echo "ok $count - $name"
		return
	fi
	failed=1
	echo "not ok $count - $name"
	{
		echo "failed: $*"
		cat "$work/why"
		echo "status $status; standard output and error:"
		cat "$work/out" "$work/err"
	} | sed 's/^/# /'
}

# gave STATUS OUT ERR: what the last run did; OUT and ERR are whole texts
gave()
{
	[ "$status" -eq "$1" ] || return 1
	printf '%s' "${2:+$2
}" | diff - "$work/out" && printf '%s' "${3:+$3
}" | diff - "$work/err"
}

# said STATUS WORDS...: the last run's status, and what its error holds
said()
{
	[ "$status" -eq "$1" ] || return 1
	shift
	for words in "$@"; do
		grep -Fq -e "$words" "$work/err" || return 1
	done
}

# holds FILE TEXT: the file holds the lines of TEXT and nothing else
holds()
{
	printf '%s\n' "$2" | diff - "$1"
}

# narrow FILE: no line of it is wider than a terminal
narrow()
{
	awk 'length($0) > 80 { print; wide = 1 } END { exit wide }' "$1"
}

# end_tests: the plan, and the exit status
end_tests()
{
	echo "1..$count"
	exit $failed
}
