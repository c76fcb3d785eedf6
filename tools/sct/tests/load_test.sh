#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# sct_load and sct_unload, on a fake /sys

# shellcheck source=tap.sh
. "$TOOLS/tests/tap.sh"

# A mount that works, as far as the tools can see.
cp "$SCT_MOUNT" "$work/no_mount"
cat >"$SCT_MOUNT" <<END
#!/bin/sh
echo "\$*" >>"$work/mounts"
case \$2 in
sysfs) mkdir -p "$sct" && echo 0 >"$sct/enabled" ;;
debugfs) mkdir -p "$logs" ;;
esac
END
cp "$SCT_MOUNT" "$work/yes_mount"

fake
echo 0 >"$sct/enabled"
run sct_load
ok "sct_load says nothing" gave 0 "" ""
ok "sct_load enables" holds "$sct/enabled" 1
ok "sct_load mounts nothing that is there" test ! -e "$work/mounts"

rm -rf "$SCT_SYSFS" "$SCT_DEBUGFS"
mkdir "$SCT_SYSFS" "$SCT_DEBUGFS"
run sct_load
ok "sct_load mounts" gave 0 "" ""
ok "sct_load mounts sysfs and debugfs" holds "$work/mounts" \
	"-t sysfs sysfs $SCT_SYSFS
-t debugfs debugfs $SCT_DEBUGFS"
ok "sct_load enables what it mounted" holds "$sct/enabled" 1

fake
rm -r "$logs"
cp "$work/no_mount" "$SCT_MOUNT"
run sct_load
ok "sct_load goes on without debugfs" said 0 \
	"sct_load: warning: cannot mount debugfs on $SCT_DEBUGFS:" \
	CONFIG_DEBUG_FS=y
ok "sct_load enables without debugfs" holds "$sct/enabled" 1
rm -rf "$SCT_SYSFS"
mkdir "$SCT_SYSFS"
run sct_load
ok "sct_load fails without sysfs" said 1 "cannot mount sysfs on $SCT_SYSFS"

# A sealed machine, which takes no write.
fake
rm -r "$logs"
cp "$work/yes_mount" "$SCT_MOUNT"
: >"$work/mounts"
echo 1 >"$sct/sealed"
touch -t 200001010000 "$sct/enabled"
touch -t 200101010000 "$work/later"
run sct_load
ok "sct_load on a sealed machine" gave 0 "" ""
ok "it mounts debugfs" holds "$work/mounts" "-t debugfs debugfs $SCT_DEBUGFS"
ok "it writes nothing" test -z "$(find "$sct/enabled" -newer "$work/later")"
fake
rm -r "$logs" "$sct/enabled"
mkdir "$sct/enabled"
run sct_load
ok "sct_load mounts where it can't enable" test "$status" -eq 1 -a -d "$logs"
cp "$work/no_mount" "$SCT_MOUNT"
rm -rf "$SCT_SYSFS"
mkdir "$SCT_SYSFS"

for tool in sct_load sct_unload; do
	mkdir -p "$SCT_SYSFS/kernel"
	run $tool
	ok "$tool: a kernel without SCT" said 1 "$tool: this kernel" "has no SCT" \
		CONFIG_SCT=y reboot
	run $tool now
	ok "$tool: an argument" said 2 "unexpected argument 'now'" \
		"Try: $tool --help"
	run $tool --help
	ok "$tool --help" test "$status" -eq 0 -a -s "$work/out" -a ! -s "$work/err"
	ok "$tool --help fits" narrow "$work/out"
done

fake
echo 'rule {' >"$sct/rules"
run sct_unload
ok "sct_unload says nothing" gave 0 "" ""
ok "sct_unload takes the rules out" holds "$sct/rules" commit
ok "sct_unload disables" holds "$sct/enabled" 0
ok "where there are no trials, it makes none" test ! -e "$sct/trial"

echo 30 >"$sct/trial"
run sct_unload
ok "sct_unload while rules are on trial" gave 0 "" ""
ok "none come back" holds "$sct/trial" confirm
rm "$sct/trial"
mkdir "$sct/trial"
echo 1 >"$sct/enabled"
run sct_unload
ok "a trial that can't be ended" said 1 "cannot take the rules out: Is a directory"
ok "SCT stays enabled then" holds "$sct/enabled" 1
rmdir "$sct/trial"
echo 30 >"$sct/trial"

rm "$sct/rules"
mkdir "$sct/rules"
echo 1 >"$sct/enabled"
run sct_unload
ok "sct_unload fails where the rules stay" said 1 \
	"sct_unload: cannot take the rules out"
ok "sct_unload leaves SCT enabled then" holds "$sct/enabled" 1
ok "and the trial" holds "$sct/trial" 30

end_tests
