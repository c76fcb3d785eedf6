// SPDX-License-Identifier: GPL-2.0-only
/*
 * How a word of flags, and a number that has a name, is printed: as strace does
 *
 * A word holds names that exclude each other (O_RDONLY, O_WRONLY, O_RDWR), flags
 * that don't, or both. Names print first, then flags, then what is left over in
 * hex: O_RDONLY|O_CREAT|0x80000000.
 *
 * Pure: nothing here allocates, locks or knows a task. On x86 the words of 32-bit
 * callers hold the same values.
 */

#include "symbols_headers.h"

#include <linux/array_size.h>
#include <linux/string.h>

#include "flags.h"

/* A constant, and what it prints as. None has more than 32 bits. */
struct sct_flag {
	u32 value;
	const char *name;
};

#define NAMED(_value, _name)	{ (__force u32)(_value), _name }
#define FLAG(_name)		{ (__force u32)(_name), #_name }

#include "flag_tables.h"

/**
 * struct sct_flag_set - how one kind of word prints
 * @names: names that exclude each other, or NULL
 * @bits: flags, or NULL; of two that share bits the one with more stands first
 * @print: prints the word, where nothing else here does
 * @zero: what the word 0 prints as, where that is not in @names
 * @huge_name: what the size of a huge page is shifted by
 * @mask: the bits of the word that hold one of @names
 * @huge: the flag that says that the word's top bits hold the size of a page
 * @signal: bits of the word that hold a signal; it prints last
 * @mode: bits of the word that hold permissions; they print last, and always
 * @wide: the word is a long; else what is above 32 bits is no part of it
 * @bits_first: flags print before the name
 */
struct sct_flag_set {
	const struct sct_flag *names;
	const struct sct_flag *bits;
	void (*print)(struct seq_buf *s, int value);
	const char *zero;
	const char *huge_name;
	u64 mask;
	u32 huge;
	u16 signal;
	u16 mode;
	bool wide;
	bool bits_first;
};

static const char *sct_flag_name(const struct sct_flag *flag, u64 value)
{
	for (; flag && flag->name; flag++) {
		if (flag->value == value)
			return flag->name;
	}
	return NULL;
}

/* A descriptor of a directory, or the working directory. */
static void sct_print_dirfd(struct seq_buf *s, int value)
{
	if (value == AT_FDCWD)
		seq_buf_puts(s, "AT_FDCWD");
	else
		seq_buf_printf(s, "%d", value);
}

static void sct_print_signal(struct seq_buf *s, int value)
{
	const char *name = sct_flag_name(sct_signal, (u32)value);

	if (name)
		seq_buf_puts(s, name);
	else if (value > SIGRTMIN && value <= _NSIG)
		seq_buf_printf(s, "SIGRT_%d", value - SIGRTMIN);
	else
		seq_buf_printf(s, "%d", value);
}

#define ONE_OF(_names)	.mask = U64_MAX, .names = _names

static const struct sct_flag_set sct_flag_sets[SCT_NR_FLAGS] = {
	[SCT_FLAGS_NONE] = { .wide = true },
	[SCT_FLAGS_ACCESS] = { .zero = "F_OK", .bits = sct_access },
	[SCT_FLAGS_ACCEPT] = { .bits = sct_accept },
	[SCT_FLAGS_AF] = { ONE_OF(sct_af) },
	[SCT_FLAGS_ARCH_PRCTL] = { ONE_OF(sct_arch_prctl) },
	[SCT_FLAGS_AT] = { .bits = sct_at },
	[SCT_FLAGS_AT_ACCESS] = { .bits = sct_at_access },
	[SCT_FLAGS_AT_HANDLE] = { .bits = sct_at_handle },
	[SCT_FLAGS_AT_STATX] = {
		.mask = AT_STATX_SYNC_TYPE,
		.names = sct_statx_sync,
		.bits = sct_at,
	},
	[SCT_FLAGS_BPF] = { ONE_OF(sct_bpf) },
	[SCT_FLAGS_CLOCK] = { ONE_OF(sct_clock) },
	[SCT_FLAGS_CLOEXEC] = { .bits = sct_cloexec },
	[SCT_FLAGS_CLONE] = { .wide = true, .signal = CSIGNAL, .bits = sct_clone },
	[SCT_FLAGS_CLOSE_RANGE] = { .bits = sct_close_range },
	[SCT_FLAGS_DELETE_MODULE] = { .bits = sct_delete_module },
	[SCT_FLAGS_DIRFD] = { .print = sct_print_dirfd },
	[SCT_FLAGS_EPOLL_CREATE] = { .bits = sct_epoll_create },
	[SCT_FLAGS_EPOLL_OP] = { ONE_OF(sct_epoll_op) },
	[SCT_FLAGS_EVENTFD] = { .bits = sct_eventfd },
	[SCT_FLAGS_FADVISE] = { ONE_OF(sct_fadvise) },
	[SCT_FLAGS_FALLOCATE] = { .bits = sct_fallocate },
	[SCT_FLAGS_FANOTIFY_INIT] = {
		.mask = FAN_CLASS_CONTENT | FAN_CLASS_PRE_CONTENT,
		.names = sct_fanotify_class,
		.bits = sct_fanotify_init,
	},
	[SCT_FLAGS_FANOTIFY_MARK] = { .bits = sct_fanotify_mark },
	[SCT_FLAGS_FCNTL] = { ONE_OF(sct_fcntl) },
	[SCT_FLAGS_FLOCK] = {
		.mask = ~(u64)LOCK_NB,
		.names = sct_flock,
		.bits = sct_flock_bits,
	},
	[SCT_FLAGS_FSCONFIG] = { ONE_OF(sct_fsconfig) },
	[SCT_FLAGS_FSMOUNT] = { .bits = sct_fsmount },
	[SCT_FLAGS_FSOPEN] = { .bits = sct_fsopen },
	[SCT_FLAGS_FSPICK] = { .bits = sct_fspick },
	[SCT_FLAGS_FUTEX] = {
		.mask = ~(u64)FUTEX_CLOCK_REALTIME,
		.names = sct_futex,
		.bits = sct_futex_bits,
	},
	[SCT_FLAGS_GETRANDOM] = { .bits = sct_getrandom },
	[SCT_FLAGS_INOTIFY_INIT] = { .bits = sct_inotify_init },
	[SCT_FLAGS_INOTIFY_MASK] = { .bits = sct_inotify_mask },
	[SCT_FLAGS_IO_URING_ENTER] = { .bits = sct_io_uring_enter },
	[SCT_FLAGS_IO_URING_REGISTER] = {
		.bits_first = true,
		.mask = ~(u64)IORING_REGISTER_USE_REGISTERED_RING,
		.names = sct_io_uring_register,
		.bits = sct_io_uring_register_bits,
	},
	[SCT_FLAGS_IOPRIO_WHO] = { ONE_OF(sct_ioprio_who) },
	[SCT_FLAGS_IPC_GET] = { .mode = 0777, .bits = sct_ipc_get },
	[SCT_FLAGS_ITIMER] = { ONE_OF(sct_itimer) },
	[SCT_FLAGS_KCMP] = { ONE_OF(sct_kcmp) },
	[SCT_FLAGS_KEYCTL] = { ONE_OF(sct_keyctl) },
	[SCT_FLAGS_LANDLOCK_CREATE] = { .bits = sct_landlock_create },
	[SCT_FLAGS_LANDLOCK_RULE] = { ONE_OF(sct_landlock_rule) },
	[SCT_FLAGS_MADVISE] = { ONE_OF(sct_madvise) },
	[SCT_FLAGS_MBIND] = { .bits = sct_move_pages },
	[SCT_FLAGS_MEMBARRIER] = { ONE_OF(sct_membarrier) },
	[SCT_FLAGS_MEMBARRIER_FLAGS] = { .bits = sct_membarrier_flags },
	[SCT_FLAGS_MEMFD] = {
		.huge = MFD_HUGETLB,
		.huge_name = "MFD_HUGE_SHIFT",
		.bits = sct_memfd,
	},
	[SCT_FLAGS_MLOCK2] = { .bits = sct_mlock2 },
	[SCT_FLAGS_MLOCKALL] = { .bits = sct_mlockall },
	[SCT_FLAGS_MMAP] = {
		.wide = true,
		.mask = MAP_TYPE,
		.names = sct_mmap_type,
		.huge = MAP_HUGETLB,
		.huge_name = "MAP_HUGE_SHIFT",
		.bits = sct_mmap,
	},
	[SCT_FLAGS_MODULE_INIT] = { .bits = sct_module_init },
	[SCT_FLAGS_MOUNT] = { .wide = true, .bits = sct_mount },
	[SCT_FLAGS_MOUNT_ATTR] = {
		.mask = MOUNT_ATTR__ATIME,
		.names = sct_mount_atime,
		.bits_first = true,
		.bits = sct_mount_attr,
	},
	[SCT_FLAGS_MOVE_MOUNT] = { .bits = sct_move_mount },
	[SCT_FLAGS_MPOL] = {
		.mask = ~(u64)MPOL_MODE_FLAGS,
		.names = sct_mpol,
		.bits = sct_mpol_bits,
	},
	[SCT_FLAGS_MPOL_GET] = { .bits = sct_mpol_get },
	[SCT_FLAGS_MREMAP] = { .wide = true, .bits = sct_mremap },
	[SCT_FLAGS_MSG] = { .bits = sct_msg },
	[SCT_FLAGS_MSG_QUEUE] = { .bits = sct_msg_queue },
	[SCT_FLAGS_MSGCTL] = {
		.mask = ~(u64)IPC_64,
		.bits_first = true,
		.names = sct_msgctl,
		.bits = sct_ipc_64,
	},
	[SCT_FLAGS_MSYNC] = { .bits = sct_msync },
	[SCT_FLAGS_OPEN] = { .mask = O_ACCMODE, .names = sct_open_mode, .bits = sct_open },
	[SCT_FLAGS_OPEN_TREE] = { .bits = sct_open_tree },
	[SCT_FLAGS_P_TYPE] = { ONE_OF(sct_p_type) },
	[SCT_FLAGS_PERF_OPEN] = { .wide = true, .bits = sct_perf_open },
	[SCT_FLAGS_PIDFD_OPEN] = { .bits = sct_pidfd_open },
	[SCT_FLAGS_PIDFD_SIGNAL] = { .bits = sct_pidfd_signal },
	[SCT_FLAGS_PIPE] = { .bits = sct_pipe },
	[SCT_FLAGS_PKEY] = { .wide = true, .bits = sct_pkey },
	[SCT_FLAGS_PRCTL] = { ONE_OF(sct_prctl) },
	[SCT_FLAGS_PRIO] = { ONE_OF(sct_prio) },
	[SCT_FLAGS_PROT] = { .wide = true, .zero = "PROT_NONE", .bits = sct_prot },
	[SCT_FLAGS_PTRACE] = { .wide = true, ONE_OF(sct_ptrace) },
	[SCT_FLAGS_REBOOT_CMD] = { ONE_OF(sct_reboot_cmd) },
	[SCT_FLAGS_REBOOT_MAGIC] = { ONE_OF(sct_reboot_magic) },
	[SCT_FLAGS_RENAME] = { .bits = sct_rename },
	[SCT_FLAGS_RLIMIT] = { ONE_OF(sct_rlimit) },
	[SCT_FLAGS_RSEQ] = { .bits = sct_rseq },
	[SCT_FLAGS_RUSAGE] = { ONE_OF(sct_rusage) },
	[SCT_FLAGS_RWF] = { .bits = sct_rwf },
	[SCT_FLAGS_SCHED] = {
		.mask = ~(u64)SCHED_RESET_ON_FORK,
		.names = sct_sched,
		.bits = sct_sched_bits,
	},
	[SCT_FLAGS_SECCOMP] = { ONE_OF(sct_seccomp) },
	[SCT_FLAGS_SECCOMP_FLAGS] = { .bits = sct_seccomp_flags },
	[SCT_FLAGS_SEEK] = { ONE_OF(sct_seek) },
	[SCT_FLAGS_SEMCTL] = {
		.mask = ~(u64)IPC_64,
		.bits_first = true,
		.names = sct_semctl,
		.bits = sct_ipc_64,
	},
	[SCT_FLAGS_SHM_GET] = {
		.mode = 0777,
		.huge = SHM_HUGETLB,
		.huge_name = "SHM_HUGE_SHIFT",
		.bits = sct_shm_get,
	},
	[SCT_FLAGS_SHMAT] = { .bits = sct_shmat },
	[SCT_FLAGS_SHMCTL] = {
		.mask = ~(u64)IPC_64,
		.bits_first = true,
		.names = sct_shmctl,
		.bits = sct_ipc_64,
	},
	[SCT_FLAGS_SHUTDOWN] = { ONE_OF(sct_shutdown) },
	[SCT_FLAGS_SIG_HOW] = { ONE_OF(sct_sig_how) },
	[SCT_FLAGS_SIGNAL] = { .print = sct_print_signal },
	[SCT_FLAGS_SIGNALFD] = { .bits = sct_signalfd },
	[SCT_FLAGS_SOCK_TYPE] = {
		.mask = SOCK_TYPE_MASK,
		.names = sct_sock_type,
		.bits = sct_accept,
	},
	[SCT_FLAGS_SOL] = { ONE_OF(sct_sol) },
	[SCT_FLAGS_SPLICE] = { .bits = sct_splice },
	[SCT_FLAGS_STATX_MASK] = { .bits = sct_statx_mask },
	[SCT_FLAGS_SYNC_RANGE] = { .bits = sct_sync_range },
	[SCT_FLAGS_TIMER] = { .bits = sct_timer },
	[SCT_FLAGS_TIMERFD_CREATE] = { .bits = sct_timerfd_create },
	[SCT_FLAGS_TIMERFD_SETTIME] = { .bits = sct_timerfd_settime },
	[SCT_FLAGS_UMOUNT] = { .bits = sct_umount },
	[SCT_FLAGS_UNSHARE] = {
		.wide = true,
		.mask = CLONE_NEWTIME,
		.names = sct_clone_time,
		.bits = sct_clone,
	},
	[SCT_FLAGS_USERFAULTFD] = { .bits = sct_userfaultfd },
	[SCT_FLAGS_WAIT] = { .bits = sct_wait },
	[SCT_FLAGS_XATTR] = { .bits = sct_xattr },
};

/**
 * struct sct_word - a word that is being printed
 * @s: where to
 * @left: what of it has not been printed yet
 * @any: something has been printed
 */
struct sct_word {
	struct seq_buf *s;
	u64 left;
	bool any;
};

static void sct_word_next(struct sct_word *word)
{
	if (word->any)
		seq_buf_putc(word->s, '|');
	word->any = true;
}

static void sct_word_puts(struct sct_word *word, const char *text)
{
	sct_word_next(word);
	seq_buf_puts(word->s, text);
}

static void sct_word_hex(struct sct_word *word, u64 value)
{
	if (!value)
		return;
	sct_word_next(word);
	seq_buf_printf(word->s, "%#llx", value);
}

static void sct_word_name(struct sct_word *word, const struct sct_flag_set *set)
{
	u64 value = word->left & set->mask;
	const char *name = sct_flag_name(set->names, value);

	word->left &= ~set->mask;
	if (name)
		sct_word_puts(word, name);
	else
		sct_word_hex(word, value);
}

static void sct_word_bits(struct sct_word *word, const struct sct_flag_set *set)
{
	for (const struct sct_flag *flag = set->bits; flag && flag->name; flag++) {
		if ((word->left & flag->value) != flag->value)
			continue;
		sct_word_puts(word, flag->name);
		word->left &= ~(u64)flag->value;
	}
}

/* Where mmap, memfd_create and shmget keep the size of a page. */
#define SCT_HUGE_FIELD	((u64)HUGETLB_FLAG_ENCODE_MASK << HUGETLB_FLAG_ENCODE_SHIFT)

static void sct_word_print(struct sct_word *word, const struct sct_flag_set *set)
{
	u64 huge = word->left & set->huge ? word->left & SCT_HUGE_FIELD : 0;
	u64 mode = word->left & set->mode;
	u64 signal = word->left & set->signal;

	word->left &= ~(huge | mode | signal);
	if (set->bits_first) {
		u64 name = word->left & set->mask;

		word->left &= ~set->mask;
		sct_word_bits(word, set);
		sct_word_hex(word, word->left);
		word->left = name;
	}
	sct_word_name(word, set);
	sct_word_bits(word, set);
	sct_word_hex(word, word->left);

	if (huge) {
		sct_word_next(word);
		seq_buf_printf(word->s, "%llu<<%s", huge >> HUGETLB_FLAG_ENCODE_SHIFT,
			       set->huge_name);
	}
	if (set->mode) {
		sct_word_next(word);
		seq_buf_printf(word->s, "%#03llo", mode);
	}
	if (signal) {
		sct_word_next(word);
		sct_print_signal(word->s, signal);
	}
}

/**
 * sct_print_flags - print a word by the symbols it is made of
 * @s: where to
 * @set: what the word holds; SCT_FLAGS_NONE prints hex
 * @value: the word, extended to 64 bits either way
 *
 * What has no name prints in hex, but a signal and a descriptor as an int.
 *
 * Context: Any.
 */
void sct_print_flags(struct seq_buf *s, enum sct_flags set, u64 value)
{
	const struct sct_flag_set *how = &sct_flag_sets[set];
	struct sct_word word = { .s = s, .left = how->wide ? value : (u32)value };

	if (how->print) {
		how->print(s, value);
		return;
	}
	if (!word.left && how->zero) {
		seq_buf_puts(s, how->zero);
		return;
	}
	sct_word_print(&word, how);
	if (!word.any)
		seq_buf_putc(s, '0');
}

/**
 * sct_flags_known - whether a number is one that has a symbol
 * @set: what the number stands for
 * @value: the number, extended to 64 bits either way
 *
 * Of flags each may be unknown, and the word is one nevertheless. But a number
 * that stands for one thing, and for none that has a name, is just a number.
 *
 * Context: Any.
 * Return: true where sct_print_flags() is to print it.
 */
bool sct_flags_known(enum sct_flags set, u64 value)
{
	const struct sct_flag_set *how = &sct_flag_sets[set];
	u64 word = how->wide ? value : (u32)value;

	if (how->print || how->bits || how->mode || how->signal || (!word && how->zero))
		return true;
	return how->names && sct_flag_name(how->names, word);
}

/**
 * struct sct_flag_param - a parameter that holds a word
 * @set: what the word holds
 * @param: the kernel's name of the parameter
 * @calls: the calls, as userspace calls them, a blank between two; NULL where
 *	every call that has the parameter means the same by it
 */
struct sct_flag_param {
	u8 set;
	const char *param;
	const char *calls;
};

static const struct sct_flag_param sct_flag_params[] __initconst = {
	{ SCT_FLAGS_ACCEPT, "flags", "accept4" },
	{ SCT_FLAGS_ACCESS, "mode", "access faccessat faccessat2" },
	{ SCT_FLAGS_AF, "family", "socket socketpair" },
	{ SCT_FLAGS_ARCH_PRCTL, "option", "arch_prctl" },
	{ SCT_FLAGS_AT, "flag", "fchownat fstatat64 newfstatat unlinkat" },
	{ SCT_FLAGS_AT, "flags", "execveat fchmodat2 linkat mount_setattr utimensat" },
	{ SCT_FLAGS_AT, "flags", "utimensat_time64" },
	{ SCT_FLAGS_AT_ACCESS, "flags", "faccessat2" },
	{ SCT_FLAGS_AT_HANDLE, "flag", "name_to_handle_at" },
	{ SCT_FLAGS_AT_STATX, "flags", "statx" },
	{ SCT_FLAGS_BPF, "cmd", "bpf" },
	{ SCT_FLAGS_CLOCK, "clockid", NULL },
	{ SCT_FLAGS_CLOCK, "which_clock", NULL },
	{ SCT_FLAGS_CLOEXEC, "flags", "dup3 memfd_secret" },
	{ SCT_FLAGS_CLONE, "clone_flags", "clone" },
	{ SCT_FLAGS_CLOSE_RANGE, "flags", "close_range" },
	{ SCT_FLAGS_DELETE_MODULE, "flags", "delete_module" },
	{ SCT_FLAGS_DIRFD, "dfd", NULL },
	{ SCT_FLAGS_DIRFD, "fd", "execveat" },
	{ SCT_FLAGS_DIRFD, "from_dfd", NULL },
	{ SCT_FLAGS_DIRFD, "mountdirfd", NULL },
	{ SCT_FLAGS_DIRFD, "newdfd", NULL },
	{ SCT_FLAGS_DIRFD, "olddfd", NULL },
	{ SCT_FLAGS_DIRFD, "to_dfd", NULL },
	{ SCT_FLAGS_EPOLL_CREATE, "flags", "epoll_create1" },
	{ SCT_FLAGS_EPOLL_OP, "op", "epoll_ctl" },
	{ SCT_FLAGS_EVENTFD, "flags", "eventfd2" },
	{ SCT_FLAGS_FADVISE, "advice", NULL },
	{ SCT_FLAGS_FALLOCATE, "mode", "fallocate" },
	{ SCT_FLAGS_FANOTIFY_INIT, "flags", "fanotify_init" },
	{ SCT_FLAGS_FANOTIFY_MARK, "flags", "fanotify_mark" },
	{ SCT_FLAGS_FCNTL, "cmd", "fcntl fcntl64" },
	{ SCT_FLAGS_FLOCK, "cmd", "flock" },
	{ SCT_FLAGS_FSCONFIG, "cmd", "fsconfig" },
	{ SCT_FLAGS_FSMOUNT, "flags", "fsmount" },
	{ SCT_FLAGS_FSOPEN, "flags", "fsopen" },
	{ SCT_FLAGS_FSPICK, "flags", "fspick" },
	{ SCT_FLAGS_FUTEX, "op", "futex futex_time64" },
	{ SCT_FLAGS_GETRANDOM, "flags", "getrandom" },
	{ SCT_FLAGS_INOTIFY_INIT, "flags", "inotify_init1" },
	{ SCT_FLAGS_INOTIFY_MASK, "mask", "inotify_add_watch" },
	{ SCT_FLAGS_IO_URING_ENTER, "flags", "io_uring_enter" },
	{ SCT_FLAGS_IO_URING_REGISTER, "opcode", "io_uring_register" },
	{ SCT_FLAGS_IOPRIO_WHO, "which", "ioprio_get ioprio_set" },
	{ SCT_FLAGS_IPC_GET, "msgflg", "msgget" },
	{ SCT_FLAGS_IPC_GET, "semflg", "semget" },
	{ SCT_FLAGS_ITIMER, "which", "getitimer setitimer" },
	{ SCT_FLAGS_KCMP, "type", "kcmp" },
	{ SCT_FLAGS_KEYCTL, "option", "keyctl" },
	{ SCT_FLAGS_LANDLOCK_CREATE, "flags", "landlock_create_ruleset" },
	{ SCT_FLAGS_LANDLOCK_RULE, "rule_type", "landlock_add_rule" },
	{ SCT_FLAGS_MADVISE, "behavior", NULL },
	{ SCT_FLAGS_MBIND, "flags", "mbind move_pages" },
	{ SCT_FLAGS_MEMBARRIER, "cmd", "membarrier" },
	{ SCT_FLAGS_MEMBARRIER_FLAGS, "flags", "membarrier" },
	{ SCT_FLAGS_MEMFD, "flags", "memfd_create" },
	{ SCT_FLAGS_MLOCK2, "flags", "mlock2" },
	{ SCT_FLAGS_MLOCKALL, "flags", "mlockall" },
	{ SCT_FLAGS_MMAP, "flags", "mmap mmap2 remap_file_pages" },
	{ SCT_FLAGS_MODULE_INIT, "flags", "finit_module" },
	{ SCT_FLAGS_MOUNT, "flags", "mount" },
	{ SCT_FLAGS_MOUNT_ATTR, "attr_flags", "fsmount" },
	{ SCT_FLAGS_MOVE_MOUNT, "flags", "move_mount" },
	{ SCT_FLAGS_MPOL, "mode", "mbind set_mempolicy" },
	{ SCT_FLAGS_MPOL_GET, "flags", "get_mempolicy" },
	{ SCT_FLAGS_MREMAP, "flags", "mremap" },
	{ SCT_FLAGS_MSG, "flags", "recv recvfrom recvmmsg recvmmsg_time64 recvmsg send sendmmsg" },
	{ SCT_FLAGS_MSG, "flags", "sendmsg sendto" },
	{ SCT_FLAGS_MSG_QUEUE, "msgflg", "msgrcv msgsnd" },
	{ SCT_FLAGS_MSGCTL, "cmd", "msgctl" },
	{ SCT_FLAGS_MSYNC, "flags", "msync" },
	{ SCT_FLAGS_OPEN, "event_f_flags", "fanotify_init" },
	{ SCT_FLAGS_OPEN, "flags", "open open_by_handle_at openat" },
	{ SCT_FLAGS_OPEN, "oflag", "mq_open" },
	{ SCT_FLAGS_OPEN_TREE, "flags", "open_tree" },
	{ SCT_FLAGS_P_TYPE, "which", "waitid" },
	{ SCT_FLAGS_PERF_OPEN, "flags", "perf_event_open" },
	{ SCT_FLAGS_PIDFD_OPEN, "flags", "pidfd_open" },
	{ SCT_FLAGS_PIDFD_SIGNAL, "flags", "pidfd_send_signal" },
	{ SCT_FLAGS_PIPE, "flags", "pipe2" },
	{ SCT_FLAGS_PKEY, "init_val", "pkey_alloc" },
	{ SCT_FLAGS_PRCTL, "option", "prctl" },
	{ SCT_FLAGS_PRIO, "which", "getpriority setpriority" },
	{ SCT_FLAGS_PROT, "prot", NULL },
	{ SCT_FLAGS_PTRACE, "request", "ptrace" },
	{ SCT_FLAGS_REBOOT_CMD, "cmd", "reboot" },
	{ SCT_FLAGS_REBOOT_MAGIC, "magic1", NULL },
	{ SCT_FLAGS_REBOOT_MAGIC, "magic2", NULL },
	{ SCT_FLAGS_RENAME, "flags", "renameat2" },
	{ SCT_FLAGS_RLIMIT, "resource", NULL },
	{ SCT_FLAGS_RSEQ, "flags", "rseq" },
	{ SCT_FLAGS_RUSAGE, "who", "getrusage" },
	{ SCT_FLAGS_RWF, "flags", "preadv2 pwritev2" },
	{ SCT_FLAGS_SCHED, "policy", "sched_get_priority_max sched_get_priority_min" },
	{ SCT_FLAGS_SCHED, "policy", "sched_setscheduler" },
	{ SCT_FLAGS_SECCOMP, "op", "seccomp" },
	{ SCT_FLAGS_SECCOMP_FLAGS, "flags", "seccomp" },
	{ SCT_FLAGS_SEEK, "whence", NULL },
	{ SCT_FLAGS_SEMCTL, "cmd", "semctl" },
	{ SCT_FLAGS_SHM_GET, "shmflg", "shmget" },
	{ SCT_FLAGS_SHMAT, "shmflg", "shmat" },
	{ SCT_FLAGS_SHMCTL, "cmd", "shmctl" },
	{ SCT_FLAGS_SHUTDOWN, "how", "shutdown" },
	{ SCT_FLAGS_SIG_HOW, "how", "rt_sigprocmask sigprocmask" },
	{ SCT_FLAGS_SIGNAL, "sig", "kill pidfd_send_signal rt_sigaction rt_sigqueueinfo" },
	{ SCT_FLAGS_SIGNAL, "sig", "rt_tgsigqueueinfo sigaction signal tgkill tkill" },
	{ SCT_FLAGS_SIGNALFD, "flags", "signalfd4" },
	{ SCT_FLAGS_SOCK_TYPE, "type", "socket socketpair" },
	{ SCT_FLAGS_SOL, "level", "getsockopt setsockopt" },
	{ SCT_FLAGS_SPLICE, "flags", "splice tee vmsplice" },
	{ SCT_FLAGS_STATX_MASK, "mask", "statx" },
	{ SCT_FLAGS_SYNC_RANGE, "flags", "sync_file_range" },
	{ SCT_FLAGS_TIMER, "flags", "clock_nanosleep clock_nanosleep_time64 timer_settime" },
	{ SCT_FLAGS_TIMER, "flags", "timer_settime64" },
	{ SCT_FLAGS_TIMERFD_CREATE, "flags", "timerfd_create" },
	{ SCT_FLAGS_TIMERFD_SETTIME, "flags", "timerfd_settime timerfd_settime64" },
	{ SCT_FLAGS_UMOUNT, "flags", "umount2" },
	{ SCT_FLAGS_UNSHARE, "flags", "setns" },
	{ SCT_FLAGS_UNSHARE, "unshare_flags", "unshare" },
	{ SCT_FLAGS_USERFAULTFD, "flags", "userfaultfd" },
	{ SCT_FLAGS_WAIT, "options", "wait4 waitid waitpid" },
	{ SCT_FLAGS_XATTR, "flags", "fsetxattr lsetxattr setxattr" },
};

static bool __init sct_flags_has_call(const char *calls, const char *call)
{
	size_t len = strlen(call);

	for (; calls; calls = strchr(calls, ' ')) {
		calls += *calls == ' ';
		if (!strncmp(calls, call, len) && (!calls[len] || calls[len] == ' '))
			return true;
	}
	return false;
}

/**
 * sct_flags_find - what the value of a parameter is to be printed as
 * @call: the system call, as userspace calls it
 * @param: the kernel's own name of the parameter
 *
 * Context: Boot.
 * Return: an enum sct_flags; SCT_FLAGS_NONE where the value is no word of flags,
 * and no number that has a name.
 */
u8 __init sct_flags_find(const char *call, const char *param)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(sct_flag_params); i++) {
		const struct sct_flag_param *row = &sct_flag_params[i];

		if (!strcmp(row->param, param) &&
		    (!row->calls || sct_flags_has_call(row->calls, call)))
			return row->set;
	}
	return SCT_FLAGS_NONE;
}
