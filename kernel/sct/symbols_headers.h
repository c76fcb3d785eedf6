/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The headers whose constants filters may name: those of the user API that
 * parameters and results of system calls are made of
 *
 * symbols.sh takes what the files define that are included here as <uapi/...>,
 * and nothing of what those include in turn; and of the kernel's own headers what
 * it names itself. So a header is one line to add here.
 */

#ifndef _SCT_SYMBOLS_HEADERS_H
#define _SCT_SYMBOLS_HEADERS_H

/* What the headers below need, and what the kernel keeps in headers of its own. */
#include <linux/types.h>
#include <linux/aio_abi.h>
#include <linux/compat.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/net.h>
#include <linux/sched.h>
#include <linux/socket.h>
#include <linux/splice.h>
#include <linux/swap.h>
#include <linux/termios.h>

/* errors, limits */
#include <uapi/asm-generic/errno-base.h>
#include <uapi/asm-generic/errno.h>
#include <uapi/linux/limits.h>

/* files */
#include <uapi/asm-generic/fcntl.h>
#include <uapi/asm-generic/ioctl.h>
#include <uapi/asm-generic/poll.h>
#include <uapi/linux/close_range.h>
#include <uapi/linux/eventfd.h>
#include <uapi/linux/eventpoll.h>
#include <uapi/linux/fadvise.h>
#include <uapi/linux/falloc.h>
#include <uapi/linux/fanotify.h>
#include <uapi/linux/fcntl.h>
#include <uapi/linux/fiemap.h>
#include <uapi/linux/fs.h>
#include <uapi/linux/fscrypt.h>
#include <uapi/linux/fsverity.h>
#include <uapi/linux/inotify.h>
#include <uapi/linux/loop.h>
#include <uapi/linux/magic.h>
#include <uapi/linux/memfd.h>
#include <uapi/linux/mount.h>
#include <uapi/linux/nsfs.h>
#include <uapi/linux/openat2.h>
#include <uapi/linux/quota.h>
#include <uapi/linux/signalfd.h>
#include <uapi/linux/stat.h>
#include <uapi/linux/timerfd.h>
#include <uapi/linux/userfaultfd.h>
#include <uapi/linux/xattr.h>

/* memory */
#include <uapi/asm-generic/hugetlb_encode.h>
#include <uapi/asm-generic/mman-common.h>
#include <uapi/asm-generic/mman.h>
#include <uapi/asm/mman.h>
#include <uapi/linux/mempolicy.h>
#include <uapi/linux/mman.h>

/* processes */
#include <uapi/asm-generic/resource.h>
#include <uapi/asm-generic/siginfo.h>
#include <uapi/asm-generic/signal-defs.h>
#include <uapi/asm/ldt.h>
#include <uapi/asm/prctl.h>
#include <uapi/asm/ptrace-abi.h>
#include <uapi/asm/signal.h>
#include <uapi/linux/capability.h>
#include <uapi/linux/futex.h>
#include <uapi/linux/ioprio.h>
#include <uapi/linux/kcmp.h>
#include <uapi/linux/membarrier.h>
#include <uapi/linux/personality.h>
#include <uapi/linux/pidfd.h>
#include <uapi/linux/prctl.h>
#include <uapi/linux/ptrace.h>
#include <uapi/linux/resource.h>
#include <uapi/linux/rseq.h>
#include <uapi/linux/sched.h>
#include <uapi/linux/sched/types.h>
#include <uapi/linux/seccomp.h>
#include <uapi/linux/securebits.h>
#include <uapi/linux/signal.h>
#include <uapi/linux/time.h>
#include <uapi/linux/timex.h>
#include <uapi/linux/wait.h>

/* messages between processes */
#include <uapi/linux/ipc.h>
#include <uapi/linux/mqueue.h>
#include <uapi/linux/msg.h>
#include <uapi/linux/sem.h>
#include <uapi/linux/shm.h>

/* terminals */
#include <uapi/asm-generic/ioctls.h>
#include <uapi/asm-generic/termbits-common.h>
#include <uapi/asm-generic/termbits.h>
#include <uapi/asm-generic/termios.h>
#include <uapi/linux/kd.h>
#include <uapi/linux/tiocl.h>
#include <uapi/linux/vt.h>

/* sockets */
#include <uapi/asm-generic/socket.h>
#include <uapi/asm-generic/sockios.h>
#include <uapi/linux/icmp.h>
#include <uapi/linux/if.h>
#include <uapi/linux/if_alg.h>
#include <uapi/linux/if_arp.h>
#include <uapi/linux/if_ether.h>
#include <uapi/linux/if_packet.h>
#include <uapi/linux/if_tun.h>
#include <uapi/linux/in.h>
#include <uapi/linux/in6.h>
#include <uapi/linux/net.h>
#include <uapi/linux/netlink.h>
#include <uapi/linux/socket.h>
#include <uapi/linux/sockios.h>
#include <uapi/linux/tcp.h>
#include <uapi/linux/udp.h>
#include <uapi/linux/un.h>
#include <uapi/linux/vm_sockets.h>

/* the system */
#include <uapi/linux/bpf.h>
#include <uapi/linux/io_uring.h>
#include <uapi/linux/kexec.h>
#include <uapi/linux/keyctl.h>
#include <uapi/linux/landlock.h>
#include <uapi/linux/lsm.h>
#include <uapi/linux/module.h>
#include <uapi/linux/perf_event.h>
#include <uapi/linux/random.h>
#include <uapi/linux/reboot.h>

/*
 * What userspace's headers have and the kernel's have not: the modes of
 * access(2), which fs/open.c knows as MAY_*, and second names. Each is defined
 * by what the kernel calls it, where it has a name.
 */
#ifndef F_OK
#define F_OK		0
#define X_OK		MAY_EXEC
#define W_OK		MAY_WRITE
#define R_OK		MAY_READ
#endif

#ifndef ENOTSUP
#define ENOTSUP		EOPNOTSUPP
#endif
#ifndef MAP_ANON
#define MAP_ANON	MAP_ANONYMOUS
#endif
#ifndef O_ASYNC
#define O_ASYNC		FASYNC
#endif
#ifndef O_RSYNC
#define O_RSYNC		O_SYNC
#endif
#ifndef PTRACE_PEEKUSER
#define PTRACE_PEEKUSER	PTRACE_PEEKUSR
#define PTRACE_POKEUSER	PTRACE_POKEUSR
#endif
#ifndef SCHED_OTHER
#define SCHED_OTHER	SCHED_NORMAL
#endif
#ifndef STATX_ALL
#define STATX_ALL	(STATX_BASIC_STATS | STATX_BTIME)
#endif

#endif /* _SCT_SYMBOLS_HEADERS_H */
