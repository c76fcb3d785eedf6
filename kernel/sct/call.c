// SPDX-License-Identifier: GPL-2.0-only
/*
 * The parameters of a call, and what they point to: fetched once
 */

#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/minmax.h>
#include <linux/namei.h>
#include <linux/sct.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include <uapi/linux/mount.h>
#include <uapi/linux/perf_event.h>
#include <uapi/linux/sched/types.h>

#include "call.h"
#include "seen.h"
#include "trace.h"

/* A parameter as the callee declares it, extended to 64 bits. */
static u64 sct_extend(const struct sct_param *param, unsigned long raw)
{
	unsigned int unused = 64 - 8 * param->size;

	raw &= ~(unsigned long)param->ignored;
	raw <<= unused;
	return param->kind == SCT_KIND_SIGNED ? (u64)((s64)raw >> unused) : raw >> unused;
}

/**
 * sct_call_set_args - set a call's parameters
 * @call: the call
 * @regs: the six registers that hold them, in order
 */
void sct_call_set_args(struct sct_call *call, const unsigned long *regs)
{
	const struct sct_syscall *desc = call->desc;
	unsigned int i;

	for (i = 0; i < desc->nr_params; i++)
		call->args[i] = sct_extend(&desc->params[i], regs[i]);
	for (; i < ARRAY_SIZE(call->args); i++)
		call->args[i] = 0;
}

/**
 * sct_call_init - a call that has not run
 * @call: where to; nothing was fetched for it, or it was released
 * @desc: what is called
 * @args: its parameters, as the caller gave them
 */
void sct_call_init(struct sct_call *call, const struct sct_syscall *desc,
		   const unsigned long *args)
{
	sct_call_set_desc(call, desc, sct_call_head(desc));
	call->caller = NULL;
	call->file = NULL;
	sct_call_set_args(call, args);
}

#define SCT_REG(name)	(offsetof(struct pt_regs, name) / sizeof(unsigned long))

/* In the order of the parameters; <asm/syscall.h> copies all six. */
static const u8 sct_registers[SCT_NR_ABIS][6] = {
	[SCT_ABI_NATIVE] = {
		SCT_REG(di), SCT_REG(si), SCT_REG(dx), SCT_REG(r10), SCT_REG(r8), SCT_REG(r9),
	},
	[SCT_ABI_COMPAT] = {
		SCT_REG(bx), SCT_REG(cx), SCT_REG(dx), SCT_REG(si), SCT_REG(di), SCT_REG(bp),
	},
};

/**
 * sct_call_register - where a parameter is in struct pt_regs
 * @abi: of the call
 * @param: the parameter's place
 *
 * Return: the register's place there, in words.
 */
unsigned int sct_call_register(enum sct_abi abi, unsigned int param)
{
	return sct_registers[abi][param];
}

/**
 * sct_call_take_args - take the parameters of a call from registers
 * @call: the call, its description set
 * @regs: the caller's registers
 */
void sct_call_take_args(struct sct_call *call, const struct pt_regs *regs)
{
	const struct sct_syscall *desc = call->desc;
	const unsigned long *raw = (const unsigned long *)regs;
	const u8 *reg = sct_registers[desc->abi];
	unsigned int i;

	for (i = 0; i < desc->nr_params; i++)
		call->args[i] = sct_extend(&desc->params[i], raw[reg[i]]);
}

/**
 * sct_call_fetch - fetch a string that a parameter points to
 * @call: the call
 * @param: the parameter's place
 *
 * It is fetched as the call itself would do it. The call then gets this very
 * object: what another thread writes to the memory in between, nobody sees. That
 * holds for failure too: memory that could not be read when a rule looked stays
 * so for the call.
 *
 * Context: Task context, may sleep. Killable where the memory never comes.
 * Return: the string; NULL where it can't be read.
 */
const char *sct_call_fetch(struct sct_call *call, unsigned int param)
{
	const char __user *from = u64_to_user_ptr(call->args[param]);
	struct filename *name = NULL;

	if (unlikely(call->held)) {
		call->starved = -EBUSY;
		return NULL;
	}
	/* The call asks by the address: two parameters that share it share the string. */
	if (unlikely(call->fetched) && !sct_is_unsafe())
		name = sct_call_reuse(call, from, true);
	if (likely(!name))
		name = getname_unseen(from, LOOKUP_EMPTY);
	sct_call_note_seen();
	call->names[param] = name;
	call->fetched |= BIT(param);
	if (IS_ERR(name)) {
		if (name == ERR_PTR(-ENOMEM))
			call->starved = -ENOMEM;
		return NULL;
	}
	/* Whether it may be empty depends on the flags by which the call asks. */
	if (likely(*name->name) && !sct_is_unsafe()) {
		call->last = name;
		call->last_at = from;
	}
	return name->name;
}

static struct sct_bytes *sct_bytes_alloc(struct sct_call *call, size_t len)
{
	struct sct_bytes *bytes;

	bytes = kmalloc(struct_size(bytes, data, len + 1), GFP_KERNEL_ACCOUNT);
	if (bytes)
		bytes->data[len] = '\0';
	else
		call->starved = -ENOMEM;
	return bytes;
}

static const struct sct_bytes *sct_call_set(struct sct_call *call, enum sct_datum which,
					    struct sct_bytes *bytes)
{
	if (call->had & BIT(which))
		kfree(call->data[which]);
	call->data[which] = bytes;
	call->had |= BIT(which);
	return bytes;
}

/**
 * sct_call_keep - keep bytes with a call
 * @call: the call
 * @which: what they are
 * @text: the bytes; NULL where they can't be had, which is kept too
 * @len: how many
 *
 * Context: Process context, may sleep.
 * Return: the bytes as they are kept; NULL where there are none, or without memory.
 */
const struct sct_bytes *sct_call_keep(struct sct_call *call, enum sct_datum which,
				      const char *text, size_t len)
{
	struct sct_bytes *bytes = text ? sct_bytes_alloc(call, len) : NULL;

	if (bytes) {
		bytes->len = len;
		memcpy(bytes->data, text, len);
	}
	return sct_call_set(call, which, bytes);
}

/**
 * sct_call_copy - a text for one operation
 * @call: the call
 * @side: 0 where it is the operator's left side, 1 where it is the right one
 * @text: the text; it ends with a NUL or after @len bytes
 * @len: most bytes of it
 *
 * Context: Process context, may sleep.
 * Return: a copy that ends with a NUL and lives until the next for the same side;
 * NULL without memory.
 */
const char *sct_call_copy(struct sct_call *call, unsigned int side, const char *text,
			  size_t len)
{
	const struct sct_bytes *bytes;

	bytes = sct_call_keep(call, SCT_DATUM_SIDE + side, text, strnlen(text, len));
	return bytes ? bytes->data : NULL;
}

/* How many bytes the caller says there are behind a parameter. */
static size_t sct_call_length(const struct sct_call *call, unsigned int param, size_t most)
{
	u8 other = call->desc->params[param].other;

	return other ? min_t(u64, most, call->args[other - 1]) : most;
}

/**
 * struct sct_own_size - where a struct says how long it is
 * @at: in bytes from its begin; it is a u32
 * @least: its first size. It has that where it says 0; the call refuses other ones
 *	that are smaller.
 */
struct sct_own_size {
	u8 at;
	u8 least;
};

static const struct sct_own_size sct_own_sizes[] = {
	[SCT_SIZED_SCHED] = { offsetof(struct sched_attr, size), SCHED_ATTR_SIZE_VER0 },
	[SCT_SIZED_PERF] = { offsetof(struct perf_event_attr, size), PERF_ATTR_SIZE_VER0 },
	[SCT_SIZED_MOUNT] = { offsetof(struct mnt_id_req, size), MNT_ID_REQ_SIZE_VER0 },
};

/* How many bytes of a struct there are in the caller's memory, of those that were read. */
static size_t sct_struct_size(const struct sct_bytes *bytes, enum sct_sized sized,
			      size_t there)
{
	const struct sct_own_size *own = &sct_own_sizes[sized];
	u32 size;

	if (sized == SCT_SIZED_OTHER)
		return there;
	if (sized == SCT_SIZED_NOT || bytes->len < own->at + sizeof(size))
		return SIZE_MAX;
	memcpy(&size, bytes->data + own->at, sizeof(size));
	return max_t(u32, size, own->least);
}

/*
 * What lies behind the end of a struct is 0 to the call. A size that stands in it may
 * have grown by the time that the call reads it: the zeros are laid over what it copies
 * then (seen.c). Behind another parameter's size the call reads nothing for this one.
 */
static void sct_end_struct(struct sct_bytes *bytes, enum sct_sized sized, size_t there,
			   size_t size)
{
	size_t end = sct_struct_size(bytes, sized, there);

	if (end > bytes->len || end >= size)
		return;
	memset(bytes->data + end, 0, size - end);
	bytes->len = size;
}

static const struct sct_bytes *sct_call_behind(struct sct_call *call, unsigned int param,
					       size_t size)
{
	const void __user *from = u64_to_user_ptr(call->args[param]);
	size_t there = sct_call_length(call, param, size), left;
	u8 sized = call->desc->params[param].sized;
	struct sct_bytes *bytes;

	if (unlikely(call->held)) {
		call->starved = -EBUSY;
		return NULL;
	}
	call->asked[param] = there;
	if (!sized)
		size = there;
	sct_call_note_seen();
	if (!from)
		return sct_call_set(call, SCT_DATUM_BEHIND + param, NULL);
	bytes = sct_bytes_alloc(call, size);
	if (!bytes)
		return sct_call_set(call, SCT_DATUM_BEHIND + param, NULL);
	left = copy_from_user(bytes->data, from, there);
	bytes->len = there - left;
	/* Where nothing could be read there is nothing; a struct may end early. */
	if (there && left == there) {
		kfree(bytes);
		return sct_call_set(call, SCT_DATUM_BEHIND + param, NULL);
	}
	sct_end_struct(bytes, sized, there, size);
	bytes->data[bytes->len] = '\0';
	return sct_call_set(call, SCT_DATUM_BEHIND + param, bytes);
}

/**
 * sct_call_struct - the struct that a parameter points to
 * @call: the call
 * @param: the parameter's place; it is an address
 * @size: bytes that are needed
 *
 * Fetched once, as far as any rule of the call looks. A struct that grows with the
 * kernel is as the call will have it: 0 behind the end that the caller gives it.
 *
 * Context: Task context, may sleep (user memory).
 * Return: the bytes, fewer than @size where no more can be read; NULL where none
 * can.
 */
const struct sct_bytes *sct_call_struct(struct sct_call *call, unsigned int param,
					size_t size)
{
	if (call->had & BIT(SCT_DATUM_BEHIND + param))
		return call->data[SCT_DATUM_BEHIND + param];
	if (call->want) {
		size = max_t(size_t, size, call->want->bytes[param]);
		if (sct_log_is_whole())
			size = max_t(size_t, size, call->want->shown[param]);
	}
	return sct_call_behind(call, param, size);
}

/**
 * sct_call_buffer - what the log shows of what a parameter points to
 * @call: the call
 * @param: the parameter's place
 *
 * Context: as sct_call_struct().
 * Return: the bytes; NULL where they can't be read, or the log shows none.
 */
const struct sct_bytes *sct_call_buffer(struct sct_call *call, unsigned int param)
{
	const struct sct_param *p = &call->desc->params[param];

	if (p->kind == SCT_KIND_BUFFER)
		return sct_call_struct(call, param, SCT_SHOWN_BYTES);
	if (call->want && call->want->types[param])
		return sct_call_struct(call, param, call->want->shown[param]);
	return NULL;
}

static void sct_fetch_params(struct sct_call *call, u8 paths, u8 inodes)
{
	unsigned int i;

	for (i = 0; i < call->desc->nr_params; i++) {
		if (call->desc->params[i].kind == SCT_KIND_STRING)
			sct_call_string(call, i);
		else if (call->want && call->want->bytes[i])
			sct_call_struct(call, i, 0);
		else if (sct_log_is_whole())
			sct_call_buffer(call, i);
		if (paths & BIT(i))
			sct_call_path(call, i);
		if (inodes & BIT(i))
			sct_call_inode(call, i);
	}
}

/**
 * sct_call_fetch_all - fetch all that rules may ask of the call's parameters
 * @call: the call
 *
 * For what is asked after the call, when its memory may have changed.
 *
 * Context: as sct_call_fetch().
 */
void sct_call_fetch_all(struct sct_call *call)
{
	const struct sct_want *want = call->want;

	sct_fetch_params(call, want ? want->paths : 0, want ? want->inodes : 0);
}

/**
 * sct_call_fetch_objects - fetch all that rules may ask where a name leads elsewhere
 * @call: the call
 *
 * A rule may have stopped at an object that it doesn't mind. Where the call comes to
 * another, the rule goes on: to what the call has read by then, and another thread may
 * have changed, and with locks held that nobody may wait under for the caller's memory.
 *
 * Context: as sct_call_fetch().
 */
void sct_call_fetch_objects(struct sct_call *call)
{
	const struct sct_want *want = call->want;
	u8 known = call->had >> SCT_DATUM_PATH | call->had >> SCT_DATUM_INODE;

	if (want && !sct_is_unsafe())
		sct_fetch_params(call, want->all_paths & ~known, want->all_inodes & ~known);
}

/**
 * sct_call_reuse - the string that was fetched from an address
 * @call: the call
 * @uptr: the address
 * @empty_ok: the caller knows what to do with an empty one
 *
 * Return: the string, with a reference for the caller, or the error that it gave;
 * NULL where none was fetched from there.
 */
struct filename *sct_call_reuse(const struct sct_call *call, const char __user *uptr,
				bool empty_ok)
{
	u8 left;

	if (unlikely(call->instead) && call->instead_at == uptr) {
		atomic_inc(&call->instead->refcnt);
		return call->instead;
	}
	for (left = call->fetched; left; left &= left - 1) {
		unsigned int i = __ffs(left);
		struct filename *name = call->names[i];

		if (u64_to_user_ptr(call->args[i]) != uptr)
			continue;
		if (IS_ERR(name))
			return name;
		if (!*name->name && !empty_ok)
			return ERR_PTR(-ENOENT);
		atomic_inc(&name->refcnt);
		return name;
	}
	return NULL;
}

/**
 * sct_call_replace - have the call use another path
 * @call: the call
 * @at: the address by which it will ask for it, in place of the caller's
 * @path: the path
 *
 * Context: Process context, may sleep.
 * Return: 0; -ENOMEM; -ENAMETOOLONG.
 */
int sct_call_replace(struct sct_call *call, const void __user *at, const char *path)
{
	struct filename *name = getname_kernel(path);

	if (IS_ERR(name))
		return PTR_ERR(name);
	if (call->instead)
		putname(call->instead);
	call->instead = name;
	call->instead_at = at;
	return 0;
}

static bool sct_same_name(const struct filename *a, const struct filename *b)
{
	if (IS_ERR(a) || IS_ERR(b))
		return a == b;
	return !strcmp(a->name, b->name);
}

static bool sct_same_bytes(const struct sct_bytes *a, const struct sct_bytes *b)
{
	if (!a || !b)
		return a == b;
	/* Whoever opens log_json meanwhile has more fetched. */
	return a->len <= b->len && !memcmp(a->data, b->data, a->len);
}

static void sct_drop_files(struct sct_call *call)
{
	unsigned int i;

	for (i = 0; call->opened >> i; i++) {
		if ((call->opened & BIT(i)) && call->files[i])
			fput(call->files[i]);
	}
	call->opened = 0;
}

/* Whether what was kept is what there is now, which is kept from here on. */
static bool sct_same_datum(struct sct_call *call, enum sct_datum which,
			   const struct sct_bytes *old)
{
	const char *now;

	if (which < SCT_DATUM_PATH)
		return sct_same_bytes(old, sct_call_struct(call, which, old ? old->len : 0));
	if (which < SCT_DATUM_INODE)
		now = sct_call_path(call, which - SCT_DATUM_PATH);
	else if (which < SCT_DATUM_EXE)
		now = sct_call_inode(call, which - SCT_DATUM_INODE);
	else
		now = sct_call_text(call, which == SCT_DATUM_EXE ? SCT_VAR_EXE : SCT_VAR_CWD,
				    0);
	return old && now ? !strcmp(old->data, now) : !old && !now;
}

/**
 * sct_call_renew - fetch again what was fetched for a call
 * @call: the call, which the kernel makes anew
 *
 * What was kept belonged to the part of the call that a signal has ended; with its
 * audit context, for one. What was found out about the terminal and the cgroup is
 * forgotten.
 *
 * Context: The caller's task, may sleep (user memory).
 * Return: true where all is as it was.
 */
bool sct_call_renew(struct sct_call *call)
{
	struct filename *names[ARRAY_SIZE(call->names)];
	u8 fetched = call->fetched;
	bool same = true;
	unsigned int i;

	sct_drop_files(call);
	memcpy(names, call->names, sizeof(names));
	call->fetched = 0;
	call->last = NULL;
	for (i = 0; fetched >> i; i++) {
		if (!(fetched & BIT(i)))
			continue;
		sct_call_fetch(call, i);
		same &= sct_same_name(names[i], call->names[i]);
		putname(names[i]);
	}
	for (i = 0; i < SCT_NR_DATA; i++) {
		struct sct_bytes *old = call->data[i];

		if (!(call->had & BIT(i)))
			continue;
		call->had &= ~BIT(i);
		if (i <= SCT_DATUM_CWD)
			same &= sct_same_datum(call, i, old);
		kfree(old);
	}
	return same;
}

/**
 * sct_call_release_more - see sct_call_release(): what few calls have
 * @call: the call
 */
void sct_call_release_more(struct sct_call *call)
{
	unsigned long left;

	sct_drop_files(call);
	for (left = call->had; left; left &= left - 1)
		kfree(call->data[__ffs(left)]);
	call->more = 0;
}
