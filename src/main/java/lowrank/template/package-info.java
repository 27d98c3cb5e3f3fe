/**
 * Renders text from templates: a template's name and values go in, text comes out; a value that is
 * missing stops the run, and no locale shows. Must not know what the text is for.
 */
package lowrank.template;
