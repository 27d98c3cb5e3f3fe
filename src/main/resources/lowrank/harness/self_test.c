/*
 * Runs the self-test that is generated with a model, on the host. Which model, the compiler is told as for harness.c.
 * Prints nothing and ends with 0, or prints the number of the first layer that differs, from 0, and ends with 1.
 */
#include MODEL_HEADER
#include <stdio.h>

#define PASTE_TOKENS(left, right) left##right
#define PASTE(left, right) PASTE_TOKENS(left, right)

static int8_t arena[PASTE(MODEL_UPPER, _ARENA_BYTES)] __attribute__((aligned(PASTE(MODEL_UPPER, _ARENA_ALIGN))));

int main(void)
{
    int failed = PASTE(MODEL, _self_test)(arena);
    if (failed != 0)
    {
        printf("self-test: layer %d\n", failed - 1);
    }
    return failed == 0 ? 0 : 1;
}
