/* SPDX-License-Identifier: BSD-2-Clause */
/* Containers and their names. */
#ifndef COLLECT_PROCESS_CONTAINER_H
#define COLLECT_PROCESS_CONTAINER_H

#include "facts/facts.h"

/**
 * container_collect() - FACT_CONTAINER
 * @facts:	Appended to
 * @root:	Put before every path; "" for the system itself
 * @runtime:	As cgroup_container() gives it
 * @id:		Likewise
 *
 * Docker's and Podman's names are looked up in the default directory of their
 * state; where that is another one, or may not be read, the name is left out,
 * and for a container of an ordinary user, who could write any name there.
 * The ids of LXC and systemd-nspawn are names.
 */
void container_collect(struct facts *facts, const char *root,
		       const char *runtime, const char *id);

/**
 * container_parse_docker() - A container's name in Docker's state
 * @bytes:	/var/lib/docker/containers/ID/config.v2.json:
 *		{"Name": "/mail", ...}
 * @length:	In bytes
 *
 * Return: a new string; null where there is none
 */
json_t *container_parse_docker(const char *bytes, size_t length);

/**
 * container_parse_podman() - A container's name in Podman's state
 * @bytes:	overlay-containers/containers.json:
 *		[{"id": "ID", "names": ["mail"]}, ...]
 * @length:	In bytes
 *
 * Return: a new string; null where there is none
 */
json_t *container_parse_podman(const char *bytes, size_t length,
			       const char *id);

#endif
