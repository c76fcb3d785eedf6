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
#include <linux/cred.h>
#include <linux/fs.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <linux/types.h>
#include <linux/uidgid.h>

#include "expr.h"
#include "syscalls.h"
#include "walk.h"

#define SCT_FILTER_STACK	64	/* values that wait for an operator */

struct qstr;

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
	SCT_DATUM_INODE = SCT_DATUM_PATH + 6,	/* the object's numbers */
	SCT_DATUM_EXE = SCT_DATUM_INODE + 6,
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
 * @types: the struct that the log may print, a number of BTF; 0 for none
 * @shown: bytes that it prints of that struct
 * @paths: parameters whose objects a rule asks for after the call, a bit each
 * @inodes: of these, those that are asked for by INODE
 * @all_paths: parameters whose objects a rule asks for before the call or after it
 * @all_inodes: of these, those that are asked for by INODE
 * @fds: descriptors whose files a rule asks for, a bit each
 */
struct sct_want {
	u16 bytes[6];
	u16 shown[6];
	u32 types[6];
	u8 paths;
	u8 inodes;
	u8 all_paths;
	u8 all_inodes;
	u8 fds;
};

/**
 * struct sct_call - a call and what was fetched for it
 * @last: the last of @names that was fetched, where the call may have it; or NULL
 * @last_at: the address that it was fetched from
 * @desc: the call's description
 * @sid: the number that the caller called; that of socketcall or ipc for a sub-call
 * @sub: number of the sub-call; 0 where it is none
 * @abi: how it is made, enum sct_abi: SCT_ABI_URING, or that of @desc
 * @nr_args: how many parameters it has
 * @args: they, extended to 64 bits as the callee declares them; those that it doesn't
 *	have are anything
 * @retval: its result, once it has run: as userspace sees it, -errno on error
 * @when: whether it has run
 * @held: it is under way, and locks of directories may be held: no name may be walked and
 *	no memory of the caller read
 * @head: @sid to @held at once, see sct_call_head()
 * @asked: bytes that were wanted of what a parameter points to, where any were
 * @fetched: which of @names were fetched, a bit each
 * @names: the strings that its parameters point to, or an ERR_PTR where they
 *	can't be read. Each is fetched once; whoever asks again gets the same,
 *	the call itself included (sct_getname()).
 * @files: the files behind its descriptors, with a reference; NULL where one is not
 *	open. The call gets the same (sct_reuse_file()).
 * @slots: which of @files are of a place in the table of a ring of io_uring, and of no
 *	descriptor, a bit each
 * @carried_at: where ipc keeps parameters in memory, which the call reads again
 * @carried: those parameters
 * @carried_len: bytes of them that were read
 * @instead: the name that the call gets in place of a parameter's; NULL for none
 * @instead_at: the address by which it asks for it
 * @want: what is fetched; NULL for what is asked for
 * @had: which of @data were fetched, a bit each
 * @opened: which of @files were looked up, a bit each
 * @carried_asked: bytes that the call reads of @carried; 0 where it has none
 * @starved: why something could not be had, where that was not the caller's doing,
 *	as a negative error; 0
 * @more: @had to @starved at once: 0 of a call of which at most names are known
 * @data: by enum sct_datum; NULL where it can't be had
 * @caller: who makes it; NULL for the task that judges it. Another one may judge a
 *	request of io_uring, with the credentials of the request
 * @file: finds the file of a descriptor, with a reference; NULL for the task's own
 *	descriptors
 * @task: the ancestor that a filter looks at, with a reference; NULL for the caller
 * @walk: how far it has come in the plan of its rules
 * @stack: where filters compute. Here because on the kernel's stack it would be
 *	cleared for each of them (CONFIG_INIT_STACK_ALL_ZERO).
 */
struct sct_call {
	struct filename *last;
	const char __user *last_at;
	const struct sct_syscall *desc;
	u64 args[6];
	s64 retval;
	union {
		struct {
			u16 sid;
			u8 sub;
			u8 abi;
			u8 when;
			u8 nr_args;
			bool held;
		};
		u64 head;
	};
	union {
		struct {
			u32 had;
			u8 opened;
			u8 carried_asked;
			s16 starved;
		};
		u64 more;
	};
	u8 fetched;
	u8 carried_len;
	u16 asked[6];
	u8 slots;
	struct filename *names[6];
	struct file *files[6];
	u32 carried_at;
	u32 carried[2];
	struct filename *instead;
	const void __user *instead_at;
	const struct sct_want *want;
	struct sct_bytes *data[SCT_NR_DATA];
	struct task_struct *caller;
	struct file *(*file)(struct sct_call *call, unsigned int param);
	struct task_struct *task;
	struct sct_walk walk;
	u64 stack[SCT_FILTER_STACK];
};

void sct_call_set_args(struct sct_call *call, const unsigned long *regs);
void sct_call_init(struct sct_call *call, const struct sct_syscall *desc,
		   const unsigned long *args);
unsigned int sct_call_register(enum sct_abi abi, unsigned int param);
void sct_call_take_args(struct sct_call *call, const struct pt_regs *regs);
const char *sct_call_fetch(struct sct_call *call, unsigned int param);
const struct sct_bytes *sct_call_struct(struct sct_call *call, unsigned int param,
					size_t size);
const struct sct_bytes *sct_call_buffer(struct sct_call *call, unsigned int param);
void sct_call_fetch_all(struct sct_call *call);
void sct_call_fetch_objects(struct sct_call *call);
struct filename *sct_call_reuse(const struct sct_call *call, const char __user *uptr,
				bool empty_ok);
int sct_call_replace(struct sct_call *call, const void __user *at, const char *path);
bool sct_call_renew(struct sct_call *call);
void sct_call_release_more(struct sct_call *call);

/**
 * sct_call_note_seen - a rule has looked at something that the call will look at
 *
 * From here on who looks for the call asks SCT first (sct_may_have_seen()), up to the
 * end of the call, where what is kept is let go.
 *
 * Context: The caller's task.
 */
static inline void sct_call_note_seen(void)
{
	set_syscall_work(SCT);
}

/**
 * sct_call_release_as_is - let go of all that was fetched
 * @call: the call, which got no name in place of one that its caller gave
 */
static __always_inline void sct_call_release_as_is(struct sct_call *call)
{
	unsigned long left;

	for (left = call->fetched; left; left &= left - 1)
		putname(call->names[__ffs(left)]);
	call->fetched = 0;
	call->last = NULL;
	if (unlikely(call->more))
		sct_call_release_more(call);
}

/**
 * sct_call_release - let go of all that was fetched, and of the name that a rule gave
 * @call: the call
 */
static inline void sct_call_release(struct sct_call *call)
{
	if (unlikely(call->instead)) {
		putname(call->instead);
		call->instead = NULL;
	}
	sct_call_release_as_is(call);
}

/**
 * sct_call_head - the head of a call that has not run
 * @desc: the call
 *
 * Return: its number, its ABI and how many parameters it has, all else 0, as struct
 * sct_call has them.
 */
static inline u64 sct_call_head(const struct sct_syscall *desc)
{
	BUILD_BUG_ON(offsetof(struct sct_call, abi) - offsetof(struct sct_call, sid) != 3);
	BUILD_BUG_ON(offsetof(struct sct_call, nr_args) - offsetof(struct sct_call, sid) != 5);
	return desc->nr | desc->abi << 24 | (u64)desc->nr_params << 40;
}

/**
 * sct_call_set_desc - say what is called
 * @call: the call, of which nothing was fetched
 * @desc: its description
 * @head: what sct_call_head() makes of that
 */
static __always_inline void sct_call_set_desc(struct sct_call *call,
					      const struct sct_syscall *desc, u64 head)
{
	call->desc = desc;
	call->head = head;
	call->more = 0;
	call->retval = 0;
}

const struct sct_bytes *sct_call_keep(struct sct_call *call, enum sct_datum which,
				      const char *text, size_t len);
const char *sct_call_copy(struct sct_call *call, unsigned int side, const char *text,
			  size_t len);

/**
 * sct_call_has_seen - whether rules have seen what the call itself will look at
 * @call: the call
 *
 * Return: true where that must be kept until the call ends; see seen.c and object.c.
 */
static inline bool sct_call_has_seen(const struct sct_call *call)
{
	return call->fetched || call->carried_asked ||
	       (call->had & GENMASK(SCT_DATUM_EXE - 1, 0));
}

/**
 * sct_call_names_objects - whether rules have asked which objects its names lead to
 * @call: the call
 *
 * Return: true where they may judge once more, when the call comes to the objects.
 */
static inline bool sct_call_names_objects(const struct sct_call *call)
{
	return call->fetched & (call->had >> SCT_DATUM_PATH | call->had >> SCT_DATUM_INODE);
}

/* path.c */
const char *sct_call_path(struct sct_call *call, unsigned int param);
const char *sct_call_inode(struct sct_call *call, unsigned int param);
const char *sct_call_keep_inode(struct sct_call *call, unsigned int param,
				const struct path *path);
const char *sct_call_keep_path(struct sct_call *call, enum sct_datum which,
			       const struct path *path);
const char *sct_object_path(const struct path *path, const struct qstr *last, char *buf);

/* subject.c */
struct task_struct *sct_call_caller(const struct sct_call *call);
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

/**
 * sct_call_own_number - the same as sct_call_number(), of the caller
 * @call: the call; no filter looks at an ancestor
 * @var: the variable
 *
 * Context: The caller's task.
 * Return: as sct_call_number().
 */
static inline u64 sct_call_own_number(const struct sct_call *call, enum sct_var var)
{
	if (var == SCT_VAR_PID)
		return task_tgid_nr(call->caller ?: current);
	if (var == SCT_VAR_UID)
		return __kuid_val(current_uid());
	return sct_call_number(call, var);
}

#endif /* _SCT_CALL_H */
