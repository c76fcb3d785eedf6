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

/* A parameter's string could not be read, or the parameter is none. */
#define SCT_NO_STRING	U16_MAX

/**
 * struct sct_record - a call that a LOG action has caught
 * @format: id of the format that prints it
 * @nr: number of the call
 * @abi: enum sct_abi
 * @when: enum sct_when
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
 * @comm: name of the task
 * @args: the parameters
 * @retval: the result, where @when is SCT_AFTER
 * @len: bytes in @strings of the string that each parameter points to, or
 *	SCT_NO_STRING
 * @strings: the strings, one behind the other, without a NUL
 */
struct sct_record {
	u32 format;
	u16 nr;
	u8 abi;
	u8 when;
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
	char comm[TASK_COMM_LEN];
	u16 len[6];
	u64 args[6];
	s64 retval;
	char strings[];
};

void sct_record_write(struct sct_call *call, struct sct_format *format);
void sct_record_print(struct seq_buf *s, const struct sct_record *rec,
		      const struct sct_format *format);

#endif /* _SCT_RECORD_H */
