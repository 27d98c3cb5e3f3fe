package lowrank.emit.c;

/**
 * C that several layers share, printed once before them.
 *
 * @param template file under {@code templates/c}; it sees {@code section}, the model, and the
 *     prefix {@code p}
 * @param model a record, or a text; equal models with equal templates are the same section
 */
public record Section(String template, Object model) {}
