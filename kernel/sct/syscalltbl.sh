#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Turn a system call table of arch/ into rows for kernel/sct/syscalls.c.
#
# Usage: syscalltbl.sh [--compat] ABI[,ABI...] TABLE
#
# TABLE has the columns of scripts/syscalltbl.sh:
#
#	NUMBER ABI NAME [ENTRY [COMPAT_ENTRY [noreturn]]]
#
# A row is { NUMBER, "NAME", "ENTRY" }. NAME is what userspace calls it,
# ENTRY the symbol that the kernel's own description of the call carries; it is
# empty where the table has none. With --compat, COMPAT_ENTRY is taken where
# there is one.
set -e

column=native
if [ "$1" = --compat ]; then
	column=compat
	shift
fi

if [ $# -ne 2 ]; then
	echo "usage: $0 [--compat] ABI[,ABI...] TABLE" >&2
	exit 2
fi

abis=,$1,
table=$2

fail()
{
	echo "$table:$line:1: $1" >&2
	exit 1
}

echo "/* Generated from ${table##*/} by ${0##*/}: do not edit. */"

line=0
# noreturn takes what is left over of a line
# shellcheck disable=SC2034
while read -r nr abi name native compat noreturn; do
	line=$((line + 1))
	case $nr in
	''|'#'*)
		continue ;;
	*[!0-9]*)
		fail "'$nr', and a system call's number was expected" ;;
	esac
	case $abis in
	*,"$abi",*)
		;;
	*)
		continue ;;
	esac
	if [ -z "$name" ]; then
		fail "a number without a name, and a system call's name was expected"
	fi

	entry=$native
	if [ $column = compat ] && [ -n "$compat" ] && [ "$compat" != - ]; then
		entry=$compat
	fi
	echo "{ $nr, \"$name\", \"$entry\" },"
done < "$table"
