#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Whoever watches a call by one of its forms is told of the others: sct_config knows
# every call of this kernel that is another's name with at, 2, 64 and the like behind,
# and the calls of other names that reach the same

here=$(cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=sct_helpers.sh
. "$here/sct_helpers.sh"

syscalls=/sys/kernel/debug/sct/syscalls

# What a rule on the first call of a line alone is told of, written by hand; behind a
# '!' stands what it is not told of. tools/sct/tests has this list from here.
doors()
{
	cat <<-END
	unlink unlinkat ! rmdir rename
	unlinkat unlink ! rmdir
	rmdir unlinkat ! unlink
	rename renameat renameat2 ! link
	open openat openat2 creat open_by_handle_at ! truncate
	openat2 open openat creat open_by_handle_at
	open_by_handle_at ! open
	chroot pivot_root setns
	pivot_root chroot setns
	execve execveat
	chmod fchmod fchmodat fchmodat2 setxattr lsetxattr fsetxattr
	fchmodat2 chmod fchmod fchmodat setxattr
	setxattr lsetxattr fsetxattr ! chmod
	chown fchown lchown fchownat
	utime utimes futimesat utimensat
	stat lstat fstat newfstatat statx
	statfs fstatfs ustat
	quotactl quotactl_fd
	quotactl_fd quotactl
	truncate ftruncate open openat openat2 creat open_by_handle_at fallocate
	ftruncate truncate openat fallocate
	read readv pread64 preadv preadv2 sendfile splice tee vmsplice ! write recvfrom
	read copy_file_range mmap io_submit
	write writev pwrite64 pwritev pwritev2 sendfile splice tee ! read sendto
	write vmsplice copy_file_range mmap io_submit
	sendfile splice copy_file_range ! read
	copy_file_range sendfile splice
	splice sendfile copy_file_range
	tee splice
	vmsplice read readv write writev splice
	getdents getdents64
	fsync fdatasync sync syncfs sync_file_range msync io_submit
	sync syncfs ! fsync
	readahead fadvise64
	mincore cachestat
	connect sendto sendmsg sendmmsg ! bind write
	sendto sendmsg sendmmsg write writev pwritev2 sendfile splice io_submit ! connect
	sendmsg sendto sendmmsg write writev pwritev2 sendfile splice io_submit
	sendmmsg sendto sendmsg write writev pwritev2 sendfile splice io_submit
	recvfrom recvmsg recvmmsg read readv preadv2 splice io_submit ! write
	recvmsg recvfrom recvmmsg read readv preadv2 splice io_submit
	recvmmsg recvfrom recvmsg read readv preadv2 splice io_submit
	accept accept4
	mount fsconfig fsmount move_mount mount_setattr open_tree ! umount2
	fsconfig mount
	fsmount mount open_tree
	move_mount mount
	mount_setattr mount fsmount
	open_tree mount
	close close_range
	dup dup2 dup3 fcntl ! pipe
	fcntl ! dup
	select pselect6
	io_getevents io_pgetevents
	io_pgetevents io_getevents
	clone fork vfork clone3 ! unshare setns
	unshare clone clone3 ! fork
	exit exit_group
	wait4 waitid
	waitid wait4
	kill tkill tgkill pidfd_send_signal rt_sigqueueinfo rt_tgsigqueueinfo
	process_vm_readv ptrace ! process_vm_writev
	process_vm_writev ptrace ! process_vm_readv
	seccomp prctl
	prctl ! seccomp
	init_module finit_module ! delete_module
	finit_module init_module
	kexec_load kexec_file_load ! reboot
	kexec_file_load kexec_load
	iopl ioperm
	ioperm iopl
	add_key keyctl
	setuid setreuid setresuid ! setgid setfsuid
	setfsuid setuid setreuid setresuid
	setfsgid setgid setregid setresgid
	getuid getresuid ! geteuid
	setrlimit prlimit64 ! getrlimit
	prlimit64 setrlimit getrlimit
	setpriority sched_setattr
	sched_setscheduler sched_setparam sched_setattr ! setpriority
	sched_setattr sched_setparam sched_setscheduler
	mprotect pkey_mprotect mmap ! munmap
	pkey_mprotect mprotect mmap
	mmap mprotect pkey_mprotect
	madvise process_madvise
	mlock mlock2 mlockall mmap
	move_pages migrate_pages mbind
	settimeofday clock_settime adjtimex clock_adjtime
	clock_settime settimeofday adjtimex clock_adjtime ! clock_gettime
	gettimeofday time clock_gettime
	alarm setitimer
	semop semtimedop
	mq_open open openat openat2 creat
	mq_unlink unlink unlinkat
	futex futex_wait futex_wake futex_requeue futex_waitv
	futex_wait futex_waitv futex
	END
}

# Those of 32-bit programs.
doors32()
{
	cat <<-END
	wait4 waitid waitpid
	waitpid wait4 waitid
	setuid setuid32 setreuid32 setresuid32
	setuid32 setuid setreuid setresuid
	chown chown32 fchown32 lchown32
	stat stat64 lstat64 fstat64 fstatat64 oldstat
	stat64 stat newfstatat
	truncate truncate64 ftruncate64
	truncate64 truncate openat
	sendfile sendfile64
	setpriority sched_setattr nice
	nice setpriority sched_setattr
	settimeofday stime clock_settime64
	stime settimeofday clock_settime
	mmap2 mmap mprotect
	getdents readdir
	uname olduname oldolduname
	rt_sigaction sigaction signal
	recvmmsg recvmmsg_time64
	END
}

# Lines "NAME FORM", and where NAME is no form itself or is one: forms 0|1
forms()
{
	awk -v want="$1" '
	!/# not in this kernel/ { split($0, part, /[ (]+/); is[part[3]] = 1 }
	END {
		n = split("_time64 64 32 at2 at 2 4 1 6 v2 v", ending, " ")
		for (name in is)
			for (i = 1; i <= n; i++) {
				at = length(name) - length(ending[i])
				base = substr(name, 1, at)
				if (at > 0 && substr(name, at + 1) == ending[i] && base in is)
					base_of[name, base] = form[name] = 1
			}
		for (pair in base_of) {
			split(pair, part, SUBSEP)
			if ((part[2] in form) == want)
				print part[2], part[1]
		}
	}' "$syscalls"
}

# The forms that no warning names: told 0|1
told()
{
	forms "$1" | sort >pairs
	[ -s pairs ] || return 1
	cut -d ' ' -f 1 pairs | sort -u |
		sed 's/.*/rule { syscall_name = & rule_name = & action { type = LOG } }/' >in.rules
	sct_config check in.rules >said 2>&1 || { cat said >&2; return 1; }
	# A warning is two lines or more; the calls stand before "reach".
	tr -d '\n' <said | sed 's/in\.rules:/\n&/g' >lines
	while read -r base form; do
		grep "watches $base alone;.* reach" lines | sed 's/ reach.*//' |
			grep -q "[ ,]$form\\(,\\|\$\\)" || echo "$base: $form is not told of" >&2
	done <pairs 2>missing
	cat missing >&2
	[ ! -s missing ]
}

# batches: lines "BATCH CALL DOOR..." of those read. A rule is not told of what another
# of its text watches: no call of a batch is a door of one in it.
batches()
{
	awk '
	{
		if (!(seen[$1]++))
			call[++n] = $1
		for (i = 2; i <= NF && $i != "!"; i++)
			doors[$1] = doors[$1] " " $i
		for (i = 2; i <= NF; i++)
			if ($i != "!")
				apart[$1, $i] = apart[$i, $1] = 1
	}
	END {
		for (i = 1; i <= n; i++) {
			for (batch = 1; ; batch++) {
				for (j = 1; j <= size[batch]; j++)
					if ((call[i], member[batch, j]) in apart)
						break
				if (j > size[batch])
					break
			}
			member[batch, ++size[batch]] = call[i]
			print batch, call[i] doors[call[i]]
		}
	}'
}

# untold LIST: what rules on the calls of LIST, a rule each, are not told of and
# should be, and what they are told of and should not be
untold()
{
	"$1" >list
	batches <list >batched
	cut -d ' ' -f 1 batched | sort -u >numbers
	: >lines
	while read -r batch; do
		awk -v batch="$batch" '$1 == batch {
			print "rule { syscall_name = " $2 " rule_name = " $2 " action { type = LOG } }"
		}' batched >in.rules
		sct_config check in.rules >said 2>&1 || { cat said; return 1; }
		{
			tr -d '\n' <said | sed 's/in\.rules:/\n&/g'
			echo
		} >>lines
	done <numbers
	awk -v syscalls="$syscalls" '
	BEGIN {
		while ((getline <syscalls) > 0) {
			split($0, part, /[ (]+/)
			if (!/# not in this kernel/)
				known[part[3]] = any = 1
		}
	}
	FILENAME == "lines" {
		if (!match($0, /watches [^ ]* alone; .* reach/))
			next
		line = substr($0, RSTART, RLENGTH)
		gsub(/[,;]/, "", line)
		n = split(line, word, " ")
		for (i = 4; i < n; i++)
			told[word[2], word[i]] = 1
		next
	}
	{
		unwanted = 0
		for (i = 2; i <= NF; i++) {
			if ($i == "!")
				unwanted = 1
			else if (unwanted && ($1, $i) in told)
				print $1 ": " $i " is told of"
			else if (!unwanted && !(($1, $i) in told) && (!any || $i in known))
				print $1 ": " $i " is not told of"
		}
	}' lines list
}

# doors_told LIST
doors_told()
{
	untold "$1" >wrong
	cat wrong
	grep -q alone lines && [ ! -s wrong ]
}

# All that sct_config may name is a call that a rule may name.
are_calls()
{
	tool=$(readlink -f "$(command -v sct_config)") || return 1
	table=${tool%/*}/lib/siblings
	[ -r "$table" ] || table=${tool%/*}/../lib/sct/siblings
	awk '{ sub(/^#.*/, ""); sub(/[|].*/, ""); sub(/>/, ""); for (i = 1; i <= NF; i++) print $i }' \
		"$table" | sort -u >names
	[ -s names ] || return 1
	sed 's/(.*//; s/.* //' "$syscalls" | sort -u >calls
	comm -23 names calls >unknown
	cat unknown
	[ ! -s unknown ]
}

# A rule that names all of them is told of none.
none_left()
{
	printf 'rule { syscall_name = open, openat, openat2, creat, open_by_handle_at\n' >in.rules
	printf ' rule_name = x action { type = LOG } }\n' >>in.rules
	sct_config check in.rules >said 2>&1 || return 1
	! grep warning said
}

# Of a class nobody is told anything.
class_has_all()
{
	printf 'rule { syscall_name = %%file rule_name = x action { type = LOG } }\n' >in.rules
	sct_config check in.rules >said 2>&1 || return 1
	! grep alone said
}

start 7
check "every form of a call is told of" told 0
check "and every form of a form" told 1
check "all of them leave nothing to tell" none_left
check "a class has all of them" class_has_all
check "calls of other names that reach the same" doors_told doors
if grep -q '^compat' "$syscalls"; then
	check "those of 32-bit programs" doors_told doors32
	check "all of them are calls" are_calls
else
	skip "those of 32-bit programs" "a kernel without them"
	skip "all of them are calls" "a kernel without those of 32-bit programs"
fi
