/**
 * A report as a page: one HTML file for a browser, with everything inside, that needs no network
 * and no script. Reads the report's record and nothing else.
 */
package lowrank.report.page;
