// SPDX-License-Identifier: GPL-2.0
/*
 * Each parameter of the call that a request stands for comes from its own place of the entry
 *
 * Every place has another value. A rule that asks for all of them refuses the request
 * before io_uring itself looks at it, so nothing of it need be right.
 */

#include <kselftest_harness.h>

#include <stddef.h>

#include "sct_test.h"
#include "sct_uring.h"

#define REFUSED		(-ENOMEDIUM)

/* What stands where; O, A and T are too large for 32 bits. */
#define FD		11
#define LEN		44
#define FLAGS		55
#define INDEX		66
#define O		0x2200000022ULL
#define A		0x3300000033ULL
#define T		0x7700000077ULL

/**
 * struct row - a request
 * @op: its opcode
 * @call: the call
 * @filter: what its parameters must be
 * @texts: the addresses are those of "a", "b" and "c"
 * @off: in place of O; 0 for that
 * @addr: in place of A
 * @flags: in place of FLAGS
 * @index: in place of INDEX; -1 for none
 * @fd: in place of FD
 * @len: in place of LEN
 */
static const struct row {
	unsigned char op;
	const char *call;
	const char *filter;
	bool texts;
	__u64 off;
	__u64 addr;
	__u32 flags;
	int index;
	int fd;
	__u32 len;
} rows[] = {
#define P(n, value)	"PARAMS[" #n "] == " #value
#define P1(a)		P(1, a)
#define P2(a, b)	P1(a) " && " P(2, b)
#define P3(a, b, c)	P2(a, b) " && " P(3, c)
#define P4(a, b, c, d)	P3(a, b, c) " && " P(4, d)
#define P5(a, b, c, d, e)	P4(a, b, c, d) " && " P(5, e)
#define P6(a, b, c, d, e, f)	P5(a, b, c, d, e) " && " P(6, f)
#define RW		P3(11, 0x3300000033, 44)
#define RWO		P4(11, 0x3300000033, 44, 0x2200000022)
	{ IORING_OP_READV, "preadv2", P6(11, 0x3300000033, 44, 0x2200000022, 0, 55) },
	{ IORING_OP_READV, "preadv", RWO, .flags = ~0 },
	{ IORING_OP_READV, "readv", RW, .flags = ~0, .off = -1 },
	{ IORING_OP_WRITEV, "pwritev2", P6(11, 0x3300000033, 44, 0x2200000022, 0, 55) },
	{ IORING_OP_WRITEV, "pwritev", RWO, .flags = ~0 },
	{ IORING_OP_WRITEV, "writev", RW, .flags = ~0, .off = -1 },
	{ IORING_OP_READ, "pread64", RWO },
	{ IORING_OP_READ, "read", RW, .off = -1 },
	{ IORING_OP_READ_FIXED, "pread64", RWO },
	{ IORING_OP_READ_FIXED, "read", RW, .off = -1 },
	{ IORING_OP_WRITE, "pwrite64", RWO },
	{ IORING_OP_WRITE, "write", RW, .off = -1 },
	{ IORING_OP_WRITE_FIXED, "pwrite64", RWO },
	{ IORING_OP_WRITE_FIXED, "write", RW, .off = -1 },
	{ IORING_OP_FSYNC, "fdatasync", P1(11) },
	{ IORING_OP_FSYNC, "fsync", P1(11), .flags = 54 },
	{ IORING_OP_SYNC_FILE_RANGE, "sync_file_range", P4(11, 0x2200000022, 44, 55) },
	{ IORING_OP_SENDMSG, "sendmsg", P3(11, 0x3300000033, 55) },
	{ IORING_OP_RECVMSG, "recvmsg", P3(11, 0x3300000033, 55) },
	{ IORING_OP_SENDMSG_ZC, "sendmsg", P3(11, 0x3300000033, (55 | MSG_ZEROCOPY)) },
	{ IORING_OP_ACCEPT, "accept4", P4(11, 0x3300000033, 0x2200000022, 55) },
	{ IORING_OP_ACCEPT, "accept", P3(11, 0x3300000033, 0x2200000022), .flags = ~0 },
	{ IORING_OP_CONNECT, "connect", P3(11, 0x3300000033, 34) },
	{ IORING_OP_CONNECT, "connect", P3(11, 0x3300000033, -1), .off = 0xffffffff },
	{ OP_BIND, "bind", P3(11, 0x3300000033, 34) },
	{ IORING_OP_FALLOCATE, "fallocate", P4(11, 44, 0x2200000022, 0x3300000033) },
	{ IORING_OP_CLOSE, "close", P1(11), .index = -1 },
	{ IORING_OP_CLOSE, "close", P1(65) },
	{ IORING_OP_FADVISE, "fadvise64", P4(11, 0x2200000022, 0x3300000033, 55) },
	{ IORING_OP_FADVISE, "fadvise64", P4(11, 0x2200000022, 44, 55), .addr = -1 },
	{ IORING_OP_MADVISE, "madvise", P3(0x3300000033, 0x2200000022, 55) },
	{ IORING_OP_SEND, "sendto", P6(11, 0x3300000033, 44, 55, 0x2200000022, 66) },
	{ IORING_OP_SEND, "sendto", P3(-3, 0x3300000033, 4294967280), .fd = -3, .len = -16 },
	{ IORING_OP_SEND_ZC, "sendto",
	  P6(11, 0x3300000033, 44, (55 | MSG_ZEROCOPY), 0x2200000022, 66) },
	{ IORING_OP_RECV, "recvfrom", P6(11, 0x3300000033, 44, 55, 0, 0) },
	{ IORING_OP_EPOLL_CTL, "epoll_ctl", P4(11, 44, 34, 0x3300000033) },
	{ IORING_OP_SPLICE, "splice", P6(66, 0x3300000033, 11, 0x2200000022, 44, 55) },
	{ IORING_OP_SPLICE, "splice", P6(66, 0, 11, 0, 44, 55), .off = -1, .addr = -2 },
	{ IORING_OP_TEE, "tee", P4(66, 11, 44, 55) },
	{ IORING_OP_TEE, "tee", P4(66, 11, 44, 5), .flags = 5U | 1U << 31 },
	{ IORING_OP_SHUTDOWN, "shutdown", P2(11, 44) },
	{ OP_LISTEN, "listen", P2(11, 44) },
	{ IORING_OP_SOCKET, "socket", P3(11, 34, 44) },
	{ IORING_OP_URING_CMD, "getsockopt", P4(11, 51, 52, 0x7700000077), .off = 2,
	  .addr = 0x3400000033 },
	{ IORING_OP_URING_CMD, "setsockopt", P5(11, 51, 52, 0x7700000077, 66), .off = 3,
	  .addr = 0x3400000033 },
	{ IORING_OP_URING_CMD, "ioctl", P3(11, 34, 0) },
	{ OP_READ_MULTISHOT, "pread64", RWO },
	{ OP_WAITID, "waitid", P5(44, 11, 0x2200000022, 66, 0) },
	{ OP_FUTEX_WAIT, "futex_wait",
	  P6(0x3300000033, 0x2200000022, 0x7700000077, 11, 0, 0) },
	{ OP_FUTEX_WAKE, "futex_wake", P4(0x3300000033, 0x7700000077, 34, 11) },
	{ OP_FUTEX_WAITV, "futex_waitv", P5(0x3300000033, 44, 55, 0, 0) },
	{ OP_FTRUNCATE, "ftruncate", P2(11, 0x2200000022) },
	{ IORING_OP_OPENAT, "openat", P4(11, "a", 55, 44), .texts = true },
	{ IORING_OP_OPENAT2, "openat2", P2(11, "a") " && " P(4, 44), .texts = true },
	{ IORING_OP_STATX, "statx", P4(11, "a", 55, 44), .texts = true },
	{ IORING_OP_RENAMEAT, "renameat2", P5(11, "a", 44, "b", 55), .texts = true },
	{ IORING_OP_RENAMEAT, "renameat", P4(11, "a", 44, "b"), .texts = true, .flags = ~0 },
	{ IORING_OP_LINKAT, "linkat", P5(11, "a", 44, "b", 55), .texts = true },
	{ IORING_OP_UNLINKAT, "unlinkat", P3(11, "a", 55), .texts = true },
	{ IORING_OP_MKDIRAT, "mkdirat", P3(11, "a", 44), .texts = true },
	{ IORING_OP_SYMLINKAT, "symlinkat", P3("a", 11, "b"), .texts = true },
	{ IORING_OP_FSETXATTR, "fsetxattr", P2(11, "a") " && " P(4, 44) " && " P(5, 55),
	  .texts = true },
	{ IORING_OP_SETXATTR, "setxattr", P2("c", "a") " && " P(4, 44) " && " P(5, 55),
	  .texts = true },
	{ IORING_OP_FGETXATTR, "fgetxattr", P2(11, "a") " && " P(4, 44), .texts = true },
	{ IORING_OP_GETXATTR, "getxattr", P2("c", "a") " && " P(4, 44), .texts = true },
};

FIXTURE(params) {
	struct sct_place at;
	struct ring ring;
};

FIXTURE_SETUP(params)
{
	sct_setup(_metadata, &self->at);
	self->ring.fd = -1;
	if (ring_init(&self->ring, 16, 0) == -ENOSYS)
		SKIP(return, "a kernel without io_uring");
	ASSERT_LE(0, self->ring.fd);
}

FIXTURE_TEARDOWN_PARENT(params)
{
	ring_exit(&self->ring);
	sct_teardown(&self->at);
}

static int run_row(struct ring *ring, const struct row *row)
{
	struct io_uring_sqe *sqe = ring_sqe(ring, row->op, row->fd ?: FD);

	sqe->len = row->len ?: LEN;
	sqe->rw_flags = row->flags == ~0U ? 0 : (row->flags ?: FLAGS);
	sqe->file_index = row->index < 0 ? 0 : INDEX;
	if (row->texts) {
		sqe->addr = (unsigned long)"a";
		sqe->off = (unsigned long)"b";
		sqe->addr3 = (unsigned long)"c";
	} else {
		sqe->addr = row->addr == (__u64)-1 ? 0 : row->addr == (__u64)-2 ? -1ULL :
			    (row->addr ?: A);
		sqe->off = row->off ?: O;
		sqe->addr3 = T;
	}
	return ring_run(ring);
}

TEST_F_TIMEOUT(params, each_is_in_its_place, SCT_TIMEOUT)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		int ret = sct_loadf(RULE("r", "%s", MINE " && ABI == \"io_uring\" && %s",
					 FAIL("ENOMEDIUM"), "before"),
				    rows[i].call, rows[i].filter);

		ASSERT_EQ(0, ret) TH_LOG("%s: %s", rows[i].call, sct_last_error());
		EXPECT_EQ(REFUSED, run_row(&self->ring, &rows[i]))
			TH_LOG("%s: %s", rows[i].call, rows[i].filter);
	}
}

/* A descriptor that is a place in the ring's table can't become another. */
TEST_F(params, fixed_file_is_not_rewritten)
{
	struct io_uring_sqe *sqe;

	ASSERT_LOADED(sct_load(RULE("r", "tee", MINE " && PARAMS[4] == 5",
				    "type = REWRITE param = fdin value = 1", "before")));
	sqe = ring_sqe(&self->ring, IORING_OP_TEE, FD);
	sqe->splice_fd_in = 0;
	sqe->splice_flags = 5U | 1U << 31;
	EXPECT_EQ(-EPERM, ring_run(&self->ring));
}

TEST_HARNESS_MAIN
