/* Port for a host with a C library: files through stdio, file names from the command line. */
#include "rt.h"

#ifdef RT_HOST
#include <stdio.h>

#ifndef __has_feature
#define __has_feature(feature) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
#include <sanitizer/asan_interface.h>
#define FORBID(from, bytes) ASAN_POISON_MEMORY_REGION(from, bytes)
#define ALLOW(from, bytes) ASAN_UNPOISON_MEMORY_REGION(from, bytes)
#else
#define FORBID(from, bytes) ((void)(from), (void)(bytes))
#define ALLOW(from, bytes) ((void)(from), (void)(bytes))
#endif

/* Read by the sanitizers' run-time library at the start; 19 is RT_SANITIZER. */
const char *__asan_default_options(void);
const char *__ubsan_default_options(void);

const char *__asan_default_options(void)
{
    return "exitcode=19:detect_leaks=0";
}

const char *__ubsan_default_options(void)
{
    return "exitcode=19:halt_on_error=1:print_stacktrace=1";
}

/* Handle 0 is the input, handle 1 the output. */
static FILE *files[2];

static int open_file(int handle, const char *name, const char *mode)
{
    files[handle] = fopen(name, mode);
    return files[handle] == NULL ? -1 : handle;
}

int rt_open_input(const char *name)
{
    return open_file(0, name, "rb");
}

/* Without a buffer, so that a run which is stopped leaves all tensors it had computed. */
int rt_open_output(const char *name)
{
    int handle = open_file(1, name, "wb");
    if (handle >= 0)
    {
        setbuf(files[handle], NULL);
    }
    return handle;
}

int32_t rt_read(int handle, void *buffer, int32_t bytes)
{
    size_t count = fread(buffer, 1, (size_t)bytes, files[handle]);
    return ferror(files[handle]) ? -1 : (int32_t)count;
}

int rt_write(int handle, const void *buffer, int32_t bytes)
{
    return fwrite(buffer, 1, (size_t)bytes, files[handle]) == (size_t)bytes ? 0 : -1;
}

int rt_close(int handle)
{
    return fclose(files[handle]) == 0 ? 0 : -1;
}

void rt_print(const char *text)
{
    fputs(text, stderr);
}

void rt_mark(void)
{
}

void rt_paint_stack(void)
{
}

int32_t rt_stack_touched(uintptr_t stack)
{
    (void)stack;
    return RT_STACK_UNKNOWN;
}

void rt_forbid_access(const void *from, size_t bytes)
{
    FORBID(from, bytes);
}

void rt_allow_access(const void *from, size_t bytes)
{
    ALLOW(from, bytes);
}

int main(int count, char **arguments)
{
    if (count != 3)
    {
        fputs("harness: usage: harness INPUT OUTPUT\n", stderr);
        return RT_USAGE;
    }
    return harness_run(arguments[1], arguments[2]);
}
#endif
