/*
 * A QEMU plugin that counts executed instructions between marks.
 *
 *   gcc -O2 -fPIC -shared -Wall -Wextra -o libcount.so count_plugin.c
 *   qemu-system-arm .. -plugin ./libcount.so,mark=0x100,out=counts.txt,profile=profile.txt
 *
 * mark is the address of an instruction, here the first of rt_mark(). Each time it is about to be executed, a line is
 * written with the number of instructions executed since the last time (or since the start), in decimal. A last line,
 * "total N", is written when the emulation ends; without it the file is not complete.
 *
 * profile, which may be left out, receives at each mark a line for every address that was executed since the last one,
 * "ADDRESS EXECUTED TAKEN" (hexadecimal, decimal, decimal), and then a line "mark". TAKEN is how often the execution went
 * on elsewhere than behind the instruction: it branched.
 *
 * Debian's QEMU 7.2 accepts plugins but comes without qemu-plugin.h: the declarations below are the part of version 1
 * of the interface that is used. One processor is assumed.
 */
#include <inttypes.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef uint64_t qemu_plugin_id_t;
struct qemu_plugin_tb;
struct qemu_plugin_insn;
struct qemu_info_t;

enum qemu_plugin_cb_flags
{
    QEMU_PLUGIN_CB_NO_REGS
};

enum qemu_plugin_op
{
    QEMU_PLUGIN_INLINE_ADD_U64
};

typedef void (*translation_callback)(qemu_plugin_id_t id, struct qemu_plugin_tb *block);
typedef void (*execution_callback)(unsigned int processor, void *data);
typedef void (*exit_callback)(qemu_plugin_id_t id, void *data);

extern void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t id, translation_callback callback);
extern void qemu_plugin_register_vcpu_insn_exec_cb(
    struct qemu_plugin_insn *instruction, execution_callback callback, enum qemu_plugin_cb_flags flags, void *data);
extern void qemu_plugin_register_vcpu_insn_exec_inline(
    struct qemu_plugin_insn *instruction, enum qemu_plugin_op operation, void *counter, uint64_t value);
extern void qemu_plugin_register_atexit_cb(qemu_plugin_id_t id, exit_callback callback, void *data);
extern size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *block);
extern struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *block, size_t index);
extern uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *instruction);
extern size_t qemu_plugin_insn_size(const struct qemu_plugin_insn *instruction);
extern void qemu_plugin_register_vcpu_tb_exec_cb(
    struct qemu_plugin_tb *block, execution_callback callback, enum qemu_plugin_cb_flags flags, void *data);

#define EXPORTED __attribute__((visibility("default")))

EXPORTED extern int qemu_plugin_version;
EXPORTED int qemu_plugin_install(
    qemu_plugin_id_t id, const struct qemu_info_t *information, int count, char **parameters);

/* Read by QEMU: the version of the interface this plugin was written for. */
int qemu_plugin_version = 1;

static uint64_t executed;
static uint64_t executed_at_last_mark;
static uint64_t mark_address;
static FILE *out;
static FILE *profile;

/* Counts of one instruction; never freed, as translated code keeps their addresses. */
struct instruction_counts
{
    uint64_t address;
    uint64_t executed;
    uint64_t executed_at_last_mark;
    uint64_t taken;
    uint64_t taken_at_last_mark;
    struct instruction_counts *next_in_bucket;
    struct instruction_counts *next;
};

/* A translated run of instructions; never freed, either. */
struct block_place
{
    uint64_t first;
    uint64_t behind;
    struct instruction_counts *last;
};

#define BUCKETS 4096

static struct instruction_counts *buckets[BUCKETS];
static struct instruction_counts *all;
static struct instruction_counts **end_of_all = &all;
static const struct block_place *block_before;

static void *allocate(size_t bytes)
{
    void *memory = calloc(1, bytes);
    if (memory == NULL)
    {
        perror("count_plugin");
        abort();
    }
    return memory;
}

static struct instruction_counts *counts_of(uint64_t address)
{
    struct instruction_counts **bucket = &buckets[address / 2 % BUCKETS];
    for (struct instruction_counts *found = *bucket; found != NULL; found = found->next_in_bucket)
    {
        if (found->address == address)
        {
            return found;
        }
    }
    struct instruction_counts *counts = allocate(sizeof *counts);
    counts->address = address;
    counts->next_in_bucket = *bucket;
    *bucket = counts;
    *end_of_all = counts;
    end_of_all = &counts->next;
    return counts;
}

static void write_profile(void)
{
    for (struct instruction_counts *counts = all; counts != NULL; counts = counts->next)
    {
        if (counts->executed != counts->executed_at_last_mark)
        {
            fprintf(profile, "%" PRIx64 " %" PRIu64 " %" PRIu64 "\n", counts->address,
                counts->executed - counts->executed_at_last_mark, counts->taken - counts->taken_at_last_mark);
            counts->executed_at_last_mark = counts->executed;
            counts->taken_at_last_mark = counts->taken;
        }
    }
    fputs("mark\n", profile);
}

/*
 * Whether one block lies behind the other. QEMU ends a block before a 32-bit Thumb instruction across the end of a page,
 * of 1 KiB on Cortex-M, and then tells the block's last instruction to be the two bytes longer that it has looked at. No
 * branch goes to two bytes before its own end.
 */
static int goes_on(const struct block_place *before, const struct block_place *block)
{
    return block->first == before->behind || block->first == before->behind - 2;
}

/* Called before the first instruction of a block. */
static void on_block(unsigned int processor, void *data)
{
    (void)processor;
    const struct block_place *block = data;
    if (block_before != NULL && !goes_on(block_before, block))
    {
        block_before->last->taken++;
    }
    block_before = block;
}

static void profile_block(struct qemu_plugin_tb *block, size_t count)
{
    struct block_place *place = allocate(sizeof *place);
    for (size_t i = 0; i < count; i++)
    {
        struct qemu_plugin_insn *instruction = qemu_plugin_tb_get_insn(block, i);
        uint64_t address = qemu_plugin_insn_vaddr(instruction);
        struct instruction_counts *counts = counts_of(address);
        qemu_plugin_register_vcpu_insn_exec_inline(instruction, QEMU_PLUGIN_INLINE_ADD_U64, &counts->executed, 1);
        place->first = i == 0 ? address : place->first;
        place->behind = address + qemu_plugin_insn_size(instruction);
        place->last = counts;
    }
    qemu_plugin_register_vcpu_tb_exec_cb(block, on_block, QEMU_PLUGIN_CB_NO_REGS, place);
}

static void on_mark(unsigned int processor, void *data)
{
    (void)processor;
    (void)data;
    fprintf(out, "%" PRIu64 "\n", executed - executed_at_last_mark);
    executed_at_last_mark = executed;
    if (profile != NULL)
    {
        write_profile();
    }
}

static void on_translation(qemu_plugin_id_t id, struct qemu_plugin_tb *block)
{
    (void)id;
    size_t count = qemu_plugin_tb_n_insns(block);
    for (size_t i = 0; i < count; i++)
    {
        struct qemu_plugin_insn *instruction = qemu_plugin_tb_get_insn(block, i);
        if (qemu_plugin_insn_vaddr(instruction) == mark_address)
        {
            qemu_plugin_register_vcpu_insn_exec_cb(instruction, on_mark, QEMU_PLUGIN_CB_NO_REGS, NULL);
        }
        qemu_plugin_register_vcpu_insn_exec_inline(instruction, QEMU_PLUGIN_INLINE_ADD_U64, &executed, 1);
    }
    if (profile != NULL && count > 0)
    {
        profile_block(block, count);
    }
}

static void on_exit_of_emulator(qemu_plugin_id_t id, void *data)
{
    (void)id;
    (void)data;
    fprintf(out, "total %" PRIu64 "\n", executed);
    fclose(out);
    if (profile != NULL)
    {
        fclose(profile);
    }
}

/* A file to write, or NULL with a message. */
static FILE *create(const char *name)
{
    FILE *file = fopen(name, "w");
    if (file == NULL)
    {
        perror(name);
    }
    return file;
}

/* A result other than 0 makes QEMU refuse to start. */
int qemu_plugin_install(qemu_plugin_id_t id, const struct qemu_info_t *information, int count, char **parameters)
{
    (void)information;
    const char *name = NULL;
    const char *profile_name = NULL;
    int has_mark = 0;
    for (int i = 0; i < count; i++)
    {
        if (strncmp(parameters[i], "mark=", 5) == 0)
        {
            char *end;
            mark_address = strtoull(parameters[i] + 5, &end, 0);
            has_mark = end != parameters[i] + 5 && *end == '\0';
        }
        else if (strncmp(parameters[i], "out=", 4) == 0)
        {
            name = parameters[i] + 4;
        }
        else if (strncmp(parameters[i], "profile=", 8) == 0)
        {
            profile_name = parameters[i] + 8;
        }
        else
        {
            fprintf(stderr, "count_plugin: unknown parameter %s\n", parameters[i]);
            return 1;
        }
    }
    if (!has_mark || name == NULL)
    {
        fputs("count_plugin: needs mark=ADDRESS and out=FILE\n", stderr);
        return 1;
    }
    out = create(name);
    profile = profile_name == NULL ? NULL : create(profile_name);
    if (out == NULL || (profile_name != NULL && profile == NULL))
    {
        return 1;
    }
    qemu_plugin_register_vcpu_tb_trans_cb(id, on_translation);
    qemu_plugin_register_atexit_cb(id, on_exit_of_emulator, NULL);
    return 0;
}
