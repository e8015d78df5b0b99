/* SPDX-License-Identifier: BSD-2-Clause */
/* The verdict on one target: can a server bind it? */
#ifndef DIAGNOSE_BIND_BIND_H
#define DIAGNOSE_BIND_BIND_H

#include "diagnose/bind/scene.h"
#include "verdict/verdict.h"

/** bind_explain() - Write a target's verdict, with the cause of its state */
void bind_explain(const struct scene *scene, struct bind_verdict *verdict);

/** bind_warn() - Append what will go wrong although the target is free */
void bind_warn(const struct scene *scene, struct bind_verdict *verdict);

/** bind_note() - Append notes */
void bind_note(const struct scene *scene, struct bind_verdict *verdict);

/** bind_conclude() - Headline and exit status, after the last finding */
void bind_conclude(const struct scene *scene, struct bind_verdict *verdict);

#endif
