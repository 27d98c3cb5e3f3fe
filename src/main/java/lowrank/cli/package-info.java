/**
 * The command line: one class per command, options as mixins, exit statuses 0 (done), 1
 * (verification failed) and 2 (bad usage or input). Parses, calls the pipeline and prints; decides
 * nothing else.
 */
package lowrank.cli;
