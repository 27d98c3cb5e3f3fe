/* The part of <string.h> a generated model may use, for compilers that come without a C library. See rt_bare.c. */
#ifndef LOWRANK_STRING_H
#define LOWRANK_STRING_H

#include <stddef.h>

void *memcpy(void *restrict destination, const void *restrict source, size_t count);
void *memmove(void *destination, const void *source, size_t count);
void *memset(void *destination, int value, size_t count);
int memcmp(const void *left, const void *right, size_t count);
size_t strlen(const char *text);

#endif
