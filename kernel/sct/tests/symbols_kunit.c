// SPDX-License-Identifier: GPL-2.0-only
/*
 * KUnit tests of the symbols of the user API, and of words printed by them
 */

#include <kunit/test.h>
#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/mman.h>
#include <linux/module.h>
#include <linux/net.h>
#include <linux/ptrace.h>
#include <linux/resource.h>
#include <linux/sched.h>
#include <linux/seq_buf.h>
#include <linux/signal.h>
#include <linux/socket.h>
#include <linux/string.h>
#include <uapi/linux/in.h>
#include <uapi/linux/stat.h>

#include "../error.h"
#include "../expr.h"
#include "../flags.h"
#include "../symbols.h"

static bool find(const char *name, struct sct_symbol *sym)
{
	return sct_symbol_find(name, strlen(name), sym);
}

/* Symbols: value and type */

struct known_case {
	const char *name;
	u64 value;
	u8 type;
};

#define S32(_name)	{ #_name, (s64)(_name), SCT_TYPE_S32 }
#define U32(_name)	{ #_name, (_name), SCT_TYPE_U32 }
#define U64(_name)	{ #_name, (_name), SCT_TYPE_U64 }

static const struct known_case known_cases[] = {
	S32(O_CREAT), S32(O_CLOEXEC), S32(O_TMPFILE), S32(AT_FDCWD), S32(F_SETFL),
	S32(EPERM), S32(ENOENT), S32(EHWPOISON), S32(AF_INET), S32(AF_INET6), S32(PF_UNIX),
	S32(SOCK_STREAM), S32(SOCK_CLOEXEC), S32(SOL_SOCKET), S32(SOL_TCP), S32(MSG_NOSIGNAL),
	S32(SHUT_RDWR), S32(IPPROTO_TCP), S32(SIGKILL), S32(SIGRTMIN), S32(SIG_BLOCK),
	S32(PROT_EXEC), S32(MAP_ANONYMOUS), S32(MAP_32BIT), S32(PTRACE_ATTACH),
	S32(PTRACE_GETREGS), S32(CLONE_NEWUSER), S32(CLONE_VM), S32(RLIMIT_NOFILE),
	S32(S_IFREG), S32(S_ISUID), S32(LOCK_EX),
	U32(CLONE_IO), U64(CLONE_CLEAR_SIGHAND), U64(RLIM_INFINITY), U64(INADDR_BROADCAST),
	{ "F_OK", 0, SCT_TYPE_S32 },
	{ "X_OK", 1, SCT_TYPE_S32 },
	{ "W_OK", 2, SCT_TYPE_S32 },
	{ "R_OK", 4, SCT_TYPE_S32 },
	{ "ENOTSUP", EOPNOTSUPP, SCT_TYPE_S32 },
	{ "MAP_ANON", MAP_ANONYMOUS, SCT_TYPE_S32 },
	{ "__WALL", 0x40000000, SCT_TYPE_S32 },
	{ "EPOLLIN", 1, SCT_TYPE_U32 },
	{ "TCGETS", 0x5401, SCT_TYPE_S32 },
	{ "FS_IOC_GETFLAGS", 0x80086601, SCT_TYPE_U64 },
	{ "BPF_PROG_LOAD", 5, SCT_TYPE_S32 },
	{ "CAP_SYS_ADMIN", 21, SCT_TYPE_S32 },
	{ "LINUX_REBOOT_MAGIC1", 0xfee1dead, SCT_TYPE_U32 },
	{ "MNT_DETACH", 2, SCT_TYPE_S32 },
	{ "SPLICE_F_MORE", 4, SCT_TYPE_S32 },
};

static void known_desc(const struct known_case *c, char *desc)
{
	strscpy(desc, c->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(known, known_cases, known_desc);

static void symbol_known(struct kunit *test)
{
	const struct known_case *c = test->param_value;
	struct sct_symbol sym = {};

	KUNIT_ASSERT_TRUE(test, find(c->name, &sym));
	KUNIT_EXPECT_STREQ(test, sym.name, c->name);
	KUNIT_EXPECT_EQ(test, sym.value, c->value);
	KUNIT_EXPECT_EQ(test, sym.type, c->type);
}

static void symbol_unknown(struct kunit *test)
{
	static const char * const names[] = {
		"", "O", "O_", "O_CREATE", "O_CREA", "O_CREATX", "o_creat", "A", "zz", "\xff",
		/* guards, types, functions, the kernel's own */
		"_UAPI_LINUX_FCNTL_H", "S_ISREG", "_IOR", "KERNEL_VERSION", "HZ", "GFP_KERNEL",
		"MSG_SPLICE_PAGES", "MSG_INTERNAL_SENDMSG_FLAGS", "SOCK_MIN_SNDBUF",
		/* never seen by userspace */
		"ERESTARTSYS", "ERESTARTNOINTR", "ERESTARTNOHAND", "ENOIOCTLCMD",
		"ERESTART_RESTARTBLOCK", "EPROBE_DEFER", "EOPENSTALE", "ENOPARAM",
		"EBADHANDLE", "ENOTSYNC", "EBADCOOKIE", "ENOTSUPP", "ETOOSMALL",
		"ESERVERFAULT", "EBADTYPE", "EJUKEBOX", "EIOCBQUEUED", "ERECALLCONFLICT",
		"ENOGRACE",
	};
	struct sct_symbol sym;

	for (unsigned int i = 0; i < ARRAY_SIZE(names); i++)
		KUNIT_EXPECT_FALSE_MSG(test, find(names[i], &sym), "%s", names[i]);
	KUNIT_EXPECT_FALSE(test, sct_symbol_find("O_CREAT\0", 8, &sym));
	KUNIT_EXPECT_TRUE(test, sct_symbol_find("O_CREAT && x", 7, &sym));
}

static void symbol_order(struct kunit *test)
{
	struct sct_symbol sym, found, last = { .name = "" };
	unsigned int i;

	for (i = 0; sct_symbol_at(i, &sym); i++) {
		KUNIT_EXPECT_LT_MSG(test, strcmp(last.name, sym.name), 0, "%s, %s",
				    last.name, sym.name);
		KUNIT_ASSERT_TRUE_MSG(test, find(sym.name, &found), "%s", sym.name);
		KUNIT_EXPECT_PTR_EQ(test, found.name, sym.name);
		KUNIT_EXPECT_LT(test, sym.type, SCT_TYPE_STRING);
		if (sym.type == SCT_TYPE_S32)
			KUNIT_EXPECT_EQ(test, sym.value, (u64)(s64)(s32)sym.value);
		if (sym.type == SCT_TYPE_U32)
			KUNIT_EXPECT_EQ(test, sym.value, (u32)sym.value);
		last = sym;
	}
	/* A generator that lost a header would leave some hundreds. */
	KUNIT_EXPECT_GT(test, i, 4000);
}

static void symbol_nearest(struct kunit *test)
{
	static const char * const pairs[][2] = {
		{ "O_CREATE", "O_CREAT" }, { "PTRACE_ATACH", "PTRACE_ATTACH" },
		{ "o_nonblok", "O_NONBLOCK" }, { "CLONE_NEWUSR", "CLONE_NEWUSER" },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(pairs); i++) {
		struct sct_nearest near;

		sct_nearest_init(&near, pairs[i][0], strlen(pairs[i][0]));
		sct_symbol_nearest(&near);
		KUNIT_ASSERT_NOT_NULL(test, near.best);
		KUNIT_EXPECT_STREQ(test, near.best, pairs[i][1]);
	}
}

/* Words, as strace 6.1 prints them */

struct word_case {
	u8 set;
	u64 value;
	const char *text;
};

static const struct word_case word_cases[] = {
	{ SCT_FLAGS_DIRFD, -100, "AT_FDCWD" },
	{ SCT_FLAGS_DIRFD, -2, "-2" },
	{ SCT_FLAGS_DIRFD, 0xffffff9c, "AT_FDCWD" },
	{ SCT_FLAGS_OPEN, 3, "O_ACCMODE" },
	{ SCT_FLAGS_OPEN, 0x80008242, "O_RDWR|O_CREAT|O_TRUNC|O_LARGEFILE|0x80000000" },
	{ SCT_FLAGS_OPEN, 0xffffffff80008242, "O_RDWR|O_CREAT|O_TRUNC|O_LARGEFILE|0x80000000" },
	{ SCT_FLAGS_OPEN, 020200000, "O_RDONLY|O_TMPFILE" },
	{ SCT_FLAGS_OPEN, 04010000, "O_RDONLY|O_SYNC" },
	{ SCT_FLAGS_OPEN, 010001001, "O_WRONLY|O_TRUNC|O_PATH" },
	{ SCT_FLAGS_OPEN, 0, "O_RDONLY" },
	{ SCT_FLAGS_PROT, 0, "PROT_NONE" },
	{ SCT_FLAGS_PROT, 7, "PROT_READ|PROT_WRITE|PROT_EXEC" },
	{ SCT_FLAGS_PROT, 0x1000007, "PROT_READ|PROT_WRITE|PROT_EXEC|PROT_GROWSDOWN" },
	{ SCT_FLAGS_PROT, 0x10, "0x10" },
	{ SCT_FLAGS_MMAP, 0, "MAP_FILE" },
	{ SCT_FLAGS_MMAP, 0x54040022,
	  "MAP_PRIVATE|MAP_ANONYMOUS|MAP_HUGETLB|21<<MAP_HUGE_SHIFT" },
	{ SCT_FLAGS_MMAP, 0x1f, "0xf|MAP_FIXED" },
	{ SCT_FLAGS_MMAP, 0xf00000002, "MAP_PRIVATE|0xf00000000" },
	{ SCT_FLAGS_CLONE, 17, "SIGCHLD" },
	{ SCT_FLAGS_CLONE, 0x4111, "CLONE_VM|CLONE_VFORK|SIGCHLD" },
	{ SCT_FLAGS_CLONE, 0x80001200011,
	  "CLONE_CHILD_CLEARTID|CLONE_CHILD_SETTID|0x80000000000|SIGCHLD" },
	{ SCT_FLAGS_CLONE, 0, "0" },
	{ SCT_FLAGS_CLONE, 0x100, "CLONE_VM" },
	{ SCT_FLAGS_UNSHARE, 0x10000800, "CLONE_SIGHAND|CLONE_NEWUSER" },
	{ SCT_FLAGS_UNSHARE, 0x80, "CLONE_NEWTIME" },
	{ SCT_FLAGS_UNSHARE, 5, "0x5" },
	{ SCT_FLAGS_UNSHARE, 0, "0" },
	{ SCT_FLAGS_AF, 2, "AF_INET" },
	{ SCT_FLAGS_AF, 77, "0x4d" },
	{ SCT_FLAGS_SOCK_TYPE, 02000002, "SOCK_DGRAM|SOCK_CLOEXEC" },
	{ SCT_FLAGS_SOCK_TYPE, 99, "SOCK_RAW|0x60" },
	{ SCT_FLAGS_SOCK_TYPE, 0, "0" },
	{ SCT_FLAGS_SOCK_TYPE, 014005, "SOCK_SEQPACKET|SOCK_NONBLOCK|0x1000" },
	{ SCT_FLAGS_MSG, 0x18000040, "MSG_DONTWAIT|0x18000000" },
	{ SCT_FLAGS_MOUNT, 0xC0ED0001, "MS_MGC_VAL|MS_RDONLY" },
	{ SCT_FLAGS_MOUNT, 0x205001, "MS_RDONLY|MS_BIND|MS_REC|MS_RELATIME" },
	{ SCT_FLAGS_MOUNT, 0, "0" },
	{ SCT_FLAGS_UMOUNT, 3, "MNT_FORCE|MNT_DETACH" },
	{ SCT_FLAGS_AT, 0x1200, "AT_REMOVEDIR|AT_EMPTY_PATH" },
	{ SCT_FLAGS_RENAME, 3, "RENAME_NOREPLACE|RENAME_EXCHANGE" },
	{ SCT_FLAGS_AT_ACCESS, 0x200, "AT_EACCESS" },
	{ SCT_FLAGS_ACCESS, 0, "F_OK" },
	{ SCT_FLAGS_ACCESS, 7, "R_OK|W_OK|X_OK" },
	{ SCT_FLAGS_ACCESS, 8, "0x8" },
	{ SCT_FLAGS_AT, 0x900, "AT_SYMLINK_NOFOLLOW|AT_NO_AUTOMOUNT" },
	{ SCT_FLAGS_AT_STATX, 0, "AT_STATX_SYNC_AS_STAT" },
	{ SCT_FLAGS_AT_STATX, 0x2100, "AT_STATX_FORCE_SYNC|AT_SYMLINK_NOFOLLOW" },
	{ SCT_FLAGS_AT_STATX, 0x6000, "AT_STATX_FORCE_SYNC|AT_STATX_DONT_SYNC" },
	{ SCT_FLAGS_STATX_MASK, 0x7ff, "STATX_BASIC_STATS" },
	{ SCT_FLAGS_STATX_MASK, 0xfff, "STATX_ALL" },
	{ SCT_FLAGS_STATX_MASK, 0x803, "STATX_TYPE|STATX_MODE|STATX_BTIME" },
	{ SCT_FLAGS_STATX_MASK, 0, "0" },
	{ SCT_FLAGS_AT_HANDLE, 0x1200, "AT_EMPTY_PATH|AT_HANDLE_FID" },
	{ SCT_FLAGS_FCNTL, 4, "F_SETFL" },
	{ SCT_FLAGS_FCNTL, 9999, "0x270f" },
	{ SCT_FLAGS_PTRACE, 16, "PTRACE_ATTACH" },
	{ SCT_FLAGS_PTRACE, 3, "PTRACE_PEEKUSER" },
	{ SCT_FLAGS_PTRACE, 0x4206, "PTRACE_SEIZE" },
	{ SCT_FLAGS_SIGNAL, 0, "0" },
	{ SCT_FLAGS_SIGNAL, 9, "SIGKILL" },
	{ SCT_FLAGS_SIGNAL, 32, "SIGRTMIN" },
	{ SCT_FLAGS_SIGNAL, 33, "SIGRT_1" },
	{ SCT_FLAGS_SIGNAL, 64, "SIGRT_32" },
	{ SCT_FLAGS_SIGNAL, 65, "65" },
	{ SCT_FLAGS_SIGNAL, -1, "-1" },
	{ SCT_FLAGS_SIG_HOW, 7, "0x7" },
	{ SCT_FLAGS_SEEK, -1, "0xffffffff" },
	{ SCT_FLAGS_FLOCK, 6, "LOCK_EX|LOCK_NB" },
	{ SCT_FLAGS_FLOCK, 16, "0x10" },
	{ SCT_FLAGS_FLOCK, 0, "0" },
	{ SCT_FLAGS_FLOCK, 5, "LOCK_SH|LOCK_NB" },
	{ SCT_FLAGS_CLOCK, 9999, "0x270f" },
	{ SCT_FLAGS_MEMFD, 0x54000007,
	  "MFD_CLOEXEC|MFD_ALLOW_SEALING|MFD_HUGETLB|21<<MFD_HUGE_SHIFT" },
	{ SCT_FLAGS_MEMFD, 0x40, "0x40" },
	{ SCT_FLAGS_MSYNC, 0, "0" },
	{ SCT_FLAGS_MADVISE, 200, "0xc8" },
	{ SCT_FLAGS_PRCTL, 15, "PR_SET_NAME" },
	{ SCT_FLAGS_FUTEX, 129, "FUTEX_WAKE_PRIVATE" },
	{ SCT_FLAGS_FUTEX, 393, "FUTEX_WAIT_BITSET_PRIVATE|FUTEX_CLOCK_REALTIME" },
	{ SCT_FLAGS_FUTEX, 265, "FUTEX_WAIT_BITSET|FUTEX_CLOCK_REALTIME" },
	{ SCT_FLAGS_FUTEX, 77, "0x4d" },
	{ SCT_FLAGS_FUTEX, 130, "FUTEX_FD|FUTEX_PRIVATE_FLAG" },
	{ SCT_FLAGS_FUTEX, 0x1080, "0x1080" },
	{ SCT_FLAGS_CLOCK, -6, "0xfffffffa" },
	{ SCT_FLAGS_RLIMIT, 7, "RLIMIT_NOFILE" },
	{ SCT_FLAGS_WAIT, 11, "WNOHANG|WSTOPPED|WCONTINUED" },
	{ SCT_FLAGS_WAIT, 0xe0000004, "WEXITED|__WCLONE|__WALL|__WNOTHREAD" },
	{ SCT_FLAGS_P_TYPE, 9, "0x9" },
	{ SCT_FLAGS_SCHED, 0, "SCHED_OTHER" },
	{ SCT_FLAGS_SCHED, 0x40000001, "SCHED_FIFO|SCHED_RESET_ON_FORK" },
	{ SCT_FLAGS_SOL, 1, "SOL_SOCKET" },
	{ SCT_FLAGS_SOL, 0, "SOL_IP" },
	{ SCT_FLAGS_SOL, 999, "0x3e7" },
	{ SCT_FLAGS_MEMBARRIER, 0, "MEMBARRIER_CMD_QUERY" },
	{ SCT_FLAGS_MEMBARRIER, 3, "0x3" },
	{ SCT_FLAGS_SECCOMP, 1, "SECCOMP_SET_MODE_FILTER" },
	{ SCT_FLAGS_BPF, 5, "BPF_PROG_LOAD" },
	{ SCT_FLAGS_BPF, 36, "BPF_TOKEN_CREATE" },
	{ SCT_FLAGS_KEYCTL, 1, "KEYCTL_JOIN_SESSION_KEYRING" },
	{ SCT_FLAGS_REBOOT_MAGIC, 0xfee1dead, "LINUX_REBOOT_MAGIC1" },
	{ SCT_FLAGS_REBOOT_MAGIC, -18751827, "LINUX_REBOOT_MAGIC1" },
	{ SCT_FLAGS_REBOOT_MAGIC, 2, "0x2" },
	{ SCT_FLAGS_REBOOT_CMD, 0x1234567, "LINUX_REBOOT_CMD_RESTART" },
	{ SCT_FLAGS_REBOOT_CMD, 0, "LINUX_REBOOT_CMD_CAD_OFF" },
	{ SCT_FLAGS_MOUNT_ATTR, 0x21, "MOUNT_ATTR_RDONLY|MOUNT_ATTR_STRICTATIME" },
	{ SCT_FLAGS_MOUNT_ATTR, 0, "0" },
	{ SCT_FLAGS_OPEN_TREE, 0x88001, "OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC|AT_RECURSIVE" },
	{ SCT_FLAGS_SHM_GET, 03600, "IPC_CREAT|IPC_EXCL|0600" },
	{ SCT_FLAGS_SHM_GET, 0, "000" },
	{ SCT_FLAGS_SHM_GET, 0x54001800, "SHM_HUGETLB|SHM_NORESERVE|21<<SHM_HUGE_SHIFT|000" },
	{ SCT_FLAGS_IPC_GET, 02600, "IPC_EXCL|0600" },
	{ SCT_FLAGS_IPC_GET, 0x10180, "0x10000|0600" },
	{ SCT_FLAGS_SEMCTL, 0x102, "IPC_64|IPC_STAT" },
	{ SCT_FLAGS_SEMCTL, 16, "SETVAL" },
	{ SCT_FLAGS_RUSAGE, -1, "RUSAGE_CHILDREN" },
	{ SCT_FLAGS_MPOL, 0x8003, "MPOL_INTERLEAVE|MPOL_F_STATIC_NODES" },
	{ SCT_FLAGS_MBIND, 3, "MPOL_MF_STRICT|MPOL_MF_MOVE" },
	{ SCT_FLAGS_FANOTIFY_INIT, 0x80f, "0xc|FAN_CLOEXEC|FAN_NONBLOCK|FAN_REPORT_NAME" },
	{ SCT_FLAGS_IO_URING_REGISTER, 2, "IORING_REGISTER_FILES" },
	{ SCT_FLAGS_IO_URING_REGISTER, 0x80000002,
	  "IORING_REGISTER_USE_REGISTERED_RING|IORING_REGISTER_FILES" },
	{ SCT_FLAGS_PKEY, 3, "PKEY_DISABLE_ACCESS|PKEY_DISABLE_WRITE" },
	{ SCT_FLAGS_KCMP, 99, "0x63" },
	{ SCT_FLAGS_NONE, 3, "0x3" },
	{ SCT_FLAGS_USERFAULTFD, 02004001, "UFFD_USER_MODE_ONLY|O_NONBLOCK|O_CLOEXEC" },
};

static void word_desc(const struct word_case *c, char *desc)
{
	strscpy(desc, c->text, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(word, word_cases, word_desc);

static void flags_print(struct kunit *test)
{
	const struct word_case *c = test->param_value;
	char buf[256];
	struct seq_buf s;

	seq_buf_init(&s, buf, sizeof(buf));
	sct_print_flags(&s, c->set, c->value);
	KUNIT_EXPECT_STREQ(test, seq_buf_str(&s), c->text);
}

/* Every set prints any word, and overflows what it is given without harm. */
static void flags_any(struct kunit *test)
{
	static const u64 values[] = { 0, 1, S32_MAX, U32_MAX, S64_MAX, U64_MAX };
	char buf[16];
	struct seq_buf s;

	for (unsigned int set = 0; set < SCT_NR_FLAGS; set++) {
		for (unsigned int i = 0; i < ARRAY_SIZE(values); i++) {
			seq_buf_init(&s, buf, sizeof(buf));
			sct_print_flags(&s, set, values[i]);
			KUNIT_EXPECT_TRUE_MSG(test, s.len, "set %u, %#llx", set, values[i]);
		}
	}
}

static struct kunit_case sct_symbols_cases[] = {
	KUNIT_CASE_PARAM(symbol_known, known_gen_params),
	KUNIT_CASE(symbol_unknown),
	KUNIT_CASE(symbol_order),
	KUNIT_CASE(symbol_nearest),
	KUNIT_CASE_PARAM(flags_print, word_gen_params),
	KUNIT_CASE(flags_any),
	{}
};

static struct kunit_suite sct_symbols_suite = {
	.name = "sct_symbols",
	.test_cases = sct_symbols_cases,
};

kunit_test_suite(sct_symbols_suite);

/* Which parameter holds what: known at boot only */

struct find_case {
	const char *call;
	const char *param;
	u8 set;
};

static const struct find_case find_cases[] __initconst = {
	{ "accept4", "flags", SCT_FLAGS_ACCEPT },
	{ "access", "mode", SCT_FLAGS_ACCESS },
	{ "faccessat", "mode", SCT_FLAGS_ACCESS },
	{ "faccessat2", "mode", SCT_FLAGS_ACCESS },
	{ "socket", "family", SCT_FLAGS_AF },
	{ "socketpair", "family", SCT_FLAGS_AF },
	{ "arch_prctl", "option", SCT_FLAGS_ARCH_PRCTL },
	{ "fchownat", "flag", SCT_FLAGS_AT },
	{ "fstatat64", "flag", SCT_FLAGS_AT },
	{ "newfstatat", "flag", SCT_FLAGS_AT },
	{ "unlinkat", "flag", SCT_FLAGS_AT },
	{ "execveat", "flags", SCT_FLAGS_AT },
	{ "fchmodat2", "flags", SCT_FLAGS_AT },
	{ "linkat", "flags", SCT_FLAGS_AT },
	{ "mount_setattr", "flags", SCT_FLAGS_AT },
	{ "utimensat", "flags", SCT_FLAGS_AT },
	{ "utimensat_time64", "flags", SCT_FLAGS_AT },
	{ "faccessat2", "flags", SCT_FLAGS_AT_ACCESS },
	{ "name_to_handle_at", "flag", SCT_FLAGS_AT_HANDLE },
	{ "statx", "flags", SCT_FLAGS_AT_STATX },
	{ "bpf", "cmd", SCT_FLAGS_BPF },
	{ "timerfd_create", "clockid", SCT_FLAGS_CLOCK },
	{ "clock_gettime", "which_clock", SCT_FLAGS_CLOCK },
	{ "clock_nanosleep", "which_clock", SCT_FLAGS_CLOCK },
	{ "timer_create", "which_clock", SCT_FLAGS_CLOCK },
	{ "dup3", "flags", SCT_FLAGS_CLOEXEC },
	{ "memfd_secret", "flags", SCT_FLAGS_CLOEXEC },
	{ "clone", "clone_flags", SCT_FLAGS_CLONE },
	{ "close_range", "flags", SCT_FLAGS_CLOSE_RANGE },
	{ "delete_module", "flags", SCT_FLAGS_DELETE_MODULE },
	{ "openat", "dfd", SCT_FLAGS_DIRFD },
	{ "mkdirat", "dfd", SCT_FLAGS_DIRFD },
	{ "newfstatat", "dfd", SCT_FLAGS_DIRFD },
	{ "statx", "dfd", SCT_FLAGS_DIRFD },
	{ "fanotify_mark", "dfd", SCT_FLAGS_DIRFD },
	{ "execveat", "fd", SCT_FLAGS_DIRFD },
	{ "move_mount", "from_dfd", SCT_FLAGS_DIRFD },
	{ "open_by_handle_at", "mountdirfd", SCT_FLAGS_DIRFD },
	{ "linkat", "newdfd", SCT_FLAGS_DIRFD },
	{ "renameat2", "newdfd", SCT_FLAGS_DIRFD },
	{ "symlinkat", "newdfd", SCT_FLAGS_DIRFD },
	{ "linkat", "olddfd", SCT_FLAGS_DIRFD },
	{ "renameat2", "olddfd", SCT_FLAGS_DIRFD },
	{ "move_mount", "to_dfd", SCT_FLAGS_DIRFD },
	{ "epoll_create1", "flags", SCT_FLAGS_EPOLL_CREATE },
	{ "epoll_ctl", "op", SCT_FLAGS_EPOLL_OP },
	{ "eventfd2", "flags", SCT_FLAGS_EVENTFD },
	{ "fadvise64", "advice", SCT_FLAGS_FADVISE },
	{ "fallocate", "mode", SCT_FLAGS_FALLOCATE },
	{ "fanotify_init", "flags", SCT_FLAGS_FANOTIFY_INIT },
	{ "fanotify_mark", "flags", SCT_FLAGS_FANOTIFY_MARK },
	{ "fcntl", "cmd", SCT_FLAGS_FCNTL },
	{ "fcntl64", "cmd", SCT_FLAGS_FCNTL },
	{ "flock", "cmd", SCT_FLAGS_FLOCK },
	{ "fsconfig", "cmd", SCT_FLAGS_FSCONFIG },
	{ "fsmount", "flags", SCT_FLAGS_FSMOUNT },
	{ "fsopen", "flags", SCT_FLAGS_FSOPEN },
	{ "fspick", "flags", SCT_FLAGS_FSPICK },
	{ "futex", "op", SCT_FLAGS_FUTEX },
	{ "futex_time64", "op", SCT_FLAGS_FUTEX },
	{ "getrandom", "flags", SCT_FLAGS_GETRANDOM },
	{ "inotify_init1", "flags", SCT_FLAGS_INOTIFY_INIT },
	{ "inotify_add_watch", "mask", SCT_FLAGS_INOTIFY_MASK },
	{ "io_uring_enter", "flags", SCT_FLAGS_IO_URING_ENTER },
	{ "io_uring_register", "opcode", SCT_FLAGS_IO_URING_REGISTER },
	{ "ioprio_get", "which", SCT_FLAGS_IOPRIO_WHO },
	{ "ioprio_set", "which", SCT_FLAGS_IOPRIO_WHO },
	{ "msgget", "msgflg", SCT_FLAGS_IPC_GET },
	{ "semget", "semflg", SCT_FLAGS_IPC_GET },
	{ "getitimer", "which", SCT_FLAGS_ITIMER },
	{ "setitimer", "which", SCT_FLAGS_ITIMER },
	{ "kcmp", "type", SCT_FLAGS_KCMP },
	{ "keyctl", "option", SCT_FLAGS_KEYCTL },
	{ "landlock_create_ruleset", "flags", SCT_FLAGS_LANDLOCK_CREATE },
	{ "landlock_add_rule", "rule_type", SCT_FLAGS_LANDLOCK_RULE },
	{ "madvise", "behavior", SCT_FLAGS_MADVISE },
	{ "process_madvise", "behavior", SCT_FLAGS_MADVISE },
	{ "mbind", "flags", SCT_FLAGS_MBIND },
	{ "move_pages", "flags", SCT_FLAGS_MBIND },
	{ "membarrier", "cmd", SCT_FLAGS_MEMBARRIER },
	{ "membarrier", "flags", SCT_FLAGS_MEMBARRIER_FLAGS },
	{ "memfd_create", "flags", SCT_FLAGS_MEMFD },
	{ "mlock2", "flags", SCT_FLAGS_MLOCK2 },
	{ "mlockall", "flags", SCT_FLAGS_MLOCKALL },
	{ "mmap", "flags", SCT_FLAGS_MMAP },
	{ "mmap2", "flags", SCT_FLAGS_MMAP },
	{ "remap_file_pages", "flags", SCT_FLAGS_MMAP },
	{ "finit_module", "flags", SCT_FLAGS_MODULE_INIT },
	{ "mount", "flags", SCT_FLAGS_MOUNT },
	{ "fsmount", "attr_flags", SCT_FLAGS_MOUNT_ATTR },
	{ "move_mount", "flags", SCT_FLAGS_MOVE_MOUNT },
	{ "mbind", "mode", SCT_FLAGS_MPOL },
	{ "set_mempolicy", "mode", SCT_FLAGS_MPOL },
	{ "get_mempolicy", "flags", SCT_FLAGS_MPOL_GET },
	{ "mremap", "flags", SCT_FLAGS_MREMAP },
	{ "recv", "flags", SCT_FLAGS_MSG },
	{ "recvfrom", "flags", SCT_FLAGS_MSG },
	{ "recvmmsg", "flags", SCT_FLAGS_MSG },
	{ "recvmmsg_time64", "flags", SCT_FLAGS_MSG },
	{ "recvmsg", "flags", SCT_FLAGS_MSG },
	{ "send", "flags", SCT_FLAGS_MSG },
	{ "sendmmsg", "flags", SCT_FLAGS_MSG },
	{ "sendmsg", "flags", SCT_FLAGS_MSG },
	{ "sendto", "flags", SCT_FLAGS_MSG },
	{ "msgrcv", "msgflg", SCT_FLAGS_MSG_QUEUE },
	{ "msgsnd", "msgflg", SCT_FLAGS_MSG_QUEUE },
	{ "msgctl", "cmd", SCT_FLAGS_MSGCTL },
	{ "msync", "flags", SCT_FLAGS_MSYNC },
	{ "fanotify_init", "event_f_flags", SCT_FLAGS_OPEN },
	{ "open", "flags", SCT_FLAGS_OPEN },
	{ "open_by_handle_at", "flags", SCT_FLAGS_OPEN },
	{ "openat", "flags", SCT_FLAGS_OPEN },
	{ "mq_open", "oflag", SCT_FLAGS_OPEN },
	{ "open_tree", "flags", SCT_FLAGS_OPEN_TREE },
	{ "waitid", "which", SCT_FLAGS_P_TYPE },
	{ "perf_event_open", "flags", SCT_FLAGS_PERF_OPEN },
	{ "pidfd_open", "flags", SCT_FLAGS_PIDFD_OPEN },
	{ "pidfd_send_signal", "flags", SCT_FLAGS_PIDFD_SIGNAL },
	{ "pipe2", "flags", SCT_FLAGS_PIPE },
	{ "pkey_alloc", "init_val", SCT_FLAGS_PKEY },
	{ "prctl", "option", SCT_FLAGS_PRCTL },
	{ "getpriority", "which", SCT_FLAGS_PRIO },
	{ "setpriority", "which", SCT_FLAGS_PRIO },
	{ "mmap", "prot", SCT_FLAGS_PROT },
	{ "mprotect", "prot", SCT_FLAGS_PROT },
	{ "pkey_mprotect", "prot", SCT_FLAGS_PROT },
	{ "ptrace", "request", SCT_FLAGS_PTRACE },
	{ "reboot", "cmd", SCT_FLAGS_REBOOT_CMD },
	{ "reboot", "magic1", SCT_FLAGS_REBOOT_MAGIC },
	{ "reboot", "magic2", SCT_FLAGS_REBOOT_MAGIC },
	{ "renameat2", "flags", SCT_FLAGS_RENAME },
	{ "getrlimit", "resource", SCT_FLAGS_RLIMIT },
	{ "setrlimit", "resource", SCT_FLAGS_RLIMIT },
	{ "prlimit64", "resource", SCT_FLAGS_RLIMIT },
	{ "rseq", "flags", SCT_FLAGS_RSEQ },
	{ "getrusage", "who", SCT_FLAGS_RUSAGE },
	{ "preadv2", "flags", SCT_FLAGS_RWF },
	{ "pwritev2", "flags", SCT_FLAGS_RWF },
	{ "sched_get_priority_max", "policy", SCT_FLAGS_SCHED },
	{ "sched_get_priority_min", "policy", SCT_FLAGS_SCHED },
	{ "sched_setscheduler", "policy", SCT_FLAGS_SCHED },
	{ "seccomp", "op", SCT_FLAGS_SECCOMP },
	{ "seccomp", "flags", SCT_FLAGS_SECCOMP_FLAGS },
	{ "lseek", "whence", SCT_FLAGS_SEEK },
	{ "_llseek", "whence", SCT_FLAGS_SEEK },
	{ "semctl", "cmd", SCT_FLAGS_SEMCTL },
	{ "shmget", "shmflg", SCT_FLAGS_SHM_GET },
	{ "shmat", "shmflg", SCT_FLAGS_SHMAT },
	{ "shmctl", "cmd", SCT_FLAGS_SHMCTL },
	{ "shutdown", "how", SCT_FLAGS_SHUTDOWN },
	{ "rt_sigprocmask", "how", SCT_FLAGS_SIG_HOW },
	{ "sigprocmask", "how", SCT_FLAGS_SIG_HOW },
	{ "kill", "sig", SCT_FLAGS_SIGNAL },
	{ "pidfd_send_signal", "sig", SCT_FLAGS_SIGNAL },
	{ "rt_sigaction", "sig", SCT_FLAGS_SIGNAL },
	{ "rt_sigqueueinfo", "sig", SCT_FLAGS_SIGNAL },
	{ "rt_tgsigqueueinfo", "sig", SCT_FLAGS_SIGNAL },
	{ "sigaction", "sig", SCT_FLAGS_SIGNAL },
	{ "signal", "sig", SCT_FLAGS_SIGNAL },
	{ "tgkill", "sig", SCT_FLAGS_SIGNAL },
	{ "tkill", "sig", SCT_FLAGS_SIGNAL },
	{ "signalfd4", "flags", SCT_FLAGS_SIGNALFD },
	{ "socket", "type", SCT_FLAGS_SOCK_TYPE },
	{ "socketpair", "type", SCT_FLAGS_SOCK_TYPE },
	{ "getsockopt", "level", SCT_FLAGS_SOL },
	{ "setsockopt", "level", SCT_FLAGS_SOL },
	{ "splice", "flags", SCT_FLAGS_SPLICE },
	{ "tee", "flags", SCT_FLAGS_SPLICE },
	{ "vmsplice", "flags", SCT_FLAGS_SPLICE },
	{ "statx", "mask", SCT_FLAGS_STATX_MASK },
	{ "sync_file_range", "flags", SCT_FLAGS_SYNC_RANGE },
	{ "clock_nanosleep", "flags", SCT_FLAGS_TIMER },
	{ "clock_nanosleep_time64", "flags", SCT_FLAGS_TIMER },
	{ "timer_settime", "flags", SCT_FLAGS_TIMER },
	{ "timer_settime64", "flags", SCT_FLAGS_TIMER },
	{ "timerfd_create", "flags", SCT_FLAGS_TIMERFD_CREATE },
	{ "timerfd_settime", "flags", SCT_FLAGS_TIMERFD_SETTIME },
	{ "timerfd_settime64", "flags", SCT_FLAGS_TIMERFD_SETTIME },
	{ "umount2", "flags", SCT_FLAGS_UMOUNT },
	{ "setns", "flags", SCT_FLAGS_UNSHARE },
	{ "unshare", "unshare_flags", SCT_FLAGS_UNSHARE },
	{ "userfaultfd", "flags", SCT_FLAGS_USERFAULTFD },
	{ "wait4", "options", SCT_FLAGS_WAIT },
	{ "waitid", "options", SCT_FLAGS_WAIT },
	{ "waitpid", "options", SCT_FLAGS_WAIT },
	{ "fsetxattr", "flags", SCT_FLAGS_XATTR },
	{ "lsetxattr", "flags", SCT_FLAGS_XATTR },
	{ "setxattr", "flags", SCT_FLAGS_XATTR },
	/* The same name means another thing, or nothing. */
	{ "close", "fd", SCT_FLAGS_NONE },
	{ "faccessat", "flags", SCT_FLAGS_NONE },
	{ "ioctl", "cmd", SCT_FLAGS_NONE },
	{ "mkdirat", "mode", SCT_FLAGS_NONE },
	{ "mount", "type", SCT_FLAGS_NONE },
	{ "openat", "mode", SCT_FLAGS_NONE },
	{ "rseq", "sig", SCT_FLAGS_NONE },
	{ "ope", "flags", SCT_FLAGS_NONE },
	{ "pen", "flags", SCT_FLAGS_NONE },
	{ "open openat", "flag", SCT_FLAGS_NONE },
	{ "", "", SCT_FLAGS_NONE },
};

static void __init flags_find(struct kunit *test)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(find_cases); i++) {
		const struct find_case *c = &find_cases[i];

		KUNIT_EXPECT_EQ_MSG(test, sct_flags_find(c->call, c->param), c->set,
				    "%s of %s", c->param, c->call);
	}
}

static struct kunit_case sct_flags_init_cases[] __refdata = {
	KUNIT_CASE(flags_find),
	{}
};

static struct kunit_suite sct_flags_init_suite = {
	.name = "sct_flags_init",
	.test_cases = sct_flags_init_cases,
};

kunit_test_init_section_suite(sct_flags_init_suite);

MODULE_DESCRIPTION("KUnit tests of SCT's symbols and flags");
MODULE_LICENSE("GPL");
