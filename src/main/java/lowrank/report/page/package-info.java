/**
 * A report as a page: one HTML file for a browser, with everything inside, that needs no network
 * and no script. Reads the report's record and nothing else; the only package besides the emitters
 * that knows the template engine.
 */
package lowrank.report.page;
