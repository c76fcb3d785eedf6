#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2034,SC2317 # tap.sh's ok looks at status, and calls functions
# What make install puts where, and that it is all there is to the tools

# shellcheck source=tap.sh
. "$TOOLS/tests/tap.sh"

all='sct_config sct_load sct_unload sctlog sctrace'
into=$work/root
status=0
: >"$work/out"
: >"$work/err"

installed()
{
	make -C "$TOOLS" install install-initramfs prefix=/usr DESTDIR="$into" || return 1
	for tool in $all; do
		[ -x "$into/usr/sbin/$tool" ] || [ -x "$into/usr/bin/$tool" ] || return 1
		[ -f "$into/usr/share/bash-completion/completions/$tool" ] || return 1
		[ -f "$into/usr/share/man/man8/$tool.8" ] ||
			[ -f "$into/usr/share/man/man1/$tool.1" ] || return 1
	done
}

# Where they are, without the folder that they come from.
run_there()
{
	fake
	printf '{"lost":3}\n' >"$logs/log_json_once"
	for tool in $all; do
		path=$into/usr/sbin/$tool
		[ -x "$path" ] || path=$into/usr/bin/$tool
		# shellcheck disable=SC2086 # SH may be two words
		$SH "$path" --help || return 1
	done
	printf 'rule {\n\tsyscall_name = unlink\n\trule_name = a\n}\n' >"$work/a.rules"
	# shellcheck disable=SC2086
	$SH "$into/usr/sbin/sct_config" upload "$work/a.rules" 2>"$work/told" || return 1
	grep -q 'unlinkat reaches' "$work/told" || return 1
	# shellcheck disable=SC2086
	[ "$($SH "$into/usr/sbin/sctlog" -n --rule a)" = '-- 3 events lost --' ]
}

# clean_pages: mandoc has nothing to say of the manual pages, but that some that they
# name are not on this machine; those of SCT are looked for here
clean_pages()
{
	! mandoc -T lint "$TOOLS"/man/* |
		grep -v -e 'referenced manual not found: Xr ' -e 'outdated mandoc.db' ||
		return 1
	sed -n 's/^\.Xr \(sct[a-z_]*\) \([0-9]\).*/\1.\2/p' "$TOOLS"/man/* | while read -r page; do
		[ -f "$TOOLS/man/$page" ] || { echo "no $page"; exit 1; }
	done
}

narrow_pages()
{
	for page in "$TOOLS"/man/*; do
		mandoc -T ascii -O width=80 "$page" | sed "s/.$(printf '\b')//g" >"$work/page"
		narrow "$work/page" || return 1
	done
}

gone()
{
	make -C "$TOOLS" uninstall prefix=/usr DESTDIR="$into" || return 1
	left=$(find "$into" ! -type d)
	[ -z "$left" ] || { echo "$left"; return 1; }
}

if command -v make >/dev/null; then
	ok "make install" installed
	ok "the tools run where they are then" run_there
	if command -v mandoc >/dev/null; then
		ok "mandoc finds nothing in the manual pages" clean_pages
		ok "the manual pages fit a terminal" narrow_pages
	else
		ok "the manual pages # SKIP no mandoc" true
	fi
	ok "make uninstall leaves nothing" gone
else
	ok "make install # SKIP no make" true
fi

end_tests
