// SPDX-License-Identifier: GPL-2.0-only
/*
 * Requests of io_uring: judged where they are submitted, as the calls they stand for
 *
 * io_init_req() -> sct_uring_prep() -> a copy of the submission entry -> struct
 * sct_call -> the rules, in order -> the entry's preparation, from that copy. The
 * ring is memory that userspace writes to: nothing of it is read once a rule has
 * looked. What rules saw of names and of memory is what the preparation gets.
 *
 * That is in the submitter, or in the thread that polls its ring. Who then does the
 * work (the submitter, a worker of io-wq, a task work) and who tells the result is
 * another matter: a request whose result a rule waits for carries what is needed.
 *
 * The file of a request is found when it is issued, as it may be the result of
 * another request. So what rests on the file's path is judged there. A name leads to
 * its object when the request is issued, too: object.c has that judged.
 */

#include <linux/cred.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/io_uring/cmd.h>
#include <linux/minmax.h>
#include <linux/net.h>
#include <linux/nospec.h>
#include <linux/refcount.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/sct.h>
#include <linux/sct_uring.h>
#include <linux/signal.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <uapi/linux/io_uring.h>

#include "../../io_uring/io_uring.h"
#include "../../io_uring/filetable.h"
#include "../../io_uring/opdef.h"
#include "judge.h"
#include "task.h"
#include "uring_ops.h"

/**
 * struct sct_request - what SCT keeps of a request of io_uring
 * @task: the call, and the table that judges it; stands for the task's own while rules
 *	look and while the request is prepared
 * @req: the request
 * @sqe: the copy of its entry; the second half is that of IORING_SETUP_SQE128
 * @forms: the calls that it is and that rules name, the one that it is called by first
 * @chains: their rules
 * @nr: how many there are
 * @form: which of them a rule looked at last
 * @want: what all these rules look at
 * @caller: who submitted it, with a reference
 * @cred: its credentials, with a reference
 * @issue_flags: whether rules look under ->uring_lock
 * @at_issue: the rules of before are still to be tried, when it has its file
 * @decides: one of them may refuse it
 * @logs: one of them may log it before it runs
 * @untold: userspace had no room for its last result: the request has it once more
 * @told: that result
 * @is_seen: the request, when it is issued, is to use what the rules have seen
 *
 * It belongs to whoever works on the request, one after the other.
 */
struct sct_request {
	struct sct_task task;
	struct io_kiocb *req;
	struct io_uring_sqe sqe[2];
	struct sct_uring_form forms[SCT_URING_FORMS];
	const struct sct_chain *chains[SCT_URING_FORMS];
	unsigned int nr;
	unsigned int form;
	struct sct_want want;
	struct task_struct *caller;
	const struct cred *cred;
	unsigned int issue_flags;
	bool at_issue;
	bool decides;
	bool logs;
	bool is_seen;
	bool untold;
	s32 told;
};

/* Who submits: of a thread that polls rings for a process, that process. */
static struct task_struct *sct_uring_caller(void)
{
	struct task_struct *caller = current;

	rcu_read_lock();
	if (current->flags & PF_IO_WORKER)
		caller = current->group_leader;
	get_task_struct(caller);
	rcu_read_unlock();
	return caller;
}

static struct file *sct_uring_slot(const struct sct_request *r, unsigned int slot)
{
	struct io_ring_ctx *ctx = r->req->ctx;
	struct file *file = NULL;

	io_ring_submit_lock(ctx, r->issue_flags);
	if (slot < ctx->nr_user_files) {
		slot = array_index_nospec(slot, ctx->nr_user_files);
		file = io_file_from_index(&ctx->file_table, slot);
		if (file)
			get_file(file);
	}
	io_ring_submit_unlock(ctx, r->issue_flags);
	return file;
}

/* Whether the number of a parameter is a place in the ring's table of files. */
static bool sct_uring_is_slot(const struct sct_request *r, unsigned int param)
{
	switch (r->forms[r->form].row->from[param]) {
	case SCT_SQE_FD:
		/* epoll_ctl takes a descriptor whatever the entry says. */
		return r->req->flags & REQ_F_FIXED_FILE &&
		       io_issue_defs[r->req->opcode].needs_file;
	case SCT_SQE_FD_IN:
		return r->sqe->splice_flags & SPLICE_F_FD_IN_FIXED;
	case SCT_SQE_FD_OR_SLOT:
		return r->sqe->file_index;
	default:
		return false;
	}
}

/* The file of one of the task's own descriptors. */
static struct file *sct_uring_descriptor(struct io_kiocb *req, unsigned int fd)
{
	struct file *file = fget_raw(fd);

	/* A ring that a request of its own holds never ends, unless that is tracked. */
	if (file && io_is_uring_fops(file)) {
		fput(file);
		file = io_file_get_normal(req, fd);
	}
	return file;
}

/* The file of a descriptor, or of a place in the ring's table. */
static struct file *sct_uring_file(struct sct_call *call, unsigned int param)
{
	const struct sct_request *r = container_of(call, struct sct_request, task.call);
	bool is_file = r->forms[r->form].row->from[param] == SCT_SQE_FD;

	if (sct_uring_is_slot(r, param)) {
		call->slots |= BIT(param);
		if (!is_file)
			return sct_uring_slot(r, call->args[param]);
	}
	if (is_file && r->req->file)
		return get_file(r->req->file);
	return call->slots & BIT(param) ? NULL : sct_uring_descriptor(r->req, call->args[param]);
}

static void sct_request_free(struct sct_request *r)
{
	sct_task_reset(&r->task);
	put_cred(r->cred);
	put_task_struct(r->caller);
	kfree(r);
}

/* What is looked at of a parameter is fetched once, as far as any of the forms wants it. */
static void sct_merge_want(struct sct_want *want, const struct sct_want *more)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(want->bytes); i++) {
		want->bytes[i] = max(want->bytes[i], more->bytes[i]);
		want->shown[i] = max(want->shown[i], more->shown[i]);
		want->types[i] = want->types[i] ?: more->types[i];
	}
	want->paths |= more->paths;
	want->inodes |= more->inodes;
	want->all_paths |= more->all_paths;
	want->all_inodes |= more->all_inodes;
	want->fds |= more->fds;
}

/* The call that a form is: what a rule of that form looks at. */
static void sct_request_be(struct sct_request *r, unsigned int form)
{
	struct sct_call *call = &r->task.call;
	unsigned long args[6];

	if (r->form == form && call->desc)
		return;
	r->form = form;
	call->desc = r->forms[form].desc;
	call->sid = call->desc->nr;
	call->nr_args = call->desc->nr_params;
	sct_uring_args(r->forms[form].row, r->sqe, args);
	sct_call_set_args(call, args);
}

static void sct_request_begin(struct sct_request *r, struct io_kiocb *req)
{
	struct sct_call *call = &r->task.call;
	unsigned long args[6];
	unsigned int i;

	sct_uring_args(r->forms[0].row, r->sqe, args);
	sct_call_init(call, r->forms[0].desc, args);
	call->abi = SCT_ABI_URING;
	call->want = &r->want;
	call->file = sct_uring_file;
	call->caller = r->caller;
	r->req = req;
	r->task.chain = r->chains[0];
	for (i = 1; i < r->nr; i++) {
		r->task.siblings[i - 1] = r->chains[i];
		/* What it may not see, and what it can't have: by the one that refuses. */
		if (r->chains[i]->decides)
			swap(r->task.chain, r->task.siblings[i - 1]);
	}
}

/* Which of the calls that an entry is have rules. */
static unsigned int sct_find_chains(const struct sct_table *table,
				    const struct io_uring_sqe *sqe,
				    struct sct_uring_form *forms,
				    const struct sct_chain **chains)
{
	unsigned int i, nr = 0, all = sct_uring_forms(sqe, forms);

	for (i = 0; i < all; i++) {
		const struct sct_chain *chain = table->chains[SCT_ABI_NATIVE][forms[i].desc->nr];

		if (!chain)
			continue;
		forms[nr] = forms[i];
		chains[nr++] = chain;
	}
	return nr;
}

/* Whether a rule looks into a struct that the ring's program lays out in another way. */
static bool sct_looks_into(const struct sct_chain *chain, u8 params)
{
	u32 i, j, all = chain->nr[SCT_BEFORE] + chain->nr[SCT_AFTER];

	for (i = 0; i < all; i++) {
		const struct sct_filter *filter = chain->links[i].filter;

		for (j = 0; filter && j < filter->nr_accesses; j++) {
			if (params & BIT(sct_accesses(filter)[j].param))
				return true;
		}
	}
	return false;
}

/*
 * The rules read a struct as a 64-bit program has it. That of a 32-bit one can't be
 * read: a rule that would have refused the request must not be fooled by it.
 */
static void sct_hide_structs(struct sct_request *r)
{
	struct sct_call *call = &r->task.call;
	u8 differs = r->forms[0].row->differs;
	unsigned int i;

	if (!differs || !r->req->ctx->compat)
		return;
	for (i = 0; i < ARRAY_SIZE(call->args); i++) {
		if (differs & BIT(i))
			sct_call_keep(call, SCT_DATUM_BEHIND + i, NULL, 0);
	}
	for (i = 0; i < r->nr; i++) {
		if (sct_looks_into(r->chains[i], differs))
			call->starved = -EOPNOTSUPP;
	}
}

static struct sct_request *sct_request_new(struct io_kiocb *req, const struct io_uring_sqe *sqe,
					   struct sct_table *table,
					   const struct sct_uring_form *forms,
					   const struct sct_chain **chains, unsigned int nr)
{
	struct sct_request *r = kzalloc(sizeof(*r), GFP_KERNEL_ACCOUNT);
	unsigned int i;

	if (!r)
		return NULL;
	memcpy(r->sqe, sqe, uring_sqe_size(req->ctx));
	r->task.table = table;
	r->task.state = SCT_RUNNING;
	r->caller = sct_uring_caller();
	r->cred = get_cred((req->flags & REQ_F_CREDS) ? req->creds : current_cred());
	r->nr = nr;
	for (i = 0; i < nr; i++) {
		r->forms[i] = forms[i];
		r->chains[i] = chains[i];
		r->decides |= chains[i]->decides;
		r->logs |= chains[i]->logs;
		sct_merge_want(&r->want, &chains[i]->want);
	}
	sct_request_begin(r, req);
	return r;
}

/*
 * Tries the rules of all the calls that the request is, in the table's order; a rule
 * that names several of them once, for the first.
 */
static void sct_try_forms(struct sct_request *r, enum sct_when when,
			  struct sct_verdict *verdict)
{
	const struct sct_link *at[SCT_URING_FORMS], *end[SCT_URING_FORMS];
	unsigned int i, next;
	u32 order;

	for (i = 0; i < r->nr; i++) {
		const struct sct_chain *chain = r->chains[i];

		at[i] = chain->links + (when == SCT_AFTER ? chain->nr[SCT_BEFORE] : 0);
		end[i] = at[i] + chain->nr[when];
	}
	for (;;) {
		next = r->nr;
		for (i = 0; i < r->nr; i++) {
			if (at[i] < end[i] && (next == r->nr || at[i]->order < at[next]->order))
				next = i;
		}
		if (next == r->nr)
			return;
		sct_request_be(r, next);
		if (sct_judge_link(at[next], &r->task.call, verdict, false))
			return;
		order = at[next]->order;
		for (i = 0; i < r->nr; i++) {
			while (at[i] < end[i] && at[i]->order == order)
				at[i]++;
		}
	}
}

static void sct_request_judge(struct sct_request *r, enum sct_when when,
			      struct sct_verdict *verdict)
{
	struct sct_call *call = &r->task.call;
	const struct cred *old = override_creds(r->cred);

	*verdict = (struct sct_verdict){};
	if (r->nr > 1) {
		sct_try_forms(r, when, verdict);
		if (unlikely(call->starved))
			sct_starve(r->decides, r->logs, call, verdict, false);
	} else if (when == SCT_AFTER) {
		sct_judge_after(r->chains[0], sct_judge_first(r->chains[0], SCT_AFTER, call),
				call, verdict);
	} else {
		sct_judge_before(r->chains[0], call, verdict, false);
	}
	revert_creds(old);
}

/* Whether a rule waits for what becomes of the request. */
static bool sct_has_after(const struct sct_request *r)
{
	unsigned int i;

	for (i = 0; i < r->nr; i++) {
		if (r->chains[i]->nr[SCT_AFTER])
			return true;
	}
	return false;
}

/* What rules may ask of the parameters later, when their memory may have changed. */
static void sct_request_fetch(struct sct_request *r, bool files)
{
	const struct cred *old = override_creds(r->cred);
	u8 paths = r->want.paths, inodes = r->want.inodes;
	unsigned int i;

	if (!files) {
		r->want.paths &= ~r->want.fds;
		r->want.inodes &= ~r->want.fds;
	}
	for (i = 0; i < r->nr; i++) {
		sct_request_be(r, i);
		sct_call_fetch_all(&r->task.call);
		if (sct_call_names_objects(&r->task.call))
			sct_call_fetch_objects(&r->task.call);
	}
	sct_request_be(r, 0);
	r->want.paths = paths;
	r->want.inodes = inodes;
	revert_creds(old);
}

/* A request that does nothing and has the result: links, drains and order are as ever. */
static int sct_uring_refuse(struct io_kiocb *req, s32 res)
{
	const struct io_uring_sqe nop = {
		.opcode = IORING_OP_NOP,
		.nop_flags = IORING_NOP_INJECT_RESULT,
		.len = res,
	};

	req->opcode = IORING_OP_NOP;
	return io_issue_defs[IORING_OP_NOP].prep(req, &nop);
}

/* The request's descriptor is another one: io_init_req() has read it already. */
static bool sct_uring_refile(struct sct_request *r)
{
	/* A number in the ring's table is no descriptor's. */
	if (r->req->flags & REQ_F_FIXED_FILE)
		return false;
	if (io_issue_defs[r->req->opcode].needs_file)
		r->req->cqe.fd = r->sqe->fd;
	return true;
}

static bool sct_uring_rewrite(struct sct_request *r, const struct sct_verdict *verdict)
{
	const struct sct_uring_row *row = r->forms[r->form].row;
	struct sct_call *call = &r->task.call;
	u64 at = -1ULL - verdict->param;

	if (!verdict->path)
		return sct_uring_put(row, r->sqe, verdict->param, verdict->value) &&
		       (row->from[verdict->param] != SCT_SQE_FD || sct_uring_refile(r));
	return sct_uring_put(row, r->sqe, verdict->param, at) &&
	       !sct_call_replace(call, u64_to_user_ptr(at), verdict->path);
}

/*
 * Does what was decided, but for REWRITE.
 *
 * Who stops can't go back to before the request: it ends as one that a signal
 * interrupts, and is the program's to submit anew.
 *
 * Return: true where the request is refused, with a result in @res.
 */
static bool sct_uring_act(const struct sct_verdict *verdict, s32 *res)
{
	switch (verdict->decision) {
	case SCT_FAIL:
	case SCT_RETURN:
		*res = verdict->value;
		return true;
	case SCT_KILL:
		if (!is_global_init(current))
			do_send_sig_info(verdict->value, SEND_SIG_PRIV, current, PIDTYPE_TGID);
		*res = -EPERM;
		return true;
	case SCT_SUSPEND:
		/* Who would wake the first process of all? */
		if (is_global_init(current))
			return false;
		do_send_sig_info(SIGSTOP, SEND_SIG_PRIV, current, PIDTYPE_TGID);
		*res = -EINTR;
		return true;
	default:
		return false;
	}
}

/* The entry is io_uring's to keep a pointer to: into what lives as long as the request. */
static void sct_uring_keep_entry(struct io_kiocb *req, const struct io_uring_sqe *sqe)
{
	struct io_uring_cmd *cmd = io_kiocb_to_cmd(req, struct io_uring_cmd);

	if (req->opcode != IORING_OP_URING_CMD || cmd->sqe != sqe)
		return;
	memcpy(req->async_data, sqe, uring_sqe_size(req->ctx));
	cmd->sqe = req->async_data;
}

/* Prepares a request from an entry that nobody else writes. */
static int sct_uring_prepare(struct io_kiocb *req, const struct io_uring_sqe *sqe,
			     sct_uring_prep_fn *prep)
{
	int ret = prep(req, sqe);

	if (!ret)
		sct_uring_keep_entry(req, sqe);
	return ret;
}

/*
 * Whether a rule has asked which objects the request's names and descriptors lead to.
 * Not where the request has a file of its own, which is judged by itself: it may be gone
 * before its issue returns.
 */
static bool sct_has_seen_objects(const struct sct_request *r)
{
	const struct sct_call *call = &r->task.call;

	if (r->req->opcode != IORING_OP_SPLICE && r->req->opcode != IORING_OP_TEE &&
	    io_issue_defs[r->req->opcode].needs_file)
		return false;
	return call->opened || (call->had & GENMASK(SCT_DATUM_EXE - 1, SCT_DATUM_PATH));
}

/* Whether a rule has looked at memory that the request reads when it is issued. */
static bool sct_has_seen_command(const struct sct_request *r)
{
	return r->req->opcode == IORING_OP_URING_CMD && sct_call_has_seen(&r->task.call);
}

/*
 * The same, where it is a socket that reads it, an option's value: it has done so when its
 * issue returns. A command of another file may be done later, and the request be gone.
 */
static bool sct_has_seen_option(const struct sct_request *r)
{
	return IS_ENABLED(CONFIG_NET) && sct_has_seen_command(r) &&
	       r->forms[0].row->when != SCT_IF_COMMAND && sock_from_file(r->req->file);
}

static int sct_request_prep(struct sct_request *r, struct io_kiocb *req,
			    sct_uring_prep_fn *prep)
{
	struct sct_verdict verdict = {};
	s32 res;

	r->at_issue = io_issue_defs[req->opcode].needs_file && r->want.fds;
	sct_hide_structs(r);
	if (!r->at_issue)
		sct_request_judge(r, SCT_BEFORE, &verdict);
	if (sct_uring_act(&verdict, &res))
		return sct_uring_refuse(req, res);
	if (verdict.decision == SCT_REWRITE) {
		if (!sct_uring_rewrite(r, &verdict))
			return sct_uring_refuse(req, -EPERM);
		r->task.changed = true;
		r->task.rewritten = true;
		r->task.by = verdict.by;
		r->task.rewrote = verdict.param;
	}
	if (r->at_issue || sct_has_after(r) || sct_call_names_objects(&r->task.call)) {
		sct_request_fetch(r, !r->at_issue);
		if (unlikely(r->task.call.starved) && r->decides)
			return sct_uring_refuse(req, r->task.call.starved);
		req->sct = r;
	}
	r->is_seen = sct_has_seen_objects(r);
	if (r->is_seen || sct_has_seen_command(r))
		req->sct = r;
	return sct_uring_prepare(req, r->sqe, prep);
}

static int sct_uring_new(struct io_kiocb *req, const struct io_uring_sqe *sqe,
			 struct sct_table *table, sct_uring_prep_fn *prep)
{
	const struct sct_chain *chains[SCT_URING_FORMS];
	struct sct_uring_form forms[SCT_URING_FORMS];
	unsigned int i, nr = sct_find_chains(table, sqe, forms, chains);
	struct sct_request *r = NULL;
	bool decides = false, logs = false;
	int ret;

	if (nr)
		r = sct_request_new(req, sqe, table, forms, chains, nr);
	if (!r) {
		for (i = 0; i < nr; i++) {
			decides |= chains[i]->decides;
			logs |= chains[i]->logs;
		}
		sct_table_put(table);
		if (nr && (!decides || logs))
			sct_judge_skip();
		return decides ? sct_uring_refuse(req, -ENOMEM) :
				 sct_uring_prepare(req, sqe, prep);
	}
	sct_task_push(&r->task);
	ret = sct_request_prep(r, req, prep);
	sct_task_pop(&r->task);
	if (!req->sct)
		sct_request_free(r);
	return ret;
}

/**
 * __sct_uring_prep - see sct_uring_prep()
 * @req: the request
 * @sqe: the submission entry
 * @prep: what prepares a request of this opcode
 *
 * Context: as sct_uring_prep().
 * Return: as sct_uring_prep().
 */
int __sct_uring_prep(struct io_kiocb *req, const struct io_uring_sqe *sqe,
		     sct_uring_prep_fn *prep)
{
	struct sct_table *table = sct_table_get();
	struct io_uring_sqe copy[2];

	if (!table)
		return prep(req, sqe);
	memcpy(copy, sqe, uring_sqe_size(req->ctx));
	/* The compiler may think that what it has copied is still there. */
	barrier();
	/* What was read before stays as it was read. */
	copy->opcode = req->opcode;
	if (io_issue_defs[req->opcode].needs_file)
		copy->fd = req->cqe.fd;
	return sct_uring_new(req, copy, table, prep);
}

static void sct_uring_done(struct io_kiocb *req)
{
	struct sct_request *r = req->sct;

	req->sct = NULL;
	sct_request_free(r);
}

/* The request has its file; false where a rule refuses it, with a result in @res. */
static bool sct_request_issue(struct sct_request *r, unsigned int issue_flags, s32 *res)
{
	struct sct_verdict verdict;
	bool refused;

	r->at_issue = false;
	r->issue_flags = issue_flags;
	sct_task_push(&r->task);
	sct_request_judge(r, SCT_BEFORE, &verdict);
	refused = sct_uring_act(&verdict, res);
	if (!refused && verdict.decision == SCT_REWRITE) {
		/* Too late: it is prepared. */
		*res = -EPERM;
		refused = true;
	}
	if (!refused && sct_has_after(r))
		sct_request_fetch(r, true);
	r->is_seen = sct_has_seen_objects(r);
	sct_task_pop(&r->task);
	return !refused;
}

/* The request does not run. */
static int sct_uring_result_is(struct io_kiocb *req, s32 res)
{
	io_req_set_res(req, res, 0);
	if (res < 0) {
		req_set_fail(req);
		if (io_cold_defs[req->opcode].fail)
			io_cold_defs[req->opcode].fail(req);
	}
	return IOU_OK;
}

/* Issues it with what its rules have seen; they may refuse it for what it comes to. */
static int sct_issue_seen(struct sct_request *r, struct io_kiocb *req,
			  unsigned int issue_flags, sct_uring_issue_fn *issue)
{
	int ret;

	sct_task_push(&r->task);
	ret = issue(req, issue_flags);
	sct_task_pop(&r->task);
	if (ret == IOU_OK && r->task.refused)
		return sct_uring_result_is(req, r->task.result);
	return ret;
}

/**
 * __sct_uring_issue - see sct_uring_issue()
 * @req: the request
 * @issue_flags: for @issue
 * @issue: what issues a request of this opcode
 *
 * Context: as sct_uring_issue().
 * Return: as sct_uring_issue().
 */
int __sct_uring_issue(struct io_kiocb *req, unsigned int issue_flags,
		      sct_uring_issue_fn *issue)
{
	struct sct_request *r = req->sct;
	s32 res;

	if (r->at_issue && !sct_request_issue(r, issue_flags, &res)) {
		sct_uring_done(req);
		sct_uring_result_is(req, res);
		/* The poll of one that goes on is armed: it has to go first. */
		return issue_flags & IO_URING_F_MULTISHOT ? IOU_STOP_MULTISHOT : IOU_OK;
	}
	if (sct_has_seen_option(r) && in_compat_syscall() && r->decides) {
		/* The kernel takes it as a 32-bit program lays it out, the rules did not. */
		sct_uring_done(req);
		return sct_uring_result_is(req, -EOPNOTSUPP);
	}
	if (r->is_seen || sct_has_seen_option(r))
		return sct_issue_seen(r, req, issue_flags, issue);
	return issue(req, issue_flags);
}

/* A thread of the kernel's own has other memory: what was not fetched, can't be. */
static void sct_give_up_memory(struct sct_call *call)
{
	unsigned int which;

	for (which = SCT_DATUM_BEHIND; which < SCT_DATUM_EXE; which++) {
		if (!(call->had & BIT(which)))
			sct_call_keep(call, which, NULL, 0);
	}
}

/**
 * __sct_uring_result - see sct_uring_result()
 * @req: the request
 * @res: the result
 *
 * Context: as sct_uring_result().
 * Return: as sct_uring_result().
 */
s32 __sct_uring_result(struct io_kiocb *req, s32 res)
{
	struct sct_request *r = req->sct;
	struct sct_verdict verdict;

	if (!sct_has_after(r))
		return res;
	if (r->untold) {
		r->untold = false;
		return r->told;
	}
	if (current->flags & PF_KTHREAD)
		sct_give_up_memory(&r->task.call);
	r->task.call.when = SCT_AFTER;
	r->task.call.retval = res;
	sct_request_judge(r, SCT_AFTER, &verdict);
	r->told = verdict.decision == SCT_RETURN ? verdict.value : res;
	return r->told;
}

/**
 * __sct_uring_untold - see sct_uring_untold()
 * @req: the request
 */
void __sct_uring_untold(struct io_kiocb *req)
{
	req->sct->untold = true;
}

/**
 * __sct_uring_end - see sct_uring_end()
 * @req: the request
 *
 * Context: as sct_uring_end(), or as sct_uring_flush().
 */
void __sct_uring_end(struct io_kiocb *req)
{
	req->cqe.res = __sct_uring_result(req, req->cqe.res);
	sct_uring_done(req);
}

/**
 * __sct_uring_flush - see sct_uring_flush()
 * @list: the requests
 *
 * Context: as sct_uring_flush().
 */
void __sct_uring_flush(const struct io_wq_work_list *list)
{
	struct io_wq_work_node *node;

	for (node = list->first; node; node = node->next) {
		struct io_kiocb *req = container_of(node, struct io_kiocb, comp_list);

		if (unlikely(req->sct))
			__sct_uring_end(req);
	}
}
