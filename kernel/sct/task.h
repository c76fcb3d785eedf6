/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What SCT keeps of a task, from a call that a rule names to the call's end
 */

#ifndef _SCT_TASK_H
#define _SCT_TASK_H

#include <linux/ptrace.h>

#include "call.h"
#include "judge.h"
#include "table.h"

struct ksignal;

enum sct_state {
	SCT_IDLE,		/* no call is remembered */
	SCT_RUNNING,		/* the call runs */
	SCT_INTERRUPTED,	/* a signal came: it will be made anew, or fail */
	SCT_SUSPENDED,		/* it waits for SIGCONT, and will be made anew */
	SCT_FORKED,		/* a child, whose registers are still to be restored */
};

/**
 * struct sct_entry - how a call was made, by which it is known when made anew
 * @ip: the instruction behind it
 * @sp: the stack pointer
 * @nr: the number
 * @abi: enum sct_abi
 * @args: the six registers
 */
struct sct_entry {
	unsigned long ip;
	unsigned long sp;
	long nr;
	u8 abi;
	unsigned long args[6];
};

/**
 * struct sct_task - what SCT keeps of a task while a call of it runs
 * @call: the call
 * @table: the table that judged the call and may judge its result, held while
 *	the call runs; NULL where nothing of the call is to be remembered
 * @chain: the call's rules in that table
 * @state: enum sct_state
 * @code: of SCT_INTERRUPTED, what the call returned, -ERESTARTSYS or the like
 * @entry: how the call was made
 * @changed: the call runs with other parameters, @args, or as another number
 * @args: those parameters
 * @nr: the number it runs as
 * @below: a call that was interrupted before, by whose signal's handler this one
 *	is made
 *
 * Only the task itself touches it. It is there from the first call that needs it
 * to the task's end.
 */
struct sct_task {
	struct sct_call call;
	struct sct_table *table;
	const struct sct_chain *chain;
	u8 state;
	int code;
	struct sct_entry entry;
	bool changed;
	unsigned long args[6];
	long nr;
	struct sct_task *below;
};

void sct_task_reset(struct sct_task *task);
struct sct_task *sct_task_get(void);
void sct_task_free(struct sct_task *task);
long sct_task_run(struct sct_task *task, struct pt_regs *regs);
struct sct_task *sct_task_resume(struct pt_regs *regs, const struct sct_entry *entry);
bool sct_task_interrupt(struct sct_task *task, struct pt_regs *regs);

#endif /* _SCT_TASK_H */
