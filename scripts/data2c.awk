# SPDX-License-Identifier: BSD-2-Clause
# Turns a data file (see data/FORMAT) into a C table for src/data/data.h.
#
#	awk -f data2c.awk -v name=programs data/programs
#
# One line `key: value`; a line that starts with a tab continues the value
# with a newline; `%%` ends a record; `#` in column one is a comment.  Plain
# POSIX awk: mawk, gawk and busybox give the same.

function fail(why)
{
	printf "%s:%d: %s\n", FILENAME, FNR, why > "/dev/stderr"
	failed = 1
	exit 1
}

# Without gsub(): awks differ in what a backslash means in its replacement.
function replaced(s, what, by,    out, at)
{
	out = ""
	while ((at = index(s, what)) > 0) {
		out = out substr(s, 1, at - 1) by
		s = substr(s, at + length(what))
	}
	return out s
}

function quote(s)
{
	sub(/\n+$/, "", s)
	s = replaced(s, "\\", "\\\\")
	s = replaced(s, "\"", "\\\"")
	s = replaced(s, "\t", "\\t")
	s = replaced(s, "??", "?\\?")
	s = replaced(s, "\n", "\\n\"\n\t\t\"")
	return "\"" s "\""
}

function end_field()
{
	if (key != "")
		printf "\t{\"%s\",\n\t\t%s},\n", key, quote(value)
	key = ""
}

function end_record()
{
	end_field()
	if (fields) {
		print "\t{NULL, NULL}\n};"
		records++
	}
	fields = 0
}

BEGIN {
	print "/* Made by scripts/data2c.awk from data/" name ". */"
	print "#include \"data/data.h\"\n\n#include <stddef.h>\n"
}

/^#/ { next }
/^%%$/ { end_record(); next }
/^\t/ {
	if (key == "")
		fail("a continuation line without a key")
	line = substr($0, 2)
	value = (value == "" ? line : value "\n" line)
	next
}
/^[ \t]*$/ {
	if (key != "" && value != "")
		value = value "\n"
	next
}
/^[a-z0-9][a-z0-9-]*:/ {
	end_field()
	if (!fields)
		printf "static const struct data_field record_%d[] = {\n", records
	fields++
	key = substr($0, 1, index($0, ":") - 1)
	value = substr($0, index($0, ":") + 1)
	sub(/^[ \t]+/, "", value)
	next
}
{ fail("not a `key: value`, a continuation, a comment or `%%`") }

END {
	if (failed)
		exit 1
	end_record()
	printf "\nconst struct data_record data_%s[] = {\n", name
	for (i = 0; i < records; i++)
		printf "\t{record_%d},\n", i
	print "\t{NULL}\n};"
}
