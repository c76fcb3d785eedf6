#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# sctrace, on a fake /sys: its rules, and what it makes of events

# shellcheck source=tap.sh
. "$TOOLS/tests/tap.sh"

# umask_of PID: the one by which sctrace says that it ends
umask_of()
{
	tries=0
	until end=$(sed -n 's/^Umask:[[:blank:]]*\(0[4-7]..\)$/\1/p' "/proc/$1/status") &&
		[ -n "$end" ] || [ $tries -eq 100 ]; do
		sleep 0.1
		tries=$((tries + 1))
	done
	echo "${end:-0400}"
}

# fake_log: log_pipe gets the events of standard input when the rules of a trace
# are there, with their mark in front, and COMMAND being the command's number.
# What the rules were is in the file loaded then. Where no event ends the trace, one
# comes when sctrace ends it, or ten seconds later.
fake_log()
{
	rm -f "$logs/log_pipe" "$work/loaded"
	mkfifo "$logs/log_pipe"
	: >"$sct/rules"
	cat >"$work/events"
	exec 9<>"$logs/log_pipe"
	(
		tries=0
		until grep -qx commit "$sct/rules" || [ $tries -eq 1200 ]; do
			sleep 0.05
			tries=$((tries + 1))
		done
		cp "$sct/rules" "$work/loaded"
		mark=$(sed -n 's/.*rule_name = \(sctrace-[0-9]*\)-end/\1/p' "$sct/rules")
		command=$(sed -n 's/.*{ PID == \([0-9]*\) && RETVAL.*/\1/p' "$sct/rules")
		sed "s/^/$mark /; s/COMMAND/${command:-1}/g" "$work/events" >&9
		grep -q '^e ' "$work/events" || echo "$mark e $(umask_of "${mark#*-}")" >&9
	) &
	feeder=$!
}

# traces ARGUMENT...: the next run of sctrace
traces()
{
	run sctrace "$@"
	wait $feeder
	exec 9>&-
}

fake
fake_log <<'END'
r COMMAND 0 0 kill(COMMAND, SIGSTOP)
r COMMAND -2 ENOENT execve("/nowhere/true", 0x1, 0x2)
s
r COMMAND 0 0 execve("/bin/true", 0x7ffd1000, 0x7ffd2000)
r COMMAND 94096166567936 0 brk(0)
r COMMAND 140737353875456 0 mmap(0, 8192, PROT_READ, MAP_PRIVATE, 3, 8192)
r COMMAND -2 ENOENT openat(AT_FDCWD, "<NULL>, 0)", O_RDONLY|O_CLOEXEC, 0)
r COMMAND 3 0 openat(AT_FDCWD, "a", O_WRONLY|O_CREAT, 0644)
r COMMAND -14 EFAULT access(<0x10>, R_OK)
r COMMAND -9999 E9999 access(<NULL>, R_OK)
r COMMAND 18 0 umask(077)
r COMMAND 0 0 arch_prctl(ARCH_SET_FS, 139835364972352)
b COMMAND exit_group(256)
e 0400
END
traces true
ok "the form of strace" gave 0 "" 'execve("/bin/true", 0x7ffd1000, 0x7ffd2000) = 0
brk(NULL)                               = 0x559478954000
mmap(NULL, 8192, PROT_READ, MAP_PRIVATE, 3, 0x2000) = 0x7ffff7fc0000
openat(AT_FDCWD, "<NULL>, 0)", O_RDONLY|O_CLOEXEC) = -1 ENOENT (No such file or directory)
openat(AT_FDCWD, "a", O_WRONLY|O_CREAT, 0644) = 3
access(0x10, R_OK)                      = -1 EFAULT (Bad address)
access(NULL, R_OK)                      = -1 E9999
umask(077)                              = 022
arch_prctl(ARCH_SET_FS, 0x7f2df5419740) = 0
exit_group(256)                         = ?
+++ exited with 0 +++'
ok "its rules continue" test "$(grep -c 'continue = yes' "$work/loaded")" -eq 4
ok "its rules are gone" grep -qx commit "$sct/rules"
ok "no rule of its own is left" test "$(grep -c sctrace "$sct/rules")" -eq 0

fake_log <<'END'
s
r COMMAND 77 0 vfork()
r 77 0 0 getuid()
b 77 exit_group(3)
e 0611
END
traces -f -o trace sh -c 'kill -9 $$'
ok "the command's status" gave 137 "" ""
ok "children, and the death of the command" test "$(sed 's/^[0-9]* *//' "$work/trace")" = \
	'vfork()                           = 77
getuid()                          = 0
exit_group(3)                     = ?
+++ exited with 3 +++
+++ killed by SIGKILL +++'
ok "the filter of -f" grep -q 'ANCESTOR(PID in ' "$work/loaded"

# A command that has ended before sctrace waits for it. The shell sh, which starts it,
# does not stop here; where busybox takes its own sh, only the status is seen.
mkdir "$work/quick"
printf '#!/bin/sh\nexit 3\n' >"$work/quick/sh"
chmod +x "$work/quick/sh"
path=$PATH
PATH=$work/quick:$PATH
echo e 0403 | fake_log
traces sh -c 'exit 3'
PATH=$path
ok "the status of a quick command" gave 3 "" ""

fake_log <<'END'
s
r COMMAND 0 0 close(1)
r COMMAND -9 EBADF close(7)
r COMMAND 0 0 close(2)
r COMMAND 0 0 access("a", F_OK)
r COMMAND 0 0 brk(0)
e 0400
END
traces -c true
ok "a summary" gave 0 "" "    calls    errors syscall
--------- --------- ----------------
        3         1 close
        1           access
        1           brk
--------- --------- ----------------
        5         1 total"

echo e 0400 | fake_log
traces -e trace=file,openat,exit_group true
ok "classes" grep -q 'syscall_name = %file, openat$' "$work/loaded"
echo e 0400 | fake_log
traces -e '!close,read' true
ok "all but some" grep -q '!(SNAME in ("close", "read"))' "$work/loaded"

fake_log <<'END'
s
b COMMAND exit_group(0)
e 0400
END
traces -o /dev/full true
ok "a full disk" said 1 "cannot write /dev/full: No space left on device"

# A process that ends when there are rules, and whose parent does not ask for it.
fake_log </dev/null
# shellcheck disable=SC2016 # it is for that shell
sh -c 'until grep -qx commit "$2"; do sleep 0.1; done & echo $! >"$1/new" &&
	mv "$1/new" "$1/zombie"; exec sleep 600' sh "$work" "$sct/rules" 9>&- &
parent=$!
until [ -e "$work/zombie" ]; do
	sleep 0.1
done
zombie=$(cat "$work/zombie")
traces -p "$zombie,$zombie"
ok "the trace of a process ends with it" gave 0 "" \
	"sctrace: tracing $zombie, $zombie; Ctrl-C ends it"
ok "several in a list" grep -q "PID in ($zombie, $zombie)" "$work/loaded"

rm "$logs/log_pipe"
: >"$logs/log_pipe"

run sctrace -p "$zombie"
ok "a process that has ended" said 1 "process $zombie has ended"
{ kill $parent && wait $parent; } 2>/dev/null
run sctrace -p 999999999
ok "no such process" said 1 "there is no process 999999999"
run sctrace no-such-command
ok "no such command" said 1 "cannot find the command 'no-such-command'"
run sctrace ./no-such-command
ok "no such file" said 1 "cannot find './no-such-command'"
run sctrace /
ok "a directory" said 1 "/: is a directory"
run sctrace -o no/such true
ok "-o into nowhere" said 1 "cannot write no/such: "
rm "$sct/rules"
ln -s /proc/self/oom_score_adj "$sct/rules"
echo '1:16: unknown system call "opne"; did you mean "open"?' >"$sct/error_log"
run sctrace -e opne true
ok "an unknown call" said 1 'sctrace: unknown system call "opne"; did you mean "open"?'
echo 0 >"$sct/enabled"
run sctrace true
ok "switched off" said 1 "SCT is switched off" "Run sct_load"
echo 1 >"$sct/enabled"
echo 1 >"$sct/sealed"
run sctrace true
ok "sealed" said 1 "SCT is sealed"
rm -r "$logs"
run sctrace true
ok "no log" said 1 "debugfs is not mounted" "Run sct_load"
rm -rf "$SCT_SYSFS/kernel/sct"
run sctrace true
ok "no SCT" said 1 "has no SCT" CONFIG_SCT=y

run sctrace
ok "no argument" said 2 "Usage: sctrace"
run sctrace -x true
ok "an unknown option" said 2 "unknown option '-x'" "Try: sctrace --help"
run sctrace -o
ok "an option without its argument" said 2 "-o needs an argument"
run sctrace -p 1 true
ok "a command and -p" said 2 "a command and -p"
for wrong in one 1,,2 ,1 '1,' 1,a ''; do
	run sctrace -p "$wrong"
	ok "-p '$wrong'" said 2 "expected the number of a process"
done
run sctrace -e signal=none true
ok "-e of another kind" said 2 "sctrace knows no 'signal='"
run sctrace -e '!%file' true
ok "a class left out" said 2 "classes can't be left out"
run sctrace -h
ok "sctrace -h" test "$status" -eq 0 -a -s "$work/out" -a ! -s "$work/err"
ok "sctrace -h fits" narrow "$work/out"
run sctrace --help
ok "sctrace --help" test "$status" -eq 0 -a -s "$work/out"
run sctrace -f -e openat --help
ok "--help behind other options" test "$status" -eq 0 -a -s "$work/out" -a ! -s "$work/err"
run sctrace --follow true
ok "another long option" said 2 "unknown option '--follow'" "Try: sctrace --help"

end_tests
