#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2034,SC2317 # tap.sh's ok looks at status, and calls functions
# What bash offers for half a command line

# shellcheck source=tap.sh
. "$TOOLS/tests/tap.sh"

# Only bash completes, whatever shell runs the tools.
if ! command -v bash >/dev/null; then
	ok "completion # SKIP no bash" true
	end_tests
fi

fake
printf 'rule {\n\trule_name = keep-1\n}\nrule {\n\trule_name = keep.2\n}\n' >"$sct/rules"
printf 'native   0 read(unsigned int fd)\nnative  87 unlink(const char *pathname)\n%s\n' \
	'compat 117:1 semop(int semid)' >"$logs/syscalls"
mkdir "$work/in" && cd "$work/in" || exit 1
mkdir rules.d
: >a.rules
: >b.conf
: >'a b.rules'
status=0
: >"$work/out"
: >"$work/err"

# offers LINE WORD...: what bash completes LINE to, as sorted words; a line that ends
# in a blank begins another word
offers()
{
	line=$1
	shift
	bash --norc -c '. "$1"
		COMP_LINE=$2 COMP_POINT=${#2}
		# As readline does: = is a word of its own.
		words=${2//=/ = }
		read -ra COMP_WORDS <<<"$words"
		[[ $2 != *[\ =] ]] || COMP_WORDS+=("")
		COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
		f=$(complete -p "${COMP_WORDS[0]}" | sed "s/.*-F \([a-z_]*\) .*/\1/")
		compopt() { :; }
		$f "${COMP_WORDS[0]}"
		printf "%s\n" "${COMPREPLY[@]}" | sort' sh "$TOOLS/completion/sct.bash" "$line" >offered
	printf '%s\n' "$@" | sort | diff - offered
}

LC_ALL=C
export LC_ALL
ok "commands" offers "sct_config d" delete download
ok "all commands" offers "sct_config " upload add check download list stats delete confirm --trial --help
ok "a command behind an option" offers "sct_config --trial 5 de" delete
ok "its rules" offers "sct_config --trial=5 delete k" keep-1 keep.2
ok "options" offers "sct_config upload --t" --trial
ok "rules files" offers "sct_config upload " a.rules "a b.rules" rules.d
ok "more of them" offers "sct_config check b.conf a" a.rules "a b.rules"
ok "another file" offers "sct_config upload b" b.conf
ok "names of rules" offers "sct_config delete k" keep-1 keep.2
ok "rules that are counted" offers "sct_config stats keep-" keep-1
ok "nothing for list" offers "sct_config list " ""
ok "sctlog's options" offers "sctlog --" --json --rule --syslog --help
ok "sctlog's rules" offers "sctlog --rule keep" keep-1 keep.2
ok "sctlog's rules behind =" offers "sctlog --rule=keep." keep.2
ok "sctlog's options behind a rule" offers "sctlog --rule keep.2 --j" --json
ok "calls" offers "sctrace -e un" unlink
ok "classes" offers "sctrace -f -e %st" %stat %statfs
ok "calls behind others" offers "sctrace -e %file,re" %file,read
ok "calls that are left out" offers "sctrace -e !se" '!semop'
ok "calls behind trace=" offers "sctrace -e trace=unl" unlink
ok "sctrace's options" offers "sctrace -o out -" -c -f -e -o -p -h --help
ok "a process" offers "sctrace -p $$" "$(cd /proc && printf '%s\n' "$$"* | grep -x '[0-9]*')"
ok "the command's files" offers "sctrace -f cat b" b.conf
ok "a command" offers "sctrace mapfil" mapfile
for tool in sct_load sct_unload; do
	ok "$tool" offers "$tool -" --help
done

# Nothing but root's files, and these are not there.
rm -r "$sct" "$logs"
ok "no SCT" offers "sct_config delete " ""

end_tests
