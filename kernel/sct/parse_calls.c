// SPDX-License-Identifier: GPL-2.0-only
/*
 * Parser of rules: which calls a rule watches, and its filter for each
 */

#include <linux/array_size.h>
#include <linux/bits.h>
#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/slab.h>
#include <linux/stdarg.h>
#include <linux/string.h>

#include "classes.h"
#include "draft.h"
#include "table.h"

static unsigned int sct_call_bit(const struct sct_syscall *desc)
{
	return desc->abi * SCT_NR_MAX + desc->nr;
}

/* A caller can't do without these: it would run on where nothing is left to run. */
static bool sct_must_run(const struct sct_syscall *desc)
{
	static const char *const names[] = {
		"exit", "exit_group", "rt_sigreturn", "sigreturn", "restart_syscall",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		if (!strcmp(desc->name, names[i]))
			return true;
	}
	return false;
}

static void sct_nearest_syscall(struct sct_nearest *near)
{
	unsigned int abi, nr;

	for (abi = 0; abi < SCT_NR_ABIS; abi++) {
		for (nr = 0; nr < SCT_NR_MAX; nr++) {
			const struct sct_syscall *desc = sct_syscall_by_nr(abi, nr);

			if (desc)
				sct_nearest_try(near, desc->name);
		}
	}
}

static int sct_add_bind(struct sct_draft *draft, const struct sct_syscall *desc, bool by_class)
{
	struct sct_rule *rule = draft->rule;

	if (__test_and_set_bit(sct_call_bit(desc), draft->named))
		return 0;
	if (rule->nr_binds == draft->size) {
		u32 size = draft->size ? 2 * draft->size : 4;
		struct sct_bind *binds;

		binds = kvrealloc(rule->binds, size * sizeof(*binds), GFP_KERNEL_ACCOUNT);
		if (!binds)
			return -ENOMEM;
		rule->binds = binds;
		draft->size = size;
	}
	rule->binds[rule->nr_binds++] = (struct sct_bind){
		.desc = desc,
		.by_class = by_class,
	};
	return 0;
}

/* * or %class: all calls that are in it */
static int sct_parse_class(struct sct_draft *draft)
{
	const struct sct_token *tok = &draft->ps->lx.tok;
	bool all = sct_token_is(tok, "*");
	struct sct_nearest near;
	unsigned int abi, nr;
	u32 classes;
	int ret;

	classes = *tok->at == '%' ? sct_class_find(tok->at + 1, tok->len - 1) : 0;
	if (!all && !classes) {
		sct_nearest_init(&near, tok->at, tok->len);
		sct_class_nearest(&near);
		return sct_fail_word(draft->ps, "unknown class",
				     "a class such as %file or %network, or *", &near);
	}

	for (nr = 0; nr < SCT_NR_MAX; nr++) {
		for (abi = 0; abi < SCT_NR_ABIS; abi++) {
			const struct sct_syscall *desc = sct_syscall_by_nr(abi, nr);

			if (!desc || (!all && !sct_class_has(classes, desc->name)))
				continue;
			ret = sct_add_bind(draft, desc, true);
			if (ret)
				return ret;
		}
	}
	return 0;
}

static int sct_parse_call(struct sct_draft *draft)
{
	const struct sct_token *tok = &draft->ps->lx.tok;
	struct sct_nearest near;
	unsigned int abi;
	bool found = false;
	int ret;

	if (*tok->at == '%' || *tok->at == '*')
		return sct_parse_class(draft);

	for (abi = 0; abi < SCT_NR_ABIS; abi++) {
		const struct sct_syscall *desc;

		desc = sct_syscall_by_name(abi, tok->at, tok->len);
		if (!desc)
			continue;
		if (__test_and_set_bit(sct_call_bit(desc), draft->spelt))
			return sct_fail_word(draft->ps, "call named twice,",
					     "each call once", NULL);
		if (sct_must_run(desc)) {
			draft->must_run = desc;
			draft->must_run_at = tok->at;
		}
		found = true;
		ret = sct_add_bind(draft, desc, false);
		if (ret)
			return ret;
	}
	if (found)
		return 0;

	sct_nearest_init(&near, tok->at, tok->len);
	sct_nearest_syscall(&near);
	return sct_fail_word(draft->ps, "unknown system call",
			     "a call that debugfs sct/syscalls lists", &near);
}

/**
 * sct_parse_syscall_name - read which calls a rule watches
 * @draft: the rule
 *
 * Return: 0; -EINVAL, and the error is recorded; -ENOMEM.
 */
int sct_parse_syscall_name(struct sct_draft *draft)
{
	struct seq_buf *text = &draft->ps->calls_text;
	struct sct_lexer *lx = &draft->ps->lx;
	const char *behind;
	int ret;

	ret = sct_once(draft, &draft->calls, "syscall_name");
	if (ret)
		return ret;

	do {
		ret = sct_parse_word(draft, "the name of a system call");
		if (ret)
			return ret;
		seq_buf_printf(text, "%s%.*s", draft->calls ? ", " : "", (int)lx->tok.len,
			       lx->tok.at);
		if (!draft->calls)
			draft->calls = lx->tok.at;
		ret = sct_parse_call(draft);
		if (ret)
			return ret;
		behind = lx->p;
		ret = sct_lex(lx);
		if (ret)
			return ret;
	} while (lx->tok.type == SCT_TOKEN_COMMA);

	lx->p = behind;
	return 0;
}

static bool sct_same_filter(const struct sct_filter *a, const struct sct_filter *b)
{
	return a && b && a->size == b->size && !memcmp(a, b, a->size);
}

static void sct_keep_bind(struct sct_rule *rule, unsigned int place,
			  const struct sct_bind *bind, struct sct_filter *filter)
{
	struct sct_filter *last = place ? rule->binds[place - 1].filter : NULL;
	bool shared = sct_same_filter(last, filter);

	if (shared)
		kvfree(filter);
	else if (filter)
		rule->memory += filter->size;
	rule->memory += sizeof(struct sct_bind) + sizeof(struct sct_link);
	rule->binds[place] = (struct sct_bind){
		.desc = bind->desc,
		.by_class = bind->by_class,
		.param = bind->param,
		.filter = shared ? last : filter,
		.shared = shared,
	};
}

/* Where in a call the parameter is that the rule rewrites, and whether it can be. */
static int sct_rewrite_place(struct sct_draft *draft, const struct sct_syscall *desc,
			     struct sct_error *err)
{
	const struct sct_draft_action *action = draft->rewrite;
	const struct sct_source *src = &draft->ps->lx.src;
	const struct sct_param *param;
	unsigned int i = action->param - 1;

	if (!action->param) {
		for (i = 0; i < desc->nr_params; i++) {
			if (!strcmp(desc->names[i], action->param_name))
				break;
		}
	}
	if (i >= desc->nr_params) {
		sct_error_at(err, src, action->param_at,
			     "%s has no such parameter; expected one of those that debugfs sct/syscalls lists",
			     desc->name);
		return -EINVAL;
	}

	param = &desc->params[i];
	if (action->text && !(param->is & SCT_PARAM_NAME)) {
		sct_error_at(err, src, action->value_at,
			     "types don't fit: a path for %s of %s (%s); expected a number",
			     desc->names[i], desc->name, desc->types[i]);
		return -EINVAL;
	}
	if (!action->text && param->kind == SCT_KIND_STRING) {
		sct_error_at(err, src, action->value_at,
			     "types don't fit: a number for %s of %s (%s); expected %s",
			     desc->names[i], desc->name, desc->types[i],
			     param->is & SCT_PARAM_NAME ? "a path in quotes" :
			     "another parameter: the call reads this one by itself");
		return -EINVAL;
	}
	if (!action->text && param->size < 8 &&
	    (action->value >= 1LL << (8 * param->size) ||
	     action->value < -(1LL << (8 * param->size - 1)))) {
		sct_error_at(err, src, action->value_at,
			     "%s of %s is %s; expected a value of %u bits", desc->names[i],
			     desc->name, desc->types[i], 8 * param->size);
		return -EINVAL;
	}
	return i;
}

/* What 64-bit callers know by the name of a 32-bit call. */
static const struct sct_syscall *sct_native_twin(const struct sct_syscall *desc)
{
	if (desc->abi != SCT_ABI_COMPAT)
		return NULL;
	return sct_syscall_by_name(SCT_ABI_NATIVE, desc->name, strlen(desc->name));
}

/**
 * struct sct_misfits - the calls that a rule does not fit
 * @first: what is wrong with the first of them
 * @name: the last that was warned of by its name
 * @of_classes: how many were named by a class
 * @class_first: what is wrong with the first of those
 */
struct sct_misfits {
	struct sct_error first;
	const char *name;
	unsigned int of_classes;
	struct sct_error class_first;
};

/* The rule loads, but its author should know what it does not do. */
static void sct_note_misfit(struct sct_draft *draft, struct sct_misfits *misfits,
			    const struct sct_bind *bind, const struct sct_error *misfit)
{
	const struct sct_syscall *desc = bind->desc;
	struct sct_parser *ps = draft->ps;
	struct sct_error *warning;
	bool twin;

	if (!misfits->first.line)
		misfits->first = *misfit;
	if (bind->by_class) {
		if (!misfits->of_classes++)
			misfits->class_first = *misfit;
		return;
	}
	twin = sct_native_twin(desc);
	/* Of a name that doesn't fit at all it is said once. */
	if (misfits->name && !strcmp(misfits->name, desc->name))
		return;
	misfits->name = desc->name;
	warning = sct_warning_new(ps, draft->rule->decision);
	if (!warning)
		return;
	*warning = *misfit;
	snprintf(warning->what, sizeof(warning->what),
		 "warning: rule %s does not watch %s%s: %.160s", draft->rule->name,
		 twin ? "32-bit callers of " : "", desc->name, misfit->what);
}

static void sct_warn_classes(struct sct_draft *draft, const struct sct_misfits *misfits)
{
	struct sct_error *warning;

	if (!misfits->of_classes)
		return;
	warning = sct_warning_new(draft->ps, draft->rule->decision);
	if (!warning)
		return;
	*warning = misfits->class_first;
	snprintf(warning->what, sizeof(warning->what),
		 "warning: rule %s does not watch %u of the calls of its classes, such as: %.160s",
		 draft->rule->name, misfits->of_classes, misfits->class_first.what);
}

#define SCT_LIST	110	/* bytes of what a warning lists */

/**
 * struct sct_list - what a warning lists, as far as there is room
 * @text: the items, and how many more there are
 * @len: bytes of the items
 * @more: how many had no room
 */
struct sct_list {
	char text[SCT_LIST + 18];
	unsigned int len;
	unsigned int more;
};

__printf(2, 3)
static void sct_list_add(struct sct_list *list, const char *fmt, ...)
{
	unsigned int room = SCT_LIST - list->len;
	char *at = list->text + list->len;
	char item[96];
	va_list args;
	int n;

	va_start(args, fmt);
	n = vscnprintf(item, sizeof(item), fmt, args);
	va_end(args);
	if (list->more || n + 2 >= room) {
		list->more++;
		snprintf(at, sizeof(list->text) - list->len, ", and %u more", list->more);
		return;
	}
	list->len += scnprintf(at, room, "%s%s", list->len ? ", " : "", item);
}

static bool sct_binds_call(const struct sct_rule *rule, const struct sct_syscall *desc)
{
	for (unsigned int i = 0; i < rule->nr_binds; i++) {
		if (rule->binds[i].desc == desc)
			return true;
	}
	return false;
}

static bool sct_has_param(const struct sct_syscall *desc, const char *name)
{
	for (unsigned int i = 0; i < desc->nr_params; i++) {
		if (!strcmp(desc->names[i], name))
			return true;
	}
	return false;
}

/* A number of 64 bits takes two parameters of 32: poslo, offset_hi. */
static bool sct_is_half(const char *name)
{
	static const char *const ends[] = { "lo", "hi", "low", "high" };
	size_t len = strlen(name);

	for (unsigned int i = 0; i < ARRAY_SIZE(ends); i++) {
		size_t end = strlen(ends[i]);

		if (len > end && !strcmp(name + len - end, ends[i]))
			return true;
	}
	return false;
}

/*
 * Whether the parameter at a place is another for 32-bit callers. Many have another
 * name there and are the same.
 */
static bool sct_is_another(const struct sct_syscall *native, const struct sct_syscall *compat,
			   unsigned int place)
{
	const char *name, *there;

	/* Of one that isn't there the filter has said so. */
	if (place >= native->nr_params || place >= compat->nr_params)
		return false;
	name = native->names[place];
	there = compat->names[place];
	if (!strcmp(name, there))
		return false;
	return sct_has_param(compat, name) || sct_has_param(native, there) ||
	       sct_is_half(there) || (native->params[place].kind >= SCT_KIND_POINTER) !=
				     (compat->params[place].kind >= SCT_KIND_POINTER);
}

/* The parameters that a rule asks for by number, a bit each, and where the first stands. */
static u8 sct_by_number(const struct sct_draft *draft, const char **at)
{
	const struct sct_draft_action *rewrite = draft->rewrite;
	const struct sct_expr *expr = &draft->ps->expr;
	u8 params = 0;

	for (unsigned int i = 0; i < expr->nr; i++) {
		const struct sct_node *node = &expr->nodes[i];

		if (node->op != SCT_OP_PARAM && node->op != SCT_OP_PATH &&
		    node->op != SCT_OP_INODE)
			continue;
		if (!params)
			*at = node->at;
		params |= BIT(node->number - 1);
	}
	if (rewrite && rewrite->param) {
		if (!params)
			*at = rewrite->param_at;
		params |= BIT(rewrite->param - 1);
	}
	return params;
}

/* By its name a parameter is found wherever it is, or not at all. */
static noinline void sct_warn_numbers(struct sct_draft *draft)
{
	const struct sct_rule *rule = draft->rule;
	struct sct_list list = {};
	const char *at = NULL;
	u8 params = sct_by_number(draft, &at);

	for (unsigned int i = 0; params && i < rule->nr_binds; i++) {
		const struct sct_syscall *desc = rule->binds[i].desc;
		const struct sct_syscall *twin = sct_native_twin(desc);

		for (unsigned int j = 0; twin && j < desc->nr_params; j++) {
			if ((params & BIT(j)) && sct_is_another(twin, desc, j) &&
			    sct_binds_call(rule, twin))
				sct_list_add(&list, "%u of %s (%s, there %s)", j + 1,
					     desc->name, twin->names[j], desc->names[j]);
		}
	}
	if (list.len)
		sct_warn(draft->ps, rule->decision, at,
			 "rule %s takes parameters by number that are others for 32-bit callers: %s; expected their names, a rule for each",
			 rule->name, list.text);
}

/* The parameters that a filter relies on though they have this flag, a bit each. */
static u8 sct_doubts(const struct sct_bind *bind, u8 flag)
{
	const struct sct_filter *filter = bind->filter;
	const struct sct_access *access;
	u8 asked = 0, found = 0;
	unsigned int i;

	if (!filter)
		return 0;
	access = sct_accesses(filter);
	for (i = 0; flag == SCT_PARAM_AGAIN && i < filter->nr_accesses; i++, access++)
		asked |= BIT(access->param);
	if (flag == SCT_PARAM_LOOSE)
		asked = filter->paths;
	for (i = 0; i < bind->desc->nr_params; i++) {
		if ((asked & BIT(i)) && (bind->desc->params[i].is & flag))
			found |= BIT(i);
	}
	return found;
}

static bool sct_has_doubt(const struct sct_rule *rule, const struct sct_syscall *desc,
			  const char *param, u8 flag)
{
	for (unsigned int i = 0; i < rule->nr_binds; i++) {
		const struct sct_bind *bind = &rule->binds[i];
		u8 doubts = bind->desc == desc ? sct_doubts(bind, flag) : 0;

		for (unsigned int j = 0; doubts >> j; j++) {
			if ((doubts & BIT(j)) && !strcmp(desc->names[j], param))
				return true;
		}
	}
	return false;
}

/* Of both forms of a call it is said once. */
static void sct_list_doubts(struct sct_list *list, const struct sct_rule *rule, u8 flag)
{
	for (unsigned int i = 0; i < rule->nr_binds; i++) {
		const struct sct_syscall *desc = rule->binds[i].desc;
		u8 doubts = sct_doubts(&rule->binds[i], flag);
		const struct sct_syscall *twin = doubts ? sct_native_twin(desc) : NULL;

		for (unsigned int j = 0; doubts >> j; j++) {
			if (!(doubts & BIT(j)) ||
			    (twin && sct_has_doubt(rule, twin, desc->names[j], flag)))
				continue;
			sct_list_add(list, "%s of %s%s", desc->names[j],
				     twin ? "32-bit " : "", desc->name);
		}
	}
}

/* What a filter rests on, and may have changed by the time the call looks at it. */
static noinline void sct_warn_race(struct sct_draft *draft)
{
	struct sct_list objects = {}, memory = {};
	const struct sct_rule *rule = draft->rule;

	if (!rule->decision || rule->when == SCT_AFTER)
		return;
	sct_list_doubts(&objects, rule, SCT_PARAM_LOOSE);
	sct_list_doubts(&memory, rule, SCT_PARAM_AGAIN);
	if (objects.len)
		sct_warn(draft->ps, true, draft->filter_at,
			 "rule %s decides on PATH of %s: another thread may change what it stands for before the call uses it",
			 rule->name, objects.text);
	if (memory.len)
		sct_warn(draft->ps, true, draft->filter_at,
			 "rule %s decides on memory behind %s, which the call reads once more: another thread may have changed it",
			 rule->name, memory.text);
}

/* What a filter compares whole, and the call may cut. */
static noinline void sct_warn_halves(struct sct_draft *draft)
{
	const struct sct_rule *rule = draft->rule;
	struct sct_list list = {};

	if (!rule->decision || rule->when == SCT_AFTER)
		return;
	for (unsigned int i = 0; i < rule->nr_binds; i++) {
		const struct sct_syscall *desc = rule->binds[i].desc;
		u8 wholes = rule->binds[i].filter ? rule->binds[i].filter->wholes : 0;

		for (unsigned int j = 0; wholes >> j; j++) {
			if (wholes & BIT(j))
				sct_list_add(&list, "%s of %s", desc->names[j], desc->name);
		}
	}
	if (list.len)
		sct_warn(draft->ps, true, draft->filter_at,
			 "rule %s decides on all 64 bits of %s, of which the call may take the low 32 bits only; expected & 0xffffffff behind it",
			 rule->name, list.text);
}

/* Compiles the rule for one call; 1 where it can never match there. */
static int sct_compile_bind(struct sct_draft *draft, struct sct_bind *bind,
			    struct sct_filter **filter, struct sct_error *misfit)
{
	struct sct_parser *ps = draft->ps;
	struct sct_compiled out;
	int ret;

	if (draft->rewrite) {
		ret = sct_rewrite_place(draft, bind->desc, misfit);
		if (ret < 0)
			return ret;
		bind->param = ret;
	}
	ret = sct_filter_compile(&out, &ps->expr, bind->desc, draft->rule->when, &ps->lx.src,
				 misfit);
	if (ret)
		return ret;
	*filter = out.filter;
	return !out.filter && !out.constant;
}

/**
 * sct_compile_binds - compile a rule's filter for every call of the rule
 * @draft: the rule, all fields of which are known
 *
 * It must fit one of them at least; those that it doesn't fit stay unwatched, and
 * the load says so.
 *
 * Return: 0; -EINVAL, and the error is recorded; -ENOMEM.
 */
int sct_compile_binds(struct sct_draft *draft)
{
	struct sct_rule *rule = draft->rule;
	struct sct_parser *ps = draft->ps;
	unsigned int warned = ps->nr_warnings, left_out = ps->left_out;
	unsigned int i, kept = 0, fit = 0;
	struct sct_misfits misfits = {};
	int ret = 0;

	for (i = 0; i < rule->nr_binds; i++) {
		struct sct_bind bind = rule->binds[i];
		struct sct_filter *filter = NULL;
		struct sct_error misfit = {};

		if (rule->decision && sct_must_run(bind.desc))
			continue;
		ret = sct_compile_bind(draft, &bind, &filter, &misfit);
		if (ret == -EINVAL) {
			sct_note_misfit(draft, &misfits, &bind, &misfit);
			continue;
		}
		if (ret < 0)
			break;
		fit++;
		if (!ret)
			sct_keep_bind(rule, kept++, &bind, filter);
		if (rule->memory > SCT_MAX_TABLE) {
			ret = sct_fail(ps, draft->at,
				       "rule too large; expected a shorter filter, or fewer calls");
			rule->nr_binds = kept;
			return ret;
		}
	}

	/* What was compiled up to here is the rule's to free. */
	rule->nr_binds = kept;
	if (ret < 0 && ret != -EINVAL)
		return ret;
	if (!fit) {
		ps->nr_warnings = warned;
		ps->left_out = left_out;
		if (!misfits.first.line)
			return sct_fail(ps, draft->calls,
					"none of these calls can be watched so; expected another call or action");
		ps->err = misfits.first;
		return -EINVAL;
	}
	sct_warn_classes(draft, &misfits);
	sct_warn_numbers(draft);
	sct_warn_race(draft);
	sct_warn_halves(draft);
	return 0;
}
