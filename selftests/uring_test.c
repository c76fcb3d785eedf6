// SPDX-License-Identifier: GPL-2.0
/*
 * Requests of io_uring are the calls that they stand for: whatever way they take
 */

#include <kselftest_harness.h>

#include <stddef.h>
#include <netinet/in.h>

#include "sct_test.h"
#include "sct_run.h"
#include "sct_uring.h"

#define VICTIM		"PARAMS[2] == \"victim\""
#define ADDRESS \
	"{sa_family=AF_INET, sin_port=htons(25), sin_addr=inet_addr(\"127.0.0.1\")}"
#define DEFERRED	(IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN)
#define ALSO		"\n\t}\n\taction { "
#define REFUSED		(-ENOMEDIUM)
#define MY_REQUEST	MINE " && ABI == \"io_uring\""

FIXTURE(uring) {
	struct sct_place at;
	struct ring ring;
};

FIXTURE_SETUP(uring)
{
	sct_setup(_metadata, &self->at);
	self->ring.fd = -1;
	if (ring_init(&self->ring, 16, 0) == -ENOSYS)
		SKIP(return, "a kernel without io_uring");
	ASSERT_LE(0, self->ring.fd);
}

FIXTURE_TEARDOWN_PARENT(uring)
{
	ring_exit(&self->ring);
	sct_teardown(&self->at);
}

/* Every opcode that stands for a call, and the calls. */
static const struct op {
	const char *call;
	unsigned char op;
	__u32 flags;
	__u64 off;
} ops[] = {
	{ "readv", IORING_OP_READV }, { "preadv", IORING_OP_READV },
	{ "preadv2", IORING_OP_READV }, { "preadv2", IORING_OP_READV, 8 },
	{ "readv", IORING_OP_READV, 0, -1 },
	{ "writev", IORING_OP_WRITEV }, { "pwritev", IORING_OP_WRITEV },
	{ "pwritev2", IORING_OP_WRITEV },
	{ "fsync", IORING_OP_FSYNC }, { "fdatasync", IORING_OP_FSYNC, IORING_FSYNC_DATASYNC },
	{ "read", IORING_OP_READ_FIXED }, { "pread64", IORING_OP_READ_FIXED },
	{ "write", IORING_OP_WRITE_FIXED }, { "pwrite64", IORING_OP_WRITE_FIXED },
	{ "sync_file_range", IORING_OP_SYNC_FILE_RANGE },
	{ "sendmsg", IORING_OP_SENDMSG }, { "recvmsg", IORING_OP_RECVMSG },
	{ "accept", IORING_OP_ACCEPT }, { "accept4", IORING_OP_ACCEPT },
	{ "accept4", IORING_OP_ACCEPT, SOCK_NONBLOCK },
	{ "connect", IORING_OP_CONNECT }, { "fallocate", IORING_OP_FALLOCATE },
	{ "openat", IORING_OP_OPENAT }, { "close", IORING_OP_CLOSE },
	{ "statx", IORING_OP_STATX },
	{ "read", IORING_OP_READ }, { "read", IORING_OP_READ, 0, -1 },
	{ "pread64", IORING_OP_READ }, { "write", IORING_OP_WRITE },
	{ "write", IORING_OP_WRITE, 0, -1 }, { "pwrite64", IORING_OP_WRITE },
	{ "fadvise64", IORING_OP_FADVISE }, { "madvise", IORING_OP_MADVISE },
	{ "sendto", IORING_OP_SEND }, { "recvfrom", IORING_OP_RECV },
	{ "openat2", IORING_OP_OPENAT2 }, { "epoll_ctl", IORING_OP_EPOLL_CTL },
	{ "splice", IORING_OP_SPLICE }, { "tee", IORING_OP_TEE },
	{ "shutdown", IORING_OP_SHUTDOWN },
	{ "renameat", IORING_OP_RENAMEAT }, { "renameat2", IORING_OP_RENAMEAT },
	{ "renameat2", IORING_OP_RENAMEAT, 1 },
	{ "unlinkat", IORING_OP_UNLINKAT }, { "unlinkat", IORING_OP_UNLINKAT, AT_REMOVEDIR },
	{ "mkdirat", IORING_OP_MKDIRAT }, { "symlinkat", IORING_OP_SYMLINKAT },
	{ "linkat", IORING_OP_LINKAT },
	{ "fsetxattr", IORING_OP_FSETXATTR }, { "setxattr", IORING_OP_SETXATTR },
	{ "fgetxattr", IORING_OP_FGETXATTR }, { "getxattr", IORING_OP_GETXATTR },
	{ "socket", IORING_OP_SOCKET },
	{ "getsockopt", IORING_OP_URING_CMD, 0, CMD_GETSOCKOPT },
	{ "setsockopt", IORING_OP_URING_CMD, 0, CMD_SETSOCKOPT },
	{ "ioctl", IORING_OP_URING_CMD }, { "ioctl", IORING_OP_URING_CMD, 0, 0x1200 },
	{ "sendto", IORING_OP_SEND_ZC }, { "sendmsg", IORING_OP_SENDMSG_ZC },
	{ "read", OP_READ_MULTISHOT }, { "pread64", OP_READ_MULTISHOT },
	{ "waitid", OP_WAITID }, { "futex_wait", OP_FUTEX_WAIT },
	{ "futex_wake", OP_FUTEX_WAKE }, { "futex_waitv", OP_FUTEX_WAITV },
	{ "ftruncate", OP_FTRUNCATE }, { "bind", OP_BIND }, { "listen", OP_LISTEN },
};

/* Parameters that lead nowhere: what matters is whether the rule is asked. */
static int run_op(struct ring *r, const struct op *op)
{
	struct io_uring_sqe *sqe = ring_sqe(r, op->op, -1);
	struct io_uring_cqe cqe, more;

	sqe->rw_flags = op->flags;
	sqe->off = op->off;
	if (ring_submit(r) < 0 || !ring_next(r, &cqe))
		return -ETIME;
	/* A send without a copy tells when it is done with the memory, too. */
	if (cqe.flags & IORING_CQE_F_MORE)
		ring_next(r, &more);
	return cqe.res;
}

TEST_F(uring, every_opcode_that_stands_for_a_call_is_refused_with_it)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(ops); i++) {
		ASSERT_LOADED(sct_load(RULE("r", "getppid", MINE, FAIL("ENOMEDIUM"), "before")));
		EXPECT_NE(REFUSED, run_op(&self->ring, &ops[i]))
			TH_LOG("%s, opcode %d", ops[i].call, ops[i].op);
		ASSERT_LOADED(sct_loadf(RULE("r", "%s", MY_REQUEST, FAIL("ENOMEDIUM"), "before"),
					ops[i].call));
		EXPECT_EQ(REFUSED, run_op(&self->ring, &ops[i]))
			TH_LOG("%s, opcode %d", ops[i].call, ops[i].op);
	}
}

TEST_F(uring, every_opcode_is_told_by_its_call)
{
	char line[64];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(ops); i++) {
		ASSERT_LOADED(sct_loadf(RULE("r", "%s", MY_REQUEST, LOG("%%sname %%abi %%comm"),
					     "before"), ops[i].call));
		ASSERT_EQ(0, sct_clear_log());
		run_op(&self->ring, &ops[i]);
		snprintf(line, sizeof(line), "%s io_uring \"" SCT_COMM "\"\n", ops[i].call);
		EXPECT_LOG(line);
	}
}

TEST_F(uring, opcodes_that_stand_for_no_call_are_not_seen)
{
	static const unsigned char none[] = {
		IORING_OP_NOP, IORING_OP_POLL_ADD, IORING_OP_POLL_REMOVE,
		IORING_OP_TIMEOUT_REMOVE, IORING_OP_ASYNC_CANCEL, IORING_OP_FILES_UPDATE,
		IORING_OP_REMOVE_BUFFERS, IORING_OP_MSG_RING,
	};
	unsigned int i;

	ASSERT_LOADED(sct_load(RULE("r", "*", MY_REQUEST, LOG("%sname"), "before")));
	for (i = 0; i < ARRAY_SIZE(none); i++) {
		ring_sqe(&self->ring, none[i], -1);
		EXPECT_NE(-ETIME, ring_run(&self->ring));
	}
	EXPECT_LOG("");
	ring_path(&self->ring, IORING_OP_UNLINKAT, "nothing");
	EXPECT_EQ(-ENOENT, ring_run(&self->ring));
	EXPECT_LOG("unlinkat\n");
}

TEST_F(uring, a_rule_that_names_several_of_them_is_tried_once)
{
	char lines[128];
	int fd = open("file", O_RDWR | O_CREAT, 0600);

	ASSERT_LE(0, fd);
	ASSERT_LOADED(sct_load(RULE("r", "read, pread64, preadv", MINE,
				    LOG("%sname %sid %params"), "before")));
	ring_rw(&self->ring, IORING_OP_READ, fd, NULL, 0, 7);
	EXPECT_EQ(0, ring_run(&self->ring));
	ring_rw(&self->ring, IORING_OP_READ, fd, NULL, 0, -1);
	EXPECT_EQ(0, ring_run(&self->ring));
	snprintf(lines, sizeof(lines),
		 "pread64 17 %1$d, <NULL>, 0, 7\nread 0 %1$d, <NULL>, 0\n", fd);
	EXPECT_LOG(lines);
}

TEST_F(uring, the_rule_that_stands_first_decides_whichever_name_it_has)
{
	static const char a[] = RULE("a", "read", MINE, FAIL("EXDEV"), "before");
	static const char b[] = RULE("b", "pread64", MINE, FAIL("ENOMEDIUM"), "before");

	ASSERT_LOADED(sct_loadf("%s%s", a, b));
	ring_rw(&self->ring, IORING_OP_READ, 0, NULL, 0, 0);
	EXPECT_EQ(-EXDEV, ring_run(&self->ring));
	ASSERT_LOADED(sct_loadf("%s%s", b, a));
	ring_rw(&self->ring, IORING_OP_READ, 0, NULL, 0, 0);
	EXPECT_EQ(-ENOMEDIUM, ring_run(&self->ring));
	ring_rw(&self->ring, IORING_OP_READ, 0, NULL, 0, -1);
	EXPECT_EQ(-EXDEV, ring_run(&self->ring));
}

TEST_F(uring, parameters_are_those_of_the_call)
{
	struct io_uring_sqe *sqe;

	ASSERT_LOADED(sct_load(RULE("r", "*", MY_REQUEST, LOG("%sname %params"), "before")));
	sqe = ring_path(&self->ring, IORING_OP_OPENAT, "no/file");
	sqe->open_flags = O_RDWR | O_CREAT;
	sqe->len = 0640;
	EXPECT_EQ(-ENOENT, ring_run(&self->ring));
	EXPECT_LOG_CLEAR("openat AT_FDCWD, \"no/file\", O_RDWR|O_CREAT, 0640\n");

	sqe = ring_path(&self->ring, IORING_OP_RENAMEAT, "no/a");
	sqe->addr2 = (unsigned long)"no/b";
	sqe->len = AT_FDCWD;
	sqe->rename_flags = 1;
	EXPECT_EQ(-ENOENT, ring_run(&self->ring));
	EXPECT_LOG_CLEAR("renameat2 AT_FDCWD, \"no/a\", AT_FDCWD, \"no/b\", RENAME_NOREPLACE\n");

	sqe = ring_path(&self->ring, IORING_OP_LINKAT, "no/a");
	sqe->addr2 = (unsigned long)"no/b";
	sqe->len = AT_FDCWD;
	EXPECT_EQ(-ENOENT, ring_run(&self->ring));
	EXPECT_LOG_CLEAR("linkat AT_FDCWD, \"no/a\", AT_FDCWD, \"no/b\", 0\n");

	sqe = ring_path(&self->ring, IORING_OP_SYMLINKAT, "to");
	sqe->addr2 = (unsigned long)"no/b";
	EXPECT_EQ(-ENOENT, ring_run(&self->ring));
	EXPECT_LOG_CLEAR("symlinkat \"to\", AT_FDCWD, \"no/b\"\n");

	ring_path(&self->ring, IORING_OP_MKDIRAT, "no/dir")->len = 0755;
	EXPECT_EQ(-ENOENT, ring_run(&self->ring));
	EXPECT_LOG_CLEAR("mkdirat AT_FDCWD, \"no/dir\", 0755\n");

	sqe = ring_sqe(&self->ring, IORING_OP_SOCKET, AF_INET);
	sqe->off = SOCK_STREAM;
	sqe->len = 6;
	EXPECT_LT(0, ring_run(&self->ring));
	EXPECT_LOG_CLEAR("socket AF_INET, SOCK_STREAM, 6\n");

	sqe = ring_sqe(&self->ring, IORING_OP_FALLOCATE, 99);
	sqe->off = 1;
	sqe->addr = 1L << 33;
	sqe->len = 3;
	EXPECT_EQ(-EBADF, ring_run(&self->ring));
	EXPECT_LOG_CLEAR("fallocate 99, FALLOC_FL_KEEP_SIZE|FALLOC_FL_PUNCH_HOLE, 1, 8589934592\n");

	sqe = ring_path(&self->ring, IORING_OP_SETXATTR, "user.x");
	sqe->addr2 = (unsigned long)"value";
	sqe->addr3 = (unsigned long)"no/file";
	sqe->len = 5;
	EXPECT_EQ(-ENOENT, ring_run(&self->ring));
	EXPECT_LOG_CLEAR("setxattr \"no/file\", \"user.x\", \"value\", 5, 0\n");
}

TEST_F(uring, addresses_of_sockets)
{
	static const struct sockaddr_in to = {
		.sin_family = AF_INET,
		.sin_port = 0x1900,		/* 25 */
		.sin_addr.s_addr = 0x0100007f,
	};
	struct io_uring_sqe *sqe;

	if (access("/sys/kernel/btf/vmlinux", F_OK))
		SKIP(return, "a kernel without BTF");
	ASSERT_LOADED(sct_load(RULE("r", "*", MY_REQUEST, LOG("%sname %params"), "before")));
	ring_rw(&self->ring, IORING_OP_CONNECT, 99, &to, 0, sizeof(to));
	EXPECT_EQ(-EBADF, ring_run(&self->ring));
	EXPECT_LOG_CLEAR("connect 99, " ADDRESS ", 16\n");
	sqe = ring_rw(&self->ring, IORING_OP_SEND, 99, "hello", 5, (unsigned long)&to);
	sqe->msg_flags = MSG_DONTWAIT;
	sqe->file_index = sizeof(to);	/* addr_len */
	EXPECT_EQ(-EBADF, ring_run(&self->ring));
	EXPECT_LOG_CLEAR("sendto 99, \"hello\", 5, MSG_DONTWAIT, " ADDRESS ", 16\n");

	ASSERT_LOADED(sct_load(RULE("r", "connect", MY_REQUEST
				    " && ((struct sockaddr_in *)PARAMS[2])->sin_port == htons(25)",
				    FAIL("ENOMEDIUM"), "before")));
	ring_rw(&self->ring, IORING_OP_CONNECT, 99, &to, 0, sizeof(to));
	EXPECT_EQ(REFUSED, ring_run(&self->ring));
}

#ifdef __x86_64__
/* What it would read of the struct are other members than the call's. */
TEST_F(uring, a_rule_does_not_misread_structs_of_a_32_bit_program)
{
	struct io_uring_params *p = (void *)sct_low("");
	struct ring other;

	if (access("/sys/kernel/btf/vmlinux", F_OK))
		SKIP(return, "a kernel without BTF");
	other.fd = sct_int80(425, 4, (long)memset(p, 0, sizeof(*p)), 0, 0, 0);
	if (other.fd < 0)
		SKIP(return, "no 32-bit calls");
	other.p = *p;
	memset(p, 0, sizeof(*p));	/* an empty message */
	ASSERT_EQ(0, ring_map(&other));
	ASSERT_LOADED(sct_load(RULE("f", "sendmsg", MINE " && PARAMS[2]->msg_namelen == 77",
				    FAIL("ENOMEDIUM"), "before")));
	ring_sqe(&other, IORING_OP_SENDMSG, 99)->addr = (unsigned long)p;
	EXPECT_EQ(-EOPNOTSUPP, ring_run(&other));
	ring_sqe(&self->ring, IORING_OP_SENDMSG, 99)->addr = (unsigned long)p;
	EXPECT_EQ(-EBADF, ring_run(&self->ring));
	ASSERT_LOADED(sct_load(RULE("f", "sendmsg", MINE, LOG("%sname"), "before")));
	ring_sqe(&other, IORING_OP_SENDMSG, 99)->addr = (unsigned long)p;
	EXPECT_EQ(-EBADF, ring_run(&other));
	/* One that can't be judged is told of where a rule might have logged it. */
	EXPECT_LOG_CLEAR("sendmsg\n");
	ASSERT_LOADED(sct_load(RULE("f", "sendmsg", MINE " && PARAMS[2]->msg_namelen == 77",
				    FAIL("ENOMEDIUM") ALSO LOG("f"), "before")));
	ring_sqe(&other, IORING_OP_SENDMSG, 99)->addr = (unsigned long)p;
	EXPECT_EQ(-EOPNOTSUPP, ring_run(&other));
	EXPECT_LOG("-- 1 events lost --\n");
	ring_exit(&other);
}
#endif

/* The ways that a request takes through the kernel. */
FIXTURE(way) {
	struct sct_place at;
	struct ring ring;
};

FIXTURE_VARIANT(way) {
	unsigned int setup;
	unsigned char flags;
};

FIXTURE_VARIANT_ADD(way, plain) { 0, 0 };
FIXTURE_VARIANT_ADD(way, worker) { 0, IOSQE_ASYNC };
FIXTURE_VARIANT_ADD(way, drained) { 0, IOSQE_IO_DRAIN };
FIXTURE_VARIANT_ADD(way, polled_by_a_thread) { IORING_SETUP_SQPOLL, 0 };
FIXTURE_VARIANT_ADD(way, polled_and_worker) { IORING_SETUP_SQPOLL, IOSQE_ASYNC };
FIXTURE_VARIANT_ADD(way, deferred) { DEFERRED, 0 };
FIXTURE_VARIANT_ADD(way, large_entries) { IORING_SETUP_SQE128, 0 };

FIXTURE_SETUP(way)
{
	sct_setup(_metadata, &self->at);
	self->ring.fd = -1;
	ASSERT_EQ(0, ring_init(&self->ring, 16, variant->setup));
}

FIXTURE_TEARDOWN_PARENT(way)
{
	ring_exit(&self->ring);
	sct_teardown(&self->at);
}

static struct io_uring_sqe *victim(struct ring *r, unsigned char flags)
{
	struct io_uring_sqe *sqe = ring_path(r, IORING_OP_UNLINKAT, "victim");

	sqe->flags = flags;
	return sqe;
}

TEST_F(way, refused_and_told)
{
	char lines[256];

	ASSERT_TRUE(sct_make("victim"));
	ASSERT_LOADED(sct_load(RULE("f", "unlinkat", VICTIM, FAIL("ENOMEDIUM"), "before")));
	victim(&self->ring, variant->flags);
	EXPECT_EQ(REFUSED, ring_run(&self->ring));
	EXPECT_TRUE(sct_exists("victim"));

	ASSERT_LOADED(sct_load(RULE("l", "unlinkat", VICTIM, LOG("%pid %tid %comm %uid %params"),
				    "before")
			       RULE("a", "unlinkat", VICTIM, LOG("%pid %comm %retval"), "after")));
	ASSERT_EQ(0, sct_clear_log());
	victim(&self->ring, variant->flags);
	EXPECT_EQ(0, ring_run(&self->ring));
	EXPECT_FALSE(sct_exists("victim"));
	victim(&self->ring, variant->flags);
	EXPECT_EQ(-ENOENT, ring_run(&self->ring));
	snprintf(lines, sizeof(lines),
		 "%1$d %1$d \"" SCT_COMM "\" 0 AT_FDCWD, \"victim\", 0\n"
		 "%1$d \"" SCT_COMM "\" 0\n"
		 "%1$d %1$d \"" SCT_COMM "\" 0 AT_FDCWD, \"victim\", 0\n"
		 "%1$d \"" SCT_COMM "\" -2\n", getpid());
	EXPECT_LOG(lines);
}

TEST_F(way, after_rules_replace_the_result)
{
	ASSERT_LOADED(sct_load(RULE("r", "unlinkat", VICTIM " && RETVAL == -2",
				    "type = RETURN value = 7", "after")));
	victim(&self->ring, variant->flags);
	EXPECT_EQ(7, ring_run(&self->ring));
	ASSERT_TRUE(sct_make("victim"));
	victim(&self->ring, variant->flags);
	EXPECT_EQ(0, ring_run(&self->ring));
}

TEST_F(way, links_break_as_ever)
{
	struct io_uring_cqe cqe[3];
	unsigned int i;

	if (variant->flags & IOSQE_IO_DRAIN)
		SKIP(return, "a link is drained as a whole");
	ASSERT_TRUE(sct_make("victim"));
	ASSERT_TRUE(sct_make("first"));
	ASSERT_TRUE(sct_make("last"));
	ASSERT_LOADED(sct_load(RULE("f", "unlinkat", VICTIM, FAIL("ENOMEDIUM"), "before")));
	ring_path(&self->ring, IORING_OP_UNLINKAT, "first")->flags = IOSQE_IO_LINK | variant->flags;
	victim(&self->ring, variant->flags | IOSQE_IO_LINK);
	ring_path(&self->ring, IORING_OP_UNLINKAT, "last")->flags = variant->flags;
	EXPECT_EQ(3, ring_submit(&self->ring));
	for (i = 0; i < 3; i++)
		ASSERT_TRUE(ring_next(&self->ring, &cqe[i]));
	EXPECT_EQ(0, cqe[0].res);
	EXPECT_EQ(REFUSED, cqe[1].res);
	EXPECT_EQ(-ECANCELED, cqe[2].res);
	EXPECT_FALSE(sct_exists("first"));
	EXPECT_TRUE(sct_exists("victim"));
	EXPECT_TRUE(sct_exists("last"));

	/* One that only seems to have run breaks nothing. */
	ASSERT_LOADED(sct_load(RULE("f", "unlinkat", VICTIM, "type = RETURN value = 0", "before")));
	victim(&self->ring, variant->flags | IOSQE_IO_LINK);
	ring_path(&self->ring, IORING_OP_UNLINKAT, "last")->flags = variant->flags;
	EXPECT_EQ(2, ring_submit(&self->ring));
	for (i = 0; i < 2; i++)
		ASSERT_TRUE(ring_next(&self->ring, &cqe[i]));
	EXPECT_EQ(0, cqe[0].res);
	EXPECT_EQ(0, cqe[1].res);
	EXPECT_TRUE(sct_exists("victim"));
	EXPECT_FALSE(sct_exists("last"));
}

TEST_F(way, killed)
{
	int status;
	pid_t pid;

	ASSERT_TRUE(sct_make("victim"));
	ASSERT_LOADED(sct_load(RULE("k", "unlinkat", VICTIM, "type = KILL", "before")));
	fflush(NULL);
	pid = fork();
	if (!pid) {
		struct ring own;

		if (ring_init(&own, 4, variant->setup))
			_exit(1);
		victim(&own, variant->flags);
		ring_run(&own);
		pause();
	}
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) TH_LOG("%x", status);
	EXPECT_TRUE(sct_exists("victim"));
}

TEST_F(way, the_descriptor_is_the_file_that_is_used)
{
	struct io_uring_sqe *sqe;
	char path[64], lines[128];
	int fd;

	ASSERT_TRUE(sct_make("secret"));
	ASSERT_TRUE(sct_make("public"));
	snprintf(path, sizeof(path), "%s/secret", self->at.dir);
	ASSERT_LOADED(sct_loadf(RULE("f", "write, pwrite64", "PATH[1] == \"%1$s\"",
				     LOG("%%sname %%path1 %%params") ALSO
				     FAIL("ENOMEDIUM"), "before"), path));
	fd = open("secret", O_RDWR);
	ASSERT_LE(0, fd);
	sqe = ring_rw(&self->ring, IORING_OP_WRITE, fd, "text", 4, 0);
	sqe->flags = variant->flags;
	EXPECT_EQ(REFUSED, ring_run(&self->ring));
	snprintf(lines, sizeof(lines), "pwrite64 \"%s\" %d, \"text\", 4, 0\n", path, fd);
	EXPECT_LOG_CLEAR(lines);

	/* By its place in the ring's own table. */
	ASSERT_EQ(0, ring_register(&self->ring, IORING_REGISTER_FILES, &fd, 1));
	sqe = ring_rw(&self->ring, IORING_OP_WRITE, 0, "text", 4, -1);
	sqe->flags = variant->flags | IOSQE_FIXED_FILE;
	EXPECT_EQ(REFUSED, ring_run(&self->ring));
	snprintf(lines, sizeof(lines), "write \"%s\" 0, \"text\", 4\n", path);
	EXPECT_LOG_CLEAR(lines);
	close(fd);

	fd = open("public", O_RDWR);
	ASSERT_LE(0, fd);
	sqe = ring_rw(&self->ring, IORING_OP_WRITE, fd, "text", 4, 0);
	sqe->flags = variant->flags;
	EXPECT_EQ(4, ring_run(&self->ring));
	close(fd);
	EXPECT_LOG("");
	EXPECT_EQ(0, truncate("secret", 0));
}

/* When it is submitted the file isn't open, and its place holds another. */
TEST_F(way, the_file_may_be_the_result_of_the_request_before)
{
	struct io_uring_cqe cqe[2];
	struct io_uring_sqe *sqe;
	char path[64];
	struct stat st;
	int fd;

	if (variant->flags & IOSQE_IO_DRAIN)
		SKIP(return, "a link is drained as a whole");
	ASSERT_TRUE(sct_make("secret"));
	ASSERT_TRUE(sct_make("public"));
	fd = open("public", O_RDWR);
	ASSERT_LE(0, fd);
	ASSERT_EQ(0, ring_register(&self->ring, IORING_REGISTER_FILES, &fd, 1));
	snprintf(path, sizeof(path), "%s/secret", self->at.dir);
	ASSERT_LOADED(sct_loadf(RULE("f", "write", "PATH[1] == \"%s\"", FAIL("ENOMEDIUM"),
				     "before"), path));
	sqe = ring_path(&self->ring, IORING_OP_OPENAT, "secret");
	sqe->open_flags = O_RDWR;
	sqe->file_index = 1;
	sqe->flags = variant->flags | IOSQE_IO_LINK;
	sqe = ring_rw(&self->ring, IORING_OP_WRITE, 0, "text", 4, -1);
	sqe->flags = variant->flags | IOSQE_FIXED_FILE;
	EXPECT_EQ(2, ring_submit(&self->ring));
	ASSERT_TRUE(ring_next(&self->ring, &cqe[0]));
	ASSERT_TRUE(ring_next(&self->ring, &cqe[1]));
	EXPECT_EQ(0, cqe[0].res);
	EXPECT_EQ(REFUSED, cqe[1].res);
	ASSERT_EQ(0, stat("secret", &st));
	EXPECT_EQ(0, st.st_size);
	close(fd);
}

/* The request before it puts another link where the rule has looked. */
TEST_F(way, a_link_that_changes_leads_to_no_other_object)
{
	struct io_uring_cqe cqe[2];
	struct io_uring_sqe *sqe;
	int i;

	if (variant->flags & IOSQE_IO_DRAIN)
		SKIP(return, "a link is drained as a whole");
	ASSERT_TRUE(sct_make("secret"));
	ASSERT_TRUE(sct_make("public"));
	for (i = 0; i < 2; i++) {
		ASSERT_EQ(0, symlink("public", "link"));
		ASSERT_EQ(0, symlink("secret", "other"));
		sqe = ring_path(&self->ring, IORING_OP_RENAMEAT, "other");
		sqe->addr2 = (unsigned long)"link";
		sqe->len = AT_FDCWD;
		sqe->flags = variant->flags | IOSQE_IO_LINK;
		sqe = ring_path(&self->ring, IORING_OP_OPENAT, "link");
		sqe->flags = variant->flags;
		EXPECT_EQ(2, ring_submit(&self->ring));
		ASSERT_TRUE(ring_next(&self->ring, &cqe[0]));
		ASSERT_TRUE(ring_next(&self->ring, &cqe[1]));
		EXPECT_EQ(0, cqe[0].res);
		EXPECT_EQ(i ? REFUSED : 0, cqe[1].res < 0 ? cqe[1].res : 0);
		close(cqe[1].res);
		ASSERT_EQ(0, unlink("link"));
		ASSERT_LOADED(sct_loadf(RULE("f", "openat", "PATH[2] == \"%s/secret\"",
					     FAIL("ENOMEDIUM"), "before"), self->at.dir));
	}
}

TEST_F(way, another_path_or_number_is_used)
{
	struct io_uring_sqe *sqe;
	struct stat st;
	int fd;

	ASSERT_TRUE(sct_make("victim"));
	ASSERT_TRUE(sct_make("decoy"));
	ASSERT_LOADED(sct_load(RULE("p", "unlinkat", VICTIM,
				    "type = REWRITE param = 2 value = \"decoy\"", "before")
			       RULE("n", "pwrite64", MINE " && PARAMS[3] == 9",
				    "type = REWRITE param = 3 value = 2", "before")));
	victim(&self->ring, variant->flags);
	EXPECT_EQ(0, ring_run(&self->ring));
	EXPECT_TRUE(sct_exists("victim"));
	EXPECT_FALSE(sct_exists("decoy"));
	fd = open("victim", O_RDWR);
	ASSERT_LE(0, fd);
	sqe = ring_rw(&self->ring, IORING_OP_WRITE, fd, "123456789", 9, 0);
	sqe->flags = variant->flags;
	EXPECT_EQ(2, ring_run(&self->ring));
	ASSERT_EQ(0, stat("victim", &st));
	EXPECT_EQ(2, st.st_size);
	close(fd);
}

TEST_F(uring, who_is_stopped_may_submit_anew)
{
	int status, ret;
	pid_t pid;

	ASSERT_TRUE(sct_make("victim"));
	ASSERT_LOADED(sct_load(RULE("s", "unlinkat", VICTIM, "type = SUSPEND", "before")));
	fflush(NULL);
	pid = fork();
	if (!pid) {
		struct ring own;

		if (ring_init(&own, 4, 0))
			_exit(1);
		victim(&own, 0);
		ret = ring_run(&own);
		_exit(ret == -EINTR ? 7 : 1);
	}
	EXPECT_TRUE(wait_state(pid, 'T'));
	EXPECT_TRUE(sct_exists("victim"));
	kill(pid, SIGCONT);
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 7) TH_LOG("%x", status);
	EXPECT_TRUE(sct_exists("victim"));
}

TEST_F(uring, socket_options_are_calls)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1, is = -1;
	struct io_uring_sqe *sqe;
	socklen_t len = sizeof(is);

	ASSERT_LE(0, fd);
	ASSERT_LOADED(sct_load(RULE("r", "setsockopt", MINE " && PARAMS[3] == SO_KEEPALIVE",
				    FAIL("ENOMEDIUM"), "before")));
	sqe = ring_sqe(&self->ring, IORING_OP_URING_CMD, fd);
	sqe->off = CMD_SETSOCKOPT;
	sqe->addr = SOL_SOCKET | (__u64)SO_KEEPALIVE << 32;
	sqe->addr3 = (unsigned long)&on;
	sqe->file_index = sizeof(on);
	EXPECT_EQ(REFUSED, ring_run(&self->ring));
	ASSERT_EQ(0, getsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &is, &len));
	EXPECT_EQ(0, is);

	/* Another option goes through, from the copy. */
	sqe = ring_sqe(&self->ring, IORING_OP_URING_CMD, fd);
	sqe->off = CMD_SETSOCKOPT;
	sqe->addr = SOL_SOCKET | (__u64)SO_REUSEADDR << 32;
	sqe->addr3 = (unsigned long)&on;
	sqe->file_index = sizeof(on);
	EXPECT_EQ(0, ring_run(&self->ring));
	ASSERT_EQ(0, getsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &is, &len));
	EXPECT_EQ(1, is);
	close(fd);
}

TEST_F(uring, requests_have_the_credentials_of_their_personality)
{
	struct io_uring_sqe *sqe;
	int id;

	ASSERT_EQ(0, sct_call(SYS_setresuid, 0, 1234, 0));
	id = ring_register(&self->ring, IORING_REGISTER_PERSONALITY, NULL, 0);
	ASSERT_EQ(0, sct_call(SYS_setresuid, 0, 0, 0));
	ASSERT_LT(0, id);
	ASSERT_LOADED(sct_load(RULE("f", "unlinkat", VICTIM " && EUID == 1234",
				    LOG("%euid %uid") ALSO FAIL("ENOMEDIUM"), "before")
			       RULE("a", "unlinkat", VICTIM " && EUID == 0", LOG("%euid %retval"),
				    "after")));
	sqe = victim(&self->ring, 0);
	sqe->personality = id;
	EXPECT_EQ(REFUSED, ring_run(&self->ring));
	victim(&self->ring, 0);
	EXPECT_EQ(-ENOENT, ring_run(&self->ring));
	EXPECT_LOG("1234 0\n0 -2\n");
}

TEST_F(uring, registered_buffers)
{
	char *buf = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct iovec vec = { .iov_base = buf, .iov_len = 4096 };
	int fd = open("file", O_RDWR | O_CREAT, 0600);
	char lines[128];

	ASSERT_LE(0, fd);
	memcpy(buf, "hello", 5);
	ASSERT_EQ(0, ring_register(&self->ring, IORING_REGISTER_BUFFERS, &vec, 1));
	ASSERT_LOADED(sct_load(RULE("b", "write", MINE " && PARAMS[3] == 4", FAIL("ENOMEDIUM"),
				    "before")
			       RULE("a", "write", MINE, LOG("%params %retval"), "after")));
	ring_rw(&self->ring, IORING_OP_WRITE_FIXED, fd, buf, 5, -1);
	EXPECT_EQ(5, ring_run(&self->ring));
	ring_rw(&self->ring, IORING_OP_WRITE_FIXED, fd, buf, 4, -1);
	EXPECT_EQ(REFUSED, ring_run(&self->ring));
	snprintf(lines, sizeof(lines), "%d, \"hello\", 5 5\n", fd);
	EXPECT_LOG(lines);
	close(fd);
}

/* A listening socket on the loopback; its address in @at. */
static int listener(struct sockaddr_in *at)
{
	socklen_t len = sizeof(*at);
	int fd = lo_socket(SOCK_STREAM);

	*at = (struct sockaddr_in) {
		.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	if (bind(fd, (void *)at, len) || listen(fd, 8) || getsockname(fd, (void *)at, &len))
		return -1;
	return fd;
}

/* One request, many results: each is one of the call's. */
TEST_F(uring, every_result_of_a_multishot_request_is_told)
{
	struct io_uring_cqe cqe;
	struct sockaddr_in at;
	char lines[128];
	int fd, client, i, got[2];

	fd = listener(&at);
	ASSERT_LE(0, fd);
	ASSERT_LOADED(sct_load(RULE("b", "accept", MINE, LOG("before"), "before")
			       RULE("a", "accept", MINE, LOG("%params %retval"), "after")));
	ring_sqe(&self->ring, IORING_OP_ACCEPT, fd)->ioprio = 1;
	ASSERT_EQ(1, ring_submit(&self->ring));
	for (i = 0; i < 2; i++) {
		client = socket(AF_INET, SOCK_STREAM, 0);
		ASSERT_EQ(0, connect(client, (void *)&at, sizeof(at)));
		ASSERT_TRUE(ring_next(&self->ring, &cqe));
		EXPECT_LE(0, cqe.res);
		EXPECT_TRUE(cqe.flags & IORING_CQE_F_MORE);
		got[i] = cqe.res;
		close(client);
	}
	snprintf(lines, sizeof(lines),
		 "before\n%1$d, <NULL>, <NULL> %2$d\n%1$d, <NULL>, <NULL> %3$d\n",
		 fd, got[0], got[1]);
	EXPECT_LOG(lines);
	close(fd);
}

TEST_F(uring, results_that_nobody_reads_are_told)
{
	struct io_uring_sqe *sqe;

	ASSERT_TRUE(sct_make("victim"));
	ASSERT_LOADED(sct_load(RULE("a", "unlinkat", VICTIM, LOG("%retval"), "after")));
	sqe = victim(&self->ring, IOSQE_CQE_SKIP_SUCCESS);
	ASSERT_EQ(1, ring_submit(&self->ring));
	EXPECT_TRUE(WAIT(!sct_exists("victim")));
	sqe = ring_sqe(&self->ring, IORING_OP_NOP, 0);
	sqe->flags = 0;
	EXPECT_EQ(0, ring_run(&self->ring));
	EXPECT_TRUE(WAIT(({
		char *log = sct_read(SCT_LOG);
		bool is = log && !strcmp(log, "0\n");

		free(log);
		is;
	})));
}

/* Who waits for a rule's end must not wait for the end of a request that nobody ends. */
TEST_F(uring, a_ring_may_end_with_requests_that_a_rule_waits_for)
{
	struct io_uring_cqe cqe;
	int pipes[2], i;
	char buf[4];

	ASSERT_EQ(0, pipe(pipes));
	ASSERT_LOADED(sct_load(RULE("a", "read", MINE, LOG("%retval"), "after")));
	for (i = 0; i < 4; i++)
		ring_rw(&self->ring, IORING_OP_READ, pipes[0], buf, 4, 0)->user_data = i;
	ASSERT_EQ(4, ring_submit(&self->ring));

	ring_sqe(&self->ring, IORING_OP_ASYNC_CANCEL, -1)->addr = 2;
	ASSERT_EQ(1, ring_submit(&self->ring));
	ASSERT_TRUE(ring_next(&self->ring, &cqe));
	ASSERT_TRUE(ring_next(&self->ring, &cqe));
	EXPECT_LOG_CLEAR("-125\n");

	/* The rules that wait have gone by then. */
	ASSERT_LOADED(sct_load(""));
	ASSERT_EQ(2, write(pipes[1], "ab", 2));
	ASSERT_TRUE(ring_next(&self->ring, &cqe));
	EXPECT_EQ(2, cqe.res);
	EXPECT_LOG_CLEAR("2\n");
	ring_exit(&self->ring);
	close(pipes[0]);
	close(pipes[1]);
}

static int use_inherited(void *arg)
{
	struct ring *r = arg;

	victim(r, 0);
	return ring_run(r) == REFUSED ? 0 : 1;
}

TEST_F(uring, a_child_that_submits_to_its_parents_ring)
{
	ASSERT_TRUE(sct_make("victim"));
	ASSERT_LOADED(sct_load(RULE("f", "unlinkat", VICTIM, FAIL("ENOMEDIUM"), "before")));
	EXPECT_EQ(0, sct_child(use_inherited, &self->ring));
	EXPECT_TRUE(sct_exists("victim"));
}

TEST_F(uring, two_rings_at_once)
{
	struct ring other;

	ASSERT_EQ(0, ring_init(&other, 4, 0));
	ASSERT_TRUE(sct_make("victim"));
	ASSERT_LOADED(sct_load(RULE("f", "unlinkat", VICTIM, FAIL("ENOMEDIUM"), "before")));
	victim(&other, IOSQE_ASYNC);
	victim(&self->ring, 0);
	EXPECT_EQ(REFUSED, ring_run(&other));
	EXPECT_EQ(REFUSED, ring_run(&self->ring));
	ring_exit(&other);
}

/* Neither the call's own rules nor those of the one it came by. */
TEST_F(uring, the_call_that_submits_is_a_call_too)
{
	ASSERT_TRUE(sct_make("victim"));
	ASSERT_LOADED(sct_load(RULE("e", "io_uring_enter", MINE, LOG("%sname %retval"), "after")
			       RULE("u", "unlinkat", VICTIM, LOG("%sname %abi"), "before")));
	victim(&self->ring, IOSQE_ASYNC);
	ASSERT_EQ(1, ring_submit(&self->ring));
	EXPECT_LOG("unlinkat io_uring\nio_uring_enter 1\n");
}

TEST_F(uring, rules_on_the_result_are_tried_in_order_too)
{
	char buf[4];
	int fd = open("/dev/null", O_RDWR);

	ASSERT_LE(0, fd);
	ASSERT_LOADED(sct_load(RULE("a", "read", MINE " && RETVAL == 1", LOG("%ruleid"), "after")
			       RULE("b", "pread64", MINE, LOG("%ruleid %sname %retval"), "after")
			       RULE("c", "read", MINE, LOG("%ruleid %sname %retval"), "after")));
	ring_rw(&self->ring, IORING_OP_READ, fd, buf, 4, 0);
	EXPECT_EQ(0, ring_run(&self->ring));
	ring_rw(&self->ring, IORING_OP_READ, fd, buf, 4, -1);
	EXPECT_EQ(0, ring_run(&self->ring));
	EXPECT_LOG("b pread64 0\nc read 0\n");
	close(fd);
}

TEST_HARNESS_MAIN
