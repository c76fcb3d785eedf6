# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2034
#
# What the tools of SCT share: where its files are, and what their errors mean
#
# SCT_SYSFS and SCT_DEBUGFS name other mount points of sysfs and debugfs than
# the usual ones, SCT_MOUNT another program than mount. They are there for tests/.

# What went wrong is told apart by the words of strerror().
LC_ALL=C
export LC_ALL

sct_tool=${0##*/}
sct_sysfs=${SCT_SYSFS:-/sys}
sct_debugfs=${SCT_DEBUGFS:-$sct_sysfs/kernel/debug}
sct_mount=${SCT_MOUNT:-mount}
sct_dir=$sct_sysfs/kernel/sct
sct_logs=$sct_debugfs/sct

# sct_say LINE...: to standard error, the first line behind the tool's name
sct_say()
{
	printf '%s: %s\n' "$sct_tool" "$1" >&2
	shift
	[ $# -eq 0 ] || printf '    %s\n' "$@" >&2
}

# sct_die LINE...: as sct_say, and that is the end
sct_die()
{
	sct_say "$@"
	exit 1
}

# sct_misuse TEXT: the command line is wrong
sct_misuse()
{
	sct_say "$1" "Try: $sct_tool --help"
	exit 2
}

# sct_need_kernel: ends the tool where the kernel offers no SCT
sct_need_kernel()
{
	[ ! -d "$sct_dir" ] || return 0
	[ -d "$sct_sysfs/kernel" ] ||
		sct_die "sysfs is not mounted on $sct_sysfs" \
			"Run sct_load, which mounts it."
	sct_die "this kernel ($(uname -r)) has no SCT" \
		"It takes a kernel that was built with CONFIG_SCT=y." \
		"Build one, reboot into it, and try again."
}

# sct_refused DOING ERROR: ends the tool with what a failed open, read or write
# means; ERROR is what the shell or cat said of it
sct_refused()
{
	case $2 in
	*[Rr]esource\ busy*)
		sct_die "Device or resource busy" \
			"Another program is loading rules: cannot $1 now." \
			"Wait until it is done, and try again."
		;;
	*'Permission denied'* | *'Operation not permitted'*)
		[ "$(id -u)" -eq 0 ] ||
			sct_die "permission denied: cannot $1" \
				"Only root may. Try: sudo $sct_tool ..."
		sct_die "operation not permitted: cannot $1" \
			"It takes CAP_SYS_ADMIN on the host: root in a container or in a user" \
			"namespace does not have it. A kernel locked down refuses as well."
		;;
	*)
		sct_die "cannot $1: ${2##*: }"
		;;
	esac
}

# sct_write FILE: standard input into FILE; prints what went wrong
sct_write()
{
	{ cat >"$1"; } 2>&1
}
