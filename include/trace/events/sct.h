/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sct_match: a rule of SCT matches a system call
 *
 * Once for each rule, whether it logs or not. Fields are told in
 * Documentation/admin-guide/sct/files.rst.
 */

#undef TRACE_SYSTEM
#define TRACE_SYSTEM sct

#if !defined(_TRACE_SCT_H) || defined(TRACE_HEADER_MULTI_READ)
#define _TRACE_SCT_H

#include <linux/tracepoint.h>

struct sct_call;
struct sct_rule;

TRACE_EVENT(sct_match,

	TP_PROTO(const struct sct_call *call, const struct sct_rule *rule, const char *params),

	TP_ARGS(call, rule, params),

	TP_STRUCT__entry(
		__string(rule, rule->name)
		__string(syscall, call->desc->name)
		__string(abi, sct_abi_name(call->abi))
		__string(when, call->when == SCT_AFTER ? "after" : "before")
		__string(decision, sct_decision_name(rule->decision))
		__string(params, params)
		__field(unsigned int, nr)
		__field(u32, uid)
		__field(s64, retval)
		__field(u64, arg1)
		__field(u64, arg2)
		__field(u64, arg3)
		__field(u64, arg4)
		__field(u64, arg5)
		__field(u64, arg6)
	),

	TP_fast_assign(
		__assign_str(rule);
		__assign_str(syscall);
		__assign_str(abi);
		__assign_str(when);
		__assign_str(decision);
		__assign_str(params);
		__entry->nr = call->sid;
		__entry->uid = from_kuid(&init_user_ns, current_uid());
		__entry->retval = call->retval;
		__entry->arg1 = call->args[0];
		__entry->arg2 = call->args[1];
		__entry->arg3 = call->args[2];
		__entry->arg4 = call->args[3];
		__entry->arg5 = call->args[4];
		__entry->arg6 = call->args[5];
	),

	TP_printk("rule=%s %s uid=%u %s %u_%s(%s) retval=%lld decision=%s",
		  __get_str(rule), __get_str(abi), __entry->uid, __get_str(when),
		  __entry->nr, __get_str(syscall), __get_str(params),
		  __entry->retval, __get_str(decision))
);

#endif /* _TRACE_SCT_H */

#include <trace/define_trace.h>
