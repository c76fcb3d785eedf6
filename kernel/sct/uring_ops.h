/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which call an opcode of io_uring stands for
 */

#ifndef _SCT_URING_OPS_H
#define _SCT_URING_OPS_H

#include <linux/bits.h>
#include <linux/types.h>

#include "syscalls.h"

struct io_uring_sqe;

/* Most calls that one request may be. */
#define SCT_URING_FORMS	3

/* Where in a submission entry a parameter is. */
enum sct_uring_field {
	SCT_SQE_NONE,		/* nowhere: 0 */
	SCT_SQE_FD,
	SCT_SQE_OFF,		/* also addr2 */
	SCT_SQE_ADDR,		/* also splice_off_in */
	SCT_SQE_LEN,
	SCT_SQE_FLAGS,		/* whatever the opcode calls them */
	SCT_SQE_INDEX,		/* file_index, also optlen */
	SCT_SQE_ADDR_LEN,
	SCT_SQE_ADDR3,		/* also optval */
	SCT_SQE_CMD,		/* cmd_op */
	SCT_SQE_LEVEL,
	SCT_SQE_OPTNAME,
	SCT_SQE_OFF_OR_LEN,	/* off, or where that is 0 len */
	SCT_SQE_ADDR_OR_LEN,	/* addr, or where that is 0 len */
	SCT_SQE_OFF_IN,		/* addr, but -1 is a null pointer */
	SCT_SQE_OFF_OUT,	/* the same of off */
	SCT_SQE_FD_OR_SLOT,	/* fd, or where file_index is not 0 that minus 1 */
	SCT_SQE_FD_IN,		/* splice_fd_in, a slot with SPLICE_F_FD_IN_FIXED */
	SCT_SQE_SPLICE_FLAGS,	/* splice_flags, without that one, which is no flag of the call */
	SCT_SQE_ZC_FLAGS,	/* msg_flags, and MSG_ZEROCOPY, which the opcode adds */
	SCT_NR_SQE_FIELDS
};

/* What else an entry must have to be the call. */
enum sct_uring_if {
	SCT_IF_ANY,
	SCT_IF_OFFSET,		/* an offset, not the file's own position */
	SCT_IF_NO_OFFSET,
	SCT_IF_FLAGS,
	SCT_IF_DATASYNC,
	SCT_IF_NO_DATASYNC,
	SCT_IF_GETSOCKOPT,
	SCT_IF_SETSOCKOPT,
	SCT_IF_COMMAND,		/* one that is none of these two */
};

/**
 * struct sct_uring_row - a call that an opcode stands for
 * @op: the opcode
 * @when: enum sct_uring_if
 * @differs: parameters whose structs a 32-bit program lays out in another way, a bit each
 * @call: the call, by its name
 * @from: where its parameters are, enum sct_uring_field
 */
struct sct_uring_row {
	u8 op;
	u8 when;
	u8 differs;
	const char *call;
	u8 from[6];
};

/**
 * struct sct_uring_form - a call that a request may be
 * @row: how
 * @desc: the call
 */
struct sct_uring_form {
	const struct sct_uring_row *row;
	const struct sct_syscall *desc;
};

unsigned int sct_uring_forms(const struct io_uring_sqe *sqe, struct sct_uring_form *forms);
void sct_uring_args(const struct sct_uring_row *row, const struct io_uring_sqe *sqe,
		    unsigned long *args);
bool sct_uring_put(const struct sct_uring_row *row, struct io_uring_sqe *sqe,
		   unsigned int param, s64 value);
const struct sct_syscall *sct_uring_next(unsigned int *row, u8 *op);

#if IS_ENABLED(CONFIG_KUNIT)
const struct sct_uring_row *sct_uring_row(unsigned int i);
const char *sct_uring_reason(u8 op);
#endif

#endif /* _SCT_URING_OPS_H */
