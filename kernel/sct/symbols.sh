#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# List the constants of the user API for kernel/sct/symbols.c.
#
# Usage: symbols.sh HEADER PREPROCESSED CPP...
#
# HEADER includes what to read, PREPROCESSED is what CPP -dD made of it: its
# linemarkers tell which file a macro or an enumerator comes from. CPP expands
# the macros, those of PREPROCESSED and no others.
#
# A row is "SCT_SYMBOL(NAME),", in the order of the C locale. A name is listed
# where its last definition stands in a file that HEADER includes as <uapi/...>,
# or where wanted() below asks for it, and where its expansion is an integer
# constant expression. Its value and its type are the compiler's business.
set -e

LC_ALL=C
export LC_ALL

if [ $# -lt 3 ]; then
	echo "usage: $0 HEADER PREPROCESSED CPP..." >&2
	exit 2
fi

header=$1
preprocessed=$2
shift 2

# Read the definitions. Prints those of macros, as they stand; then, for names
# that may be listed, "sct_symbol NAME" = NAME; for the preprocessor to expand;
# and the names that an expansion may hold: "sct_enumerator NAME" and
# "sct_type NAME".
sct_definitions()
{
	awk '
	function wanted(name)
	{
		# Guards, and what is meant for other headers, begin with a _.
		if (name ~ /^_/)
			return uapi && name ~ /^(__W[A-Z]|_LINUX_CAPABILITY_V)/
		if (name !~ /^[A-Z]/ || name ~ /_H_*$/)
			return 0
		# What the kernel keeps for itself, and what no parameter holds.
		if (name ~ /^(MSG_INTERNAL|MSG_SENDPAGE|BPF_FUNC)_/ ||
		    name ~ /^MSG_(NO_SHARED_FRAGS|SPLICE_PAGES|CMSG_COMPAT)$/)
			return 0
		if (uapi)
			return 1
		if (file ~ /(^|\/)include\/linux\/(net|socket)\.h$/)
			return name ~ /^(AF|PF|SOCK|MSG|SOL|SHUT)_/
		if (file ~ /(^|\/)include\/linux\/fs\.h$/)
			return name ~ /^(MNT|UMOUNT)_[A-Z]+$/ && name != "UMOUNT_UNUSED"
		if (file ~ /(^|\/)include\/linux\/splice\.h$/)
			return name ~ /^SPLICE_F_/
		if (file ~ /(^|\/)include\/linux\/swap\.h$/)
			return name ~ /^SWAP_FLAG_/
		return file ~ /(^|\/)symbols_headers\.h$/
	}

	# "NAME" or "NAME = VALUE", for each that stands between two commas.
	function enumerators(text,	i, n, c, depth, part, parts)
	{
		n = length(text)
		part = ""
		parts = 0
		for (i = 1; i <= n; i++) {
			c = substr(text, i, 1)
			if (c == "(")
				depth++
			else if (c == ")")
				depth--
			if (c == "," && !depth) {
				enumerator(part)
				part = ""
			} else {
				part = part c
			}
		}
		enumerator(part)
	}

	function enumerator(part)
	{
		if (!match(part, /[A-Za-z_][A-Za-z0-9_]*/))
			return
		part = substr(part, RSTART, RLENGTH)
		enums[part] = 1
		if (wanted(part))
			listed[part] = 1
	}

	# All that matters of the declarations: enumerators, and complete types.
	# "held" is a declaration that goes on in the next line.
	function declarations(line,	rest)
	{
		line = held line
		held = ""
		while (1) {
			if (in_enum) {
				if (!match(line, /}/)) {
					body = body " " line
					return
				}
				enumerators(body " " substr(line, 1, RSTART - 1))
				line = substr(line, RSTART + 1)
				in_enum = 0
			}
			if (!match(line, /(^|[^A-Za-z0-9_])(enum|struct|union)([^A-Za-z0-9_]|$)/))
				break
			line = substr(line, RSTART)
			sub(/^[^A-Za-z0-9_]/, "", line)
			kind = substr(line, 1, 1) == "e" ? "enum" : "type"
			rest = line
			sub(/^[a-z]+[ \t]*/, "", rest)
			name = ""
			if (match(rest, /^[A-Za-z_][A-Za-z0-9_]*/)) {
				name = substr(rest, 1, RLENGTH)
				rest = substr(rest, RLENGTH + 1)
				sub(/^[ \t]+/, "", rest)
			}
			if (rest == "") {
				held = line " "
				return
			}
			if (substr(rest, 1, 1) == "{") {
				if (kind == "enum") {
					in_enum = 1
					body = ""
				}
				if (name != "")
					types[name] = 1
				rest = substr(rest, 2)
			}
			line = rest
		}
		# No pointers: a cast to one gives no integer.
		if (line ~ /;[ \t]*$/ && line !~ /\)[ \t]*;|\*/ &&
		    line ~ /(^|[^A-Za-z0-9_])typedef[ \t]|^[ \t]*}[ \t]*[A-Za-z]/) {
			sub(/[ \t]*;[ \t]*$/, "", line)
			sub(/^.*[^A-Za-z0-9_]/, "", line)
			types[line] = 1
		}
	}

	FILENAME == header {
		if (match($0, /^#include <uapi\/[^>]*/))
			named[substr($0, RSTART + 10, RLENGTH - 10)] = 1
		next
	}
	/^# [0-9]+ "/ {
		file = $3
		gsub(/"/, "", file)
		uapi = match(file, /(^|\/)uapi\/[^\/]+\/.*/)
		if (uapi) {
			name = substr(file, RSTART)
			sub(/^\//, "", name)
			uapi = name in named
		}
		builtin = file ~ /^</
		next
	}
	/^# *define / {
		if (builtin)
			next
		print
		sub(/^# *define +/, "")
		match($0, /^[A-Za-z0-9_]+/)
		name = substr($0, 1, RLENGTH)
		delete listed[name]
		if ($0 ~ /^[A-Za-z0-9_]+[ \t]+[^ \t]/ && wanted(name))
			listed[name] = 1
		next
	}
	/^# *undef / {
		print
		if (!($NF in enums))
			delete listed[$NF]
		next
	}
	/^#/ {
		next
	}
	/[^ \t]/ {
		declarations($0)
	}
	END {
		for (name in enums)
			print "\"sct_enumerator " name "\";"
		for (name in types)
			print "\"sct_type " name "\";"
		for (name in listed)
			print "\"sct_symbol " name "\" = " name ";"
	}' header="$header" "$header" "$preprocessed"
}

# Print the names whose expansion is an integer constant expression: it is
# rewritten, letter by letter a token, until nothing but a value is left.
#
#	N value   T words of a type   S sizeof   C cast
#	o operator of two operands   u of one   m of one or two
#	p *   x what no such expression has
sct_constants()
{
	awk '
	function word(w)
	{
		if (w ~ /^[0-9]/)
			return w ~ /^0[xX][0-9a-fA-F]+[uUlL]*$|^[0-9]+[uUlL]*$/ ? "N" : "x"
		if (w == "sizeof")
			return "S"
		if (w == "__invalid_size_argument_for_IOC")
			return "N"
		if (w in types)
			return "T"
		return w in enums ? "N" : "x"
	}

	function tokens(text,	form, c)
	{
		form = ""
		while (text != "") {
			if (match(text, /^[ \t]+/)) {
				c = ""
			} else if (match(text, /^[A-Za-z0-9_.]+/)) {
				c = word(substr(text, 1, RLENGTH))
			} else if (match(text, /^\047[^\047\\]\047/)) {
				c = "N"
			} else if (match(text, /^(<<|>>|<=|>=|==|!=|&&|\|\||[|&^<>\/%])/)) {
				c = "o"
			} else if (match(text, /^[~!]/)) {
				c = "u"
			} else if (match(text, /^[-+]/)) {
				c = "m"
			} else {
				match(text, /^./)
				c = substr(text, 1, 1)
				if (c == "*")
					c = "p"
				else if (c !~ /[()?:]|\[|\]/)
					c = "x"
			}
			form = form c
			text = substr(text, RLENGTH + 1)
		}
		return form
	}

	function is_constant(form,	before)
	{
		if (form ~ /x/)
			return 0
		# A struct in a sizeof is two words.
		gsub(/S\(T+p*(\[N\])?\)/, "N", form)
		gsub(/\(T+\)/, "C", form)
		do {
			before = form
			gsub(/\(N\)/, "N", form)
			gsub(/[uC]N/, "N", form)
			while (match(form, /(^|[(?:oumpC])mN/))
				form = substr(form, 1, RSTART + RLENGTH - 3) "N" \
				       substr(form, RSTART + RLENGTH)
			gsub(/N[omp]N/, "N", form)
			gsub(/N\?N:N/, "N", form)
		} while (form != before)
		return form == "N"
	}

	BEGIN {
		n = split("char short int long signed unsigned struct union enum", t, " ")
		while (n)
			types[t[n--]] = 1
	}
	/^#/ {
		next
	}
	{
		line = line " " $0
		if ($0 !~ /;[ \t]*$/)
			next
		$0 = line
		line = ""
		if (!match($0, /"sct_[a-z]+ [A-Za-z0-9_]+"/))
			next
		split(substr($0, RSTART + 1, RLENGTH - 2), of, " ")
		if (of[1] == "sct_enumerator") {
			enums[of[2]] = 1
		} else if (of[1] == "sct_type") {
			types[of[2]] = 1
		} else {
			text = substr($0, RSTART + RLENGTH)
			sub(/^[ \t]*=/, "", text)
			sub(/;[ \t]*$/, "", text)
			if (is_constant(tokens(text)))
				print of[2]
		}
	}'
}

echo "/* Generated from ${header##*/} by ${0##*/}: do not edit. */"
# No name at all: something of the pipe has failed.
sct_definitions | "$@" -w -x c - | sct_constants | sort -u |
	awk '{ print "SCT_SYMBOL(" $0 ")," } END { exit !NR }'
