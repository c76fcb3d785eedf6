#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# sctlog, on a fake debugfs

# shellcheck source=tap.sh
. "$TOOLS/tests/tap.sh"

fake
printf 'one\ntwo\n' >"$logs/log"
printf 'three\n' >"$logs/log_pipe"
run sctlog -n
ok "sctlog -n prints the log" gave 0 "one
two" ""
ok "sctlog -n takes nothing away" holds "$logs/log" "one
two"
run sctlog
ok "sctlog reads log_pipe" gave 0 three ""

rm "$logs/log_pipe"
mkfifo "$logs/log_pipe"
exec 9<>"$logs/log_pipe"
# shellcheck disable=SC2086 # SH may be two words
$SH "$TOOLS/sctlog" >"$work/follow" 9<&- &
pid=$!
echo first >&9
tries=0
until [ -s "$work/follow" ] || [ $tries -eq 50 ]; do
	sleep 0.1
	tries=$((tries + 1))
done
ok "sctlog prints a line when it comes" holds "$work/follow" first
ok "sctlog goes on" kill -0 $pid
kill $pid
wait $pid
ok "sctlog is gone when it is ended" test $? -eq 143
exec 9>&-

rm -r "$logs"
run sctlog
ok "no log" said 1 "debugfs is not mounted" "Run sct_load"
rm -rf "$SCT_SYSFS/kernel/sct"
run sctlog
ok "no SCT" said 1 "has no SCT" CONFIG_SCT=y
rm -rf "$SCT_SYSFS/kernel"
run sctlog -n
ok "no sysfs" said 1 "sysfs is not mounted" "Run sct_load"

run sctlog -x
ok "an unknown option" said 2 "unexpected argument '-x'" "Try: sctlog --help"
run sctlog -h
ok "sctlog -h" test "$status" -eq 0 -a -s "$work/out" -a ! -s "$work/err"
ok "sctlog -h fits" narrow "$work/out"

end_tests
