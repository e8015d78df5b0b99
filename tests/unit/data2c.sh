#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# scripts/data2c.awk makes the same, compilable table with each awk that is
# here.  Prints TAP.
set -u

script=${top_srcdir:?}/scripts/data2c.awk
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
trap 'exit 99' HUP INT TERM
cd "$work" || exit 99

cat >data <<'END'
# A comment
id: one
path: C:\Program Files\x\* "quoted" a??=b & \& \\d\n
text:
	first: é
	\second	tab

	after a gap

%%

id: two
%%
END
cat >expected <<'END'
static const struct data_field record_0[] = {
	{"id",
		"one"},
	{"path",
		"C:\\Program Files\\x\\* \"quoted\" a?\?=b & \\& \\\\d\\n"},
	{"text",
		"first: é\n"
		"\\second\ttab\n"
		"\n"
		"after a gap"},
	{NULL, NULL}
};
static const struct data_field record_1[] = {
	{"id",
		"two"},
	{NULL, NULL}
};

const struct data_record data_x[] = {
	{record_0},
	{record_1},
	{NULL}
};
END

number=0
for awk in awk gawk mawk "busybox awk" original-awk; do
	# Two words, some.
	# shellcheck disable=SC2086
	$awk 'BEGIN {exit 0}' >/dev/null 2>&1 || continue
	number=$((number + 1))
	# shellcheck disable=SC2086
	$awk -f "$script" -v name=x data | sed -n '/^static/,$p' >made
	if diff expected made >difference; then
		echo "ok $number - $awk"
	else
		echo "not ok $number - $awk"
		sed 's/^/# /' difference
	fi
done

for bad in 'no key' ' key: after a blank' '	a continuation of nothing'; do
	number=$((number + 1))
	echo "$bad" >data
	if awk -f "$script" -v name=x data >/dev/null 2>&1; then
		echo "not ok $number - accepts: $bad"
	else
		echo "ok $number - refuses: $bad"
	fi
done
echo "1..$number"
