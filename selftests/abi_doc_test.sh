#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Documentation/ABI/testing: each file of SCT has an entry, with its mode, and each
# entry is of a file that is there

here=$(cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=sct_helpers.sh
. "$here/sct_helpers.sh"

source_of Documentation/ABI/testing/sysfs-kernel-sct || skip_all "no Documentation/ABI/testing"
abi=${found%/*}

# documented FILE: path and mode of each entry
documented()
{
	awk '
		/^What:/ { what = $2; mode = "" }
		what !~ /\/$/ && match($0, /mode 0[0-7]+/) && mode == "" {
			mode = substr($0, RSTART + 5, RLENGTH - 5)
			print what, mode
		}' "$1" | sort
}

# there DIRECTORY: path and mode of each file. "unsafe" is there for the tests alone,
# with CONFIG_SCT_KUNIT_TEST, and is no interface.
there()
{
	for file in "$1"/*; do
		case $file in
		*/unsafe) continue ;;
		esac
		[ ! -f "$file" ] || stat -c '%n 0%a' "$file"
	done | sort
}

# as_documented FILE DIRECTORY
as_documented()
{
	same "files of $2" "$(documented "$1")" "$(there "$2")"
}

start 2
check "files of sysfs" as_documented "$abi/sysfs-kernel-sct" "$sct"
check "files of debugfs" as_documented "$abi/debugfs-sct" "${log%/log}"
