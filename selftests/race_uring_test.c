// SPDX-License-Identifier: GPL-2.0
/*
 * io_uring under attack: another thread writes to the ring and to what it points to
 * while the kernel looks
 *
 * Each attack is tried twice: against a check that the program makes by itself, where it
 * must get through for the test to mean anything, and against a rule, where it never may.
 */

#include <kselftest_harness.h>

#include <pthread.h>
#include <stddef.h>
#include <netinet/in.h>

#include "sct_test.h"
#include "sct_uring.h"

#define SECRET	"PARAMS[2] == \"secret\" && ABI == \"io_uring\""
#define SECRET_ADDRESS	"((struct sockaddr_in *)PARAMS[2])->sin_port == htons(25)"
#define SECRET_HEADER	"((struct user_msghdr *)PARAMS[2])->msg_iovlen == 2"
#define TRIES	20000L		/* opens that a rule must stand */
#define MOST	5000000L	/* opens in which a check must fall */
#define ENOUGH	3		/* times that it must get past a check */

static const char secret[] = "secret", public[] = "public";

#define SECRET_PORT	htons(25)
#define PUBLIC_PORT	htons(7)

/* Of the buffers that io_uring selects, a message takes one: the kernel refuses two. */
#define SECRET_COUNT	2
#define PUBLIC_COUNT	1

/* What the other thread writes to. */
enum target { TEXT, ENTRY, ADDRESS, HEADER };

/**
 * struct attack - what the two threads share
 * @ring: the ring
 * @sqe: the entry that is submitted
 * @path: the path, where the attack is on its text
 * @target: what the attack is on
 * @socket: the socket that is connected
 * @to: where to
 * @header: of the message that is received
 * @buffers: the buffers that it names
 * @checks: the program looks before it submits
 * @tries: how often it was tried
 * @stop: it is over
 * @ino: the secret's number
 */
struct attack {
	struct ring ring;
	struct io_uring_sqe *sqe;
	char path[16];
	enum target target;
	int socket;
	struct sockaddr_in to;
	struct msghdr header;
	struct iovec buffers[2];
	bool checks;
	long tries;
	int stop;
	ino_t ino;
};

/* The two sides run at the same time, where there are two processors. */
static void run_on(int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	sched_setaffinity(0, sizeof(set), &set);
}

static void flip_entry(struct io_uring_sqe *sqe, const char *path, int op)
{
	__atomic_store_n(&sqe->addr, (unsigned long)path, __ATOMIC_RELAXED);
	__atomic_store_n(&sqe->opcode, op, __ATOMIC_RELAXED);
}

static void *flipper(void *arg)
{
	struct attack *a = arg;

	run_on(sysconf(_SC_NPROCESSORS_ONLN) - 1);
	while (!__atomic_load_n(&a->stop, __ATOMIC_RELAXED)) {
		if (a->target == ADDRESS) {
			__atomic_store_n(&a->to.sin_port, SECRET_PORT, __ATOMIC_RELAXED);
			__atomic_store_n(&a->to.sin_port, PUBLIC_PORT, __ATOMIC_RELAXED);
		} else if (a->target == HEADER) {
			__atomic_store_n(&a->header.msg_iovlen, SECRET_COUNT, __ATOMIC_RELAXED);
			__atomic_store_n(&a->header.msg_iovlen, PUBLIC_COUNT, __ATOMIC_RELAXED);
		} else if (a->target == TEXT) {
			memcpy(a->path, secret, sizeof(secret));
			asm volatile("" ::: "memory");
			memcpy(a->path, public, sizeof(public));
			asm volatile("" ::: "memory");
		} else {
			flip_entry(a->sqe, secret, IORING_OP_OPENAT);
			flip_entry(a->sqe, secret, IORING_OP_NOP);
			flip_entry(a->sqe, public, IORING_OP_OPENAT);
		}
	}
	return NULL;
}

/* As the program sees it now. */
static bool seems_harmless(const struct attack *a)
{
	if (a->target == ADDRESS)
		return __atomic_load_n(&a->to.sin_port, __ATOMIC_RELAXED) == PUBLIC_PORT;
	if (a->target == HEADER)
		return __atomic_load_n(&a->header.msg_iovlen, __ATOMIC_RELAXED) == PUBLIC_COUNT;
	if (a->target == TEXT)
		return !strcmp(a->path, public);
	return __atomic_load_n(&a->sqe->addr, __ATOMIC_RELAXED) == (unsigned long)public ||
	       __atomic_load_n(&a->sqe->opcode, __ATOMIC_RELAXED) == IORING_OP_NOP;
}

/* Whether the request has got what it may not have. */
static bool has_got(const struct attack *a, int res)
{
	struct sockaddr_in peer;
	socklen_t len = sizeof(peer);
	struct stat st;
	bool got;

	if (a->target == ADDRESS)
		return !res && !getpeername(a->socket, (void *)&peer, &len) &&
		       peer.sin_port == SECRET_PORT;
	if (a->target == HEADER)
		return res == -EINVAL;
	if (res <= 2)
		return false;
	got = !fstat(res, &st) && st.st_ino == a->ino;
	close(res);
	return got;
}

/* Submits once; true where it got the secret. */
static bool try_once(struct attack *a)
{
	struct io_uring_cqe cqe;

	if (a->target == ADDRESS)
		a->sqe = ring_rw(&a->ring, IORING_OP_CONNECT, a->socket, &a->to, 0,
				 sizeof(a->to));
	else if (a->target == HEADER)
		a->sqe = ring_rw(&a->ring, IORING_OP_RECVMSG, a->socket, &a->header, 1, 0);
	else
		a->sqe = ring_path(&a->ring, IORING_OP_OPENAT,
				   a->target == TEXT ? a->path : public);
	if (a->target == HEADER)
		a->sqe->flags |= IOSQE_BUFFER_SELECT;
	if (a->checks && !seems_harmless(a)) {
		a->ring.tail--;
		return false;
	}
	if (ring_submit(&a->ring) < 0 || !ring_next(&a->ring, &cqe))
		return false;
	return has_got(a, cqe.res);
}

static long min_long(long a, long b) { return a < b ? a : b; }
static long max_long(long a, long b) { return a > b ? a : b; }

/* How often it got the secret; it ends where that is often enough. */
static int attack(struct attack *a, unsigned int setup, int enough)
{
	long tries = a->checks ? MOST : min_long(sct_scaled(TRIES), SCT_MOST_TRIES);
	long until = sct_ms() + (a->checks ? 15000 : max_long(15000, sct_scaled(15000)));
	pthread_t thread;
	struct stat st;
	int got = 0;

	if (!sct_make(secret) || !sct_make(public) || stat(secret, &st))
		return -1;
	a->ino = st.st_ino;
	a->socket = lo_socket(SOCK_DGRAM);
	if (a->socket < 0)
		return -4;
	a->to = (struct sockaddr_in) {
		.sin_family = AF_INET,
		.sin_port = PUBLIC_PORT,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	a->header = (struct msghdr) { .msg_iov = a->buffers, .msg_iovlen = PUBLIC_COUNT };
	run_on(0);
	if (ring_init(&a->ring, 1, setup))
		return -2;
	a->sqe = (void *)a->ring.sqes;
	memcpy(a->path, public, sizeof(public));
	if (pthread_create(&thread, NULL, flipper, a))
		return -3;
	for (; a->tries < tries && got < enough && sct_ms() < until; a->tries++)
		got += try_once(a);
	__atomic_store_n(&a->stop, 1, __ATOMIC_RELAXED);
	pthread_join(thread, NULL);
	ring_exit(&a->ring);
	close(a->socket);
	return got;
}

FIXTURE(attack) {
	struct sct_place at;
};

FIXTURE_VARIANT(attack) {
	enum target target;
	unsigned int setup;
};

FIXTURE_VARIANT_ADD(attack, text) { TEXT, 0 };
FIXTURE_VARIANT_ADD(attack, entry) { ENTRY, 0 };
FIXTURE_VARIANT_ADD(attack, address) { ADDRESS, 0 };
FIXTURE_VARIANT_ADD(attack, header) { HEADER, 0 };
FIXTURE_VARIANT_ADD(attack, text_polled) { TEXT, IORING_SETUP_SQPOLL };
FIXTURE_VARIANT_ADD(attack, entry_polled) { ENTRY, IORING_SETUP_SQPOLL };
FIXTURE_VARIANT_ADD(attack, address_polled) { ADDRESS, IORING_SETUP_SQPOLL };

FIXTURE_SETUP(attack)
{
	sct_setup(_metadata, &self->at);
}

FIXTURE_TEARDOWN_PARENT(attack)
{
	sct_teardown(&self->at);
}

TEST_F_TIMEOUT(attack, gets_past_a_check_of_the_program, SCT_TIMEOUT)
{
	struct attack a = { .target = variant->target, .checks = true };
	int got = attack(&a, variant->setup, ENOUGH);

	ASSERT_LE(0, got);
	/* Without processors that run at the same time there is no race. */
	if (!got)
		SKIP(return, "no thread ever came in between");
}

TEST_F_TIMEOUT(attack, never_gets_past_a_rule, SCT_SOAK)
{
	struct attack a = { .target = variant->target };

	if (variant->target == ADDRESS || variant->target == HEADER) {
		if (access("/sys/kernel/btf/vmlinux", F_OK))
			SKIP(return, "a kernel without BTF");
		if (variant->target == ADDRESS)
			ASSERT_LOADED(sct_load(RULE("f", "connect", SECRET_ADDRESS,
						    FAIL("ENOMEDIUM"), "before")));
		else
			ASSERT_LOADED(sct_load(RULE("f", "recvmsg", SECRET_HEADER,
						    FAIL("ENOMEDIUM"), "before")));
		EXPECT_EQ(0, attack(&a, variant->setup, 1));
		TH_LOG("%ld tries", a.tries);
		return;
	}
	ASSERT_LOADED(sct_load(RULE("f", "openat", SECRET, FAIL("ENOMEDIUM"), "before")
			       RULE("a", "openat", "RETVAL >= 0 && " SECRET,
				    LOG("%params %retval"), "after")));
	EXPECT_EQ(0, attack(&a, variant->setup, 1));
	TH_LOG("%ld tries", a.tries);
	EXPECT_LOG("");
}

TEST_HARNESS_MAIN
