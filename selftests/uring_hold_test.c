// SPDX-License-Identifier: GPL-2.0
/*
 * What a request of io_uring holds, and what holds it: polls that are armed, files of
 * the ring's table, the ring itself, the task that submitted it
 */

#include <kselftest_harness.h>

#include <poll.h>
#include <linux/time_types.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "sct_test.h"
#include "sct_uring.h"

#define REFUSED		(-ENOMEDIUM)
#define SLOTS		64
#define OP_READ_MULTI	49	/* IORING_OP_READ_MULTISHOT, which Debian's headers lack */

FIXTURE(hold) {
	struct sct_place at;
	struct ring ring;
};

FIXTURE_SETUP(hold)
{
	self->ring.fd = -1;
	sct_setup(_metadata, &self->at);
}

FIXTURE_TEARDOWN_PARENT(hold)
{
	sct_teardown(&self->at);
}

/* A worker arms the poll of what may have many results; it is issued, and judged, later. */
TEST_F(hold, poll_of_one_that_is_refused)
{
	static char buf[16];
	struct io_uring_sqe *sqe;
	struct io_uring_cqe cqe;
	int fifo, i;

	ASSERT_EQ(0, mkfifo("fifo", 0600));
	fifo = open("fifo", O_RDWR | O_NONBLOCK | O_CLOEXEC);
	ASSERT_LE(0, fifo);
	ASSERT_EQ(0, ring_init(&self->ring, 8, 0));
	ASSERT_LOADED(sct_loadf(RULE("f", "read, pread64", MINE " && PATH[1] == \"%s/fifo\"",
				     FAIL("ENOMEDIUM"), "before"), self->at.dir));
	for (i = 0; i < 8; i++) {
		ring_rw(&self->ring, IORING_OP_PROVIDE_BUFFERS, 1, buf, 16, 0)->buf_group = 3;
		ASSERT_EQ(0, ring_run(&self->ring));
		sqe = ring_rw(&self->ring, OP_READ_MULTI, fifo, NULL, 0, 0);
		sqe->flags = IOSQE_BUFFER_SELECT | IOSQE_ASYNC;
		sqe->buf_group = 3;
		ASSERT_EQ(1, ring_submit(&self->ring));
		usleep(20000);
		ASSERT_EQ(1, write(fifo, "x", 1));
		ASSERT_TRUE(ring_next(&self->ring, &cqe));
		EXPECT_EQ(REFUSED, cqe.res);
		EXPECT_FALSE(cqe.flags & IORING_CQE_F_MORE);
		/* Nobody waits any more: this wakes who is gone, if he was not taken out. */
		ASSERT_EQ(1, write(fifo, "x", 1));
		ASSERT_EQ(0, sct_load(""));
		ASSERT_EQ(2, read(fifo, buf, sizeof(buf)));
		ASSERT_LOADED(sct_loadf(RULE("f", "read, pread64",
					     MINE " && PATH[1] == \"%s/fifo\"",
					     FAIL("ENOMEDIUM"), "before"), self->at.dir));
	}
	ring_exit(&self->ring);
	close(fifo);
}

/* A place in the ring's table and a descriptor may have one number. */
TEST_F(hold, slot_with_the_number_of_a_descriptor)
{
	int in[2], out[2], files[SLOTS], i;
	struct io_uring_sqe *sqe;
	char c = 0;

	ASSERT_EQ(0, pipe2(in, O_CLOEXEC));
	ASSERT_EQ(0, pipe2(out, O_CLOEXEC));
	ASSERT_GT(SLOTS, out[1]);
	for (i = 0; i < SLOTS; i++)
		files[i] = -1;
	files[out[1]] = in[0];
	ASSERT_EQ(0, ring_init(&self->ring, 4, 0));
	ASSERT_EQ(0, ring_register(&self->ring, IORING_REGISTER_FILES, files, SLOTS));
	ASSERT_LOADED(sct_load(RULE("s", "splice", MINE " && PATH[fd_in] == PATH[fd_out]",
				    FAIL("ENOMEDIUM"), "before")));
	ASSERT_EQ(1, write(in[1], "a", 1));
	sqe = ring_sqe(&self->ring, IORING_OP_SPLICE, out[1]);
	sqe->splice_fd_in = out[1];
	sqe->splice_flags = SPLICE_F_FD_IN_FIXED;
	sqe->splice_off_in = -1;
	sqe->off = -1;
	sqe->len = 1;
	EXPECT_EQ(1, ring_run(&self->ring));
	ASSERT_EQ(1, read(out[0], &c, 1));
	EXPECT_EQ('a', c);

	/* The other way round: into the table's file, out of the descriptor's. */
	files[in[0]] = out[1];
	files[out[1]] = -1;
	ASSERT_LE(0, ring_register(&self->ring, IORING_UNREGISTER_FILES, NULL, 0));
	ASSERT_EQ(0, ring_register(&self->ring, IORING_REGISTER_FILES, files, SLOTS));
	ASSERT_EQ(1, write(in[1], "b", 1));
	sqe = ring_sqe(&self->ring, IORING_OP_SPLICE, in[0]);
	sqe->flags = IOSQE_FIXED_FILE;
	sqe->splice_fd_in = in[0];
	sqe->splice_off_in = -1;
	sqe->off = -1;
	sqe->len = 1;
	EXPECT_EQ(1, ring_run(&self->ring));
	ASSERT_EQ(1, read(out[0], &c, 1));
	EXPECT_EQ('b', c);
	ring_exit(&self->ring);
}

/* A request is rewritten to another file: what io_uring has read of it is forgotten. */
TEST_F(hold, file_of_one_that_is_rewritten)
{
	int one = open("one", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	int two = open("two", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	struct stat st;

	ASSERT_LE(0, one);
	ASSERT_LE(0, two);
	ASSERT_EQ(0, ring_init(&self->ring, 4, 0));
	ASSERT_LOADED(sct_loadf(RULE("w", "write, pwrite64", MINE " && PARAMS[1] == %d",
				     "type = REWRITE param = fd value = %d", "before"),
				one, two));
	ring_rw(&self->ring, IORING_OP_WRITE, one, "abc", 3, 0);
	EXPECT_EQ(3, ring_run(&self->ring));
	ASSERT_EQ(0, fstat(one, &st));
	EXPECT_EQ(0, st.st_size);
	ASSERT_EQ(0, fstat(two, &st));
	EXPECT_EQ(3, st.st_size);
	/* A place in the table is no descriptor: the request can't be what the rule wants. */
	ASSERT_EQ(0, ring_register(&self->ring, IORING_REGISTER_FILES, &one, 1));
	ASSERT_LOADED(sct_loadf(RULE("w", "write, pwrite64", MINE " && PARAMS[1] == 0",
				     "type = REWRITE param = fd value = %d", "before"), two));
	ring_rw(&self->ring, IORING_OP_WRITE, 0, "abc", 3, 0)->flags = IOSQE_FIXED_FILE;
	EXPECT_GT(0, ring_run(&self->ring));
	ASSERT_EQ(0, fstat(one, &st));
	EXPECT_EQ(0, st.st_size);
	ring_exit(&self->ring);
}

/* Leaves a request behind whose rule has looked at the ring's own descriptor. */
static int leave_request(int file)
{
	static struct __kernel_timespec never = { .tv_sec = 1000000 };
	static char statx_buf[256];
	struct io_uring_sqe *sqe;
	struct ring ring;

	prctl(PR_SET_NAME, SCT_COMM);
	if (ring_init(&ring, 4, 0) || ring_register(&ring, IORING_REGISTER_FILES, &file, 1))
		return 1;
	ring_rw(&ring, IORING_OP_TIMEOUT, -1, &never, 1, 0)->flags = IOSQE_IO_LINK;
	sqe = ring_sqe(&ring, IORING_OP_STATX, ring.fd);
	sqe->addr = (unsigned long)"";
	sqe->off = (unsigned long)statx_buf;
	sqe->statx_flags = AT_EMPTY_PATH;
	return ring_submit(&ring) != 2;
}

/* Such a ring ends with its task, and lets go of its files. */
TEST_F(hold, ring_of_a_request_of_its_own)
{
	struct pollfd gone = { .events = POLLIN };
	int fds[2], status;
	pid_t child;

	ASSERT_EQ(0, pipe2(fds, O_CLOEXEC));
	ASSERT_LOADED(sct_load(RULE("s", "statx", MINE " && PATH[dfd] == \"/never\"",
				    FAIL("ENOMEDIUM"), "before")));
	child = fork();
	if (!child)
		_exit(leave_request(fds[1]));
	close(fds[1]);
	ASSERT_EQ(child, waitpid(child, &status, 0));
	ASSERT_EQ(0, status);
	gone.fd = fds[0];
	EXPECT_EQ(1, poll(&gone, 1, 20000));
	EXPECT_TRUE(gone.revents & POLLHUP);
	close(fds[0]);
}

/* Submits a request that waits, and is gone; another one has its ring until told. */
static int submit_and_go(const int *never, const int *told)
{
	struct ring ring;
	char c;

	prctl(PR_SET_NAME, SCT_COMM);
	if (ring_init(&ring, 4, 0))
		return 1;
	if (!fork()) {
		close(told[1]);
		/* Ends where nobody holds the other end any more. */
		if (read(told[0], &c, 1))
			_exit(1);
		_exit(0);
	}
	ring_rw(&ring, IORING_OP_READ, never[0], &c, 1, 0);
	return ring_submit(&ring) != 1;
}

/* Its parent may be gone as well, when the request ends. */
TEST_F(hold, task_that_is_gone_with_its_parent)
{
	int never[2], told[2], status;
	char *log = NULL;
	long until;
	pid_t parent;

	ASSERT_EQ(0, pipe2(never, O_CLOEXEC));
	ASSERT_EQ(0, pipe2(told, O_CLOEXEC));
	ASSERT_LOADED(sct_load(RULE("a", "read, pread64",
				    MINE " && PARAMS[count] == 1 && ABI == \"io_uring\"",
				    LOG("%ppid %retval"), "after")));
	parent = fork();
	if (!parent) {
		pid_t child = fork();

		if (!child)
			_exit(submit_and_go(never, told));
		close(told[1]);
		if (waitpid(child, &status, 0) != child)
			_exit(1);
		_exit(!!status);
	}
	ASSERT_EQ(parent, waitpid(parent, &status, 0));
	ASSERT_EQ(0, status);
	/* So that what is freed late is freed. */
	usleep(100000);
	close(told[1]);
	close(told[0]);
	for (until = sct_ms() + 20000; sct_ms() < until; usleep(1000)) {
		free(log);
		log = sct_read(SCT_LOG);
		ASSERT_NE(NULL, log);
		if (*log)
			break;
	}
	EXPECT_STREQ("0 -125\n", log);
	free(log);
	close(never[0]);
	close(never[1]);
}

TEST_HARNESS_MAIN
