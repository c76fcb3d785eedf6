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

enum sct_abi {
	SCT_ABI_NATIVE,
	SCT_ABI_COMPAT,
	SCT_NR_ABIS
};

/* Every number of a native or of a 32-bit call is below these. */
#define SCT_MAX_NATIVE	NR_syscalls
#ifdef CONFIG_IA32_EMULATION
#define SCT_MAX_COMPAT	IA32_NR_syscalls
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
	SCT_KIND_STRING		/* the address of text that ends in a NUL */
};

/**
 * struct sct_param - how the value of a parameter is read
 * @kind: enum sct_kind
 * @size: bytes of the caller's register that count: 1, 2, 4 or 8. That is what
 *	the callee declares, but never more than 4 for a 32-bit caller.
 *
 * A parameter of SCT_KIND_SIGNED is extended to 64 bits by the sign of its
 * @size bytes, any other by zeros. So a long of a 32-bit caller is what that
 * caller's compiler calls a long, whether or not the native entry serves it.
 */
struct sct_param {
	u8 kind;
	u8 size;
};

/* Nothing in this kernel implements the call: it returns -ENOSYS. */
#define SCT_SYSCALL_ABSENT	BIT(0)
/* A parameter has a type that SCT does not know. No call should have this. */
#define SCT_SYSCALL_UNTYPED	BIT(1)

/**
 * struct sct_syscall - a system call of one ABI
 * @name: as userspace calls it: stat, where the kernel's own name is newstat
 * @nr: its number
 * @abi: enum sct_abi
 * @nr_params: how many parameters are known: all, or none with one of @flags
 * @flags: SCT_SYSCALL_*
 * @names: the kernel's name of each parameter; NULL where @nr_params is 0
 * @types: the type of each parameter as the kernel's source spells it, macros
 *	expanded (so clang leaves its __attribute__() of __user in)
 * @params: how to read the value of each parameter
 */
struct sct_syscall {
	const char *name;
	u16 nr;
	u8 abi;
	u8 nr_params;
	u8 flags;
	const char *const *names;
	const char *const *types;
	struct sct_param params[6];
};

struct syscall_metadata;

/* From the linker, and gone after boot: the descriptions of all entries. */
extern struct syscall_metadata *__start_syscalls_metadata[];
extern struct syscall_metadata *__stop_syscalls_metadata[];

/* What debugfs shows as the file syscalls, a line a call; takes no private data. */
extern const struct seq_operations sct_syscalls_sops;

const struct sct_syscall *sct_syscall_by_nr(enum sct_abi abi, unsigned int nr);
const struct sct_syscall *sct_syscall_by_name(enum sct_abi abi, const char *name, size_t len);
const char *sct_abi_name(enum sct_abi abi);

#if IS_ENABLED(CONFIG_KUNIT)
int sct_type_param(const char *type, struct sct_param *param);
#endif

#endif /* _SCT_SYSCALLS_H */
