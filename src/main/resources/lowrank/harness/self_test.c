/*
 * Runs the self-test that is generated with a model, in place of harness.c and on the same machines. Which model, the
 * compiler is told as for harness.c. Prints that all is bit-exact and ends with 0, or prints the number of the first
 * layer that differs, from 0, and ends with 1. The arena is painted, so that nothing can pass that is not computed.
 */
#include Harness_model_header
#include "rt.h"

#define PASTE_TOKENS(left, right) left##right
#define PASTE(left, right) PASTE_TOKENS(left, right)

#define PLACE_ALIGN 64

#if PASTE(Harness_model_upper, _BANKS)
#define BANKS PASTE(Harness_model_upper, _BANKS)
#define Harness_arena arenas
static const size_t arena_sizes[BANKS] = {PASTE(Harness_model_upper, _ARENA_SIZES)};
#else
#define BANKS 1
#define Harness_arena arenas[0]
static const size_t arena_sizes[BANKS] = {PASTE(Harness_model_upper, _ARENA_BYTES)};
#endif

/* All arenas, each at a multiple of PLACE_ALIGN. */
static uint8_t memory[PASTE(Harness_model_upper, _ARENA_BYTES) + BANKS * PLACE_ALIGN] __attribute__((aligned(PLACE_ALIGN)));
static void *arenas[BANKS];

int harness_run(const char *input_name, const char *output_name)
{
    (void)input_name;
    (void)output_name;
    size_t offset = 0;
    for (size_t i = 0; i < BANKS; i++)
    {
        arenas[i] = &memory[offset];
        offset += (arena_sizes[i] + PLACE_ALIGN - 1) / PLACE_ALIGN * PLACE_ALIGN;
    }
    for (size_t i = 0; i < sizeof memory; i++)
    {
        memory[i] = 0xA5;
    }
    int failed = PASTE(Harness_model, _self_test)(Harness_arena);
    if (failed == 0)
    {
        rt_print("self-test: bit-exact\n");
        return 0;
    }
    rt_print("self-test: layer ");
    rt_print_number(failed - 1);
    rt_print("\n");
    return 1;
}
