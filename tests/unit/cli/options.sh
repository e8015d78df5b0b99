#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The options: what --help prints of the table is what bindwhy(1) has, and
# what is said of a wrong one.  Prints TAP.
set -u

bindwhy=${top_builddir:?}/bindwhy
page=${top_srcdir:?}/man/bindwhy.1
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
trap 'exit 99' HUP INT TERM
cd "$work" || exit 99
number=0

# result STATUS NAME [FILE]: the file is shown where the status is not 0.
result()
{
	number=$((number + 1))
	if [ "$1" = 0 ]; then
		echo "ok $number - $2"
	else
		echo "not ok $number - $2"
		[ ! -e "${3-}" ] || sed 's/^/# /' "$3"
	fi
}

# The headings and options of a page: "Options of check:", "--for NAME".
of_page()
{
	awk '
	# The words of a macro joined, without fonts.
	function join(line,    text, quoted, i, c) {
		sub(/^\.[A-Z]+ /, "", line)
		text = ""
		quoted = 0
		for (i = 1; i <= length(line); i++) {
			c = substr(line, i, 1)
			if (c == "\"")
				quoted = !quoted
			else if (c != " " || quoted)
				text = text c
		}
		gsub(/\\f[BIR]/, "", text)
		gsub(/\\-/, "-", text)
		return text
	}
	/^\.SH / {in_options = $2 == "OPTIONS"}
	!in_options {next}
	/^\.SS / {sub(/^\.SS /, ""); print $0 ":"}
	is_tag && /^\.[BIR]+ / {
		tag = join($0)
		if (tag ~ /^-/)
			print tag
	}
	{is_tag = /^\.TP/}' "$1"
}

# Each command of a page: "check [OPTION...] [TARGET...]".
synopsis_of_page()
{
	awk '
	/^\.SH / {in_synopsis = $2 == "SYNOPSIS"; next}
	!in_synopsis {next}
	/^\.br/ {print line; line = ""; next}
	{
		sub(/^\.[A-Z]+ /, "")
		if (/^[[]|[.][.][.]/)
			gsub(/ /, "")
		sub(/^bindwhy ?/, "")
		sub(/^[[]check[]]/, "check")
		line = line (line != "" && $0 != "" ? " " : "") $0
	}
	END {print line}' "$1"
}

# The same of what --help prints.
of_help()
{
	awk '
	/^Options of / {print}
	/^  -/ {
		sub(/^  /, "")
		sub(/  .*/, "")
		print
	}' "$1"
}

"$bindwhy" --help >help
of_help help >help.options
of_page "$page" >page.options
diff help.options page.options >out
result $? "the page has the options of --help, in their order" out
[ "$(grep -c '^-' help.options)" -gt 20 ]
result $? "and they were found"

commands=$(sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p' help)
for command in $commands; do
	"$bindwhy" "$command" --help >one
	sed -n 's/^usage: bindwhy //p' one
	of_help one >one.options
	awk -v command="$command" '
	/^Options of / {
		gsub(/[,:]/, "")
		takes = $3 == "every"
		for (i = 3; i <= NF; i++)
			takes = takes || $i == command
		next
	}
	takes' help.options >want
	# In the order of the table.
	diff want one.options >"$command.diff" || echo "$command" >>wrong
	awk 'length > 80' help one >>long
done >usages
[ ! -e wrong ]
result $? "each command's help has the options of its headings" wrong
[ ! -s long ]
result $? "help fits into 80 columns" long
synopsis_of_page "$page" >synopsis
diff usages synopsis >out
result $? "the page's synopsis is that of each command's help" out

# What --for means stands in the help of the command that is asked.
"$bindwhy" check --help | grep -q '^  --for NAME .*server'
result $? "check --help says which --for it takes"
"$bindwhy" sniff --help | grep -q '^  --for TIME .*time'
result $? "sniff --help says which --for it takes"

# says MESSAGE ARGUMENT...: status 3 and exactly this line.
says()
{
	want=$1
	shift
	status=0
	"$bindwhy" "$@" >out 2>err || status=$?
	echo "bindwhy: $want" >want
	cat out >>err
	echo "status $status" >>err
	echo "status 3" >>want
	diff want err >out
	result $? "$*" out
}
says 'unknown option --frob; see bindwhy --help' --frob
says 'unknown option --frob; see bindwhy --help' --json --frob=7 25
says 'unknown option -Z; see bindwhy --help' -Z
says 'unknown option -Z; see bindwhy --help' --json -qZv 25
says 'unknown option -2; to check port 25, type: bindwhy 25' -25
says '--json takes no value; see bindwhy --help' --json=x
says '--quiet takes no value; see bindwhy --help' 25 --quiet=2
says '--s is short for several options; see bindwhy --help' 25 --s
says '--save needs a value: --save FILE; see bindwhy --help' --save
says '--port needs a value: --port PORT[,PORT...]; see bindwhy --help' \
	sniff -p
says 'sniff does not take --root; see bindwhy sniff --help' sniff --root /
says 'owners does not take --for; see bindwhy owners --help' \
	--for postfix owners
says '--for: an empty value' --for '' 25
says '--for postfix: a time above 0 and at most a year: 30s, 500ms, 5m, 1h, 10 (seconds)' \
	--for postfix sniff
says '--timeout 0: a number of seconds above 0 and at most 3600' \
	--timeout 0 25
says '--color blue: auto, always or never' --color=blue 25
says '--save - and --output json: standard output takes one of them' \
	--json --save - 25
says '--output xml: not one of text json' --output xml 25
says '-w - and --save -: standard output takes one of them' \
	sniff -w - --save -

# What is behind "--" is not an option.
# shellcheck disable=SC2016
says 'target `-1`: ports go from 1 to 65535' -- -1
# An option's name may be cut short.
"$bindwhy" --vers >out
"$bindwhy" --version >want
diff want out >differs
result $? "--vers" differs

# --json is the short form.
set -- "$top_srcdir"/tests/replay/*.facts
"$bindwhy" diagnose --json "$1" >out
"$bindwhy" diagnose --output json "$1" >want
diff out want >differs && grep -q '^{' out
result $? "--output json is --json" differs
"$bindwhy" diagnose --json --output text "$1" >out
"$bindwhy" diagnose "$1" >want
diff out want >differs && grep . out >/dev/null
result $? "the last form of output counts" differs

# Facts have standard output for themselves.
set -- "$top_srcdir"/tests/replay/*.facts
"$bindwhy" diagnose --save facts "$1" >text
status=$?
"$bindwhy" diagnose --save - "$1" >out.facts 2>out.text
[ $? = "$status" ] && [ -s text ] && cmp text out.text >differs &&
	cmp facts out.facts >>differs
result $? "--save - sends the text to standard error" differs
"$bindwhy" diagnose --save - "$1" 2>/dev/null | "$bindwhy" diagnose - >again
[ $? = "$status" ] && cmp text again >differs
result $? "what --save - writes can be diagnosed from a pipe" differs
"$bindwhy" diagnose --save - --color=always "$1" 2>&1 >/dev/null |
	grep -q '\['
result $? "and the text has the colours that were asked for"

echo "1..$number"
