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

/**
 * struct sct_frame - how a call was made, by which it is known when made anew
 * @ip: the instruction behind it
 * @sp: the stack pointer
 * @exec_id: the program
 * @nr: the number
 * @abi: enum sct_abi
 * @args: the six registers, whole
 *
 * Few calls are made anew, so it is taken down only where it may be asked for: by
 * sct_frame_take(), from registers that are still those of the entry.
 */
struct sct_frame {
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
 * @chain: the call's rules in that table; NULL of one that only carries another, until
 *	that is known
 * @carrier: those of the call that carries it; or NULL
 * @siblings: those of other calls that a request of io_uring is as well; or NULL
 * @epoch: since when these rules were in force; of one that may be made anew
 * @state: enum sct_state
 * @deep: there is one below; of a request of io_uring, rules had seen something of
 *	the call below
 * @busy: @state or @deep: not 0
 * @stood: it was suspended, and has gone on
 * @rewritten: the rule @by has given it another parameter; @undo takes it back
 * @handlers: of one that waits: signal handlers that have not returned
 * @code: of SCT_INTERRUPTED, what the call returned, -ERESTARTSYS or the like
 * @exec_id: the program that made the call
 * @entry: how the call was made; of one that waits, or is @changed
 * @changed: the call runs with other parameters, @args, or as another number
 * @args: those parameters
 * @acted: which rules have matched it, as struct sct_verdict has it
 * @carrier_acted: the same of @carrier
 * @by: of one that is @rewritten, the rule
 * @rewrote: of one that is @rewritten, the place of the parameter
 * @undo: of one that is @rewritten, what @changed and one of @args were before
 * @carried: another call carries it
 * @reg: of one that is @carried, which of @args holds each parameter; -1 where
 *	none does
 * @nr: the number it runs as; of one that more is done about than to look at it
 * @refused: it was refused while it ran, as it came to an object
 * @rare: any of those that are true or false, and @handlers; 0 of most calls
 * @result: what it returns then
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
	const struct sct_chain *carrier;
	const struct sct_chain *siblings[2];
	u32 epoch;
	union {
		struct {
			u8 state;
			bool deep;
		};
		u16 busy;
	};
	union {
		struct {
			bool changed;
			bool carried;
			bool stood;
			bool rewritten;
			bool refused;
			u8 handlers;
		};
		u64 rare;
	};
	int code;
	long nr;
	s64 result;
	struct sct_task *below;
	u64 exec_id;
	struct sct_frame entry;
	unsigned long args[6];
	s8 reg[6];
	u32 acted;
	u32 carrier_acted;
	u8 rewrote;
	const struct sct_link *by;
	struct {
		unsigned long value;
		u8 reg;
		bool changed;
	} undo;
};

void sct_task_reset(struct sct_task *task);
struct sct_task *sct_task_make(void);
void sct_task_push(struct sct_task *task);
void sct_task_pop(struct sct_task *task);
void sct_task_free(struct sct_task *task);

void sct_frame_take(struct sct_frame *entry, struct pt_regs *regs);
struct sct_task *sct_task_again(struct pt_regs *regs);
void sct_task_end_restart(const struct sct_task *task);
bool sct_task_interrupt(struct sct_task *task, struct pt_regs *regs);
struct sct_task *sct_task_waiting(void);

/**
 * sct_task_get - where to keep what is known of a new call
 * @task: current's, or NULL
 *
 * Context: Process context, may sleep.
 * Return: a place that is idle; NULL without memory.
 */
static inline struct sct_task *sct_task_get(struct sct_task *task)
{
	/* Nothing is held by one that is idle: sct_task_reset() has let go of it. */
	return likely(task && task->state == SCT_IDLE) ? task : sct_task_make();
}

/* Whether rules of the call that carries this one wait for its end. */
static inline bool sct_carrier_waits(const struct sct_task *task)
{
	return task->carrier && task->carrier->nr[SCT_AFTER];
}

#endif /* _SCT_TASK_H */
