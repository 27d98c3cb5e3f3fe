package lowrank.doctor;

/**
 * What quantisation does to one layer's output, all layers before it quantised too.
 *
 * @param snrDecibels of the dequantised integers against the float output
 * @param saturated share, 0 to 1, of the float values beyond the range of the output's type
 * @param silentChannels channels whose float output is the same for all samples and pixels
 */
public record LayerSignal(double snrDecibels, double saturated, int silentChannels) {}
