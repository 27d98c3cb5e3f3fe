/*
 * The integer functions GCC calls on Xtensa lx106 and which libgcc of Debian's cross compiler does not hold:
 * 64-bit products, and 32-bit and 64-bit division. The 64-bit shifts are there. Only 32-bit products and shifts are
 * used here, so that no function calls itself.
 */
#include "rt.h"

#ifdef RT_XTENSA

uint64_t __umulsidi3(uint32_t left, uint32_t right);
int64_t __muldi3(int64_t left, int64_t right);
uint32_t __udivsi3(uint32_t dividend, uint32_t divisor);
uint32_t __umodsi3(uint32_t dividend, uint32_t divisor);
int32_t __divsi3(int32_t dividend, int32_t divisor);
int32_t __modsi3(int32_t dividend, int32_t divisor);
uint64_t __udivdi3(uint64_t dividend, uint64_t divisor);
uint64_t __umoddi3(uint64_t dividend, uint64_t divisor);
int64_t __divdi3(int64_t dividend, int64_t divisor);
int64_t __moddi3(int64_t dividend, int64_t divisor);

/* Four products of halves: low + (middle << 16) + (high << 32), carries included. */
uint64_t __umulsidi3(uint32_t left, uint32_t right)
{
    uint32_t left_low = left & 0xFFFF;
    uint32_t left_high = left >> 16;
    uint32_t right_low = right & 0xFFFF;
    uint32_t right_high = right >> 16;
    uint32_t low = left_low * right_low;
    uint32_t middle = left_high * right_low + (low >> 16);
    uint32_t other_middle = left_low * right_high + (middle & 0xFFFF);
    uint32_t high = left_high * right_high + (middle >> 16) + (other_middle >> 16);
    return (uint64_t)high << 32 | (other_middle << 16 | (low & 0xFFFF));
}

/* Modulo 2^64 the signed product is the unsigned one. */
int64_t __muldi3(int64_t left, int64_t right)
{
    uint32_t left_low = (uint32_t)left;
    uint32_t left_high = (uint32_t)((uint64_t)left >> 32);
    uint32_t right_low = (uint32_t)right;
    uint32_t right_high = (uint32_t)((uint64_t)right >> 32);
    uint32_t cross = left_low * right_high + left_high * right_low;
    return (int64_t)(__umulsidi3(left_low, right_low) + ((uint64_t)cross << 32));
}

/* Schoolbook division, one bit of the quotient at a time. Dividing by zero gives a quotient of all ones. */
static uint32_t divide32(uint32_t dividend, uint32_t divisor, uint32_t *remainder)
{
    uint32_t quotient = 0;
    uint32_t rest = 0;
    for (int bit = 31; bit >= 0; bit--)
    {
        uint32_t carry = rest >> 31;
        rest = rest << 1 | (dividend >> bit & 1);
        if (carry != 0 || rest >= divisor)
        {
            rest -= divisor;
            quotient |= 1u << bit;
        }
    }
    *remainder = rest;
    return quotient;
}

static uint64_t divide64(uint64_t dividend, uint64_t divisor, uint64_t *remainder)
{
    uint64_t quotient = 0;
    uint64_t rest = 0;
    for (int bit = 0; bit < 64; bit++)
    {
        uint64_t carry = rest >> 63;
        rest = rest << 1 | dividend >> 63;
        dividend <<= 1;
        quotient <<= 1;
        if (carry != 0 || rest >= divisor)
        {
            rest -= divisor;
            quotient |= 1;
        }
    }
    *remainder = rest;
    return quotient;
}

static uint32_t magnitude32(int32_t value)
{
    return value < 0 ? 0u - (uint32_t)value : (uint32_t)value;
}

static uint64_t magnitude64(int64_t value)
{
    return value < 0 ? 0u - (uint64_t)value : (uint64_t)value;
}

uint32_t __udivsi3(uint32_t dividend, uint32_t divisor)
{
    uint32_t remainder;
    return divide32(dividend, divisor, &remainder);
}

uint32_t __umodsi3(uint32_t dividend, uint32_t divisor)
{
    uint32_t remainder;
    divide32(dividend, divisor, &remainder);
    return remainder;
}

int32_t __divsi3(int32_t dividend, int32_t divisor)
{
    uint32_t remainder;
    uint32_t quotient = divide32(magnitude32(dividend), magnitude32(divisor), &remainder);
    return (int32_t)((dividend < 0) != (divisor < 0) ? 0u - quotient : quotient);
}

int32_t __modsi3(int32_t dividend, int32_t divisor)
{
    uint32_t remainder;
    divide32(magnitude32(dividend), magnitude32(divisor), &remainder);
    return (int32_t)(dividend < 0 ? 0u - remainder : remainder);
}

uint64_t __udivdi3(uint64_t dividend, uint64_t divisor)
{
    uint64_t remainder;
    return divide64(dividend, divisor, &remainder);
}

uint64_t __umoddi3(uint64_t dividend, uint64_t divisor)
{
    uint64_t remainder;
    divide64(dividend, divisor, &remainder);
    return remainder;
}

int64_t __divdi3(int64_t dividend, int64_t divisor)
{
    uint64_t remainder;
    uint64_t quotient = divide64(magnitude64(dividend), magnitude64(divisor), &remainder);
    return (int64_t)((dividend < 0) != (divisor < 0) ? 0u - quotient : quotient);
}

int64_t __moddi3(int64_t dividend, int64_t divisor)
{
    uint64_t remainder;
    divide64(magnitude64(dividend), magnitude64(divisor), &remainder);
    return (int64_t)(dividend < 0 ? 0u - remainder : remainder);
}
#else
typedef int rt_xtensa_arithmetic_is_not_used_here;
#endif
