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
};

/**
 * struct sct_entry - how a call was made, by which it is known when made anew
 * @ip: the instruction behind it
 * @sp: the stack pointer
 * @exec_id: the program
 * @nr: the number
 * @abi: enum sct_abi
 * @args: the six registers, whole
 */
struct sct_entry {
	unsigned long ip;
	unsigned long sp;
	u64 exec_id;
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
 * @epoch: since when these rules were in force
 * @state: enum sct_state
 * @stood: it was suspended, and has gone on
 * @handlers: of one that waits: signal handlers that have not returned
 * @code: of SCT_INTERRUPTED, what the call returned, -ERESTARTSYS or the like
 * @entry: how the call was made
 * @changed: the call runs with other parameters, @args, or as another number
 * @args: those parameters
 * @reg: which of @args holds each parameter of the call; -1 where none does
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
	u32 epoch;
	u8 state;
	bool stood;
	u8 handlers;
	int code;
	struct sct_entry entry;
	bool changed;
	unsigned long args[6];
	s8 reg[6];
	long nr;
	struct sct_task *below;
};

void sct_task_reset(struct sct_task *task);
struct sct_task *sct_task_get(void);
void sct_task_free(struct sct_task *task);

struct sct_task *sct_task_again(const struct sct_entry *entry);
bool sct_task_interrupt(struct sct_task *task, struct pt_regs *regs);
struct sct_task *sct_task_waiting(void);

#endif /* _SCT_TASK_H */
