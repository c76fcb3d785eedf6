/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A ring of io_uring, by its system calls
 *
 * To be included after sct_test.h. The header of an older system will do: what it lacks
 * is defined here.
 */

#ifndef SCT_URING_H
#define SCT_URING_H

#include <linux/io_uring.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#define OP_FUTEX_WAIT		51
#define OP_FUTEX_WAKE		52
#define OP_FUTEX_WAITV		53
#define OP_READ_MULTISHOT	49
#define OP_WAITID		50
#define OP_FTRUNCATE		55
#define OP_BIND			56
#define OP_LISTEN		57
#define OP_LAST			58
#define CMD_GETSOCKOPT		2
#define CMD_SETSOCKOPT		3

/**
 * struct ring - a ring
 * @fd: its descriptor
 * @p: what the kernel has said of it
 * @sq: memory of its submission queue's heads, and of the completions
 * @sq_len: bytes of it
 * @sqes: the entries
 * @sqe_size: bytes of each
 * @tail: of the submission queue, as far as it is filled
 */
struct ring {
	int fd;
	struct io_uring_params p;
	char *sq;
	size_t sq_len;
	char *sqes;
	size_t sqe_size;
	unsigned int tail;
};

#define ring_at(r, offset) ((unsigned int *)((r)->sq + (offset)))

static inline int ring_enter(struct ring *r, unsigned int submit, unsigned int wait,
			     unsigned int flags)
{
	return sct_call(SYS_io_uring_enter, r->fd, submit, wait, flags, NULL, 0);
}

/* Maps what the kernel has made; 0 or the negative error. */
static inline int ring_map(struct ring *r)
{
	size_t cq_len;

	r->tail = 0;
	r->sq_len = r->p.sq_off.array + r->p.sq_entries * sizeof(unsigned int);
	cq_len = r->p.cq_off.cqes + r->p.cq_entries * sizeof(struct io_uring_cqe);
	if (cq_len > r->sq_len)
		r->sq_len = cq_len;
	r->sq = mmap(NULL, r->sq_len, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, r->fd,
		     IORING_OFF_SQ_RING);
	r->sqe_size = sizeof(struct io_uring_sqe) << !!(r->p.flags & IORING_SETUP_SQE128);
	r->sqes = mmap(NULL, r->p.sq_entries * r->sqe_size, PROT_READ | PROT_WRITE,
		       MAP_SHARED | MAP_POPULATE, r->fd, IORING_OFF_SQES);
	return r->sq == MAP_FAILED || (void *)r->sqes == MAP_FAILED ? -ENOMEM : 0;
}

/* 0 or the negative error. */
static inline int ring_init(struct ring *r, unsigned int entries, unsigned int flags)
{
	memset(r, 0, sizeof(*r));
	r->p.flags = flags;
	r->p.sq_thread_idle = 20;
	r->fd = sct_call(SYS_io_uring_setup, entries, &r->p);
	return r->fd < 0 ? r->fd : ring_map(r);
}

static inline void ring_exit(struct ring *r)
{
	if (r->fd < 0)
		return;
	munmap(r->sqes, r->p.sq_entries * r->sqe_size);
	munmap(r->sq, r->sq_len);
	close(r->fd);
	r->fd = -1;
}

/* The next entry, empty but for its opcode and its descriptor. */
static inline struct io_uring_sqe *ring_sqe(struct ring *r, int op, int fd)
{
	unsigned int i = r->tail++ & (r->p.sq_entries - 1);
	struct io_uring_sqe *sqe = (void *)(r->sqes + i * r->sqe_size);

	memset(sqe, 0, r->sqe_size);
	sqe->opcode = op;
	sqe->fd = fd;
	ring_at(r, r->p.sq_off.array)[i] = i;
	return sqe;
}

/* Submits what was filled in; how many the kernel took, or the negative error. */
static inline int ring_submit(struct ring *r)
{
	unsigned int *tail = ring_at(r, r->p.sq_off.tail);
	unsigned int n = r->tail - *tail;

	__atomic_store_n(tail, r->tail, __ATOMIC_RELEASE);
	if (r->p.flags & IORING_SETUP_SQPOLL)
		return ring_enter(r, 0, 0, IORING_ENTER_SQ_WAKEUP) < 0 ? -1 : (int)n;
	return ring_enter(r, n, 0, 0);
}

/* Takes the next completion; false where none comes. */
static inline bool ring_next(struct ring *r, struct io_uring_cqe *cqe)
{
	unsigned int *head = ring_at(r, r->p.cq_off.head);
	unsigned int *tail = ring_at(r, r->p.cq_off.tail);
	struct io_uring_cqe *cqes = (void *)(r->sq + r->p.cq_off.cqes);
	long until = sct_ms() + 20000;

	while (*head == __atomic_load_n(tail, __ATOMIC_ACQUIRE)) {
		if (sct_ms() > until)
			return false;
		/* Runs what the kernel has left for this task to do. */
		ring_enter(r, 0, 0, IORING_ENTER_GETEVENTS);
		usleep(100);
	}
	*cqe = cqes[*head & (r->p.cq_entries - 1)];
	__atomic_store_n(head, *head + 1, __ATOMIC_RELEASE);
	return true;
}

/* Submits the one entry that was filled in; its result. */
static inline int ring_run(struct ring *r)
{
	struct io_uring_cqe cqe;
	int ret = ring_submit(r);

	if (ret < 0)
		return ret;
	return ring_next(r, &cqe) ? cqe.res : -ETIME;
}

static inline struct io_uring_sqe *ring_path(struct ring *r, int op, const char *path)
{
	struct io_uring_sqe *sqe = ring_sqe(r, op, AT_FDCWD);

	sqe->addr = (unsigned long)path;
	return sqe;
}

static inline struct io_uring_sqe *ring_rw(struct ring *r, int op, int fd, const void *buf,
					   unsigned int len, __u64 off)
{
	struct io_uring_sqe *sqe = ring_sqe(r, op, fd);

	sqe->addr = (unsigned long)buf;
	sqe->len = len;
	sqe->off = off;
	return sqe;
}

static inline int ring_register(struct ring *r, unsigned int op, const void *arg,
				unsigned int nr)
{
	return sct_call(SYS_io_uring_register, r->fd, op, arg, nr);
}

/* A socket, and the loopback is there for it; or -1. */
static inline int lo_socket(int type)
{
	struct ifreq lo = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	int fd = socket(AF_INET, type, 0);

	return ioctl(fd, SIOCSIFFLAGS, &lo) ? -1 : fd;
}

#endif /* SCT_URING_H */
