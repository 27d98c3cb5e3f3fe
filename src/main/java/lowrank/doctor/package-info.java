/**
 * Examines a network that was imported, whole or in part: its weights, the headroom of its sums,
 * and, given a way to execute it on calibration data, what quantisation does to every layer and
 * which repair of a weak layer helps, each measured. In comes a network with its quantisation, out
 * goes a {@code Diagnosis}. Knows nothing of files, targets, emitters or the float executor; those
 * figures and runs are handed in.
 */
package lowrank.doctor;
