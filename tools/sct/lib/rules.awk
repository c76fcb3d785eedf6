# SPDX-License-Identifier: GPL-2.0-only
#
# Reads the text of rules as far as sct_config has to know it
#
# The kernel alone judges a text. This reads words, strings, comments, braces
# and the text of log_format, which is enough to see where a rule begins, what
# it is called and what it watches.
#
#   task=load	The input is the names of files, files of them, a line each; then
#		the rules in force, where rules are added; then the files' text.
#		counts has the lines of each part, 0 for no rules in force.
#		Prints errors and exits 1, or prints warnings and exits 0. Where
#		the last file leaves a brace open, that alone is printed and the
#		exit status is 3: the kernel may know better what is wrong.
#   task=text	prints the text, of the same input, as the kernel is to get it
#   task=list	prints the rules of the kernel's own text in columns; a heading
#		too where heading is 1
#   task=drop	prints the kernel's own text without the rules that the
#		environment's SCT_DROP names, one name a line
#   task=quote	prints line at of a text and a caret under its column col
#
# Columns count characters from 1. LC_ALL=C, so that substr() counts bytes.

function characters(s)
{
	if (s ~ /[\200-\377]/)
		gsub(/[\200-\277]/, "", s)
	return length(s)
}

# The line s around its byte n, and a caret, as the kernel prints them, but never
# wider than a terminal.
function quoted(s, n,	head, tail, width)
{
	head = substr(s, 1, n - 1)
	# What stands behind needs room too.
	width = length(s) - n + 1
	width = 76 - (width > 32 ? 32 : width)
	if (length(head) > width) {
		head = substr(head, length(head) - width + 1)
		sub(/^[\200-\277]+/, "", head)
	}
	tail = substr(s, n, 76 - length(head))
	# Not the half of a character.
	if (substr(s, n + length(tail), 1) ~ /[\200-\277]/)
		sub(/[\300-\377][\200-\277]*$/, "", tail)
	s = head tail
	gsub(/[\001-\037\177]/, " ", s)
	width = 4 + characters(head)
	return "    " s "\n" sprintf("%" width "s^", "")
}

# The byte of s that its column col begins with.
function byte_of(s, col,	n)
{
	for (n = 1; col > 1 && n <= length(s); n++)
		if (substr(s, n + 1, 1) !~ /[\200-\277]/)
			col--
	return n
}

# What is wrong with the word that stands at the column col and the byte n.
function complain(col, n, what)
{
	report[++reports] = shown[file] ":" row ":" col ": " what "\n" \
		quoted(line, n)
	failed = 1
}

# The number that a user or group has here; "" where there is none.
function lookup(database, name,		key, entry, part, cmd)
{
	key = database SUBSEP name
	if (key in id_of)
		return id_of[key]
	id_of[key] = ""
	while (id_of[key] == "" && (getline entry <("/etc/" database)) > 0) {
		split(entry, part, ":")
		if (part[1] == name && part[3] ~ /^[0-9]+$/)
			id_of[key] = part[3]
	}
	close("/etc/" database)
	# Names that a directory service knows. The shell sees this one: no
	# quote may end it, and no - make it an option.
	if (id_of[key] == "" && name ~ /^[^-'][^']*$/) {
		cmd = "getent " database " '" name "' 2>/dev/null"
		while ((cmd | getline entry) > 0) {
			split(entry, part, ":")
			if (part[1] == name && part[3] ~ /^[0-9]+$/)
				id_of[key] = part[3]
		}
		close(cmd)
	}
	return id_of[key]
}

# Goes n bytes on in what is left of the line.
function take(n,	s)
{
	s = substr(left, 1, n)
	left = substr(left, n + 1)
	column += wide ? characters(s) : n
	bytes += n
	return s
}

# A long line is cut up in pieces first: awk copies all that is left with every
# word that is taken.
function fill(n)
{
	if (length(left) < n && beyond <= line_end) {
		left = left substr(line, beyond, n)
		beyond += n
	}
	return left != ""
}

# The kernel gets s in place of the n bytes that were read last.
function replace(n, s)
{
	edited = edited substr(line, edited_to, bytes - n - edited_to) s
	edited_to = bytes
}

# Which object a path names here, as the kernel prints INODE; "" where none.
function object(path,	cmd, entry)
{
	# The shell sees this: no quote may end it.
	if (path ~ /'/)
		return ""
	cmd = "stat -L -c %D:%i -- '" path "' 2>/dev/null"
	entry = ""
	cmd | getline entry
	close(cmd)
	return entry ~ /^[0-9a-f]+:[0-9]+$/ ? "\"" entry "\"" : ""
}

# usernametoid("root") becomes its number and blanks, as wide as it was, so
# that every other column stays what it is. inode("/etc/passwd") becomes a
# string, which may be wider.
function resolve(word,	col, at, call, name, id)
{
	col = column
	at = bytes
	if (!match(left, /^[A-Za-z]+[ \t]*\([ \t]*"[^"\\]*"[ \t]*\)/)) {
		complain(col, at, "bad " word "; expected a name in quotes, as in " \
			word (word == "inode" ? "(\"/etc/passwd\")" : "(\"root\")"))
		take(length(word))
		return
	}
	call = take(RLENGTH)
	name = call
	sub(/^[^"]*"/, "", name)
	sub(/".*$/, "", name)
	if (word == "inode")
		id = object(name)
	else
		id = lookup(word == "usernametoid" ? "passwd" : "group", name)
	if (id == "" && word == "inode")
		complain(col, at, "no file \"" name "\" on this machine; expected a " \
			"path that stat knows")
	else if (id == "")
		complain(col, at, "no " (word == "usernametoid" ? "user" : "group") \
			" \"" name "\" on this machine; expected a name that " \
			(word == "usernametoid" ? "/etc/passwd" : "/etc/group") \
			" or getent knows")
	at = column - col - length(id)
	replace(length(call), id (at > 0 ? sprintf("%" at "s", "") : ""))
}

function begin_rule()
{
	rules++
	name_of[rules] = "?"
	when_of[rules] = "before"
	file_of[rules] = file
	calls_of[rules] = 0
	inside = 1
}

function end_action()
{
	acts_of[rules] = acts_of[rules] (acts_of[rules] == "" ? "" : ",") \
		type (code == "" ? "" : "(" code ")")
	type = code = ""
}

function record(value,	n)
{
	if (field == "rule_name")
		name_of[rules] = value
	else if (field == "when")
		when_of[rules] = value
	else if (field == "type")
		type = value
	else if (field == "error_code")
		code = value
	else if (inside) {
		n = ++calls_of[rules]
		call_of[rules, n] = value
		place_of[rules, n] = row ":" (column - length(value))
		named[value] = 1
	}
	# Only syscall_name goes on behind a comma.
	want = field == "syscall_name" ? "," : ""
}

function brace()
{
	take(1)
	open_at[depth] = row ":" (column - 1)
	# Of a long line, awk would copy all for each of its braces.
	open_line[depth] = line_end < 4096 ? line : ""
	open_byte[depth] = bytes - 1
	if (opening == "log_format")
		in_text = 1
	else if (!depth++ && opening == "rule")
		begin_rule()
	opening = ""
}

function unbrace()
{
	take(1)
	if (depth == 2 && type != "")
		end_action()
	if (depth && !--depth)
		inside = 0
}

function string()
{
	if (!match(left, /^"([^"\\]|\\.)*"/)) {
		# Longer than the piece, or without an end.
		left = left substr(line, beyond)
		beyond = line_end + 1
		if (!match(left, /^"([^"\\]|\\.)*"/)) {
			RLENGTH = length(left)
			cut_off = 1
		}
	}
	take(RLENGTH)
}

function word(w)
{
	if (!(w in keyword)) {
		take(length(w))
	} else if (w == "usernametoid" || w == "groupnametoid" || \
	    (w == "inode" && left ~ /^inode[ \t]*\(/)) {
		resolve(w)
	} else if (w == "commit") {
		take(length(w))
		# One is sent behind the last file, and only there.
		if (!depth)
			replace(length(w), "      ")
	} else {
		take(length(w))
		if (w == "log_format" || (w == "rule" && !depth)) {
			opening = w
		} else if (w != "rule") {
			field = w
			want = "="
		}
	}
}

# What has to follow a word that was read, blanks and comments apart.
function expected(	value)
{
	if (want == "=" && left ~ /^[=:]/) {
		take(1)
		want = "value"
	} else if (want == "," && left ~ /^,/) {
		take(1)
		want = "value"
	} else if (want == "value" &&
		   match(left, /^((\342\210\222|-)[ \t]*)?[A-Za-z0-9_.%*-]+/)) {
		# A minus may be U+2212, and stand apart.
		value = take(RLENGTH)
		if (sub(/^\342\210\222/, "-", value) || value ~ /^-/)
			gsub(/[ \t]/, "", value)
		record(value)
	} else if (opening != "" && left ~ /^[=:]/) {
		take(1)
	} else if (opening != "" && left ~ /^\{/) {
		brace()
	} else {
		want = opening = ""
	}
}

# The text of log_format ends at the first brace without a backslash.
function text()
{
	if (match(left, /\\\}|\}/)) {
		if (RLENGTH == 1)
			in_text = 0
		take(RSTART + RLENGTH - 1)
	} else if (beyond <= line_end && length(left) > 1) {
		# The backslash may be the piece's last byte.
		take(length(left) - 1)
	} else {
		take(length(left))
	}
}

# Everything else: only words that mean something here, and what hides words.
function anything(	c)
{
	if (!match(left, /["#{}]|[A-Za-z0-9_]+/)) {
		take(length(left))
		return
	}
	if (RSTART > 1)
		take(RSTART - 1)
	c = substr(left, 1, 1)
	if (c == "\"")
		string()
	else if (c == "#")
		comment()
	else if (c == "{")
		brace()
	else if (c == "}")
		unbrace()
	else
		word(substr(left, 1, RLENGTH))
}

function comment()
{
	left = ""
	beyond = line_end + 1
}

function scan()
{
	left = edited = ""
	beyond = column = bytes = edited_to = 1
	line_end = length(line)
	wide = line ~ /[\200-\377]/
	while (fill(1024)) {
		if (in_text)
			text()
		else if (want == "" && opening == "")
			anything()
		else if (match(left, /^[ \t\r\f\v]+/))
			take(RLENGTH)
		else if (left ~ /^#/)
			comment()
		else
			expected()
	}
}

function begin_file()
{
	depth = in_text = inside = row = cut_off = 0
	opening = want = ""
}

function end_file(	at)
{
	at = depth - !in_text
	# The end of a string is missing, and perhaps no brace: the kernel stops at it.
	if (at < 0 || cut_off)
		return
	report[++reports] = shown[file] ":" open_at[at] \
		": unclosed brace; expected '}' before the end of the file"
	if (open_line[at] != "")
		report[reports] = report[reports] "\n" \
			quoted(open_line[at], open_byte[at])
	failed = file == files && !failed ? 3 : 1
}

BEGIN {
	words = "syscall_name|rule_name|when|type|error_code|log_format|rule|" \
		"commit|usernametoid|groupnametoid|inode"
	n = split(words, listed, "|")
	for (i = 1; i <= n; i++)
		keyword[listed[i]] = 1
	if (task == "drop") {
		n = split(ENVIRON["SCT_DROP"], listed, "\n")
		for (i = 1; i <= n; i++)
			dropped[listed[i]] = 1
	}
	# Part 1 is file 0.
	file = 0
	split(counts, count, " ")
	begin_file()
}

task == "quote" {
	if (NR == at)
		print quoted($0, byte_of($0, col))
	next
}

NR <= files {
	shown[NR] = $0
	next
}

{
	while (files && row == count[file + 1]) {
		if (file)
			end_file()
		file++
		begin_file()
	}
	row++
	line = $0
	was_inside = inside
	rule = rules
	scan()
}

task == "load" && file && line ~ /\001/ {
	# sct_config has made NUL bytes of the file to these.
	n = index(line, "\001")
	complain(characters(substr(line, 1, n - 1)) + 1, n, \
		"byte 0 or 1; expected text")
}

task == "text" && file {
	print edited substr(line, edited_to)
}

task == "drop" {
	if (was_inside || rules > rule)
		held = held line "\n"
	else
		print line
	if (held != "" && !inside) {
		if (!(name_of[rules] in dropped))
			printf "%s", held
		held = ""
	}
}

function read_siblings(	group, n, i, entry, part, member, behind)
{
	while ((getline entry <groups) > 0) {
		sub(/^#.*/, "", entry)
		n = split(entry, part, "|")
		if (n == 0)
			continue
		group++
		for (i = 2; i <= n; i++)
			note[group, i - 1] = part[i]
		n = split(part[1], member, " ")
		behind = 0
		for (i = 1; i <= n; i++) {
			if (member[i] == ">") {
				behind = 1
				continue
			}
			in_group[group, ++size[group]] = member[i]
			if (!behind)
				groups_of[member[i]] = groups_of[member[i]] " " group
		}
	}
	close(groups)
}

# Only what this kernel has can be added to a rule.
function known(call)
{
	return !any_known || (call in known_call)
}

# Of lines "native  87 unlink(const char * pathname)".
function read_known(	entry, part)
{
	while ((getline entry <syscalls) > 0) {
		split(entry, part, /[ (]+/)
		if (entry !~ /# not in this kernel/)
			known_call[part[3]] = any_known = 1
	}
	close(syscalls)
}

# Which classes a call is in: of lines "{ "creat", SCT_CLASS_DESC | SCT_CLASS_FILE },".
function read_classes(	entry, part, n, i)
{
	while ((getline entry <classes) > 0) {
		if (entry !~ /^\{ "/)
			continue
		n = split(entry, part, /[^A-Za-z0-9_]+/)
		for (i = 3; i <= n; i++)
			if (sub(/^SCT_CLASS_/, "", part[i]))
				has_class["%" tolower(part[i]), part[2]] = 1
	}
	close(classes)
}

# Whether a class that a rule names holds the call.
function in_class(call,		value, n, i, part)
{
	for (value in named) {
		if (value !~ /^%/)
			continue
		if (value == "%net")
			value = "%network"
		else if (value == "%%stat")
			value = "%stat %lstat %fstat"
		else if (value == "%%statfs")
			value = "%statfs %fstatfs %ustat"
		n = split(value, part, " ")
		for (i = 1; i <= n; i++)
			if ((part[i], call) in has_class)
				return 1
	}
	return 0
}

# A sibling that another rule watches has not been forgotten. Of rules that forget
# the same the first three are told, and how many more there are.
function warn(r, first, group,	i, n, have, miss, missing, is_missing, part, why, them)
{
	for (i = 1; i <= size[group]; i++) {
		n = in_group[group, i]
		if (n in watched) {
			have = have (have == "" ? "" : ", ") n
		} else if (!(n in named) && !in_class(n) && known(n)) {
			miss = miss (missing++ ? ", " : "") n
			is_missing[n] = 1
		}
	}
	if (!missing || ++forgot[have] > 3)
		return

	why = ""
	for (i = 1; why == "" && (group, i) in note; i++) {
		split(note[group, i], part, " ")
		n = part[1]
		if (!(n in is_missing))
			continue
		why = note[group, i]
		sub(/^ *[^ ]* /, "", why)
		sub(/ *$/, "", why)
		why = "(" why " calls " (missing > 1 ? n : "it") "): "
	}
	them = missing > 1 ? "them" : "it"
	report[++reports] = shown[file_of[r]] ":" place_of[r, first] \
		": warning: rule '" name_of[r] "' watches " have " alone; " miss \
		(missing > 1 ? " reach" : " reaches") " the same\n    " why \
		"add " them " to syscall_name, or watch " them " in another rule"
}

# Each group once, at the first of its calls that the rule names. A class has the
# siblings in it.
function examine(r,	i, j, n, done, mine)
{
	for (i = 1; i <= calls_of[r]; i++)
		if (call_of[r, i] ~ /^%/)
			return
	for (i in watched)
		delete watched[i]
	for (i = 1; i <= calls_of[r]; i++)
		watched[call_of[r, i]] = 1
	for (i = 1; i <= calls_of[r]; i++) {
		n = split(groups_of[call_of[r, i]], mine, " ")
		for (j = 1; j <= n; j++)
			if (!done[mine[j]]++)
				warn(r, i, mine[j])
	}
}

function warnings(	r, have)
{
	if ("*" in named)
		return
	read_siblings()
	read_known()
	read_classes()
	for (r = 1; r <= rules; r++)
		if (file_of[r] != 0)
			examine(r)
	for (have in forgot)
		if (forgot[have] > 3)
			report[++reports] = "warning: " forgot[have] - 3 \
				" more rules watch " have " alone"
}

function list(	r, i, w1, w2, w3, format, calls)
{
	if (heading) {
		w1 = 4
		w2 = w3 = 6
	}
	for (r = 1; r <= rules; r++) {
		if (length(name_of[r]) > w1)
			w1 = length(name_of[r])
		if (length(when_of[r]) > w2)
			w2 = length(when_of[r])
		if (length(acts_of[r]) > w3)
			w3 = length(acts_of[r])
	}
	format = "%-" w1 "s  %-" w2 "s  %-" w3 "s  %s\n"
	if (heading)
		printf format, "RULE", "WHEN", "ACTION", "CALLS"
	for (r = 1; r <= rules; r++) {
		calls = ""
		for (i = 1; i <= calls_of[r]; i++)
			calls = calls (i > 1 ? "," : "") call_of[r, i]
		printf format, name_of[r], when_of[r], acts_of[r], calls
	}
}

END {
	if (task == "load") {
		if (file)
			end_file()
		if (!failed)
			warnings()
		for (i = 1; i <= reports; i++)
			print report[i]
		exit failed
	}
	if (task == "list")
		list()
}
