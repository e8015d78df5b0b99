/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/process/container.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "port/file/regular.h"

#define STATE_MAX (4 << 20)	/* bytes of a runtime's file */

json_t *container_parse_docker(const char *bytes, size_t length)
{
	json_t *state = json_loadb(bytes, length, 0, NULL), *value;
	const char *name = json_string_value(json_object_get(state, "Name"));

	if (name && name[0] == '/')
		name++;
	value = name ? value_string(name) : json_null();
	json_decref(state);
	return value;
}

json_t *container_parse_podman(const char *bytes, size_t length,
			       const char *id)
{
	json_t *state = json_loadb(bytes, length, 0, NULL);
	json_t *value = json_null();

	for (size_t i = 0; i < json_array_size(state); i++) {
		const json_t *c = json_array_get(state, i);
		const char *this = json_string_value(json_object_get(c, "id"));
		const char *name = json_string_value(json_array_get(
			json_object_get(c, "names"), 0));

		if (this && name && !strcmp(this, id)) {
			value = value_string(name);
			break;
		}
	}
	json_decref(state);
	return value;
}

static json_t *docker_name(const char *root, const char *id)
{
	char path[PATH_MAX], *bytes;
	size_t length;
	json_t *value;

	if (snprintf(path, sizeof(path),
		     "%s/var/lib/docker/containers/%s/config.v2.json", root,
		     id) >= (int)sizeof(path) ||
	    regular_load(path, STATE_MAX, &bytes, &length))
		return json_null();
	value = container_parse_docker(bytes, length);
	free(bytes);
	return value;
}

static json_t *podman_name(const char *root, const char *id)
{
	char path[PATH_MAX], *bytes;
	size_t length;
	json_t *value;

	if (snprintf(path, sizeof(path),
		     "%s/var/lib/containers/storage/overlay-containers/"
		     "containers.json", root) >= (int)sizeof(path) ||
	    regular_load(path, STATE_MAX, &bytes, &length))
		return json_null();
	value = container_parse_podman(bytes, length, id);
	free(bytes);
	return value;
}

void container_collect(struct facts *facts, const char *root,
		       const char *runtime, const char *id)
{
	json_t *name = json_null();

	if (!strcmp(runtime, "docker"))
		name = docker_name(root, id);
	else if (!strcmp(runtime, "podman"))
		name = podman_name(root, id);
	facts_add(facts, FACT_CONTAINER, FACT_SEEN, "cgroup", NULL,
		  json_pack("{s:o, s:s, s:o}", "id", value_string(id),
			    "runtime", runtime, "name", name),
		  "%s container %s", runtime, id);
}
