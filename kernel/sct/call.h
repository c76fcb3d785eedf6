/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One system call on its way through SCT
 *
 * A native call, a 32-bit call and a sub-call of socketcall or ipc become the
 * same struct sct_call. Above this point nobody asks where it came from.
 */

#ifndef _SCT_CALL_H
#define _SCT_CALL_H

#include <linux/bits.h>
#include <linux/fs.h>
#include <linux/types.h>

#include "expr.h"
#include "syscalls.h"

#define SCT_FILTER_STACK	64	/* values that wait for an operator */

enum sct_when {
	SCT_BEFORE,
	SCT_AFTER,
	SCT_NR_WHENS
};

/**
 * struct sct_bytes - bytes that were fetched or made for a call
 * @len: how many
 * @data: the bytes, and a NUL behind them
 */
struct sct_bytes {
	u32 len;
	char data[];
};

/* What is kept of a call as struct sct_bytes. */
enum sct_datum {
	SCT_DATUM_BEHIND,			/* what a parameter points to */
	SCT_DATUM_PATH = SCT_DATUM_BEHIND + 6,	/* its object's path */
	SCT_DATUM_EXE = SCT_DATUM_PATH + 6,
	SCT_DATUM_CWD,
	SCT_DATUM_TTY,
	SCT_DATUM_CGROUP,
	SCT_DATUM_SIDE,				/* for a moment: of an operator's left side */
	SCT_DATUM_SIDE2,			/* of its right side */
	SCT_NR_DATA
};

/**
 * struct sct_want - how much of what parameters point to is fetched at once
 * @bytes: most that any rule of the call looks at or logs, for each parameter
 * @types: the struct that the log prints, a number of BTF; 0 for none
 * @paths: parameters whose objects a rule asks for after the call, a bit each
 */
struct sct_want {
	u16 bytes[6];
	u32 types[6];
	u8 paths;
};

/**
 * struct sct_call - a call and what was fetched for it
 * @desc: the call's description
 * @sid: the number that the caller called; that of socketcall or ipc for a sub-call
 * @sub: number of the sub-call; 0 where it is none
 * @args: its parameters, extended to 64 bits as the callee declares them
 * @retval: its result, once it has run: as userspace sees it, -errno on error
 * @when: whether it has run
 * @starved: why something could not be had, where that was not the caller's doing,
 *	as a negative error; 0
 * @fetched: which of @names were fetched, a bit each
 * @names: the strings that its parameters point to, or an ERR_PTR where they
 *	can't be read. Each is fetched once; whoever asks again gets the same,
 *	the call itself included (sct_reusename()).
 * @instead: the name that the call gets in place of a parameter's; NULL for none
 * @instead_at: the address by which it asks for it
 * @want: what is fetched; NULL for what is asked for
 * @had: which of @data were fetched, a bit each
 * @data: by enum sct_datum; NULL where it can't be had
 * @task: the ancestor that a filter looks at, with a reference; NULL for the caller
 * @stack: where filters compute. Here because on the kernel's stack it would be
 *	cleared for each of them (CONFIG_INIT_STACK_ALL_ZERO).
 */
struct sct_call {
	const struct sct_syscall *desc;
	u64 args[6];
	s64 retval;
	u16 sid;
	u8 sub;
	u8 when;
	int starved;
	u8 fetched;
	struct filename *names[6];
	struct filename *instead;
	const void __user *instead_at;
	const struct sct_want *want;
	u32 had;
	struct sct_bytes *data[SCT_NR_DATA];
	struct task_struct *task;
	u64 stack[SCT_FILTER_STACK];
};

void sct_call_init(struct sct_call *call, const struct sct_syscall *desc,
		   const unsigned long *regs);
const char *sct_call_fetch(struct sct_call *call, unsigned int param);
const struct sct_bytes *sct_call_struct(struct sct_call *call, unsigned int param,
					size_t size);
const struct sct_bytes *sct_call_buffer(struct sct_call *call, unsigned int param);
void sct_call_fetch_all(struct sct_call *call);
struct filename *sct_call_reuse(const struct sct_call *call, const char __user *uptr,
				bool empty_ok);
int sct_call_replace(struct sct_call *call, const void __user *at, const char *path);
bool sct_call_renew(struct sct_call *call);
void sct_call_release(struct sct_call *call);

const struct sct_bytes *sct_call_keep(struct sct_call *call, enum sct_datum which,
				      const char *text, size_t len);
const char *sct_call_copy(struct sct_call *call, unsigned int side, const char *text,
			  size_t len);

/* path.c */
const char *sct_call_path(struct sct_call *call, unsigned int param);
const char *sct_call_keep_path(struct sct_call *call, enum sct_datum which,
			       const struct path *path);

/* subject.c */
u64 sct_call_number(const struct sct_call *call, enum sct_var var);
const char *sct_call_text(struct sct_call *call, enum sct_var var, unsigned int side);
bool sct_call_ancestor(struct sct_call *call);
void sct_call_self(struct sct_call *call);

/**
 * sct_call_string - a string that a parameter points to
 * @call: the call
 * @param: the parameter's place, from 0; it is of kind SCT_KIND_STRING
 *
 * Context: Task context, may sleep (user memory).
 * Return: the string, which lives as long as the call; NULL where it can't be
 * read.
 */
static inline const char *sct_call_string(struct sct_call *call, unsigned int param)
{
	if (call->fetched & BIT(param))
		return IS_ERR(call->names[param]) ? NULL : call->names[param]->name;
	return sct_call_fetch(call, param);
}

#endif /* _SCT_CALL_H */
