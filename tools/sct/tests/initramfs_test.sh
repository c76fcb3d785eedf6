#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What the hook of initramfs-tools takes, and what the initramfs would not understand

# shellcheck source=tap.sh
. "$TOOLS/tests/tap.sh"

SCT_RULES_DIR=$work/in
DESTDIR=$work/initramfs
export SCT_RULES_DIR DESTDIR
mkdir "$work/in" "$work/bin"
# On a kernel with SCT the hook asks it.
printf '#!/bin/sh\n' >"$work/bin/sct_config"
chmod +x "$work/bin/sct_config"
PATH=$work/bin:$PATH

# hook TEXT: with a file of this text
hook()
{
	rm -rf "$DESTDIR"
	printf '%s\n' "$1" >"$work/in/a.rules"
	run boot/initramfs-hook
}

run boot/initramfs-hook
ok "no rules" gave 0 "" ""

text='# usernametoid("root"), inode("/etc/passwd")
rule { syscall_name = unlink # groupnametoid("wheel")
	filter_expression { COMM == "usernametoid(" || COMM == "\"inode(" || INODE == "fe01:1573" } }'
hook "$text"
ok "comments, strings and other words" gave 0 "" ""
ok "all is copied" holds "$DESTDIR/etc/sct/initramfs.rules" "$text
"
for word in usernametoid groupnametoid inode; do
	hook "rule { # $word(
	filter_expression { COMM != \"#\\\"\" && ($word (\"/x\") == 1) } }"
	ok "$word" said 1 "knows no users, groups or files" "a.rules:2:" "$word (\"/x\")"
	ok "$word: nothing is copied" test ! -e "$DESTDIR/etc/sct/initramfs.rules"
done
hook 'inode("/x")'
ok "at the line's begin" said 1 "a.rules:1:inode"

end_tests
