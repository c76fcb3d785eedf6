/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which system calls a rule may name, for each ABI, and their parameters
 */

#ifndef _SCT_SYSCALLS_H
#define _SCT_SYSCALLS_H

#include <linux/bits.h>
#include <linux/minmax.h>
#include <linux/seq_file.h>
#include <linux/types.h>
#include <linux/unistd.h>

/* The 32-bit calls that carry others. */
#define SCT_SOCKETCALL	102
#define SCT_IPC		117
#define SCT_COMPAT_RESTART	0
#define SCT_COMPAT_SIGRETURN	119
#define SCT_COMPAT_RT_SIGRETURN	173

enum sct_abi {
	SCT_ABI_NATIVE,
	SCT_ABI_COMPAT,
	SCT_NR_ABIS,
	/* The native calls as requests of io_uring make them: a rule names both. */
	SCT_ABI_URING = SCT_NR_ABIS
};

/* Every number of a native or of a 32-bit call is below these. */
#define SCT_MAX_NATIVE	NR_syscalls
#ifdef CONFIG_IA32_EMULATION
/* accept, semop and semtimedop have no number of their own, and get the next ones. */
#define SCT_MAX_COMPAT	(IA32_NR_syscalls + 3)
#else
#define SCT_MAX_COMPAT	0
#endif
#define SCT_NR_MAX	MAX(SCT_MAX_NATIVE, SCT_MAX_COMPAT)

/* What the value of a parameter is, to a filter and to the log. */
enum sct_kind {
	SCT_KIND_SIGNED,
	SCT_KIND_UNSIGNED,
	SCT_KIND_MODE,		/* permission bits, unsigned */
	SCT_KIND_POINTER,	/* an address, whatever is behind it */
	SCT_KIND_BUFFER,	/* the address of bytes that the call reads */
	SCT_KIND_STRING		/* the address of text that ends in a NUL */
};

/* What a parameter is besides. */
#define SCT_PARAM_FD	BIT(0)	/* a descriptor */
#define SCT_PARAM_NAME	BIT(1)	/* a string that the call takes by getname() */
#define SCT_PARAM_PATH	BIT(2)	/* one that names an object */
#define SCT_PARAM_INPUT	BIT(3)	/* a pointer to a struct that the call reads */
#define SCT_PARAM_OCTAL	BIT(4)	/* permission bits, though declared a number */
#define SCT_PARAM_AGAIN	BIT(5)	/* what it points to may be other than a rule saw */
#define SCT_PARAM_LOOSE	BIT(6)	/* its object may be another than a rule saw */
#define SCT_PARAM_ONCE	BIT(7)	/* a name, and the call asks for it no more than once */

/* Whether a link at the end of a path is followed. */
enum sct_end {
	SCT_END_FOLLOW,
	SCT_END_NOFOLLOW,
	SCT_END_UNLESS,		/* not with a flag */
	SCT_END_IF,		/* only with a flag */
	SCT_END_OPEN		/* not with O_NOFOLLOW, nor where it must be new */
};

/* Where the size of a struct is that the call takes for longer, with zeros behind. */
enum sct_sized {
	SCT_SIZED_NOT,
	SCT_SIZED_OTHER,	/* in another parameter */
	SCT_SIZED_SCHED,	/* in it, as struct sched_attr has it */
	SCT_SIZED_PERF,		/* struct perf_event_attr */
	SCT_SIZED_MOUNT		/* struct mnt_id_req */
};

/**
 * struct sct_param - how the value of a parameter is read
 * @kind: enum sct_kind
 * @size: bytes of the caller's register that count: 1, 2, 4 or 8. That is what
 *	the callee declares, or what it makes of it at once, but never more than 4 for
 *	a 32-bit caller.
 * @flags: how its bits are called, enum sct_flags
 * @is: SCT_PARAM_*
 * @other: 1 + the place of a parameter that belongs to it, 0 for none: of a path,
 *	the directory where a relative one begins; of a buffer, of a socket's
 *	address or of a struct, its length
 * @end: of a path, enum sct_end
 * @end_flags: 1 + the place of the flags that @end speaks of
 * @sized: where a struct's size is, enum sct_sized
 * @end_mask: the flag among them
 * @ignored: bits that the callee takes for no part of the value
 * @half: the callee may take no more than the low half, as another parameter says
 *
 * A parameter of SCT_KIND_SIGNED is extended to 64 bits by the sign of its
 * @size bytes, any other by zeros. So a long of a 32-bit caller is what that
 * caller's compiler calls a long, whether or not the native entry serves it.
 */
struct sct_param {
	u8 kind;
	u8 size;
	u8 flags;
	u8 is;
	u8 other;
	u8 end;
	u8 end_flags;
	u8 sized;
	u32 end_mask;
	u32 ignored;
	bool half;
};

/* Nothing in this kernel implements the call: it returns -ENOSYS. */
#define SCT_SYSCALL_ABSENT	BIT(0)
/* A parameter has a type that SCT does not know. No call should have this. */
#define SCT_SYSCALL_UNTYPED	BIT(1)

/**
 * struct sct_syscall - a system call of one ABI
 * @name: as userspace calls it: stat, where the kernel's own name is newstat
 * @nr: its number, or its place where it has none
 * @mux: number of the call that may carry it, SCT_SOCKETCALL or SCT_IPC; 0
 * @sub: its number there where it has no other; 0
 * @abi: enum sct_abi
 * @nr_params: how many parameters are known: all, or none with one of @flags
 * @flags: SCT_SYSCALL_*
 * @pointers: parameters that point to something, a bit each
 * @whole: each parameter takes all of its register
 * @names: the kernel's name of each parameter; NULL where @nr_params is 0
 * @types: the type of each parameter as the kernel's source spells it, macros
 *	expanded (so clang leaves its __attribute__() of __user in)
 * @params: how to read the value of each parameter
 */
struct sct_syscall {
	const char *name;
	u16 nr;
	u8 mux;
	u8 sub;
	u8 abi;
	u8 nr_params;
	u8 flags;
	u8 pointers;
	bool whole;
	const char *const *names;
	const char *const *types;
	struct sct_param params[6];
};

/**
 * struct sct_spelling - a type, taken apart
 * @base: the words of it, without qualifiers, a blank between two
 * @stars: how often it is a pointer
 * @is_const: what the first of them points to is const
 */
struct sct_spelling {
	char base[64];
	unsigned int stars;
	bool is_const;
};

struct syscall_metadata;

/* From the linker, and gone after boot: the descriptions of all entries. */
extern struct syscall_metadata *__start_syscalls_metadata[];
extern struct syscall_metadata *__stop_syscalls_metadata[];

/* What debugfs shows as the file syscalls, a line a call; takes no private data. */
extern const struct seq_operations sct_syscalls_sops;

int sct_syscalls_init(void);
const struct sct_syscall *sct_syscall_by_nr(enum sct_abi abi, unsigned int nr);
const struct sct_syscall *sct_syscall_by_name(enum sct_abi abi, const char *name, size_t len);
const char *sct_abi_name(enum sct_abi abi);
int sct_spell(const char *type, struct sct_spelling *s);

#if IS_ENABLED(CONFIG_KUNIT)
int sct_type_param(const char *type, struct sct_param *param);
#endif

#endif /* _SCT_SYSCALLS_H */
