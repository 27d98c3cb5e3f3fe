/* A strip of one pair of values, that of what lies outside of the image. */
static uint32_t *${p}_k_fill(uint32_t pair, int32_t count, uint32_t *strip)
{
for (; count > 0; count -= 2)
{
strip[0] = pair;
strip[1] = pair;
strip += 2;
}
return strip;
}
