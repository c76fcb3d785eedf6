/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * An event as the ring holds it, and as a line of text
 */

#ifndef _SCT_RECORD_H
#define _SCT_RECORD_H

#include <linux/align.h>
#include <linux/sched.h>
#include <linux/seq_buf.h>
#include <linux/types.h>

#include "call.h"
#include "format.h"

enum sct_field_state {
	SCT_FIELD_WHOLE,
	SCT_FIELD_MORE,		/* the caller has more of it than is here */
	SCT_FIELD_UNREADABLE,
};

/**
 * struct sct_field - a text, or the bytes behind a pointer, in a record
 * @which: what it is, enum sct_datum; of a parameter, SCT_DATUM_BEHIND + its place
 * @state: enum sct_field_state
 * @len: bytes
 * @type: of a struct, its number in BTF
 *
 * The bytes follow, and zeros up to a multiple of 8, where the next field begins.
 */
struct sct_field {
	u8 which;
	u8 state;
	u16 len;
	u32 type;
};

static inline const char *sct_field_data(const struct sct_field *field)
{
	return (const char *)(field + 1);
}

/* Bytes of a field that holds @len, and of what is behind it. */
static inline size_t sct_field_size(size_t len)
{
	return sizeof(struct sct_field) + ALIGN(len, sizeof(u64));
}

static inline const struct sct_field *sct_field_next(const struct sct_field *field)
{
	return (const void *)field + sct_field_size(field->len);
}

/**
 * struct sct_record - a call that a LOG action has caught
 * @format: id of the format that prints it
 * @nr: the call, by its place among those of its ABI
 * @cpu: where it was logged
 * @sid: the number that was called
 * @sub: number of a sub-call of socketcall or ipc; 0 where it is none
 * @abi: enum sct_abi
 * @when: enum sct_when
 * @nr_args: how many of @args there are
 * @nr_fields: how many fields there are
 * @unused: nothing
 * @retval: the result, where @when is SCT_AFTER
 * @time: nanoseconds since 1970, where the format or log_json shows it; or 0
 * @pid: thread group, as the initial pid namespace numbers it
 * @tid: thread
 * @ppid: thread group of the parent
 * @loginuid: who logged in
 * @uid: real user id, as are all ids one of the initial user namespace
 * @gid: real group id
 * @suid: saved user id
 * @sgid: saved group id
 * @euid: effective user id
 * @egid: effective group id
 * @fsuid: user id for files
 * @fsgid: group id for files
 * @comm: name of the task
 * @args: the parameters; and behind them one struct sct_field behind the other
 *
 * In the order of struct sct_call and of struct cred, and without a hole: what stands
 * together there is copied together.
 */
struct sct_record {
	u32 format;
	u16 nr;
	u16 cpu;
	u16 sid;
	u8 sub;
	u8 abi;
	u8 when;
	u8 nr_args;
	u8 nr_fields;
	u8 unused;
	s64 retval;
	u64 time;
	s32 pid;
	s32 tid;
	s32 ppid;
	u32 loginuid;
	u32 uid;
	u32 gid;
	u32 suid;
	u32 sgid;
	u32 euid;
	u32 egid;
	u32 fsuid;
	u32 fsgid;
	char comm[TASK_COMM_LEN];
	u64 args[];
};

static inline const struct sct_field *sct_record_fields(const struct sct_record *rec)
{
	return (const void *)&rec->args[rec->nr_args];
}

void sct_record_write(struct sct_call *call, struct sct_format *format);
void sct_record_text(const struct sct_call *call, struct sct_format *format,
		     unsigned int param);
struct sct_record *sct_record_params(struct sct_call *call);
void sct_record_print(struct seq_buf *s, const struct sct_record *rec,
		      const struct sct_format *format);
void sct_print_param(struct seq_buf *s, const struct sct_record *rec,
		     const struct sct_syscall *desc, unsigned int place);

#endif /* _SCT_RECORD_H */
