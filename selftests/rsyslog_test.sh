#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Two machines, by namespaces: what sctlog hands to rsyslog on one arrives on the
# other, each event once, with the configuration that tools/sct/examples has. In the
# middle of the burst the central rsyslogd is stopped, and later killed.

here=$(cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=sct_helpers.sh
. "$here/sct_helpers.sh"

events=20000
# A kernel that checks itself takes very long for what says nothing more about it.
[ ! -e /sys/kernel/debug/kmemleak ] || events=2000
# Seconds that nothing may happen before the test gives up.
patience=60

# on MACHINE COMMAND...: in its namespaces
on()
{
	read -r ns <"$work/$1/ns"
	shift
	nsenter -t "$ns" -m -n -u -- "$@"
}

# machine NAME ADDRESS: with a network, a name, and directories of its own
machine()
{
	mkdir -p "$1/log" "$1/spool" "$1/lib" "$1/rsyslog.d" "$1/dev" "$1/run"
	unshare -m -n -u sleep 100000 &
	ns=$!
	# Before it is sleep, it may still be in the namespaces of all.
	until [ "$(cat "/proc/$ns/comm")" = sleep ]; do
		sleep 0.1
	done
	echo "$ns" >"$1/ns"
	on "$1" hostname "$1"
	cp "$examples/40-sct-$1.conf" "$1/rsyslog.d/"
	load=
	[ "$1" = central ] || load='module(load="imuxsock")'
	cat >"$1/rsyslog.conf" <<-END
		global(workDirectory="/var/spool/rsyslog")
		$load
		include(file="$work/$1/rsyslog.d/*.conf")
		action(type="omfile" file="$work/$1/other")
	END
	# shellcheck disable=SC2016 # for the other shell
	on "$1" sh -e -c '
		work=$1
		address=$2
		cd /
		mount --make-rprivate /
		mount -t tmpfs dev "$work/dev"
		for node in null zero full random urandom tty; do
			[ -e "/dev/$node" ] || continue
			: >"$work/dev/$node"
			mount --bind "/dev/$node" "$work/dev/$node"
		done
		ln -s /proc/self/fd "$work/dev/fd"
		mount --rbind "$work/dev" /dev
		# With systemd, rsyslogd would use the socket of its journal.
		mount --bind "$work/run" /run
		mount --bind "$work/log" /var/log
		mount -t tmpfs spool /var/spool
		mkdir /var/spool/rsyslog
		mount --bind "$work/spool" /var/spool/rsyslog
		mount -t tmpfs lib /usr/local/lib
		mkdir /usr/local/lib/sct
		echo 10.0.0.2 loghost >"$work/hosts"
		mount --bind "$work/hosts" /etc/hosts
		ip link set lo up
		while ! ip link set eth0 up 2>/dev/null; do
			sleep 0.1
		done
		ip address add "$address/24" dev eth0' sh "$work/$1" "$2"
}

# rsyslog MACHINE
rsyslog()
{
	rm -f "$work/$1/rsyslogd.pid"
	read -r ns <"$work/$1/ns"
	# Not by on: a shell that stays would keep the output of check open, which then waits for it.
	nsenter -t "$ns" -m -n -u -- rsyslogd -n -f "$work/$1/rsyslog.conf" \
		-i "$work/$1/rsyslogd.pid" >>"$work/$1/said" 2>&1 &
	tries=0
	until [ -s "$work/$1/rsyslogd.pid" ]; do
		sleep 0.2
		tries=$((tries + 1))
		[ "$tries" -lt 150 ] || return 1
	done
}

# no_rsyslog MACHINE SIGNAL
no_rsyslog()
{
	read -r pid <"$work/$1/rsyslogd.pid"
	kill -s "$2" "$pid"
	# It is no child of this shell, and a zombie has no program.
	while readlink "/proc/$pid/exe" >/dev/null; do
		sleep 0.1
	done
}

# lines FILE: of a file of the central machine
lines()
{
	[ ! -e "$work/central/log/sct/$1" ] || grep -c '' "$work/central/log/sct/$1"
}

# arrived FILE COUNT: wait for them, for as long as more come
arrived()
{
	was=-1
	idle=0
	while count=$(lines "$1") && [ "${count:=0}" -lt "$2" ]; do
		[ "$count" = "$was" ] && idle=$((idle + 1)) || idle=0
		was=$count
		[ "$idle" -lt "$patience" ] || {
			echo "of $2 lines $count have come"
			tail -n 20 "$work"/*/said "$work"/*/other 2>/dev/null
			return 1
		}
		sleep 1
	done
}

# burst: rmdir() of names that don't exist; the last is as long as a name can be
burst()
{
	{
		seq -f "burst/%.0f" $((events - 1))
		printf 'burst/%d/%04000d\n' "$events" 0
	} | xargs rmdir 2>/dev/null
}

# follow OPTION FILE: sctlog on the machine, until unfollow
follow()
{
	read -r ns <"$work/machine/ns"
	nsenter -t "$ns" -m -n -u -- sctlog "$1" >>"$2" 2>>"$work/machine/said" &
	follower=$!
	tries=0
	until find /proc/[0-9]*/fd -lname '*/sct/log_*' 2>/dev/null | grep -q .; do
		sleep 0.2
		tries=$((tries + 1))
		if [ "$tries" -ge 150 ] || ! kill -0 "$follower"; then
			echo "sctlog $1 does not run"
			cat "$work/machine/said"
			return 1
		fi
	done
}

# all_once FILE: the number of each event, in the order in which they came, is there
# once, and nothing else
all_once()
{
	sed -n 's|.*burst/\([0-9]*\).*|\1|p' "$work/central/log/sct/$1" | sort -n >came
	seq "$events" | cmp -s - came && return
	echo "$(grep -c '' came) came, $(sort -u came | grep -c '') different ones"
	uniq -d came | head -n 5 | sed 's/^/twice: /'
	seq "$events" | sort >all
	sort came | comm -23 all - | head -n 5 | sed 's/^/not: /'
	return 1
}

# delivered OPTION FILE
delivered()
{
	follow "$1" "${3-/dev/null}" || return 1
	burst &
	burst=$!
	status=0
	# In the middle, twice: asked to stop, and without a chance to say good-bye.
	for part in 5:TERM 2:KILL; do
		arrived "$2" $((events / ${part%:*})) || status=1
		no_rsyslog central "${part#*:}"
		echo "stopped when $(lines "$2") had come"
		sleep 2
		rsyslog central || status=1
	done
	wait "$burst"
	arrived "$2" "$events" || status=1
	# Whether more come than should.
	sleep 5
	kill "$follower" 2>/dev/null
	same lost 0 "$(grep -c 'lost' "$work/central/log/sct/$2")" || status=1
	all_once "$2" && return "$status"
}

json_is_whole()
{
	head -n 1 "$work/central/log/sct/events.json" >one
	grep -q '"params":\["\\"burst/[0-9]*/0\{4000\}\\""\].*}$' "$work/central/log/sct/events.json" ||
		return 1
	contains "$(cat one)" '{"host":"machine","time":"' &&
		contains "$(cat one)" '"params":["\"burst/' || return 1
	! command -v python3 >/dev/null || python3 -c '
import json, sys
for line in open(sys.argv[1]):
    event = json.loads(line)
    assert event["rule"] == "burst" and event["host"] == "machine", line' \
		"$work/central/log/sct/events.json"
}

syslog_is_structured()
{
	head -n 1 "$work/central/log/sct/events" >one
	# The header of RFC 5424, and an element of structured data.
	grep -Eq '^<[0-9]+>1 [0-9T:.+Z-]+ machine [^ ]+ [^ ]+ [^ ]+ \[[^]]+\] .*burst/' one && return
	cat one
	return 1
}

once_writes_once()
{
	printf 'a\nb\na\n' | "$examples/sct_once" once >said || return 1
	printf 'b\nc \\n\n' | "$examples/sct_once" once >>said || return 1
	same once "$(printf 'a\nb\nc \\n')" "$(cat once)" || return 1
	same answers 7 "$(grep -cx OK said)" || return 1
	# A renamed file is remembered, and half a line ended.
	mv once once.1
	printf 'half' >once
	printf 'c \\n\nd\n' | "$examples/sct_once" once >said || return 1
	same once "$(printf 'half\nd')" "$(cat once)"
}

once_waits_for_room()
{
	mkdir small
	mount -t tmpfs -o size=4k small small || return 1
	head -c 4096 /dev/zero >small/full
	printf 'line\n' | "$examples/sct_once" small/once >said 2>err &
	sleep 3
	answers=$(grep -cx OK said)
	rm small/full
	wait $!
	got=$(cat small/once)
	umount small
	same "answers while the disk is full" 1 "$answers" && same answers 2 "$(grep -cx OK said)" &&
		same once line "$got"
}

# leave: everything that was started
leave()
{
	status=$?
	for side in machine central; do
		[ ! -s "$work/$side/rsyslogd.pid" ] ||
			kill -KILL "$(cat "$work/$side/rsyslogd.pid")"
		[ ! -s "$work/$side/ns" ] || kill -KILL "$(cat "$work/$side/ns")"
	done 2>/dev/null
	echo "$was_kb" >/sys/kernel/debug/sct/buffer_kb
	(exit "$status")
	finish
}

source_of tools/sct/examples/rsyslog/sct_once || skip_all "no examples of tools/sct"
examples=$(cd "${found%/*}" && pwd)
for program in rsyslogd ip unshare nsenter perl seq xargs; do
	command -v "$program" >/dev/null || skip_all "no $program"
done
for module in imfile imuxsock omprog omrelp imrelp; do
	find /usr/lib/rsyslog /usr/lib64/rsyslog /usr/lib/*/rsyslog -name "$module.so" \
		2>/dev/null | grep -q . || skip_all "rsyslog has no $module"
done
ip link add sct-probe type veth peer name sct-probe2 2>/dev/null ||
	skip_all "no veth: CONFIG_VETH"
ip link delete sct-probe

start 6
was_kb=$(cat /sys/kernel/debug/sct/buffer_kb)
trap leave EXIT
check "sct_once writes each line once" once_writes_once
check "sct_once waits for room on the disk" once_waits_for_room

machine machine 10.0.0.1 >setup 2>&1 &
setup=$!
machine central 10.0.0.2 >>setup 2>&1 &
setup="$setup $!"
until [ -s machine/ns ] && [ -s central/ns ]; do
	sleep 0.1
done
ip link add sctm type veth peer name sctc
ip link set sctm netns "$(cat machine/ns)" name eth0
ip link set sctc netns "$(cat central/ns)" name eth0
# shellcheck disable=SC2086 # words
wait $setup
cp "$examples/sct_once" central/lib/
on central mkdir /var/log/sct
on central cp "$work/central/lib/sct_once" /usr/local/lib/sct
echo 8192 >/sys/kernel/debug/sct/buffer_kb
cat >"$rules" <<'END'
rule {
	syscall_name = rmdir
	rule_name = burst
	filter_expression { PARAMS[pathname] startswith "burst/" }
	action { type = LOG log_format { %comm[%pid]: %params } }
}
END
{ rsyslog central && rsyslog machine; } || sed 's/^/# /' ./*/said

check "JSON: each event arrives once" delivered --json events.json machine/log/sct.json
check "JSON: whole, with the host" json_is_whole
check "syslog: each event arrives once" delivered --syslog=/run/sct.log events
check "syslog: with structured data" syslog_is_structured
