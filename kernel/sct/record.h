/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * An event as the ring holds it, and as a line of text
 */

#ifndef _SCT_RECORD_H
#define _SCT_RECORD_H

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
 * The bytes follow; the next field begins at a multiple of 4.
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

/**
 * struct sct_record - a call that a LOG action has caught
 * @format: id of the format that prints it
 * @nr: the call, by its place among those of its ABI
 * @sid: the number that was called
 * @sub: number of a sub-call of socketcall or ipc; 0 where it is none
 * @abi: enum sct_abi
 * @when: enum sct_when
 * @nr_fields: how many fields there are
 * @cpu: where it was logged
 * @pid: thread group, as the initial pid namespace numbers it
 * @tid: thread
 * @ppid: thread group of the parent
 * @uid: real user id, as are all ids one of the initial user namespace
 * @euid: effective user id
 * @suid: saved user id
 * @fsuid: user id for files
 * @gid: real group id
 * @egid: effective group id
 * @sgid: saved group id
 * @fsgid: group id for files
 * @loginuid: who logged in
 * @comm: name of the task
 * @args: the parameters
 * @retval: the result, where @when is SCT_AFTER
 * @time: nanoseconds since 1970, where the format shows it
 * @fields: one struct sct_field behind the other
 */
struct sct_record {
	u32 format;
	u16 nr;
	u16 sid;
	u8 sub;
	u8 abi;
	u8 when;
	u8 nr_fields;
	u32 cpu;
	s32 pid;
	s32 tid;
	s32 ppid;
	u32 uid;
	u32 euid;
	u32 suid;
	u32 fsuid;
	u32 gid;
	u32 egid;
	u32 sgid;
	u32 fsgid;
	u32 loginuid;
	char comm[TASK_COMM_LEN];
	u64 args[6];
	s64 retval;
	u64 time;
	char fields[];
};

void sct_record_write(struct sct_call *call, struct sct_format *format);
void sct_record_print(struct seq_buf *s, const struct sct_record *rec,
		      const struct sct_format *format);

#endif /* _SCT_RECORD_H */
