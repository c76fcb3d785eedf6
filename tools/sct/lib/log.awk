# SPDX-License-Identifier: GPL-2.0-only
#
# Makes of log_json's lines what sctlog prints
#
#   form	text: the line that log has; json: the object as it is; syslog: a
#		message of RFC 5424, in one line
#   rules	names of the rules whose events are wanted, with blanks between; ""
#		for all. Where events were lost, nobody knows whose they were: that
#		is always told
#   json	1: a message of syslog carries the object, not the line
#   host	name of this machine, for syslog
#
# The environment's SCT_OUTPUT is a command that takes the lines; where there is
# none, they go to standard output.
#
# LC_ALL=C, so that a character is a byte.

# Of a byte sequence in UTF-8 the character n.
function utf8(n)
{
	if (n < 128)
		return sprintf("%c", n)
	if (n < 2048)
		return sprintf("%c%c", 192 + int(n / 64), 128 + n % 64)
	return sprintf("%c%c%c", 224 + int(n / 4096), 128 + int(n / 64) % 64,
		128 + n % 64)
}

function from_hex(s,	n)
{
	for (n = 0; s != ""; s = substr(s, 2))
		n = n * 16 + index("123456789abcdef", substr(s, 1, 1))
	return n
}

# What a string of JSON means. A raw control character is in none, so one may stand
# for a backslash until all that begins with one is undone; what becomes that
# character itself is kept apart by a second. With keep, control characters stay
# escaped: no text of a caller's ends a line then.
function meaning(s, keep,	code, c)
{
	if (!index(s, "\\"))
		return s
	gsub(/\\\\/, "\001", s)
	gsub(/\\"/, "\"", s)
	if (!keep && index(s, "\\")) {
		gsub(/\\b/, "\b", s)
		gsub(/\\f/, "\f", s)
		gsub(/\\n/, "\n", s)
		gsub(/\\r/, "\r", s)
		gsub(/\\t/, "\t", s)
	}
	while (match(s, keep ? "\\\\ufffd" : "\\\\u[0-9a-f][0-9a-f][0-9a-f][0-9a-f]")) {
		code = substr(s, RSTART + 1, 5)
		c = utf8(from_hex(substr(code, 2)))
		if (c == "\001" || c == "\002")
			c = "\002" (c == "\001" ? 1 : 2)
		gsub("\\\\" code, c, s)
	}
	gsub(/\001/, "\\", s)
	gsub(/\0021/, "\001", s)
	gsub(/\0022/, "\002", s)
	return s
}

function from_bytes(digits,	i, s)
{
	for (i = 1; i < length(digits); i += 2)
		s = s sprintf("%c", from_hex(substr(digits, i, 2)))
	return s
}

# The object's members into the array member: of a string what is between its
# quotes, of others all. Stops where the rule is not one that is wanted.
function read_members(line,	left, key)
{
	split("", member)
	left = substr(line, 2)
	while (match(left, /^,?"[A-Za-z0-9_]+":/)) {
		key = substr(left, 1, RLENGTH - 2)
		sub(/^,?"/, "", key)
		left = substr(left, RLENGTH + 1)
		if (match(left, /^"([^"\\]|\\.)*"/))
			member[key] = substr(left, 2, RLENGTH - 2)
		else if (match(left, /^\[("([^"\\]|\\.)*",?)*\]/) ||
			 match(left, /^[^,}]*/))
			member[key] = substr(left, 1, RLENGTH)
		left = substr(left, RLENGTH + 1)
		if (key == "rule" && rules != "" && !(member[key] in wanted))
			return 0
	}
	return 1
}

# A parameter of structured data, escaped as RFC 5424 wants it.
function parameter(key, value)
{
	gsub(/[]"\\]/, "\\\\&", value)
	return " " key "=\"" value "\""
}

function structured(	i, s)
{
	s = "[sct@32473"
	for (i = 1; i <= shown; i++)
		if (show[i] in member && member[show[i]] != "null")
			s = s parameter(show[i], meaning(member[show[i]], 1))
	return s "]"
}

# Facility daemon; an event is a notice, a loss a warning.
function message(line,	text, lost)
{
	lost = "lost" in member
	text = lost ? member["lost"] " events lost" : meaning(member["message"], 1)
	return (lost ? "<28>1 " : "<29>1 ") member["time"] " " host " sct " \
		(lost ? "- lost " : member["pid"] " event ") structured() " " \
		(json ? line : text)
}

function text()
{
	if ("lost" in member)
		return "-- " member["lost"] " events lost --"
	if ("message_bytes" in member)
		return from_bytes(member["message_bytes"])
	return meaning(member["message"], 0)
}

function put(line)
{
	if (output == "") {
		print line
		fflush()
	} else {
		print line | output
		fflush(output)
	}
}

BEGIN {
	output = ENVIRON["SCT_OUTPUT"]
	n = split(rules, list, " ")
	for (i = 1; i <= n; i++)
		wanted[list[i]] = 1
	shown = split("lost rule sequence cpu when syscall abi pid tid ppid uid euid " \
		"loginuid comm comm_bytes retval", show, " ")
}

read_members($0) {
	if (form == "json")
		put($0)
	else if (form == "text")
		put(text())
	else
		put(message($0))
}

END {
	if (output != "" && close(output))
		exit 1
}
