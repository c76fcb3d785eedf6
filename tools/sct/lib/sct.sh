# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2034,SC2154
#
# What the tools of SCT share: where its files are, and what their errors mean
#
# SCT_SYSFS and SCT_DEBUGFS name other mount points of sysfs and debugfs than the
# usual ones, SCT_MOUNT another program than mount, SCT_RULES_D another folder than
# /etc/sct/rules.d. They are there for tests/.

# What went wrong is told apart by the words of strerror().
LC_ALL=C
export LC_ALL

sct_tool=${0##*/}
sct_sysfs=${SCT_SYSFS:-/sys}
sct_debugfs=${SCT_DEBUGFS:-$sct_sysfs/kernel/debug}
sct_mount=${SCT_MOUNT:-mount}
sct_rules_d=${SCT_RULES_D:-/etc/sct/rules.d}
sct_dir=$sct_sysfs/kernel/sct
sct_logs=$sct_debugfs/sct
# Seconds; empty where tables are on no trial.
sct_trial=

# sct_of_kernel HEADER: the name of a file of the kernel's part; make install leaves
# copies of those that are needed beside this file
sct_of_kernel()
{
	[ -r "$lib/$1" ] && echo "$lib/$1" || echo "$here/../../kernel/sct/$1"
}

# sct_define NAME: what version.h of the kernel's part says of it
sct_define()
{
	sed -n "s/^#define $1[[:blank:]]*\"\{0,1\}\([^\"]*\)\"\{0,1\}\$/\1/p" \
		"$(sct_of_kernel version.h)"
}

# sct_tell: standard input to standard error. On a terminal, lines that are wider
# are folded at a blank, as names of files and rules may be long; elsewhere they stay
# whole, for programs that look for one.
sct_tell()
{
	if [ ! -t 2 ]; then
		cat >&2
		return
	fi
	size=$(stty size <&2 2>/dev/null)
	awk -v width="${size#* }" '
	BEGIN {
		# A terminal that does not know has 0.
		width = width + 0 < 40 ? 80 : width + 0
	}

	# In characters, of which a byte of these bits begins none.
	function columns(s)
	{
		gsub(/[\200-\277]/, "", s)
		return length(s)
	}

	# The last blank before the edge, and some words before it.
	function place(s,	n, i, at)
	{
		for (i = 1; i <= length(s); i++) {
			if (substr(s, i, 1) !~ /[\200-\277]/ && ++n > width)
				break
			if (substr(s, i, 1) == " " && i > 8)
				at = i
		}
		return at
	}

	{
		while (columns($0) > width && (at = place($0))) {
			print substr($0, 1, at - 1)
			$0 = "    " substr($0, at + 1)
		}
		print
	}' >&2
}

# sct_say LINE...: to standard error, the first line behind the tool's name
sct_say()
{
	{
		printf '%s: %s\n' "$sct_tool" "$1"
		shift
		[ $# -eq 0 ] || printf '    %s\n' "$@"
	} | sct_tell
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

# sct_need_abi: ends the tool where it does not know the files of this kernel
sct_need_abi()
{
	abi=$(cat "$sct_dir/abi_version" 2>/dev/null) || return 0
	[ "$abi" = "$(sct_define SCT_ABI_VERSION)" ] ||
		sct_die "tools of version $(sct_define SCT_VERSION), but SCT of version $abi in the kernel" \
			"Install the tools that belong to the kernel that runs."
}

# sct_need_kernel: ends the tool where the kernel offers no SCT
sct_need_kernel()
{
	if [ -d "$sct_dir" ]; then
		sct_need_abi
		return 0
	fi
	[ -d "$sct_sysfs/kernel" ] ||
		sct_die "sysfs is not mounted on $sct_sysfs" \
			"Run sct_load, which mounts it."
	case " $(cat /proc/cmdline 2>/dev/null) " in
	*' sct=off '*)
		sct_die "SCT is off: this machine was booted with sct=off" \
			"Restart it without that word on the kernel's command line."
		;;
	esac
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
		case $1:$(cat "$sct_dir/sealed" 2>/dev/null) in
		read*) ;;
		*:1)
			sct_die "sealed: cannot $1" \
				"Nothing of SCT can be changed until the machine restarts."
			;;
		esac
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

# sct_need_log: ends the tool where there are no files in debugfs
sct_need_log()
{
	sct_need_kernel
	[ ! -d "$sct_logs" ] || return 0
	[ ! -d "$sct_debugfs" ] || [ -x "$sct_debugfs" ] ||
		sct_refused "read the log" "Permission denied"
	sct_die "there is no $sct_logs: debugfs is not mounted" \
		"Run sct_load, which mounts it."
}

# sct_open HOW: in a subshell, the file rules as descriptor 6, to add to the table or to
# replace it: nobody else can load rules then. Where it can't be opened, shells exit as
# they like, or do not. With sct_trial the table is on trial that comes now. Exits 1
# where the file can't be opened, 5 where there can be no trial; prints why. In the end
# calls sct_close, or else nothing has changed.
sct_open()
{
	[ -z "$sct_trial" ] || [ -e "$sct_dir/trial" ] || {
		echo "this kernel's SCT knows no trial"
		exit 5
	}
	if [ "$1" = add ]; then
		exec 6>>"$sct_dir/rules" || exit 1
	else
		exec 6>"$sct_dir/rules" || exit 1
	fi
	[ -n "$sct_trial" ] || return 0
	was=0
	trap sct_give_up EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM
	trap 'exit 129' HUP
	was=$(cat "$sct_dir/trial") || exit 5
	err=$(echo "$sct_trial" | sct_write "$sct_dir/trial") || {
		case $err in
		*'Invalid argument'* | *'out of range'*)
			echo "--trial $sct_trial: expected a number of seconds, 86400 at most"
			;;
		*) echo "cannot put rules on trial: ${err##*: }" ;;
		esac
		exit 5
	}
}

# sct_no_trial: none begins with the next table. One that runs goes on, for as long as
# it had.
sct_no_trial()
{
	[ "$(cat "$sct_dir/trial" 2>/dev/null)" = 0 ] && was=0
	echo "$was" 2>/dev/null >"$sct_dir/trial"
}

# shellcheck disable=SC2317 # a trap calls it
# sct_give_up: closes the file rules while there is no whole text in it
sct_give_up()
{
	trap '' INT TERM HUP
	# A text that is wrong changes nothing.
	echo '}' 2>/dev/null >&6
	sct_no_trial
	exec 6>&-
}

# sct_close: closes the file rules, whose text the kernel has taken
sct_close()
{
	trap - EXIT INT TERM HUP
	# Where nothing was in it, no trial has begun.
	[ -z "$sct_trial" ] || [ "$(cat "$sct_dir/trial" 2>/dev/null)" != 0 ] ||
		sct_no_trial
	exec 6>&-
}

# sct_swap TEXT: the table in force, but TEXT in front of it, and without the rules
# that SCT_DROP names, one a line. Exits 3 where the kernel refuses the text, 4 where
# there is none, otherwise as sct_open; prints why.
sct_swap()
(
	sct_open replace
	if ! rest=$(cat "$sct_dir/rules") || ! rest=$(printf '%s\n' "$rest" |
		awk -v task=drop -f "$lib/rules.awk"); then
		# A text that is wrong changes nothing.
		echo '}' >&6
		exit 4
	fi
	printf '%s\n%s\ncommit\n' "$1" "$rest" | cat >&6 || exit 3
	sct_close
)

# Every tool has this option. (Sourced, this sees the tool's arguments.)
case ${1-} in
--version)
	echo "$sct_tool (SCT) $(sct_define SCT_VERSION)"
	exit 0
	;;
esac
