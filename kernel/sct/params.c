// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a system call does with a parameter, where its type doesn't tell
 *
 * A row holds for calls and a parameter by their names, userspace's of the call
 * and the kernel's own of the parameter, whatever the ABI.
 */

#include <linux/fanotify.h>
#include <linux/fcntl.h>
#include <linux/fs.h>
#include <linux/inotify.h>
#include <linux/string.h>

#include <uapi/linux/io_uring.h>
#include <uapi/linux/mount.h>

#include "flags.h"
#include "params.h"

/**
 * struct sct_param_row - a fact about a parameter
 * @calls: the calls that it holds for, a blank between two
 * @param: the parameter; NULL for each that names an object by a path
 * @what: a flag or a kind that it has, or the ABIs that it is for, a bit each
 * @other: another parameter that belongs to it, or NULL
 * @mask: a flag in that one, or bits of it
 */
struct sct_param_row {
	const char *calls;
	const char *param;
	u8 what;
	const char *other;
	u32 mask;
};

/*
 * A char * that is text which the kernel only reads, up to its NUL. (A const
 * char * is that without being named here.)
 */
static const struct sct_param_row sct_texts[] __initconst = {
	{ "mount",		"dev_name" },
	{ "mount",		"dir_name" },
	{ "mount",		"type" },
	{ "umount umount2",	"name" },
	{ "utime utimes",	"filename" },
};

/* Bytes that the kernel only reads: how many, another parameter says. */
static const struct sct_param_row sct_buffers[] __initconst = {
	{ "write",		"buf",		0, "count" },
	{ "pwrite64",		"buf",		0, "count" },
	{ "pwrite64",		"ubuf",		0, "count" },
	{ "sendto send",	"buff",		0, "len" },
	{ "mq_timedsend mq_timedsend_time64", "u_msg_ptr", 0, "msg_len" },
	{ "setxattr lsetxattr fsetxattr", "value", 0, "size" },
	{ "add_key",		"_payload",	0, "plen" },
	{ "sethostname setdomainname", "name",	0, "len" },
	{ "init_module",	"umod",		0, "len" },
};

/* Text that the kernel copies by itself, not by getname(): it is no path. */
static const struct sct_param_row sct_no_names[] __initconst = {
	{ "mount",		"dev_name" },
	{ "mount",		"type" },
	{ "setxattr lsetxattr fsetxattr getxattr lgetxattr fgetxattr", "name" },
	{ "removexattr lremovexattr fremovexattr", "name" },
	{ "memfd_create",	"uname" },
	{ "fsopen",		"_fs_name" },
	{ "fsconfig",		"_key" },
	{ "add_key request_key", "_type" },
	{ "add_key request_key", "_description" },
	{ "request_key",	"_callout_info" },
	{ "init_module finit_module", "uargs" },
	{ "delete_module",	"name_user" },
	{ "kexec_file_load",	"cmdline_ptr" },
};

/* Names that the kernel takes by getname(), and that are no place in a file tree. */
static const struct sct_param_row sct_no_paths[] __initconst = {
	{ "symlink symlinkat",	"oldname" },
	{ "mq_open mq_unlink",	"u_name" },
};

/* Which link at the end of a path is not followed, or when. */
static const struct sct_param_row sct_ends[] __initconst = {
	{ "unlink unlinkat rmdir rename renameat renameat2", NULL, SCT_END_NOFOLLOW },
	{ "symlink symlinkat link linkat", "newname",	SCT_END_NOFOLLOW },
	{ "link",		"oldname",		SCT_END_NOFOLLOW },
	{ "mkdir mkdirat mknod mknodat", NULL,		SCT_END_NOFOLLOW },
	{ "lstat lstat64 oldlstat", NULL,		SCT_END_NOFOLLOW },
	{ "lchown lchown32 readlink readlinkat", NULL,	SCT_END_NOFOLLOW },
	{ "lsetxattr lgetxattr llistxattr lremovexattr", "pathname", SCT_END_NOFOLLOW },
	{ "move_mount",		NULL,			SCT_END_NOFOLLOW },
	{ "linkat",		"oldname",		SCT_END_IF, "flags", AT_SYMLINK_FOLLOW },
	{ "name_to_handle_at",	"name",			SCT_END_IF, "flag", AT_SYMLINK_FOLLOW },
	{ "newfstatat fstatat64 fchownat", "filename",
	  SCT_END_UNLESS, "flag", AT_SYMLINK_NOFOLLOW },
	{ "statx utimensat utimensat_time64 faccessat2 fchmodat2 execveat", "filename",
	  SCT_END_UNLESS, "flags", AT_SYMLINK_NOFOLLOW },
	{ "open_tree",		"filename",
	  SCT_END_UNLESS, "flags", AT_SYMLINK_NOFOLLOW },
	{ "mount_setattr",	"path",
	  SCT_END_UNLESS, "flags", AT_SYMLINK_NOFOLLOW },
	{ "umount2 umount",	"name",			SCT_END_UNLESS, "flags", UMOUNT_NOFOLLOW },
	{ "inotify_add_watch",	"pathname",		SCT_END_UNLESS, "mask", IN_DONT_FOLLOW },
	{ "fanotify_mark",	"pathname",
	  SCT_END_UNLESS, "flags", FAN_MARK_DONT_FOLLOW },
	{ "fspick",		"path",
	  SCT_END_UNLESS, "flags", FSPICK_SYMLINK_NOFOLLOW },
	{ "open openat",	"filename",		SCT_END_OPEN, "flags" },
};

/* A pointer to a struct that isn't const, and that the kernel reads. */
static const struct sct_param_row sct_inputs[] __initconst = {
	{ "nanosleep",				"rqtp" },
	{ "mmap select",			"arg" },
	{ "connect",				"uservaddr" },
	{ "bind",				"umyaddr" },
	{ "sendto",				"addr" },
	{ "sendmsg",				"msg" },
	{ "sendmmsg",				"mmsg" },
	{ "select _newselect",			"tvp" },
	{ "pselect6 pselect6_time64 ppoll ppoll_time64", "tsp" },
	{ "setitimer",				"value" },
	{ "setitimer",				"in" },
	{ "setrlimit",				"rlim" },
	{ "settimeofday",			"tv" },
	{ "settimeofday",			"tz" },
	{ "utime",				"times" },
	{ "utime utimes futimesat utimensat utimensat_time64", "t" },
	{ "utimes futimesat utimensat utimensat_time64", "utimes" },
	{ "sched_setparam sched_setscheduler",	"param" },
	{ "semop semtimedop semtimedop_time64",	"tsops" },
	{ "epoll_ctl",				"event" },
	{ "timer_create",			"timer_event_spec" },
	{ "mq_open",				"u_attr" },
	{ "io_uring_setup",			"params" },
	{ "clone3",				"uargs" },
	{ "openat2",				"how" },
	{ "mount_setattr sched_setattr",	"uattr" },
	{ "perf_event_open",			"attr_uptr" },
	{ "futex_waitv futex_requeue",		"waiters" },
	{ "futex_waitv futex_wait io_getevents recvmmsg recvmmsg_time64", "timeout" },
	{ "cachestat",				"cstat_range" },
};

/*
 * A struct that grows from one kernel to the next: its size is said by another
 * parameter, or stands in it. What it doesn't have is 0 to the call.
 */
static const struct sct_param_row sct_sized_structs[] __initconst = {
	{ "clone3",			"uargs",	SCT_SIZED_OTHER, "size" },
	{ "openat2",			"how",		SCT_SIZED_OTHER, "usize" },
	{ "mount_setattr",		"uattr",	SCT_SIZED_OTHER, "usize" },
	{ "landlock_create_ruleset",	"attr",		SCT_SIZED_OTHER, "size" },
	{ "bpf",			"uattr",	SCT_SIZED_OTHER, "size" },
	{ "sched_setattr",		"uattr",	SCT_SIZED_SCHED },
	{ "perf_event_open",		"attr_uptr",	SCT_SIZED_PERF },
	{ "statmount listmount",	"req",		SCT_SIZED_MOUNT },
};

/*
 * What a rule has seen behind a pointer is what the call copies from there (seen.c).
 * A call that reads by get_user() and its like gets around that: these do, all or
 * their form for the callers of one ABI. So do those that take vectors of buffers.
 */
static const struct sct_param_row sct_read_again[] __initconst = {
	{ "settimeofday",		"tv" },
	{ "utime",			"times" },
	{ "utime utimes futimesat",	"t",		BIT(SCT_ABI_COMPAT) },
	{ "rt_sigaction sigaction",	"act",		BIT(SCT_ABI_COMPAT) },
	{ "mq_notify",			"u_notification", BIT(SCT_ABI_COMPAT) },
	{ "timer_create",		"timer_event_spec", BIT(SCT_ABI_COMPAT) },
	{ "msgctl",			"buf",		BIT(SCT_ABI_COMPAT) },
	{ "msgctl",			"uptr",		BIT(SCT_ABI_COMPAT) },
	{ "msgsnd",			"msgp" },
	/* How many bytes count stands among them, and is read before. */
	{ "sched_setattr",		"uattr" },
	{ "perf_event_open",		"attr_uptr" },
	{ "statmount listmount",	"req" },
	{ "get_thread_area",		"u_info" },
	{ "quotactl quotactl_fd",	"addr",		BIT(SCT_ABI_COMPAT) },
	{ "io_submit",			"iocbpp" },
	{ "io_cancel",			"iocb" },
	/* Not before the thread ends, or comes back from the kernel. */
	{ "rseq",			"rseq" },
	{ "set_robust_list",		"head" },
};

/*
 * Where a rule has to say what a parameter points to, it depends on the call: a
 * driver, a file, a protocol. These copy it, whatever it is.
 */
static const struct sct_param_row sct_copied_once[] __initconst = {
	{ "setsockopt",			"optval" },
	{ "fcntl fcntl64",		"arg" },
	{ "setxattr lsetxattr fsetxattr", "value" },
	{ "add_key",			"_payload" },
	{ "sethostname setdomainname",	"name" },
	{ "landlock_add_rule",		"rule_attr" },
	{ "sigaltstack",		"uss" },
	{ "rt_sigqueueinfo rt_tgsigqueueinfo", "uinfo" },
};

/*
 * A descriptor that the call doesn't look up but takes out of its table, or the
 * directory that a name begins at, which may be the working directory: another
 * thread can change them. So can it where a device is looked up by a name.
 */
static const struct sct_param_row sct_loose_objects[] __initconst = {
	{ "close",			"fd" },
	{ "dup2 dup3",			"oldfd" },
	{ "dup2 dup3",			"newfd" },
	{ "close_range",		"fd" },
	{ "close_range",		"max_fd" },
	{ "quotactl",			"special" },
	/* A flag makes a place in a table of the task's own of it. */
	{ "io_uring_enter io_uring_register", "fd" },
};

/*
 * A name that the call asks getname() for once, and goes on with that object: where it
 * walks the name again, as after -ESTALE, it doesn't read it again. Calls that walk by
 * user_path_at() do.
 */
static const struct sct_param_row sct_taken_once[] __initconst = {
	{ "open openat openat2 creat" },
	{ "unlink unlinkat rmdir mkdir mkdirat mknod mknodat" },
	{ "execve execveat" },
};

/* A long that the callee makes an int of, before it looks at it. */
static const struct sct_param_row sct_narrowed[] __initconst = {
	{ "ptrace",			"pid",		SCT_KIND_SIGNED },
	{ "mbind",			"mode",		SCT_KIND_UNSIGNED },
	{ "clone",			"clone_flags",	SCT_KIND_UNSIGNED },
	{ "readv writev preadv pwritev preadv2 pwritev2", "vlen", SCT_KIND_UNSIGNED },
	{ "vmsplice",			"nr_segs",	SCT_KIND_UNSIGNED },
	{ "process_vm_readv process_vm_writev", "liovcnt", SCT_KIND_UNSIGNED },
	{ "process_madvise",		"vlen",		SCT_KIND_UNSIGNED },
	{ "mount",			"flags",	SCT_KIND_UNSIGNED },
};

/* One of which a command, a file or a driver may do so. */
static const struct sct_param_row sct_halves[] __initconst = {
	{ "fcntl ioctl semctl",		"arg" },
	{ "prctl keyctl",		"arg2" },
	{ "prctl keyctl",		"arg3" },
	{ "prctl keyctl",		"arg4" },
	{ "prctl keyctl",		"arg5" },
	{ "kcmp",			"idx1" },
	{ "kcmp",			"idx2" },
	{ "ptrace",			"addr" },
	{ "ptrace",			"data" },
	{ "sysfs",			"arg1" },
};

/* The version of its structs, which a 32-bit caller says in the number of a command. */
#define SCT_IPC_64	0x100

/* What stands beside a command in its parameter, and is no part of it. */
static const struct sct_param_row sct_beside[] __initconst = {
	{ "msgctl semctl shmctl",	"cmd", BIT(SCT_ABI_COMPAT), NULL, SCT_IPC_64 },
	{ "io_uring_register",		"opcode",
	  BIT(SCT_ABI_COMPAT) | BIT(SCT_ABI_NATIVE), NULL, IORING_REGISTER_USE_REGISTERED_RING },
};

static bool __init sct_calls_have(const char *calls, const char *name)
{
	size_t len = strlen(name);

	for (; *calls; calls += strspn(calls, " ")) {
		size_t word = strcspn(calls, " ");

		if (word == len && !memcmp(calls, name, len))
			return true;
		calls += word;
	}
	return false;
}

static const struct sct_param_row *__init
sct_find_row(const struct sct_param_row *rows, size_t nr, const struct sct_syscall *call,
	     unsigned int place)
{
	for (; nr; nr--, rows++) {
		if (rows->param && strcmp(rows->param, call->names[place]))
			continue;
		if (sct_calls_have(rows->calls, call->name))
			return rows;
	}
	return NULL;
}

#define SCT_ROW(_rows, _call, _place) \
	sct_find_row(_rows, ARRAY_SIZE(_rows), _call, _place)

/* 1 + the place of a parameter by its name; 0 where there is none. */
static u8 __init sct_place(const struct sct_syscall *call, const char *name)
{
	for (unsigned int i = 0; name && i < call->nr_params; i++) {
		if (!strcmp(call->names[i], name))
			return i + 1;
	}
	return 0;
}

/* A descriptor that may be AT_FDCWD: where flags.c doesn't know it, by its name. */
static bool __init sct_is_dfd(const struct sct_syscall *call, unsigned int place)
{
	const char *name = call->names[place];
	size_t len = strlen(name);

	if (sct_flags_find(call->name, name) == SCT_FLAGS_DIRFD)
		return true;
	/* dup() has an old one, and a process has one that is no directory. */
	return len >= 3 && !strcmp(name + len - 3, "dfd") && strcmp(name, "oldfd") &&
	       strcmp(name, "pidfd");
}

/* The directory that a relative path begins at: the parameter before it. */
static u8 __init sct_directory(const struct sct_syscall *call, unsigned int place)
{
	return place && sct_is_dfd(call, place - 1) ? place : 0;
}

static void __init sct_refine_path(struct sct_syscall *call, unsigned int place)
{
	struct sct_param *param = &call->params[place];
	const struct sct_param_row *row;

	if (SCT_ROW(sct_no_names, call, place))
		return;
	param->is |= SCT_PARAM_NAME;
	if (SCT_ROW(sct_taken_once, call, place))
		param->is |= SCT_PARAM_ONCE;
	if (SCT_ROW(sct_no_paths, call, place))
		return;
	param->is |= SCT_PARAM_PATH;
	param->other = sct_directory(call, place);
	row = SCT_ROW(sct_ends, call, place);
	if (row) {
		param->end = row->what;
		param->end_flags = sct_place(call, row->other);
		param->end_mask = row->mask;
	}
}

static void __init sct_refine_pointer(struct sct_syscall *call, unsigned int place)
{
	const struct sct_param_row *row = SCT_ROW(sct_sized_structs, call, place);
	struct sct_param *param = &call->params[place];
	const char *type = call->types[place];

	if (row) {
		param->sized = row->what;
		param->other = sct_place(call, row->other);
	}
	if (!strstr(type, "struct ") && !strstr(type, "union "))
		return;
	/* Up to the star is what the pointer points to. */
	if (!strnstr(type, "const", strcspn(type, "*")) && !SCT_ROW(sct_inputs, call, place))
		return;
	param->is |= SCT_PARAM_INPUT;
	/* An address of a socket is as long as the parameter behind it says. */
	if (strstr(type, "struct sockaddr ") && place + 1 < call->nr_params &&
	    call->params[place + 1].kind == SCT_KIND_SIGNED)
		param->other = place + 2;
}

/* Whether the call reads what a rule has seen behind a parameter by other means. */
static bool __init sct_reads_again(const struct sct_syscall *call, unsigned int place)
{
	const struct sct_param_row *row = SCT_ROW(sct_read_again, call, place);
	const char *type = call->types[place];

	if (row)
		return !row->what || (row->what & BIT(call->abi));
	if (strstr(type, "struct iovec") || strstr(type, "struct compat_iovec"))
		return true;
	/* Of a 32-bit caller's nanoseconds no more than half is taken. */
	if (call->abi == SCT_ABI_COMPAT && (strstr(type, "struct __kernel_timespec") ||
					    strstr(type, "struct __kernel_itimerspec")))
		return true;
	return !strstr(type, "struct ") && !strstr(type, "union ") &&
	       !SCT_ROW(sct_copied_once, call, place);
}

static bool __init sct_is_descriptor(const struct sct_syscall *call, unsigned int place)
{
	const char *name = call->names[place];

	if (call->params[place].kind > SCT_KIND_UNSIGNED || !strcmp(name, "nfds"))
		return false;
	/* Of another process's table. */
	if (!strcmp(call->name, "pidfd_getfd") && !strcmp(name, "fd"))
		return false;
	return strstr(name, "fd") || !strcmp(name, "fildes") || !strcmp(name, "mqdes");
}

/* A number that is declared wider than the call takes it: what is above, is not seen. */
static void __init sct_refine_number(struct sct_syscall *call, unsigned int place)
{
	const struct sct_param_row *row = SCT_ROW(sct_narrowed, call, place);
	struct sct_param *param = &call->params[place];

	if (sct_is_descriptor(call, place))
		param->is |= SCT_PARAM_FD;
	if (row) {
		param->kind = row->what;
		param->size = sizeof(u32);
	} else if ((param->is & SCT_PARAM_FD) && strstr(call->types[place], "long")) {
		param->kind = SCT_KIND_SIGNED;
		param->size = sizeof(u32);
	}
	param->half = param->size == sizeof(u64) && SCT_ROW(sct_halves, call, place);
	row = SCT_ROW(sct_beside, call, place);
	if (row && (row->what & BIT(call->abi)))
		param->ignored = row->mask;
	param->flags = sct_flags_find(call->name, call->names[place]);
	if (!strcmp(call->name, "umask"))
		param->is |= SCT_PARAM_OCTAL;
}

/**
 * sct_param_refine - add to the description of a parameter what its type doesn't tell
 * @call: the call, whose parameters all have the kinds of their types
 * @place: the parameter's place, from 0
 *
 * Context: Part of building the tables, at boot.
 */
void __init sct_param_refine(struct sct_syscall *call, unsigned int place)
{
	struct sct_param *param = &call->params[place];
	const struct sct_param_row *row;

	if (param->kind == SCT_KIND_POINTER && SCT_ROW(sct_texts, call, place))
		param->kind = SCT_KIND_STRING;
	row = SCT_ROW(sct_buffers, call, place);
	if (row) {
		param->kind = SCT_KIND_BUFFER;
		param->other = sct_place(call, row->other);
	}

	if (param->kind != SCT_KIND_STRING && sct_reads_again(call, place))
		param->is |= SCT_PARAM_AGAIN;
	if (SCT_ROW(sct_loose_objects, call, place) || sct_is_dfd(call, place))
		param->is |= SCT_PARAM_LOOSE;

	switch (param->kind) {
	case SCT_KIND_STRING:
		sct_refine_path(call, place);
		break;
	case SCT_KIND_POINTER:
		sct_refine_pointer(call, place);
		break;
	case SCT_KIND_SIGNED:
	case SCT_KIND_UNSIGNED:
		sct_refine_number(call, place);
		break;
	}
}
