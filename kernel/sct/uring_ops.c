// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which call an opcode of io_uring stands for, and where its parameters are
 *
 * Every opcode has a place here: it stands for a call, or the reason is told why it
 * stands for none. One that is new to the kernel breaks the build.
 *
 * An opcode may stand for several calls that do the same: IORING_OP_READ with an
 * offset is pread64, and a rule on read is a rule on it too. The first in the table
 * whose condition holds is what the log calls it where a rule names several.
 */

#include <linux/array_size.h>
#include <linux/build_bug.h>
#include <linux/cache.h>
#include <linux/init.h>
#include <linux/io_uring.h>
#include <linux/limits.h>
#include <linux/printk.h>
#include <linux/socket.h>
#include <linux/string.h>
#include <linux/unaligned.h>

#include <uapi/linux/io_uring.h>

#include <kunit/visibility.h>

#include "uring_ops.h"

#define FD		SCT_SQE_FD
#define OFF		SCT_SQE_OFF
#define ADDR		SCT_SQE_ADDR
#define LEN		SCT_SQE_LEN
#define FLAGS		SCT_SQE_FLAGS
#define INDEX		SCT_SQE_INDEX
#define ADDR2		SCT_SQE_OFF
#define ADDR3		SCT_SQE_ADDR3
#define NONE		SCT_SQE_NONE

#define SCT_OP(_op, _when, _call, ...) \
	{ .op = _op, .when = SCT_IF_##_when, .call = _call, .from = { __VA_ARGS__ } }

/* The second parameter is a struct that a 32-bit program lays out in another way. */
#define SCT_OP_DIFFERS(_op, _when, _call, ...) \
	{ .op = _op, .when = SCT_IF_##_when, .differs = BIT(1), .call = _call, \
	  .from = { __VA_ARGS__ } }

/* In the order of the opcodes. */
static const struct sct_uring_row sct_uring_rows[] = {
	SCT_OP_DIFFERS(IORING_OP_READV, FLAGS, "preadv2", FD, ADDR, LEN, OFF, NONE, FLAGS),
	SCT_OP_DIFFERS(IORING_OP_READV, NO_OFFSET, "readv", FD, ADDR, LEN),
	SCT_OP_DIFFERS(IORING_OP_READV, ANY, "preadv", FD, ADDR, LEN, OFF, NONE),
	SCT_OP_DIFFERS(IORING_OP_READV, ANY, "readv", FD, ADDR, LEN),
	SCT_OP_DIFFERS(IORING_OP_READV, ANY, "preadv2", FD, ADDR, LEN, OFF, NONE, FLAGS),
	SCT_OP_DIFFERS(IORING_OP_WRITEV, FLAGS, "pwritev2", FD, ADDR, LEN, OFF, NONE, FLAGS),
	SCT_OP_DIFFERS(IORING_OP_WRITEV, NO_OFFSET, "writev", FD, ADDR, LEN),
	SCT_OP_DIFFERS(IORING_OP_WRITEV, ANY, "pwritev", FD, ADDR, LEN, OFF, NONE),
	SCT_OP_DIFFERS(IORING_OP_WRITEV, ANY, "writev", FD, ADDR, LEN),
	SCT_OP_DIFFERS(IORING_OP_WRITEV, ANY, "pwritev2", FD, ADDR, LEN, OFF, NONE, FLAGS),
	SCT_OP(IORING_OP_FSYNC, DATASYNC, "fdatasync", FD),
	SCT_OP(IORING_OP_FSYNC, NO_DATASYNC, "fsync", FD),
	SCT_OP(IORING_OP_READ_FIXED, OFFSET, "pread64", FD, ADDR, LEN, OFF),
	SCT_OP(IORING_OP_READ_FIXED, ANY, "read", FD, ADDR, LEN),
	SCT_OP(IORING_OP_WRITE_FIXED, OFFSET, "pwrite64", FD, ADDR, LEN, OFF),
	SCT_OP(IORING_OP_WRITE_FIXED, ANY, "write", FD, ADDR, LEN),
	SCT_OP(IORING_OP_SYNC_FILE_RANGE, ANY, "sync_file_range", FD, OFF, LEN, FLAGS),
	SCT_OP_DIFFERS(IORING_OP_SENDMSG, ANY, "sendmsg", FD, ADDR, FLAGS),
	SCT_OP_DIFFERS(IORING_OP_RECVMSG, ANY, "recvmsg", FD, ADDR, FLAGS),
	SCT_OP(IORING_OP_ACCEPT, FLAGS, "accept4", FD, ADDR, ADDR2, FLAGS),
	SCT_OP(IORING_OP_ACCEPT, ANY, "accept", FD, ADDR, ADDR2),
	SCT_OP(IORING_OP_ACCEPT, ANY, "accept4", FD, ADDR, ADDR2, FLAGS),
	SCT_OP(IORING_OP_CONNECT, ANY, "connect", FD, ADDR, ADDR2),
	SCT_OP(IORING_OP_FALLOCATE, ANY, "fallocate", FD, LEN, OFF, ADDR),
	SCT_OP(IORING_OP_OPENAT, ANY, "openat", FD, ADDR, FLAGS, LEN),
	SCT_OP(IORING_OP_CLOSE, ANY, "close", SCT_SQE_FD_OR_SLOT),
	SCT_OP(IORING_OP_STATX, ANY, "statx", FD, ADDR, FLAGS, LEN, ADDR2),
	SCT_OP(IORING_OP_READ, OFFSET, "pread64", FD, ADDR, LEN, OFF),
	SCT_OP(IORING_OP_READ, ANY, "read", FD, ADDR, LEN),
	SCT_OP(IORING_OP_WRITE, OFFSET, "pwrite64", FD, ADDR, LEN, OFF),
	SCT_OP(IORING_OP_WRITE, ANY, "write", FD, ADDR, LEN),
	SCT_OP(IORING_OP_FADVISE, ANY, "fadvise64", FD, OFF, SCT_SQE_ADDR_OR_LEN, FLAGS),
	SCT_OP(IORING_OP_MADVISE, ANY, "madvise", ADDR, SCT_SQE_OFF_OR_LEN, FLAGS),
	SCT_OP(IORING_OP_SEND, ANY, "sendto", FD, ADDR, LEN, FLAGS, ADDR2, SCT_SQE_ADDR_LEN),
	SCT_OP(IORING_OP_RECV, ANY, "recvfrom", FD, ADDR, LEN, FLAGS, NONE, NONE),
	SCT_OP(IORING_OP_OPENAT2, ANY, "openat2", FD, ADDR, ADDR2, LEN),
	SCT_OP(IORING_OP_EPOLL_CTL, ANY, "epoll_ctl", FD, LEN, OFF, ADDR),
	SCT_OP(IORING_OP_SPLICE, ANY, "splice", SCT_SQE_FD_IN, SCT_SQE_OFF_IN, FD,
	       SCT_SQE_OFF_OUT, LEN, SCT_SQE_SPLICE_FLAGS),
	SCT_OP(IORING_OP_TEE, ANY, "tee", SCT_SQE_FD_IN, FD, LEN, SCT_SQE_SPLICE_FLAGS),
	SCT_OP(IORING_OP_SHUTDOWN, ANY, "shutdown", FD, LEN),
	SCT_OP(IORING_OP_RENAMEAT, FLAGS, "renameat2", FD, ADDR, LEN, ADDR2, FLAGS),
	SCT_OP(IORING_OP_RENAMEAT, ANY, "renameat", FD, ADDR, LEN, ADDR2),
	SCT_OP(IORING_OP_RENAMEAT, ANY, "renameat2", FD, ADDR, LEN, ADDR2, FLAGS),
	SCT_OP(IORING_OP_UNLINKAT, ANY, "unlinkat", FD, ADDR, FLAGS),
	SCT_OP(IORING_OP_MKDIRAT, ANY, "mkdirat", FD, ADDR, LEN),
	SCT_OP(IORING_OP_SYMLINKAT, ANY, "symlinkat", ADDR, FD, ADDR2),
	SCT_OP(IORING_OP_LINKAT, ANY, "linkat", FD, ADDR, LEN, ADDR2, FLAGS),
	SCT_OP(IORING_OP_FSETXATTR, ANY, "fsetxattr", FD, ADDR, ADDR2, LEN, FLAGS),
	SCT_OP(IORING_OP_SETXATTR, ANY, "setxattr", ADDR3, ADDR, ADDR2, LEN, FLAGS),
	SCT_OP(IORING_OP_FGETXATTR, ANY, "fgetxattr", FD, ADDR, ADDR2, LEN),
	SCT_OP(IORING_OP_GETXATTR, ANY, "getxattr", ADDR3, ADDR, ADDR2, LEN),
	SCT_OP(IORING_OP_SOCKET, ANY, "socket", FD, OFF, LEN),
	SCT_OP(IORING_OP_URING_CMD, GETSOCKOPT, "getsockopt", FD, SCT_SQE_LEVEL,
	       SCT_SQE_OPTNAME, ADDR3, NONE),
	SCT_OP(IORING_OP_URING_CMD, SETSOCKOPT, "setsockopt", FD, SCT_SQE_LEVEL,
	       SCT_SQE_OPTNAME, ADDR3, INDEX),
	/* What a driver is asked to do; how it is told more, is a matter of its own. */
	SCT_OP(IORING_OP_URING_CMD, COMMAND, "ioctl", FD, SCT_SQE_CMD, NONE),
	SCT_OP(IORING_OP_SEND_ZC, ANY, "sendto", FD, ADDR, LEN, SCT_SQE_ZC_FLAGS, ADDR2,
	       SCT_SQE_ADDR_LEN),
	SCT_OP_DIFFERS(IORING_OP_SENDMSG_ZC, ANY, "sendmsg", FD, ADDR, SCT_SQE_ZC_FLAGS),
	SCT_OP(IORING_OP_READ_MULTISHOT, OFFSET, "pread64", FD, ADDR, LEN, OFF),
	SCT_OP(IORING_OP_READ_MULTISHOT, ANY, "read", FD, ADDR, LEN),
	SCT_OP(IORING_OP_WAITID, ANY, "waitid", LEN, FD, ADDR2, INDEX, NONE),
	SCT_OP(IORING_OP_FUTEX_WAIT, ANY, "futex_wait", ADDR, OFF, ADDR3, FD, NONE, NONE),
	SCT_OP(IORING_OP_FUTEX_WAKE, ANY, "futex_wake", ADDR, ADDR3, OFF, FD),
	SCT_OP(IORING_OP_FUTEX_WAITV, ANY, "futex_waitv", ADDR, LEN, FLAGS, NONE, NONE),
	SCT_OP(IORING_OP_FTRUNCATE, ANY, "ftruncate", FD, OFF),
	SCT_OP(IORING_OP_BIND, ANY, "bind", FD, ADDR, ADDR2),
	SCT_OP(IORING_OP_LISTEN, ANY, "listen", FD, LEN),
};

/**
 * struct sct_uring_none - an opcode that stands for no call
 * @op: the opcode
 * @why: what it does instead
 */
struct sct_uring_none {
	u8 op;
	const char *why;
};

static const struct sct_uring_none sct_uring_nones[] = {
	{ IORING_OP_NOP, "does nothing" },
	{ IORING_OP_POLL_ADD, "waits for a file, as its other requests do by themselves" },
	{ IORING_OP_POLL_REMOVE, "ends a request of the ring" },
	{ IORING_OP_TIMEOUT, "waits for a time or for the ring" },
	{ IORING_OP_TIMEOUT_REMOVE, "ends or changes a request of the ring" },
	{ IORING_OP_ASYNC_CANCEL, "ends requests of the ring" },
	{ IORING_OP_LINK_TIMEOUT, "bounds a request of the ring in time" },
	{ IORING_OP_FILES_UPDATE, "changes the ring's own table of files" },
	{ IORING_OP_PROVIDE_BUFFERS, "changes the ring's own buffers" },
	{ IORING_OP_REMOVE_BUFFERS, "changes the ring's own buffers" },
	{ IORING_OP_MSG_RING, "speaks to another ring, and may put a file into its table" },
	{ IORING_OP_FIXED_FD_INSTALL, "gives a number to a file that the ring has" },
};

/*
 * A new opcode, or one that is no more: give it a row above, and a line in
 * Documentation/admin-guide/sct/io_uring.rst.
 */
static_assert(IORING_OP_LAST == 58);

static struct {
	u8 offset;
	u8 size;
	bool is_signed;
} const sct_uring_fields[SCT_NR_SQE_FIELDS] = {
#define SCT_FIELD(_field, _signed) \
	{ offsetof(struct io_uring_sqe, _field), \
	  sizeof_field(struct io_uring_sqe, _field), _signed }
	[SCT_SQE_FD] = SCT_FIELD(fd, true),
	[SCT_SQE_OFF] = SCT_FIELD(off, false),
	[SCT_SQE_ADDR] = SCT_FIELD(addr, false),
	[SCT_SQE_LEN] = SCT_FIELD(len, false),
	[SCT_SQE_FLAGS] = SCT_FIELD(rw_flags, false),
	[SCT_SQE_INDEX] = SCT_FIELD(file_index, false),
	[SCT_SQE_ADDR_LEN] = SCT_FIELD(addr_len, false),
	[SCT_SQE_ADDR3] = SCT_FIELD(addr3, false),
	[SCT_SQE_CMD] = SCT_FIELD(cmd_op, false),
	[SCT_SQE_LEVEL] = SCT_FIELD(level, false),
	[SCT_SQE_OPTNAME] = SCT_FIELD(optname, false),
#undef SCT_FIELD
};

/* The call of each row; NULL where this kernel has none of that name. */
static const struct sct_syscall *sct_uring_calls[ARRAY_SIZE(sct_uring_rows)] __ro_after_init;

/* The first row of each opcode, and the one behind its last. */
static u8 sct_uring_first[IORING_OP_LAST + 1] __ro_after_init;

static_assert(ARRAY_SIZE(sct_uring_rows) <= U8_MAX);

static unsigned long sct_sqe_field(const struct io_uring_sqe *sqe, enum sct_uring_field field)
{
	const void *at = (const char *)sqe + sct_uring_fields[field].offset;

	switch (sct_uring_fields[field].size) {
	case 2:
		return *(const u16 *)at;
	case 4:
		if (sct_uring_fields[field].is_signed)
			return *(const s32 *)at;
		return *(const u32 *)at;
	case 8:
		return *(const u64 *)at;
	default:
		return 0;
	}
}

static unsigned long sct_sqe_value(const struct io_uring_sqe *sqe, enum sct_uring_field field)
{
	switch (field) {
	case SCT_SQE_OFF_OR_LEN:
		return sqe->off ?: sqe->len;
	case SCT_SQE_ADDR_OR_LEN:
		return sqe->addr ?: sqe->len;
	case SCT_SQE_OFF_IN:
		return sqe->splice_off_in == -1ULL ? 0 : sqe->splice_off_in;
	case SCT_SQE_OFF_OUT:
		return sqe->off == -1ULL ? 0 : sqe->off;
	case SCT_SQE_FD_OR_SLOT:
		return sqe->file_index ? sqe->file_index - 1 : (unsigned long)sqe->fd;
	case SCT_SQE_FD_IN:
		return sqe->splice_fd_in;
	case SCT_SQE_SPLICE_FLAGS:
		return sqe->splice_flags & ~SPLICE_F_FD_IN_FIXED;
	case SCT_SQE_ZC_FLAGS:
		return sqe->msg_flags | MSG_ZEROCOPY;
	default:
		return sct_sqe_field(sqe, field);
	}
}

static bool sct_uring_holds(const struct sct_uring_row *row, const struct io_uring_sqe *sqe)
{
	switch (row->when) {
	case SCT_IF_OFFSET:
		return sqe->off != -1ULL;
	case SCT_IF_NO_OFFSET:
		return sqe->off == -1ULL;
	case SCT_IF_FLAGS:
		return sqe->rw_flags;
	case SCT_IF_DATASYNC:
		return sqe->fsync_flags & IORING_FSYNC_DATASYNC;
	case SCT_IF_NO_DATASYNC:
		return !(sqe->fsync_flags & IORING_FSYNC_DATASYNC);
	case SCT_IF_GETSOCKOPT:
		return sqe->cmd_op == SOCKET_URING_OP_GETSOCKOPT;
	case SCT_IF_SETSOCKOPT:
		return sqe->cmd_op == SOCKET_URING_OP_SETSOCKOPT;
	case SCT_IF_COMMAND:
		return sqe->cmd_op != SOCKET_URING_OP_GETSOCKOPT &&
		       sqe->cmd_op != SOCKET_URING_OP_SETSOCKOPT;
	default:
		return true;
	}
}

static bool sct_uring_is_there(const struct sct_uring_form *forms, unsigned int nr,
			       const struct sct_syscall *desc)
{
	while (nr--) {
		if (forms[nr].desc == desc)
			return true;
	}
	return false;
}

/**
 * sct_uring_forms - the calls that a submission entry stands for
 * @sqe: the entry, in memory that nobody else writes; its opcode is a valid one
 * @forms: where to leave them, the one that it is called by first; SCT_URING_FORMS
 *
 * Context: Any.
 * Return: how many there are.
 */
unsigned int sct_uring_forms(const struct io_uring_sqe *sqe, struct sct_uring_form *forms)
{
	unsigned int i, nr = 0;

	for (i = sct_uring_first[sqe->opcode]; i < sct_uring_first[sqe->opcode + 1]; i++) {
		const struct sct_syscall *desc = sct_uring_calls[i];

		if (!desc || !sct_uring_holds(&sct_uring_rows[i], sqe) ||
		    sct_uring_is_there(forms, nr, desc))
			continue;
		forms[nr].row = &sct_uring_rows[i];
		forms[nr++].desc = desc;
		if (nr == SCT_URING_FORMS)
			break;
	}
	return nr;
}

/**
 * sct_uring_args - the parameters of the call that an entry stands for
 * @row: how it stands for it
 * @sqe: the entry
 * @args: where to leave them, as registers; six
 *
 * Context: Any.
 */
void sct_uring_args(const struct sct_uring_row *row, const struct io_uring_sqe *sqe,
		    unsigned long *args)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(row->from); i++)
		args[i] = sct_sqe_value(sqe, row->from[i]);
}

/* Sets a plain field; false where it has no room for the value. */
static bool sct_sqe_set(struct io_uring_sqe *sqe, enum sct_uring_field field, s64 value)
{
	void *at = (char *)sqe + sct_uring_fields[field].offset;

	switch (sct_uring_fields[field].size) {
	case 2:
		if (value != (u16)value)
			return false;
		*(u16 *)at = value;
		return true;
	case 4:
		if (value != (s32)value && value != (u32)value)
			return false;
		*(u32 *)at = value;
		return true;
	case 8:
		*(u64 *)at = value;
		return true;
	default:
		return false;
	}
}

/**
 * sct_uring_put - give the call that an entry stands for another parameter
 * @row: how it stands for it
 * @sqe: the entry
 * @param: the parameter's place
 * @value: the value
 *
 * Context: Any.
 * Return: false where the entry has no place for the parameter or for the value.
 */
bool sct_uring_put(const struct sct_uring_row *row, struct io_uring_sqe *sqe,
		   unsigned int param, s64 value)
{
	u32 fixed;

	switch (row->from[param]) {
	case SCT_SQE_OFF_OR_LEN:
		sqe->off = value;
		sqe->len = 0;
		return true;
	case SCT_SQE_ADDR_OR_LEN:
		sqe->addr = value;
		sqe->len = 0;
		return true;
	case SCT_SQE_OFF_IN:
	case SCT_SQE_OFF_OUT:
		return false;
	case SCT_SQE_FD_OR_SLOT:
		/* A slot's number is no descriptor's. */
		return !sqe->file_index && sct_sqe_set(sqe, SCT_SQE_FD, value);
	case SCT_SQE_FD_IN:
		return !(sqe->splice_flags & SPLICE_F_FD_IN_FIXED) &&
		       sct_sqe_set(sqe, SCT_SQE_INDEX, value);
	case SCT_SQE_SPLICE_FLAGS:
		fixed = sqe->splice_flags & SPLICE_F_FD_IN_FIXED;
		if (!sct_sqe_set(sqe, SCT_SQE_FLAGS, value))
			return false;
		sqe->splice_flags = (sqe->splice_flags & ~SPLICE_F_FD_IN_FIXED) | fixed;
		return true;
	case SCT_SQE_ZC_FLAGS:
		/* What the opcode adds can't be taken away. */
		return value & MSG_ZEROCOPY &&
		       sct_sqe_set(sqe, SCT_SQE_FLAGS, value & ~(s64)MSG_ZEROCOPY);
	default:
		return sct_sqe_set(sqe, row->from[param], value);
	}
}

/**
 * sct_uring_next - walk over the opcodes and what they stand for
 * @row: where the walk is; 0 to begin it
 * @op: where to leave the opcode
 *
 * Context: Any.
 * Return: a call that it stands for; NULL at the end.
 */
const struct sct_syscall *sct_uring_next(unsigned int *row, u8 *op)
{
	while (*row < ARRAY_SIZE(sct_uring_rows)) {
		unsigned int i = (*row)++;

		*op = sct_uring_rows[i].op;
		if (sct_uring_calls[i])
			return sct_uring_calls[i];
	}
	return NULL;
}

#if IS_ENABLED(CONFIG_KUNIT)

/**
 * sct_uring_row - a row of the table, for its tests
 * @i: which
 *
 * Return: the row; NULL behind the last.
 */
VISIBLE_IF_KUNIT const struct sct_uring_row *sct_uring_row(unsigned int i)
{
	return i < ARRAY_SIZE(sct_uring_rows) ? &sct_uring_rows[i] : NULL;
}

/**
 * sct_uring_reason - why an opcode stands for no call, for the tests
 * @op: the opcode
 *
 * Return: what it does; NULL where none is told.
 */
VISIBLE_IF_KUNIT const char *sct_uring_reason(u8 op)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(sct_uring_nones); i++) {
		if (sct_uring_nones[i].op == op)
			return sct_uring_nones[i].why;
	}
	return NULL;
}

#endif /* CONFIG_KUNIT */

static int __init sct_uring_ops_init(void)
{
	unsigned int i, op = 0;

	for (i = 0; i < ARRAY_SIZE(sct_uring_rows); i++) {
		const char *name = sct_uring_rows[i].call;

		while (op <= sct_uring_rows[i].op)
			sct_uring_first[op++] = i;
		sct_uring_calls[i] = sct_syscall_by_name(SCT_ABI_NATIVE, name, strlen(name));
	}
	while (op <= IORING_OP_LAST)
		sct_uring_first[op++] = i;
	return 0;
}
postcore_initcall(sct_uring_ops_init);
