package lowrank.pipeline.search;

import java.util.function.ToDoubleFunction;
import lowrank.decompose.Decomposer;
import lowrank.decompose.InputStatistics;
import lowrank.network.Network;
import lowrank.rank.SearchProgress;

/**
 * What a search works on and with.
 *
 * @param inputs calibration inputs
 * @param statistics with which {@code decomposer} factorises
 * @param refit what is done to the decomposed network in the end, perhaps on fewer inputs
 * @param firmware tells what a network takes on the target
 * @param accuracy of a network on the calibration inputs, in percent
 * @param cache of measured losses
 */
public record SearchContext(
    Network network,
    Inputs inputs,
    Decomposer decomposer,
    InputStatistics statistics,
    Refit refit,
    FirmwareMeter firmware,
    ToDoubleFunction<Network> accuracy,
    SensitivityCache cache,
    SearchProgress progress) {}
