/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * socketcall and ipc: one number for many calls
 */

#ifndef _SCT_MUX_H
#define _SCT_MUX_H

#include "syscalls.h"

/**
 * struct sct_sub - a sub-call, told apart from the call that carries it
 * @desc: what is called
 * @args: its parameters
 * @nr: number by which the same can be called directly; -1 where it is to run as it
 *	was called
 * @sub: number of the sub-call
 * @reg: the register that holds each parameter, from 0; -1 where none does
 * @words: of ipc, what the call will read again from where ptr points
 * @nr_words: how many of them were read
 * @asked: how many the call will read
 */
struct sct_sub {
	const struct sct_syscall *desc;
	unsigned long args[6];
	s16 nr;
	u8 sub;
	s8 reg[6];
	u32 words[2];
	u8 nr_words;
	u8 asked;
};

const struct sct_syscall *sct_mux_call(unsigned int nr, unsigned long first);
int sct_demux(unsigned int nr, const unsigned long *regs, struct sct_sub *sub);

#endif /* _SCT_MUX_H */
