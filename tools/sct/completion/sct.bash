# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# Completion of the tools of SCT, for bash: commands, options, files, rules, calls
#
# What only root may read (rules, calls) is offered where the shell may. Nothing of
# bash-completion is needed, so that sourcing this file is enough.

# _sct_words WORD...: those that begin as what is typed
_sct_words()
{
	mapfile -t COMPREPLY < <(compgen -W "$*" -- "$_sct_cur")
}

# _sct_files [SUFFIX]: files, where there is a suffix only those that end in it, and
# directories
_sct_files()
{
	compopt -o filenames 2>/dev/null
	if [[ $# -gt 0 ]]; then
		mapfile -t COMPREPLY < <(compgen -f -X "!*$1" -- "$_sct_cur"
			compgen -d -- "$_sct_cur")
	else
		mapfile -t COMPREPLY < <(compgen -f -- "$_sct_cur")
	fi
	# A name with a blank before it, or none of that suffix: any file.
	[[ ${#COMPREPLY[@]} -gt 0 || $# -eq 0 ]] ||
		mapfile -t COMPREPLY < <(compgen -f -- "$_sct_cur")
}

# _sct_rules: names of the rules in force
_sct_rules()
{
	_sct_words "$(sed -n 's/^[[:blank:]]*rule_name = \([A-Za-z0-9_.-]*\)$/\1/p' \
		"${SCT_SYSFS:-/sys}/kernel/sct/rules" 2>/dev/null)"
}

# _sct_calls: classes and names of calls; the last of those with commas between
_sct_calls()
{
	local logs=${SCT_DEBUGFS:-${SCT_SYSFS:-/sys}/kernel/debug}/sct
	local front='' cur=$_sct_cur i
	case $cur in
	trace=*)
		front=trace=
		cur=${cur#trace=}
		;;
	esac
	# bash cuts words at '=' itself.
	[[ $COMP_WORDBREAKS != *=* ]] || front=
	case $cur in
	*,*)
		front=$front${cur%,*},
		cur=${cur##*,}
		;;
	!*)
		front=$front!
		cur=${cur#!}
		;;
	esac
	mapfile -t COMPREPLY < <(compgen -W "all %file %desc %process %network %signal
		%ipc %memory %creds %clock %stat %lstat %fstat %statfs %fstatfs %pure
		$(sed 's/^[a-z]* *[0-9:]* \([a-z0-9_]*\)(.*/\1/' "$logs/syscalls" \
			2>/dev/null | sort -u)" -- "$cur")
	for i in "${!COMPREPLY[@]}"; do
		COMPREPLY[i]=$front${COMPREPLY[i]}
	done
	compopt -o nospace 2>/dev/null
}

_sct_config()
{
	local _sct_cur=${COMP_WORDS[COMP_CWORD]} command='' i
	COMPREPLY=()
	# --trial and its number may stand in front of the command.
	for ((i = 1; i < COMP_CWORD; i++)); do
		case ${COMP_WORDS[i]} in
		--trial)
			((i++))
			[[ ${COMP_WORDS[i]} != = ]] || ((i++))
			;;
		-*) ;;
		*)
			command=${COMP_WORDS[i]}
			break
			;;
		esac
	done
	case ${COMP_WORDS[COMP_CWORD - 1]} in
	--trial | =) return ;;
	esac
	if [[ -z $command ]]; then
		_sct_words upload add check download list stats delete confirm --trial --help
		return
	fi
	case $command:$_sct_cur in
	upload:-* | add:-* | delete:-*) _sct_words --trial --help ;;
	*:-*) _sct_words --help ;;
	upload:* | add:* | delete:*)
		if [[ $command = delete ]]; then
			_sct_rules
		else
			_sct_files .rules
		fi
		;;
	check:*) _sct_files .rules ;;
	download:*) _sct_files ;;
	stats:*) _sct_rules ;;
	esac
}

_sctlog()
{
	local _sct_cur=${COMP_WORDS[COMP_CWORD]}
	local previous=${COMP_WORDS[COMP_CWORD - 1]}
	COMPREPLY=()
	# --rule=NAME is three words for a bash that cuts them at '='.
	[[ $_sct_cur != = ]] || _sct_cur=
	[[ $previous != = ]] || previous=${COMP_WORDS[COMP_CWORD - 2]}
	case $previous in
	--rule) _sct_rules ;;
	--syslog)
		if [[ ${COMP_WORDS[COMP_CWORD]} = = ||
		      ${COMP_WORDS[COMP_CWORD - 1]} = = ]]; then
			_sct_files
			return
		fi
		_sct_words -n --json --rule --syslog --help
		;;
	*) _sct_words -n --json --rule --syslog --help ;;
	esac
}

_sctrace()
{
	local _sct_cur=${COMP_WORDS[COMP_CWORD]} i
	local previous=${COMP_WORDS[COMP_CWORD - 1]}
	COMPREPLY=()
	[[ $_sct_cur != = ]] || _sct_cur=
	if [[ $previous = = && ${COMP_WORDS[COMP_CWORD - 3]-} = -e ]]; then
		previous=-e
	fi
	case $previous in
	-e | -[cf]*e) _sct_calls ;;
	-o | -[cf]*o) _sct_files ;;
	-p | -[cf]*p) _sct_words "$(cd /proc && printf '%s ' [0-9]*)" ;;
	*)
		# Behind the command's name stands what is its own.
		for ((i = 1; i < COMP_CWORD; i++)); do
			case ${COMP_WORDS[i]} in
			-e | -o | -p | -[cf]*[eop] | =) ((i++)) ;;
			-*) ;;
			*)
				_sct_files
				return
				;;
			esac
		done
		case $_sct_cur in
		-*) _sct_words -c -f -e -o -p -h --help ;;
		*/*) _sct_files ;;
		*) mapfile -t COMPREPLY < <(compgen -c -- "$_sct_cur") ;;
		esac
		;;
	esac
}

_sct_nothing()
{
	local _sct_cur=${COMP_WORDS[COMP_CWORD]}
	COMPREPLY=()
	_sct_words --help
}

complete -F _sct_config sct_config
complete -F _sctlog sctlog
complete -F _sctrace sctrace
complete -F _sct_nothing sct_load sct_unload
