// SPDX-License-Identifier: GPL-2.0
/*
 * Requests of io_uring whose results come in other ways than one for each: polled for,
 * many for one, with no room for them; and those that read memory when they are issued
 */

#include <kselftest_harness.h>

#include <pthread.h>
#include <netinet/in.h>
#include <sys/epoll.h>

#include "sct_test.h"
#include "sct_attack.h"
#include "sct_uring.h"

#define REFUSED		(-ENOMEDIUM)
#define ALSO		" } action { "
#define TV		"((struct __kernel_sock_timeval *)PARAMS[optval])"

#ifndef IORING_RECV_MULTISHOT
#define IORING_RECV_MULTISHOT	2
#endif

FIXTURE(ways) {
	struct sct_place at;
	struct ring ring;
};

FIXTURE_SETUP(ways)
{
	self->ring.fd = -1;
	sct_setup(_metadata, &self->at);
}

FIXTURE_TEARDOWN_PARENT(ways)
{
	if (sct_can_be_unsafe())
		sct_set_unsafe(false);
	sct_teardown(&self->at);
}

/* The first thread is gone, and with it what /proc tells of it: the program is not. */
static void *submit_alone(void *arg)
{
	struct ring *ring = arg;
	char state = 0;
	int i;

	for (i = 0; i < 2000 && state != 'Z'; i++) {
		char *text = sct_read("/proc/self/stat"), *at = text ? strrchr(text, ')') : NULL;

		state = at ? at[2] : 0;
		free(text);
		usleep(1000);
	}
	if (state != 'Z' || ring_init(ring, 4, IORING_SETUP_SQPOLL))
		_exit(1);
	ring_path(ring, IORING_OP_UNLINKAT, "victim");
	_exit(ring_run(ring) == REFUSED ? 0 : 2);
}

static int outlive(void *arg)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, submit_alone, arg))
		return 3;
	syscall(SYS_exit, 0);
	return 4;
}

TEST_F_TIMEOUT(ways, thread_that_polls_for_a_dead_one, SCT_TIMEOUT)
{
	char exe[PATH_MAX] = "", link[64], ns[64] = "";
	unsigned int i;

	ASSERT_LT(0, readlink("/proc/self/exe", exe, sizeof(exe) - 1));
	snprintf(link, sizeof(link), "/proc/self/ns/mnt");
	ASSERT_LT(0, readlink(link, ns, sizeof(ns) - 1));
	for (i = 0; i < 3; i++) {
		char filter[PATH_MAX + 64];

		if (i == 0)
			snprintf(filter, sizeof(filter), "EXE == \"%s\"", exe);
		else if (i == 1)
			snprintf(filter, sizeof(filter), "CWD == \"%s\"", self->at.dir);
		else
			snprintf(filter, sizeof(filter), "MNTNS == %lu", strtoul(ns + 5, NULL, 10));
		ASSERT_TRUE(sct_make("victim"));
		ASSERT_LOADED(sct_loadf(RULE("f", "unlinkat", "ABI == \"io_uring\" && %s",
					     FAIL("ENOMEDIUM"), "before"), filter));
		EXPECT_EQ(0, sct_child(outlive, &self->ring)) TH_LOG("%s", filter);
		EXPECT_TRUE(sct_exists("victim"));
	}
}

#ifdef __x86_64__
/* Entered as 32-bit programs do it, the kernel takes an option as they lay it out. */
TEST_F(ways, option_of_a_ring_that_is_entered_by_int80)
{
	int value[4] = { 1, 400000, 0, 0 }, fd = lo_socket(SOCK_DGRAM);
	struct timeval tv = { .tv_usec = 1 };
	socklen_t len = sizeof(tv);
	struct io_uring_cqe cqe;
	struct io_uring_sqe *sqe;
	unsigned int *tail;

	if (access("/sys/kernel/btf/vmlinux", F_OK))
		SKIP(return, "the kernel has no type information");
	ASSERT_LE(0, fd);
	ASSERT_EQ(0, ring_init(&self->ring, 4, 0));
	ASSERT_LOADED(sct_load(RULE("f", "setsockopt", MINE " && " TV "->tv_usec == 400000",
				    FAIL("ENOMEDIUM"), "before")));
	sqe = ring_sqe(&self->ring, IORING_OP_URING_CMD, fd);
	sqe->off = CMD_SETSOCKOPT;
	sqe->addr = SOL_SOCKET | (__u64)SO_RCVTIMEO << 32;
	sqe->addr3 = (unsigned long)value;
	sqe->file_index = sizeof(value);
	tail = ring_at((&self->ring), self->ring.p.sq_off.tail);
	__atomic_store_n(tail, self->ring.tail, __ATOMIC_RELEASE);
	EXPECT_EQ(1, sct_int80(426 /* io_uring_enter */, self->ring.fd, 1, 0, 0, 0));
	ASSERT_TRUE(ring_next(&self->ring, &cqe));
	EXPECT_EQ(-EOPNOTSUPP, cqe.res);
	ASSERT_EQ(0, getsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &tv, &len));
	EXPECT_EQ(0, tv.tv_usec);
	close(fd);
	ring_exit(&self->ring);
}
#endif

/* What a device is asked for is an ioctl, whatever the number. */
TEST_F(ways, command_of_a_device)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC), fd = lo_socket(SOCK_DGRAM);
	struct ring *r = &self->ring;
	struct io_uring_cqe cqe;
	int i;

	ASSERT_LE(0, null);
	ASSERT_LE(0, fd);
	ASSERT_EQ(0, ring_init(r, 4, 0));
	for (i = 0; i < 2; i++) {
		ASSERT_LOADED(sct_load(RULE("f", "ioctl", MINE " && PATH[fd] == \"/dev/null\"",
					    FAIL("ENOMEDIUM") ALSO LOG("%param2 %param3"),
					    "before")));
		if (!i)
			ASSERT_LOADED(sct_load(""));
		ring_sqe(r, IORING_OP_URING_CMD, null)->cmd_op = 0x1234;
		EXPECT_EQ(i ? REFUSED : 0, ring_run(r));
	}
	EXPECT_LOG_CLEAR("4660 0\n");
#ifdef __x86_64__
	/* Nothing that differs for 32-bit programs was looked at. */
	ring_sqe(r, IORING_OP_URING_CMD, fd)->cmd_op = 0 /* SIOCINQ */;
	__atomic_store_n(ring_at(r, r->p.sq_off.tail), r->tail, __ATOMIC_RELEASE);
	EXPECT_EQ(1, sct_int80(426 /* io_uring_enter */, r->fd, 1, 0, 0, 0));
	ASSERT_TRUE(ring_next(r, &cqe));
	EXPECT_EQ(0, cqe.res);
#endif
	EXPECT_LOG("");
	close(null);
	close(fd);
	ring_exit(r);
}

/* epoll_ctl takes a descriptor, whatever the entry says of its file. */
TEST_F(ways, descriptor_of_epoll_ctl)
{
	struct epoll_event event = { .events = EPOLLIN };
	int epfd = epoll_create1(EPOLL_CLOEXEC), fds[2], flags;
	struct io_uring_sqe *sqe;

	ASSERT_LE(0, epfd);
	ASSERT_EQ(0, pipe(fds));
	ASSERT_EQ(0, ring_init(&self->ring, 4, 0));
	ASSERT_LOADED(sct_load(RULE("f", "epoll_ctl",
				    MINE " && PATH[epfd] == \"anon_inode:[eventpoll]\"",
				    FAIL("ENOMEDIUM"), "before")));
	for (flags = 0; flags <= IOSQE_FIXED_FILE; flags += IOSQE_FIXED_FILE) {
		sqe = ring_sqe(&self->ring, IORING_OP_EPOLL_CTL, epfd);
		sqe->len = EPOLL_CTL_ADD;
		sqe->off = fds[0];
		sqe->addr = (unsigned long)&event;
		sqe->flags = flags;
		EXPECT_EQ(REFUSED, ring_run(&self->ring));
	}
	close(epfd);
	close(fds[0]);
	close(fds[1]);
	ring_exit(&self->ring);
}

/* Whoever waits looks for the result himself. */
TEST_F(ways, results_that_are_polled_for)
{
	int fd = open("file", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	char line[64], buf[4];
	int ret;

	ASSERT_LE(0, fd);
	ret = ring_init(&self->ring, 4, IORING_SETUP_IOPOLL);
	if (ret)
		SKIP(return, "rings that poll: %s", strerror(-ret));
	/* This file can't be polled, whose result is an error: it is judged as any other. */
	ASSERT_LOADED(sct_loadf(RULE("b", "read, pread64", MINE " && PARAMS[1] == %1$d",
				     LOG("b %%sname"), "before")
				RULE("a", "read, pread64", MINE " && PARAMS[1] == %1$d",
				     LOG("a %%retval") ALSO "type = RETURN value = 77", "after"),
				fd));
	ring_rw(&self->ring, IORING_OP_READ, fd, buf, 4, 0);
	EXPECT_EQ(77, ring_run(&self->ring));
	snprintf(line, sizeof(line), "b pread64\na %d\n", -EOPNOTSUPP);
	EXPECT_LOG_CLEAR(line);

	ASSERT_LOADED(sct_loadf(RULE("f", "pread64", MINE " && PARAMS[1] == %d",
				     FAIL("ENOMEDIUM") ALSO LOG("f"), "before"), fd));
	ring_rw(&self->ring, IORING_OP_READ, fd, buf, 4, 0);
	EXPECT_EQ(REFUSED, ring_run(&self->ring));
	EXPECT_LOG_CLEAR("f\n");
	/* With the file's path it is judged when it is issued. */
	ASSERT_LOADED(sct_loadf(RULE("f", "pread64", MINE " && PATH[1] == \"%s/file\"",
				     FAIL("ENOMEDIUM"), "before"), self->at.dir));
	ring_rw(&self->ring, IORING_OP_READ, fd, buf, 4, 0);
	EXPECT_EQ(REFUSED, ring_run(&self->ring));
	ring_exit(&self->ring);
	close(fd);
}

/* Gives the ring @nr buffers of 16 bytes. */
static bool give_buffers(struct ring *r, char *bufs, int nr)
{
	struct io_uring_sqe *sqe = ring_rw(r, IORING_OP_PROVIDE_BUFFERS, nr, bufs, 16, 0);

	sqe->buf_group = 3;
	return ring_run(r) == 0;
}

static void receive_all(struct ring *r, int fd)
{
	struct io_uring_sqe *sqe = ring_rw(r, IORING_OP_RECV, fd, NULL, 0, 0);

	sqe->ioprio = IORING_RECV_MULTISHOT;
	sqe->flags = IOSQE_BUFFER_SELECT;
	sqe->buf_group = 3;
}

TEST_F(ways, one_request_that_receives_again_and_again)
{
	static char bufs[8 * 16];
	struct io_uring_cqe cqe;
	int fds[2], i;

	ASSERT_EQ(0, socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, fds));
	ASSERT_EQ(0, ring_init(&self->ring, 8, 0));
	ASSERT_TRUE(give_buffers(&self->ring, bufs, 8));
	ASSERT_LOADED(sct_loadf(RULE("b", "recvfrom", MINE " && PARAMS[1] == %1$d",
				     LOG("b"), "before")
				RULE("r", "recvfrom", "PARAMS[1] == %1$d && RETVAL == 3",
				     LOG("r %%retval") ALSO "type = RETURN value = 33", "after")
				RULE("a", "recvfrom", "PARAMS[1] == %1$d",
				     LOG("a %%retval"), "after"), fds[0]));
	receive_all(&self->ring, fds[0]);
	ASSERT_EQ(1, ring_submit(&self->ring));
	for (i = 1; i <= 5; i++) {
		ASSERT_EQ(i, write(fds[1], "12345", i));
		ASSERT_TRUE(ring_next(&self->ring, &cqe));
		EXPECT_EQ(i == 3 ? 33 : i, cqe.res);
		EXPECT_TRUE(cqe.flags & IORING_CQE_F_MORE);
	}
	EXPECT_LOG_CLEAR("b\na 1\na 2\nr 3\na 4\na 5\n");
	/* It ends when there are no buffers left. */
	for (i = 0; i < 4; i++)
		ASSERT_EQ(1, write(fds[1], "1", 1));
	for (i = 0; i < 4; i++) {
		ASSERT_TRUE(ring_next(&self->ring, &cqe));
		EXPECT_EQ(i < 3 ? 1 : -ENOBUFS, cqe.res);
	}
	EXPECT_FALSE(cqe.flags & IORING_CQE_F_MORE);
	EXPECT_LOG_CLEAR("a 1\na 1\na 1\na -105\n");

	/* Refused, it has one result, and receives nothing. */
	ASSERT_LOADED(sct_loadf(RULE("f", "recvfrom", "PARAMS[1] == %d",
				     FAIL("ENOMEDIUM") ALSO LOG("f"), "before"), fds[0]));
	ASSERT_TRUE(give_buffers(&self->ring, bufs, 8));
	receive_all(&self->ring, fds[0]);
	EXPECT_EQ(REFUSED, ring_run(&self->ring));
	EXPECT_LOG_CLEAR("f\n");
	ring_exit(&self->ring);
	close(fds[0]);
	close(fds[1]);
}

/* Submits a removal of @path that waits for a read from @fd. */
static bool remove_behind(struct ring *r, int fd, const char *path)
{
	static char buf[8];
	struct io_uring_sqe *sqe;
	unsigned int *tail = ring_at(r, r->p.cq_off.tail), before = *tail;

	ring_rw(r, IORING_OP_READ, fd, buf, 1, -1);
	sqe = ring_path(r, IORING_OP_UNLINKAT, path);
	sqe->flags = IOSQE_IO_DRAIN;
	if (ring_submit(r) != 2)
		return false;
	/* It does wait. */
	usleep(50000);
	ring_enter(r, 0, 0, IORING_ENTER_GETEVENTS);
	return before == __atomic_load_n(tail, __ATOMIC_ACQUIRE);
}

/* What it removes changes while it waits: the name's text, and where a link leads. */
TEST_F(ways, one_that_waits_for_those_before_it)
{
	char name[16] = "public/x", expected[128];
	struct io_uring_cqe cqe[2];
	int fds[2], i;

	ASSERT_EQ(0, pipe(fds));
	ASSERT_EQ(0, ring_init(&self->ring, 8, 0));
	ASSERT_EQ(0, mkdir("public", 0700) || mkdir("secret", 0700));
	ASSERT_EQ(0, symlink("public", "link") || symlink("secret", "link2"));
	ASSERT_TRUE(sct_make("public/x") && sct_make("secret/x"));
	ASSERT_LOADED(sct_loadf(RULE("f", "unlinkat", MINE " && PATH[pathname] == \"%s/secret/x\"",
				     FAIL("ENOMEDIUM") ALSO LOG("%%param2 %%path2"), "before"),
				self->at.dir));
	for (i = 0; i < 2; i++) {
		ASSERT_TRUE(sct_make("public/x"));
		ASSERT_TRUE(remove_behind(&self->ring, fds[0], i ? "link/x" : name));
		EXPECT_TRUE(sct_exists("public/x"));
		memcpy(name, "secret/x", sizeof("secret/x"));
		ASSERT_EQ(0, rename("link2", "link"));
		ASSERT_EQ(1, write(fds[1], "x", 1));
		ASSERT_TRUE(ring_next(&self->ring, &cqe[0]));
		ASSERT_TRUE(ring_next(&self->ring, &cqe[1]));
		EXPECT_EQ(1, cqe[0].res);
		EXPECT_EQ(i ? REFUSED : 0, cqe[1].res);
		EXPECT_EQ(i, sct_exists("public/x"));
		EXPECT_TRUE(sct_exists("secret/x"));
		snprintf(expected, sizeof(expected), "\"link/x\" \"%s/secret/x\"\n", self->at.dir);
		EXPECT_LOG(i ? expected : "");
		ASSERT_EQ(0, unlink("link") || symlink("public", "link"));
		ASSERT_EQ(0, symlink("secret", "link2"));
	}
	ring_exit(&self->ring);
	close(fds[0]);
	close(fds[1]);
}

/* As long as it takes to accept, refused too. */
TEST_F(ways, one_request_that_accepts_is_refused_once)
{
	struct sockaddr_in at = {
		.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	socklen_t len = sizeof(at);
	struct io_uring_cqe cqe;
	int fd = lo_socket(SOCK_STREAM), client;

	ASSERT_LE(0, fd);
	ASSERT_EQ(0, bind(fd, (void *)&at, len));
	ASSERT_EQ(0, listen(fd, 8));
	ASSERT_EQ(0, getsockname(fd, (void *)&at, &len));
	ASSERT_EQ(0, ring_init(&self->ring, 4, 0));
	ASSERT_LOADED(sct_loadf(RULE("f", "accept, accept4", "PARAMS[1] == %d",
				     FAIL("ENOMEDIUM") ALSO LOG("f"), "before"), fd));
	ring_sqe(&self->ring, IORING_OP_ACCEPT, fd)->ioprio = 1 /* multishot */;
	ASSERT_EQ(1, ring_submit(&self->ring));
	ASSERT_TRUE(ring_next(&self->ring, &cqe));
	EXPECT_EQ(REFUSED, cqe.res);
	EXPECT_FALSE(cqe.flags & IORING_CQE_F_MORE);
	client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	EXPECT_EQ(0, connect(client, (void *)&at, len));
	EXPECT_LOG("f\n");
	ring_exit(&self->ring);
	close(client);
	close(fd);
}

/* More results than there is room for: none is lost, and each is told once. */
#define MANY	64

static int overflow(struct ring *r, int expected)
{
	struct io_uring_cqe cqe;
	int i, wrong = 0;

	for (i = 0; i < MANY; i++) {
		ring_path(r, IORING_OP_UNLINKAT, "victim")->user_data = i;
		if (ring_submit(r) != 1)
			return -1;
	}
	for (i = 0; i < MANY; i++) {
		if (!ring_next(r, &cqe))
			return -2;
		wrong += cqe.res != expected;
	}
	return wrong;
}

TEST_F(ways, results_that_there_is_no_room_for)
{
	static const unsigned int setups[] = {
		0, IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN,
	};
	char *log;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(setups); i++) {
		if (ring_init(&self->ring, 1, setups[i]))
			continue;
		ASSERT_GT(MANY, self->ring.p.cq_entries);
		ASSERT_TRUE(sct_make("victim"));
		ASSERT_LOADED(sct_load(RULE("f", "unlinkat", MINE, FAIL("ENOMEDIUM") ALSO LOG("f"),
					    "before")
				       RULE("a", "unlinkat", MINE, LOG("a %retval"), "after")));
		EXPECT_EQ(0, overflow(&self->ring, REFUSED));
		EXPECT_TRUE(sct_exists("victim"));
		log = sct_read(SCT_LOG);
		EXPECT_EQ(MANY, sct_count(log, "f\n"));
		EXPECT_EQ(MANY, sct_lines(log));
		free(log);
		ASSERT_EQ(0, sct_clear_log());

		/* Those that run, and whose result a rule replaces. */
		ASSERT_LOADED(sct_load(RULE("a", "unlinkat", MINE, LOG("a %retval") ALSO
					    "type = RETURN value = 55", "after")));
		ASSERT_EQ(0, remove("victim"));
		EXPECT_EQ(0, overflow(&self->ring, 55));
		log = sct_read(SCT_LOG);
		EXPECT_EQ(MANY, sct_count(log, "a -2\n"));
		EXPECT_EQ(MANY, sct_lines(log));
		free(log);
		ASSERT_EQ(0, sct_clear_log());
		ring_exit(&self->ring);
	}
}

/* An option's value is read when the request is issued: what the rule has seen counts. */
static struct sct_flip flip;

static long set_timeout(struct ring *r, int fd, unsigned int flags)
{
	struct io_uring_sqe *sqe = ring_sqe(r, IORING_OP_URING_CMD, fd);

	sqe->off = CMD_SETSOCKOPT;
	sqe->addr = SOL_SOCKET | (__u64)SO_RCVTIMEO << 32;
	sqe->addr3 = (unsigned long)flip.at;
	sqe->file_index = sizeof(struct timeval);
	sqe->flags = flags;
	return ring_run(r);
}

static long timeout_of(int fd)
{
	struct timeval tv = {};
	socklen_t len = sizeof(tv);

	getsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &tv, &len);
	return tv.tv_usec;
}

TEST_F_TIMEOUT(ways, options_that_change_before_they_are_read, SCT_TIMEOUT)
{
	static const struct timeval allowed = { 1, 0 }, forbidden = { 1, 400000 };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), i;
	static const unsigned int flags[] = { 0, IOSQE_ASYNC };
	size_t j;

	if (access("/sys/kernel/btf/vmlinux", F_OK))
		SKIP(return, "the kernel has no type information");
	if (!flip_init(&flip, 8))
		SKIP(return, "userfaultfd: %s", strerror(errno));
	ASSERT_EQ(0, ring_init(&self->ring, 4, 0));
	ASSERT_LOADED(sct_load(RULE("option", "setsockopt", TV "->tv_usec == 400000",
				    FAIL("ENOMEDIUM"), "before")));
	EXPECT_EQ(0, sct_count(sct_last_error(), "rule option decides on"));
	for (j = 0; j < ARRAY_SIZE(flags); j++) {
		if (sct_can_be_unsafe()) {
			ASSERT_EQ(0, sct_set_unsafe(true));
			flip_arm(&flip, &allowed, &forbidden, sizeof(allowed));
			EXPECT_EQ(0, set_timeout(&self->ring, fd, flags[j]));
			EXPECT_EQ(400000, timeout_of(fd));
			ASSERT_EQ(0, sct_set_unsafe(false));
		}
		for (i = 0; i < sct_scaled(100); i++) {
			flip_arm(&flip, &allowed, &forbidden, sizeof(allowed));
			ASSERT_EQ(0, set_timeout(&self->ring, fd, flags[j]));
			ASSERT_EQ(0, timeout_of(fd));
			flip_arm(&flip, &forbidden, &allowed, sizeof(allowed));
			ASSERT_EQ(REFUSED, set_timeout(&self->ring, fd, flags[j]));
		}
	}
	ring_exit(&self->ring);
	close(fd);
}

TEST_HARNESS_MAIN
