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
run sctlog -n --
ok "-- behind options" gave 0 "one
two" ""
run sctlog -n -- x
ok "an argument behind it" said 2 "unexpected argument 'x'"

# event RULE MESSAGE [MORE]: a line of log_json; MESSAGE as JSON has it
event()
{
	printf '{"time":"2026-11-24T05:08:36.007400Z","sequence":2,"cpu":1,"rule":"%s",' "$1"
	printf '"when":"before","syscall":"unlink","abi":"native","pid":167,"tid":168,'
	printf '"ppid":166,"uid":0,"euid":0,"loginuid":1000,"comm":"%s",' "${comm-rm}"
	printf '"params":["\\"/a, \\\\\\"rule\\\\\\":\\\\\\"b\\\\\\"]\\""],"retval":null,'
	printf '"message":"%s"%s}\n' "$2" "${3-}"
}
lost='{"time":"2026-11-24T05:08:36.007400Z","lost":217,"cpu":1}'
{
	event a '\"rm\" : \"/a\\\\n\" \"rule\":\"b\"'
	printf '%s\n' "$lost"
	event b 'two\nlines \\u0041 \\\u0001\u0002\u007f\u0080 &'
	event c 'not wanted'
	event a 'caf\ufffd' ',"message_bytes":"636166e90a5c"'
	event b 'not UTF-8: \ufffd'
} >"$logs/log_json_once"
cp "$logs/log_json_once" "$logs/log_json"
printf 'rule {\n\trule_name = a\n}\nrule {\n\trule_name = b\n}\n' >"$sct/rules"
wanted=$(printf '%s\n' '"rm" : "/a\\n" "rule":"b"' '-- 217 events lost --'
	printf 'two\nlines \\u0041 \\\001\002\177\302\200 &\ncaf\351\n\\\n'
	printf 'not UTF-8: \357\277\275\n')
run sctlog -n --rule a --rule=b
ok "sctlog -n --rule prints the rules' lines" gave 0 "$wanted" ""
run sctlog --rule a --rule b
ok "sctlog --rule follows" gave 0 "$wanted" ""
run sctlog --json
ok "sctlog --json" cmp "$logs/log_json" "$work/out"
run sctlog -n --json
ok "sctlog -n --json" cmp "$logs/log_json_once" "$work/out"
run sctlog -n --json --rule c
ok "sctlog --json --rule" test "$(cat "$work/out")" = "$lost
$(event c 'not wanted')"
ok "sctlog tells of a rule that is not there" said 0 "no rule 'c' is in force now"
run sctlog -n --rule 'a b'
ok "no name of a rule" said 2 "--rule 'a b': expected the name of a rule"
run sctlog --rule
ok "--rule without a name" said 2 "--rule needs the name of a rule"
ln -s /dev/full "$work/full"
(cd "$work" && exec $SH "$TOOLS/sctlog" -n --rule a >full 2>err)
status=$?
ok "a full disk" said 1 "No space left on device"
awk 'BEGIN { for (i = 0; i < 20000; i++) print "{\"lost\":3}" }' >"$work/many"
cp "$logs/log_json_once" "$work/few"
cp "$work/many" "$logs/log_json_once"
(cd "$work" && exec $SH "$TOOLS/sctlog" -n --rule a >full 2>err)
status=$?
ok "a full disk, while there are more events" said 1 "No space left on device"
cp "$work/few" "$logs/log_json_once"

# syslog NUMBER: a daemon that takes so many messages
syslog()
{
	rm -f "$work/socket"
	perl -MSocket -e 'my ($path, $n) = @ARGV;
		socket(S, PF_UNIX, SOCK_DGRAM, 0) && bind(S, pack_sockaddr_un($path)) || die;
		alarm 60;
		while ($n--) { recv(S, my $got, 1 << 20, 0); print "$got\n" }' \
		"$work/socket" "$1" >"$work/messages" &
	daemon=$!
	tries=0
	until [ -S "$work/socket" ] || [ $tries -eq 100 ]; do
		sleep 0.1
		tries=$((tries + 1))
	done
}

run sctlog --syslog=socket
ok "no daemon" said 1 "there is no socket socket" "Start a syslog daemon" "--syslog=SOCKET"
host=$(uname -n)
data='when="before" syscall="unlink" abi="native" pid="167" tid="168" ppid="166" uid="0" euid="0" loginuid="1000"'
{
	# shellcheck disable=SC2034 # event looks at it
	comm='a \"]\\\n' event a '\"rm\"\n\\.'
	printf '%s\n' "$lost"
	event b two
} >"$logs/log_json_once"
syslog 3
run sctlog -n --syslog=socket
wait $daemon
ok "sctlog --syslog prints nothing" gave 0 "" ""
ok "messages with structured data" holds "$work/messages" \
	"<29>1 2026-11-24T05:08:36.007400Z $host sct 167 event [sct@32473 rule=\"a\" sequence=\"2\" cpu=\"1\" $data comm=\"a \\\"\\]\\\\\\\\n\"] \"rm\"\\n\\.
<28>1 2026-11-24T05:08:36.007400Z $host sct - lost [sct@32473 lost=\"217\" cpu=\"1\"] 217 events lost
<29>1 2026-11-24T05:08:36.007400Z $host sct 167 event [sct@32473 rule=\"b\" sequence=\"2\" cpu=\"1\" $data comm=\"rm\"] two"
syslog 2
run sctlog -n --syslog=socket --json --rule b
wait $daemon
ok "messages of one rule, as JSON" test "$(sed 's/^[^]]*\] //' "$work/messages")" = "$lost
$(event b two)"

# A socket that nobody reads, as while a daemon restarts.
printf '%s\n' "$(event a 1)" "$(event a 2)" "$(event a 3)" >"$logs/log_json_once"
syslog 1
{ kill $daemon && wait $daemon; } 2>/dev/null
: >"$work/err"
# shellcheck disable=SC2086 # SH may be two words
$SH "$TOOLS/sctlog" -n --syslog="$work/socket" 2>"$work/err" &
pid=$!
tries=0
until [ -s "$work/err" ] || [ $tries -eq 100 ]; do
	sleep 0.1
	tries=$((tries + 1))
done
status=0
ok "a daemon that is gone is waited for" said 0 "waiting for a syslog daemon"
syslog 3
wait $pid
status=$?
wait $daemon
ok "it gets all when it is back" test "$status" -eq 0 -a \
	"$(sed 's/.*"\] //' "$work/messages" | paste -s -d ' ' -)" = "1 2 3"

rm "$logs/log_json" "$logs/log_json_once"
run sctlog --json
ok "an older SCT" said 1 "this kernel's SCT has no file log_json"

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
