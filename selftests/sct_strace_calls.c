// SPDX-License-Identifier: GPL-2.0
/*
 * Many different system calls, for strace_test.sh to compare what strace and SCT
 * print of them
 *
 * sct_strace_calls [-n]
 *
 * Between access("sct: begin") and access("sct: end") it makes the calls below in
 * this order and no other, whatever they return. Their arguments are to tell:
 * every kind of string, number, flag, structure and address. With -n it makes
 * none, and prints how many they are. Run it in a folder of its own, as root.
 */

#define _GNU_SOURCE

#include <fcntl.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/timex.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>
#include <utime.h>

/* No process has this number, and nothing is at this address. */
#define NO_PID	0x7ffffffe
#define NOWHERE	0xdead000L

#define P(pointer)	((long)(pointer))
#define CALL(name, ...)	call(__NR_##name, (const long[6]) { __VA_ARGS__ })

static int nr_calls;
static int count_only;
static pid_t self;
static char buf[4096];

static long call(long nr, const long *arg)
{
	nr_calls++;
	if (count_only)
		return -1;
	return syscall(nr, arg[0], arg[1], arg[2], arg[3], arg[4], arg[5]);
}

/* A descriptor of a file that holds ten digits. */
static int prepare(void)
{
	int fd = open("file", O_RDWR | O_CREAT, 0600);

	if (fd < 0 || write(fd, "0123456789", 10) != 10 || mkdir("dir", 0700)) {
		perror("sct_strace_calls");
		_exit(1);
	}
	return fd;
}

static void call_strings(void)
{
	static const char escapes[] = "\a\b\t\n\v\f\r\"\\'%\001\0019\033\177\200\377 end";
	static const char utf8[] = "caf\303\251";
	char longer[300];

	memset(longer, 'x', sizeof(longer));
	memcpy(longer, "long/", 5);
	longer[sizeof(longer) - 1] = '\0';

	CALL(open, P("file"), O_RDONLY);
	CALL(open, P(escapes), O_WRONLY | O_TRUNC);
	CALL(open, P(utf8), O_RDWR | O_EXCL);
	CALL(open, P(longer), O_RDONLY);
	CALL(open, P(""), O_RDONLY | O_DIRECTORY);
	CALL(open, P(NULL), O_RDONLY | O_PATH);
	CALL(open, NOWHERE, O_RDONLY | O_NOCTTY);
	CALL(open, P("a) = 0\nb(\", <NULL>, {c"), O_RDONLY);
}

static void call_open(int fd)
{
	CALL(open, P("new"), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
	CALL(open, P("no/new"), O_WRONLY | O_CREAT | O_EXCL | O_NONBLOCK | O_SYNC, 07777);
	CALL(open, P("dir"), O_RDWR | O_TMPFILE, 0);
	CALL(openat, AT_FDCWD, P("file"), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	CALL(openat, -1, P("file"), O_RDWR | O_DSYNC);
	CALL(openat, fd, P("file"), O_WRONLY | O_CREAT | O_NOATIME, 0600);
	CALL(openat, AT_FDCWD, P("no/file"), O_ACCMODE | O_DIRECT | O_ASYNC);
	CALL(creat, P("created"), 0604);
	CALL(mkdir, P("d1"), 0755);
	CALL(mkdirat, AT_FDCWD, P("d2"), 01777);
	CALL(mknod, P("fifo"), S_IFIFO | 0600, 0);
	CALL(mknodat, AT_FDCWD, P("no/node"), S_IFREG | 0644, 0);
	CALL(umask, 077);
	CALL(close, -1);
	CALL(close, 1234567);
}

static void call_names(int fd)
{
	CALL(link, P("file"), P("link"));
	CALL(linkat, AT_FDCWD, P("file"), AT_FDCWD, P("link2"), AT_SYMLINK_FOLLOW);
	CALL(linkat, fd, P(""), AT_FDCWD, P("no/link"), AT_EMPTY_PATH);
	CALL(symlink, P("file"), P("symlink"));
	CALL(symlinkat, P("file"), AT_FDCWD, P("symlink2"));
	CALL(readlink, P("symlink"), P(buf), sizeof(buf));
	CALL(readlink, P("file"), NOWHERE, 99);
	CALL(readlinkat, AT_FDCWD, P("file"), P(NULL), 16);
	CALL(rename, P("link"), P("renamed"));
	CALL(renameat, AT_FDCWD, P("renamed"), AT_FDCWD, P("link"));
	CALL(renameat2, AT_FDCWD, P("file"), AT_FDCWD, P("link"), 1);
	CALL(renameat2, AT_FDCWD, P("no/a"), -1, P("b"), 2 | 4);
	CALL(unlink, P("link"));
	CALL(unlink, P(NULL));
	CALL(unlinkat, AT_FDCWD, P("link2"), 0);
	CALL(unlinkat, AT_FDCWD, P("d2"), AT_REMOVEDIR);
	CALL(rmdir, P("d1"));
	CALL(rmdir, NOWHERE);
	CALL(chdir, P("."));
	CALL(fchdir, -1);
	CALL(chroot, P("no"));
	CALL(getcwd, NOWHERE, 1);
	CALL(access, P("file"), R_OK | W_OK);
	CALL(access, P("no"), F_OK);
	CALL(faccessat, AT_FDCWD, P("file"), X_OK);
	CALL(faccessat2, AT_FDCWD, P("file"), R_OK, AT_EACCESS);
	CALL(pivot_root, P("no"), P("dir"));
	CALL(swapon, P("no"), 0);
	CALL(swapoff, P("no"));
	CALL(acct, P("no/acct"));
	CALL(delete_module, P("no_such_module"), O_NONBLOCK);
}

static void call_metadata(int fd)
{
	const struct timespec times[2] = { { 1, 2 }, { 3, 999999999 } };
	const struct timeval tv[2] = { { 1000000000, 5 }, { -1, 999999 } };
	const struct utimbuf utimbuf = { 0, 1 };
	static const char name[] = "user.sct";

	CALL(stat, P("file"), P(buf));
	CALL(stat, P("no"), P(buf));
	CALL(lstat, P("symlink"), NOWHERE);
	CALL(fstat, fd, P(NULL));
	CALL(fstat, -1, P(buf));
	CALL(newfstatat, AT_FDCWD, P("no"), P(buf), AT_SYMLINK_NOFOLLOW);
	CALL(newfstatat, fd, P(""), P(buf), AT_EMPTY_PATH);
	CALL(statx, AT_FDCWD, P("no"), AT_STATX_FORCE_SYNC, 0x7ff, P(buf));
	CALL(statfs, P("no"), P(buf));
	CALL(fstatfs, -1, P(buf));
	CALL(chmod, P("file"), 04755);
	CALL(chmod, P("no"), 0);
	CALL(fchmod, fd, 0600);
	CALL(fchmodat, AT_FDCWD, P("file"), 07);
	CALL(chown, P("file"), -1, -1);
	CALL(lchown, P("symlink"), 1, 65534);
	CALL(fchown, fd, 2147483648, 4294967294);
	CALL(fchownat, AT_FDCWD, P("file"), 0, 0, AT_SYMLINK_NOFOLLOW);
	CALL(truncate, P("file"), 0x100000001);
	CALL(truncate, P("file"), -1);
	CALL(ftruncate, fd, 10);
	CALL(ftruncate, -1, 0x7fffffffffffffff);
	CALL(utime, P("file"), P(NULL));
	CALL(utime, P("no"), P(&utimbuf));
	CALL(utimes, P("no"), P(tv));
	CALL(futimesat, AT_FDCWD, P("no"), P(NULL));
	CALL(utimensat, AT_FDCWD, P("file"), P(times), AT_SYMLINK_NOFOLLOW);
	CALL(setxattr, P("no"), P(name), P("va\0lue"), 6, XATTR_CREATE);
	CALL(fsetxattr, -1, P(name), P(NULL), 0, XATTR_REPLACE);
	CALL(getxattr, P("no"), P(name), NOWHERE, 100);
	CALL(listxattr, P("no"), P(NULL), 0);
	CALL(removexattr, P("no"), P(name));
	CALL(lremovexattr, P("no"), P(NULL));
	CALL(fremovexattr, -1, P("user.\t"));
}

static void call_read_write(int fd)
{
	static const char text[] = "tab\t quote\" null\0 4\0014 \377end of line\n";
	static const char long_text[] = "0123456789abcdef0123456789abcdef...";
	const struct iovec iov[2] = { { (void *)text, 3 }, { buf, 0 } };

	CALL(write, fd, P(text), 4);
	CALL(write, fd, P(text), sizeof(text) - 1);
	CALL(write, fd, P(long_text), 32);
	CALL(write, fd, P(long_text), 33);
	CALL(write, fd, P(text), 0);
	CALL(write, -1, P("to no one"), 9);
	CALL(write, fd, P(NULL), 7);
	CALL(write, fd, NOWHERE, 8);
	CALL(pwrite64, fd, P("abc\0def"), 7, 0x100000005);
	CALL(pwrite64, fd, P("x"), 1, -1);
	CALL(read, fd, P(buf), 0);
	CALL(read, -1, P(buf), 10);
	CALL(read, fd, NOWHERE, 0x7ffff000);
	CALL(pread64, fd, P(buf), 5, 0);
	CALL(pread64, -1, P(NULL), 1, 0x7fffffffffffffff);
	CALL(readv, -1, P(NULL), 2);
	CALL(writev, -1, P(iov), 2);
	CALL(preadv, -1, P(NULL), 1, 0x123456789a, 0);
	CALL(lseek, fd, -3, SEEK_END);
	CALL(lseek, fd, 0x7ffffffffffffff0, SEEK_SET);
	CALL(lseek, -1, 0, SEEK_DATA);
	CALL(sendfile, -1, fd, P(NULL), 4096);
	CALL(splice, -1, P(NULL), fd, P(NULL), 10, 1 | 2);
	CALL(tee, -1, -1, 65536, 2);
	CALL(copy_file_range, fd, P(NULL), -1, P(NULL), 100, 0);
	CALL(fsync, -1);
	CALL(fdatasync, fd);
	CALL(syncfs, -1);
	CALL(sync_file_range, -1, 0x100000000, 4096, 7);
	CALL(fallocate, -1, 1 | 2, 4096, 0x200000000);
	CALL(fadvise64, -1, 0, 100, 4);
	CALL(readahead, -1, 65536, 1);
	CALL(getdents64, -1, P(buf), sizeof(buf));
}

static void call_descriptors(int fd)
{
	const struct epoll_event event = { EPOLLIN | EPOLLET, { .u64 = 7 } };
	const struct itimerspec timer = { { 1, 500000000 }, { 0, 1 } };
	const struct timespec no_time = { 0, 0 };
	const struct flock lock = { F_WRLCK, SEEK_SET, 0, 100, 0 };
	struct pollfd polled = { fd, POLLIN | POLLOUT, 0 };
	const unsigned long usr1 = 1UL << (SIGUSR1 - 1);

	CALL(dup, -1);
	CALL(dup, fd);
	CALL(dup2, fd, 77);
	CALL(dup3, 77, 78, O_CLOEXEC);
	CALL(fcntl, fd, F_GETFD);
	CALL(fcntl, fd, F_SETFD, FD_CLOEXEC);
	CALL(fcntl, fd, F_SETFL, O_RDWR | O_APPEND | O_NONBLOCK);
	CALL(fcntl, fd, F_DUPFD_CLOEXEC, 90);
	CALL(fcntl, -1, F_SETLK, P(&lock));
	CALL(fcntl, 77, F_SETFL, 0);
	CALL(flock, fd, LOCK_EX | LOCK_NB);
	CALL(flock, -1, LOCK_UN);
	CALL(ioctl, -1, FIONREAD, P(buf));
	CALL(pipe, NOWHERE);
	CALL(pipe2, P(NULL), O_CLOEXEC | O_NONBLOCK);
	CALL(poll, P(&polled), 1, 0);
	CALL(poll, P(NULL), 0, 0);
	CALL(ppoll, P(NULL), 0, P(&no_time), P(NULL), 0);
	CALL(select, 0, P(NULL), P(NULL), P(NULL), NOWHERE);
	CALL(epoll_create, -1);
	CALL(epoll_create1, EPOLL_CLOEXEC);
	CALL(epoll_ctl, -1, EPOLL_CTL_ADD, fd, P(&event));
	CALL(epoll_wait, -1, P(buf), 4, -1);
	CALL(eventfd2, 3, EFD_CLOEXEC | EFD_NONBLOCK);
	CALL(signalfd4, -2, P(&usr1), sizeof(usr1), O_CLOEXEC);
	CALL(timerfd_create, CLOCK_MONOTONIC, TFD_NONBLOCK);
	CALL(timerfd_settime, -1, TFD_TIMER_ABSTIME, P(&timer), P(NULL));
	CALL(timerfd_gettime, -1, P(buf));
	CALL(inotify_init1, IN_NONBLOCK | IN_CLOEXEC);
	CALL(inotify_add_watch, -1, P("file"), IN_MODIFY | IN_DELETE_SELF);
	CALL(inotify_rm_watch, -1, -1);
	CALL(memfd_create, P("mem\"fd"), MFD_CLOEXEC);
}

static void call_memory(int fd)
{
	long page = CALL(mmap, 0, 8192, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	CALL(mmap, NOWHERE, 4096, PROT_READ | PROT_EXEC, MAP_SHARED, fd, 0x1001);
	CALL(mmap, 0, 0, PROT_NONE, MAP_PRIVATE | MAP_FIXED | MAP_NORESERVE, fd, 0);
	CALL(mmap, 0, 1, PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, 0, 0x3000);
	CALL(mprotect, page, 4096, PROT_READ);
	CALL(mprotect, NOWHERE, 4096, PROT_NONE);
	CALL(mprotect, NOWHERE + 1, 0x1000000000, PROT_READ | PROT_WRITE | PROT_EXEC);
	CALL(mremap, NOWHERE, 4096, 8192, MREMAP_MAYMOVE);
	CALL(madvise, page, 4096, MADV_DONTNEED);
	CALL(msync, NOWHERE, 4096, MS_SYNC);
	CALL(mincore, NOWHERE, 4096, P(NULL));
	CALL(mlock, NOWHERE, 4096);
	CALL(munlock, NOWHERE, 8192);
	CALL(mlockall, 0);
	CALL(munmap, page, 8192);
	CALL(munmap, 1, 1);
	CALL(brk, 0);
	CALL(shmget, IPC_PRIVATE, 0, IPC_CREAT | 0600);
	CALL(shmat, -1, NOWHERE, SHM_RDONLY);
	CALL(shmdt, NOWHERE);
	CALL(shmctl, -1, IPC_RMID, P(NULL));
	CALL(msgget, 0x1234, 0);
	CALL(semget, 0x1234, 1, 0);
}

static void call_time(void)
{
	const struct timespec short_time = { 0, 1000 }, bad_time = { 1, 1000000000 };
	const struct itimerval bad_timer = { { 1, 2 }, { 3, 1000000 } };

	CALL(nanosleep, P(&short_time), P(NULL));
	CALL(nanosleep, P(&bad_time), NOWHERE);
	CALL(nanosleep, P(NULL), P(NULL));
	CALL(nanosleep, NOWHERE, P(NULL));
	CALL(clock_nanosleep, CLOCK_REALTIME, TIMER_ABSTIME, P(&short_time), P(NULL));
	CALL(clock_gettime, CLOCK_MONOTONIC, P(buf));
	CALL(clock_getres, CLOCK_BOOTTIME, P(NULL));
	CALL(clock_settime, CLOCK_REALTIME, P(&bad_time));
	CALL(gettimeofday, P(NULL), P(NULL));
	CALL(settimeofday, NOWHERE, P(NULL));
	CALL(time, P(NULL));
	CALL(times, NOWHERE);
	CALL(alarm, 0);
	CALL(getitimer, ITIMER_REAL, NOWHERE);
	CALL(setitimer, ITIMER_VIRTUAL, P(&bad_timer), P(NULL));
	CALL(timer_delete, 12345);
	CALL(timer_getoverrun, -1);
}

static void call_ids(void)
{
	CALL(getpid, 0);
	CALL(gettid, 0);
	CALL(getppid, 0);
	CALL(getuid, 0);
	CALL(geteuid, 0);
	CALL(getgid, 0);
	CALL(getegid, 0);
	CALL(getpgrp, 0);
	CALL(getpgid, 0);
	CALL(getsid, NO_PID);
	CALL(setpgid, NO_PID, -1);
	CALL(setuid, 0);
	CALL(setgid, 0);
	CALL(setreuid, -1, -1);
	CALL(setregid, 0, -1);
	CALL(setresuid, 0, -1, 0);
	CALL(setresgid, -1, -1, -1);
	CALL(setfsuid, -1);
	CALL(setfsgid, 0);
	CALL(getresuid, NOWHERE, NOWHERE, NOWHERE);
	CALL(getgroups, 0, P(NULL));
	CALL(setgroups, 70000, P(NULL));
	CALL(getpriority, PRIO_PROCESS, NO_PID);
	CALL(setpriority, PRIO_USER, NO_PID, -5);
	CALL(personality, 0xffffffff);
	CALL(prctl, PR_SET_NAME, NOWHERE, 0, 0, 0);
	CALL(prctl, PR_GET_DUMPABLE, 0, 0, 0, 0);
	CALL(getrusage, RUSAGE_SELF, NOWHERE);
	CALL(getrlimit, RLIMIT_NOFILE, NOWHERE);
	CALL(prlimit64, NO_PID, RLIMIT_STACK, P(NULL), P(NULL));
	CALL(uname, NOWHERE);
	CALL(sysinfo, NOWHERE);
	CALL(getrandom, NOWHERE, 16, 1);
	CALL(sethostname, NOWHERE, 65);
	CALL(setdomainname, NOWHERE, -1);
}

static void call_processes(void)
{
	static const char *const argv[] = { "a", "b c", NULL };
	const unsigned long set = 1UL << (SIGUSR1 - 1) | 1UL << (SIGCHLD - 1);

	CALL(kill, NO_PID, SIGTERM);
	CALL(kill, self, 0);
	CALL(kill, -NO_PID, SIGKILL);
	CALL(kill, NO_PID, 65);
	CALL(tkill, NO_PID, SIGSEGV);
	CALL(tgkill, NO_PID, NO_PID, SIGRTMIN);
	CALL(rt_sigaction, SIGUSR2, P(NULL), P(NULL), 8);
	CALL(rt_sigprocmask, SIG_BLOCK, P(&set), P(NULL), 8);
	CALL(rt_sigpending, NOWHERE, 8);
	CALL(rt_sigqueueinfo, NO_PID, SIGUSR1, NOWHERE);
	CALL(rt_sigsuspend, NOWHERE, 8);
	CALL(sigaltstack, P(NULL), P(NULL));
	CALL(clone, CLONE_SIGHAND | SIGCHLD, 0, 0, 0, 0);
	CALL(clone, CLONE_FS | CLONE_NEWNS, NOWHERE, 0, 0, 0);
	CALL(unshare, CLONE_FILES | CLONE_FS);
	CALL(setns, -1, CLONE_NEWNET);
	CALL(execve, P("no"), P(argv), P(NULL));
	CALL(execve, P(NULL), P(NULL), P(NULL));
	CALL(execveat, -1, P("no"), NOWHERE, NOWHERE, AT_EMPTY_PATH);
	CALL(wait4, NO_PID, P(NULL), WNOHANG | __WALL, P(NULL));
	CALL(wait4, -1, NOWHERE, WUNTRACED, P(NULL));
	CALL(waitid, P_PID, NO_PID, P(NULL), WEXITED | WNOHANG, P(NULL));
	CALL(ptrace, PTRACE_TRACEME, 0, 0, 0);
	CALL(ptrace, PTRACE_ATTACH, NO_PID, 0, 0);
	CALL(ptrace, PTRACE_PEEKDATA, NO_PID, NOWHERE, NOWHERE);
	CALL(ptrace, PTRACE_CONT, NO_PID, 0, SIGUSR1);
	CALL(ptrace, PTRACE_SEIZE, NO_PID, 0, PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEEXEC);
	CALL(futex, NOWHERE, 1 | 128, 1);
	CALL(sched_yield, 0);
	CALL(sched_get_priority_max, SCHED_FIFO);
	CALL(sched_getscheduler, NO_PID);
	CALL(sched_setscheduler, NO_PID, SCHED_RR, P(NULL));
	CALL(sched_getaffinity, NO_PID, 8, P(NULL));
	CALL(getcpu, P(NULL), P(NULL), P(NULL));
	CALL(reboot, 0, 1, 2, P(NULL));
	CALL(setrlimit, 99, P(NULL));
}

static void call_mount(void)
{
	CALL(mount, P("none"), P("no/where"), P("tmpfs"), MS_RDONLY | MS_NOSUID | MS_NODEV,
	     P("size=1m,mode=0755"));
	CALL(mount, P("dir"), P("no/where"), P(NULL), MS_BIND | MS_REC, P(NULL));
	CALL(mount, P(NULL), P("no/where"), P(NULL), MS_REMOUNT | MS_NOEXEC, P(NULL));
	CALL(mount, NOWHERE, P(NULL), NOWHERE, 0, P(NULL));
	CALL(umount2, P("no/where"), MNT_DETACH | UMOUNT_NOFOLLOW);
	CALL(umount2, P(""), MNT_FORCE);
	CALL(fsopen, P("no_such_fs"), 1);
	CALL(open_tree, AT_FDCWD, P("no"), 1 | O_CLOEXEC);
	CALL(move_mount, AT_FDCWD, P("no"), AT_FDCWD, P("dir"), 4);
}

static void call_addresses(int in, int in6, int un, int nl)
{
	const struct sockaddr_in v4 = {
		AF_INET, htons(1), { htonl(INADDR_LOOPBACK) }, {},
	};
	const struct sockaddr_in6 v6 = {
		AF_INET6, htons(65535), htonl(0x12345), { .s6_addr = { 0x20, 1, 0xd, 0xb8,
		0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9 } }, 0,
	};
	const struct sockaddr_in6 loopback = {
		AF_INET6, htons(1), 0, IN6ADDR_LOOPBACK_INIT, 0,
	};
	const struct sockaddr_un path = { AF_UNIX, "no/so\"cket" };
	const struct sockaddr_un abstract = { AF_UNIX, "\0name\1" };
	const struct sockaddr_nl netlink = { AF_NETLINK, 0, NO_PID, 3 };

	CALL(connect, in, P(&v4), sizeof(v4));
	CALL(connect, in, P(&v4), 8);
	CALL(connect, in, P(NULL), 16);
	CALL(connect, in, NOWHERE, sizeof(v4));
	CALL(connect, -1, P(&v6), sizeof(v6));
	CALL(connect, in6, P(&loopback), sizeof(loopback));
	CALL(connect, un, P(&path), sizeof(path));
	CALL(connect, un, P(&abstract), offsetof(struct sockaddr_un, sun_path) + 6);
	CALL(connect, -1, P(&path), offsetof(struct sockaddr_un, sun_path));
	CALL(bind, nl, P(&netlink), sizeof(netlink));
	CALL(bind, -1, P(&v4), sizeof(v4));
	CALL(bind, un, P(&path), offsetof(struct sockaddr_un, sun_path) + 11);
	CALL(sendto, in, P("pay\0load"), 8, MSG_NOSIGNAL | MSG_DONTWAIT, P(&v4), sizeof(v4));
	CALL(sendto, -1, P("0123456789abcdef0123456789abcdef+"), 33, 0, P(NULL), 0);
}

static void call_sockets(void)
{
	const int one = 1;
	int in, in6, un, nl;

	in = CALL(socket, AF_INET, SOCK_STREAM | SOCK_CLOEXEC, IPPROTO_TCP);
	in6 = CALL(socket, AF_INET6, SOCK_DGRAM, IPPROTO_UDP);
	un = CALL(socket, AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	nl = CALL(socket, AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
	CALL(socket, -1, -1, -1);
	call_addresses(in, in6, un, nl);
	CALL(setsockopt, in, SOL_SOCKET, SO_REUSEADDR, P(&one), sizeof(one));
	CALL(getsockopt, -1, SOL_SOCKET, SO_ERROR, NOWHERE, NOWHERE);
	CALL(listen, -1, 5);
	CALL(accept, -1, P(NULL), P(NULL));
	CALL(accept4, -1, P(NULL), P(NULL), SOCK_CLOEXEC);
	CALL(getsockname, -1, NOWHERE, NOWHERE);
	CALL(getpeername, -1, NOWHERE, NOWHERE);
	CALL(recvfrom, -1, NOWHERE, 10, MSG_PEEK | MSG_DONTWAIT, P(NULL), P(NULL));
	CALL(sendmsg, -1, P(NULL), MSG_MORE);
	CALL(recvmsg, -1, NOWHERE, MSG_OOB);
	CALL(shutdown, -1, SHUT_RDWR);
	CALL(socketpair, AF_UNIX, SOCK_STREAM, 0, NOWHERE);
}

static void call_all(int fd)
{
	call_strings();
	call_open(fd);
	call_names(fd);
	call_metadata(fd);
	call_read_write(fd);
	call_descriptors(fd);
	call_memory(fd);
	call_time();
	call_ids();
	call_processes();
	call_mount();
	call_sockets();
}

int main(int argc, char **argv)
{
	if (argc == 2 && !strcmp(argv[1], "-n")) {
		count_only = 1;
		call_all(-1);
		printf("%d\n", nr_calls);
		return 0;
	}
	if (argc > 1) {
		fprintf(stderr, "usage: %s [-n]\n", argv[0]);
		return 2;
	}

	int fd = prepare();

	self = getpid();
	access("sct: begin", F_OK);
	call_all(fd);
	access("sct: end", F_OK);
	return 0;
}
