#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# inode("..."), by which sct_config finds out which file a name is

here=$(cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=sct_helpers.sh
. "$here/sct_helpers.sh"

# keep NAME: a rule that keeps unlink off the file of that name
keep()
{
	printf 'rule {\n\tsyscall_name = unlink, unlinkat\n\trule_name = keep\n'
	printf '\tfilter_expression { INODE[pathname] == inode("%s") }\n' "$1"
	printf '\taction { type = FAIL error_code = EPERM }\n}\n'
}

# uploads NAME: that rule is in force
uploads()
{
	keep "$1" >keep.conf
	sct_config upload keep.conf >/dev/null 2>err || { cat err; return 1; }
	numbers 1
}

# held NAME: rm can't remove it; it is there
held()
{
	! rm -f -- "$1" 2>/dev/null && [ -e "$1" ]
}

is_what_stat_prints()
{
	: >file
	uploads file || return 1
	contains "$(cat "$rules")" "\"$(stat -c %D:%i file)\""
}

holds_by_every_name()
{
	mkdir dir && : >dir/file && ln dir/file dir/hard && ln -s file dir/soft && : >dir/other || return 1
	uploads dir/file || return 1
	held dir/file && held dir/hard && held "dir/../dir//hard" || return 1
	# The link itself is another.
	rm -f dir/soft && [ ! -L dir/soft ] || return 1
	rm -f dir/other && [ ! -e dir/other ]
}

follows_links()
{
	: >target && ln -s target one && ln -s one two || return 1
	uploads two || return 1
	held target && rm -f one two && [ ! -L one ]
}

is_that_of_a_folder()
{
	mkdir kept
	printf 'rule { syscall_name = rmdir, unlinkat rule_name = k\n' >keep.conf
	printf 'filter_expression { INODE[pathname] == inode("kept/.") }\n' >>keep.conf
	printf 'action { type = FAIL } }\n' >>keep.conf
	sct_config upload keep.conf >/dev/null 2>&1 || return 1
	! rmdir kept 2>/dev/null && [ -d kept ]
}

names_with_odd_characters()
{
	# shellcheck disable=SC2016 # as they stand
	for name in 'with blanks' '-f' '$(touch pwned)' '`touch pwned`' ';touch pwned;' '*' '&' '%s' \
		'#no comment' '{' '}'; do
		: >"./$name"
		case $name in
		-*) uploads "./$name" ;;
		*) uploads "$name" ;;
		esac || { echo "$name"; return 1; }
		held "./$name" || { echo "$name"; return 1; }
		sct_config delete && rm -f "./$name"
	done
	[ ! -e pwned ]
}

# says NAME WORD: it doesn't load, and the message has the place and the word
says()
{
	keep "$1" >keep.conf
	: >"$rules"
	! sct_config upload keep.conf >/dev/null 2>err || return 1
	contains "$(cat err)" "keep.conf:4:41:" && contains "$(cat err)" "$2" && numbers 0
}

no_such_file()
{
	says /no/such/file 'no file "/no/such/file"'
}

no_name()
{
	keep x | sed 's/inode("x")/inode(x)/' >keep.conf
	! sct_config upload keep.conf >/dev/null 2>err || return 1
	contains "$(cat err)" "keep.conf:4:41: bad inode" && numbers 0
}

# The text that takes its place may be longer; what is behind it stands where it stood.
mistakes_behind_it_are_told_in_place()
{
	: >f
	keep f | sed 's/inode("f") }/inode("f") \&\& NOSUCH == 1 }/' >keep.conf
	! sct_config upload keep.conf >/dev/null 2>err || return 1
	contains "$(cat err)" "keep.conf:4:55:" && contains "$(cat err)" NOSUCH
}

several_of_them()
{
	: >a && : >b && : >c || return 1
	keep a | sed 's/== inode("a")/in (inode("a"), inode("b"))/' >keep.conf
	sct_config upload keep.conf >/dev/null 2>err || { cat err; return 1; }
	held a && held b && rm -f c && [ ! -e c ]
}

only_where_it_is_a_word()
{
	cat >keep.conf <<-'END'
	# inode("/no/such/file")
	rule {
		syscall_name = unlink, unlinkat
		rule_name = inode
		filter_expression { PARAMS[pathname] == "inode(\"/no\")" || COMM == "inode (x)" }
		action { type = LOG log_format { inode("/no/such/file") } }
	}
	END
	sct_config upload keep.conf >/dev/null 2>err || { cat err; return 1; }
	contains "$(cat "$rules")" 'log_format { inode("/no/such/file") }'
}

check_knows_it()
{
	: >f
	keep f >keep.conf
	sct_config check keep.conf >out 2>&1 || { cat out; return 1; }
	numbers 0 || return 1
	keep /no/such/file >keep.conf
	! sct_config check keep.conf >out 2>&1 && contains "$(cat out)" "no file"
}

download_uploads_again()
{
	: >f
	uploads f && sct_config download >again || return 1
	sct_config delete && sct_config upload again >/dev/null 2>&1 && held f
}

another_file_of_that_name_is_another()
{
	: >f && : >new || return 1
	uploads f || return 1
	mv f old && mv new f || return 1
	held old && rm -f f && [ ! -e f ]
}

# The kernel itself is asked for no name.
kernel_does_not_know_it()
{
	: >f
	: >"$sct/error_log"
	! keep f 2>/dev/null >"$rules"
	contains "$(cat "$sct/error_log")" "sct_config"
}

start 14
for t in is_what_stat_prints holds_by_every_name follows_links is_that_of_a_folder \
	names_with_odd_characters no_such_file no_name mistakes_behind_it_are_told_in_place \
	several_of_them only_where_it_is_a_word check_knows_it download_uploads_again \
	another_file_of_that_name_is_another kernel_does_not_know_it; do
	empty
	mkdir "$t" && cd "$t" || exit 1
	check "$(echo $t | tr _ ' ')" $t
	empty
	cd .. || exit 1
done
