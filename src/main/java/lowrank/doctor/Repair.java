package lowrank.doctor;

/**
 * One change to a weak layer, carried out and measured.
 *
 * @param change in words, or the option of {@code lowrank compress} that makes it
 * @param bytes that the weights grow by, or the activations that become int16, all of them together
 * @param layerDecibels signal-to-noise ratio of the layer's output with the change
 * @param outputDecibels of the network's output with the change
 * @param helps whether the layer gains at least 1 dB and the output loses at most 0.5 dB
 */
public record Repair(
    String change, long bytes, double layerDecibels, double outputDecibels, boolean helps) {}
