/* SPDX-License-Identifier: BSD-2-Clause */
/* What the facts of the Winsock Proxy client's files say of one program. */
#ifndef DIAGNOSE_WSP_WSP_FACTS_H
#define DIAGNOSE_WSP_WSP_FACTS_H

#include <stdbool.h>

#include "diagnose/bind/scene.h"

/**
 * struct wsp - The client's configuration, as it bears on a target
 * @program:	In lower case without ".exe"; NULL where nobody named one
 * @copied:	The files come from another machine: this system has no such
 *		client
 * @server:	The setting that names the proxy, or NULL
 * @proxy:	Its value, or NULL
 * @by_address:	The value is an address
 * @wspcfg:	The program's own Wspcfg.ini, though it may be one that the
 *		client does not find or read; NULL for none
 * @section:	The first setting of the section that holds for the program,
 *		or NULL
 * @ports:	Its ServerBindTcpPorts or ServerBindUdpPorts, or NULL
 * @bind_ip:	Its ProxyBindIp, or NULL
 * @disabled:	The Disable= or DisableEx= that is set for it, or NULL
 * @outranked:	@disabled stands in a section that another one outranks
 * @published:	@ports has the target's port
 * @unsure:	A file that could change this was there and not read
 */
struct wsp {
	const struct scene *scene;
	const char *program;
	bool copied;
	const struct fact *server;
	const char *proxy;
	bool by_address;
	const struct fact *wspcfg;
	const struct fact *section;
	const struct fact *ports;
	const struct fact *bind_ip;
	const struct fact *disabled;
	bool outranked;
	bool published;
	bool unsure;
};

/**
 * wsp_build() - Put the facts in order
 * @wsp:	Written on success only
 * @scene:	The target and its facts
 *
 * Return: false where no file of the client was read
 */
bool wsp_build(struct wsp *wsp, const struct scene *scene);

/** wsp_is_enabled() - Does the program's bind go to the client at all? */
bool wsp_is_enabled(const struct wsp *wsp);

/** wsp_role_is() - Is a fact about this file: "wspcfg.ini"? */
bool wsp_role_is(const struct fact *fact, const char *role);

/** wsp_same_file() - Do two facts come from one file? */
bool wsp_same_file(const struct fact *a, const struct fact *b);

/** wsp_same_folder() - ... or from files in one folder? */
bool wsp_same_folder(const struct fact *a, const struct fact *b);

/** wsp_in_client_folder() - Is it beside the client's own files? */
bool wsp_in_client_folder(const struct fact *file);

/**
 * wsp_has_section() - Has a file a key in a section?
 * @wsp:	The configuration
 * @file:	Its FACT_WSP_FILE
 * @section:	The section's name, in any case
 */
bool wsp_has_section(const struct wsp *wsp, const struct fact *file,
		     const char *section);

/**
 * wsp_concerns() - Is a Wspcfg.ini the program's?
 * Also where nothing tells that it is another's.
 */
bool wsp_concerns(const struct wsp *wsp, const struct fact *file);

/** wsp_is_misnamed() - Wspcfg.ini.txt, and no Wspcfg.ini beside it */
bool wsp_is_misnamed(const struct wsp *wsp, const struct fact *file);

/** wsp_is_unicode() - Is it in an encoding that the client does not read? */
bool wsp_is_unicode(const struct fact *file);

/**
 * wsp_is_misplaced() - Does the program not find it where it is?
 * It has the program's section and stands in another program's folder or in
 * the client's own.
 */
bool wsp_is_misplaced(const struct wsp *wsp, const struct fact *file);

/**
 * wsp_range_of() - The range of the address table that has an address
 * @wsp:	The configuration
 * @address:	The address
 *
 * Return: its FACT_WSP_RANGE, or NULL
 */
const struct fact *wsp_range_of(const struct wsp *wsp,
				const struct address *address);

/** wsp_range_of_all() - The range that leaves nothing outside, or NULL */
const struct fact *wsp_range_of_all(const struct wsp *wsp);

#endif
