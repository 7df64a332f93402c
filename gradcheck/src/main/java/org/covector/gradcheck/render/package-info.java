/**
 * Reports as text, JSON, pages with plots, and Java code. A new form of a report goes here; what a page is made of, into {@code page}.
 */
@org.jspecify.annotations.NullMarked
package org.covector.gradcheck.render;
