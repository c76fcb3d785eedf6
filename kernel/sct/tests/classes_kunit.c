// SPDX-License-Identifier: GPL-2.0-only
/*
 * KUnit tests of the classes of system calls
 */

#include <kunit/test.h>
#include <linux/minmax.h>
#include <linux/module.h>
#include <linux/string.h>

#include "../classes.h"
#include "../syscalls.h"

/* The same rows once more: a table of the test's own, to walk. */
static const struct sct_class_row rows[] = {
#include "../class_names.h"
};

struct class_case {
	const char *class;
	const char *in[32];
	const char *out[32];
};

static const struct class_case class_cases[] = {
	{
		.class = "file",
		.in = {
			"open", "openat", "openat2", "creat", "unlink", "unlinkat", "rename",
			"renameat2", "execve", "execveat", "stat", "lstat64", "newfstatat",
			"fstatat64", "statx", "mount", "umount", "umount2", "chown32",
			"fchmodat2", "quotactl", "inotify_add_watch", "getcwd", "truncate64",
			"utimensat_time64",
		},
		.out = {
			"read", "write", "close", "fstat", "fstat64", "fchmod", "fchown32",
			"ftruncate", "socket", "connect", "mmap", "clone", "kill", "getpid",
			"getdents64", "ustat", "fchdir", "umask", "statmount",
		},
	}, {
		.class = "process",
		.in = {
			"clone", "clone3", "fork", "vfork", "execve", "execveat", "exit",
			"exit_group", "wait4", "waitid", "waitpid", "kill", "tkill", "tgkill",
			"pidfd_send_signal", "rt_sigqueueinfo",
		},
		.out = {
			"ptrace", "getpid", "getppid", "unshare", "setns", "prctl", "open",
			"read", "nanosleep", "sched_yield", "setsid", "process_madvise",
			"pidfd_open",
		},
	}, {
		.class = "network",
		.in = {
			"socket", "connect", "bind", "listen", "accept", "accept4", "sendto",
			"recvfrom", "sendmsg", "recvmsg", "sendmmsg", "recvmmsg",
			"recvmmsg_time64", "shutdown", "socketpair", "setsockopt", "sendfile",
			"sendfile64", "getsockname", "send", "recv",
		},
		.out = {
			"read", "write", "open", "close", "pipe", "splice", "socketcall",
			"poll", "epoll_wait", "select", "sethostname", "setdomainname",
			"ioctl",
		},
	}, {
		.class = "net",
		.in = {
			"socket", "connect", "bind", "listen", "accept", "accept4", "sendto",
			"recvfrom", "sendmsg", "recvmsg", "getpeername", "getsockopt",
		},
		.out = {
			"read", "write", "open", "close", "pipe", "splice", "socketcall",
			"poll", "epoll_wait", "select", "sethostname", "ioctl",
		},
	}, {
		.class = "signal",
		.in = {
			"kill", "tkill", "tgkill", "pause", "rt_sigaction", "rt_sigprocmask",
			"rt_sigreturn", "sigreturn", "rt_sigsuspend", "sigaltstack",
			"signalfd", "signalfd4", "sigaction", "signal", "sigprocmask",
			"rt_sigtimedwait_time64", "ssetmask", "io_uring_enter",
		},
		.out = {
			"alarm", "setitimer", "timer_create", "exit", "wait4", "ptrace",
			"pidfd_open", "nanosleep", "clone", "futex", "read", "open",
		},
	}, {
		.class = "ipc",
		.in = {
			"ipc", "msgget", "msgsnd", "msgrcv", "msgctl", "semget", "semop",
			"semctl", "semtimedop", "semtimedop_time64", "shmget", "shmat",
			"shmdt", "shmctl",
		},
		.out = {
			"mq_open", "mq_notify", "pipe", "socket", "socketcall", "mmap",
			"futex", "kill", "memfd_create", "eventfd", "open", "msync",
		},
	}, {
		.class = "desc",
		.in = {
			"read", "write", "close", "open", "openat", "dup", "dup3", "fstat",
			"fcntl", "fcntl64", "ioctl", "mmap", "mmap2", "_llseek", "_newselect",
			"poll", "fchown32", "fstatfs64", "socketcall", "pidfd_open",
			"cachestat", "fchmodat2", "timerfd_settime64", "ppoll_time64",
			"fadvise64_64",
		},
		.out = {
			"stat", "unlink", "rename", "mkdir", "socket", "connect", "sendto",
			"close_range", "mprotect", "execve", "kill", "chdir", "mq_unlink",
			"io_submit", "mseal",
		},
	}, {
		.class = "memory",
		.in = {
			"mmap", "mmap2", "munmap", "mprotect", "brk", "mremap", "madvise",
			"mlock", "mlockall", "msync", "mincore", "shmat", "shmdt", "mbind",
			"pkey_mprotect", "map_shadow_stack", "mseal", "io_setup", "break",
		},
		.out = {
			"read", "open", "shmget", "process_madvise", "memfd_create",
			"memfd_secret", "pkey_alloc", "membarrier", "process_vm_readv",
			"userfaultfd", "clone", "fork",
		},
	}, {
		.class = "creds",
		.in = {
			"getuid", "getuid32", "geteuid", "setuid", "setuid32", "setresgid32",
			"getgroups", "setgroups32", "setfsuid", "capget", "capset", "prctl",
			"getresuid", "setreuid",
		},
		.out = {
			"getpid", "getppid", "setsid", "setpgid", "umask", "chown", "chown32",
			"keyctl", "unshare", "seccomp", "setns", "open",
		},
	}, {
		.class = "clock",
		.in = {
			"adjtimex", "clock_adjtime", "clock_adjtime64", "clock_getres",
			"clock_gettime", "clock_gettime64", "clock_settime", "clock_settime64",
			"gettimeofday", "settimeofday", "time", "clock_getres_time64",
		},
		.out = {
			"nanosleep", "clock_nanosleep", "timer_create", "timerfd_create",
			"alarm", "setitimer", "times", "stime", "utime", "utimes", "getrusage",
			"futex",
		},
	}, {
		.class = "pure",
		.in = {
			"getegid", "getegid32", "geteuid", "geteuid32", "getgid", "getgid32",
			"getpgrp", "getpid", "getppid", "gettid", "getuid", "getuid32",
		},
		.out = {
			"getpgid", "getsid", "umask", "getresuid", "getgroups", "getcpu",
			"fork", "sched_yield", "pause", "setsid", "sync", "getcwd",
		},
	}, {
		.class = "stat",
		.in = {
			"stat", "stat64", "oldstat",
		},
		.out = {
			"lstat", "lstat64", "fstat", "fstat64", "newfstatat", "fstatat64",
			"statx", "statfs", "ustat", "oldlstat", "oldfstat", "open",
		},
	}, {
		.class = "lstat",
		.in = {
			"lstat", "lstat64", "oldlstat",
		},
		.out = {
			"stat", "stat64", "fstat", "fstat64", "newfstatat", "fstatat64",
			"statx", "lchown", "readlink", "oldstat", "oldfstat", "llistxattr",
		},
	}, {
		.class = "fstat",
		.in = {
			"fstat", "fstat64", "oldfstat", "newfstatat", "fstatat64", "statx",
		},
		.out = {
			"stat", "stat64", "lstat", "lstat64", "fstatfs", "statfs", "ustat",
			"fcntl", "oldstat", "oldlstat", "read", "open",
		},
	}, {
		.class = "%stat",
		.in = {
			"stat", "stat64", "oldstat", "lstat", "lstat64", "oldlstat", "fstat",
			"fstat64", "oldfstat", "newfstatat", "fstatat64", "statx",
		},
		.out = {
			"statfs", "fstatfs", "statfs64", "fstatfs64", "ustat", "access",
			"readlink", "open", "getxattr", "statmount", "cachestat", "getdents",
		},
	}, {
		.class = "statfs",
		.in = {
			"statfs", "statfs64",
		},
		.out = {
			"fstatfs", "fstatfs64", "ustat", "stat", "stat64", "fstat", "lstat",
			"newfstatat", "statx", "sysfs", "mount", "quotactl",
		},
	}, {
		.class = "fstatfs",
		.in = {
			"fstatfs", "fstatfs64",
		},
		.out = {
			"statfs", "statfs64", "ustat", "stat", "stat64", "fstat", "fstat64",
			"newfstatat", "statx", "sysfs", "syncfs", "fsync",
		},
	}, {
		.class = "%statfs",
		.in = {
			"statfs", "statfs64", "fstatfs", "fstatfs64", "ustat",
		},
		.out = {
			"stat", "stat64", "fstat", "fstat64", "lstat", "newfstatat", "statx",
			"sysfs", "mount", "quotactl", "statmount", "listmount",
		},
	},
};

static void class_desc(const struct class_case *c, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "%%%s", c->class);
}

KUNIT_ARRAY_PARAM(class, class_cases, class_desc);

static const struct sct_syscall *find(const char *name)
{
	const struct sct_syscall *call = NULL;

	for (enum sct_abi abi = 0; abi < SCT_NR_ABIS && !call; abi++)
		call = sct_syscall_by_name(abi, name, strlen(name));
	return call;
}

/* A kernel without 32-bit calls has not their names, and no x86 has these two. */
static bool may_be_missing(const char *name)
{
	return !SCT_MAX_COMPAT || !strcmp(name, "send") || !strcmp(name, "recv");
}

static void expect_all(struct kunit *test, const char *class, const char *const *calls, bool in)
{
	u32 classes = sct_class_find(class, strlen(class));

	KUNIT_ASSERT_NE(test, classes, 0);
	for (; *calls; calls++) {
		KUNIT_EXPECT_EQ_MSG(test, sct_class_has(classes, *calls), in, "%s", *calls);
		/* A misspelt name would be in no class. */
		if (!may_be_missing(*calls))
			KUNIT_EXPECT_NOT_NULL_MSG(test, find(*calls), "%s", *calls);
	}
}

static void test_members(struct kunit *test)
{
	const struct class_case *c = test->param_value;

	expect_all(test, c->class, c->in, true);
	expect_all(test, c->class, c->out, false);
}

static void test_rows_sorted(struct kunit *test)
{
	for (size_t i = 1; i < ARRAY_SIZE(rows); i++)
		KUNIT_EXPECT_LT_MSG(test, strcmp(rows[i - 1].call, rows[i].call), 0,
				    "%s", rows[i].call);
}

static void test_rows_are_calls(struct kunit *test)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		KUNIT_EXPECT_NE_MSG(test, rows[i].classes, 0, "%s", rows[i].call);
		if (!may_be_missing(rows[i].call))
			KUNIT_EXPECT_NOT_NULL_MSG(test, find(rows[i].call), "%s", rows[i].call);
	}
}

static void test_rows_are_found(struct kunit *test)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		for (unsigned int bit = 0; bit < BITS_PER_TYPE(u32); bit++)
			KUNIT_EXPECT_EQ_MSG(test, sct_class_has(BIT(bit), rows[i].call),
					    !!(rows[i].classes & BIT(bit)), "%s %u",
					    rows[i].call, bit);
	}
}

static void test_several_classes(struct kunit *test)
{
	u32 both = sct_class_find("pure", 4) | sct_class_find("clock", 5);

	KUNIT_EXPECT_TRUE(test, sct_class_has(both, "getpid"));
	KUNIT_EXPECT_TRUE(test, sct_class_has(both, "adjtimex"));
	KUNIT_EXPECT_FALSE(test, sct_class_has(both, "open"));
	KUNIT_EXPECT_FALSE(test, sct_class_has(0, "open"));
	KUNIT_EXPECT_FALSE(test, sct_class_has(U32_MAX, "sched_yield"));
	KUNIT_EXPECT_FALSE(test, sct_class_has(U32_MAX, "no_such_call"));
	KUNIT_EXPECT_FALSE(test, sct_class_has(U32_MAX, ""));
}

static void test_unknown_classes(struct kunit *test)
{
	static const char *const names[] = {
		"", "%", "%%", "%file", "fil", "files", "File", "%desc", "stats", "%%stat",
		"all", "none", "%fstat",
	};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		KUNIT_EXPECT_EQ_MSG(test, sct_class_find(names[i], strlen(names[i])), 0,
				    "%s", names[i]);
}

/* The name is a piece of a rule's text. */
static void test_name_needs_no_end(struct kunit *test)
{
	u32 stat = sct_class_find("statfs", 4);

	KUNIT_EXPECT_EQ(test, stat, sct_class_find("stat", 4));
	KUNIT_EXPECT_NE(test, stat, sct_class_find("statfs", 6));
	KUNIT_EXPECT_EQ(test, sct_class_find("fi\0e", 4), 0);
	KUNIT_EXPECT_EQ(test, sct_class_find("net", 3), sct_class_find("network", 7));
}

static void test_nearest(struct kunit *test)
{
	static const char *const words[][2] = {
		{ "%flie", "%file" },
		{ "%FILE", "%file" },
		{ "file", "%file" },
		{ "%netwrok", "%network" },
		{ "%%sttafs", "%%statfs" },
		{ "%signla", "%signal" },
		{ "%clocks", "%clock" },
		{ "%qqqqqqqq", NULL },
	};

	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		struct sct_nearest near;

		sct_nearest_init(&near, words[i][0], strlen(words[i][0]));
		sct_class_nearest(&near);
		KUNIT_EXPECT_STREQ_MSG(test, near.best ?: "", words[i][1] ?: "", "%s",
				       words[i][0]);
	}
}

static u32 classes_of(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		if (!strcmp(rows[i].call, name))
			return rows[i].classes;
	}
	return 0;
}

/* The call that another is a form of: its name with something behind. */
static const struct sct_syscall *form_of(const struct sct_syscall *desc)
{
	static const char * const endings[] = {
		"_time64", "64", "32", "at2", "at", "2", "4", "1", "6", "v2", "v",
	};
	const struct sct_syscall *base = NULL;
	size_t len = strlen(desc->name);

	for (size_t i = 0; !base && i < ARRAY_SIZE(endings); i++) {
		size_t at = len - min(len, strlen(endings[i]));

		if (at && !strcmp(desc->name + at, endings[i]))
			base = sct_syscall_by_name(SCT_ABI_NATIVE, desc->name, at) ?:
			       sct_syscall_by_name(SCT_ABI_COMPAT, desc->name, at);
	}
	return base;
}

/* Whoever watches a class leaves no form of a call open that is in it. */
static void test_classes_have_all_forms(struct kunit *test)
{
	unsigned int abi, nr, forms = 0;

	for (abi = 0; abi < SCT_NR_ABIS; abi++) {
		for (nr = 0; nr < SCT_NR_MAX; nr++) {
			const struct sct_syscall *desc = sct_syscall_by_nr(abi, nr), *base;

			base = desc ? form_of(desc) : NULL;
			if (!base)
				continue;
			forms++;
			KUNIT_EXPECT_EQ_MSG(test,
					    classes_of(base->name) & ~classes_of(desc->name), 0,
					    "%s is in a class, and %s is not", base->name,
					    desc->name);
		}
	}
	KUNIT_EXPECT_GT(test, forms, 50);
}

static struct kunit_case classes_cases[] = {
	KUNIT_CASE_PARAM(test_members, class_gen_params),
	KUNIT_CASE(test_rows_sorted),
	KUNIT_CASE(test_rows_are_calls),
	KUNIT_CASE(test_rows_are_found),
	KUNIT_CASE(test_several_classes),
	KUNIT_CASE(test_unknown_classes),
	KUNIT_CASE(test_name_needs_no_end),
	KUNIT_CASE(test_nearest),
	KUNIT_CASE(test_classes_have_all_forms),
	{}
};

static struct kunit_suite classes_suite = {
	.name = "sct_classes",
	.test_cases = classes_cases,
};

kunit_test_suite(classes_suite);

MODULE_DESCRIPTION("KUnit tests of SCT's classes of system calls");
MODULE_LICENSE("GPL");
