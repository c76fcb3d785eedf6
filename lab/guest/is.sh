# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# For scripts in a guest whose output lab/check/ktap reads.
# shellcheck disable=SC2034 # who reads this file says at the end whether all was well
nr=0 bad=0

# is NAME COMMAND...: it succeeds
is() {
	_name=$1
	shift
	nr=$((nr + 1))
	if "$@" >out 2>&1; then
		echo "ok $nr $_name"
	else
		sed 's/^/# /' out
		echo "not ok $nr $_name"
		bad=1
	fi
}
# put, refused TEXT FILE: it is written, it is not; reads TEXT FILE: it holds this
put() { printf '%s\n' "$1" >"$2"; }
refused() { ! put "$1" "$2"; }
reads() { [ "$(cat "$2")" = "$1" ] || { cat "$2"; false; }; }
