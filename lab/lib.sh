# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# What the lab's scripts share: messages, progress, the cache folder. Sourced, with TOP set to the repository's folder.

# The cache holds what can be made again: the kernel's tree, the build folders, what a probe found out.
cache=${SCT_CACHE:-${XDG_CACHE_HOME:-${HOME:?}/.cache}/sct}
export LC_ALL=C

say() {
	printf '%s\n' "$*" >&2
}

die() {
	say "$*"
	exit 1
}

usage() {
	say "usage: $*"
	exit 2
}

# elapsed SECONDS: as a person says it
elapsed() {
	if [ "$1" -ge 60 ]; then
		printf '%dm%02ds' $(($1 / 60)) $(($1 % 60))
	else
		printf '%ds' "$1"
	fi
}

# _tick LABEL LOG SECONDS: one line of progress, from what the log holds so far
_tick() {
	_steps=$(grep -c . "$2")
	_last=$(tail -n 1 "$2" | tr -s ' \t' ' ' | cut -c 1-48)
	printf '%s: %s, %d steps, now%s\n' "$1" "$(elapsed "$3")" "$_steps" "${_last:+ $_last}" | cut -c 1-79
}

# watched LABEL LOG COMMAND...: run a command with its output in LOG and say how it gets on: on a terminal one line
# that is written over, elsewhere a line every 15 seconds. Returns the command's status.
watched() {
	_label=$1 _log=$2
	shift 2
	_start=$(date +%s)
	: >"$_log"
	"$@" >"$_log" 2>&1 </dev/null &
	_pid=$!
	trap 'kill "$_pid" 2>/dev/null; exit 130' INT TERM HUP
	_next=15 _wait=1
	while sleep "$_wait"; kill -0 "$_pid" 2>/dev/null; do
		_now=$(($(date +%s) - _start))
		if [ -t 2 ]; then
			printf '\r\033[K%s' "$(_tick "$_label" "$_log" "$_now")" >&2
		elif [ "$_now" -ge "$_next" ]; then
			say "$(_tick "$_label" "$_log" "$_now")"
			_next=$((_now + 15))
		fi
	done
	trap - INT TERM HUP
	[ ! -t 2 ] || printf '\r\033[K' >&2
	_status=0
	wait "$_pid" || _status=$?
	_now=$(($(date +%s) - _start))
	if [ "$_status" -eq 0 ]; then
		say "$_label: done in $(elapsed "$_now")"
	else
		say "$_label: failed after $(elapsed "$_now")"
	fi
	return "$_status"
}

# sums FILE...: a name for what the files hold
sums() {
	cat "$@" | sha256sum | cut -c 1-64
}

# locked: from here on this process and its children alone work in the cache; it waits for another that does
locked() {
	[ -z "${SCT_LOCKED-}" ] || return 0
	export SCT_LOCKED=1
	mkdir -p "$cache" || die "$cache: can't be made; name another folder with SCT_CACHE=DIR"
	exec 9>"$cache/lock"
	flock -n 9 && return
	say "waiting for another make that works in $cache"
	flock 9
}
