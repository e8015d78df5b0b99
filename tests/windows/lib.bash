# SPDX-License-Identifier: BSD-2-Clause
# What the tests under Wine share.  Each file has a Wine prefix and a network
# namespace of its own, which its tests share: its wineserver lives in it.
#
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154	# what a test reads, what it is given

load ../system/lib.bash

EXE=${EXE:-$top_builddir/bindwhy.exe}
tools=$top_builddir/tests/windows
prefix_tool=$top_srcdir/tests/windows/prefix
export top_srcdir

# The same version, built for this machine.
NATIVE=${BINDWHY_NATIVE:-}
for _candidate in "$top_srcdir/build-gcc" "$top_srcdir/build"; do
	[[ -n $NATIVE || ! -x $_candidate/bindwhy ]] ||
		NATIVE=$_candidate/bindwhy
done

needs_native()
{
	[[ -x $NATIVE ]] || skip "no bindwhy for this machine: BINDWHY_NATIVE"
}

setup_file()
{
	keepers=()
	own_namespace=$(readlink /proc/self/ns/net)
	make_namespace
	NAMESPACE=$namespace
	export NAMESPACE
	WINEPREFIX=$("$prefix_tool" new) || {
		(($? == 77))
		echo "$WINEPREFIX" >"$BATS_FILE_TMPDIR/skip"
		WINEPREFIX=
		return
	}
	# What Wine starts beside our programs uses these too.
	HOME=$WINEPREFIX
	WINEDEBUG=-all
	DISPLAY=
	export WINEPREFIX HOME WINEDEBUG DISPLAY
	inside wineserver -p60 3>&- 4>&-
	_is_alive
}

# A Wine that is dead, or is given a program of another kind, prints nothing
# and leaves with 0.
_is_alive()
{
	local status=0 said

	said=$(inside timeout 60 wine "$tools/sentinel.exe" 3>&- 4>&-) ||
		status=$?
	if [[ $said != "a program for Windows runs here"$'\r' ]] ||
		((status != 42)); then
		echo "wine is dead: status $status, output: $said"
		return 1
	fi
}

# The one that setup_file() made, in another process.
_file_namespace()
{
	own_namespace=$(readlink /proc/self/ns/net)
	enter=(nsenter --net="/proc/$NAMESPACE/ns/net" --)
	keepers=("$NAMESPACE=$(readlink "/proc/$NAMESPACE/ns/net")")
}

teardown_file()
{
	_file_namespace
	[[ -z ${WINEPREFIX:-} ]] || "$prefix_tool" remove "$WINEPREFIX"
	_end_namespaces
}

setup()
{
	[[ ! -e $BATS_FILE_TMPDIR/skip ]] ||
		skip "$(cat "$BATS_FILE_TMPDIR/skip")"
	T=$BATS_TEST_TMPDIR
	# For servers that give up their rights.
	chmod 755 "$BATS_RUN_TMPDIR" "$BATS_FILE_TMPDIR" "$T" \
		"${BATS_TEST_TMPDIR%/*}"
	_file_namespace
	WRAP=()
	holder=
	ends=()
}

# End the holders of this test: each reads until its standard input ends.
teardown()
{
	local end

	for end in "${ends[@]}"; do
		exec {end}>&-
	done
	[[ -z ${holder:-} ]] || kill "$holder" 2>/dev/null || true
	[[ -z ${T:-} ]] || until_true _no_holders
}

_no_holders()
{
	! inside ss -Haltun | grep -q ':25 '
}

_end_namespaces()
{
	local pids i

	for ((i = 0; i < 100; i++)); do
		pids=$(_inhabitants others)
		[[ -n $pids ]] || pids=$(_inhabitants keepers)
		[[ -n $pids ]] || return 0
		# A list of pids.
		# shellcheck disable=SC2086
		kill -9 $pids 2>/dev/null || true
		sleep 0.02
	done
	return 1
}

# Run a program for Windows in the file's namespace.
run_exe()
{
	inside timeout 60 wine "$@" 3>&- 4>&-
}

# A path as Windows has it.
windows_path()
{
	local path=Z:$1

	echo "${path//\//\\}"
}

# gives STATUS ARGUMENT...: of bindwhy.exe, whose output is kept.
gives()
{
	local want=$1 status=0

	shift
	run_exe "$EXE" "$@" >"$T/out" 2>"$T/err" </dev/null || status=$?
	((status == want)) || {
		echo "status $status, not $want, of bindwhy.exe $*"
		head -c 2000 "$T/out" "$T/err"
		return 1
	}
}

# Status 3, one line on standard error, nothing on standard output.
says_wrong()
{
	gives 3 "$@" || return
	if [[ -s $T/out ]] || (($(wc -l <"$T/err") != 1)) ||
		! grep -q '^bindwhy: ' "$T/err" ||
		LC_ALL=C tr -d '\n' <"$T/err" | grep -q '[[:cntrl:]]'; then
		echo "of bindwhy.exe $*:"
		head -c 2000 "$T/out" "$T/err" | cat -v
		return 1
	fi
}

# As background(), which gives no input.
_hold_with_input()
{
	"${enter[@]}" wine "$tools/hold.exe" "${@:2}" <"$1" 3>&- 4>&- &
	disown
}

# Start hold.exe with these arguments; "ready PID" or "failed CODE" is then
# in $held, and its pid, as Windows counts, in $windows_pid.
start_hold()
{
	local fifo end

	fifo=$(mktemp -u "$T/hold.XXXXXX")
	mkfifo "$fifo"
	_hold_with_input "$fifo" "$@" >"$fifo.out" 2>&1
	hold_pid=$!
	exec {end}>"$fifo"
	ends+=("$end")
	until_true grep -q '^\(ready\|failed\)' "$fifo.out"
	held=$(tr -d '\r' <"$fifo.out")
	windows_pid=${held#ready }
}

# Hold a port by a program for Windows.
hold_exe()
{
	start_hold "$@"
	[[ $held == ready* ]] || {
		echo "hold.exe $*: $held"
		return 1
	}
}

# A program for Windows that binds as told meets a code, or "ok":
# CODE ADDRESS [HOW].
exe_meets()
{
	start_hold tcp "$2" 25 "${3:-exclusive}"
	_end_hold
	[[ $held == "failed $1" || ($1 == ok && $held == ready*) ]] || {
		echo "hold.exe on $2 meets '$held', not $1"
		return 1
	}
}

# End the one that was started last.
_end_hold()
{
	local end=${ends[-1]}

	exec {end}>&-
	unset 'ends[-1]'
	timeout 10 tail -s 0.02 --pid="$hold_pid" -f /dev/null
}

# Run bindwhy.exe and keep what it says; its status is in $status.
foretell_with()
{
	mkdir -p "$BATS_FILE_TMPDIR/json"
	json=$(mktemp "$BATS_FILE_TMPDIR/json/$BATS_TEST_NUMBER.XXXXXX")
	status=0
	run_exe "$EXE" "$1" --json "${@:2}" >"$json" 2>"$T/err" || status=$?
	echo "# bindwhy.exe $1 --json ${*:2}: status $status"
	sed 's/^/# stderr: /' "$T/err"
	[[ -s $json ]]
}

# What a console shows: NAME COMMAND..., run by cmd in a pseudo terminal.
on_console()
{
	command -v script >/dev/null || skip "script is not installed"
	inside env TERM=xterm timeout 60 script -qec "stty cols 200 rows 50
		wine cmd /c '$1'" /dev/null \
		</dev/null >"$T/screen" 2>&1 3>&- 4>&- || true
	# Without what moves the cursor.
	sed 's/\x1b\[[0-9;?]*[A-LN-Za-ln-z]//g' "$T/screen" | tr -d '\r' \
		>"$T/shown"
}
