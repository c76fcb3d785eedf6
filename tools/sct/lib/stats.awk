# SPDX-License-Identifier: GPL-2.0-only
#
# Makes columns of debugfs' file stats
#
#   names	of the rules that are asked for, with blanks between; "" for all
#   heading	1: name the columns, and tell of the ring
#
# A line is a rule's name and KEY=NUMBER of each counter; the last is the ring's.

BEGIN {
	n = split(names, list, " ")
	for (i = 1; i <= n; i++)
		wanted[list[i]] = 1
}

# The last line, whatever a rule is called.
{
	if (NR > 1)
		rule(last)
	last = $0
}

function rule(line,	n, i, part, pair)
{
	n = split(line, part, " ")
	if (names != "" && !(part[1] in wanted))
		return
	cell[++rows, 1] = part[1]
	columns = n
	for (i = 2; i <= n; i++) {
		split(part[i], pair, "=")
		title[i] = pair[1]
		cell[rows, i] = pair[2]
	}
}

function measure(	r, i)
{
	title[1] = "rule"
	for (i = 1; i <= columns; i++) {
		width[i] = heading ? length(title[i]) : 0
		for (r = 1; r <= rows; r++)
			if (length(cell[r, i]) > width[i])
				width[i] = length(cell[r, i])
	}
}

function show(r,	i, line)
{
	line = sprintf("%-" width[1] "s", r ? cell[r, 1] : toupper(title[1]))
	for (i = 2; i <= columns; i++)
		line = line sprintf(" %" width[i] "s", r ? cell[r, i] : toupper(title[i]))
	print line
}

END {
	measure()
	if (heading && rows)
		show(0)
	for (r = 1; r <= rows; r++)
		show(r)
	if (names == "")
		print last
}
