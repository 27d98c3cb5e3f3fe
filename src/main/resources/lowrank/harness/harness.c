/*
 * Runs a generated model on a file of inputs and writes every tensor it computes to a file, to be compared with the
 * reference. Which model, the compiler is told:
 *
 *   -DHarness_model_header="resnet8.h" -DHarness_model=resnet8 -DHarness_model_upper=RESNET8
 *
 * The input file holds inputs of INPUT_BYTES back to back. For each of them the output file receives, raw and with
 * nothing between: the output of layer 0, 1, .. LAYERS-1, each run alone and in this order, and then the output of a
 * whole call of the model.
 *
 * The arena is painted before the layers and, with another pattern, before the whole call, so that a model which reads
 * memory it has not written gives wrong or differing results. Bytes on either side of the arena are checked after every
 * layer. rt_mark() is called right before and right after each layer and the whole call: of the first input only, or
 * of every input with -DMARK_EVERY_INPUT. A layer inside a chain runs those of the chain before it, too.
 *
 * A model with arenas in several banks of RAM has them one behind the other, with guards between.
 *
 * A run that ends well prints how much memory was written, as the paint tells (decimal numbers):
 *
 *   memory: arena A of B touched, stack S
 *
 * A is the end of the highest byte of the arena that was written, input included, and B the arena's size; of several
 * arenas they are sums. S, which stands only on bare machines, is how far below its caller the first whole call wrote
 * to the stack. Before it, for each layer whose output came in parts:
 *
 *   parts: layer N
 */
#include Harness_model_header
#include "rt.h"

#define PASTE_TOKENS(left, right) left##right
#define PASTE(left, right) PASTE_TOKENS(left, right)

#define INPUT_BYTES ((int32_t)PASTE(Harness_model_upper, _INPUT_BYTES))
#define OUTPUT_BYTES ((int32_t)PASTE(Harness_model_upper, _OUTPUT_BYTES))
#define ARENA_BYTES ((size_t)PASTE(Harness_model_upper, _ARENA_BYTES))
#define ARENA_ALIGN PASTE(Harness_model_upper, _ARENA_ALIGN)
#define LAYERS ((int32_t)PASTE(Harness_model_upper, _LAYERS))

#define model_input PASTE(Harness_model, _input)
#define model_invoke PASTE(Harness_model, _invoke)
#define model_run_layer PASTE(Harness_model, _run_layer)

#ifdef MARK_EVERY_INPUT
#define MARKED_INPUTS INT32_MAX
#else
#define MARKED_INPUTS 1
#endif

#define GUARD_BYTES 1024
#define GUARD_PATTERN 0xC3
#define LAYERS_PATTERN 0xA5
#define INVOKE_PATTERN 0x5A

#define PLACE_ALIGN 64

typedef char places_keep_arenas_aligned[PLACE_ALIGN % ARENA_ALIGN == 0 && GUARD_BYTES % PLACE_ALIGN == 0 ? 1 : -1];

/* Memory for all arenas with a guard before each and behind the last, as one object, so that no compiler can move the
 * guards away; each arena begins at a multiple of PLACE_ALIGN. */
#if PASTE(Harness_model_upper, _BANKS)
#define BANKS PASTE(Harness_model_upper, _BANKS)
#define Harness_arena arenas
static const size_t arena_sizes[BANKS] = {PASTE(Harness_model_upper, _ARENA_SIZES)};
#else
#define BANKS 1
#define Harness_arena arenas[0]
static const size_t arena_sizes[BANKS] = {ARENA_BYTES};
#endif
static uint8_t memory[GUARD_BYTES + ARENA_BYTES + BANKS * (PLACE_ALIGN + GUARD_BYTES)]
    __attribute__((aligned(PLACE_ALIGN)));
static void *arenas[BANKS];

static uint8_t input[INPUT_BYTES];

static size_t arena_touched[BANKS];
static int32_t stack_touched = RT_STACK_UNKNOWN;

static void fill(uint8_t *to, uint8_t value, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
    {
        to[i] = value;
    }
}

static void place_arenas(void)
{
    size_t offset = GUARD_BYTES;
    for (size_t i = 0; i < BANKS; i++)
    {
        arenas[i] = &memory[offset];
        offset += (arena_sizes[i] + PLACE_ALIGN - 1) / PLACE_ALIGN * PLACE_ALIGN + GUARD_BYTES;
    }
}

/* The guard before an arena, or behind the last one: where it starts and its bytes. */
static uint8_t *guard(size_t number, size_t *bytes)
{
    uint8_t *start = number == 0 ? memory : (uint8_t *)arenas[number - 1] + arena_sizes[number - 1];
    uint8_t *end = number == BANKS ? memory + sizeof memory : (uint8_t *)arenas[number];
    *bytes = (size_t)(end - start);
    return start;
}

static void paint_guards(void)
{
    for (size_t i = 0; i <= BANKS; i++)
    {
        size_t bytes;
        uint8_t *start = guard(i, &bytes);
        fill(start, GUARD_PATTERN, bytes);
        rt_forbid_access(start, bytes);
    }
}

static int guards_are_intact(void)
{
    int changed = 0;
    for (size_t i = 0; i <= BANKS; i++)
    {
        size_t bytes;
        uint8_t *start = guard(i, &bytes);
        rt_allow_access(start, bytes);
        for (size_t at = 0; at < bytes; at++)
        {
            changed |= start[at] ^ GUARD_PATTERN;
        }
        rt_forbid_access(start, bytes);
    }
    return changed == 0;
}

static int lies_in_arena(const void *tensor, int32_t bytes)
{
    int inside = 0;
    for (size_t i = 0; i < BANKS; i++)
    {
        uintptr_t arena = (uintptr_t)arenas[i];
        uintptr_t start = (uintptr_t)tensor;
        inside |= bytes > 0 && start >= arena && start - arena <= arena_sizes[i]
            && (size_t)bytes <= arena_sizes[i] - (size_t)(start - arena);
    }
    return inside;
}

/* Two patterns differ in every byte, so that what is written equals at most one of them. */
static void note_touched(uint8_t pattern)
{
    for (size_t i = 0; i < BANKS; i++)
    {
        const uint8_t *arena = arenas[i];
        size_t end = arena_sizes[i];
        while (end > arena_touched[i] && arena[end - 1] == pattern)
        {
            end--;
        }
        arena_touched[i] = end;
    }
}

static void print_memory(void)
{
    int32_t touched = 0;
    for (size_t i = 0; i < BANKS; i++)
    {
        touched += (int32_t)arena_touched[i];
    }
    rt_print("memory: arena ");
    rt_print_number(touched);
    rt_print(" of ");
    rt_print_number((int32_t)ARENA_BYTES);
    rt_print(" touched");
    if (stack_touched != RT_STACK_UNKNOWN)
    {
        rt_print(", stack ");
        rt_print_number(stack_touched);
    }
    rt_print("\n");
}

/* Says on one line where the status arose; a layer number of LAYERS means the whole call. */
static int fail(int status, const char *what, int32_t input_number, int32_t layer)
{
    rt_print("harness: input ");
    rt_print_number(input_number);
    if (layer < LAYERS)
    {
        rt_print(", layer ");
        rt_print_number(layer);
    }
    else
    {
        rt_print(", whole call");
    }
    rt_print(": ");
    rt_print(what);
    rt_print("\n");
    return status;
}

/* Paints the arena and copies the input to where the model wants it. */
static int load_input(uint8_t pattern)
{
    for (size_t i = 0; i < BANKS; i++)
    {
        fill(arenas[i], pattern, arena_sizes[i]);
    }
    uint8_t *to = (uint8_t *)model_input(Harness_arena);
    if (!lies_in_arena(to, INPUT_BYTES))
    {
        return RT_TENSOR_PLACE;
    }
    for (int32_t i = 0; i < INPUT_BYTES; i++)
    {
        to[i] = input[i];
    }
    return RT_OK;
}

/* Checks what a layer or the whole call has done, and writes its output. */
static int finish(int output, const void *tensor, int32_t bytes, int32_t input_number, int32_t layer)
{
    if (!guards_are_intact())
    {
        return fail(RT_GUARD, "the model wrote outside its arena", input_number, layer);
    }
    if (!lies_in_arena(tensor, bytes))
    {
        return fail(RT_TENSOR_PLACE, "its output is empty or not inside the arena", input_number, layer);
    }
    if (rt_write(output, tensor, bytes) < 0)
    {
        return fail(RT_OUTPUT_WRITE, "the output file cannot be written", input_number, layer);
    }
    return RT_OK;
}

/* Runs all parts of a layer; the first one's place if there is but one, else NULL. */
static const void *run_parts(int32_t layer, int32_t *bytes)
{
    int32_t further = 0;
    const void *tensor = model_run_layer(Harness_arena, layer, 0, bytes);
    int32_t part = 1;
    while (tensor != NULL && model_run_layer(Harness_arena, layer, part, &further) != NULL)
    {
        part++;
    }
    return part == 1 ? tensor : NULL;
}

static int write_parts(int output, int32_t input_number, int32_t layer)
{
    int status = RT_OK;
    int32_t bytes = 0;
    const void *tensor = model_run_layer(Harness_arena, layer, 0, &bytes);
    for (int32_t part = 1; status == RT_OK && tensor != NULL; part++)
    {
        status = finish(output, tensor, bytes, input_number, layer);
        tensor = model_run_layer(Harness_arena, layer, part, &bytes);
    }
    if (input_number == 0)
    {
        rt_print("parts: layer ");
        rt_print_number(layer);
        rt_print("\n");
    }
    return status;
}

static int run_layers(int output, int32_t input_number)
{
    for (int32_t layer = 0; layer < LAYERS; layer++)
    {
        int32_t bytes = 0;
        const void *tensor;
        if (input_number < MARKED_INPUTS)
        {
            rt_mark();
            tensor = run_parts(layer, &bytes);
            rt_mark();
        }
        else
        {
            tensor = run_parts(layer, &bytes);
        }
        int status = tensor != NULL || bytes == 0 ? finish(output, tensor, bytes, input_number, layer)
                                                  : write_parts(output, input_number, layer);
        if (status != RT_OK)
        {
            return status;
        }
    }
    return RT_OK;
}

static int run_whole(int output, int32_t input_number)
{
    const void *tensor;
    if (input_number < MARKED_INPUTS)
    {
        rt_paint_stack();
        rt_mark();
        tensor = model_invoke(Harness_arena);
        rt_mark();
        stack_touched = rt_stack_touched(rt_stack_pointer());
    }
    else
    {
        tensor = model_invoke(Harness_arena);
    }
    return finish(output, tensor, OUTPUT_BYTES, input_number, LAYERS);
}

static int run_one_input(int output, int32_t input_number)
{
    int status = load_input(LAYERS_PATTERN);
    if (status != RT_OK)
    {
        return fail(status, "the model's input is not inside the arena", input_number, 0);
    }
    status = run_layers(output, input_number);
    if (status != RT_OK)
    {
        return status;
    }
    note_touched(LAYERS_PATTERN);
    status = load_input(INVOKE_PATTERN);
    if (status != RT_OK)
    {
        return fail(status, "the model's input is not inside the arena", input_number, LAYERS);
    }
    status = run_whole(output, input_number);
    note_touched(INVOKE_PATTERN);
    return status;
}

static int run_all_inputs(int from, int output)
{
    for (int32_t input_number = 0;; input_number++)
    {
        int32_t bytes = rt_read(from, input, INPUT_BYTES);
        if (bytes < 0)
        {
            rt_print("harness: the input file cannot be read\n");
            return RT_INPUT_READ;
        }
        if (bytes == 0 && input_number > 0)
        {
            return RT_OK;
        }
        if (bytes != INPUT_BYTES)
        {
            rt_print("harness: the input file is empty or does not hold a whole number of inputs\n");
            return RT_INPUT_SIZE;
        }
        int status = run_one_input(output, input_number);
        if (status != RT_OK)
        {
            return status;
        }
    }
}

int harness_run(const char *input_name, const char *output_name)
{
    int from = rt_open_input(input_name);
    if (from < 0)
    {
        rt_print("harness: the input file cannot be opened\n");
        return RT_INPUT_OPEN;
    }
    int output = rt_open_output(output_name);
    if (output < 0)
    {
        rt_print("harness: the output file cannot be opened\n");
        return RT_OUTPUT_OPEN;
    }
    place_arenas();
    paint_guards();
    int status = run_all_inputs(from, output);
    if (rt_close(output) < 0 && status == RT_OK)
    {
        rt_print("harness: the output file cannot be written\n");
        status = RT_OUTPUT_WRITE;
    }
    rt_close(from);
    if (status == RT_OK)
    {
        print_memory();
    }
    return status;
}
