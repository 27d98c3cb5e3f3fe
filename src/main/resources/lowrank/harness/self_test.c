/*
 * Runs the self-test that is generated with a model, in place of harness.c and on the same machines. Which model, the
 * compiler is told as for harness.c. Prints that all is bit-exact and ends with 0, or prints the number of the first
 * layer that differs, from 0, and ends with 1. The arena is painted, so that nothing can pass that is not computed.
 */
#include Harness_model_header
#include "rt.h"

#define PASTE_TOKENS(left, right) left##right
#define PASTE(left, right) PASTE_TOKENS(left, right)

static uint8_t arena[PASTE(Harness_model_upper, _ARENA_BYTES)] __attribute__((aligned(PASTE(Harness_model_upper, _ARENA_ALIGN))));

int harness_run(const char *input_name, const char *output_name)
{
    (void)input_name;
    (void)output_name;
    for (size_t i = 0; i < sizeof arena; i++)
    {
        arena[i] = 0xA5;
    }
    int failed = PASTE(Harness_model, _self_test)(arena);
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
