// SPDX-License-Identifier: GPL-2.0-only
/*
 * Records: written when a call is made
 */

#include <linux/align.h>
#include <linux/atomic.h>
#include <linux/audit.h>
#include <linux/bitops.h>
#include <linux/bits.h>
#include <linux/build_bug.h>
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/stddef.h>
#include <linux/string.h>
#include <linux/timekeeping.h>
#include <linux/uidgid.h>
#include <linux/unaligned.h>

#include <asm/word-at-a-time.h>

#include "log.h"
#include "record.h"
#include "ring_write.h"
#include "words.h"

/* A parameter or its path each, and the texts of the caller. */
#define SCT_MAX_FIELDS	14

#define SCT_ALL_PARAMS	GENMASK(5, 0)

/**
 * struct sct_part - a field that a record will hold
 * @field: its head
 * @data: its bytes
 */
struct sct_part {
	struct sct_field field;
	const char *data;
};

/* All that a record can hold. */
struct sct_parts {
	struct sct_part part[SCT_MAX_FIELDS];
};

/* Returns where the next one goes. */
static __always_inline struct sct_part *sct_add_part(struct sct_part *part,
						     enum sct_datum which, const char *data,
						     size_t len)
{
	part->data = data;
	part->field = (struct sct_field){ .which = which, .len = len };
	return part + 1;
}

static __always_inline struct sct_part *sct_add_text(struct sct_part *part,
						     enum sct_datum which, const char *text)
{
	return text ? sct_add_part(part, which, text, sct_strlen(text)) : part;
}

/* What is behind a parameter that is no string. */
static noinline struct sct_part *sct_add_bytes(struct sct_part *part, struct sct_call *call,
					       unsigned int param)
{
	const struct sct_param *p = &call->desc->params[param];
	const struct sct_bytes *bytes;
	struct sct_part *next;

	if (p->kind != SCT_KIND_BUFFER && !(call->want && call->want->types[param]))
		return part;
	bytes = sct_call_buffer(call, param);
	if (!bytes) {
		next = sct_add_part(part, SCT_DATUM_BEHIND + param, NULL, 0);
		part->field.state = SCT_FIELD_UNREADABLE;
		return next;
	}
	if (p->kind == SCT_KIND_BUFFER) {
		next = sct_add_part(part, SCT_DATUM_BEHIND + param, bytes->data,
				    min_t(u32, bytes->len, SCT_SHOWN_BYTES));
		if (p->other && call->args[p->other - 1] > part->field.len)
			part->field.state = SCT_FIELD_MORE;
		return next;
	}
	next = sct_add_part(part, SCT_DATUM_BEHIND + param, bytes->data,
			    min_t(u32, bytes->len, SCT_SHOWN_STRUCT));
	part->field.type = call->want->types[param];
	return next;
}

/* Texts that take work to make. */
static noinline struct sct_part *sct_add_made(struct sct_part *part, struct sct_call *call,
					      const struct sct_layout *layout)
{
	unsigned int i;

	for (i = 0; i < call->desc->nr_params; i++) {
		if ((layout->paths & BIT(i)) &&
		    (call->desc->params[i].is & (SCT_PARAM_PATH | SCT_PARAM_FD)))
			part = sct_add_text(part, SCT_DATUM_PATH + i, sct_call_path(call, i));
	}
	if (layout->has_exe)
		part = sct_add_text(part, SCT_DATUM_EXE, sct_call_text(call, SCT_VAR_EXE, 0));
	if (layout->has_cwd)
		part = sct_add_text(part, SCT_DATUM_CWD, sct_call_text(call, SCT_VAR_CWD, 0));
	return part;
}

static __always_inline size_t sct_parts_size(const struct sct_part *part,
					     const struct sct_part *end)
{
	size_t size = 0;

	for (; part != end; part++)
		size += sct_field_size(part->field.len);
	return size;
}

/*
 * Fetches what the record will hold: in the ring nothing may fault. Returns the end of
 * @part, and adds to @size what it takes.
 */
static __always_inline struct sct_part *sct_gather(struct sct_part *part, size_t *size,
						   struct sct_call *call,
						   const struct sct_format *format,
						   unsigned long params)
{
	struct sct_part *next;

	for (params &= call->desc->pointers; params; params &= params - 1) {
		unsigned int i = __ffs(params);

		if (likely(call->desc->params[i].kind == SCT_KIND_STRING)) {
			const char *text = sct_call_string(call, i);
			size_t len;

			if (!text)
				continue;
			len = sct_strlen(text);
			part = sct_add_part(part, SCT_DATUM_BEHIND + i, text, len);
			*size += sct_field_size(len);
		} else {
			next = sct_add_bytes(part, call, i);
			*size += sct_parts_size(part, next);
			part = next;
		}
	}
	if (likely(!format->made))
		return part;
	next = sct_add_made(part, call, format->layout);
	*size += sct_parts_size(part, next);
	return next;
}

/* Copies bytes and puts zeros behind them, up to the end of a word. Returns that end. */
static __always_inline u64 *sct_put_bytes(u64 *to, const char *from, size_t len)
{
	const char *last = from + ALIGN_DOWN(len - 1, sizeof(*to));

	if (unlikely(!len))
		return to;
	for (; from != last; from += sizeof(*to))
		*to++ = get_unaligned((const u64 *)from);
	/* Few strings are so long that what is behind them is of another page. */
	*to++ = load_unaligned_zeropad(last) & (~0ULL >> (-len * BITS_PER_BYTE & 63));
	return to;
}

/* The parameters of a call, and behind them its fields. */
static __always_inline void sct_put_all(struct sct_record *rec, const struct sct_call *call,
					const struct sct_part *part,
					const struct sct_part *end)
{
	unsigned int i, nr = call->nr_args;
	u64 *at = rec->args;

	static_assert(sizeof(struct sct_field) == sizeof(*at));
	rec->nr_fields = end - part;
	for (i = 0; i < nr; i++)
		*at++ = call->args[i];
	for (; part != end; part++) {
		memcpy(at, &part->field, sizeof(*at));
		at = sct_put_bytes(at + 1, part->data, part->field.len);
	}
}

static pid_t sct_parent(const struct task_struct *task)
{
	pid_t parent = 0;

	rcu_read_lock();
	/* One that is reaped has none: a request of io_uring may outlive its task. */
	if (likely(pid_alive(task)))
		parent = task_tgid_nr(rcu_dereference(task->real_parent));
	rcu_read_unlock();
	return parent;
}

/* What stands in a row elsewhere, in the same order here. */
#define SCT_SAME_PLACE(type, first, field) \
	static_assert(offsetof(type, field) - offsetof(type, first) == \
		      offsetof(struct sct_record, field) - offsetof(struct sct_record, first))

/* The ids of the caller are eight numbers there, and here. */
static __always_inline void sct_record_ids(struct sct_record *rec, const struct cred *cred)
{
	SCT_SAME_PLACE(struct cred, uid, gid);
	SCT_SAME_PLACE(struct cred, uid, suid);
	SCT_SAME_PLACE(struct cred, uid, sgid);
	SCT_SAME_PLACE(struct cred, uid, euid);
	SCT_SAME_PLACE(struct cred, uid, egid);
	SCT_SAME_PLACE(struct cred, uid, fsuid);
	SCT_SAME_PLACE(struct cred, uid, fsgid);
	memcpy((char *)rec + offsetof(struct sct_record, uid),
	       (const char *)cred + offsetof(struct cred, uid), 8 * sizeof(rec->uid));
}

/* In the initial namespaces ids are what the kernel holds: nothing is to be mapped. */
static __always_inline void sct_record_task(struct sct_record *rec, struct task_struct *task)
{
	rec->pid = task_tgid_nr(task);
	rec->tid = task_pid_nr(task);
	rec->ppid = sct_parent(task);
	rec->loginuid = __kuid_val(audit_get_loginuid(task));
	sct_record_ids(rec, current_cred());
	/* Another thread may rename it meanwhile: either name will do. */
	data_race(memcpy(rec->comm, task->comm, sizeof(rec->comm)));
}

/* Which call it is: a word of the call is one here. */
static __always_inline void sct_record_call(struct sct_record *rec, const struct sct_call *call)
{
	SCT_SAME_PLACE(struct sct_call, sid, sub);
	SCT_SAME_PLACE(struct sct_call, sid, abi);
	SCT_SAME_PLACE(struct sct_call, sid, when);
	SCT_SAME_PLACE(struct sct_call, sid, nr_args);
	static_assert(offsetof(struct sct_call, sid) + sizeof(u64) <= sizeof(*call));
	memcpy((char *)rec + offsetof(struct sct_record, sid),
	       (const char *)call + offsetof(struct sct_call, sid), sizeof(u64));
	rec->nr = call->desc->nr;
	rec->retval = call->retval;
}

/* Writes a record of @size bytes, which holds the fields from @part to @end. */
static __always_inline void sct_record_put(const struct sct_call *call,
					   struct sct_format *format, size_t size, bool whole,
					   const struct sct_part *part,
					   const struct sct_part *end)
{
	struct sct_ring *ring = sct_ring_enter(&sct_log);
	struct sct_record *rec = sct_ring_open(ring, size);

	if (unlikely(!rec)) {
		sct_log_wake();
		return;
	}

	sct_record_call(rec, call);
	rec->format = format->id;
	rec->cpu = smp_processor_id();
	rec->time = unlikely(whole | format->has_time) ? ktime_get_real_ns() : 0;
	sct_record_task(rec, call->caller ?: current);
	sct_put_all(rec, call, part, end);
	/* Before the record is there: who sees it must find the format kept. */
	if (!READ_ONCE(format->logged))
		WRITE_ONCE(format->logged, true);
	sct_ring_close(ring);
	sct_log_wake();
}

static size_t sct_record_head(const struct sct_call *call)
{
	return offsetof(struct sct_record, args[call->nr_args]);
}

/**
 * sct_record_write - record a call
 * @call: the call
 * @format: how it will print
 *
 * Context: The caller's task; may sleep to fetch what the format shows. Where there
 * is no room the event is lost, and readers are told.
 */
void sct_record_write(struct sct_call *call, struct sct_format *format)
{
	/* They are all filled in before they are read. */
	struct sct_parts parts __uninitialized;
	bool whole = atomic_read(&sct_log_whole);
	size_t size = sct_record_head(call);
	struct sct_part *end;

	end = sct_gather(parts.part, &size, call, format, whole ? SCT_ALL_PARAMS : format->params);
	sct_record_put(call, format, size, whole, parts.part, end);
}

/**
 * sct_record_text - record a call of which a text is all that is shown
 * @call: the call
 * @format: how it will print
 * @param: the place of the parameter that points to the text, which was fetched
 *
 * Context: The caller's task. Otherwise as sct_record_write().
 */
void sct_record_text(const struct sct_call *call, struct sct_format *format, unsigned int param)
{
	struct sct_part part;

	sct_add_text(&part, SCT_DATUM_BEHIND + param, call->names[param]->name);
	sct_record_put(call, format, sct_record_head(call) + sct_field_size(part.field.len), false,
		       &part, &part + 1);
}

/**
 * sct_record_params - a record of a call's parameters, outside of the log
 * @call: the call
 *
 * Context: The caller's task; may sleep to fetch what parameters point to.
 * Return: a record for sct_print_param(), and for kfree(); NULL without memory.
 */
struct sct_record *sct_record_params(struct sct_call *call)
{
	static const struct sct_format none;
	size_t size = sct_record_head(call);
	struct sct_parts parts;
	struct sct_part *end;
	struct sct_record *rec;

	end = sct_gather(parts.part, &size, call, &none, SCT_ALL_PARAMS);
	rec = kzalloc(size, GFP_KERNEL_ACCOUNT);
	if (!rec)
		return NULL;
	sct_record_call(rec, call);
	sct_put_all(rec, call, parts.part, end);
	return rec;
}
