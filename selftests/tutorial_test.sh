#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Documentation/admin-guide/sct/tutorial.rst: each command that it shows is typed,
# and what comes back is what it prints
#
# In the blocks of the document a line that begins with # is a command, those with >
# behind it go on with it, and all else is what it prints. There, numbers of three
# digits and more, being process numbers, may be others than here; but one that comes
# again is the same again, in commands too. Times are any times, and [...] is any text
# in a line, or any lines.

here=$(cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=sct_helpers.sh
. "$here/sct_helpers.sh"

# parse: the commands of the document into NUMBER.typed, what they print into
# NUMBER.want, and the section that they are in into NUMBER.section
parse()
{
	awk '
		/^[-=]+$/ && last ~ /^[^ ]/ { section = last }
		/^[^ ]/ { in_block = 0 }
		!in_block && !/^ / { last = $0; opened = /::$/ || (opened && /^$/) }
		opened && /^  # / { in_block = 1 }
		!in_block || /^$/ { next }
		{ line = substr($0, 3) }
		line ~ /^# / {
			close(n ".typed")
			close(n ".want")
			n++
			print section >(n ".section")
			close(n ".section")
			print substr(line, 3) >(n ".typed")
			printf "" >(n ".want")
			next
		}
		line ~ /^>/ { print substr(line, 3) >(n ".typed"); next }
		{ print line >(n ".want") }
		END { print n + 0 }' "$1"
}

# typed N: the command, with the numbers that stand for those of the document
typed()
{
	awk '
		FILENAME == "numbers" { is[$1] = $2; next }
		{
			for (; match($0, /[0-9]+/); $0 = substr($0, RSTART + RLENGTH)) {
				number = substr($0, RSTART, RLENGTH)
				printf "%s%s", substr($0, 1, RSTART - 1),
					number in is ? is[number] : number
			}
			print
		}' numbers "$1.typed"
}

# printed N: does N.got come up to N.want? New numbers go to the end of numbers.
printed()
{
	awk -v numbers=numbers '
		function plain(line)
		{
			gsub(/[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9:.]+Z/, "<time>", line)
			return line
		}

		# fits(want, got): the numbers that this takes, or "no"
		function fits(want, got, pairs,    at, number, seen, rest)
		{
			if (!match(want, /\[\.\.\.\]|[0-9][0-9][0-9]+/))
				return want == got ? pairs : "no"
			if (substr(want, 1, RSTART - 1) != substr(got, 1, RSTART - 1))
				return "no"
			got = substr(got, RSTART)
			number = substr(want, RSTART, RLENGTH)
			want = substr(want, RSTART + RLENGTH)
			if (number == "[...]") {
				for (at = 1; at <= length(got) + 1; at++)
					if ((rest = fits(want, substr(got, at), pairs)) != "no")
						return rest
				return "no"
			}
			if (!match(got, /^[0-9]+/))
				return "no"
			seen = substr(got, 1, RLENGTH)
			got = substr(got, RLENGTH + 1)
			if (number in is && is[number] != seen)
				return "no"
			return fits(want, got, pairs number " " seen "\n")
		}

		# take(pairs): from here on
		function take(pairs,    lines, n, i, pair)
		{
			n = split(pairs, lines, "\n")
			for (i = 1; i < n; i++) {
				split(lines[i], pair, " ")
				if (!(pair[1] in is))
					print lines[i] >>numbers
				is[pair[1]] = pair[2]
			}
		}

		FILENAME == numbers { is[$1] = $2; next }
		FILENAME ~ /want$/ { want[++wants] = plain($0); next }
		{ got[++gots] = plain($0) }
		END {
			g = 1
			for (w = 1; w <= wants; w++) {
				if (want[w] == "[...]") {
					any = 1
					continue
				}
				pairs = "no"
				for (from = g; g <= gots; g++)
					if ((pairs = fits(want[w], got[g], "")) != "no" || !any)
						break
				if (pairs == "no") {
					print "line " from " is no \"" want[w] "\""
					exit 1
				}
				take(pairs)
				g++
				any = 0
			}
			if (!any && g <= gots) {
				print "line " g " is not in the document"
				exit 1
			}
		}' numbers "$1.want" "$1.got" && return
	echo "came:"
	cat "$1.got"
	return 1
}

# possible N: why it can't be typed here, in $why
possible()
{
	read -r section <"$1.section"
	why=
	read -r word _ <"$1.typed"
	word=${word#(}
	command -v "$word" >/dev/null || why="no $word"
	[ -e /sys/kernel/btf/vmlinux ] ||
		! grep -Fqx -e "$section" no_types ||
		why="no type information: CONFIG_DEBUG_INFO_BTF"
	[ -z "$why" ]
}

# leave: the last rules of the document are out, and so is SCT
leave()
{
	status=$?
	rm -rf "$steps" /tmp/lab /etc/inetd.conf
	echo 1 >"$sct/enabled"
	cd "$work" || exit 1
	(exit "$status")
	finish
}

source_of Documentation/admin-guide/sct/tutorial.rst || skip_all "no tutorial.rst"
doc=$found
[ ! -e /etc/inetd.conf ] || skip_all "this machine has an /etc/inetd.conf of its own"
[ ! -e /tmp/lab ] || skip_all "this machine has a /tmp/lab of its own"
steps=$(mktemp -d /tmp/sct-steps.XXXXXX) || exit 1
count=$(cd "$steps" && parse "$doc")

start $((count + 1))
trap leave EXIT
cd "$steps" || exit 1
: >numbers
# Sections whose rules look into structs.
for step in *.typed; do
	! grep -q -e ']->' "$step" || cat "${step%.typed}.section"
done >no_types
# The tools and coreutils: the lab has another rm in front of all.
PATH=$(dirname "$(command -v sct_config)"):/usr/sbin:/usr/bin:/sbin:/bin

check "the document has commands" [ "$count" -ge 60 ]
dir=/tmp
n=0
while [ "$n" -lt "$count" ]; do
	n=$((n + 1))
	cd "$steps" || exit 1
	name="$(cat "$n.section"): $(head -n 1 "$n.typed")"
	name=$(printf '%s' "$name" | tr '#' '.')
	if ! possible "$n"; then
		skip "$name" "$why"
		continue
	fi
	command=$(typed "$n")
	cd "$dir" || exit 1
	# Here, not in a subshell: what it changes of the shell stays.
	eval "$command" >"$steps/$n.got" 2>&1 </dev/null
	dir=$PWD
	cd "$steps" || exit 1
	check "$name" printed "$n"
done
