/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * SCT's hooks in io_uring: a request that stands for a system call is that call
 *
 * For io_uring itself, which has struct io_kiocb. A ring pays for the hooks only
 * while a rule is in force.
 */

#ifndef _LINUX_SCT_URING_H
#define _LINUX_SCT_URING_H

#include <linux/io_uring_types.h>

struct io_uring_sqe;

typedef int sct_uring_prep_fn(struct io_kiocb *req, const struct io_uring_sqe *sqe);
typedef int sct_uring_issue_fn(struct io_kiocb *req, unsigned int issue_flags);

#ifdef CONFIG_SCT

#include <linux/bitops.h>
#include <linux/sct.h>

/* Opcodes; they are bytes. */
#define SCT_URING_BITS	256

/* The opcodes that stand for a call which a rule in force names. */
extern unsigned long sct_uring_watched[BITS_TO_LONGS(SCT_URING_BITS)];

int __sct_uring_prep(struct io_kiocb *req, const struct io_uring_sqe *sqe,
		     sct_uring_prep_fn *prep);
int __sct_uring_issue(struct io_kiocb *req, unsigned int issue_flags,
		      sct_uring_issue_fn *issue);
s32 __sct_uring_result(struct io_kiocb *req, s32 res);
void __sct_uring_untold(struct io_kiocb *req);
void __sct_uring_end(struct io_kiocb *req);
void __sct_uring_flush(const struct io_wq_work_list *list);

/**
 * sct_uring_init - a new struct io_kiocb: no rule waits for its end
 * @req: the request
 */
static inline void sct_uring_init(struct io_kiocb *req)
{
	req->sct = NULL;
}

/**
 * sct_uring_prep - judge a request, and prepare it if it may run
 * @req: the request; what io_init_req() reads of the entry is in it
 * @sqe: the submission entry, in memory that userspace can write
 * @prep: what prepares a request of this opcode
 *
 * What was judged is what is prepared: a copy of the entry. A request that a rule
 * refuses becomes an IORING_OP_NOP with the result that the rule gives.
 *
 * Context: Task context, ->uring_lock held; may sleep.
 * Return: as @prep.
 */
static __always_inline int sct_uring_prep(struct io_kiocb *req, const struct io_uring_sqe *sqe,
					  sct_uring_prep_fn *prep)
{
	if (static_branch_unlikely(&sct_active) &&
	    unlikely(test_bit(req->opcode, sct_uring_watched)))
		return __sct_uring_prep(req, sqe, prep);
	return prep(req, sqe);
}

/**
 * sct_uring_issue - issue a request, once the rules that look at its file have judged it
 * @req: the request, its file assigned
 * @issue_flags: for @issue
 * @issue: what issues a request of this opcode
 *
 * Context: Task context or an io-wq worker; may sleep.
 * Return: as @issue.
 */
static __always_inline int sct_uring_issue(struct io_kiocb *req, unsigned int issue_flags,
					   sct_uring_issue_fn *issue)
{
	if (static_branch_unlikely(&sct_active) && unlikely(req->sct))
		return __sct_uring_issue(req, issue_flags, issue);
	return issue(req, issue_flags);
}

/**
 * sct_uring_result - a request that goes on has a result
 * @req: the request
 * @res: the result
 *
 * Context: Task context, ->uring_lock held; may sleep.
 * Return: the result that userspace is to see.
 */
static inline s32 sct_uring_result(struct io_kiocb *req, s32 res)
{
	if (static_branch_unlikely(&sct_active) && unlikely(req->sct))
		return __sct_uring_result(req, res);
	return res;
}

/**
 * sct_uring_untold - there was no room for that result: the request will tell it at its end
 * @req: the request
 *
 * Context: as sct_uring_result().
 */
static inline void sct_uring_untold(struct io_kiocb *req)
{
	if (static_branch_unlikely(&sct_active) && unlikely(req->sct))
		__sct_uring_untold(req);
}

/**
 * sct_uring_end - a request is about to tell its last result, outside of a batch
 * @req: the request
 *
 * Context: An io-wq worker; may sleep.
 */
static inline void sct_uring_end(struct io_kiocb *req)
{
	if (static_branch_unlikely(&sct_active) && unlikely(req->sct))
		__sct_uring_end(req);
}

/**
 * sct_uring_flush - requests are about to tell their last results
 * @list: the requests
 *
 * Context: Task context, ->uring_lock held and no spinlock; may sleep.
 */
static inline void sct_uring_flush(const struct io_wq_work_list *list)
{
	if (static_branch_unlikely(&sct_active))
		__sct_uring_flush(list);
}

#else /* CONFIG_SCT */

static inline void sct_uring_init(struct io_kiocb *req)
{
}

static __always_inline int sct_uring_prep(struct io_kiocb *req, const struct io_uring_sqe *sqe,
					  sct_uring_prep_fn *prep)
{
	return prep(req, sqe);
}

static __always_inline int sct_uring_issue(struct io_kiocb *req, unsigned int issue_flags,
					   sct_uring_issue_fn *issue)
{
	return issue(req, issue_flags);
}

static inline s32 sct_uring_result(struct io_kiocb *req, s32 res)
{
	return res;
}

static inline void sct_uring_untold(struct io_kiocb *req)
{
}

static inline void sct_uring_end(struct io_kiocb *req)
{
}

static inline void sct_uring_flush(const struct io_wq_work_list *list)
{
}

#endif /* CONFIG_SCT */

#endif /* _LINUX_SCT_URING_H */
