# SPDX-License-Identifier: BSD-2-Clause
# What the system tests share.  Each test has a network namespace of its own,
# with loopback up; teardown ends every process in it, by pid.
#
# The oracle is the real server: `foretell` runs bindwhy, `foretold` says what
# it must have said, and `meets` starts real servers on the same address and
# compares.
#
#	foretell 25
#	foretold 0.0.0.0 in-use port-in-use exim4
#	meets EADDRINUSE 0.0.0.0
#
# shellcheck shell=bash
# shellcheck disable=SC2034	# what a test reads

# As make check sets them; by hand, bats tests/system/free.bats takes what
# scripts/quickstart built.
top_srcdir=${top_srcdir:-$BATS_TEST_DIRNAME/../..}
top_builddir=${top_builddir:-$top_srcdir/build}

here=$top_srcdir/tests/system
BINDWHY=${BINDWHY:-$top_builddir/bindwhy}
BINDWHY_PEERS=${BINDWHY_PEERS:-${XDG_CACHE_HOME:-/var/tmp}/bindwhy-peers}
export BINDWHY_PEERS
# Not the first in PATH: that may be a wrapper that takes half a second.
python=/usr/bin/python3
[[ -x $python ]] || python=python3
PYTHON=("$python" -I)

# The real servers that `meets` tries, unless it is told others.
SERVERS=(exim opensmtpd postfix)

bats_require_minimum_version 1.5.0

# A program, not a function, so that $! is its pid.  It must not keep bats's
# own descriptors: bats would wait for it.
background()
{
	"$@" </dev/null 3>&- 4>&- &
	# Nor is bash to say what became of it.
	disown
}

# Wait until a command succeeds; 10 seconds.
until_true()
{
	local i

	for ((i = 0; i < 200; i++)); do
		"$@" && return
		sleep 0.05
	done
	echo "this did not become true: $*"
	return 1
}

_namespace_is_new()
{
	local of

	of=$(readlink "/proc/$1/ns/net") && [[ $of != "$own_namespace" ]]
}

# A namespace to be in; its keeper's pid is in $namespace.
make_namespace()
{
	background unshare --net -- sleep 600 >/dev/null 2>&1
	namespace=$!
	until_true _namespace_is_new "$namespace"
	keepers+=("$namespace=$(readlink "/proc/$namespace/ns/net")")
	enter=(nsenter --net="/proc/$namespace/ns/net" --)
	inside ip link set lo up
}

# Run a command in the namespace that was made last.
inside()
{
	"${enter[@]}" "$@"
}

setup()
{
	T=$BATS_TEST_TMPDIR
	# For servers that give up their rights.
	chmod 755 "$BATS_RUN_TMPDIR" "$BATS_FILE_TMPDIR" "$T" \
		"${BATS_TEST_TMPDIR%/*}"
	own_namespace=$(readlink /proc/self/ns/net)
	keepers=()
	cgroup=
	# What bindwhy and the servers are run under.
	WRAP=()
	make_namespace
}

# Who lives in our namespaces: "keepers", or all "others".
#
# A namespace's number is its own while its keeper lives; then it may be
# another test's, and the keeper's pid anybody's.
_inhabitants()
{
	find /proc/[0-9]*/ns/net -maxdepth 0 -printf '%h %l\n' 2>/dev/null |
		awk -v who="$1" -v keepers="${keepers[*]}" \
			-v own="$own_namespace" '
		BEGIN {
			split(keepers, list, " ")
			for (i in list) {
				split(list[i], part, "=")
				if (part[2] != own)
					kept[part[1]] = part[2]
			}
		}
		{
			split($1, path, "/")
			of[path[3]] = $2
		}
		END {
			for (pid in kept)
				if (of[pid] == kept[pid])
					ours[kept[pid]] = pid
			for (pid in of)
				if (of[pid] in ours && (who == "keepers") == \
						(ours[of[pid]] == pid))
					print pid
		}'
}

# Those in it, too.
_remove_cgroup()
{
	find "$cgroup" -depth -type d -exec rmdir {} \;
	[[ ! -e $cgroup ]]
}

teardown()
{
	local pids i

	for ((i = 0; i < 100; i++)); do
		pids=$(_inhabitants others)
		[[ -n $pids ]] || break
		# A list of pids.
		# shellcheck disable=SC2086
		kill -9 $pids 2>/dev/null || true
		sleep 0.02
	done
	# A list of pids.
	# shellcheck disable=SC2046
	kill -9 $(_inhabitants keepers) 2>/dev/null || true
	if [[ -n $cgroup ]]; then
		until_true _remove_cgroup 2>/dev/null || true
	fi
	[[ -z $pids ]]
}

# Skip when a package was not unpacked.
needs()
{
	local package

	for package; do
		[[ -e $BINDWHY_PEERS/$package/.complete ]] || skip \
			"$package is not in $BINDWHY_PEERS: tests/system/fetch-peers"
	done
}

needs_ipv6()
{
	[[ -e /proc/net/if_inet6 ]] || skip "the kernel has no IPv6"
}

# A cgroup of the test's own, in $cgroup.
make_cgroup()
{
	local mount

	mount=$(awk '$3 == "cgroup2" {print $2; exit}' /proc/mounts)
	[[ -n $mount ]] || skip "no cgroup2 file system is mounted"
	cgroup=$(mktemp -d "$mount/bindwhy-test.XXXXXX") ||
		skip "cannot make a cgroup in $mount"
}

# For WRAP: run in the test's cgroup.
in_cgroup()
{
	# In the inner shell.
	# shellcheck disable=SC2016
	WRAP=(sh -c 'echo $$ >"$0/cgroup.procs" && exec "$@"' "$cgroup")
}

# Hold a port: hold.py's arguments.
hold()
{
	_hold "${PYTHON[@]}" "$here/hold.py" "$@"
}

# Likewise, in a cgroup that exists: its folder, hold.py's arguments.
hold_in()
{
	# In the inner shell.
	# shellcheck disable=SC2016
	_hold sh -c 'echo $$ >"$0/cgroup.procs" && exec "$@"' "$1" \
		"${PYTHON[@]}" "$here/hold.py" "${@:2}"
}

_hold()
{
	local out

	out=$(mktemp "$T/hold.XXXXXX")
	background "${enter[@]}" "$@" >"$out" 2>&1
	holder=$!
	until_true grep -q ready "$out" || {
		cat "$out"
		return 1
	}
}

_is_listening()
{
	[[ -n $(inside ss -Hltn "sport = :$1") ]]
}

# Start a real server and wait until it listens: serve's NAME ADDRESS PORT.
hold_with()
{
	local dir

	dir=$(mktemp -d "$T/serve.XXXXXX")
	chmod 755 "$dir"
	background "${enter[@]}" "$here/serve" "$1" "$2" "$3" "$dir" \
		>"$dir.out" 2>&1
	holder=$!
	until_true _is_listening "$3" || {
		tail -n 20 "$dir.out" "$dir"/*log
		return 1
	}
}

# Run bindwhy and keep what it says; its status is in $status.
foretell()
{
	foretell_with check "$@"
}

foretell_with()
{
	mkdir -p "$BATS_FILE_TMPDIR/json"
	json=$(mktemp "$BATS_FILE_TMPDIR/json/$BATS_TEST_NUMBER.XXXXXX")
	status=0
	# Whatever else the machine is busy with.
	inside timeout 60 "${WRAP[@]}" "$BINDWHY" "$1" --json --timeout 30 \
		"${@:2}" >"$json" 2>"$T/err" || status=$?
	echo "# bindwhy $1 --json ${*:2}: status $status"
	sed 's/^/# stderr: /' "$T/err"
	[[ -s $json ]]
}

# What must have been said: ADDRESS STATE [FINDING [NAME [CLASS]]].
foretold()
{
	"${PYTHON[@]}" "$here/foretold.py" "$json" "$@"
}

# A field of what was said: a path of keys and indices.
said()
{
	"${PYTHON[@]}" - "$json" "$@" <<-'END'
	import json, sys
	value = json.load(open(sys.argv[1]))
	for key in sys.argv[2:]:
	    value = value[int(key)] if isinstance(value, list) else value[key]
	print(value)
	END
}

# What must not be anywhere in what was said.
lacks()
{
	if grep -- "$1" "$json"; then
		return 1
	fi
}

_text_of()
{
	case $1 in
	EADDRINUSE) echo "address already in use" ;;
	EACCES) echo "permission denied" ;;
	EADDRNOTAVAIL) echo "cannot assign requested address" ;;
	EPERM) echo "operation not permitted" ;;
	ENETDOWN) echo "network is down" ;;
	EAFNOSUPPORT) echo "address family not supported" ;;
	*) return 1 ;;
	esac
}

_has_socket()
{
	inside ss -Haunp "sport = :$2" | grep -q "pid=$1,"
}

# Did the server that just started get its port?  Its name, pid, address,
# port and name in SMTP; 0 yes, 1 no, 2 it cannot make up its mind.
_serves()
{
	local i

	case $1 in
	socat-udp)
		for ((i = 0; i < 100; i++)); do
			_has_socket "$2" "$4" && return 0
			kill -0 "$2" 2>/dev/null || return 1
			sleep 0.02
		done
		return 2 ;;
	*)
		inside "${PYTHON[@]}" "$here/greet.py" "$2" "$3" "$4" \
			"$5" 20 ;;
	esac
}

# End a server, and wait until its port is free of it.
_end_server()
{
	kill "$1" 2>/dev/null || true
	timeout 5 tail -s 0.02 --pid="$1" -f /dev/null || kill -9 "$1" || true
}

# Start one real server and compare: SERVER OUTCOME ADDRESS PORT, where
# OUTCOME is ok or an errno's name.
server_meets()
{
	local server=$1 outcome=$2 address=$3 port=$4 serves=0 pid
	local dir host

	dir=$(mktemp -d "$T/serve.XXXXXX")
	# Nobody else's: the holder may be the same program.
	host=${dir##*.}.$server.example
	chmod 777 "$dir"
	background "${enter[@]}" "${WRAP[@]}" "$here/serve" "$server" "$address" \
		"$port" "$dir" "$host" >"$dir.out" 2>&1
	pid=$!
	_serves "$server" "$pid" "$address" "$port" "$host" || serves=$?
	_end_server "$pid"
	case $outcome:$serves in
	ok:0)
		return ;;
	ok:* | *:0 | *:2) ;;
	*)
		! grep -qirs "$(_text_of "$outcome")" "$dir.out" "$dir"/*log ||
			return 0 ;;
	esac
	echo "$server on $address port $port should meet $outcome; it" \
		"$(case $serves in
			0) echo "serves" ;;
			1) echo "failed, saying" ;;
			*) echo "neither serves nor gives up, saying" ;;
		esac)"
	tail -n 20 "$dir.out" "$dir"/*log 2>/dev/null
	return 1
}

# Start each real server in turn: OUTCOME ADDRESS [PORT [SERVER...]].
meets()
{
	local outcome=$1 address=$2 port=${3:-25} server servers

	shift $(($# < 3 ? $# : 3))
	servers=("$@")
	(($#)) || servers=("${SERVERS[@]}")
	for server in "${servers[@]}"; do
		server_meets "$server" "$outcome" "$address" "$port" || return
	done
}

# says_wrong COMMAND...: status 3, one line on stderr, nothing on stdout.
says_wrong()
{
	local status=0

	timeout 20 "${enter[@]}" "$@" >"$T/out" 2>"$T/err" || status=$?
	if ((status != 3)) || [[ -s $T/out ]] ||
		(($(wc -l <"$T/err") != 1)) ||
		! grep -q '^bindwhy: ' "$T/err" ||
		LC_ALL=C grep -q '[[:cntrl:]]' "$T/err"; then
		echo "status $status of: ${*:2}"
		head -c 2000 "$T/out" "$T/err" | cat -v
		return 1
	fi
}

# gives STATUS COMMAND...
gives()
{
	local want=$1 status=0

	shift
	timeout 20 "${enter[@]}" "$@" >"$T/out" 2>"$T/err" || status=$?
	((status == want)) || {
		echo "status $status, not $want, of: $*"
		head -c 2000 "$T/out" "$T/err"
		return 1
	}
}

# The last test of each file: all that --json printed fits the schema.
fits_schema()
{
	local schema=$top_srcdir/data/bindwhy.schema.json

	"${PYTHON[@]}" -c 'import jsonschema' 2>/dev/null ||
		skip "python3-jsonschema is not installed"
	"${PYTHON[@]}" - "$schema" "$BATS_FILE_TMPDIR"/json/* <<-'END'
	import json, sys
	import jsonschema
	with open(sys.argv[1]) as f:
	    schema = json.load(f)
	kind = jsonschema.validators.validator_for(schema)
	kind.check_schema(schema)
	validator = kind(schema)
	bad = 0
	for name in sys.argv[2:]:
	    with open(name) as f:
	        for error in validator.iter_errors(json.load(f)):
	            print(name, error.json_path, error.message[:300])
	            bad = 1
	sys.exit(bad)
	END
}
