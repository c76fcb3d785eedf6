// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCT at boot: sct=off, the rules that are built in, sct.sealed
 *
 * See Documentation/admin-guide/sct/boot.rst.
 */

#define pr_fmt(fmt) "sct: " fmt

#include <linux/cache.h>
#include <linux/init.h>
#include <linux/moduleparam.h>
#include <linux/printk.h>
#include <linux/string.h>

#include "boot.h"
#include "load.h"
#include "seal.h"
#include "table.h"

#undef MODULE_PARAM_PREFIX
#define MODULE_PARAM_PREFIX "sct."

static bool sct_off __ro_after_init;
static bool sct_boot_sealed __ro_after_init;
module_param_named(sealed, sct_boot_sealed, bool, 0);

static int __init sct_setup(char *str)
{
	if (strcmp(str, "off"))
		return 0;
	sct_off = true;
	return 1;
}
__setup("sct=", sct_setup);

/**
 * sct_is_off - whether the machine was booted with sct=off
 *
 * Then there are no files and no rules until it restarts: who was locked out by
 * rules that are loaded at boot gets in again.
 *
 * Context: Any, from the initcalls on.
 * Return: true where it was.
 */
bool sct_is_off(void)
{
	return sct_off;
}

#ifdef CONFIG_SCT_HAS_BUILTIN_RULES
/* From builtin_rules.S. */
extern const char sct_builtin_rules[], sct_builtin_rules_end[], sct_builtin_name[];

static int __init sct_load_builtin(void)
{
	struct sct_load *load = sct_load_begin(true);
	int ret;

	if (!load)
		return -ENOMEM;
	ret = sct_load_write(load, sct_builtin_rules, sct_builtin_rules_end - sct_builtin_rules);
	if (!ret)
		ret = sct_load_end(load);
	if (ret)
		pr_err("built-in rules: %s:%u:%u: %s\n", sct_builtin_name,
		       load->parser->err.line, load->parser->err.column,
		       load->parser->err.what);
	sct_load_free(load);
	return ret;
}
#else
static int __init sct_load_builtin(void)
{
	return 0;
}
#endif

static int __init sct_boot(void)
{
	int ret;

	if (sct_off) {
		pr_notice("off until the machine restarts, as sct=off says\n");
		return 0;
	}
	ret = sct_load_builtin();
	if (ret)
		pr_err("no rule is in force: error %d\n", ret);
	else if (IS_ENABLED(CONFIG_SCT_HAS_BUILTIN_RULES))
		pr_info("%u built-in rules in force\n", sct_table_nr_rules());
	/* Behind the rules: nothing can be loaded any more. */
	if (sct_boot_sealed && !sct_seal())
		pr_info("sealed until the machine restarts\n");
	return 0;
}

/*
 * Behind the descriptions of the calls. There is no program yet: what later
 * initcalls run, modprobe for one, comes from the initramfs, which is unpacked
 * next, by a rootfs_initcall.
 */
fs_initcall_sync(sct_boot);
