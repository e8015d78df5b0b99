# SPDX-License-Identifier: BSD-2-Clause
# Finds circles.  Each line of input is an arrow: FROM TO REASON.  Those that
# are part of a circle are printed, "FROM -> TO: REASON".  (Tarjan's algorithm:
# two nodes are in a circle if they are in one strongly connected component.)
function visit(node,    i, to) {
	lowest[node] = order[node] = ++visited
	stack[++depth] = node
	for (i = 1; i <= arrows[node]; i++) {
		to = target[node, i]
		if (!(to in order))
			visit(to)
		if (!(to in component) && lowest[to] < lowest[node])
			lowest[node] = lowest[to]
	}
	if (lowest[node] != order[node])
		return
	do {
		to = stack[depth--]
		component[to] = node
	} while (to != node)
}

$1 != $2 && !(($1, $2) in reason) {
	from[++count] = $1
	target[$1, ++arrows[$1]] = to[count] = $2
	reason[$1, $2] = substr($0, length($1 $2) + 3)
}

END {
	for (i = 1; i <= count; i++)
		if (!(from[i] in order))
			visit(from[i])
	for (i = 1; i <= count; i++)
		if (component[from[i]] == component[to[i]])
			print from[i] " -> " to[i] ": " reason[from[i], to[i]]
}
