/**
 * Boards as data: reads {@code targets/*.yaml} strictly into {@code Target}. A new board is one
 * file there; nothing here names one.
 */
package lowrank.target;
