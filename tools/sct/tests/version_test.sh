#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The version of the tools, and a kernel that has another one

# shellcheck source=tap.sh
. "$TOOLS/tests/tap.sh"

header=$TOOLS/../../kernel/sct/version.h
version=$(sed -n 's/^#define SCT_VERSION[[:blank:]]*"\(.*\)"$/\1/p' "$header")
abi=$(sed -n 's/^#define SCT_ABI_VERSION[[:blank:]]*//p' "$header")
ok "a version" test -n "$version" -a -n "$abi"

fake
for tool in sct_load sct_unload sct_config sctlog sctrace; do
	run $tool --version
	ok "$tool --version" gave 0 "$tool (SCT) $version" ""
done

echo "$abi" >"$sct/abi_version"
run sct_config download
ok "a kernel of the same version" gave 0 "" ""
echo "$((abi + 1))" >"$sct/abi_version"
run sct_config download
ok "a kernel of another version" said 1 "tools of version $version" \
	"SCT of version $((abi + 1)) in the kernel" "Install the tools"

end_tests
